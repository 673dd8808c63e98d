"""A place beside its county, state and nation in words. Nothing is tested, so nothing compares."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from data.catalogue.schema import Indicator
from data.locale import Texts
from data.locale.format import join_list
from data.models import Geography
from data.place.results import Beside, PlaceData
from data.published import sentences as published
from data.published.results import CountyShare
from data.sentences.words import interval_text, known, opening, short_name, value_text

# The level of every interval of our own.
OWN_LEVEL_PERCENT = 95
_KEY = "place.beside"
Limits = tuple[float, float, float]


def in_picture(found: Sequence[Beside], *, first: Iterable[str], count: int) -> tuple[Beside, ...]:
    """The `count` that a slide has room for: those named in `first`, then those that most areas
    are published of.
    """
    order = list(first)

    def place(entry: Beside) -> tuple[int, int]:
        name = entry.indicator.id
        return order.index(name) if name in order else len(order), -len(entry.published)

    return tuple(sorted(found, key=place)[:count])


def own_numbers(entry: Beside, data: PlaceData) -> tuple[tuple[Geography, Limits], ...]:
    """Value and limits of the place, then of the city; on the page of the city of it alone."""
    value = entry.value
    if value is None:
        return ()
    here = (data.geography, (value.value, value.lower, value.upper))
    if data.geography is Geography.CITY:
        return (here,)
    city = (Geography.CITY, (value.city, value.city_lower, value.city_upper))
    return (here, city) if known(value.city) else (here,)


def with_level(
    lower: float,
    upper: float,
    level_percent: int | None,
    indicator: Indicator,
    texts: Texts,
    *,
    assumed: bool = False,
) -> str:
    """`90% interval 21.9–23.3`; that none is published where there is none."""
    limits = interval_text(lower, upper, indicator, texts.lang)
    if not limits or level_percent is None:
        return published.no_interval(texts)
    return published.with_limits(level_percent, limits, texts, assumed=assumed)


def sentence(
    found: Sequence[Beside], data: PlaceData, *, place: str, led: Beside, texts: Texts
) -> str:
    """How many measures there are, and the numbers of the one that leads."""
    count = texts.t(f"{_KEY}.sentence", count=len(found), place=place)
    return f"{count} {in_words(led, data, place=place, texts=texts)}"


def in_words(
    entry: Beside, data: PlaceData, *, place: str, texts: Texts, intervals: bool = True
) -> str:
    """One measure: place, city, county, state and nation, with their intervals where a picture
    does not draw them.
    """
    names = {data.geography: place, Geography.CITY: texts.t("common.city")}
    numbers: list[_Said] = [
        (names[geography], limits, OWN_LEVEL_PERCENT, False)
        for geography, limits in own_numbers(entry, data)
    ]
    numbers += _published(entry, texts)
    return _measure(entry, numbers, texts, intervals=intervals)


def published_in_words(entry: Beside, texts: Texts) -> str:
    """One measure: what is published of county, state and nation, with intervals and years."""
    return _measure(entry, _published(entry, texts), texts, intervals=True)


_Said = tuple[str, Limits, int | None, bool]


def _published(entry: Beside, texts: Texts) -> list[_Said]:
    found: list[_Said] = []
    for e in entry.published:
        name, years = e.area.name.get(texts.lang), published.years(e, texts, inside=True)
        if years != entry.indicator.years:
            name = texts.t("figures.note.measure_years", name=name, years=years)
        limits = (e.value, e.lower, e.upper)
        found.append((name, limits, e.level_percent, e.level_assumed))
    return found


def _measure(entry: Beside, numbers: Sequence[_Said], texts: Texts, *, intervals: bool) -> str:
    indicator, lang = entry.indicator, texts.lang
    said = [
        texts.t(
            f"{_KEY}.number" if intervals else f"{_KEY}.number_alone",
            area=name,
            value=value_text(limits[0], indicator, lang),
            interval=with_level(*limits[1:], level, indicator, texts, assumed=assumed),
        )
        for name, limits, level, assumed in numbers
    ]
    name = opening(short_name(indicator, lang))
    return texts.t(f"{_KEY}.measure", name=name, years=indicator.years, numbers="; ".join(said))


def caveats(
    found: Sequence[Beside], data: PlaceData, share: CountyShare | None, texts: Texts
) -> list[str]:
    """Levels of the intervals, that nothing is tested, that the county is not the city."""
    elsewhere = [e for entry in found for e in entry.published if e.area.kind != "city"]
    levels = {e.level_percent for e in elsewhere}
    levels_said = [published.percent(level, texts) for level in sorted(filter(None, levels))]
    whole = ".city" if data.geography is Geography.CITY else ".place"
    said = [
        texts.t(
            f"{_KEY}.note.levels{whole}",
            own=published.percent(OWN_LEVEL_PERCENT, texts),
            published=join_list(levels_said, lang=texts.lang),
        ),
        texts.t(f"{_KEY}.note.not_a_test"),
    ]
    for entry in found:
        said += _of_city(entry, texts)
    if share is not None:
        said.append(published.county_note(share, texts))
    return said


def _of_city(entry: Beside, texts: Texts) -> list[str]:
    """What must be known of a number of the city that somebody else published."""
    said = []
    for e in entry.published:
        if e.area.kind != "city":
            continue
        said += published.inferred_notes(e, texts)
        if e.measure.note is not None:
            said.append(f"{e.measure.name.get(texts.lang)}: {e.measure.note.get(texts.lang)}")
    return said
