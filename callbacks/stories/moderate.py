"""The moderators' page: the only one with a cookie, behind a token of which a hash is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus

from flask import Response, redirect, request
from werkzeug.wrappers import Response as BaseResponse

from callbacks.stories.desk import Desk, Refused, unkept
from data.stories.codes import is_token, new_secret, session_hash
from data.stories.limits import Limit
from data.stories.model import Actor, Reason
from data.stories.store import ChangedError, GoneError
from data.stories.text import clean_text
from layouts import paths
from layouts.stories import moderate as pages
from layouts.stories.share import TOKEN

COOKIE = "stories_moderator"
SESSION_SECONDS = 3600
TRIES = Limit("sign_in", overall=60, per_address=10)
_TITLE = "share.moderate.title"
_SIGN_IN, _DECIDE = "sign_in", "decide"
_DONE = "done"
_SAID = (pages.APPROVE, pages.REFUSE, pages.WITHDRAW, "gone", "changed", "empty")


@dataclass(frozen=True)
class Moderation:
    """The moderators' page of one desk."""

    desk: Desk

    def show(self) -> BaseResponse:
        """The queue for who is signed in, else the field for the token."""
        self._check_on()
        session = self._session()
        if session is None:
            return self._ask()
        done = request.args.get(_DONE, "")
        said = f"share.moderate.did.{done}" if done in _SAID else ""
        token = self.desk.token(_DECIDE, {}, key=session)
        store = self.desk.store
        build = pages.queue(store.kept(), store.events(), token, said=said)
        return self.desk.page(paths.MODERATE, _TITLE, build)

    def sign_in(self) -> BaseResponse:
        """Start a session for who has the token; every try counts."""
        self._check_on()
        form = self.desk.form()
        if self.desk.read_token(_SIGN_IN, form.get(TOKEN, "")) is None:
            return self._ask("share.moderate.stale", HTTPStatus.FORBIDDEN)
        self.desk.store.count_try(TRIES, self.desk.addresses())
        if not is_token(form.get(pages.KEY, ""), self._kept):
            return self._ask("share.moderate.wrong", HTTPStatus.FORBIDDEN)
        session = new_secret()
        self.desk.store.open_session(self._hash(session), seconds=SESSION_SECONDS)
        return self._with_cookie(self._back(), session, seconds=SESSION_SECONDS)

    def sign_out(self) -> BaseResponse:
        """End the session, here and in the browser."""
        session, _ = self._signed_in()
        self.desk.store.close_session(self._hash(session))
        return self._with_cookie(self._back(), "", seconds=0)

    def decide(self) -> BaseResponse:
        """Publish, refuse or withdraw one story."""
        _, form = self._signed_in()
        do, number = form.get(pages.DO, ""), form.get(pages.STORY, "")
        if do not in (pages.APPROVE, pages.REFUSE, pages.WITHDRAW) or not number.isdecimal():
            raise Refused(HTTPStatus.BAD_REQUEST, "no_form")
        if do == pages.APPROVE and not self._edited(form, int(number[:18])):
            return self._back("empty")
        try:
            self._do(do, int(number[:18]), form)
        except GoneError:
            return self._back("gone")
        except ChangedError:
            return self._back("changed")
        return self._back(do)

    def _edited(self, form: Mapping[str, str], story_id: int) -> str:
        """The words to be shown. None are no way to show what was told."""
        return clean_text(form.get(f"{pages.EDITED}-{story_id}", ""))

    def _do(self, do: str, story_id: int, form: Mapping[str, str]) -> None:
        store, actor = self.desk.store, Actor.MODERATOR
        if do == pages.APPROVE:
            store.approve(
                story_id,
                edited=self._edited(form, story_id),
                seen=clean_text(form.get(pages.SEEN, "")),
                actor=actor,
            )
        elif do == pages.REFUSE:
            reason = form.get(f"{pages.REASON}-{story_id}", "")
            if reason not in set(Reason):
                raise Refused(HTTPStatus.BAD_REQUEST, "no_form")
            store.refuse(story_id, Reason(reason), actor=actor)
        else:
            store.withdraw(story_id, actor=actor)

    # -- sessions -------------------------------------------------------------------------------

    @property
    def _kept(self) -> str:
        return self.desk.settings.stories_token_hash

    def _check_on(self) -> None:
        if not self._kept:
            raise Refused(HTTPStatus.NOT_FOUND, "no_moderator")

    def _hash(self, session: str) -> str:
        return session_hash(session, token_kept=self._kept)

    def _session(self) -> str | None:
        session = request.cookies.get(COOKIE, "")
        return session if session and self.desk.store.has_session(self._hash(session)) else None

    def _signed_in(self) -> tuple[str, Mapping[str, str]]:
        """The session and the form that one of its own pages sent. Raises Refused."""
        self._check_on()
        form = self.desk.form()
        session = self._session()
        token = form.get(TOKEN, "")
        if session is None or (
            self.desk.read_token(_DECIDE, token, key=session, seconds=None) is None
        ):
            raise Refused(HTTPStatus.FORBIDDEN, "signed_out")
        return session, form

    def _ask(self, said: str = "", status: HTTPStatus = HTTPStatus.OK) -> Response:
        build = pages.sign_in(self.desk.token(_SIGN_IN, {}), said=said)
        return self.desk.page(paths.MODERATE, _TITLE, build, status=status)

    def _with_cookie(self, response: Response, session: str, *, seconds: int) -> Response:
        """Sent back to this page alone, by no other site, seen by no script."""
        response.set_cookie(
            COOKIE,
            session,
            max_age=seconds,
            path=f"{self.desk.settings.base_path}{paths.MODERATE[1:]}",
            httponly=True,
            samesite="Strict",
            secure=self.desk.is_secure,
        )
        return response

    def _back(self, done: str = "") -> Response:
        path = f"{paths.MODERATE}?{_DONE}={done}" if done else paths.MODERATE
        address = self.desk.request(paths.MODERATE).link(path)
        return unkept(redirect(address, HTTPStatus.SEE_OTHER))  # type: ignore[arg-type]
