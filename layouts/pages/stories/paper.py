"""The card on paper: a plain form that asks for a PDF, before any script has loaded."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from data.catalogue.determinants import determinants
from data.locale import LANGUAGES, Texts
from layouts import paths
from layouts.components.kept_in_form import kept_in_form
from layouts.paper.kit_looks import BOTH, COUNTS, PAPERS, SIZES, STARTS
from layouts.request import PageRequest


def section(request: PageRequest) -> Component:
    """What the card is, and the form that makes it."""
    t = request.texts.t
    return html.Section(
        [
            html.H2(t("stories.paper_title"), id="paper"),
            html.P(t("stories.paper")),
            _form(request),
            html.P(t("stories.paper_kept")),
            html.P(
                [
                    t("stories.paper_more"),
                    " ",
                    html.A(t("stories.paper_slides"), href=request.link(paths.PRESENT)),
                ]
            ),
        ]
    )


def _form(request: PageRequest) -> Component:
    t, lang = request.texts.t, request.texts.lang
    languages = [(BOTH, t("stories.both"))]
    languages += [(code, t(f"fact_sheets.lang_{code}")) for code in LANGUAGES]
    topics = [(entry.id, entry.title.get(lang)) for entry in determinants().values()]
    counts = [
        (str(count), t("stories.numbered", count=count) if count else t("stories.blank"))
        for count in COUNTS
    ]
    fields = [
        _select("sheet", languages, request.texts),
        _select("determinant", topics, request.texts),
        _select("paper", [(name, t(f"stories.{name}")) for name in PAPERS], request.texts),
        _select("size", [(name, t(f"stories.{name}")) for name in SIZES], request.texts),
        _select("cards", counts, request.texts),
        _select("from", [(str(first), str(first)) for first in STARTS], request.texts),
    ]
    address = request.link(f"{paths.KIT}/cards.pdf").split("?")[0]
    return html.Form(
        [
            *fields,
            *kept_in_form(request),
            html.Div(
                [
                    html.Button(
                        t("stories.paper_get"), type="submit", className="button button--solid"
                    ),
                    *(
                        html.Button(
                            t(f"stories.paper_{kind}"),
                            type="submit",
                            formAction=address.replace("/cards.pdf", f"/{kind}.pdf"),
                            className="button button--plain",
                        )
                        for kind in ("signup", "questions")
                    ),
                ],
                className="own-tools",
            ),
        ],
        action=address,
        method="get",
        className="paper-form",
    )


def _select(key: str, options: Sequence[tuple[str, str]], texts: Texts) -> Component:
    field = f"paper-{key}"
    return html.Div(
        [
            html.Label(texts.t(f"stories.paper_{key}"), htmlFor=field),
            html.Select(
                [html.Option(said, value=value) for value, said in options],
                id=field,
                name=key,
                className="sheets__select",
            ),
        ],
        className="sheets__field",
    )
