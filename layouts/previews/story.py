"""The card of the story: its first screen, and of a reader's own place what the last one says."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from data.address import Theme
from data.locale import Texts
from data.sentences.words import join
from data.services import Services
from data.story import sentences as said
from data.story.compute import choices_of
from data.story.results import Screen
from data.story.state import parse_story
from layouts import paths
from layouts.charts import gaps as charts
from layouts.pages.story.screens import CHARTS
from layouts.previews.card import Card, Picture
from layouts.request import PageRequest


def story_card(request: PageRequest) -> Card | None:
    """The first finding of the story; None where the city has none to tell."""
    services, spoken = request.services, request.texts
    parsed = parse_story(request.query, services.atlas, default_lang=request.default_lang)
    state, data = replace(parsed.state, theme=Theme.LIGHT), services.story.data
    if not data.screens:
        return None
    first = data.screens[0]
    sentence = said.headline(data, first, spoken)
    place = said.place_sentence(services.place.data(state.place), spoken) if state.place else ""
    detail = join(said.detail(data, first, spoken), place)
    return Card(
        path=paths.STORY + state.to_query(),
        title="",
        about=spoken.t("pages.story.title"),
        sentence=sentence,
        description=join(sentence, detail),
        picture=partial(_picture, services, first, detail, spoken),
    )


def _picture(services: Services, screen: Screen, detail: str, texts: Texts) -> Picture:
    words = {**choices_of(screen), "lang": texts.lang}
    state = charts.read(services, words, texts.lang).state
    chart = charts.build(services, state, CHARTS[screen])
    if chart is None:
        return Picture(detail=detail)
    made = chart.travels
    return Picture(detail=detail, source=made.source_short or made.source, flags=tuple(made.flags))
