"""What stands where a part is fetched when it is opened."""

from __future__ import annotations

from typing import Any

from dash import html
from dash.development.base_component import Component

from data.locale import Texts


def loading(texts: Texts, csv_href: str, id: str | None = None) -> list[Component]:
    """That it comes; without scripts the link to its numbers, which then is the way to them."""
    known: dict[str, Any] = {"id": id} if id else {}
    file = html.A(texts.t("common.as_file"), href=csv_href, download="")
    return [
        html.P(texts.t("common.loading"), className="loading", **known),
        html.Noscript(html.P(file)),
    ]
