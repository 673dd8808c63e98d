"""What leads on a slide of Gaps: a finding with its groups and years, in words. Pure."""

from __future__ import annotations

from data.gaps import sentences as said
from data.gaps.age_split_sentences import ages_headline
from data.gaps.published_results import Quotation
from data.gaps.results import GapsData
from data.locale import Texts
from data.sentences.words import join
from layouts import ids
from layouts.figures.chart import Chart


def gap_finding(name: str, chart: Chart, data: GapsData, texts: Texts) -> str:
    """The large words of the chart `name` and what else it says, in the order of the slide."""
    if name in (ids.GAP_PATTERNS, ids.GAP_MEASURES):
        return join(said.lead(data, texts), said.detail(data, texts))
    if name == ids.GAP_GROUPS:
        return join(said.lead(data, texts), said.detail(data, texts), chart.sentence)
    if name == ids.GAP_POTENTIAL:
        return said.potential_in_short(data, texts)
    if name == ids.GAP_AGES:
        return join(ages_headline(data, texts), chart.sentence)
    return chart.sentence


def quoted_statement(quotation: Quotation, texts: Texts) -> str:
    """Who published it and when, then the statement."""
    return texts.t(
        "gaps.deaths.lead",
        publisher=quotation.publisher,
        years=quotation.years,
        statement=quotation.statement.get(texts.lang),
    )
