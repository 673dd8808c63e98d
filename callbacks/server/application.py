"""A Dash app with this project's server around it."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Collection, Hashable, Mapping
from functools import partial
from hashlib import blake2b
from http import HTTPStatus
from typing import Any
from weakref import WeakMethod

from dash import Dash
from flask import Flask, Response, abort, request

from callbacks.live import site
from callbacks.room import life
from callbacks.server import (
    bundled,
    compression,
    delivery,
    errors,
    guard,
    headers,
    hosts,
    keys,
    logs,
    ordered,
    problems,
    shortcut,
    version,
    well_known,
)
from callbacks.server.inline_styles import style_hashes
from callbacks.server.watch import gate
from callbacks.server.watch.checks import Ask, Checks
from data.settings import Settings
from layouts import plotly_bundle
from layouts.bundles import ASSETS_FOLDER, Bundle, made_bundle
from layouts.frame.document import (
    DescribesFailures,
    DescribesPages,
    DocumentParts,
    PageMetadata,
    Site,
    render,
)
from layouts.pages import PAGES
from layouts.paper.live_code import is_public

# What Dash tells every page: a token for background callbacks (there are none, and it would make
# every document differ) and the version of Python, which concerns nobody outside.
_PRIVATE_CONFIG = ("end_id", "python_version")
_CONFIG_TAG = '<script id="_dash-config" type="application/json">'
_SCRIPT = re.compile(r'<script src="([^"]+)"></script>\n?')
# Tables of a library that no page uses.
_NOT_NEEDED = re.compile(r"/dash_table/")


class EquityDash(Dash):
    """Dash with a document of its own: language, title, description and status by page.

    `delivery` is what keeps its answers, once `build` has put that around the server.
    """

    delivery: delivery.Delivery

    def __init__(
        self,
        *,
        settings: Settings,
        describe: DescribesPages,
        describe_failure: DescribesFailures,
        page_version: str,
        **kwargs: Any,
    ) -> None:
        self._settings = settings
        self.page_version = page_version
        self._describe = describe
        self._describe_failure = describe_failure
        self._parts: DocumentParts | None = None
        super().__init__(**kwargs)

    def index(self, *_args: Any, **_kwargs: Any) -> Response:
        """The document of the page that is asked for, with its status.

        delivery.py keeps it and tells the browser how long it may.
        """
        pathname, query = keys.of_page_request(request, self._settings.base_path)
        if problems.is_of_api(request.path, self._settings.base_path):
            abort(HTTPStatus.NOT_FOUND)  # meant for the API, which is written in small letters
        try:
            page = self._describe(pathname, query)
            document = self._document(page)
        except Exception as error:  # whatever it is, the visitor meets words and no trace
            errors.log_failure(error)
            page = self._describe_failure(query, errors.status_of(error))
            document = self._document(page)
        return self._sent(page, document)

    def answer(self, page: PageMetadata) -> Response:
        """The document of a page that is no address of its own: what a form is answered with."""
        return self._sent(page, self._document(page))

    def _sent(self, page: PageMetadata, document: str) -> Response:
        response = Response(document, page.status, mimetype="text/html")
        response.headers["Content-Language"] = page.lang
        return response

    def begin(self) -> None:
        """What Dash leaves to the first request, during which others would find it half done: a
        suite that is not there yet, callbacks without all of their words.
        """
        self._setup_server()  # type: ignore[no-untyped-call]

    def dash_config(self) -> Bundle:
        """What Dash's renderer is told of the app: as large as a page, needed by scripts only."""
        return self._dash_parts().config

    def suites(self) -> Collection[str]:
        """Addresses of the component suites that pages name."""
        return self._dash_parts().scripts

    def parts_mark(self) -> str:
        """A name of what Dash puts into every document."""
        return blake2b(repr(self._dash_parts()).encode(), digest_size=8).hexdigest()

    def is_open(self) -> bool:
        """Whether others than this machine can open the site at the address asked for."""
        return is_public(site(self._settings))

    def _document(self, page: PageMetadata) -> str:
        place = Site(
            assets_url=self.get_asset_url(""),
            base_path=self._settings.base_path,
            public_url=self._settings.public_url,
            is_public=self.is_open(),
            version=self.page_version,
        )
        return render(page, self._dash_parts(), place)

    def _dash_parts(self) -> DocumentParts:
        if self._parts is None:  # the same for every page, so Dash makes them once
            super().index()  # type: ignore[no-untyped-call]
        assert self._parts is not None
        return self._parts

    def interpolate_index(self, **parts: str) -> str:  # type: ignore[override]
        """Called by Dash with its pieces of the document, which it then checks."""
        self._parts = DocumentParts(
            metas=parts["metas"],
            config=made_bundle("dash.json", _public_config(parts["config"]), "application/json"),
            scripts=tuple(_addresses(parts["scripts"])),
            inline=_SCRIPT.sub("", parts["scripts"]),
            plotly=_plotly(self, self._settings),
        )
        return parts["app_entry"] + parts["config"] + parts["scripts"] + parts["renderer"]


def _public_config(tag: str) -> bytes:
    """Dash's configuration of the page without what is no visitor's business."""
    text = tag.removeprefix(_CONFIG_TAG).removesuffix("</script>")
    config = json.loads(text)
    for name in _PRIVATE_CONFIG:
        config.pop(name, None)
    children = config["children_props"]
    config["children_props"] = {
        library: {name: found for name, found in components.items() if found}
        for library, components in children.items()
    }
    return json.dumps(config, separators=(",", ":")).encode()


def _addresses(scripts: str) -> list[str]:
    """Of Dash's own scripts, without what no page uses."""
    return [found for found in _SCRIPT.findall(scripts) if not _NOT_NEEDED.search(found)]


def _plotly(app: Dash, settings: Settings) -> str:
    """The slim chart library, where it is there and wanted: Dash brings the full one otherwise."""
    path = plotly_bundle.served_asset(settings.plotly_bundle)
    return str(app.get_asset_url(path)) if path else ""


def build(
    settings: Settings,
    *,
    describe: DescribesPages,
    describe_failure: DescribesFailures,
    notify: Callable[[], None],
    revision: Callable[[], Hashable] = lambda: None,
    page_version: str = "",
) -> EquityDash:
    """An app without pages. `describe` gives a page, `describe_failure` the one that stands where
    it failed; `notify` tells the visitor, from inside a callback, that that failed; `revision` is
    that of delivery.Ground, `page_version` of version.py. Add layout and callbacks, then `finish`.
    """
    logs.configure(settings.log_level)
    server = Flask("equity", static_folder=None)
    # Brotli first: what both ends understand, and the smaller of the two.
    server.config["COMPRESS_ALGORITHM"] = ["br", "gzip"]
    ordered.register()
    hosts.register(server, settings)
    compression.register(server)
    errors.register(server, settings)
    app = EquityDash(
        settings=settings,
        describe=describe,
        describe_failure=describe_failure,
        page_version=page_version,
        name="equity",
        server=server,
        assets_folder=str(ASSETS_FOLDER),
        include_assets_files=False,  # layouts/bundles.py has them
        url_base_pathname=settings.base_path,
        on_error=errors.calm_callback_error(notify),
        compress=True,
        enable_mcp=False,
        # its check would need every page drawn at the start, and sent: a test has it instead
        suppress_callback_exceptions=True,
        add_log_handler=False,
        # A title that flickers at every answer is read aloud each time.
        update_title="",
    )
    bundled.register(server, base_path=settings.base_path, own=app.dash_config)
    guard.register(app, base_path=settings.base_path)
    ground = delivery.Ground(
        site=partial(site, settings), is_open=app.is_open, revision=revision, suites=app.suites
    )
    app.delivery = kept = delivery.register(app, base_path=settings.base_path, ground=ground)
    app.server.extensions[gate.CACHES] = {
        "answers": kept.answers,
        "documents": kept.documents,
        "files": kept.files,
    }
    return app


def finish(
    app: EquityDash,
    settings: Settings,
    *,
    health: Callable[[], Mapping[str, str]],
    parts: Mapping[str, Ask] | None = None,
) -> None:
    """Call after every callback is registered.

    `health` says what is served and raises if it cannot be, as other `parts` that the app stands on
    do for themselves: none of them is waited for.
    """
    app.begin()
    checks = Checks({well_known.DATA: health, "room": life.health, **(parts or {})})
    well_known.register(app.server, settings, checks)
    # The last one is of Dash's own start, which assets/clientside/start does.
    inline = app.csp_hashes()[:-1]
    headers.register(
        app.server,
        base_path=settings.base_path,
        script_hashes=inline,
        style_hashes=style_hashes(full_bundle=not _plotly(app, settings)),
        frame_ancestors=settings.frame_ancestors,
    )
    shortcut.register(app.server)
    version.register(app.server, app.page_version)
    hosts.guard(app.server)
    app.server.extensions[logs.PLACES] = logs.places_in(
        app.server.url_map.iter_rules(),
        [page.path for page in PAGES if page.find is not None],
        base_path=settings.base_path,
    )
    # The outermost layer: what refuses or answers before Flask is seen as well.
    gate.register(
        app.server,
        base_path=settings.base_path,
        is_proxied=settings.proxies > 0,
        meters=_meters(app.server, settings, checks),
    )


def _meters(server: Flask, settings: Settings, checks: Checks) -> gate.Meters | None:
    """What counts requests; where nobody wants to know, nothing of it is imported."""
    if settings.metrics == "off":
        return None
    try:
        from callbacks.server.watch import meters, scrape  # noqa: PLC0415
    except OSError as error:  # its files have no room (allocated.py)
        fields = {"error": type(error).__name__, "said": error.strerror or ""}
        logs.ERRORS.error("metrics_off", extra={"fields": fields})
        return None

    ground = scrape.Ground(checks, life.counters)
    scrape.register(server, base_path=settings.base_path, ground=ground)
    return meters.Meters(server.extensions[gate.CACHES])


def after_fork(release: Callable[[], None]) -> None:
    """Run `release` in every forked child for as long as its owner lives: it lets go of
    connections, which no two processes may share.
    """
    reference = WeakMethod(release) if hasattr(release, "__self__") else lambda: release

    def in_child() -> None:
        bound = reference()
        if bound is not None:
            bound()

    os.register_at_fork(after_in_child=in_child)
