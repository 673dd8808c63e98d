"""One place in words. Only a stored verdict brings comparison."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from data.catalogue.schema import Indicator
from data.locale import Texts
from data.locale.format import format_number, format_people, format_share, join_list
from data.models import Geography, Kind, Unit, Verdict
from data.place.results import (
    COMPARED,
    AgeView,
    PlaceData,
    PlaceValue,
    SimilarFeature,
    SimilarPlaces,
)
from data.sentences.words import (
    amount,
    gap_between,
    interval_text,
    join,
    known,
    name_as_title,
    name_in_text,
    opening,
    places_word,
    quantity,
    short_name,
    value_text,
)

# -- names ------------------------------------------------------------------------------------


def place_title(name: str, area_id: str, geography: Geography, texts: Texts) -> str:
    """The name of a place as a heading: `Elm Park`, `ZIP code 12345`, `District 3`."""
    return name_as_title(name, area_id, geography, texts)


def place_name(name: str, area_id: str, geography: Geography, texts: Texts) -> str:
    """The name inside a sentence, with its article where the language needs one."""
    return name_in_text(name, area_id, geography, texts)


def around(place: str, tracts: int, texts: Texts) -> str:
    """`the census tract around Oak Fields`."""
    return texts.t("place.around", place=place, count=tracts)


def where(value: PlaceValue, place: str, texts: Texts) -> str:
    """`In Elm Park`, or `In the census tract around Oak Fields` where the value is its."""
    named = around(place, value.tracts, texts) if value.around else place
    return texts.t("place.in", place=named)


# -- what stands out --------------------------------------------------------------------------


def standout_sentence(value: PlaceValue, *, place: str, texts: Texts) -> str:
    """How one indicator differs from the rest of the city, by its stored verdict.

    Place, years and comparison group are in it: it also stands alone, on a slide or a shared card.

    Raises ValueError without a verdict: there is nothing to say then.
    """
    said = quantity(value.value, value.indicator, texts, events=value.events)
    claimed = claim(value, where=where(value, place, texts), said=said, texts=texts)
    return join(claimed, _gap(value, texts))


def claim(value: PlaceValue, *, where: str, said: str, texts: Texts) -> str:
    """That a value, `said` in words, differs from the rest of the city, by its stored verdict.

    Raises ValueError without a verdict: there is nothing to say then.
    """
    if value.verdict not in COMPARED - {Verdict.NOT_DIFFERENT} or value.modelled:
        raise ValueError(f"{value.indicator.id}: {value.verdict} says no difference")
    indicator = value.indicator
    words = indicator.outcome_words
    direction = "higher" if value.difference > 0 else "lower"
    unit = "share" if indicator.unit is Unit.PERCENT else "value"
    return texts.t(
        "place.standout.claim",
        where=where,
        subject=named_in_claim(indicator, texts),
        years=indicator.years,
        comparative=(words.higher if direction == "higher" else words.lower).get(texts.lang)
        if words
        else texts.t(f"place.standout.{unit}_{direction}"),
        value=said,
        rest=value_text(value.rest, indicator, texts.lang),
    )


def named_in_claim(indicator: Indicator, texts: Texts) -> str:
    """What is said to be more or less: `life expectancy`, `the share for “Crowding”`."""
    if indicator.outcome_words is not None:
        return indicator.outcome_words.subject.get(texts.lang)
    unit = "share" if indicator.unit is Unit.PERCENT else "value"
    return texts.t(f"place.standout.{unit}", name=indicator.name.get(texts.lang))


def _gap(value: PlaceValue, texts: Texts) -> str:
    """Size of the difference with its limits, where both lie on one side of zero."""
    low, high = value.difference_limits
    if not known(low, high) or low * high <= 0:
        return ""
    nearer, farther = sorted((abs(low), abs(high)))
    return texts.t(
        "place.standout.gap",
        amount=amount(
            gap_between(value.value, value.rest, value.indicator), value.indicator, texts
        ),
        lower=format_number(nearer, decimals=value.indicator.decimals, lang=texts.lang),
        upper=format_number(farther, decimals=value.indicator.decimals, lang=texts.lang),
    )


def nothing_sentence(data: PlaceData, texts: Texts) -> str:
    """That nothing stands out, and why."""
    reason = data.standout_reason or "not_tested"
    key = f"place.nothing.{reason}"
    return texts.t(key) if texts.has(key) else texts.counted(key, data.tested)


# -- charts -----------------------------------------------------------------------------------


def spine_sentence(
    data: PlaceData, values: Sequence[PlaceValue], *, place: str, modelled: bool, texts: Texts
) -> str:
    """What the spine shows: verdicts counted, or that modelled values are not compared."""
    shown = [value for value in values if value.shown]
    if modelled:
        key = "sentence" if shown else "sentence_none"
        return texts.t(f"place.expected.{key}", count=len(shown), place=place)
    if data.geography is Geography.CITY:
        return texts.t("place.spine.sentence_city", count=len(shown))
    tested = [value for value in shown if value.verdict in COMPARED]
    if not tested:
        return texts.t("place.spine.sentence_untested", count=len(shown), place=place)
    counts = {kind: sum(v.verdict is kind for v in tested) for kind in COMPARED}
    return texts.t(
        "place.spine.sentence",
        count=len(shown),
        tested=len(tested),
        better=counts[Verdict.BETTER],
        worse=counts[Verdict.WORSE],
        other=counts[Verdict.HIGHER] + counts[Verdict.LOWER],
        same=counts[Verdict.NOT_DIFFERENT],
    )


YOUNG, OLD = 2, 3  # how many bands are under 18, and from 65 on


def age_sentence(ages: AgeView, *, place: str, texts: Texts) -> str:
    """Children and older residents in both censuses; one census where the other is withheld."""

    def share(people: np.ndarray[tuple[int], np.dtype[np.float64]], part: slice) -> str:
        total = people.sum()
        found = people[part].sum() / total if total > 0 else float("nan")
        return format_share(float(found), lang=texts.lang)

    if not ages.people_2010.sum() > 0 and ages.withheld:
        return texts.t("place.age.nobody")
    key = "sentence_withheld" if ages.withheld else "sentence"
    young, old = slice(None, YOUNG), slice(-OLD, None)
    return texts.t(
        f"place.age.{key}",
        place=place,
        young=share(ages.people_2020, young),
        old=share(ages.people_2020, old),
        young_before=share(ages.people_2010, young),
        old_before=share(ages.people_2010, old),
        young_city=share(ages.city_2020, young),
        old_city=share(ages.city_2020, old),
    )


# -- similar places ---------------------------------------------------------------------------


def feature_name(feature: SimilarFeature, texts: Texts) -> str:
    """What a feature is called in a list."""
    if feature.indicator is None:
        return texts.t(f"place.similar.feature.{feature.key}")
    return short_name(feature.indicator, texts.lang)


def similar_sentence(data: PlaceData, *, place: str, texts: Texts) -> str:
    """Which places these are and in what they are most alike."""
    similar = data.similar
    closest = sorted(similar.features, key=lambda feature: feature.apart)[:3]
    names = [feature_name(feature, texts) for feature in closest]
    lead = texts.t(
        "place.similar.lead",
        place=place,
        count=len(similar.places),
        candidates=similar.candidates,
        places=places_word(data.geography, texts),
        features=join_list([_inside(name) for name in names], lang=texts.lang),
    )
    far = similar.places[0].distance > 1
    return join(lead, texts.t("place.similar.far") if far else "")


def _inside(name: str) -> str:
    """A name inside a sentence; ages and numbers keep their form."""
    return name[:1].lower() + name[1:]


def similar_health(similar: SimilarPlaces, here: PlaceValue | None, texts: Texts) -> str:
    """Life expectancy in the similar places beside the place's own: described, not compared."""
    found = [
        value
        for place in similar.places
        for value in place.health
        if here is not None and value.indicator.id == here.indicator.id and value.shown
    ]
    if not found or here is None:
        return ""
    indicator = here.indicator
    numbers = [value.value for value in found]
    said = texts.counted(
        "place.similar.health",
        len(found),
        subject=opening(indicator.name.get(texts.lang)),
        low=value_text(min(numbers), indicator, texts.lang),
        high=quantity(max(numbers), indicator, texts),
        years=indicator.years,
    )
    own = (
        texts.t("place.similar.here", value=quantity(here.value, indicator, texts))
        if here.shown
        else texts.t("place.similar.here_missing")
    )
    return join(said, own, texts.t("place.similar.not_a_test"))


# -- how we know ------------------------------------------------------------------------------


def evidence_sentences(data: PlaceData, *, place: str, texts: Texts) -> list[str]:
    """What the numbers rest on, one thought a sentence."""
    said = []
    for item in data.evidence:
        if not known(item.own_share):
            said.append(texts.t("place.evidence.no_tracts", vintage=item.vintage))
            continue
        said.append(
            texts.counted(
                "place.evidence.tracts",
                len(item.tracts),
                vintage=item.vintage,
                own=format_share(item.own_share, lang=texts.lang),
                coverage=format_share(item.coverage, lang=texts.lang),
                place=place,
            )
        )
        if item.around:
            said.append(
                texts.t("place.evidence.around", around=around(place, len(item.tracts), texts))
            )
    counts = dict.fromkeys(Kind, 0)
    for value in data.values.values():
        counts[value.indicator.kind] += value.shown
    said.append(
        texts.t(
            "place.evidence.kinds",
            measured=counts[Kind.MEASURED],
            partly=counts[Kind.PARTLY_MODELLED],
            modelled=counts[Kind.MODELLED],
        )
    )
    return said


def people_sentence(data: PlaceData, texts: Texts) -> str:
    """How many people live in the place."""
    people = data.area.people_2020
    key = "some" if people else "none"
    return texts.t(f"place.people.{key}", people=format_people(people, lang=texts.lang))


def beside_text(value: PlaceValue, texts: Texts) -> str:
    """`rest of the city 20.1%` beside a verdict, else `city 24.4%`: one number, named."""
    key = "figures.rest" if value.against_rest else "figures.city"
    return texts.t(key, value=value_text(value.beside, value.indicator, texts.lang))


def limits_of(value: PlaceValue, texts: Texts) -> str:
    """The interval with its name; empty where there is none."""
    limits = interval_text(value.lower, value.upper, value.indicator, texts.lang)
    return texts.t("place.interval", interval=limits) if limits else ""
