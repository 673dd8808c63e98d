"""What is told around a place in words: always under the name of the place that the number is of.

Only a stored verdict brings comparison (data/place/climbing.py).
"""

from __future__ import annotations

from data.atlas.larger import Around
from data.locale import Texts
from data.locale.format import format_share, join_list
from data.models import Flag, Verdict
from data.place.results import Climb, PlaceValue
from data.place.sentences import claim, limits_of, named_in_claim, place_name, place_title
from data.sentences.words import kind_of_number, known, quantity, value_text

_KEY = "place.climb"


def climb_sentence(climb: Climb, *, place: str, texts: Texts) -> str:
    """What can be told around a place, or that nothing around it can be told either.

    `place` is its name inside a sentence. The number, with years, interval and flags, stands in one
    sentence with the name of the larger place that it is of.
    """
    if climb.larger is None:
        return nothing_around(climb, place=place, texts=texts)
    value = climb.larger.value
    where = where_around(climb.larger.at, place=place, texts=texts)
    said = _with_details(value, texts)
    if climb.larger.told:
        return claim(value, where=where, said=said, texts=texts)
    return texts.t(
        f"{_KEY}.{_untold(value)}",
        where=where,
        subject=named_in_claim(value.indicator, texts),
        years=value.indicator.years,
        value=said,
        rest=value_text(value.rest, value.indicator, texts.lang),
    )


def nothing_around(climb: Climb, *, place: str, texts: Texts) -> str:
    """That no place around can be told apart, or has a number; each is named."""
    key = "untold" if climb.own.shown else "missing"
    return texts.t(f"{_KEY}.nothing.{key}", place=place, tried=_names(climb.tried, texts))


def where_around(at: Around, *, place: str, texts: Texts) -> str:
    """`In ZIP code 12345, where Elm Park is`; with the share of its people if some live outside."""
    key = "all" if at.holds_nearly_all else "part"
    return texts.t(
        f"{_KEY}.where.{key}",
        around=name_of_larger(at, texts),
        place=place,
        share=format_share(at.share, lang=texts.lang),
    )


def name_of_larger(at: Around, texts: Texts) -> str:
    """The larger place inside a sentence."""
    return place_name(at.name, at.place.area_id, at.place.geography, texts)


def title_of_larger(at: Around, texts: Texts) -> str:
    """The larger place as a heading."""
    return place_title(at.name, at.place.area_id, at.place.geography, texts)


def details(value: PlaceValue, texts: Texts) -> list[str]:
    """What goes with a number wherever it goes: its interval, its flags, that a model made it."""
    said = [limits_of(value, texts)] if known(value.lower, value.upper) else []
    said += [
        texts.t(f"figures.flag.{flag.value}")
        for flag in Flag
        if flag in value.flags and texts.has(f"figures.flag.{flag.value}")
    ]
    if how := kind_of_number(value.indicator, value.flags, texts):
        said.append(how)
    return said


def in_a_cell(climb: Climb, texts: Texts) -> str:
    """The larger place, its number with what goes with it, and its verdict: for a table."""
    if climb.larger is None:
        return texts.t(f"{_KEY}.cell.nothing", tried=_names(climb.tried, texts))
    value = climb.larger.value
    said = _with_details(value, texts)
    key = "beside" if value.may_be_told and value.against_rest else "alone"
    return texts.t(
        f"{_KEY}.cell.{key}",
        around=title_of_larger(climb.larger.at, texts),
        value=said,
        rest=value_text(value.rest, value.indicator, texts.lang),
        verdict=texts.t(f"figures.verdict.{value.verdict.value}"),
    )


def _with_details(value: PlaceValue, texts: Texts) -> str:
    said = quantity(value.value, value.indicator, texts, events=value.events)
    more = "; ".join(details(value, texts))
    return texts.t(f"{_KEY}.value", value=said, details=more) if more else said


def _untold(value: PlaceValue) -> str:
    if not value.may_be_told:
        return "alone"
    return "same" if value.verdict is Verdict.NOT_DIFFERENT else "untested"


def _names(places: tuple[Around, ...], texts: Texts) -> str:
    return join_list([name_of_larger(at, texts) for at in places], lang=texts.lang)
