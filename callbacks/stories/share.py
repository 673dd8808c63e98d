"""Share a story: write, read once more, send."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus

from flask import Response

from callbacks.stories.desk import Desk, digest
from callbacks.stories.shelf import note
from data.stories.codes import code_hash, code_of
from data.stories.database import StoriesDown
from data.stories.draft import PLACE, Draft
from data.stories.hints import hints_of
from data.stories.limits import Limit
from data.stories.store import LimitedError, Sent
from layouts import paths
from layouts.stories import share as pages

_PURPOSE = "share"
_FORM, _REVIEW, _SENT = "share.form.title", "share.review.title", "share.sent.title"


@dataclass(frozen=True)
class Sharing:
    """The form of one desk."""

    desk: Desk

    def show(self) -> Response:
        """The empty form, perhaps with a `place`; 503 in words where nothing could be kept."""
        self.desk.check_reachable()
        if not self.desk.store.takes_stories:
            raise StoriesDown("read-only", is_away=False)
        asked = self.desk.request(paths.SHARE).parameters.get(PLACE, "")
        place = asked if asked in self._places() else ""
        return self._form(Draft(place=place))

    def answer(self) -> Response:
        """Whatever the form says: the form again, the story to read once more, or the code."""
        form = self.desk.form()
        draft, step = Draft.read(form), form.get(pages.STEP, "")
        if step == pages.CHANGE:
            return self._form(draft)
        problems = draft.problems(self._places())
        if problems:
            build = pages.form(draft, problems)
            status = HTTPStatus.UNPROCESSABLE_ENTITY
            return self.desk.page(paths.SHARE, _FORM, build, status=status)
        if step != pages.SEND:
            return self._review(draft)
        return self._send(draft, form)

    def _form(self, draft: Draft) -> Response:
        return self.desk.page(paths.SHARE, _FORM, pages.form(draft))

    def _review(
        self, draft: Draft, *, said: str = "", status: HTTPStatus = HTTPStatus.OK
    ) -> Response:
        """What was written, the words to ask about, and a token for just this."""
        told = {"nonce": secrets.token_urlsafe(16), "digest": digest(draft.fields())}
        build = pages.review(
            draft,
            draft.consent(self.desk.store.today),
            hints_of(draft.text),
            self.desk.token(_PURPOSE, told),
            said=said,
        )
        return self.desk.page(paths.SHARE, _REVIEW, build, status=status)

    def _send(self, draft: Draft, form: Mapping[str, str]) -> Response:
        """Keep what was read once more: that very story, sent by its own page."""
        token = self.desk.read_token(_PURPOSE, form.get(pages.TOKEN, ""))
        if token is None or token.get("digest") != digest(draft.fields()):
            said = "share.review.stale"
            return self._review(draft, said=said, status=HTTPStatus.FORBIDDEN)
        code = code_of(str(token["nonce"]), secret=self.desk.secret)
        sent = self._sent(draft, code)
        settings = self.desk.settings
        limit = Limit("story", settings.stories_per_hour, settings.stories_per_address)
        try:
            kept = self.desk.store.tell(sent, addresses=self.desk.addresses(), limit=limit)
        except LimitedError as limited:
            said = "share.limited_all.said" if limited.from_all else "share.limited.said"
            return self._review(draft, said=said, status=HTTPStatus.TOO_MANY_REQUESTS)
        except StoriesDown as error:
            note(error)
            said = "share.review.away"
            return self._review(draft, said=said, status=HTTPStatus.SERVICE_UNAVAILABLE)
        return self.desk.page(paths.SHARE, _SENT, pages.sent(code, kept.consent.ends_on))

    def _sent(self, draft: Draft, code: str) -> Sent:
        kept = code_hash(code)
        assert kept is not None
        return Sent(
            text=draft.text,
            signed=draft.signed,
            place=draft.place,
            lang=self.desk.request(paths.SHARE).texts.lang,
            consent=draft.consent(self.desk.store.today),
            code_hash=kept,
        )

    def _places(self) -> frozenset[str]:
        found = pages.places_of_stories(self.desk.services)
        return frozenset(place.place_id for place in found)
