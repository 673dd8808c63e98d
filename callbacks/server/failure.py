"""Tell the visitor, in the language of the page, that something did not work."""

from __future__ import annotations

from dash import set_props
from flask import request

from callbacks.server.watch.spoken import with_number
from data.address import display_of, query_parameters
from data.locale import texts
from data.settings import Settings
from layouts import ids
from layouts.components.notice import notice


def show_failure(settings: Settings) -> None:
    """Put a notice above the page. Call it inside a callback.

    A callback does not know the page's language; the address that the browser came from does.
    """
    # Cut, not parsed: whatever a client calls its referrer, the visitor must be told.
    query = (request.referrer or "").partition("#")[0].partition("?")[2]
    lang, _ = display_of(query_parameters(query), default_lang=settings.default_language)
    words = texts(lang)
    children = notice(
        texts=words, messages=[with_number(words.t("shell.failed"), words)], tone="warning"
    )
    set_props(ids.FAILURE, {"children": children, "lang": lang})
