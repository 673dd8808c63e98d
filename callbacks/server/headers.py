"""Headers that every answer carries: what a browser may load, and who may frame the page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial

from flask import Flask, Response, g, request

from callbacks.server import keys
from callbacks.server.watch.kinds import API, DOWNLOAD, EMBED, EXPORT, SWITCH, kind_of
from data.api.problem import MEDIA_TYPE

# Never shown as a document.
_DATA = ("application/json", MEDIA_TYPE)
_READERS = "Access-Control-Allow-Origin"
# What other sites show: a frame, the picture of a shared link, one finding as a picture.
_SHOWN_ELSEWHERE = ("preview/", "fact/")
# Files made for whoever asked: of a deck, of an area that somebody drew, for a meeting.
_MADE_FOR_ONE = (EXPORT, DOWNLOAD)
_OWN = re.compile(
    r"\bown-[pn]|/own\b|[?&](shape|pick|deck)=|/memo[/.]|/packet\.|/present/", re.IGNORECASE
)
# The page asks for the visitor's place only to pick a neighborhood inside the browser.
_PERMISSIONS = (
    "geolocation=(self), camera=(), microphone=(), payment=(), usb=(), interest-cohort=()"
)


def readable_by_all(response: Response) -> Response:
    """Every other site may read it (CORS): nothing of a visitor is in it."""
    response.headers[_READERS] = "*"
    return response


def content_security_policy(
    *, script_hashes: Sequence[str], style_hashes: Sequence[str], frame_ancestors: str
) -> str:
    """The policy: everything comes from this server.

    Inline scripts and <style> elements are those of Dash alone, which are named by their hashes.
    Style attributes are allowed: pages are drawn with them before any script runs. Browsers that
    do not tell the two apart (before 2022) read `style-src` alone. Workers and pictures may be
    blobs made by the page.
    """
    rules = {
        "default-src": "'none'",
        "script-src": " ".join(["'self'", *script_hashes]),
        "style-src": "'self' 'unsafe-inline'",
        "style-src-elem": " ".join(["'self'", *style_hashes]),
        "style-src-attr": "'unsafe-inline'",
        "img-src": "'self' data: blob:",
        "font-src": "'self'",
        "connect-src": "'self'",
        "worker-src": "'self' blob:",
        "manifest-src": "'self'",
        "base-uri": "'self'",
        "form-action": "'self'",
        "frame-ancestors": frame_ancestors,
    }
    return "; ".join(f"{name} {value}" for name, value in rules.items())


def frame_options(frame_ancestors: str) -> str:
    """The same for browsers that know no policy; empty where their word for it does not exist."""
    return {"'none'": "DENY", "'self'": "SAMEORIGIN"}.get(frame_ancestors, "")


def _concerns_one(kind: str) -> bool:
    """Whether the file that is asked for was made of what this visitor drew, chose or wrote."""
    if kind not in _MADE_FOR_ONE:
        return False
    return request.method == "POST" or _OWN.search(keys.as_read(request)) is not None


def _resource_policy(response: Response, kind: str, shown: tuple[str, ...]) -> str:
    """Which sites may load an answer as a part of theirs."""
    for_all = kind in (API, EMBED) or _READERS in response.headers
    return "cross-origin" if for_all or request.path.startswith(shown) else "same-origin"


def register(
    server: Flask,
    *,
    base_path: str,
    script_hashes: Sequence[str],
    style_hashes: Sequence[str],
    frame_ancestors: str,
) -> None:
    """Add the headers to every answer of `server`. Whoever says nothing of how long an answer may
    be kept has it kept by nobody.
    """
    shown = tuple(f"{base_path}{path}" for path in _SHOWN_ELSEWHERE)
    policy_of = partial(
        content_security_policy, script_hashes=script_hashes, style_hashes=style_hashes
    )
    policy = policy_of(frame_ancestors=frame_ancestors)
    options = frame_options(frame_ancestors)
    # a page that sends sets `g.never_framed`: nobody is to press its buttons without seeing them
    unframed = policy_of(frame_ancestors="'none'")

    @server.after_request
    def add_headers(response: Response) -> Response:
        headers = response.headers
        headers["X-Content-Type-Options"] = "nosniff"
        headers["Referrer-Policy"] = "strict-origin-when-cross-origin"
        kind = kind_of(request.path, base_path)
        if "Cache-Control" not in headers or _concerns_one(kind):
            headers["Cache-Control"] = "no-store"
        # no other site can load what is asked for by POST in JSON
        if kind != SWITCH or response.mimetype not in _DATA:
            headers["Cross-Origin-Resource-Policy"] = _resource_policy(response, kind, shown)
        # A JSON answer is never a document; a switch of the outcome stays small without it.
        if response.mimetype not in _DATA:
            alone = g.get("never_framed", False)
            headers["Content-Security-Policy"] = unframed if alone else policy
            if alone or options:
                headers["X-Frame-Options"] = "DENY" if alone else options
            headers["Permissions-Policy"] = _PERMISSIONS
            headers["Cross-Origin-Opener-Policy"] = "same-origin"
        if response.mimetype == "text/html":  # nothing that a page loads comes from elsewhere
            headers["Cross-Origin-Embedder-Policy"] = "require-corp"
        return response
