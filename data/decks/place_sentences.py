"""The finding of a slide about one place: its name, what is measured, the years, the values."""

from __future__ import annotations

from collections.abc import Sequence

from data.gaps.results import GapsData
from data.gaps.sentences import end_words
from data.locale import Texts
from data.models import Flag, Verdict
from data.place.results import COMPARED, PlaceValue
from data.place.sentences import around, standout_sentence
from data.sentences.words import join, known, opening, quantity, subject, value_text


def place_finding(value: PlaceValue, *, place: str, texts: Texts) -> str:
    """One measure of the place beside the rest of the city, by its stored verdict.

    `place` is its name inside a sentence. Stands alone: it names the place and the years.
    """
    if Flag.WHOLE_CITY in value.flags or not known(value.city):
        return _alone(value, place, texts)
    named = _named(value, place, texts)
    if value.verdict not in COMPARED or not known(value.difference):
        if value.not_graded:
            return texts.t("present.place.not_graded", place=named["place"])
        city = value_text(value.city, value.indicator, texts.lang)
        said = "counted" if value.is_count else "not_tested"
        return texts.t(f"present.place.{said}", city=city, **named)
    if value.verdict is Verdict.NOT_DIFFERENT:
        rest = value_text(value.rest, value.indicator, texts.lang)
        return texts.t("present.place.not_different", rest=rest, **named)
    return standout_sentence(value, place=place, texts=texts)


def place_among(values: Sequence[PlaceValue], *, place: str, texts: Texts) -> str:
    """One or two measures of the place: what a map or a cloud of dots shows of it."""
    named = [_named(value, place, texts) for value in values]
    if len(values) != 2 or named[0]["place"] != named[1]["place"]:
        return join(*(_alone(value, place, texts) for value in values))
    other = {f"other_{key}": named[1][key] for key in ("subject", "value", "years")}
    return texts.t("present.place.both", **named[0], **other)


def place_in_gap(value: PlaceValue, data: GapsData, *, place: str, texts: Texts) -> str:
    """The place between the two groups at the ends; alone where there is no gap to speak of."""
    gap = data.gap
    if gap is None or not known(gap.worst, gap.best):
        return _alone(value, place, texts)
    where, best_where = end_words(data, texts)
    return texts.t(
        "present.place.in_gap",
        worst=value_text(gap.worst, data.outcome, texts.lang),
        where=where,
        best=value_text(gap.best, data.outcome, texts.lang),
        best_where=best_where,
        **_named(value, place, texts),
    )


def _alone(value: PlaceValue, place: str, texts: Texts) -> str:
    return texts.t("present.place.alone", **_named(value, place, texts))


def _named(value: PlaceValue, place: str, texts: Texts) -> dict[str, str]:
    """What every sentence of a value says: of which place or the tracts around it, of when."""
    said = subject(value.indicator, texts.lang)
    return {
        "place": around(place, value.tracts, texts) if value.around else place,
        "subject": said,
        "Subject": opening(said),
        "years": value.indicator.years,
        "value": quantity(value.value, value.indicator, texts, events=value.events),
    }
