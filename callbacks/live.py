"""Where the site stands, for whoever is to come back to it from a file."""

from __future__ import annotations

from flask import request

from data.settings import Settings


def site(settings: Settings) -> str:
    """Address of the site without a slash at its end: the operator's, else the one asked for."""
    return settings.public_url or request.host_url.rstrip("/") + settings.base_path.rstrip("/")


def live_url(settings: Settings, path: str) -> str:
    """Whole address of a path below the base path. What leaves takes it through `on_paper`."""
    return site(settings) + path
