"""Our styles and browser code under names that carry their hash."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from flask import Flask, Response

from callbacks.server.errors import refusal
from layouts import bundles


def register(server: Flask, *, base_path: str, own: Callable[[], bundles.Bundle]) -> None:
    """Answer below `bundles/`, with one more of the app's `own`; callbacks/server/delivery.py
    compresses and keeps the files.
    """

    def bundle(name: str) -> Response:
        found = bundles.by_address().get(name)
        if found is None and own().name == name:
            found = own()
        if found is None:  # of another version: the page says that it must be loaded again
            return refusal(HTTPStatus.NOT_FOUND, "There is no such bundle.")
        return Response(found.content, mimetype=found.mimetype)

    server.add_url_rule(f"{base_path}{bundles.ADDRESS}<name>", "bundle", bundle)
