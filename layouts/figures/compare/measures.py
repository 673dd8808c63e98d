"""Places side by side on a slide: a panel a measure, a row a place, marks as on the page.

All of a comparison shows its clearest tested differences, one a theme; a row shows its own measure.
Every test is that of the page, so the family of the adjusted results stays the page's too.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import inf, isfinite

from data.cities.city import city
from data.compare.parts import counted_rows
from data.compare.results import CompareData, ComparedValue, CompareRow
from data.compare.row_sentences import difference_intervals, difference_lead, row_finding
from data.compare.sentences import (
    baseline_name,
    contracted,
    few_counts,
    headline,
    is_around,
    may_lead,
    place_name,
    place_summaries,
    title,
)
from data.compare.state import CompareState
from data.locale import Texts, texts
from data.locale.format import join_list
from data.models import Flag, Kind, Verdict
from data.sentences.words import counted_value, join, opening, value_text
from layouts.figures.base import axis_title, tick_format
from layouts.figures.chart import Chart
from layouts.figures.compare.rows import FEW, compare_travels, display_rows, mark_of, table_columns
from layouts.figures.compare.tables import CSV_COLUMNS, csv_lines, source_notes
from layouts.figures.labels import wrapped
from layouts.figures.panel import Dot, Panel, Row
from layouts.figures.panels import panels_figure
from layouts.figures.slide_room import fitted_title
from layouts.theme import Palette, mark_style, palette

MAX_MEASURES = 3
MIN_PLACES = 2
MOST_INTERVALS = 3
# More rows stand so close beside other panels that numbers over the dots would cover each other.
MOST_NUMBERED = 5
_LABEL_EM = 11.2
_TITLE_EM = 19.0  # of a panel beside two others
_ROW_PX = 34
_TOLD = ("value", "interval", "result", "note")
# What a slide cannot leave out without becoming another comparison.
OTHER_PLACES = frozenset(
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


# -- which measures ---------------------------------------------------------------------------


def clearest(data: CompareData) -> tuple[CompareRow, ...]:
    """Life expectancy, then the clearest tested differences, one a theme as in the page's summary.

    Health and social factors with a direction, the newest release of each; what only gives context
    (who lives somewhere) is never the clearest.
    """
    different = [row for row in counted_rows(data) if row.is_different and may_lead(row)]
    found: dict[str, CompareRow] = {}
    leading = city().leading
    for row in sorted(different, key=lambda row: (row.indicator.id != leading, _unclear(row))):
        found.setdefault(row.theme.id, row)
    return tuple(found.values())[:MAX_MEASURES]


def _unclear(row: CompareRow) -> float:
    sizes = [pair.standardised for pair in row.pairs if pair.is_real]
    return -max(size if isfinite(size) else inf for size in sizes)


def _headline_rows(data: CompareData) -> tuple[CompareRow, ...]:
    """The headline numbers of a place that at least one of the places has."""
    by_id = {row.indicator.id: row for row in data.rows}
    chosen = (by_id.get(name) for name in dict.fromkeys((*city().headline, *city().health)))
    return tuple(row for row in chosen if row is not None and _has_values(row))[:MAX_MEASURES]


def _has_values(row: CompareRow) -> bool:
    return any(value is not None and isfinite(value.value) for value in row.values)


# -- the chart --------------------------------------------------------------------------------


def compare_chart(found: Compared, *, scale: float = 1.0) -> Chart:
    """Picture, finding, table and download of what a view compares."""
    data, spoken = found.data, texts(found.state.lang)
    rows, theme = found.rows, palette(found.state.theme.value)
    alone = len(rows) == 1
    panels = [_panel(data, row, theme, spoken, alone=alone) for row in rows]
    figure = panels_figure(panels, theme=theme, row_px=_ROW_PX, scale=scale) if panels else {}
    return Chart(
        title=title(data, spoken),
        sentence=_finding(found, spoken),
        figure=figure,
        columns=table_columns(data, spoken),
        rows=[line for row in rows for line in display_rows(data, row, spoken)],
        csv_columns=CSV_COLUMNS,
        csv_rows=csv_lines(data, rows, spoken),
        notes=[join(*source_notes(rows, spoken))] if rows else source_notes(data.rows, spoken),
        travels=compare_travels(data, rows, spoken),
    )


def title_of(found: Compared) -> str:
    """The places by name where all of them fit on the line, else how many: rows name them."""
    data, spoken = found.data, texts(found.state.lang)
    named = title(data, spoken)
    if fitted_title(named) == named:
        return named
    partner = baseline_name(data, spoken)
    said = spoken.t("compare.slide.title", n=len(data.places) - 1, baseline=partner)
    return contracted(said, spoken.lang)


def _finding(found: Compared, spoken: Texts) -> str:
    """The difference, then how many there are, what the panels are, whose numbers they show."""
    data = found.data
    if found.measure:
        finding = row_finding(data, found.rows[0], spoken)
        return join(finding, _rest(found, spoken))
    shown = clearest(data)
    counted = counted_rows(data)
    said = [difference_lead(data, shown[0], spoken)] if shown else []
    said.append(headline(data, spoken))
    said.append(_not_same(found, spoken))
    if shown and sum(row.is_different for row in counted) > len(shown):
        said.append(spoken.t("compare.slide.clearest"))
    said += [_rest(found, spoken), _around(found, spoken)]
    return join(*said)


def _not_same(found: Compared, spoken: Texts) -> str:
    """What it does not mean that no test tells the places apart; empty where one does."""
    is_different = any(row.is_different for row in counted_rows(found.data))
    return "" if is_different or not found.data.tests else spoken.t("compare.slide.not_same")


def _around(found: Compared, spoken: Texts) -> str:
    """Which places have the numbers of a census tract; rows of one measure say it themselves."""
    rows = found.rows
    around = [
        place_name(place, spoken)
        for i, place in enumerate(found.data.places)
        if len(rows) > 1 and any(is_around(row, i) for row in rows)
    ]
    places = join_list(around, lang=spoken.lang)
    return spoken.t("compare.slide.around", places=places) if around else ""


def kept_sentences(found: Compared) -> list[str]:
    """What stands on the slide however little room there is.

    How many differences there are; why one is not that of the two numbers that are drawn; how sure
    those of one measure are, where they are few. A flag under the charts says whose numbers.
    """
    spoken = texts(found.state.lang)
    real = [pair for row in found.rows for pair in row.pairs if pair.is_real]
    kept = [_rest(found, spoken)]
    if not found.measure:
        kept += [headline(found.data, spoken), _not_same(found, spoken)]
    elif len(real) <= MOST_INTERVALS:
        kept.append(difference_intervals(found.data, found.rows[0], spoken))
    return kept


def _rest(found: Compared, spoken: Texts) -> str:
    """That the city's own number stands beside a test against its rest; empty where none does.

    Where the city is what all are compared with, the key of the shapes says so.
    """
    pairs = [pair for row in found.rows for pair in row.pairs]
    tested = any(p.rest_of_city and p.verdict is not Verdict.NOT_TESTED for p in pairs)
    is_baseline = found.data.places[found.data.baseline].is_city
    return spoken.t("compare.slide.rest") if tested and not is_baseline else ""


def speaker_notes(found: Compared) -> str:
    """What the slide has no room for: each place in words, and what its numbers come with."""
    data, spoken = found.data, texts(found.state.lang)
    lines = [] if found.measure else place_summaries(data, spoken)
    for row in found.rows:
        for line in display_rows(data, row, spoken):
            about = ", ".join(line[key] for key in _TOLD if line[key])
            named = {key: line[key] for key in ("measure", "years", "place")}
            lines.append(spoken.t("compare.slide.line", about=about, **named))
    return "\n".join(lines)


def _panel(
    data: CompareData, row: CompareRow, theme: Palette, spoken: Texts, *, alone: bool
) -> Panel:
    """One measure. Beside others its rows have the places' short names, which stand there once."""
    indicator = row.indicator
    about = [indicator.years]
    if indicator.kind is not Kind.MEASURED:
        about.append(spoken.t(f"compare.kind.{indicator.kind}"))
    # a rate of few events comes with its count, which has no room in a narrow panel: see the notes
    few = not alone and bool(few_counts(data, row, range(len(data.places)), spoken))
    name = f"<b>{opening(axis_title(indicator, spoken))}</b>, {', '.join(about)}"
    lines = display_rows(data, row, spoken)
    rows = []
    for i, (line, place) in enumerate(zip(lines, data.places, strict=True)):
        label = line["place"] if alone else place_name(place, spoken)
        said = line["value"] if alone else _short(row.values[i], line, spoken)
        made = _row(row, i, label, said, theme=theme, spoken=spoken)
        is_numbered = alone or (len(lines) <= MOST_NUMBERED and not few)
        rows.append(made if is_numbered else _without_numbers(made))
    return Panel(
        title=wrapped(name, _TITLE_EM * (2 if alone else 1), "bold"),
        rows=tuple(rows),
        ticks=tick_format(indicator),
        line=_city(data, row, spoken),
    )


def _short(value: ComparedValue | None, line: dict[str, str], spoken: Texts) -> str:
    """What stands for a value that is not there, in a narrow panel; the notes say it in full."""
    if value is None or isfinite(value.value):
        return line["value"]
    few = Flag.FEWER_THAN_10 in value.flags
    return spoken.t("compare.slide.few" if few else "compare.value.none")


def _city(data: CompareData, row: CompareRow, spoken: Texts) -> tuple[float, str] | None:
    """The city runs through the rows; named at its line unless it has a row of its own."""
    if not isfinite(row.city):
        return None
    if any(place.is_city for place in data.places):
        return row.city, ""
    value = value_text(row.city, row.indicator, spoken.lang)
    return row.city, spoken.t("compare.chart.city_line", value=value)


def _row(
    row: CompareRow, index: int, label: str, said: str, *, theme: Palette, spoken: Texts
) -> Row:
    label = wrapped(label, _LABEL_EM)
    value = row.values[index]
    mark = "" if value is None else mark_of(value, row.results[index])
    if value is None or mark in ("", FEW):
        return Row(label, words=said)
    style = mark_style(mark, theme.name)
    dot = Dot(
        value=value.value,
        lower=value.lower,
        upper=value.upper,
        said=counted_value(value.value, value.events, row.indicator, spoken),
        hover="",
        color=style.color,
        symbol=style.symbol,
        share=style.share,
    )
    return Row(label, (dot,))


def _without_numbers(row: Row) -> Row:
    return replace(row, dots=tuple(replace(dot, said="") for dot in row.dots))
