"""See a story by its code, and take it back. The code is in no address, so in no log."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus

from flask import Response

from callbacks.stories.desk import Desk
from data.stories.codes import code_hash
from data.stories.database import StoriesDown
from data.stories.limits import Limit
from data.stories.store import GoneError
from layouts import paths
from layouts.stories import yours as pages
from layouts.stories.pages import only_said

_PURPOSE = "yours"
_TITLE = "share.yours.title"
# Nobody guesses one of 2^80 codes; the limit keeps somebody from trying for nothing.
_TRIES = Limit("code", overall=1_000, per_address=40)


@dataclass(frozen=True)
class Taking:
    """The page of codes of one desk."""

    desk: Desk

    def show(self) -> Response:
        """The field for the code."""
        self.desk.check_reachable()
        return self.desk.page(paths.YOURS, _TITLE, pages.ask())

    def answer(self) -> Response:
        """The story of a code; or, when it is to be taken back, that it is gone."""
        form = self.desk.form()
        self._count_try()
        kept = code_hash(form.get(pages.CODE, ""))
        if kept is None:
            return self._unknown()
        try:
            if form.get(pages.STEP) == pages.TAKE_BACK and self._is_ours(form, kept):
                self.desk.store.take_back(kept)
                return self.desk.page(paths.YOURS, "share.gone.title", only_said("gone"))
            return self._see(form, kept)
        except GoneError:
            return self._unknown()

    def _count_try(self) -> None:
        """Where nothing can be written, a teller may still see their story. Raises LimitedError."""
        try:
            self.desk.store.count_try(_TRIES, self.desk.addresses())
        except StoriesDown as error:
            if error.is_away:
                raise

    def _see(self, form: Mapping[str, str], kept: str) -> Response:
        story = self.desk.store.of_code(kept)
        stale = form.get(pages.STEP) == pages.TAKE_BACK
        token = self.desk.token(_PURPOSE, {"code": kept})
        build = pages.see(
            story,
            form.get(pages.CODE, ""),
            token,
            said="share.yours.stale" if stale else "",
        )
        status = HTTPStatus.FORBIDDEN if stale else HTTPStatus.OK
        return self.desk.page(paths.YOURS, _TITLE, build, status=status)

    def _is_ours(self, form: Mapping[str, str], kept: str) -> bool:
        token = self.desk.read_token(_PURPOSE, form.get(pages.TOKEN, ""))
        return token is not None and token.get("code") == kept

    def _unknown(self) -> Response:
        build = pages.ask("share.yours.unknown")
        return self.desk.page(paths.YOURS, _TITLE, build, status=HTTPStatus.NOT_FOUND)
