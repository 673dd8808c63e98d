"""What the API says when it cannot answer: problem documents (RFC 9457), in the reader's language.

Every failure below `/api/` ends here, whoever notices it: the router, a model of the parameters,
the answer itself, or an error that nobody expected.
"""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus

from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException

from callbacks.live import site
from callbacks.server.watch.spoken import with_number
from data.address import display_of
from data.api.operations import PAGE
from data.api.problem import MEDIA_TYPE, Problem, ProblemError, ProblemKind
from data.locale import Texts, texts
from data.settings import Settings

# Every address below it is answered in JSON, whatever happens.
BELOW = "api/"
_KIND_OF = {kind.status: kind for kind in reversed(ProblemKind)} | {
    HTTPStatus.NOT_FOUND: ProblemKind.NOT_FOUND
}
_INSTANCE_CHARS = 300


class RefusedError(Exception):
    """There is no answer; the API says why. `words` fill the text of `key`, or of its kind."""

    def __init__(
        self,
        kind: ProblemKind,
        *,
        said: str = "",
        errors: Sequence[ProblemError] = (),
    ) -> None:
        super().__init__(kind.value)
        self.kind, self.said, self.errors = kind, said, tuple(errors)


def is_of_api(path: str, base_path: str) -> bool:
    """Whether a path lies below the API's, in whatever letters: `/API/v1`; `/api/` is its guide."""
    before, found, below = path.lower().partition(f"{base_path}{BELOW}".lower())
    return not before and bool(found) and bool(below.strip("/"))


class Problems:
    """Makes the documents of one app."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def are_asked(self) -> bool:
        """Whether the present request is one of the API, or meant to be."""
        return is_of_api(request.path, self._settings.base_path)

    def spoken(self) -> Texts:
        """Texts in the language of the request."""
        default = self._settings.default_language
        return texts(display_of(request.args, default_lang=default)[0])

    def document(
        self,
        kind: ProblemKind,
        *,
        said: str = "",
        errors: Sequence[ProblemError] = (),
        status: HTTPStatus | None = None,
    ) -> Response:
        """The answer that says what is wrong and what is allowed."""
        spoken, code = self.spoken(), status or kind.status
        found = Problem(
            type=f"{site(self._settings)}{PAGE}?lang={spoken.lang}#problem-{kind.value}",
            title=spoken.t(f"api.problems.{kind.value}.title"),
            status=code.value,
            detail=said or self._said(kind, spoken),
            instance=request.path[:_INSTANCE_CHARS],
            errors=tuple(errors),
        )
        response = Response(found.model_dump_json(), code, content_type=MEDIA_TYPE)
        response.headers["Cache-Control"] = "no-store"
        response.headers["Content-Language"] = spoken.lang
        return response

    @staticmethod
    def _said(kind: ProblemKind, spoken: Texts) -> str:
        said = spoken.t(f"api.problems.{kind.value}.said")
        return with_number(said, spoken) if kind is ProblemKind.BROKEN else said

    def of_refusal(self, status: HTTPStatus, said: str) -> Response:
        """That there is no turn now, in words that were found elsewhere."""
        return self.document(ProblemKind.REFUSED, said=said, status=status)

    def of_http(self, error: HTTPException) -> Response:
        """What the server refuses by itself."""
        status = HTTPStatus(error.code or HTTPStatus.INTERNAL_SERVER_ERROR)
        response = self.document(_KIND_OF.get(status, ProblemKind.REFUSED), status=status)
        allowed = getattr(error, "valid_methods", None)
        if allowed:
            response.headers["Allow"] = ", ".join(sorted(allowed))
        return response


def register(server: Flask, settings: Settings) -> Problems:
    """Answer what the API refuses."""
    problems = Problems(settings)

    @server.errorhandler(RefusedError)
    def refuse(error: RefusedError) -> Response:
        return problems.document(error.kind, said=error.said, errors=error.errors)

    return problems
