"""The button that puts what is on screen into the visitor's slides; the browser keeps those."""

from __future__ import annotations

from dash.development.base_component import Component

from data.locale import Texts
from layouts import ids
from layouts.components.controls import button


def slide_button(
    *, texts: Texts, chart: str, title: str, of: tuple[str, str] | None = None
) -> Component:
    """Adds `chart` of the page at its present address; `title` names it for a screen reader.

    `of` are page and query of a chart that stands on the page of another one.
    """
    elsewhere = {"slide_page": of[0], "slide_query": of[1]} if of else {}
    return button(
        id=ids.chart(chart).add_slide,
        label=texts.t("present.add"),
        kind="quiet",
        name=texts.t("present.add_name", title=title),
        data={"add_slide": chart, **elsewhere, **answers(texts)},
    )


def answers(texts: Texts) -> dict[str, str]:
    """What the browser says once the button was pressed, by the end of its data attribute."""
    return {key: texts.t(f"present.{key}") for key in ("added", "full", "see")}
