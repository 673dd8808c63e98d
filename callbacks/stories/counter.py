"""The forms, where stories are shared: one desk, three pages, and what all of them refuse."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus

from flask import Response
from werkzeug.wrappers import Response as BaseResponse

from callbacks.server.application import EquityDash, after_fork
from callbacks.stories.desk import Desk, Refused
from callbacks.stories.moderate import Moderation
from callbacks.stories.share import Sharing
from callbacks.stories.shelf import LiveShelf, note
from callbacks.stories.yours import Taking
from data.services import Services
from data.settings import Settings
from data.stories.database import StoriesDown
from data.stories.store import LimitedError
from layouts import paths
from layouts.stories import moderate as words
from layouts.stories.pages import only_said

View = Callable[[], BaseResponse]
_RETRY_SECONDS = {HTTPStatus.TOO_MANY_REQUESTS: 3600, HTTPStatus.SERVICE_UNAVAILABLE: 60}


def register(app: EquityDash, services: Services, settings: Settings) -> None:
    """Add the addresses of the forms."""
    shelf = services.shelf
    assert isinstance(shelf, LiveShelf)
    after_fork(shelf.release)
    desk = Desk(app, services, settings, shelf.store)
    sharing, taking, moderation = Sharing(desk), Taking(desk), Moderation(desk)
    base = settings.base_path.rstrip("/")
    for path, methods, view in (
        (paths.SHARE, ["GET"], sharing.show),
        (paths.SHARE, ["POST"], sharing.answer),
        (paths.YOURS, ["GET"], taking.show),
        (paths.YOURS, ["POST"], taking.answer),
        (paths.MODERATE, ["GET"], moderation.show),
        (words.SIGN_IN, ["POST"], moderation.sign_in),
        (words.SIGN_OUT, ["POST"], moderation.sign_out),
        (words.DECIDE, ["POST"], moderation.decide),
    ):
        app.server.add_url_rule(
            f"{base}{path}",
            f"stories_{methods[0]}_{path}",
            _answered(desk, path, view),
            methods=methods,
        )


def _answered(desk: Desk, path: str, view: View) -> View:
    """`view`, and words where it refuses or where the database is away."""

    def said(status: HTTPStatus, key: str) -> Response:
        response = desk.page(path, f"share.{key}.title", only_said(key), status=status)
        if status in _RETRY_SECONDS:
            response.headers["Retry-After"] = str(_RETRY_SECONDS[status])
        return response

    @wraps(view)
    def answered() -> BaseResponse:
        try:
            return view()
        except Refused as refused:
            return said(refused.status, refused.key)
        except LimitedError as limited:
            key = "limited_all" if limited.from_all else "limited"
            return said(HTTPStatus.TOO_MANY_REQUESTS, key)
        except StoriesDown as error:
            note(error)
            return said(HTTPStatus.SERVICE_UNAVAILABLE, "away" if error.is_away else "not_kept")

    return answered
