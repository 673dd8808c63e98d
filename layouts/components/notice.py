"""Short messages about the page itself: what had to be corrected, what cannot be shown."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from data.locale import Texts

# More are no help to a reader, and a crafted address could ask for thousands.
MAX_MESSAGES = 6


def notice(*, texts: Texts, messages: Sequence[str], tone: str = "note") -> Component:
    """One box with one paragraph a message; an empty box if there is nothing to say.

    Of more than MAX_MESSAGES the last paragraph says how many others there are. `tone` is `note`
    or `warning`. Both carry a word, so that color is never alone.
    """
    if not messages:
        return html.Div(className="notice notice--empty", hidden=True)
    word = html.Strong(texts.t(f"common.tone.{tone}"), className="notice__word")
    first, *rest = messages[:MAX_MESSAGES]
    if len(messages) > MAX_MESSAGES:
        rest.append(texts.t("common.more_notices", count=len(messages) - MAX_MESSAGES))
    return html.Div(
        [html.P([word, " ", first]), *(html.P(message) for message in rest)],
        className=f"notice notice--{tone}",
        role="note",
    )
