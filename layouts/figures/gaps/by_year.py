"""Measures of the whole city year by year: a panel a measure and source, never joined.

Counts of one kind share a scale, so that a death is as long in one panel as in the other.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from data.files.csv_file import origin
from data.gaps import group_sentences as group_said
from data.gaps import year_sentences as said
from data.gaps.year_results import MeasureByYear
from data.locale import Texts
from data.published import sentences as published
from data.published.results import PublishedEstimate
from layouts.figures.chart import Chart, Column
from layouts.figures.gaps.equity_dots import plain
from layouts.figures.labels import wrapped
from layouts.figures.panel import Dot, Panel, Row
from layouts.figures.panels import panels_figure
from layouts.figures.travels import Published, published_travels
from layouts.theme import Palette

ROW_PX = 30
_LABEL_EM, _TITLE_EM = 9.0, 26.0
_ROOM = 0.08
_KEY = "gaps.by_year"
CSV_COLUMNS: tuple[str, ...] = (
    "indicator", "indicator_name", "unit", "years", "years_inferred", "geography", "place",
    "value", "lower", "upper", "level_percent", "left_out", "publisher", "source", "licence",
)  # fmt: skip


def build_by_year(
    found: Sequence[MeasureByYear], *, kind: str, theme: Palette, texts: Texts, scale: float = 1.0
) -> Chart:
    """A row a year in the panel of each measure; a slide draws the first measure alone."""
    drawn = found[:1] if scale > 1 else found
    cited = "; ".join(dict.fromkeys(m.newest.source.citation.rstrip(".") for m in found))
    source = texts.t("gaps.note.published", sources=cited)
    return Chart(
        title=texts.t(f"{_KEY}.title.{kind}", place=found[0].newest.area.name.get(texts.lang)),
        sentence=said.summary(drawn, texts),
        figure=panels_figure(
            [_panel(measure, found, theme, texts) for measure in drawn],
            theme=theme,
            row_px=ROW_PX,
            scale=scale,
        ),
        columns=_columns(texts),
        rows=[_row(measure, e, texts) for measure in found for e in measure.values],
        csv_columns=CSV_COLUMNS,
        csv_rows=[_csv(e, texts) for measure in found for e in measure.values],
        notes=[source, *said.notes(found, texts)],
        travels=published_travels(source, [_published(m, texts) for m in drawn], texts),
    )


def _published(measure: MeasureByYear, texts: Texts) -> Published:
    first, last = measure.shown[0], measure.newest
    years = last.years if first is last else f"{first.span[0]}–{last.span[1]}"
    return Published(measure.measure.short_name.get(texts.lang), years, last.source.publisher)


# -- picture ----------------------------------------------------------------------------------


def _panel(
    measure: MeasureByYear, found: Sequence[MeasureByYear], theme: Palette, texts: Texts
) -> Panel:
    own, lang = measure.measure, texts.lang
    unit = own.unit_words.get(lang)
    if measure.newest.years_inferred:
        unit = texts.t(f"{_KEY}.inferred", unit=unit)
    alike = [m for m in found if m.own_limits] if measure.own_limits else [measure]
    ends = [x for m in alike for e in m.shown for x in (e.value, e.upper) if np.isfinite(x)]
    title = wrapped(own.name.get(lang), _TITLE_EM, "bold")
    return Panel(
        title=f"<b>{title}</b><br>{wrapped(unit, _TITLE_EM)}",
        rows=tuple(_drawn(measure, e, theme, texts) for e in measure.values),
        limits=(0.0, max(ends) * (1 + _ROOM)),
        ticks={"tickformat": ","},
    )


def _drawn(measure: MeasureByYear, e: PublishedEstimate, theme: Palette, texts: Texts) -> Row:
    label = wrapped(e.years, _LABEL_EM)
    if e.left_out:
        return Row(label, words=texts.t(f"gaps.by_group.{e.left_out.rpartition('.')[2]}"))
    value = group_said.number(e.value, e.measure, texts.lang)
    hover = [
        f"<b>{e.measure.name.get(texts.lang)}</b>",
        f"{e.years}: {value} {e.measure.unit_words.get(texts.lang)}",
        said.sure(e, own=measure.own_limits, texts=texts),
    ]
    return Row(
        label,
        (
            Dot(
                value=e.value,
                lower=e.lower,
                upper=e.upper,
                said=value,
                hover="<br>".join(hover),
                color=theme.outcome_mark,
            ),
        ),
    )


# -- table and download -----------------------------------------------------------------------


def _columns(texts: Texts) -> list[Column]:
    t = texts.t
    return [
        Column("measure", t("gaps.column.measure")),
        Column("value", t("gaps.column.value"), "number"),
        Column("interval", t("gaps.by_group.column.interval"), "interval"),
        Column("level", t("gaps.by_group.column.level")),
        Column("unit", t("gaps.column.unit")),
        Column("years", t("gaps.column.years_measured")),
        Column("source", t("gaps.column.source")),
    ]


def _row(measure: MeasureByYear, e: PublishedEstimate, texts: Texts) -> dict[str, str]:
    lang, own = texts.lang, e.measure
    value = group_said.number(e.value, own, lang)
    return {
        "measure": own.name.get(lang),
        "years": published.years(e, texts),
        "value": texts.t(f"gaps.by_group.{e.left_out.rpartition('.')[2]}") if e.left_out else value,
        "interval": group_said.limits(e.lower, e.upper, own, lang),
        "level": "" if e.left_out else said.level_of(e, own=measure.own_limits, texts=texts),
        "unit": own.unit_words.get(lang),
        "source": e.source.publisher,
    }


def _csv(e: PublishedEstimate, texts: Texts) -> Sequence[Any]:
    lang, own = texts.lang, e.measure
    cells = (
        own.id, own.name.get(lang), own.unit_words.get(lang), e.years, e.years_inferred,
        e.area.kind, e.area.name.get(lang), e.value, e.lower, e.upper, e.level_percent,
        (e.left_out or "").rpartition(".")[2], *origin([e.source], texts).values(),
    )  # fmt: skip
    return tuple(plain(cell) for cell in cells)
