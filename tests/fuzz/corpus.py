"""What the site itself links, sends and takes: the ground that cases are made from."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from typing import Any

from dash import Dash

from data.decks.deck import Deck, ready_decks, ready_view, to_link
from data.outline import encoded
from layouts import paths
from tests import shared

LINK = re.compile(r'(?:href|src|action)="(/[^"#]*)')
# Made by other processes, in a second or more each.
HEAVY = re.compile(r"\.(pdf|png|pptx|docx|zip|xlsx|html)\b|/present/slides")
# Some blocks around the middle of the city, in parts of a degree.
CORNERS = ((-9458000, 3907000), (-9455000, 3907000), (-9455000, 3910000), (-9458000, 3910000))
METHODS_MORE = ("/healthz", "/livez", "/readyz", "/metrics", "/robots.txt", "/favicon.ico")
DASH = ("/_dash-layout", "/_dash-dependencies", "/_reload-hash", "/_favicon.ico")


@dataclass(frozen=True)
class Corpus:
    """Addresses by what they cost, the forms of stories, the callbacks of the server."""

    light: tuple[str, ...]
    heavy: tuple[str, ...]
    forms: tuple[str, ...]
    callbacks: tuple[tuple[str, dict[str, Any]], ...]
    deck: str
    outline: str


def corpus(app: Dash) -> Corpus:
    """All that the examples of pages link, and addresses that no page does."""
    client = app.server.test_client()
    found = set(shared.ADDRESSES) | {*METHODS_MORE, *DASH}
    for address in sorted(shared.ADDRESSES):
        found |= {unescape(link) for link in LINK.findall(client.get(address).text)}
    deck, outline = _deck(), encoded(CORNERS)
    found |= {
        f"/present?deck={deck}",
        f"/present/slides.json?deck={deck}",
        "/oembed?url=/embed/age",
    }
    found |= {f"/?shape={outline}&name=Ours", f"/compare?shape={outline}&pick=52", "/?pick=52,53"}
    found |= {f"/present/slides.{kind}?deck={deck}" for kind in ("html", "pdf", "pptx", "zip")}
    served = ((k, c) for k, c in sorted(app.callback_map.items()) if "callback" in c)
    return Corpus(
        tuple(sorted(address for address in found if not HEAVY.search(address))),
        tuple(sorted(address for address in found if HEAVY.search(address))),
        (paths.SHARE, paths.YOURS, paths.MODERATE, f"{paths.MODERATE}/decide"),
        tuple(served),
        deck,
        outline,
    )


def _deck() -> str:
    slides = next(iter(ready_decks().values())).slides
    return to_link(Deck(tuple(ready_view(slide, "en", place="zip-64130") for slide in slides)))
