"""The table behind a chart: the same rows, reachable and selectable by keyboard."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set

from dash import html
from dash.development.base_component import Component

from data.locale import Texts
from layouts.components.attributes import aria, data
from layouts.figures.chart import Column


def _select_cell(*, texts: Texts, place: str, name: str, selected: bool) -> Component:
    """A toggle; assets/clientside/explore/selection.js hears every `button[data-place]`."""
    return html.Td(
        html.Button(
            type="button",
            className="row-select",
            **aria(
                pressed="true" if selected else "false",
                label=texts.t("charts.table.select", place=name),
            ),
            **data(place=place),
        ),
        className="data-table__select",
    )


def _cells(columns: Sequence[Column], row: Mapping[str, str], linked: str) -> list[Component]:
    head, *rest = columns
    return [
        html.Th(row.get(head.key, ""), scope="row", className=f"cell--{head.kind}"),
        *(html.Td(_said(column, row, linked), className=f"cell--{column.kind}") for column in rest),
    ]


def _said(column: Column, row: Mapping[str, str], linked: str) -> str | Component:
    said = row.get(column.key, "")
    return html.A(said, href=row["href"]) if said and column.key == linked else said


def data_table(
    *,
    texts: Texts,
    caption: str,
    columns: Sequence[Column],
    rows: Sequence[Mapping[str, str]],
    places: Sequence[str] | None = None,
    selected: Set[str] = frozenset(),
    linked: str = "",
) -> Component:
    """An HTML table in a region that scrolls; the first column heads its row.

    With `places` (one id a row, such as `neighborhood-113`) each row starts with a button that
    adds the place to the selection or takes it out. Raises ValueError if lengths differ.

    What stands in the column `linked` leads to the `href` of its row.
    """
    if places is not None and len(places) != len(rows):
        raise ValueError(f"{len(places)} places for {len(rows)} rows")
    names = [row.get(columns[0].key, "") for row in rows]
    heads = [
        html.Th(column.label, scope="col", className=f"cell--{column.kind}") for column in columns
    ]
    if places is not None:
        heads.insert(0, html.Th(texts.t("charts.table.select_head"), scope="col"))
    body = []
    for index, row in enumerate(rows):
        cells = _cells(columns, row, linked)
        chosen = places is not None and places[index] in selected
        if places is not None:
            cells.insert(
                0,
                _select_cell(
                    texts=texts,
                    place=places[index],
                    name=names[index],
                    selected=chosen,
                ),
            )
        body.append(html.Tr(cells))
    return html.Div(
        html.Table(
            [html.Caption(caption), html.Thead(html.Tr(heads)), html.Tbody(body)],
            className="data-table",
        ),
        className="table-scroll",
        role="region",
        tabIndex=0,
        **aria(label=caption),
    )
