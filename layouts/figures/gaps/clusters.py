"""Clusters of census tracts on a map: what stays after correction for many tests."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from data.catalogue.schema import Source
from data.files.csv_file import about, place_cell
from data.gaps.context_sentences import clusters
from data.gaps.results import ClusterArea, ClusterData
from data.locale import Texts
from data.locale.format import format_people, join_list
from data.models import Geography, Polarity
from data.sentences.words import opening, place_label, short_name, value_text
from layouts.figures.base import areas, axis_title, map_layout
from layouts.figures.chart import Chart, Column, Legend
from layouts.figures.gaps.equity_dots import plain
from layouts.figures.tables import Lazy, indicator_notes
from layouts.figures.travels import Cited, travels
from layouts.theme import Palette

NAMED_AROUND = 6
KINDS: tuple[str, ...] = ("high_high", "low_low", "high_low", "low_high")
CSV_COLUMNS: tuple[str, ...] = ("place_id", "cluster", "value", "people", "neighborhoods", "place")


def build_clusters(
    data: ClusterData,
    *,
    source: Source,
    theme: Palette,
    texts: Texts,
    scale: float = 1.0,
) -> Chart:
    """Map and list of the tracts in clusters; every other tract is one quiet fill."""
    fills = cluster_colors(data, theme)
    return Chart(
        title=texts.t("gaps.clusters.title", outcome=opening(short_name(data.outcome, texts.lang))),
        sentence=clusters(data, texts),
        figure={
            "data": _traces(data, fills, theme, texts),
            "layout": map_layout(data.bounds, theme, scale),
        },
        columns=[
            Column("tract", texts.t("gaps.column.tract")),
            Column("cluster", texts.t("gaps.column.cluster")),
            Column("value", opening(axis_title(data.outcome, texts)), "number"),
            Column("people", texts.t("figures.column.people"), "number"),
            Column("where", texts.t("gaps.column.where")),
        ],
        rows=[_row(data, area, texts) for area in data.areas],
        csv_columns=CSV_COLUMNS,
        csv_rows=Lazy(lambda: _csv_rows(data, texts)),
        csv_shared=about(data.outcome, source, Geography.TRACT.value, texts),
        notes=indicator_notes(data.outcome, source, texts),
        travels=travels([Cited(data.outcome, source)], texts=texts),
        legend=_legend(data, fills, texts),
    )


def _legend(data: ClusterData, fills: dict[str, str], texts: Texts) -> Legend | None:
    if not fills:
        return None
    return Legend(
        entries=tuple((color, cluster_name(data, kind, texts)) for kind, color in fills.items()),
        in_full=tuple(_in_full(data, kind, texts) for kind in fills),
    )


def _in_full(data: ClusterData, kind: str, texts: Texts) -> str:
    """`Low, among low: 25 tracts, 62,542 people, around Elm Park, …`."""
    areas = [area for area in data.areas if area.cluster == kind]
    names = list(dict.fromkeys(area.where[0] for area in areas if area.where))
    said = texts.t(
        "gaps.clusters.list",
        kind=cluster_name(data, kind, texts),
        count=len(areas),
        people=format_people(dict(data.people).get(kind, 0), lang=texts.lang),
    )
    if not names:
        return said
    shown = join_list(names[:NAMED_AROUND], lang=texts.lang)
    return f"{said}. {texts.t('gaps.clusters.around', names=shown)}."


def cluster_colors(data: ClusterData, theme: Palette) -> dict[str, str]:
    """Fill of the kinds that occur. Darker is worse, as on every map of an outcome."""
    low_is_worse = data.outcome.polarity is Polarity.HIGHER_IS_BETTER
    worse, better = ("low_low", "high_high") if low_is_worse else ("high_high", "low_low")
    fills = {worse: theme.outcome[4], better: theme.outcome[1]}
    fills |= {kind: theme.outcome[2] for kind in KINDS if kind not in fills}
    found = set(data.clusters)
    return {kind: color for kind, color in fills.items() if kind in found}


def cluster_name(data: ClusterData, kind: str, texts: Texts) -> str:
    """`Low among low`, in words of the outcome's values."""
    return texts.t(f"gaps.clusters.kind.{kind}")


def _traces(
    data: ClusterData, fills: dict[str, str], theme: Palette, texts: Texts
) -> list[dict[str, Any]]:
    rest = [i for i, kind in enumerate(data.clusters) if kind not in fills]
    traces = [
        areas(
            data.geojson_url,
            [data.feature_ids[i] for i in rest],
            [0] * len(rest),
            (theme.few_events,),
            theme.area_line,
            hoverinfo="skip",
        )
    ]
    order = {kind: step for step, kind in enumerate(fills)}
    chosen = [area for area in data.areas if area.cluster in order]
    if chosen:
        traces.append(
            areas(
                data.geojson_url,
                [area.tract_id for area in chosen],
                [order[area.cluster] for area in chosen],
                tuple(fills.values()),
                theme.area_line,
                text=[", ".join(area.where[:2]) for area in chosen],
                customdata=[value_text(a.value, data.outcome, texts.lang) for a in chosen],
                hovertemplate="<b>%{text}</b><br>%{customdata}<extra></extra>",
            )
        )
    return traces


def _row(data: ClusterData, area: ClusterArea, texts: Texts) -> dict[str, str]:
    return {
        "tract": place_label(area.tract_id, area.tract_id, Geography.TRACT, texts),
        "cluster": cluster_name(data, area.cluster, texts),
        "value": value_text(area.value, data.outcome, texts.lang),
        "people": format_people(area.people, lang=texts.lang),
        "where": ", ".join(area.where),
    }


def _csv_rows(data: ClusterData, texts: Texts) -> list[Sequence[Any]]:
    """Every tract: its cluster, `none`, or nothing where there is no value."""
    known = {area.tract_id: area for area in data.areas}
    rows: list[Sequence[Any]] = []
    for tract, kind, value in zip(data.feature_ids, data.clusters, data.values, strict=True):
        area = known.get(tract)
        people = "" if area is None else area.people
        where = "" if area is None else "; ".join(area.where)
        place = place_cell("", tract, Geography.TRACT, texts)
        rows.append((f"tract-{tract}", kind, plain(value), people, where, place))
    return rows
