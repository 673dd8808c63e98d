"""Headers that every answer carries: what a browser may load, and who may frame the page."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Flask, Response, g

from data.api.problem import MEDIA_TYPE

# Never shown as a document.
_DATA = ("application/json", MEDIA_TYPE)
# The page asks for the visitor's place only to pick a neighborhood inside the browser.
_PERMISSIONS = (
    "geolocation=(self), camera=(), microphone=(), payment=(), usb=(), interest-cohort=()"
)


def readable_by_all(response: Response) -> Response:
    """Every other site may read it (CORS): nothing of a visitor is in it."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


def content_security_policy(*, script_hashes: Sequence[str], frame_ancestors: str) -> str:
    """The policy: everything comes from this server.

    Styles need 'unsafe-inline' (the component libraries set style attributes); scripts do not:
    `script_hashes` name the inline ones. Workers and pictures may be blobs made by the page.
    """
    rules = {
        "default-src": "'none'",
        "script-src": " ".join(["'self'", *script_hashes]),
        "style-src": "'self' 'unsafe-inline'",
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


def register(server: Flask, *, script_hashes: Sequence[str], frame_ancestors: str) -> None:
    """Add the headers to every answer of `server`."""
    policy = content_security_policy(script_hashes=script_hashes, frame_ancestors=frame_ancestors)
    options = frame_options(frame_ancestors)
    # a page that sends sets `g.never_framed`: nobody is to press its buttons without seeing them
    unframed = content_security_policy(script_hashes=script_hashes, frame_ancestors="'none'")

    @server.after_request
    def add_headers(response: Response) -> Response:
        headers = response.headers
        headers["X-Content-Type-Options"] = "nosniff"
        headers["Referrer-Policy"] = "strict-origin-when-cross-origin"
        # A JSON answer is never a document; a switch of the outcome stays small without it.
        if response.mimetype not in _DATA:
            alone = g.get("never_framed", False)
            headers["Content-Security-Policy"] = unframed if alone else policy
            if alone or options:
                headers["X-Frame-Options"] = "DENY" if alone else options
            headers["Permissions-Policy"] = _PERMISSIONS
            headers["Cross-Origin-Opener-Policy"] = "same-origin"
        return response
