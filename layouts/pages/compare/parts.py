"""Parts of the Compare page: places to order and choose from, choices, tools, legend, sources.

Everything that acts is a plain button with `data-compare`; assets/clientside/compare/page.js turns
a press into a new address, and the address redraws the page. So Back takes every step back.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from data.cities.city import city
from data.compare.results import CompareData, ComparedPlace
from data.compare.sentences import place_name
from data.compare.state import CompareState, Order
from data.locale import Texts
from data.locale.format import format_people
from data.models import CITY_PLACE, Geography
from layouts import ids, paths
from layouts.charts.compare import address_of
from layouts.charts.file_names import compare_name
from layouts.charts.offered import COMPARED, COMPARED_ROW
from layouts.components.attributes import aria, data
from layouts.components.cite import below, cite_link
from layouts.components.controls import fold, link_button
from layouts.components.embed_button import embed_button
from layouts.components.slide_button import answers, slide_button
from layouts.components.terms import with_terms
from layouts.figures.chart import KeyEntry
from layouts.pages.compare.form import ordered
from layouts.request import PageRequest

CSV_PATH = "/download/compare.csv"


def action(
    *, label: str, does: str, value: str = "", name: str = "", kind: str = "plain", **extra: Any
) -> Component:
    """A button that changes the address."""
    attributes = data(compare=does, value=value)
    if name:
        attributes |= {**aria(label=name), "title": name}
    return html.Button(
        label, type="button", className=f"button button--{kind}", **attributes, **extra
    )


# -- places -----------------------------------------------------------------------------------


def places_list(request: PageRequest, found: Sequence[ComparedPlace], state: CompareState) -> Any:
    """The chosen places in their order; each can be moved, removed, or made the baseline."""
    spoken = request.texts
    items = [_place_item(request, place, state, i) for i, place in enumerate(found)]
    words = {
        key: spoken.t(f"compare.places.{key}", place="{place}", n="{n}", m="{m}")
        for key in ("moved", "removed", "added", "now_baseline")
    }
    return html.Ol(
        items,
        className="cmp-places",
        **data(places=",".join(state.places), baseline=state.baseline, **words),
    )


def _place_item(
    request: PageRequest, place: ComparedPlace, state: CompareState, index: int
) -> Component:
    spoken = request.texts
    name = place_name(place, spoken)
    is_baseline = place.place_id == state.baseline
    return html.Li(
        [
            html.Span("⠿", className="cmp-place__grip", **aria(hidden="true")),
            html.Div(
                [
                    html.A(
                        name,
                        href=request.link(paths.of_place(place.place_id)),
                        className="cmp-place__name",
                        draggable="false",
                    ),
                    html.Span(_place_facts(place, spoken), className="cmp-place__facts"),
                ],
                className="cmp-place__words",
            ),
            html.Div(
                [
                    _baseline_button(place.place_id, name, is_baseline, spoken),
                    *_move_buttons(place.place_id, name, index, len(state.places), spoken),
                ],
                className="cmp-place__actions",
            ),
        ],
        className="cmp-place" + (" cmp-place--baseline" if is_baseline else ""),
        draggable="true",
        title=spoken.t("compare.places.drag"),
        **data(item=place.place_id, name=name),
    )


def _place_facts(place: ComparedPlace, spoken: Texts) -> str:
    kind = spoken.t(f"compare.place.kind.{place.layer.value}")
    counted = format_people(place.people_2020, lang=spoken.lang)
    return f"{kind} · {spoken.t('compare.place.people', n=counted)}"


def _baseline_button(place_id: str, name: str, pressed: bool, spoken: Texts) -> Component:
    key = "baseline" if pressed else "choose_baseline"
    return action(
        label=spoken.t(f"compare.places.{key}"),
        does="baseline",
        value=place_id,
        name=spoken.t(f"compare.places.{key}_name", place=name),
        kind="quiet",
        **aria(pressed="true" if pressed else "false"),
    )


def _move_buttons(
    place_id: str, name: str, index: int, count: int, spoken: Texts
) -> list[Component]:
    moves = (("up", "↑", index == 0), ("down", "↓", index == count - 1))
    buttons = [
        action(
            label=sign,
            does=does,
            value=place_id,
            name=spoken.t(f"compare.places.{does}", place=name),
            kind="quiet",
            **aria(disabled="true" if ends else "false"),
        )
        for does, sign, ends in moves
    ]
    remove = action(
        label="×",
        does="remove",
        value=place_id,
        name=spoken.t("compare.places.remove", place=name),
        kind="quiet",
    )
    return [*buttons, remove]


def add_city(state: CompareState, spoken: Texts) -> Component | None:
    """The city is always available: one press, and no place is lost for it."""
    if CITY_PLACE in state.places:
        return None
    return action(label=spoken.t("compare.places.add_city"), does="add", value=CITY_PLACE)


# -- choices and tools ------------------------------------------------------------------------


def choices(state: CompareState, spoken: Texts) -> list[Component]:
    """In which order the rows stand."""
    return [_choice("order", spoken.t("compare.controls.order"), ordered(spoken), state.order)]


def _choice(
    does: str,
    label: str,
    options: Sequence[tuple[Order, str]],
    chosen: Order,
) -> Component:
    return html.Div(
        [
            html.Span(label, className="field__label"),
            html.Div(
                [
                    action(
                        label=name,
                        does=does,
                        value=option.value,
                        **aria(pressed="true" if option is chosen else "false"),
                    )
                    for option, name in options
                ],
                className="cmp-choice",
                role="group",
                **aria(label=label),
            ),
        ]
    )


def tools(request: PageRequest, state: CompareState, tests: int) -> Component:
    """Download, picture, print, link, help."""
    t = request.texts.t
    base = request.asset("").removesuffix("assets/").rstrip("/")
    pictures = [
        action(label=kind.upper(), does=kind, name=t(f"compare.tools.{kind}_name"), kind="quiet")
        for kind in ("png", "svg")
    ]
    return html.Div(
        [
            link_button(
                label=t("compare.tools.csv"),
                href=f"{base}{CSV_PATH}{state.to_query()}",
                kind="quiet",
                name=t("compare.tools.csv_name"),
                download=f"{compare_name(state)}.csv",
            ),
            *pictures,
            cite_link(
                texts=request.texts,
                id=ids.chart(COMPARED).cite,
                href=below(request.link, address_of(state)),
                name=t("cite.finding"),
                of=(ids.COMPARE_NAMED, ids.COMPARE_TITLE, ids.COMPARE_SUMMARY, ids.COMPARE_NOTES),
                class_name="button button--quiet",
            ),
            embed_button(texts=request.texts, chart=COMPARED, title=t("compare.heading")),
            slide_button(texts=request.texts, chart=COMPARED, title=t("compare.heading")),
            _page_button(t("compare.tools.print"), **data(print="true")),
            _page_button(
                t("compare.tools.share"),
                **aria(describedby=ids.COMPARE_STATUS),
                **data(
                    share="true",
                    copied=t("compare.tools.shared"),
                    failed=t("compare.tools.share_failed"),
                ),
            ),
            fold(
                label=t("charts.tools.help"),
                children=[
                    *(
                        html.P(with_terms(part, request.texts))
                        for part in _paragraphs(t("compare.help.body", tests=tests))
                    ),
                    html.P(
                        html.A(
                            t("charts.tools.method"),
                            href=request.link(paths.METHODS) + "#comparing_places",
                        )
                    ),
                ],
                class_name="fold--menu fold--text",
            ),
        ],
        className="cmp-tools",
        role="group",
        **aria(label=t("compare.tools.label")),
    )


def _page_button(label: str, **attributes: Any) -> Component:
    """A button of every page: assets/clientside/shared/share.js hears it."""
    return html.Button(label, type="button", className="button button--quiet", **attributes)


def _paragraphs(body: str) -> list[str]:
    return [part.strip() for part in body.split("\n\n") if part.strip()]


def legend(key: Sequence[KeyEntry], spoken: Texts) -> Component:
    """What the marks mean, those that are drawn: shape first, color second."""
    entries = [
        html.Li(
            [
                html.Span(
                    entry.glyph,
                    className=f"cmp-glyph cmp-mark--{entry.shape}",
                    **aria(hidden="true"),
                ),
                entry.said,
            ]
        )
        for entry in key
    ]
    city = html.Span("|", className="cmp-glyph cmp-glyph--city", **aria(hidden="true"))
    entries.append(html.Li([city, spoken.t("compare.legend.city")]))
    return html.Ul(entries, className="cmp-legend", **aria(label=spoken.t("compare.legend.title")))


# -- sources ----------------------------------------------------------------------------------


def sources(notes: Sequence[str], spoken: Texts) -> list[Component]:
    """Each source once, with its measures and years, and how places are made from tracts: folded.

    On paper it stands open (assets/clientside/paper/sheets.js).
    """
    return [
        html.Details(
            [
                html.Summary(html.H2(spoken.t("compare.sources.title"))),
                html.P(spoken.t("compare.sources.overlap")),
                html.Ul([html.Li(note) for note in notes], id=ids.COMPARE_NOTES, className="notes"),
            ],
            className="part",
        )
    ]


def examples(request: PageRequest, known: Mapping[str, ComparedPlace]) -> Component:
    """Ways to start for somebody who has not chosen yet."""
    districts = [p for p in known.values() if p.layer.value == Geography.COUNCIL_DISTRICT.value]
    few = [place.place_id for place in districts] or [*city().examples]
    chosen = ",".join([*few, CITY_PLACE])
    return html.P(
        [
            request.texts.t("compare.empty.start"),
            " ",
            html.A(
                request.texts.t(f"compare.empty.{'districts' if districts else 'places'}"),
                href=request.link(f"{paths.COMPARE}?places={chosen}"),
            ),
        ]
    )


def words(data_: CompareData, spoken: Texts, cite_at: str) -> dict[str, str]:
    """What stands in the rows beside their numbers; `cite_at` is the address of one of them, with
    `MEASURE` for its measure.
    """
    return {
        "cite": spoken.t("cite.label"),
        "cite_name": spoken.t("cite.chart", title="{title}"),
        "cite_at": cite_at,
        "card": spoken.t("compare.controls.places_label"),
        "baseline": spoken.t("compare.places.baseline"),
        "around": spoken.t("compare.place.around"),
        "baseline_name": place_name(data_.places[data_.baseline], spoken),
        "add": spoken.t("present.add"),
        "add_name": spoken.t("present.add_name", title="{title}"),
        "add_chart": COMPARED_ROW,
        **answers(spoken),
    }
