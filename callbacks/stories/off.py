"""Where no stories are taken, the addresses of their forms say so."""

from __future__ import annotations

from http import HTTPStatus

from flask import Response, request

from callbacks import routing
from callbacks.server.application import EquityDash
from data.services import Services
from data.settings import Settings
from layouts import paths
from layouts.stories.pages import only_said, page


def register(app: EquityDash, services: Services, settings: Settings) -> None:
    """Answer each of them with a page of words and 404."""
    base = settings.base_path.rstrip("/")

    def off(_rest: str = "") -> Response:
        path = routing.relative_path(settings, request.path)
        query = request.query_string.decode("utf-8", "replace")
        asked = routing.page_request(services, settings, path, query)
        title = asked.texts.t("share.closed.title")
        made = page(path, title, only_said("closed"))
        status = HTTPStatus.NOT_FOUND
        return app.answer(routing.describe_form(asked, made, title=title, status=status))

    for path in (paths.SHARE, paths.YOURS, paths.MODERATE):
        app.server.add_url_rule(f"{base}{path}", f"off_{path}", off, methods=["GET", "POST"])
    app.server.add_url_rule(
        f"{base}{paths.MODERATE}/<path:_rest>", "off_below", off, methods=["GET", "POST"]
    )
