"""The measures of an aim by district: a panel a measure, a row a district, the city as a line.

Districts stand by their number, never by rank; marks are their stored verdicts.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from data.catalogue.loader import Catalogue
from data.catalogue.schema import Indicator
from data.files.csv_file import origin, place_cell
from data.locale import Texts
from data.models import Flag, Kind
from data.plan.results import AimRow, Districts, DistrictValue, PlanData
from data.plan.sentences import districts_text
from data.sentences.words import (
    join,
    opening,
    place_label,
    short_name,
    value_text,
)
from layouts.figures.base import axis_title, tick_format
from layouts.figures.chart import Chart, Column
from layouts.figures.inputs import flag_note
from layouts.figures.labels import wrapped
from layouts.figures.panel import Dot, Panel, Row
from layouts.figures.panels import panels_figure
from layouts.figures.place_value import interval_said, value_said
from layouts.figures.travels import Cited, flags_of_places, travels
from layouts.theme import Palette, mark_style

MAX_MEASURES = 3  # on a slide
_ROW_PX = 40  # the name of the line stands over the number of the first row
_LABEL_EM = 11.2
_TITLE_EM, _SLIDE_TITLE_EM = 26.0, 19.0
_KEY = "plan_page.districts"
CSV_COLUMNS: tuple[str, ...] = (
    "aim", "indicator", "indicator_name", "unit", "years", "place_id", "place", "member", "events",
    "value", "lower", "upper", "coverage", "own_share", "tracts", "method", "flags", "verdict",
    "city_value", "city_lower", "city_upper", "publisher", "source", "licence",
)  # fmt: skip


def build_districts(
    row: AimRow,
    data: PlanData,
    *,
    catalogue: Catalogue,
    theme: Palette,
    texts: Texts,
    scale: float = 1.0,
) -> Chart | None:
    """Every measure of an aim that is known by district; None where none is."""
    found = [measure.districts for measure in row.measures if measure.districts is not None]
    if not found:
        return None
    on_slide = scale > 1
    drawn = found[:MAX_MEASURES] if on_slide else found
    panels = [_panel(one, theme, texts, on_slide=on_slide) for one in drawn]
    layer = data.district_layer
    values = [(one, value) for one in found for value in one.values]
    flags = [said for one in found for said in _flags(one, texts)]
    made = travels(
        [Cited(one.indicator, catalogue.source_of(one.indicator)) for one in found],
        flags=flags,
        shapes=[_shape(one, v) for one in drawn for v in one.values if v.value.shown],
        texts=texts,
    )
    return Chart(
        title=texts.t(f"{_KEY}.title", aim=row.aim.name.get(texts.lang)),
        sentence=join(*(districts_text(one, layer, texts) for one in found)),
        figure=panels_figure(panels, theme=theme, row_px=_ROW_PX, scale=scale),
        columns=_columns(texts),
        rows=[_row(one, value, texts) for one, value in values],
        csv_columns=CSV_COLUMNS,
        csv_rows=[_csv_row(row, one, value, catalogue, texts) for one, value in values],
        csv_shared={"geography": layer.value if layer else ""},
        notes=[made.source, *made.flags, texts.t("figures.note.rest")],
        travels=made,
        caption=texts.t(f"{_KEY}.caption"),
    )


# -- picture ----------------------------------------------------------------------------------


def _panel(found: Districts, theme: Palette, texts: Texts, *, on_slide: bool) -> Panel:
    indicator, room = found.indicator, _SLIDE_TITLE_EM if on_slide else _TITLE_EM
    title = f"{opening(axis_title(indicator, texts))}, {indicator.years}"
    line = None
    if np.isfinite(found.city):
        value = value_text(found.city, indicator, texts.lang)
        line = (found.city, texts.t("figures.city", value=value))
    return Panel(
        title=f"<b>{wrapped(title, room, 'bold')}</b>",
        rows=tuple(_drawn(found, value, theme, texts) for value in found.values),
        ticks=tick_format(indicator),
        limits=_limits(found),
        line=line,
    )


def _limits(found: Districts) -> tuple[float, float]:
    """From zero for shares and rates, so that a small difference looks small."""
    values = [(v.value.value, v.value.lower, v.value.upper) for v in found.values]
    ends = [x for three in (*values, (found.city,)) for x in three if np.isfinite(x)]
    low, high = min(0.0, *ends), max(ends)
    room = (high - low or 1.0) * 0.08
    return low - room, high + room


def _drawn(found: Districts, entry: DistrictValue, theme: Palette, texts: Texts) -> Row:
    label = wrapped(_name(entry, texts), _LABEL_EM)
    if entry.member is not None:
        label += f"<br>{wrapped(entry.member.name, _LABEL_EM)}"
    value = entry.value
    if not value.shown and Flag.FEWER_THAN_10 not in value.flags:
        return Row(label, words=texts.t("place.numbers.no_value"))
    style = mark_style(_shape(found, entry), theme.name)
    verdict = opening(texts.t(f"figures.verdict.{_shape(found, entry)}"))
    said, between = value_said(entry.value, texts), interval_said(entry.value, texts)
    lines = [f"<b>{_name(entry, texts)}</b>", f"{said} ({between})" if between else said, verdict]
    dot = Dot(
        value=value.value,
        lower=value.lower,
        upper=value.upper,
        said=value_text(value.value, found.indicator, texts.lang) if value.shown else said,
        hover="<br>".join(lines),
        color=style.color,
        symbol=style.symbol,
        share=style.share,
        reach=not value.shown,
    )
    return Row(label, (dot,))


def _shape(found: Districts, entry: DistrictValue) -> str:
    """The mark of a value: its stored verdict, or that a model made it."""
    return "modelled" if found.indicator.kind is Kind.MODELLED else entry.value.verdict.value


def _name(entry: DistrictValue, texts: Texts) -> str:
    return place_label(entry.name, entry.place.area_id, entry.place.geography, texts)


def _flags(found: Districts, texts: Texts) -> list[str]:
    flagged = [
        (_name(entry, texts), " ".join(flag.value for flag in entry.value.flags))
        for entry in found.values
        if entry.value.shown
    ]
    geography = found.values[0].place.geography
    return flags_of_places(found.indicator, flagged, geography, texts)


# -- table and download -----------------------------------------------------------------------


def _columns(texts: Texts) -> list[Column]:
    t = texts.t
    return [
        Column("measure", t("change.column.measure")),
        Column("district", t(f"{_KEY}.column")),
        Column("value", t("gaps.column.value"), "number"),
        Column("interval", t("figures.column.interval"), "interval"),
        Column("verdict", t("figures.column.verdict")),
        Column("years", t("gaps.column.years_measured")),
        Column("note", t("figures.column.note")),
    ]


def _row(found: Districts, entry: DistrictValue, texts: Texts) -> dict[str, str]:
    value, indicator = entry.value, found.indicator
    named = _name(entry, texts)
    if entry.member is not None:
        named = texts.t(f"{_KEY}.with_member", district=named, member=entry.member.name)
    return {
        "measure": opening(short_name(indicator, texts.lang)),
        "district": named,
        "value": value_said(entry.value, texts),
        "interval": interval_said(entry.value, texts),
        "verdict": texts.t(f"figures.verdict.{_shape(found, entry)}") if value.shown else "",
        "years": indicator.years,
        "note": flag_note(" ".join(flag.value for flag in value.flags), texts),
    }


def _csv_row(
    row: AimRow, found: Districts, entry: DistrictValue, catalogue: Catalogue, texts: Texts
) -> Sequence[Any]:
    value, indicator, place = entry.value, found.indicator, entry.place
    cited = origin([catalogue.source_of(indicator)], texts)
    return (
        row.aim.id, indicator.id, indicator.name.get(texts.lang), indicator.unit.value,
        indicator.years, str(place),
        place_cell(entry.name, place.area_id, place.geography, texts),
        entry.member.name if entry.member else "",
        value.events if _counts(indicator) else None,
        value.value, value.lower, value.upper, value.coverage, value.own_share, value.tracts,
        value.method, " ".join(sorted(flag.value for flag in value.flags)), value.verdict.value,
        found.city, found.city_lower, found.city_upper,
        *(cited[name] for name in ("publisher", "source", "licence")),
    )  # fmt: skip


def _counts(indicator: Indicator) -> bool:
    return indicator.counted is not None
