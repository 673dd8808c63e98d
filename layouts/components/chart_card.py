"""One chart card everywhere: picture, sentence, table, downloads, how to read it, source."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from data.locale import Texts
from layouts import ids
from layouts.components.attributes import aria
from layouts.components.cite import cite_link
from layouts.components.controls import button, fold, link_button
from layouts.components.drawn import drawn as with_picture
from layouts.components.embed_button import embed_button
from layouts.components.kept_together import kept_together
from layouts.components.key import key_list
from layouts.components.loading import loading
from layouts.components.slide_button import slide_button
from layouts.components.terms import with_terms
from layouts.figures.chart import Chart, KeyEntry
from layouts.inline.picture import picture as picture_of
from layouts.pictures.features import NotDrawnError

# Plotly's names of its tools. A locale of plotly's own name would keep what plotly says in it.
_TOOLS = {"box": "Box Select", "lasso": "Lasso Select"}
_LOCALE = "page"
_EMPTY_FIGURE: dict[str, Any] = {"data": [], "layout": {}}

GRAPH_CONFIG: dict[str, Any] = {
    "displaylogo": False,
    "displayModeBar": False,
    "showSendToCloud": False,
    "plotlyServerURL": "",
    "scrollZoom": False,
    "doubleClick": "reset",
}


def _selecting(texts: Texts) -> dict[str, Any]:
    """Config of a chart in which places can be drawn around: two tools, named in the language.

    Buttons are listed one by one: plotly's own choice includes "Share chart", which uploads it.
    """
    words = {name: texts.t(f"charts.tools.{key}") for key, name in _TOOLS.items()}
    return {
        "displayModeBar": "hover",
        "modeBarButtons": [["select2d", "lasso2d"]],
        "locale": _LOCALE,
        "locales": {_LOCALE: {"dictionary": words, "format": {}}},
    }


def graph_style(*, height_px: float | None) -> dict[str, str]:
    """`style` of a graph that must be as tall as its figure; empty for one that fills its frame.

    On a wall, where its words are larger (assets/css/drawn.css), it is taller too.
    """
    return {"height": f"calc({height_px:.0f}px * var(--wall))"} if height_px else {}


def pictured(component: Component, figure: Mapping[str, Any]) -> Component:
    """`component` with the picture of `figure` for the first HTML, made when it is asked for."""

    def made() -> str:
        try:
            return picture_of(figure)
        except NotDrawnError:  # plotly draws it when it comes
            return ""

    return with_picture(component, made) if figure.get("data") or _has_words(figure) else component


def _has_words(figure: Mapping[str, Any]) -> bool:
    return bool(figure.get("layout", {}).get("annotations"))


def graph(
    *,
    texts: Texts,
    chart: str,
    figure: Mapping[str, Any] | None = None,
    scrolls: bool = False,
    shown_first: Mapping[str, Any] | None = None,
) -> Component:
    """The plotly graph of a card: fills its frame; tools only where places can be selected.

    A graph takes the size of its element and overlooks the height of its figure. With `scrolls`
    the element gets the figure's height; whoever sends another figure sets `style` with it.
    `shown_first` is the figure of the first HTML, where the browser makes the graph's own.
    """
    height = (figure or {}).get("layout", {}).get("height") if scrolls else None
    still = chart not in ids.CHARTS
    config: Any = GRAPH_CONFIG if still else GRAPH_CONFIG | _selecting(texts)
    made = dcc.Graph(
        id=ids.chart(chart).graph,
        figure=dict(figure) if figure is not None else _EMPTY_FIGURE,
        responsive=True,
        className="chart-card__graph" + (" chart-card__graph--still" if still else ""),
        style=graph_style(height_px=height),
        config=config,
    )
    return pictured(made, shown_first or figure or _EMPTY_FIGURE)


def notes_list(notes: Sequence[str]) -> Component:
    """Source, years and caveats as a list, for the element with the card's notes id."""
    return html.Ul([html.Li(note) for note in notes], className="notes")


def _short_name(chart: str, title: str, texts: Texts) -> str:
    """What tools call a chart: a name of its own where one is written, else its title."""
    key = f"charts.{chart}.name"
    return texts.t(key) if texts.has(key) else title


def _image_button(*, texts: Texts, chart: str, here: str, kind: str, element: str) -> Component:
    name = texts.t(f"charts.tools.{kind}_name", title=here)
    return button(
        id=element,
        label=kind.upper(),
        kind="quiet",
        name=name,
        data={"export": kind, "chart": chart},
    )


def _table_parts(
    *, texts: Texts, chart: str, table: Component | None, csv_href: str, above: Component | None
) -> list[Component]:
    """The table, folded: in the page at once, or fetched when it is opened (many rows).

    `above` is what stands over it.
    """
    card, label = ids.chart(chart), texts.t("charts.tools.table")
    if table is not None:
        return [
            fold(
                label=label,
                children=table if above is None else [above, table],
                id=card.table_details,
                panel_id=card.table,
                class_name="fold--below",
            )
        ]
    return [
        dcc.Store(id=card.table_open, data=False),
        fold(
            label=label,
            children=loading(texts, csv_href),
            id=card.table_details,
            panel_id=card.table,
            loads=card.table_open,
            class_name="fold--over fold--table",
        ),
    ]


def _tools(
    *,
    texts: Texts,
    chart: str,
    here: str,
    csv_href: str,
    file_name: str,
    how_to_read: Sequence[str],
    notes: Sequence[str],
    table: Component | None,
    method_href: str | None,
    help_label: str,
    slide_of: tuple[str, str] | None,
    cite_href: str,
    cited: Sequence[str],
    whole: Component | None,
    source: Component | None,
) -> Component:
    card = ids.chart(chart)
    images = (("png", card.png), ("svg", card.svg))
    method = None
    if method_href:
        method = link_button(
            label=texts.t("charts.tools.method"),
            href=method_href,
            kind="quiet",
            name=texts.t("charts.tools.method_name", title=here),
        )
    return html.Div(
        [
            *_table_parts(texts=texts, chart=chart, table=table, csv_href=csv_href, above=whole),
            link_button(
                id=card.csv,
                label="CSV",
                href=csv_href,
                kind="quiet",
                name=texts.t("charts.tools.csv_name", title=here),
                # the pictures take their name from here: assets/clientside/shared/export.js
                download=f"{file_name}.csv",
            ),
            fold(
                label=texts.t("charts.tools.image"),
                children=[
                    _image_button(texts=texts, chart=chart, here=here, kind=kind, element=element)
                    for kind, element in images
                ],
                class_name="fold--menu fold--up fold--script",
            ),
            fold(
                label=help_label or texts.t("charts.tools.help"),
                children=[
                    html.Div(
                        [html.P(with_terms(text, texts)) for text in how_to_read], id=card.help
                    ),
                    *([] if source is None else [source]),
                    html.Div(notes_list(notes), id=card.notes),
                ],
                id=card.help_details,
                class_name=f"{'fold--over' if table is None else 'fold--below'} fold--text",
                # over the chart it has the chart's height and scrolls
                scroll_label=texts.t("charts.tools.help_name", title=here)
                if table is None
                else None,
            ),
            cite_link(
                texts=texts,
                id=card.cite,
                href=cite_href,
                name=texts.t("cite.chart", title=here),
                of=(*cited, card.title, card.sentence, card.source),
                class_name="button button--quiet",
            ),
            embed_button(texts=texts, chart=chart, title=here),
            slide_button(texts=texts, chart=chart, title=here, of=slide_of),
            method,
        ],
        className="chart-card__tools",
        role="group",
        **aria(label=texts.t("charts.tools.label", title=here)),
    )


def _plot(*, picture: Component, label: str | None) -> Component:
    """The frame of the picture; with a label it is a region that scrolls, by keyboard too."""
    if label is None:
        return html.Div(picture, className="chart-card__plot")
    return html.Div(
        picture,
        className="chart-card__plot chart-card__plot--scrolls",
        role="region",
        tabIndex=0,
        **aria(label=label),
    )


def words_of(drawn: Chart) -> dict[str, Any]:
    """What a card says of a chart, as `chart_card` takes it: its first note is the source."""
    source, *notes = drawn.notes
    return {
        "title": drawn.title,
        "sentence": drawn.sentence,
        "source": source,
        "notes": notes,
        "key": drawn.travels.key,
        "caption": drawn.caption,
    }


def card_parts(
    *,
    texts: Texts,
    chart: str,
    title: str,
    sentence: str,
    source: str,
    csv_href: str,
    cite_href: str,
    cited: Sequence[str] = (),
    file_name: str = "",
    how_to_read: Sequence[str],
    notes: Sequence[str] = (),
    key: Sequence[KeyEntry] = (),
    figure: Mapping[str, Any] | None = None,
    beside: Component | None = None,
    shown_first: Mapping[str, Any] | None = None,
    picture: Component | None = None,
    scrolls: bool = False,
    table: Component | None = None,
    method_href: str | None = None,
    help_label: str = "",
    slide_of: tuple[str, str] | None = None,
    caption: str = "",
    sources_apart: bool = False,
) -> list[Component]:
    """What a card holds under its heading: picture, key, sentence, source, tools.

    `cite_href` is the chart's short address, `cited` are ids of elements that are cited before its
    title; `help_label` is another name for "How to read"; `slide_of` are page and query of a chart
    that stands on the page of another one. With a `caption` the sentence stands over the table,
    where its numbers are. With `sources_apart` the page names sources in one place; the card's own
    goes to "How to read".
    """
    card = ids.chart(chart)
    if table is None:
        caption = ""
    whole = html.P(with_terms(sentence, texts), id=card.sentence, className="chart-card__sentence")
    named = html.P(kept_together(source), id=card.source, className="chart-card__source")
    said = (
        html.P(with_terms(caption, texts), className="chart-card__sentence") if caption else whole
    )
    frame: list[Component] = [beside] if beside is not None else []
    frame.append(
        _plot(
            # a component without children counts as false
            picture=graph(
                texts=texts,
                chart=chart,
                figure=figure,
                scrolls=scrolls,
                shown_first=shown_first,
            )
            if picture is None
            else picture,
            label=title if scrolls else None,
        )
    )
    return [
        html.Div(frame, className="chart-card__frame" + (" has-legend" if beside else "")),
        html.Figcaption(
            [
                html.Div(key_list(key, texts), id=card.key),
                said,
                *([] if sources_apart else [named]),
            ],
            className="chart-card__caption",
        ),
        _tools(
            texts=texts,
            chart=chart,
            here=_short_name(chart, title, texts),
            csv_href=csv_href,
            file_name=file_name,
            how_to_read=how_to_read,
            notes=notes,
            table=table,
            method_href=method_href,
            help_label=help_label,
            slide_of=slide_of,
            cite_href=cite_href,
            cited=cited,
            whole=whole if caption else None,
            source=named if sources_apart else None,
        ),
    ]


def chart_card(
    *,
    texts: Texts,
    chart: str,
    title: str,
    above: Component | None = None,
    subordinate: bool = False,
    **parts: Any,
) -> Component:
    """A `<figure>` named by its heading and described by its sentence.

    `chart` is `map`, `scatter`, `ranking` or another one. Tools call it by its text under
    `charts.<chart>.name`, or else by its title. `parts` are the other words of `card_parts`:
    `beside` stands next to the graph (the map's legend), `above` over it (a search field).
    `picture` replaces the graph; with `scrolls` a figure taller than its frame scrolls in it. The
    table is put into `<chart>-table` once it is unfolded: `<chart>-table-open` knows. With `table`
    it is there from the start, and what unfolds pushes the page down instead of covering the card.
    `subordinate` cards stand under a heading of their own section.
    """
    heading = html.H3 if subordinate else html.H2
    card = ids.chart(chart)
    return html.Figure(
        [
            heading(kept_together(title), id=card.title, className="chart-card__title"),
            above,
            *card_parts(texts=texts, chart=chart, title=title, **parts),
        ],
        id=card.card,
        className=f"chart-card chart-card--{chart}",
        **aria(labelledby=card.title, describedby=card.sentence),
    )


def cards(children: Sequence[Component]) -> Component:
    """The linked cards. Order of reading, on a phone of seeing too: map, selection, the rest."""
    return html.Div(list(children), className="cards")
