"""The one list of charts. Pages, slides, downloads, packs, images and tests ask it.

To add a chart: its builder, its line in the module of its page beside this one, its texts
(docs/how-to/add-a-chart.md).
"""

from __future__ import annotations

from collections.abc import Mapping

from data.decks.deck import View
from layouts.charts import compare, explore, gaps, place, plan, wage
from layouts.charts.entries import Asked, ChartEntry, PageCharts

PAGES: Mapping[str, PageCharts] = {
    charts.page: charts
    for charts in (
        explore.CHARTS,
        gaps.CHARTS,
        place.CHARTS,
        compare.CHARTS,
        wage.CHARTS,
        plan.CHARTS,
    )
    if charts.entries  # a city without a plan has none of it
}


def charts_of(page: str) -> PageCharts | None:
    """The charts of a page as decks name it (`gaps`, `place/zip-64130`); None if it has none."""
    return PAGES.get(page.partition("/")[0])


def entry_of(view: View) -> ChartEntry | None:
    """What is known of the chart of a view; None where there is no such chart."""
    charts = charts_of(view.page)
    return None if charts is None else charts.entries.get(view.chart)


def asked_by(view: View, lang: str) -> Asked:
    """The view of a slide as an address in `lang`."""
    place_id = view.page.partition("/")[2]
    return Asked(view.chart, f"{view.query}&lang={lang}", place_id, lang)
