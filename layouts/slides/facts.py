"""The fact of a slide: its headline with its numbers, where a test found it. Else nothing. Pure.

An ask takes its fact from here alone (docs/decisions/0124), so each function asks for the test, not
for words: a gap that may be claimed, a stored verdict of better or worse, a pair that is apart.
"""

from __future__ import annotations

from data.compare.row_sentences import difference_intervals, difference_lead
from data.decks.place_sentences import place_finding
from data.explore.results import ExploreData
from data.explore.sentences import headline_of
from data.gaps import sentences as gaps_said
from data.gaps.results import GapsData, GroupKind
from data.locale import Texts
from data.models import Flag
from data.place.results import SIDES, PlaceData
from data.place.sentences import place_name
from data.sentences.gap import gap_detail, may_claim, speaks_of_gap
from data.sentences.words import join, known
from layouts.figures.compare.measures import Compared
from layouts.figures.place.measures import lead_measure


def gap_fact(data: GapsData, texts: Texts) -> str:
    """The gap between the two end groups of Gaps with its limits."""
    is_ordered = data.grouping.kind is not GroupKind.COUNCIL_DISTRICT
    if not is_ordered or data.gap is None or not may_claim(data.gap, data.outcome):
        return ""
    return join(gaps_said.headline(data, texts), gaps_said.detail(data, texts))


def explore_fact(data: ExploreData, texts: Texts) -> str:
    """The gap between the fifths of Explore with its limits."""
    gap = data.gap
    if gap is None or not speaks_of_gap(gap, data.factor) or not may_claim(gap, data.outcome):
        return ""
    detail = gap_detail(gap, outcome=data.outcome, texts=texts)
    return join(headline_of(data, texts), detail)


def place_fact(data: PlaceData, chosen: str, texts: Texts) -> str:
    """How the measure that leads stands beside the rest of the city, by its stored verdict."""
    led = lead_measure(data, chosen)
    if led is None or led.verdict not in SIDES or led.modelled or Flag.WHOLE_CITY in led.flags:
        return ""
    if not known(led.city, led.difference):
        return ""
    name = place_name(data.area.name, data.area.area_id, data.geography, texts)
    return place_finding(led, place=name, texts=texts)


def compared_fact(found: Compared, texts: Texts) -> str:
    """The places that the test tells apart by the first measure of a comparison."""
    if not found.rows or not found.rows[0].is_different:
        return ""
    row = found.rows[0]
    lead = difference_lead(found.data, row, texts)
    return join(lead, difference_intervals(found.data, row, texts)) if lead else ""
