"""Both plotly bundles draw a map of our own shapes, under the policy, without any other server."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from dash import dcc, html
from playwright.sync_api import Page
from werkzeug.serving import make_server

from layouts import plotly_bundle
from tests.browser.serving import Watch
from tests.conftest import AppMaker


def square(west: float) -> dict[str, Any]:
    ring = [[west, 39], [west, 39.1], [west + 0.1, 39.1], [west + 0.1, 39], [west, 39]]
    geometry = {"type": "Polygon", "coordinates": [ring]}
    return {"type": "Feature", "id": str(west), "properties": {}, "geometry": geometry}


def figure() -> dict[str, Any]:
    """Two areas, a line over them, and a scatter with error bars beside the map."""
    geo = {
        "visible": False,
        "projection": {"type": "mercator"},
        "lonaxis": {"range": [-94.7, -94.4]},
        "lataxis": {"range": [38.9, 39.2]},
        "domain": {"x": [0, 0.5]},
    }
    areas = {"type": "FeatureCollection", "features": [square(-94.6), square(-94.5)]}
    return {
        "data": [
            {"type": "choropleth", "geojson": areas, "locations": ["-94.6", "-94.5"], "z": [1, 2]},
            {"type": "scattergeo", "mode": "lines", "lon": [-94.6, -94.4], "lat": [39, 39.1]},
            {"type": "scatter", "x": [1, 2], "y": [1, 2], "error_y": {"array": [1, 1]}},
        ],
        "layout": {"geo": geo, "xaxis": {"domain": [0.6, 1]}},
    }


@pytest.fixture(params=["auto", "full"])
def bundle(request: pytest.FixtureRequest) -> str:
    choice = str(request.param)
    if choice == "auto" and not plotly_bundle.bundle_path().exists():
        pytest.skip("the slim bundle was not fetched: npm or a network was absent at set-up")
    return choice


@pytest.fixture(scope="session")
def base_url() -> None:
    """These tests bring a server each: the dashboard itself need not start."""


@pytest.fixture
def watched_url(bundle: str, make_small_app: AppMaker) -> Iterator[str]:
    app = make_small_app(plotly_bundle=bundle)
    app.layout = html.Main([app.layout, dcc.Graph(id="map", figure=figure())])
    server = make_server("127.0.0.1", 0, app.server, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_map_is_drawn_without_another_server(
    page: Page, watch: Watch, bundle: str, watched_url: str
) -> None:
    page.goto(watched_url)
    page.wait_for_selector(".choroplethlayer path")
    assert page.locator(".choroplethlayer path.choroplethlocation").count() == 2
    box = page.locator(".choroplethlayer path").first.bounding_box()
    assert box is not None
    assert box["width"] > 20
    assert page.locator(".scattergeo path").count() >= 1
    assert page.locator(".scatterlayer .point").count() == 2
    assert page.locator(".errorbar").count() == 2
    # once from the server, then out of the browser's cache
    slim = {url for url in watch.requests if "plotly-geo-" in url}
    full = {url for url in watch.requests if "package_data/plotly" in url}
    assert (len(slim), len(full)) == ((1, 0) if bundle == "auto" else (0, 1))
    assert page.evaluate("window.Plotly.version") == plotly_bundle.PINNED_VERSION


def test_inline_code_is_refused(page: Page, watch: Watch, watched_url: str) -> None:
    """The policy is really in force: the watch hears of a script that is not named in it."""
    watch.allowed.append("Content Security Policy")
    page.goto(watched_url)
    page.evaluate(
        "() => { const s = document.createElement('script');"
        " s.textContent = 'window.intruder = true'; document.body.append(s); }"
    )
    assert page.evaluate("window.intruder") is None
    assert any("Content Security Policy" in complaint for complaint in watch.complaints)
