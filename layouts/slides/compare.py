"""Places side by side on a slide: a panel a measure, a row a place, marks as on the page.

All of a comparison shows its clearest real differences, one a theme; a row shows its own measure.
Every test is that of the page, so the family of the adjusted results stays the page's too.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import inf, isfinite

from data.compare import comparer
from data.compare_state import CompareState, parse_compare
from data.compare_views import CompareData, CompareRow
from data.locale import Texts, texts
from data.models import Kind
from data.place import HEADLINE, HEALTH
from data.sentences.compare import SUMMARY_ROLES, headline, place_summaries, title
from data.sentences.compare_row import row_finding
from data.sentences.words import join, opening, value_text
from data.services import Services
from data.view_state import query_parameters
from layouts.figures.base import axis_title, tick_format
from layouts.figures.chart import Chart
from layouts.figures.compare_rows import FEW, display_rows, mark_of, table_columns
from layouts.figures.compare_tables import BASELINE, CSV_COLUMNS, csv_lines, source_notes
from layouts.figures.panels import Dot, Panel, Row, panels_figure, wrapped
from layouts.slides.offered import COMPARED_ROW
from layouts.theme import Palette, palette, verdict_style

MAX_MEASURES = 3
MIN_PLACES = 2
_LABEL_CHARS = 20
_TITLE_CHARS = 34  # of a panel beside two others
_ROW_PX = 34
# What a slide cannot leave out without becoming another comparison.
_OTHER_PLACES = frozenset(
    f"compare.notice.{key}" for key in ("unknown_place", "too_many", "unknown_baseline")
)


@dataclass(frozen=True, slots=True)
class Compared:
    """What the view of a slide compares. `measure` is empty for the clearest of all measures."""

    state: CompareState
    data: CompareData
    measure: str = ""

    @property
    def rows(self) -> tuple[CompareRow, ...]:
        """The rows that the slide shows, in their order."""
        if self.measure:
            return tuple(row for row in self.data.rows if row.indicator.id == self.measure)
        return clearest(self.data) or _headline_rows(self.data)


def compared(services: Services, chart: str, query: str) -> Compared | None:
    """What a view compares; None where a place, the baseline or the measure is not known.

    Without one of its places a comparison would have other tests and say something else.
    """
    parsed = parse_compare(query, comparer(services).places.keys(), default_lang="en")
    state = parsed.state
    if len(state.places) < MIN_PLACES or any(n.key in _OTHER_PLACES for n in parsed.notices):
        return None
    data = comparer(services).compare(state.places, state.baseline)
    if chart != COMPARED_ROW:
        return Compared(state, data)
    measure = query_parameters(query).get("measure", "")
    found = Compared(state, data, measure)
    return found if measure and found.rows else None


# -- which measures ---------------------------------------------------------------------------


def clearest(data: CompareData) -> tuple[CompareRow, ...]:
    """The rows with the clearest real differences, one a theme as in the page's summary.

    Health and social factors; who lives somewhere only where nothing else differs.
    """
    different = sorted((row for row in data.rows if row.is_different), key=_unclear)
    told = [row for row in different if row.indicator.role in SUMMARY_ROLES] or different
    found: dict[str, CompareRow] = {}
    for row in told:
        found.setdefault(row.theme.id, row)
    return tuple(found.values())[:MAX_MEASURES]


def _unclear(row: CompareRow) -> float:
    sizes = [pair.standardised for pair in row.pairs if pair.is_real]
    return -max(size if isfinite(size) else inf for size in sizes)


def _headline_rows(data: CompareData) -> tuple[CompareRow, ...]:
    """The headline numbers of a place that at least one of the places has."""
    by_id = {row.indicator.id: row for row in data.rows}
    chosen = (by_id.get(name) for name in dict.fromkeys((*HEADLINE, *HEALTH)))
    return tuple(row for row in chosen if row is not None and _has_values(row))[:MAX_MEASURES]


def _has_values(row: CompareRow) -> bool:
    return any(value is not None and isfinite(value.value) for value in row.values)


# -- the chart --------------------------------------------------------------------------------


def compare_chart(found: Compared, *, scale: float = 1.0) -> Chart:
    """Picture, finding, table and download of what a view compares."""
    data, spoken = found.data, texts(found.state.lang)
    rows, theme = found.rows, palette(found.state.theme.value)
    width = _TITLE_CHARS if len(rows) > 1 else 2 * _TITLE_CHARS
    panels = [_panel(data, row, theme, spoken, width) for row in rows]
    figure = panels_figure(panels, theme=theme, row_px=_ROW_PX, scale=scale) if panels else {}
    return Chart(
        title=title(data, spoken),
        sentence=row_finding(data, rows[0], spoken) if found.measure else _finding(data, spoken),
        figure=figure,
        columns=table_columns(data, spoken),
        rows=[line for row in rows for line in display_rows(data, row, spoken)],
        csv_columns=CSV_COLUMNS,
        csv_rows=[line for row in rows for line in csv_lines(data, row)],
        notes=[join(*source_notes(rows, spoken))] if rows else source_notes(data.rows, spoken),
    )


def _finding(data: CompareData, spoken: Texts) -> str:
    said, shown = headline(data, spoken), clearest(data)
    if not shown:
        return join(said, spoken.t("compare.slide.not_same")) if data.tests else said
    more = sum(row.is_different for row in data.rows) > len(shown)
    return join(said, spoken.t("compare.slide.clearest")) if more else said


def speaker_notes(found: Compared) -> str:
    """What the slide has no room for: each place in words, and what its numbers come with."""
    data, spoken = found.data, texts(found.state.lang)
    lines = [] if found.measure else place_summaries(data, spoken)
    for row in found.rows:
        for line in display_rows(data, row, spoken):
            if line["note"]:
                lines.append(spoken.t("compare.slide.note", **_pick(line)))
    return "\n".join(lines)


def _pick(line: dict[str, str]) -> dict[str, str]:
    return {key: line[key] for key in ("measure", "place", "note")}


def _panel(data: CompareData, row: CompareRow, theme: Palette, spoken: Texts, width: int) -> Panel:
    indicator = row.indicator
    lines = display_rows(data, row, spoken)
    about = [indicator.years]
    if indicator.kind is not Kind.MEASURED:
        about.append(spoken.t(f"compare.kind.{indicator.kind}"))
    name = f"<b>{opening(axis_title(indicator, spoken))}</b>, {', '.join(about)}"
    return Panel(
        title=wrapped(name, width),
        rows=tuple(_row(row, i, line, theme, spoken) for i, line in enumerate(lines)),
        ticks=tick_format(indicator),
        line=_city(data, row, spoken),
    )


def _city(data: CompareData, row: CompareRow, spoken: Texts) -> tuple[float, str] | None:
    """The city runs through the rows; named at its line unless it has a row of its own."""
    if not isfinite(row.city):
        return None
    if any(place.is_city for place in data.places):
        return row.city, ""
    value = value_text(row.city, row.indicator, spoken.lang)
    return row.city, spoken.t("compare.chart.city_line", value=value)


def _row(row: CompareRow, index: int, line: dict[str, str], theme: Palette, spoken: Texts) -> Row:
    label = wrapped(line["place"], _LABEL_CHARS)
    value = row.values[index]
    mark = "" if value is None else mark_of(value, row.results[index])
    if value is None or not mark:
        return Row(label, words=line["value"])
    symbol, color = _style(mark, theme)
    few = mark == FEW
    dot = Dot(
        value=value.value,
        lower=value.lower,
        upper=value.upper,
        said="" if few else value_text(value.value, row.indicator, spoken.lang),
        hover="",
        color=color,
        symbol=symbol,
        reach=few,
    )
    return Row(label, (dot,), words=wrapped(line["value"], _TITLE_CHARS) if few else "")


def _style(mark: str, theme: Palette) -> tuple[str, str]:
    """Shape and color as on the page: the baseline and what was not tested have their own."""
    if mark == BASELINE:
        return "diamond", theme.ink
    if mark in ("not_tested", FEW):
        return "circle", theme.verdict_neutral
    style = verdict_style(mark, theme.name)
    return style.symbol, style.color
