"""A site of a few lines with the whole server of the dashboard around it, which starts at once.

It says the release that stands in the file `RELEASE` of the directory that it was started in:
`broken` does not start, `silent` starts and answers no page. What ends in `.pdf` is made in the
room for heavy work: `sheet.pdf` by a real typesetter, of a page whose words stand in the query.
"""

from __future__ import annotations

import hashlib
import os
import signal
import time
from pathlib import Path

from dash import Dash
from flask import Flask, Response, abort, request

from callbacks.room.line import Lane
from callbacks.server import application, heavy
from data.settings import Settings
from layouts.frame.document import PageMetadata
from layouts.paper.press import Press, PressError
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
    heavy.register(app.server, settings)
    _add_exports(app.server)
    app.layout = small_layout()
    register_small_callbacks(app, [])

    @app.server.route("/slow")
    def slow() -> str:
        time.sleep(float(request.args.get("seconds", 1.5)))
        return f"release-{RELEASE}-"

    @app.server.route("/numbers.csv")
    def numbers() -> str:
        return f"release-{RELEASE}-"

    application.finish(app, settings, health=lambda: {"data_version": RELEASE})
    return app


def _add_exports(site: Flask) -> None:
    press = Press(typesetters=1, ready=1)

    def sheet() -> Response:
        told = request.args.get("told", "")
        shown = {"template": "sources", "title": told, "how": told, "author": "", "made": ""}
        shown |= {"description": "", "city": "", "lang": "en", "sections": [], "date": [2026, 1, 1]}
        try:
            return Response(press.print(lambda: shown), mimetype="application/pdf")
        except PressError:
            abort(503)

    def made() -> str:
        time.sleep(float(request.args.get("seconds", "0")))
        return f"release-{RELEASE}-"

    def large() -> str:
        held = [bytearray(1_000_000) for _ in range(int(request.args["megabytes"]))]
        return f"{len(held)} MB"

    def fatal() -> str:
        os.kill(os.getpid(), signal.SIGKILL)
        return ""

    for view in (sheet, made, large, fatal):
        site.add_url_rule(f"/{view.__name__}.pdf", view_func=heavy.heavy(view, Lane.FILE))
    heavy.warm_in_makers(site, lambda number: press.warm() if number == 0 else None)


server: Flask = _made().server
