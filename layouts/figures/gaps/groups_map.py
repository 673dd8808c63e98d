"""Who is in which group: a small map in the colors of the groups."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from data.atlas.overlays import OverlayLayer
from data.cities.city import city
from data.files.csv_file import place_cell
from data.gaps import sentences as gaps
from data.gaps.results import GapsData, GroupKind, GroupMap, GroupValue
from data.locale import Texts
from data.locale.format import format_people
from data.models import Geography
from data.sentences.words import opening, places_word, short_name
from layouts.figures.base import (
    areas,
    map_layout,
)
from layouts.figures.chart import Chart, Column, Legend
from layouts.figures.gaps.equity_dots import csv_shared, gap_notes, gap_travels
from layouts.figures.gaps.group_words import (
    factor_range,
    group_color,
    group_name,
    grouping_name,
    people_text,
)
from layouts.figures.overlays import hatch_traces, overlay_traces
from layouts.figures.tables import Lazy
from layouts.theme import Palette

# Letters of grades and numbers of districts are written on the map, from the layer of that name.
LABELS: Mapping[GroupKind, str] = {
    GroupKind.HOLC_GRADE: "holc",
    GroupKind.COUNCIL_DISTRICT: "districts",
}
CSV_COLUMNS: tuple[str, ...] = ("place_id", "place", "group", "group_name")


def build_groups_map(
    data: GapsData,
    *,
    theme: Palette,
    texts: Texts,
    hatch: Mapping[str, Any] | None = None,
    city_url: str = "",
    bounds: tuple[float, float, float, float] | None = None,
    labels: OverlayLayer | None = None,
    scale: float = 1.0,
) -> Chart:
    """Map of the groups. `hatch` holds the strokes of areas in no group, by area id; `city_url`
    is the outline drawn under grades, which cover a part of the city only; `bounds` is that part.
    """
    traces = _ground(city_url, theme) if data.grouping.kind is GroupKind.HOLC_GRADE else []
    traces += _groups(data, theme, texts)
    traces += _without(data, hatch or {}, theme, texts)
    if labels is not None:
        name = LABELS.get(data.grouping.kind, "")
        traces += overlay_traces(name, labels, theme, scale=scale)
    return Chart(
        title=texts.t("gaps.groups.title"),
        sentence=gaps.who(data, texts),
        figure={"data": traces, "layout": map_layout(bounds or data.map.bounds, theme, scale)},
        columns=_columns(data, texts),
        rows=[_row(data, group, texts) for group in data.groups],
        csv_columns=CSV_COLUMNS,
        csv_shared=csv_shared(data, texts),
        csv_rows=Lazy(lambda: _csv_rows(data, texts)),
        notes=gap_notes(data, texts),
        travels=gap_travels(data, texts),
        legend=_legend(data, theme, texts),
    )


def _ground(url: str, theme: Palette) -> list[dict[str, Any]]:
    if not url:
        return []
    return [areas(url, [city().id], [0], (theme.no_data,), theme.hatch, hoverinfo="skip")]


def map_colors(data: GapsData, theme: Palette) -> dict[str, str]:
    """Fill of each group. Districts have no order, so they share one quiet fill."""
    if data.grouping.kind is GroupKind.COUNCIL_DISTRICT:
        return {group.key: theme.few_events for group in data.groups}
    return {g.key: group_color(data, g, theme) for g in data.groups if g.compared}


def _groups(data: GapsData, theme: Palette, texts: Texts) -> list[dict[str, Any]]:
    colors = map_colors(data, theme)
    order = {key: step for step, key in enumerate(colors)}
    drawn = [i for i, key in enumerate(data.map.groups) if key in order]
    if not drawn:
        return []
    cut = data.grouping.kind is GroupKind.FIFTHS
    more: dict[str, Any] = {"hoverinfo": "skip"}
    if cut:
        more = {
            "text": [data.map.names[i] for i in drawn],
            "customdata": [order[data.map.groups[i]] + 1 for i in drawn],
            "hovertemplate": f"<b>%{{text}}</b><br>{texts.t('gaps.hover.group')}<extra></extra>",
        }
    return [
        areas(
            data.map.geojson_url,
            [data.map.feature_ids[i] for i in drawn],
            [order[data.map.groups[i]] for i in drawn],
            tuple(colors.values()),
            theme.area_line if cut else theme.control,
            **more,
        )
    ]


def _without(
    data: GapsData, hatch: Mapping[str, Any], theme: Palette, texts: Texts
) -> list[dict[str, Any]]:
    """Areas in no group: their own ground, and hatch lines over it in one trace."""
    rest = [i for i, key in enumerate(data.map.groups) if not key]
    if not rest:
        return []
    ids = [data.map.feature_ids[i] for i in rest]
    ground = areas(
        data.map.geojson_url,
        ids,
        [0] * len(ids),
        (theme.no_data,),
        theme.hatch,
        text=[data.map.names[i] for i in rest],
        hovertemplate=f"<b>%{{text}}</b><br>{texts.t('gaps.hover.no_group')}<extra></extra>",
    )
    return [ground, *hatch_traces((hatch.get(area_id) for area_id in ids), theme)]


# -- table and download -------------------------------------------------------------------------


def _columns(data: GapsData, texts: Texts) -> list[Column]:
    t, grouping = texts.t, data.grouping
    columns = [Column("group", t("gaps.column.group"))]
    if grouping.factor is not None:
        name = opening(short_name(grouping.factor, texts.lang))
        columns.append(Column("factor", name, "interval"))
    columns.append(Column("people", t("figures.column.people"), "number"))
    if grouping.kind is not GroupKind.COUNCIL_DISTRICT:
        columns += [
            Column("areas", opening(_place_word(data, texts)), "number"),
            Column("names", t("gaps.column.names")),
        ]
    return columns


def _place_word(data: GapsData, texts: Texts) -> str:
    if data.grouping.geography is None:
        return texts.t("sentences.geography.neighborhood.many")
    return places_word(data.grouping.geography, texts)


def _row(data: GapsData, group: GroupValue, texts: Texts) -> dict[str, str]:
    return {
        "group": group_name(data, group, texts),
        "factor": factor_range(data, group, texts),
        "people": people_text(group, texts),
        "areas": format_people(group.areas, lang=texts.lang),
        "names": ", ".join(group.names),
    }


def _csv_rows(data: GapsData, texts: Texts) -> list[Sequence[Any]]:
    drawn: GroupMap = data.map
    names = {g.key: group_name(data, g, texts) for g in data.groups}
    places = data.grouping.geography
    if data.grouping.kind is GroupKind.COUNCIL_DISTRICT:
        places = Geography.COUNCIL_DISTRICT
    kind = data.grouping.kind.value if places is None else places.value
    return [
        (
            f"{kind}-{feature}",
            names.get(key, name) if places is None else place_cell(name, feature, places, texts),
            key,
            names.get(key, ""),
        )
        for feature, name, key in zip(drawn.feature_ids, drawn.names, drawn.groups, strict=True)
    ]


def _legend(data: GapsData, theme: Palette, texts: Texts) -> Legend | None:
    title, entries = legend_entries(data, theme, texts)
    if not entries:
        return None
    uncounted = any(not key for key in data.map.groups)
    is_hatched = uncounted and data.grouping.kind is GroupKind.FIFTHS
    return Legend(
        title=title,
        entries=tuple((color, words) for color, words, _ in entries),
        places=tuple(places for *_, places in entries),
        no_data=texts.t("charts.legend.no_data") if is_hatched else "",
    )


def legend_entries(
    data: GapsData, theme: Palette, texts: Texts
) -> tuple[str, list[tuple[str, str, int]]]:
    """Title and (fill, words, places) of each group, in order; none for districts."""
    colors = map_colors(data, theme)
    if data.grouping.kind is GroupKind.COUNCIL_DISTRICT:
        return "", []
    entries = [
        (colors[group.key], factor_range(data, group, texts) or group_name(data, group, texts),
         group.areas)
        for group in data.groups
        if group.key in colors
    ]  # fmt: skip
    return opening(grouping_name(data, texts)), entries
