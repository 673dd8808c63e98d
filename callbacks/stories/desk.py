"""What every form of stories needs: who asks, is it our own page, has it been open too long."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from http import HTTPStatus
from typing import Any

from flask import Response, g, request
from itsdangerous import BadData, URLSafeTimedSerializer
from werkzeug.exceptions import RequestEntityTooLarge

from callbacks import routing
from callbacks.server.application import EquityDash
from callbacks.stories.shelf import keep_nothing
from callbacks.visitor import visitor_key
from data.services import Services
from data.settings import Settings
from data.stories.codes import address_hash
from data.stories.database import StoriesDown
from data.stories.limits import HOUR_SECONDS
from data.stories.store import Store
from layouts.request import PageRequest
from layouts.stories.pages import Build, page

# A form that was left open longer is read once more.
TOKEN_SECONDS = 2 * HOUR_SECONDS
# Far more than the longest story in any script, encoded; what is larger is not read at all.
MAX_BODY_BYTES = 48_000
_FORM = "application/x-www-form-urlencoded"
_OWN_FETCHES = ("same-origin", "none")
# Nobody else's: made when the app is, so that workers forked from it share it.
_SECRET_OF_PROCESS = secrets.token_urlsafe(32)


class Refused(Exception):  # noqa: N818 - an answer
    """The request is none that a page of this site sends; `key` says why, under `share.<key>`."""

    def __init__(self, status: HTTPStatus, key: str) -> None:
        super().__init__(key)
        self.status, self.key = status, key


@dataclass(frozen=True)
class Desk:
    """The forms of one app."""

    app: EquityDash
    services: Services
    settings: Settings
    store: Store

    @property
    def secret(self) -> str:
        """What signs forms and hides addresses."""
        return self.settings.stories_secret or _SECRET_OF_PROCESS

    # -- what comes -----------------------------------------------------------------------------

    def form(self) -> Mapping[str, str]:
        """The form that was sent, from a page of this site. Raises Refused."""
        if not self.is_own():
            raise Refused(HTTPStatus.FORBIDDEN, "foreign")
        if request.mimetype != _FORM:
            raise Refused(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "no_form")
        request.max_content_length = MAX_BODY_BYTES
        try:
            return request.form.to_dict()
        except RequestEntityTooLarge:
            raise Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too_large") from None

    def is_own(self) -> bool:
        """Whether a page of this site sent this request, as far as the browser says."""
        fetched = request.headers.get("Sec-Fetch-Site")
        if fetched is not None and fetched not in _OWN_FETCHES:
            return False
        origin = request.headers.get("Origin")
        # By host: behind a proxy that ends TLS the browser says https, and the proxy http.
        own = {request.host, _host(self.settings.public_url)} - {""}
        return origin is None or _host(origin) in own

    def addresses(self) -> tuple[str, str]:
        """What stands for the visitor's address: by the key of this hour, and of the one before."""
        hour = self.store.seconds() // HOUR_SECONDS
        address = visitor_key(self.settings)
        now, before = (address_hash(address, secret=self.secret, hour=hour - n) for n in (0, 1))
        return now, before

    @property
    def is_secure(self) -> bool:
        """Whether visitors come by https, here or as far as a proxy."""
        addresses = (self.settings.public_url, request.headers.get("Origin", ""))
        return request.is_secure or any(one.startswith("https:") for one in addresses)

    def check_reachable(self) -> None:
        """Before a form is shown: whether what it sends could be kept. Raises StoriesDown.

        It asks as pages do, so that nobody waits for a database that is known to be away.
        """
        if not self.services.shelf.is_reachable():
            raise StoriesDown

    # -- tokens -------------------------------------------------------------------------------

    def token(self, purpose: str, said: Mapping[str, str], *, key: str = "") -> str:
        """A signed word that says `said`, for a form of this purpose. `key` may be a session's."""
        return str(self._signer(purpose, key).dumps(dict(said)))

    def read_token(
        self, purpose: str, token: str, *, key: str = "", seconds: int | None = TOKEN_SECONDS
    ) -> Mapping[str, Any] | None:
        """What a token says; None where it is not ours, of another purpose, or too old, or was
        made later than now: the clock has been set. `seconds`: None where its `key` ends by itself.
        """
        try:
            said = self._signer(purpose, key).loads(token, max_age=seconds)
        except BadData:
            return None
        return said if isinstance(said, dict) else None

    def _signer(self, purpose: str, key: str) -> URLSafeTimedSerializer:
        return URLSafeTimedSerializer(key or self.secret, salt=f"stories {purpose}")

    # -- what is answered -----------------------------------------------------------------------

    def page(
        self, path: str, title: str, build: Build, *, status: HTTPStatus = HTTPStatus.OK
    ) -> Response:
        """A page without scripts, which nobody keeps and nobody frames. `title` is a text's key."""
        asked = self.request(path)
        words = asked.texts.t(title)
        # the first that is read aloud of a page that has come
        told = (
            words
            if status < HTTPStatus.BAD_REQUEST
            else f"{asked.texts.t('common.tone.warning')} {words}"
        )
        made = routing.describe_form(asked, page(path, words, build), title=told, status=status)
        return unkept(self.app.answer(made))

    def request(self, path: str) -> PageRequest:
        """The present visit to one of these pages."""
        query = request.query_string.decode("utf-8", "replace")
        return routing.page_request(self.services, self.settings, path, query)


def unkept(response: Response) -> Response:
    """Not to be kept, framed or found by search engines."""
    keep_nothing()
    g.never_framed = True
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex, noarchive"
    return response


def digest(fields: Mapping[str, str]) -> str:
    """What a form says, in one word."""
    return sha256(repr(sorted(fields.items())).encode()).hexdigest()


def _host(address: str) -> str:
    """Host and port of an address; empty where it has none, as `null` has."""
    return address.partition("://")[2].partition("/")[0].lower()
