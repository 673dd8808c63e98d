"""The city on a sheet: the outcome in five equal groups of residents, and the factor as a map."""

from __future__ import annotations

from typing import Any

from data.explore.results import ExploreData
from data.gaps.results import GapsData
from data.locale import Texts
from data.locale.format import format_value
from data.sentences.words import interval_text, opening, short_name, value_text
from layouts.figures.base import areas, axis_title, tick_format
from layouts.figures.chart import Chart, Column
from layouts.figures.gaps.group_words import group_color, group_name, grouping_name
from layouts.figures.inputs import dark_is_low, ramp_steps
from layouts.figures.labels import wrapped
from layouts.figures.panel import Dot, Panel, Row
from layouts.figures.panels import panels_figure
from layouts.theme import Palette

ROW_PX = 26
LABEL_EM = 16.5


def build_sheet_fifths(data: GapsData, *, theme: Palette, texts: Texts) -> Chart:
    """A row a fifth, the most disadvantaged first, each with value and interval."""
    outcome, lang = data.outcome, texts.lang
    rows = []
    for group in data.groups:
        dot = Dot(
            value=group.value,
            lower=group.lower,
            upper=group.upper,
            said=value_text(group.value, outcome, lang),
            hover="",
            color=group_color(data, group, theme),
        )
        rows.append(Row(wrapped(group_name(data, group, texts), LABEL_EM), (dot,)))
    title = opening(axis_title(outcome, texts))
    panel = Panel(title=title, rows=tuple(rows), ticks=tick_format(outcome))
    columns = [
        Column("group", texts.t("gaps.column.group")),
        Column("value", texts.t("gaps.column.value"), "number"),
        Column("interval", texts.t("figures.column.interval"), "interval"),
    ]
    return Chart(
        title=texts.t(
            "fact_sheets.sheet.chart_fifths",
            outcome=opening(short_name(outcome, lang)),
            years=outcome.years,
            factor=grouping_name(data, texts),
        ),
        sentence="",
        figure=panels_figure([panel], theme=theme, row_px=ROW_PX),
        columns=columns,
        rows=[
            {
                "group": group_name(data, group, texts),
                "value": value_text(group.value, outcome, lang),
                "interval": interval_text(group.lower, group.upper, outcome, lang),
            }
            for group in data.groups
        ],
        csv_columns=("group", "value", "lower", "upper"),
        csv_rows=[(g.key, g.value, g.lower, g.upper) for g in data.groups],
    )


def shaded_areas(data: ExploreData, theme: Palette) -> dict[str, Any]:
    """Neighborhoods filled by the class of their factor, darker where it is worse."""
    known = data.frame[data.frame["factor_class"] >= 0]
    steps = ramp_steps(len(data.factor_breaks) + 1, data.factor)
    return areas(
        data.geojson_url,
        known["area_id"].tolist(),
        [steps[at] for at in known["factor_class"]],
        theme.factor,
        theme.area_line,
        hoverinfo="skip",
    )


def shading_key(data: ExploreData, texts: Texts) -> str:
    """What the darkest and the lightest fill mean, with the years."""
    factor, lang = data.factor, texts.lang
    low, high = (
        format_value(limit, unit=factor.unit, decimals=factor.decimals, lang=lang)
        for limit in (data.factor_breaks[0], data.factor_breaks[-1])
    )
    ends = [
        texts.t("fact_sheets.sheet.at_most", value=low),
        texts.t("fact_sheets.sheet.over", value=high),
    ]
    light, dark = ends[::-1] if dark_is_low(factor) else ends
    return texts.t(
        "fact_sheets.sheet.map_key",
        factor=opening(short_name(factor, lang)),
        years=factor.years,
        dark=dark,
        light=light,
    )
