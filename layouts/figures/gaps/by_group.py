"""What is published by race and ethnicity with intervals: values of groups, and gaps between them.

City and county never share a chart. Groups stand in alphabetical order, all residents after them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from data.files.csv_file import origin
from data.gaps import group_sentences as said
from data.gaps.group_results import AreaByGroup, GroupsOfMeasure
from data.locale import Texts
from data.published import sentences as published
from data.published.results import PublishedComparison, PublishedEstimate, alphabetical
from layouts.figures.chart import Chart, Column, Travels
from layouts.figures.gaps.by_race import GROUPING, ROW_PX
from layouts.figures.gaps.equity_dots import plain
from layouts.figures.labels import wrapped
from layouts.figures.panel import Dot, Panel, Row
from layouts.figures.panels import panels_figure
from layouts.figures.travels import Published, key, key_line, published_travels
from layouts.theme import Palette, mark_style

VALUE_ROW_PX = 28
LABEL_EM = 13.5
TITLE_EM = 26.0  # a phone
_ROOM = 0.08
VALUE_COLUMNS: tuple[str, ...] = (
    "indicator", "indicator_name", "unit", "years", "years_inferred", "geography", "place",
    "group", "group_name", "value", "lower", "upper", "level_percent", "left_out", "publisher",
    "source", "licence",
)  # fmt: skip
GAP_COLUMNS: tuple[str, ...] = (
    "indicator", "indicator_name", "unit", "years", "years_inferred", "geography", "place",
    "group", "other_group", "difference", "difference_lower", "difference_upper", "p_value",
    "ratio", "ratio_lower", "ratio_upper", "not_tested_because", "publisher", "source", "licence",
)  # fmt: skip


def build_by_group(data: AreaByGroup, *, theme: Palette, texts: Texts, scale: float = 1.0) -> Chart:
    """A panel a measure that is told: groups with intervals, all residents, state and nation.

    Table and file have every measure.
    """
    place = data.area.name.get(texts.lang)
    brief = scale > 1  # the names of groups leave room for one measure to the back row
    told = [measure for measure in data.measures if measure.in_words]
    drawn = told[:1] if brief else told
    panels = [_values_panel(measure, theme, texts, brief=brief) for measure in drawn]
    notes = [*_notes(data, texts), texts.t("gaps.by_group.in_table")]
    if any(measure.around for measure in data.measures):
        notes.append(texts.t("gaps.by_group.counties_in_table"))
    return Chart(
        title=texts.t("gaps.by_group.values_title", place=place),
        sentence=said.summary(data, texts),
        figure=panels_figure(panels, theme=theme, row_px=VALUE_ROW_PX, scale=scale),
        columns=_value_columns(texts),
        rows=[row for measure in data.measures for row in _value_rows(measure, texts)],
        csv_columns=VALUE_COLUMNS,
        csv_rows=[row for measure in data.measures for row in _value_csv(measure, texts)],
        csv_shared={"grouping": GROUPING},
        notes=notes,
        travels=_travels(drawn if brief else data.measures, notes[0], texts),
    )


def build_between_groups(
    data: AreaByGroup, *, theme: Palette, texts: Texts, scale: float = 1.0
) -> Chart:
    """A panel a measure: the gap of each pair of groups with its 95 % interval, around zero."""
    place = data.area.name.get(texts.lang)
    drawn = [measure for measure in _drawn(data, scale) if _tested(measure)]
    panels = [_gaps_panel(measure, theme, texts, brief=scale > 1) for measure in drawn]
    notes = _notes(data, texts)
    shapes = [said.side(gap) for m in drawn for gap in m.gaps if gap.contrast is not None]
    words = {shape: texts.t(f"gaps.by_group.key.{shape}") for shape in shapes}
    found = key(shapes, texts, words)
    return Chart(
        title=texts.t("gaps.by_group.gaps_title", place=place),
        sentence=said.summary(data, texts),
        figure=panels_figure(panels, theme=theme, row_px=ROW_PX, scale=scale),
        columns=_gap_columns(texts),
        rows=[_gap_row(gap, texts) for measure in data.measures for gap in measure.gaps],
        csv_columns=GAP_COLUMNS,
        csv_rows=[_gap_csv(gap, texts) for measure in data.measures for gap in measure.gaps],
        csv_shared={"grouping": GROUPING},
        notes=notes,
        travels=replace(
            _travels(drawn, notes[0], texts), key=found, key_line=key_line(found, texts)
        ),
    )


def _drawn(data: AreaByGroup, scale: float) -> Sequence[GroupsOfMeasure]:
    """From the back row only the measures can be read that the caption says in words."""
    return [measure for measure in data.measures if measure.in_words or scale == 1]


def _tested(measure: GroupsOfMeasure) -> bool:
    return any(gap.contrast is not None for gap in measure.gaps)


def _title(measure: GroupsOfMeasure, texts: Texts, *, unit: str = "", line: str = "") -> str:
    """Name, unit and years; on a slide what the line is too, which has no room over the rows."""
    lang, own = texts.lang, measure.measure
    years = published.years(measure.newest, texts)
    said_unit = f"{unit or own.unit_words.get(lang)}, {years}"
    if line:
        said_unit = texts.t("gaps.by_group.with_line", unit=said_unit, line=line)
    return (
        f"<b>{wrapped(own.name.get(lang), TITLE_EM, 'bold')}</b><br>{wrapped(said_unit, TITLE_EM)}"
    )


# -- values -----------------------------------------------------------------------------------


def _shown(measure: GroupsOfMeasure, texts: Texts) -> list[tuple[str, PublishedEstimate]]:
    """Name and value of each row: groups, all residents, then state and nation."""
    own = [(said.group_name(e, texts), e) for e in alphabetical(measure.values, texts.lang)]
    return [*own, *((e.area.name.get(texts.lang), e) for e in measure.beside)]


def _listed(measure: GroupsOfMeasure, texts: Texts) -> list[tuple[str, PublishedEstimate]]:
    """What is drawn, then the other counties of the metro area, each value under their name."""
    counties = dict.fromkeys(e.area.id for e in measure.around)
    around = (
        e
        for county in counties
        for e in alphabetical([e for e in measure.around if e.area.id == county], texts.lang)
    )
    return [*_shown(measure, texts), *((_elsewhere(e, texts), e) for e in around)]


def _elsewhere(e: PublishedEstimate, texts: Texts) -> str:
    """The county, then the group."""
    area = e.area.name.get(texts.lang)
    group = said.group_name(e, texts)
    return texts.t("gaps.by_group.elsewhere", area=area, group=group)


def _values_panel(measure: GroupsOfMeasure, theme: Palette, texts: Texts, *, brief: bool) -> Panel:
    own = measure.newest.area.id
    shown = [
        (name, e)
        for name, e in _shown(measure, texts)
        if not e.left_out and (e.area.id == own or not brief)
    ]
    rows = [Row(wrapped(name, LABEL_EM), (_value_dot(name, e, theme, texts),)) for name, e in shown]
    ends = [x for _, e in shown for x in (e.value, e.lower, e.upper) if np.isfinite(x)]
    target = measure.yardstick
    line = None
    if target is not None:
        words = said.number(target.drawn, measure.measure, texts.lang)
        line = (target.drawn, texts.t("gaps.by_group.yardstick", target=words))
        ends.append(target.drawn)
    return Panel(
        title=_title(measure, texts, line=line[1] if line and brief else ""),
        rows=tuple(rows),
        limits=_limits(ends, measure.measure.unit == "years"),
        line=(line[0], "") if line and brief else line,
        ticks={"tickformat": ","},
    )


def _limits(ends: Sequence[float], from_data: bool) -> tuple[float, float]:
    """From zero, where zero means something to a reader; years of life from the shortest on."""
    room = (max(ends) - min(ends)) * _ROOM
    return (min(ends) - room if from_data else 0.0), max(ends) + room


def _value_dot(name: str, e: PublishedEstimate, theme: Palette, texts: Texts) -> Dot:
    measure, lang = e.measure, texts.lang
    value = said.number(e.value, measure, lang)
    between = said.limits(e.lower, e.upper, measure, lang)
    sure = f"{published.level(e, texts)} {between}" if between else published.level(e, texts)
    return Dot(
        value=e.value,
        lower=e.lower,
        upper=e.upper,
        said=value,
        hover=f"<b>{name}</b><br>{value} {measure.unit_words.get(lang)}, {e.years}<br>{sure}",
        color=theme.ink if e.of_everyone else theme.outcome_mark,
        symbol="square-open" if e.of_everyone else "circle",
    )


def _value_columns(texts: Texts) -> list[Column]:
    t = texts.t
    return [
        Column("measure", t("gaps.column.measure")),
        Column("group", t("gaps.column.group")),
        Column("value", t("gaps.column.value"), "number"),
        Column("interval", t("gaps.by_group.column.interval"), "interval"),
        Column("level", t("gaps.by_group.column.level")),
        Column("unit", t("gaps.column.unit")),
        Column("years", t("gaps.column.years_measured")),
    ]


def _value_rows(measure: GroupsOfMeasure, texts: Texts) -> list[dict[str, str]]:
    lang, own = texts.lang, measure.measure
    return [
        {
            "group": name,
            "measure": own.name.get(lang),
            "value": texts.t(f"gaps.by_group.{e.left_out.rpartition('.')[2]}")
            if e.left_out
            else said.number(e.value, own, lang),
            "interval": said.limits(e.lower, e.upper, own, lang),
            "level": "" if e.left_out else published.level(e, texts),
            "unit": own.unit_words.get(lang),
            "years": published.years(e, texts),
        }
        for name, e in _listed(measure, texts)
    ]


def _about(e: PublishedEstimate, texts: Texts) -> tuple[Any, ...]:
    lang, own = texts.lang, e.measure
    name, unit = own.name.get(lang), own.unit_words.get(lang)
    place = e.area.name.get(lang)
    return (own.id, name, unit, e.years, e.years_inferred, e.area.kind, place)


def _value_csv(measure: GroupsOfMeasure, texts: Texts) -> list[Sequence[Any]]:
    return [
        tuple(
            plain(cell)
            for cell in (*_about(e, texts), e.group, said.group_name(e, texts), e.value, e.lower,
                         e.upper, e.level_percent, (e.left_out or "").rpartition(".")[2],
                         *origin([e.source], texts).values())
        )
        for _, e in _listed(measure, texts)
    ]  # fmt: skip


# -- gaps -------------------------------------------------------------------------------------


def _named(gap: PublishedComparison, texts: Texts) -> tuple[str, str]:
    """The group whose gap it is, as a label, and the one it is held against, inside a sentence."""
    names = {e.group: said.group_name(e, texts) for e in (gap.value, gap.other)}
    return names[said.pair_of(gap)[0]], said.names_inside(gap, texts)[1]


def _group_of(gap: PublishedComparison, texts: Texts) -> str:
    return _named(gap, texts)[0]


def _zero(gap: PublishedComparison, texts: Texts) -> str:
    """The name of the line at zero: `same as white residents`."""
    return texts.t("gaps.by_group.same_as", beside=_named(gap, texts)[1])


def _pair_name(gap: PublishedComparison, texts: Texts) -> str:
    """`Black residents, held against white residents`."""
    one, other = _named(gap, texts)
    return texts.t("gaps.by_group.pair", group=one, beside=other)


def _gaps_panel(measure: GroupsOfMeasure, theme: Palette, texts: Texts, *, brief: bool) -> Panel:
    rows, ends = [], [0.0]
    others = {said.pair_of(gap)[1] for gap in measure.gaps}
    for gap in measure.gaps:
        # the line at zero names the group that all of them are held against
        named = _group_of(gap, texts) if len(others) == 1 else _pair_name(gap, texts)
        label = wrapped(named, LABEL_EM)
        contrast = gap.contrast
        if contrast is None:
            rows.append(Row(label, words=said.result(gap, texts)))
            continue
        ends += [contrast.lower, contrast.upper]
        rows.append(Row(label, (_gap_dot(gap, theme, texts),)))
    room = (max(ends) - min(ends)) * _ROOM
    zero = _zero(measure.gaps[0], texts) if len(others) == 1 else ""
    unit = said.unit_of_gap(measure.measure, texts)
    return Panel(
        title=_title(measure, texts, unit=unit),
        rows=tuple(rows),
        limits=(min(ends) - room, max(ends) + room),
        line=(0.0, "" if brief else zero),
        ticks={"tickformat": ","},
    )


def _gap_dot(gap: PublishedComparison, theme: Palette, texts: Texts) -> Dot:
    contrast, measure, lang = gap.contrast, gap.value.measure, texts.lang
    if contrast is None:
        raise ValueError("a gap that was not tested has no dot")
    value = said.printed_gap(gap, lang)
    between = said.between(contrast.lower, contrast.upper, measure, lang)
    found = said.side(gap)
    style = mark_style(found, theme.name)
    hover = [f"<b>{_pair_name(gap, texts)}</b>", f"{value} ({between})", said.result(gap, texts)]
    return Dot(
        value=contrast.difference,
        lower=contrast.lower,
        upper=contrast.upper,
        said=value,
        hover="<br>".join(hover),
        color=style.color,
        symbol=style.symbol,
    )


def _gap_columns(texts: Texts) -> list[Column]:
    t = texts.t
    return [
        Column("measure", t("gaps.column.measure")),
        Column("group", t("gaps.by_group.column.pair")),
        Column("value", t("gaps.by_group.column.gap"), "number"),
        Column("interval", t("figures.column.interval"), "interval"),
        Column("ratio", t("gaps.by_group.column.ratio"), "number"),
        Column("result", t("gaps.by_group.column.result")),
        Column("unit", t("gaps.column.unit")),
        Column("years", t("gaps.column.years_measured")),
    ]


def _gap_row(gap: PublishedComparison, texts: Texts) -> dict[str, str]:
    lang, measure, contrast = texts.lang, gap.value.measure, gap.contrast
    return {
        "group": _pair_name(gap, texts),
        "measure": measure.name.get(lang),
        "value": said.printed_gap(gap, lang) if contrast else "",
        "interval": said.between(contrast.lower, contrast.upper, measure, lang) if contrast else "",
        "ratio": said.ratio(gap, texts),
        "result": said.result(gap, texts),
        "unit": said.unit_of_gap(measure, texts),
        "years": published.years(gap.value, texts),
    }


def _gap_csv(gap: PublishedComparison, texts: Texts) -> Sequence[Any]:
    one, other = said.pair_of(gap)
    contrast, ratio = gap.contrast, gap.ratio_limits
    cells = (
        *_about(gap.value, texts), one, other,
        *((contrast.difference, contrast.lower, contrast.upper, contrast.p_value)
          if contrast else (None,) * 4),
        gap.ratio, *((ratio.lower, ratio.upper) if ratio else (None, None)),
        (gap.why_not or "").rpartition(".")[2], *origin([gap.value.source], texts).values(),
    )  # fmt: skip
    return tuple(plain(cell) for cell in cells)


# -- what goes with both ----------------------------------------------------------------------


def _notes(data: AreaByGroup, texts: Texts) -> list[str]:
    sources = dict.fromkeys(measure.newest.source.id for measure in data.measures)
    by_id = {measure.newest.source.id: measure.newest.source for measure in data.measures}
    cited = "; ".join(by_id[name].citation.rstrip(".") for name in sources)
    return [texts.t("gaps.note.published", sources=cited), *said.notes(data, texts)]


def _travels(drawn: Sequence[GroupsOfMeasure], cited: str, texts: Texts) -> Travels:
    named = [
        Published(m.measure.short_name.get(texts.lang), m.newest.years, m.newest.source.publisher)
        for m in drawn
    ]
    return published_travels(cited, named, texts)
