"""Groups of residents and the outcome in each: dots with intervals around the city line.

The equity dot plot of the Gaps page, and the same for the city if all did as well as one group.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from data.catalogue.schema import Indicator
from data.explore.sentences import pair_warnings
from data.files.csv_file import about, about_factor
from data.gaps import sentences as gaps
from data.gaps.results import GapsData, GroupKind, GroupValue
from data.locale import Texts
from data.models import Flag, Geography
from data.sentences.gap import may_claim
from data.sentences.words import (
    amount,
    counted_value,
    few_text,
    gap_between,
    interval_text,
    is_few,
    join,
    opening,
    short_name,
    value_text,
)
from layouts.figures.base import ACROSS, axis_title, axis_title_years, note, tick_format
from layouts.figures.chart import Chart, Column, Travels
from layouts.figures.gaps.group_words import (
    factor_range,
    group_color,
    group_label,
    group_name,
    group_shape,
    group_value,
    grouping_name,
    people_text,
)
from layouts.figures.inputs import value_lines
from layouts.figures.labels import wrapped
from layouts.figures.panel import Dot, Panel, Row, Span
from layouts.figures.panels import panels_figure
from layouts.figures.travels import Cited, flags_of_places, flags_of_values, travels, with_groups
from layouts.theme import Palette, mark_style

GROUP_ROW_PX = 62
PLAIN_ROW_PX = 46
CSV_COLUMNS: tuple[str, ...] = (
    "group", "group_name", "group_order", "value", "lower", "upper",
    "people", "areas", "factor_from", "factor_to", "events", "verdict", "city_value",
)  # fmt: skip


def build_equity_dots(data: GapsData, *, theme: Palette, texts: Texts, scale: float = 1.0) -> Chart:
    """One row a group, most disadvantaged first, and the gap between the ends if it is sure."""
    tall = data.grouping.kind is GroupKind.FIFTHS
    figure = panels_figure(
        [_panel(data, theme, texts)],
        theme=theme,
        row_px=GROUP_ROW_PX if tall else PLAIN_ROW_PX,
        scale=scale,
    )
    figure["layout"]["annotations"].append(_axis_words(data.outcome, theme, texts))
    notes = gap_notes(data, texts)
    if any(group.verdict in gaps.TESTED for group in data.groups):
        notes.append(texts.t("figures.note.rest"))
    shapes = [group_shape(data, group) for group in data.groups if not group.has_few_events]
    return Chart(
        title=texts.t(
            "gaps.patterns.title",
            outcome=opening(short_name(data.outcome, texts.lang)),
            grouping=grouping_name(data, texts),
        ),
        sentence=gaps.patterns(data, texts),
        figure=figure,
        columns=group_columns(data, texts),
        rows=[_row(data, group, texts) for group in data.groups],
        csv_columns=CSV_COLUMNS,
        csv_rows=[_csv_row(data, group, texts) for group in data.groups],
        csv_shared=csv_shared(data, texts),
        notes=notes,
        travels=gap_travels(data, texts, shapes),
    )


def _axis_words(outcome: Indicator, theme: Palette, texts: Texts) -> dict[str, Any]:
    return note(
        ACROSS,
        opening(axis_title_years(outcome, texts)) + " →",
        theme,
        x=1,
        y=1,
        xanchor="right",
        yanchor="top",
        font={"color": theme.outcome_mark},
    )


def _panel(data: GapsData, theme: Palette, texts: Texts) -> Panel:
    city = data.city.value
    said = texts.t("figures.city", value=value_text(city, data.outcome, texts.lang))
    return Panel(
        title="",
        rows=tuple(
            Row(group_label(data, group, texts), (_dot(data, group, theme, texts),))
            for group in data.groups
        ),
        ticks=tick_format(data.outcome),
        line=(city, said) if np.isfinite(city) else None,
        span=_span(data, texts),
    )


def _dot(data: GapsData, group: GroupValue, theme: Palette, texts: Texts) -> Dot:
    few = group.has_few_events
    shape = group_shape(data, group)
    style = mark_style(shape, theme.name) if shape else None
    value = value_text(group.value, data.outcome, texts.lang)
    people = texts.t("gaps.hover.people", people=people_text(group, texts))
    words = value_lines(data.outcome, group_value(data, group, texts), texts, few=few)
    lines = [f"<b>{wrapped(group_name(data, group, texts), 23, 'bold')}</b>", *words, people]
    if group.verdict:
        lines.append(opening(texts.t(f"figures.verdict.{group.verdict}")))
    return Dot(
        value=group.value,
        lower=group.lower,
        upper=group.upper,
        said=few_text(group.upper, data.outcome, texts) if few else value,
        hover="<br>".join(lines),
        color=group_color(data, group, theme),
        symbol=style.symbol if style else "circle",
        share=style.share if style else 1.0,
        reach=few,
    )


def _span(data: GapsData, texts: Texts) -> Span | None:
    """The gap is drawn only where the one test found a difference."""
    gap = data.gap
    if gap is None or not may_claim(gap, data.outcome):
        return None
    return Span(
        gap.worst,
        gap.best,
        amount(gap_between(gap.worst, gap.best, data.outcome), data.outcome, texts, label=True),
    )


# -- table, download, notes ---------------------------------------------------------------------


def group_columns(data: GapsData, texts: Texts) -> list[Column]:
    """Group, range of the factor, people, places, value, interval."""
    t = texts.t
    name = opening(short_name(data.outcome, texts.lang))
    unit = t(f"figures.unit.{data.outcome.unit.value}")
    columns = [Column("group", t("gaps.column.group"))]
    if data.grouping.factor is not None:
        factor = opening(short_name(data.grouping.factor, texts.lang))
        columns.append(Column("factor", factor, "interval"))
    columns += [
        Column("people", t("figures.column.people"), "number"),
        Column("value", t("figures.column.value", name=name, unit=unit), "number"),
        Column("interval", t("figures.column.interval"), "interval"),
    ]
    if data.grouping.kind is GroupKind.COUNCIL_DISTRICT and data.tested:
        columns.append(Column("verdict", t("figures.column.verdict")))
    return columns


def _row(data: GapsData, group: GroupValue, texts: Texts) -> dict[str, str]:
    few, lang = group.has_few_events, texts.lang
    return {
        "group": group_name(data, group, texts),
        "factor": factor_range(data, group, texts),
        "people": people_text(group, texts),
        "value": few_text(group.upper, data.outcome, texts)
        if few
        else counted_value(group.value, group.events, data.outcome, texts),
        "interval": "" if few else interval_text(group.lower, group.upper, data.outcome, lang),
        "verdict": texts.t(f"figures.verdict.{group.verdict}") if group.verdict else "",
    }


def _csv_row(data: GapsData, group: GroupValue, texts: Texts) -> Sequence[Any]:
    row = (
        group.key, group_name(data, group, texts), group.order, group.value, group.lower,
        group.upper, group.people, group.areas,
        group.factor_from, group.factor_to, group.events, group.verdict, data.city.value,
    )  # fmt: skip
    return tuple(plain(value) for value in row)


def csv_shared(data: GapsData, texts: Texts) -> dict[str, str]:
    """What every row of a download on one gap repeats: the outcome, the grouping, the sources."""
    grouping = data.grouping
    geography = grouping.kind.value if grouping.geography is None else grouping.geography.value
    shared = about(data.outcome, data.outcome_source, geography, texts)
    if grouping.factor is not None and data.factor_source is not None:
        shared |= about_factor(grouping.factor, data.factor_source, texts)
    return {**shared, "grouping": grouping.id}


def plain(value: Any) -> Any:
    """A number or word of a download; empty where there is none."""
    missing = value is None or (isinstance(value, float) and not np.isfinite(value))
    return "" if missing else value


def gap_notes(data: GapsData, texts: Texts) -> list[str]:
    """Sources of outcome and groups, caveats of both, what the pair warns of."""
    made = gap_travels(data, texts)
    factor = data.grouping.factor
    caveats = (*data.outcome.caveats, *(factor.caveats if factor is not None else ()))
    notes = [made.source, *made.flags, *(texts.t(f"caveats.{caveat}") for caveat in caveats)]
    notes += pair_warnings(data.warnings, data.observed, texts)
    notes.append(texts.t("figures.note.intervals"))
    return list(dict.fromkeys(notes))


def gap_travels(data: GapsData, texts: Texts, shapes: Sequence[str] = ()) -> Travels:
    """What goes with every chart of one outcome by one grouping: sources of both, shapes drawn."""
    factor, source = data.grouping.factor, data.factor_source
    cited = [Cited(data.outcome, data.outcome_source)]
    if factor is not None and source is not None:
        cited.append(Cited(factor, source))
    few = [
        (group_name(data, group, texts), Flag.FROM_10_TO_19.value)
        for group in data.groups
        if is_few(group.events)
    ]
    flags = flags_of_places(data.outcome, few, Geography.COUNCIL_DISTRICT, texts)
    flags += flags_of_values([(entry.indicator, ()) for entry in cited], texts)
    made = travels(cited, flags=flags, shapes=shapes, texts=texts)
    if factor is not None or source is None:
        return made
    return with_groups(made, source, texts)


def with_note(note_text: str, notes: Sequence[str]) -> list[str]:
    """A note of the chart's own after the source, which always comes first."""
    return [notes[0], note_text, *notes[1:]]


# -- if all did as well -------------------------------------------------------------------------


def build_potential(data: GapsData, *, theme: Palette, texts: Texts, scale: float = 1.0) -> Chart:
    """The average of the groups now, and if every group had the value of the best-off one.

    Raises ValueError where there is no such number.
    """
    found = data.potential
    if found is None:
        raise ValueError("data.potential: there is none for these groups")
    outcome, lang = data.outcome, texts.lang
    # the interval is that of the gain: the value now is what the gain is added to
    ends = sorted(
        np.sign(found.potential - found.now) * abs(limit)
        for limit in (found.gain.lower, found.gain.upper)
    )
    values = (
        ("now", found.now, np.nan, np.nan),
        ("potential", found.potential, found.now + ends[0], found.now + ends[1]),
    )
    colors = {"now": theme.city_line, "potential": theme.outcome_mark}
    rows = tuple(
        Row(
            wrapped(texts.t(f"gaps.potential.{key}"), 10.5),
            (
                Dot(
                    value=value,
                    lower=lower,
                    upper=upper,
                    said=value_text(value, outcome, lang),
                    hover="<br>".join(
                        value_lines(outcome, value_text(value, outcome, lang), texts)
                    ),
                    color=colors[key],
                    symbol="circle-open" if key == "potential" else "circle",
                ),
            ),
        )
        for key, value, lower, upper in values
    )
    figure = panels_figure(
        [Panel(title="", rows=rows, ticks=tick_format(outcome))],
        theme=theme,
        row_px=54,
        scale=scale,
    )
    return Chart(
        title=texts.t("gaps.potential.title"),
        sentence=gaps.potential(data, texts),
        figure=figure,
        columns=[
            Column("what", texts.t("gaps.column.what")),
            Column("value", opening(axis_title(outcome, texts)), "number"),
            Column("interval", texts.t("figures.column.interval"), "interval"),
        ],
        rows=[
            {
                "what": texts.t(f"gaps.potential.{key}"),
                "value": value_text(value, outcome, lang),
                "interval": interval_text(lower, upper, outcome, lang),
            }
            for key, value, lower, upper in values
        ],
        csv_shared=csv_shared(data, texts),
        csv_columns=("scenario", "value", "lower", "upper", "gain", "gain_lower", "gain_upper"),
        csv_rows=[
            tuple(plain(x) for x in (key, value, lower, upper, *_gain(data, key)))
            for key, value, lower, upper in values
        ],
        notes=with_note(
            join(texts.t("gaps.note.arithmetic"), gaps.city_beside(data, found.now, texts)),
            gap_notes(data, texts),
        ),
        travels=gap_travels(data, texts),
    )


def _gain(data: GapsData, key: str) -> tuple[float, float, float]:
    found = data.potential
    if key != "potential" or found is None:
        return (np.nan, np.nan, np.nan)
    return (found.gain.value, found.gain.lower, found.gain.upper)
