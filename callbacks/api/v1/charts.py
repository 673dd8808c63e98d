"""Every chart of the registry without its picture, as its page and its CSV file say it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from urllib.parse import urlencode

from callbacks.api.v1.asked import Visit, cut, known, no_such
from callbacks.api.v1.places import found_place
from callbacks.api.v1.results import refuse_notices
from data.api import results
from data.api.parameters import OfChart
from data.decks.deck import COMPARE, GAPS, PLACE, PLAN, WAGE
from data.files.csv_file import COLUMNS, cell_value, ordered
from data.gaps.questions import SIZE
from layouts import paths
from layouts.charts.entries import Asked, ChartEntry, PageCharts
from layouts.charts.gaps_questions import question_of_chart
from layouts.charts.offered import COMPARED_ROW
from layouts.charts.registry import PAGES
from layouts.figures.chart import Chart

_CHARTS: Mapping[str, tuple[PageCharts, ChartEntry]] = {
    entry.id: (page, entry) for page in PAGES.values() for entry in page.entries.values()
}
_PAGE_PATHS = {
    "explore": paths.EXPLORE,
    "gaps": paths.GAPS,
    COMPARE: paths.COMPARE,
    WAGE: paths.WAGE,
    PLAN: paths.PLAN,
}


def charts(visited: Visit) -> results.Charts:
    """The charts that may be asked for."""
    return results.Charts(**cut(visited, "charts", _offered(visited)))


def _offered(visited: Visit) -> Iterator[results.ChartOffered]:
    for page, entry in _CHARTS.values():
        yield results.ChartOffered(
            id=entry.id,
            page=page.page,
            is_map=entry.is_map,
            parameters=page.asks,
            required=_required(page, entry),
            address=visited.one("charts", entry.id),
        )


def _required(page: PageCharts, entry: ChartEntry) -> tuple[str, ...]:
    """Without these there is no such chart."""
    if page.page == PLACE:
        return ("place",)
    if page.page == COMPARE:
        return ("places", "measure") if entry.id == COMPARED_ROW else ("places",)
    return ()


def chart(visited: Visit, chart: str) -> results.Chart:
    """One chart as its address asks for it."""
    page, entry = _CHARTS[known(visited, "chart", chart, _CHARTS.keys())]
    asked = _asked(visited, page, entry)
    refuse_notices(visited, page.notices(visited.services, asked))
    # not every page takes the language from what is usual
    spoken = replace(asked, query=f"{asked.query}&lang={visited.lang}")
    found = page.file(visited.services, spoken)
    if found is None:
        no_such(visited, "view", entry.id)
    return _told(visited, page, entry, asked, found.chart)


def _asked(visited: Visit, page: PageCharts, entry: ChartEntry) -> Asked:
    """The address of the chart's page. Raises RefusedError for what the chart does not take."""
    written = _written(visited.asked)
    foreign = [name for name in written if name not in page.asks]
    absent = [name for name in _required(page, entry) if name not in written]
    if foreign:
        no_such(visited, "parameter", ", ".join(foreign))
    if absent:
        no_such(visited, "needed", ", ".join(absent))
    place = found_place(visited, written.pop("place")) if "place" in written else ""
    return Asked(entry.id, urlencode(written, safe=","), place, visited.lang)


def _written(asked: OfChart) -> dict[str, str]:
    """Parameters by the names that addresses use, lists between commas."""
    found = asked.model_dump(mode="json", by_alias=True, exclude_none=True, exclude={"lang"})
    return {name: ",".join(v) if isinstance(v, list) else v for name, v in found.items()}


def _told(
    visited: Visit, page: PageCharts, entry: ChartEntry, asked: Asked, found: Chart
) -> results.Chart:
    t = visited.texts.t
    order, rows = ordered(found.csv_columns, found.csv_rows, found.csv_shared)
    legend = found.legend
    return results.Chart(
        **visited.head,
        id=entry.id,
        page=page.page,
        title=found.title,
        sentence=found.sentence,
        columns=tuple(
            results.ChartColumn(key=one.key, label=one.label, kind=one.kind)
            for one in found.columns
        ),
        rows=tuple({one.key: row.get(one.key, "") for one in found.columns} for row in found.rows),
        csv=results.ChartNumbers(
            columns=tuple(order),
            rows=tuple(
                tuple(
                    cell_value(cell, COLUMNS[name]) for name, cell in zip(order, row, strict=True)
                )
                for row in rows
            ),
        ),
        notes=tuple(found.notes),
        source=found.travels.source,
        flags=tuple(found.travels.flags),
        caveats=tuple(t(key) for key in entry.caveats),
        legend=legend
        and results.ChartLegend(
            title=legend.title,
            direction=legend.direction,
            entries=tuple(words for _, words in legend.entries),
        ),
        method=visited.page(f"{paths.METHODS}#{entry.method}") if entry.method else None,
        address=visited.page(_page_path(page, asked)),
        csv_address=_csv_address(visited, page, entry, asked),
    )


def _page_path(page: PageCharts, asked: Asked) -> str:
    path = paths.of_place(asked.place) if page.page == PLACE else _PAGE_PATHS[page.page]
    question = question_of_chart(asked.chart) if page.page == GAPS else SIZE
    asks = "" if question == SIZE else f"ask={question}"
    query = "&".join(part for part in (asks, asked.query) if part)
    return path + (f"?{query}" if query else "")


def _csv_address(visited: Visit, page: PageCharts, entry: ChartEntry, asked: Asked) -> str | None:
    """Where the same numbers are a file; the whole comparison is one file for all of its rows."""
    if page.page == COMPARE:
        return None
    place = f"/{asked.place}" if page.page == PLACE else ""
    query = f"?{asked.query}" if asked.query else ""
    return visited.page(f"/download/{page.page}{place}/{entry.id}.csv{query}")
