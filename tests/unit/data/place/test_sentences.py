"""Words about one place: comparison only where the stored verdict allows it."""

from __future__ import annotations

import random

import pytest

from data.locale import LANGUAGES, texts
from data.models import Verdict
from data.place.results import PlaceData
from data.place.sentences import (
    evidence_sentences,
    nothing_sentence,
    people_sentence,
    place_name,
    similar_health,
    similar_sentence,
    spine_sentence,
    standout_sentence,
    where,
)
from tests.comparatives import find_comparatives
from tests.shared import services

SERVICES = services()
KNOWN = sorted(place for ids in SERVICES.atlas.place_ids.values() for place in ids)
PLACES = random.Random(7).sample([place for place in KNOWN if "tract" not in place], 80)


def named(data: PlaceData, lang: str) -> str:
    return place_name(data.area.name, data.area.area_id, data.geography, texts(lang))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_standout_compares_and_says_both_numbers(lang: str) -> None:
    spoken, seen = texts(lang), 0
    for place_id in PLACES:
        data = SERVICES.place.data(place_id)
        for value in data.standouts:
            said = standout_sentence(value, place=named(data, lang), texts=spoken)
            assert find_comparatives(said, lang)
            assert named(data, lang) in said and value.indicator.years in said
            seen += 1
    assert seen > 50


@pytest.mark.parametrize("lang", LANGUAGES)
def test_without_a_verdict_there_is_no_claim(lang: str) -> None:
    data = SERVICES.place.data("neighborhood-113")
    for value in data.values.values():
        if value.modelled or value.verdict in (Verdict.NOT_DIFFERENT, Verdict.NOT_TESTED):
            with pytest.raises(ValueError, match=value.indicator.id):
                standout_sentence(value, place="X", texts=texts(lang))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_everything_else_describes(lang: str) -> None:
    spoken = texts(lang)
    for place_id in PLACES:
        data = SERVICES.place.data(place_id)
        place = named(data, lang)
        modelled = [v for v in data.values.values() if v.modelled]
        said = [
            people_sentence(data, spoken),
            spine_sentence(data, modelled, place=place, modelled=True, texts=spoken),
            *evidence_sentences(data, place=place, texts=spoken),
        ]
        if data.standout_reason:
            said.append(nothing_sentence(data, spoken))
        if data.similar.places:
            said.append(similar_sentence(data, place=place, texts=spoken))
            here = data.values.get("life_expectancy")
            said.append(similar_health(data.similar, here, spoken))
        for sentence in said:
            assert find_comparatives(sentence, lang) == (), sentence


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_value_of_the_tract_is_said_to_be_the_tracts(lang: str) -> None:
    data = SERVICES.place.data("neighborhood-100")
    value = data.values["poverty_150"]
    assert value.around
    assert where(value, "X", texts(lang)) != texts(lang).t("place.in", place="X")
    own = data.values["homicide_rate"]
    assert where(own, "X", texts(lang)) == texts(lang).t("place.in", place="X")
