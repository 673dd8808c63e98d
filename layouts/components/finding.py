"""The finding in words: the first thing on a page, before any control."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from data.locale import Texts
from layouts import ids
from layouts.components.attributes import aria
from layouts.components.cite import cite_link
from layouts.components.controls import fold
from layouts.components.kept_together import kept_together
from layouts.components.terms import with_terms


def how_sure(*, texts: Texts, paragraphs: Sequence[str]) -> list[Component]:
    """Content of "How sure?": one paragraph a thought."""
    return [html.P(with_terms(text, texts)) for text in paragraphs]


def finding_content(
    *,
    texts: Texts,
    sentence: str,
    detail: str,
    through: str,
    paragraphs: Sequence[str],
    cite_href: str,
    source: str,
) -> list[Component]:
    """Children of FINDING: headline, in small type the numbers behind it and until when they tell,
    "How sure?", and Cite.

    `cite_href` is the short address of the finding, `source` the id of the element that names its
    sources.
    """
    return [
        html.H1(kept_together(sentence), id=ids.FINDING_SENTENCE, className="finding__sentence"),
        html.Div(
            [
                html.P(
                    with_terms(detail, texts), id=ids.FINDING_DETAIL, className="finding__detail"
                ),
                html.P(through, className="through"),
                fold(
                    label=texts.t("explore.finding.how_sure"),
                    children=how_sure(texts=texts, paragraphs=paragraphs),
                    panel_id=ids.FINDING_HOW_SURE,
                    class_name="fold--menu fold--text",
                ),
                cite_link(
                    texts=texts,
                    href=cite_href,
                    name=texts.t("cite.finding"),
                    of=(ids.FINDING_SENTENCE, ids.FINDING_DETAIL, source),
                ),
            ],
            className="finding__more",
        ),
    ]


def finding(**parts: Any) -> Component:
    """The section around the content, named by its sentence, which is the page's h1."""
    return html.Section(
        finding_content(**parts),
        id=ids.FINDING,
        className="finding",
        **aria(labelledby=ids.FINDING_SENTENCE),
    )
