"""The story: stored numbers only, no side without its test, and the ready deck is the same."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from math import nan
from pathlib import Path

import pytest

from callbacks.routing import show_page
from data.address import Theme
from data.catalogue.publications import load_published
from data.cities.city import city
from data.decks.deck import EXPLORE, GAPS, ready_decks
from data.gaps.age_sentences import printed_gap, printed_stages
from data.gaps.published_results import LifeGaps
from data.gaps.results import GapsData
from data.locale import LANGUAGES, texts
from data.locale.format import format_number
from data.settings import Settings
from data.story import sentences as said
from data.story.compute import choices_of
from data.story.results import Screen, StoryData
from layouts import ids
from layouts.pages.story.ends import DECK
from layouts.pages.story.screens import CHARTS
from tests.one_slide import build_slide
from tests.shared import drawn, services
from tests.unit.layouts.trees import by_class, by_type, element_ids, prop, text, with_prop

LOCALE = Path(__file__).parents[2] / "data" / "locale"
MOST_WORDS = {"en": 25, "es": 30}
LEVEL = re.compile(r"95\s?%")  # of every interval
NUMBER = re.compile(r"\d[\d,.]*\d|\d")
# Words that say which of two is better off.
SIDES = {
    "en": re.compile(r"\b(shorter|longer|fewer|more|lost)\b(?! people live)"),
    "es": re.compile(r"\b(cort[ao]s?|larg[ao]s?|menos que los|más que los|pierden)\b"),
}


def story() -> StoryData:
    return services().story.data


def address(lang: str, more: str = "") -> str:
    return f"/story?lang={lang}{more}"


def printed(value: float, lang: str, decimals: int = 1) -> str:
    return format_number(value, decimals=decimals, lang=lang)


def stored(screen: Screen, lang: str) -> Iterator[str]:
    """The numbers that the headline of a screen must have, straight from what is stored."""
    quoted = next(r for r in load_published().by_race.releases if r.quoted_difference is not None)
    county = services().gaps.by_group("county")
    assert county is not None
    contrast = county.measures[0].gaps[0].contrast
    assert contrast is not None
    defaults = city().defaults
    gap = services().gaps.data(defaults.outcome, defaults.factor, city().home)
    match screen:
        case Screen.FOUND:
            yield from (quoted.years, printed(quoted.quoted_difference or nan, lang))
        case Screen.SINCE:
            yield printed(contrast.difference, lang, 2)
            yield from county.measures[0].newest.years.split("–")
            yield from (printed(contrast.lower, lang), printed(contrast.upper, lang))
        case Screen.FIFTHS | Screen.HISTORY:
            assert city().history is not None
            if screen is Screen.HISTORY:
                yield str(city().history.year)  # type: ignore[union-attr]
                gap = services().gaps.data(defaults.outcome, city().history.id)  # type: ignore[union-attr]
            assert gap.gap is not None
            yield from gap.outcome.years.split("–")
            yield printed(round(gap.gap.best - gap.gap.worst), lang, 0)
        case Screen.AGES:
            assert gap.ages is not None
            early = sum(printed_stages(gap)[:-1])
            yield from (printed(early, lang), printed(printed_gap(gap), lang))
            yield str(gap.ages.broad[-1].age_from)


def test_this_city_has_every_screen() -> None:
    assert story().screens == tuple(Screen)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("screen", Screen)
def test_the_numbers_of_a_headline_are_the_stored_ones(screen: Screen, lang: str) -> None:
    sentence = said.headline(story(), screen, texts(lang))
    numbers = NUMBER.findall(LEVEL.sub("", sentence))
    assert sorted(numbers) == sorted(stored(screen, lang)), sentence
    assert len(sentence.split()) <= MOST_WORDS[lang], sentence


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_number_is_typed_into_its_texts(lang: str) -> None:
    assert not re.search(r"\d", (LOCALE / lang / "story.yaml").read_text(encoding="utf-8"))
    lines = (LOCALE / lang / "gap_sentences.yaml").read_text(encoding="utf-8")
    own = lines.partition("\nlife_gaps:\n")[2].partition("\nby_group:\n")[0]
    assert own
    assert not NUMBER.search(LEVEL.sub("", own))


def untested(data: GapsData | None) -> GapsData:
    assert data is not None
    assert data.gap is not None
    return replace(data, gap=replace(data.gap, claim_allowed=False))


def without_limits(data: LifeGaps | None) -> LifeGaps:
    assert data is not None
    return replace(data, gaps=tuple(replace(gap, quoted=False, tested=None) for gap in data.gaps))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_side_without_its_test(lang: str) -> None:
    unsure = StoryData(
        found=without_limits(story().found),
        since=without_limits(story().since),
        fifths=untested(story().fifths),
        history=untested(story().history),
        ages=untested(story().ages),
        deaths=None,
    )
    for screen in unsure.screens:
        sure = said.headline(story(), screen, texts(lang))
        assert SIDES[lang].search(sure), sure
        sentence = said.headline(unsure, screen, texts(lang))
        assert not SIDES[lang].search(sentence), sentence


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_county_whose_test_tells_nothing_apart_is_not_called_different(lang: str) -> None:
    since = story().since
    assert since is not None
    leading = since.leading
    assert leading.tested is not None
    assert leading.tested.contrast is not None
    wide = replace(leading.tested.contrast, lower=-1.0)
    gap = replace(leading, tested=replace(leading.tested, contrast=wide))
    data = replace(story(), since=replace(since, gaps=(gap,)))
    sentence = said.headline(data, Screen.SINCE, texts(lang))
    assert not SIDES[lang].search(sentence), sentence


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_screen_has_its_sentence_chart_table_file_slide_and_how_we_know(lang: str) -> None:
    page, spoken = drawn(address(lang)), texts(lang)
    assert len(by_type(page, "H1")) == 1
    screens = by_class(page, "story__screen")
    for which, screen in zip(Screen, screens, strict=False):
        card = ids.chart(CHARTS[which])
        assert text(screen).startswith(spoken.t(f"story.{which}.kicker"))
        assert said.headline(story(), which, spoken) in text(screen).replace("\u2060", "")
        (button,) = with_prop(screen, "data-add-slide")
        assert prop(button, "data-slide-page") == GAPS
        parts = {card.table_details, card.csv, card.help_details, card.source}
        assert parts <= set(element_ids(screen))
        assert bool(by_type(screen, "Graph")) == (which is not Screen.DEATHS)
        assert spoken.t("story.how") in text(screen)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_ready_deck_is_the_same_material(lang: str) -> None:
    *slides, last = ready_decks()[DECK].deck(lang).slides
    spoken = texts(lang)
    queries = ["&".join("=".join(pair) for pair in choices_of(s).items()) for s in Screen]
    assert [(v.page, v.chart, v.query) for v in slides] == [
        (GAPS, CHARTS[screen], query) for screen, query in zip(Screen, queries, strict=True)
    ]
    assert [v.title for v in slides] == [spoken.t(f"story.{screen}.kicker") for screen in Screen]
    assert (last.page, last.chart, last.title) == (EXPLORE, ids.MAP, spoken.t("story.place.title"))
    for screen, view in zip(Screen, slides, strict=True):
        slide = build_slide(services(), view, lang=lang, theme=Theme.LIGHT)
        assert slide is not None
        told = said.headline(story(), screen, spoken).rstrip(".")
        assert told in f"{slide.lead} {slide.more}", (screen, slide.lead)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_it_ends_in_the_readers_own_place(lang: str) -> None:
    place = city().examples[0]
    page = drawn(address(lang, f"&place={place.upper()}"))
    (own,) = by_class(page, "story__own")
    told = said.place_sentence(services().place.data(place), texts(lang))
    assert told in text(own).replace("\u2060", "")
    assert any(f"/place/{place}" in prop(link, "href") for link in by_type(own, "A"))
    assert not by_class(drawn(address(lang)), "story__own")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_place_that_is_none_is_said(lang: str) -> None:
    page = show_page(services(), Settings(), "/story", f"lang={lang}&place=zip-00000")
    assert texts(lang).t("notice.unknown_place", value="zip-00000") in text(page)
