"""The story in words: on each screen a headline, its numbers, and how we know. Pure.

Headlines are those of Gaps and of its publications: a side is told only where its test passed.
"""

from __future__ import annotations

from data.explore.sentences import pair_warnings
from data.gaps import sentences as gaps
from data.gaps.age_sentences import printed_gap
from data.gaps.age_split_sentences import ages, early_years
from data.gaps.life_gap_sentences import life_gap_detail, life_gap_headline
from data.gaps.published_results import LifeGaps, Quotation
from data.gaps.results import GapsData
from data.locale import Texts
from data.locale.format import format_number
from data.place.person import lead_value, person_sentence
from data.place.results import PlaceData
from data.place.sentences import people_sentence, place_name
from data.sentences.through import data_through
from data.sentences.words import amount, closed, join, subject
from data.story.results import Screen, StoryData

_KEY = "story"


def headline(data: StoryData, screen: Screen, texts: Texts) -> str:
    """The one sentence of a screen. Raises ValueError where the city lacks the screen."""
    found = _of(data, screen)
    if isinstance(found, LifeGaps):
        return life_gap_headline(found, texts)
    if isinstance(found, Quotation):
        # what it counts one by one after a colon stands in the whole statement
        return closed(found.statement.get(texts.lang).partition(":")[0])
    return _ages(found, texts) if screen is Screen.AGES else gaps.headline(found, texts)


def detail(data: StoryData, screen: Screen, texts: Texts) -> str:
    """The numbers behind the headline, and what it must not be taken for."""
    found = _of(data, screen)
    if isinstance(found, LifeGaps):
        return life_gap_detail(found, texts)
    if isinstance(found, Quotation):
        return _quoted(found, texts)
    if screen is Screen.AGES:
        return join(_which(found, texts), ages(found, texts))
    caveat = texts.t("gap_sentences.grades_now.history") if screen is Screen.HISTORY else ""
    return join(gaps.detail(found, texts), caveat)


def how_we_know(data: StoryData, screen: Screen, texts: Texts) -> list[str]:
    """What is behind a screen beside its chart's own notes: who is counted, how sure it is."""
    found = _of(data, screen)
    if isinstance(found, Quotation):
        notes = [figure.note.get(texts.lang) for figure in found.figures if figure.note]
        return [found.warning.get(texts.lang), *notes]
    if isinstance(found, LifeGaps):
        return []
    used = filter(None, (found.outcome, found.grouping.factor))
    return [
        gaps.who(found, texts),
        texts.t(f"explore.how_sure_about.{found.outcome.kind.value}"),
        *pair_warnings(found.warnings, found.observed, texts),
        *(texts.t(f"caveats.{key}") for key in found.outcome.caveats),
        data_through(used, texts),
    ]


def place_sentence(data: PlaceData, texts: Texts) -> str:
    """The reader's own place, as its page says it first."""
    led = lead_value(data)
    if led is None:
        return people_sentence(data, texts)
    name = place_name(data.area.name, data.area.area_id, data.geography, texts)
    return person_sentence(led, place=name, texts=texts)


def _of(data: StoryData, screen: Screen) -> LifeGaps | Quotation | GapsData:
    found: LifeGaps | Quotation | GapsData | None = getattr(data, screen.value)
    if found is None:
        raise ValueError(f"{screen}: this city has no such screen")
    return found


def _ages(data: GapsData, texts: Texts) -> str:
    """How much of the gap is lost before old age."""
    early = early_years(data)
    if early is None or data.ages is None:
        return gaps.headline(data, texts)
    return texts.t(
        f"{_KEY}.ages.headline",
        early=format_number(early, decimals=data.outcome.decimals, lang=texts.lang),
        total=amount(printed_gap(data), data.outcome, texts),
        age=data.ages.broad[-1].age_from,
    )


def _which(data: GapsData, texts: Texts) -> str:
    """Of which gap the years are."""
    worst, best = gaps.end_words(data, texts)
    return texts.t(
        f"{_KEY}.ages.which",
        subject=subject(data.outcome, texts.lang),
        years=data.outcome.years,
        worst=worst,
        best=best,
    )


def _quoted(found: Quotation, texts: Texts) -> str:
    """Who published it and when, and of when the finding is."""
    key = "of" if found.found else "source"
    return texts.t(
        f"{_KEY}.deaths.{key}", publisher=found.publisher, years=found.years, found=found.found
    )
