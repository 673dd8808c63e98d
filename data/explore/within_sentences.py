"""A part of the city in words: what it is called, and how many places of it are shown."""

from __future__ import annotations

from data.explore.results import ExploreData, Within
from data.locale import Texts
from data.sentences import within
from data.sentences.words import name_as_title, name_in_text, places_word


def area_name(found: Within, texts: Texts) -> str:
    """`District 3` inside a sentence."""
    return name_in_text(found.name, found.place.area_id, found.place.geography, texts)


def area_title(found: Within, texts: Texts) -> str:
    """`ZIP code 12345` as a heading."""
    return name_as_title(found.name, found.place.area_id, found.place.geography, texts)


def shown_inside(data: ExploreData, texts: Texts) -> str:
    """`Shown: 57 neighborhoods in District 3.`; empty where the whole city is."""
    if data.within is None:
        return ""
    n = len(data.frame)
    places = places_word(data.geography, texts, count=n)
    area = area_name(data.within, texts)
    return texts.t("sentences.within.shown", n=n, places=places, area=area)


def within_sentence(data: ExploreData, found: Within, *, texts: Texts) -> str:
    """How many places inside the test tells from the rest of the city (data.sentences.within)."""
    frame = data.frame
    places = zip(
        frame["outcome"], frame["outcome_flags"].str.split(), frame["verdict"], strict=True
    )
    counts = within.counts_of(data.outcome, places)
    area = area_name(found, texts)
    return within.within_sentence(counts, data.outcome, data.geography, area=area, texts=texts)
