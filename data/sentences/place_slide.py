"""The finding of a slide about one place: its name, what is measured, the years, the values."""

from __future__ import annotations

from data.locale import Texts
from data.models import Flag, Verdict
from data.place_views import COMPARED, SIDES, PlaceValue
from data.sentences.place import around
from data.sentences.words import known, opening, quantity, subject, value_text


def place_finding(value: PlaceValue, *, place: str, texts: Texts) -> str:
    """One measure of the place beside the rest of the city, by its stored verdict.

    `place` is its name inside a sentence. Stands alone: it names the place and the years.
    """
    indicator, lang = value.indicator, texts.lang
    named = {
        "place": around(place, value.tracts, texts) if value.around else place,
        "subject": subject(indicator, lang),
        "Subject": opening(subject(indicator, lang)),
        "years": indicator.years,
        "value": quantity(value.value, indicator, texts),
    }
    if Flag.WHOLE_CITY in value.flags or not known(value.city):
        return texts.t("present.place.alone", **named)
    if value.verdict not in COMPARED or not known(value.difference):
        city = value_text(value.city, indicator, lang)
        return texts.t("present.place.not_tested", city=city, **named)
    rest = value_text(value.rest, indicator, lang)
    words = indicator.outcome_words
    if value.verdict in SIDES and words is not None:
        comparative = words.higher if value.difference > 0 else words.lower
        more = {"comparative": comparative.get(lang), "rest": rest}
        return texts.t("present.place.claim", **named, **more)
    apart = "not_different" if value.verdict is Verdict.NOT_DIFFERENT else "different"
    return texts.t(f"present.place.{apart}", rest=rest, **named)


def place_among(value: PlaceValue, *, place: str, texts: Texts) -> str:
    """One measure of the place alone: what a map or a cloud of dots shows of it."""
    return texts.t(
        "present.place.alone",
        place=around(place, value.tracts, texts) if value.around else place,
        Subject=opening(subject(value.indicator, texts.lang)),
        years=value.indicator.years,
        value=quantity(value.value, value.indicator, texts),
    )
