"""What the API says when it cannot answer: a problem document (RFC 9457)."""

from __future__ import annotations

from enum import StrEnum
from http import HTTPStatus

from data.numbers.record import Public

MEDIA_TYPE = "application/problem+json"


class ProblemKind(StrEnum):
    """Kinds of problem: the end of their `type`, and the key of their words (`api.problems`)."""

    NOT_READABLE = "not_readable"
    NOT_FOUND = "not_found"
    NO_SUCH_THING = "no_such_thing"
    METHOD = "method"
    NOT_ACCEPTABLE = "not_acceptable"
    PARAMETERS = "parameters"
    REFUSED = "refused"
    BROKEN = "broken"

    @property
    def status(self) -> HTTPStatus:
        """Its usual status."""
        return _STATUS[self]


_STATUS = {
    ProblemKind.NOT_READABLE: HTTPStatus.BAD_REQUEST,
    ProblemKind.NOT_FOUND: HTTPStatus.NOT_FOUND,
    ProblemKind.NO_SUCH_THING: HTTPStatus.NOT_FOUND,
    ProblemKind.METHOD: HTTPStatus.METHOD_NOT_ALLOWED,
    ProblemKind.NOT_ACCEPTABLE: HTTPStatus.NOT_ACCEPTABLE,
    ProblemKind.PARAMETERS: HTTPStatus.UNPROCESSABLE_ENTITY,
    ProblemKind.REFUSED: HTTPStatus.BAD_REQUEST,
    ProblemKind.BROKEN: HTTPStatus.INTERNAL_SERVER_ERROR,
}


class ProblemError(Public):
    """One parameter that cannot be used, and why."""

    parameter: str
    detail: str


class Problem(Public):
    """Why there is no answer."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    errors: tuple[ProblemError, ...]
