"""A site of a few lines with the whole server of the dashboard around it, which starts at once.

It says the release that stands in the file `RELEASE` of the directory that it was started in:
`broken` does not start, `silent` starts and answers no page.
"""

from __future__ import annotations

import hashlib
import time
from pathlib import Path

from dash import Dash
from flask import Flask

from callbacks.server import application
from data.settings import Settings
from layouts.frame.document import PageMetadata
from tests.conftest import describe_small_failure, register_small_callbacks, small_layout

RELEASE = Path("RELEASE").read_text(encoding="utf-8").strip()


def _describe(pathname: str, query: str) -> PageMetadata:
    if RELEASE == "silent":
        raise RuntimeError("no page")
    return PageMetadata(title=f"release-{RELEASE}-", description="", lang="en", noscript="")


def _made() -> Dash:
    if RELEASE == "broken":
        raise RuntimeError("this release cannot be loaded")
    settings = Settings.from_environment()
    app = application.build(
        settings,
        describe=_describe,
        describe_failure=describe_small_failure,
        notify=lambda: None,
        page_version=hashlib.sha256(RELEASE.encode()).hexdigest()[:12],
    )
    app.layout = small_layout()
    register_small_callbacks(app, [])

    @app.server.route("/slow")
    def slow() -> str:
        time.sleep(1.5)
        return f"release-{RELEASE}-"

    @app.server.route("/numbers.csv")
    def numbers() -> str:
        return f"release-{RELEASE}-"

    application.finish(app, settings, health=lambda: {"data_version": RELEASE})
    return app


server: Flask = _made().server
