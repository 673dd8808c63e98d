"""Race and ethnicity of one place: shares with margins, and which of them show no change."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from data.place.results import GroupShares, PlaceData, PlaceValue
from data.place.sentences import around, place_name
from layouts.components.table import data_table
from layouts.figures.chart import Column
from layouts.figures.inputs import value_with_interval
from layouts.request import PageRequest

# Keeps an interval on one line where a column is narrow.
_JOIN = "\u2060"


def groups(request: PageRequest, data: PlaceData) -> Component:
    """The four largest groups in three surveys; what changed is said once, above."""
    texts = request.texts
    t = texts.t
    said = [html.P(t("place.groups.lead"), className="place__lead")]
    later = data.groups[0].later if data.groups else None
    if later is not None and later.around:
        place = place_name(data.area.name, data.area.area_id, data.geography, texts)
        tract = around(place, later.tracts, texts)
        said.append(html.P(t("place.groups.tract_lead", around=tract)))
    return html.Div(
        [
            html.H3(t("place.groups.title")),
            *said,
            _table(request, data),
            html.P(t("place.groups.newest_note"), className="place__small"),
        ],
        className="groups",
    )


def _table(request: PageRequest, data: PlaceData) -> Component:
    texts = request.texts
    if not data.groups:
        return html.P(texts.t("place.missing.no_data"))
    first = data.groups[0]
    columns = [
        Column("group", texts.t("place.groups.column.group")),
        Column("earlier", first.earlier.indicator.years, "number"),
        Column("later", first.later.indicator.years, "number"),
        Column("newest", first.newest.indicator.years, "number"),
        Column(
            "city",
            texts.t("place.groups.column.city", years=first.newest.indicator.years),
            "number",
        ),
    ]
    return data_table(
        texts=texts,
        caption=texts.t("place.groups.caption"),
        columns=columns,
        rows=[_row(request, group) for group in data.groups],
    )


def _row(request: PageRequest, group: GroupShares) -> dict[str, str]:
    texts = request.texts

    def said(value: PlaceValue, *, city: bool = False) -> str:
        limits = (value.city_lower, value.city_upper) if city else (value.lower, value.upper)
        number = value.city if city else value.value
        shown = value_with_interval(number, *limits, value.indicator, texts)
        return shown.replace("–", f"{_JOIN}–{_JOIN}")

    return {
        "group": texts.t(f"place.groups.{group.group}"),
        "earlier": said(group.earlier),
        "later": said(group.later),
        "newest": said(group.newest),
        "city": said(group.newest, city=True),
    }
