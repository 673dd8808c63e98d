"""Place: the numbers behind its charts, each at an address of its own."""

from __future__ import annotations

from typing import Any

from dash import Dash
from flask import abort, request

from callbacks.downloads import csv_response, csv_text
from callbacks.routing import page_request
from data.place import find_place
from data.services import Services
from data.settings import Settings
from layouts import ids
from layouts.pages import place as page


def register(app: Dash, services: Services, settings: Settings) -> None:
    """Add the download routes to the server below the base path."""
    base = settings.base_path.rstrip("/")

    def place_csv(place_id: str, chart: str) -> Any:
        if chart not in ids.PLACE_CHARTS or find_place(services, place_id) is None:
            abort(404)
        query = request.query_string.decode("utf-8", "replace")
        visit = page_request(services, settings, f"{page.PATH}/{place_id}", query)
        built = page.chart(services, page.data_of(visit), chart, visit)
        return csv_response(csv_text(built), f"kansas-city-{place_id}-{chart}".replace("_", "-"))

    app.server.add_url_rule(
        f"{base}/download/place/<place_id>/<chart>.csv", "place_csv", place_csv, methods=["GET"]
    )
