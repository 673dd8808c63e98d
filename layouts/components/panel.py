"""The panel that describes the selected places beside the city. It never tests them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component

from data.locale import Texts
from data.models import Geography
from layouts import ids
from layouts.components.attributes import aria, data
from layouts.components.controls import button, fold
from layouts.components.static import static

_WAITS = ("none", "one", "many")


@dataclass(frozen=True, slots=True)
class SelectionRow:
    """One line of the panel, as display strings; `href` leads to the place if it has a page."""

    name: str
    people: str
    value: str
    interval: str = ""
    href: str | None = None
    city: bool = False
    note: str = ""


def selection_empty(*, texts: Texts) -> list[Component]:
    """What the panel says while nothing is selected."""
    return [
        html.P(
            [
                html.Strong(texts.t("explore.selection.none")),
                " ",
                texts.t("explore.selection.hint"),
            ],
            className="selection__summary",
        )
    ]


def _row(row: SelectionRow) -> Component:
    name = html.A(row.name, href=row.href) if row.href else row.name
    value: list[Component | str] = [html.Span(row.value, className="selection__value")]
    if row.interval:
        value.append(html.Span(row.interval, className="selection__interval"))
    if row.note:
        value.append(html.Span(row.note, className="selection__note"))
    return html.Tr(
        [
            html.Th(name, scope="row"),
            html.Td(row.people, className="cell--number"),
            html.Td(value, className="cell--number"),
        ],
        className="selection__city" if row.city else "",
    )


def selection_table(*, texts: Texts, value_label: str, rows: Sequence[SelectionRow]) -> Component:
    """Name, people, value with interval; the city is the last row, set off by a rule."""
    heads = [texts.t("common.place"), texts.t("common.people"), value_label]
    return html.Div(
        html.Table(
            [
                html.Caption(texts.t("explore.selection.caption"), className="visually-hidden"),
                html.Thead(html.Tr([html.Th(head, scope="col") for head in heads])),
                html.Tbody([_row(row) for row in rows]),
            ],
            className="data-table selection__table",
        ),
        className="table-scroll",
        role="region",
        tabIndex=0,
        **aria(label=texts.t("explore.selection.caption")),
    )


def selection_summary(
    *,
    texts: Texts,
    headline: str,
    value_label: str,
    rows: Sequence[SelectionRow],
    note: str | None = None,
    open_href: str | None = None,
    compare_href: str | None = None,
) -> list[Component]:
    """Children of SELECTION_PANEL for one or more places.

    `headline` is the pooled description ("12 neighborhoods, 31,000 people: 70.1 years (city
    75.9)"), of one place with its name. The warning that a selection is no test always follows it;
    `note` adds another. `open_href` leads to the page of the first row, where it is the only place,
    `compare_href` to the page that sets the places side by side.
    """
    count = sum(not row.city for row in rows)
    warning = texts.t("explore.selection.not_a_test", count=count)
    parts = [
        html.P(
            [html.Strong(headline), " ", html.Span(warning, className="selection__warning")],
            className="selection__summary",
        ),
        fold(
            label=texts.t("explore.selection.list"),
            children=static(selection_table(texts=texts, value_label=value_label, rows=rows)),
            class_name="fold--menu fold--up",
        ),
    ]
    if compare_href:
        words = texts.t("explore.selection.compare", count=count)
        parts.insert(1, html.A(words, href=compare_href, className="selection__open"))
    if open_href:
        words = texts.t("places.open", place=rows[0].name)
        parts.insert(1, html.A(words, href=open_href, className="selection__open"))
    if note:
        parts.insert(1, html.P(note, className="selection__note"))
    return parts


def selection_panel(
    *,
    texts: Texts,
    children: Sequence[Component],
    geography: str,
    places: Sequence[str] = (),
    boundaries_href: str | None = None,
) -> Component:
    """The strip under the charts: description of `places`, "use my location", "clear".

    "Use my location" compares the position with the boundaries at `boundaries_href` inside the
    browser; without that file there is no such button.
    """
    actions = []
    # Who is in none of the places is outside the city, unless the places leave parts of it out.
    elsewhere = "outside" if Geography(geography).covers_city else "not_shown"
    if boundaries_href:
        actions.append(
            button(
                id=ids.LOCATE,
                label=texts.t("explore.locate.button"),
                described_by=ids.LOCATE_STATUS,
                data={
                    "locate": "true",
                    "boundaries": boundaries_href,
                    "geography": geography,
                    "searching": texts.t("explore.locate.searching"),
                    "outside": texts.t(f"explore.locate.{elsewhere}"),
                    "unavailable": texts.t("explore.locate.unavailable"),
                },
            )
        )
    actions.append(
        button(
            id=ids.SELECTION_CLEAR,
            label=texts.t("explore.selection.clear"),
            data={"clear_selection": "true"},
        )
    )
    return html.Section(
        [
            html.H2(
                texts.t("explore.selection.title"),
                id=ids.SELECTION_TITLE,
                className="visually-hidden",
            ),
            html.Div(
                children,
                id=ids.SELECTION_PANEL,
                className="selection__body",
                role="status",
                **data(places=",".join(places)),
            ),
            # filled by clientside/explore/panel.js until the description is there
            html.P(
                id=ids.SELECTION_WAITING,
                className="selection__summary selection__waiting",
                role="status",
                hidden=True,
                **data(**{key: texts.t(f"explore.selection.waiting.{key}") for key in _WAITS}),
            ),
            html.Div(actions, className="selection__actions"),
            html.P(id=ids.LOCATE_STATUS, className="selection__status", role="status"),
        ],
        className="selection",
        **aria(labelledby=ids.SELECTION_TITLE),
    )
