"""What answers each question of Gaps: the sentence that leads, its numbers, how sure. Pure.

A side or a change is told only where its test passed; what nobody tested says so.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from data.catalogue.schema import Indicator
from data.change.results import PlaceChanges
from data.change.sentences import changed_names
from data.gaps import context_sentences as context
from data.gaps import sentences as said
from data.gaps.life_gap_sentences import (
    life_gap_headline,
    life_gap_in_short,
    life_gap_notes,
)
from data.gaps.published_results import LifeGaps, Quotation
from data.gaps.results import ClusterData, GapsData, GradesNow, SegregationData
from data.locale import Texts
from data.sentences.through import data_through
from data.sentences.words import closed, join

MOST_WORDS = 25
_KEY = "gap_findings"
_YEAR = re.compile(r"\d{4}")
_SENTENCES = re.compile(r"(?<=[.!?]) ")


@dataclass(frozen=True, slots=True)
class Finding:
    """`sentence` answers the question, `detail` has its numbers; `paragraphs` say how sure it is.

    `indicators` are those that it speaks of, for until when they tell; `years` those of what others
    published.
    """

    sentence: str
    detail: str = ""
    paragraphs: Sequence[str] = ()
    indicators: tuple[Indicator, ...] = ()
    years: str = ""

    def through(self, texts: Texts) -> str:
        """Until when its numbers tell."""
        published = _YEAR.findall(self.years)
        if not published:
            return data_through(self.indicators, texts)
        return texts.t("sentences.through.one", year=published[-1])


def is_short(text: str) -> bool:
    """True if no sentence has more words than one by a chart may have."""
    return all(len(sentence.split()) <= MOST_WORDS for sentence in _SENTENCES.split(text))


def of_size(data: GapsData, warnings: Sequence[str], texts: Texts) -> Finding:
    """How far apart the groups are. `warnings` are what the pair of measures warns of."""
    used = filter(None, (data.outcome, data.grouping.factor))
    shorter = (
        said.headline(data, texts),
        said.headline_in_short(data, texts),
        said.headline_in_short(data, texts, named=False),
    )
    return Finding(
        next(filter(is_short, shorter), shorter[-1]),
        said.detail(data, texts),
        [
            said.who(data, texts),
            texts.t(f"explore.how_sure_about.{data.outcome.kind.value}"),
            *warnings,
            *(texts.t(f"caveats.{key}") for key in data.outcome.caveats),
        ],
        tuple(used),
    )


def of_race(gaps: Mapping[str, LifeGaps], texts: Texts) -> Finding | None:
    """The gap in life expectancy that could be tested, else the one that was quoted."""
    places = [gaps[name] for name in ("county", "city") if name in gaps]
    if not places:
        return None
    first, *rest = sorted(places, key=lambda place: place.leading.tested is None)
    county = texts.t("gap_sentences.life_gaps.county") if "county" in gaps else ""
    sentence, limits = life_gap_in_short(first, texts)
    others = (life_gap_headline(place, texts) for place in rest)
    return Finding(
        sentence,
        join(limits, *others, county if rest else ""),
        [
            *life_gap_notes(first, texts),
            texts.t("gap_sentences.life_by_race.apart"),
        ],
        years=first.leading.years,
    )


def of_change(whole: PlaceChanges | None, texts: Texts) -> Finding | None:
    """How many measures of the city changed, by the tests."""
    if whole is None:
        return None
    tested, told = len(whole.tested), len(whole.told)
    if whole.reason is not None:
        sentence = texts.t(f"change.reason.{whole.reason.value}")
    else:
        sentence = texts.t(
            f"{_KEY}.change.{'some' if told else 'none'}",
            tested=tested,
            told=told,
            same=tested - told,
        )
    note = texts.t("change.note.many")
    return Finding(
        sentence,
        join(*changed_names(whole, texts)),
        [texts.t("change.lead"), note],
        tuple(change.later.indicator for change in whole.tested),
    )


def of_segregation(data: SegregationData | None, texts: Texts) -> Finding | None:
    """How many people would have had to move, in the newest release; nothing is tested."""
    if data is None:
        return None
    newest = max((*data.comparable, data.apart), key=lambda year: year.years)
    return Finding(
        context.segregation_moved(newest, texts),
        context.segregation_isolation(newest, texts),
        [
            texts.t("gap_sentences.segregation.untested"),
            texts.t("gap_sentences.segregation.apart", years=data.apart.years),
            context.ice_surplus(data.ice, texts),
            context.ice_cut_offs(data.ice, texts),
        ],
        years=newest.years,
    )


def of_grades(data: GradesNow | None, texts: Texts) -> Finding | None:
    """What the test tells of graded land, of the first measure of which it tells anything."""
    if data is None or not data.rows:
        return None
    row = next((row for row in data.rows if context.grade_claims(row)), data.rows[-1])
    sentence, detail = context.grades_in_short(row, texts)
    return Finding(
        sentence,
        detail,
        [
            texts.t("gap_sentences.grades_now.history"),
            texts.t(f"explore.how_sure_about.{row.indicator.kind.value}"),
        ],
        (row.indicator,),
    )


def of_clusters(data: ClusterData, texts: Texts) -> Finding:
    """How many census tracts stand in clusters, or why nobody looks for any."""
    whole = context.clusters(data, texts)
    used = (data.outcome,)
    if data.reason is not None:
        return Finding(whole, indicators=used)
    return Finding(
        context.clusters_in_short(data, texts),
        context.clusters_people(data, texts),
        [whole, texts.t(f"explore.how_sure_about.{data.outcome.kind.value}")],
        used,
    )


def of_deaths(quotations: Sequence[Quotation], texts: Texts) -> Finding | None:
    """The first statement that others published; what it counts after a colon stands below."""
    if not quotations:
        return None
    first, lang = quotations[0], texts.lang
    return Finding(
        closed(first.statement.get(lang).partition(":")[0]),
        texts.t(f"{_KEY}.quoted", publisher=first.publisher, years=first.years),
        [quotation.warning.get(lang) for quotation in quotations],
        years=first.found or first.years,
    )
