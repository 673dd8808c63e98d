"""What one request asks, and the addresses that its answer names."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NoReturn, TypeVar
from urllib.parse import quote, urlencode

from flask import request
from pydantic import ValidationError

from callbacks.api.v1.directory import Directory
from callbacks.live import site
from callbacks.server.problems import RefusedError
from data.address import display_of, understood
from data.api.operations import ROOT
from data.api.parameters import Asked, Paged
from data.api.problem import ProblemError, ProblemKind
from data.locale import Texts, texts
from data.services import Services
from data.settings import Settings

_SHOWN_CHARS = 60
# What pydantic calls a wrong value, and the key of its words (`api.wrong`).
_WRONG = {
    "extra_forbidden": "unknown",
    "missing": "missing",
    "literal_error": "word",
    "enum": "word",
    "int_parsing": "number",
    "int_type": "number",
    "greater_than_equal": "least",
    "less_than_equal": "most",
    "string_too_short": "empty",
    "too_short": "empty",
    "string_too_long": "length",
    "too_long": "many",
}
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Visit:
    """One request: what it asks, in which language, over which data."""

    services: Services
    directory: Directory
    site: str
    texts: Texts
    default_lang: str
    asked: Any

    @property
    def lang(self) -> str:
        """The language of the answer."""
        return self.texts.lang

    @property
    def head(self) -> dict[str, Any]:
        """What every answer says."""
        return {"version": self.services.atlas.data_version, "language": self.lang}

    def page(self, path: str) -> str:
        """Whole address of a page of the site, in the language of the answer."""
        return self.site + self._spoken(path)

    def api(self, path: str, **asked: str) -> str:
        """Whole address of a part of the API, in the language of the answer."""
        query = f"?{urlencode(asked, safe=',')}" if asked else ""
        return f"{self.site}{ROOT}{self._spoken(f'/{path}{query}')}"

    def one(self, part: str, name: str) -> str:
        """Whole address of one entry of a part of the API."""
        return self.api(f"{part}/{quote(name, safe='')}")

    def _spoken(self, path: str) -> str:
        if self.lang == self.default_lang:
            return path
        address, mark, fragment = path.partition("#")
        return f"{address}{'&' if '?' in address else '?'}lang={self.lang}{mark}{fragment}"


def visit(directory: Directory, settings: Settings, asked: Asked) -> Visit:
    """The present request, once its parameters have been checked."""
    default = settings.default_language
    spoken = texts(asked.lang or default)
    return Visit(directory.services, directory, site(settings), spoken, default, asked)


def cut(visited: Visit, part: str, items: Iterable[T], total: int | None = None) -> Any:
    """The head of a list and the part of `items` that is asked for.

    `total` is the number of all where `items` already are that part.
    """
    paged: Paged = visited.asked
    if total is None:
        whole = tuple(items)
        total, items = len(whole), whole[paged.offset : paged.offset + paged.limit]
    after, before = paged.offset + paged.limit, max(paged.offset - paged.limit, 0)
    return {
        **visited.head,
        "total": total,
        "limit": paged.limit,
        "offset": paged.offset,
        "next": _page(visited, part, after) if after < total else None,
        "previous": _page(visited, part, before) if paged.offset > 0 else None,
        "items": tuple(items),
    }


def _page(visited: Visit, part: str, offset: int) -> str:
    """The same list from `offset` on."""
    asked = visited.asked.model_dump(mode="json", exclude_defaults=True, exclude={"lang"})
    asked.pop("offset", None)
    kept = {key: str(value) for key, value in asked.items()}
    return visited.api(part, **kept, **({"offset": str(offset)} if offset else {}))


# -- what is not there --------------------------------------------------------------------------


def no_such(visited: Visit, thing: str, written: str) -> NoReturn:
    """404 in words: there is no `thing` (a key of `api.no_such`) of that name."""
    raise RefusedError(
        ProblemKind.NO_SUCH_THING,
        said=visited.texts.t(f"api.no_such.{thing}", value=written[:_SHOWN_CHARS]),
    )


def known(visited: Visit, thing: str, written: str, names: Iterable[str]) -> str:
    """The one of `names` that was meant. Raises RefusedError where none was."""
    found = understood(written, names)
    if found is None:
        no_such(visited, thing, written)
    return found


# -- what is wrong with the parameters ----------------------------------------------------------


def refuse_parameters(settings: Settings, error: ValidationError, names: Iterable[str]) -> NoReturn:
    """422 in words: each parameter that cannot be used, why, and what is allowed."""
    default = settings.default_language
    spoken = texts(display_of(request.args, default_lang=default)[0])
    listed = ", ".join(names)
    errors = tuple(
        _error(dict(found), listed, spoken)
        for found in error.errors(include_url=False, include_context=True)
    )
    raise RefusedError(
        ProblemKind.PARAMETERS, said=" ".join(one.detail for one in errors), errors=errors
    )


def _error(found: dict[str, Any], listed: str, spoken: Texts) -> ProblemError:
    name, written = str(found["loc"][0])[:_SHOWN_CHARS], found.get("input")
    kind = _WRONG.get(found["type"], "any")
    if isinstance(written, list) and kind not in ("many", "empty"):
        kind = "twice"
    context = found.get("ctx", {})
    said = spoken.t(
        f"api.wrong.{kind}",
        name=name,
        value="" if isinstance(written, list | dict) else str(written)[:_SHOWN_CHARS],
        listed=listed,
        allowed=str(context.get("expected", "")).replace("'", "").replace(" or ", ", "),
        least=str(context.get("ge", "")),
        most=str(context.get("le", context.get("max_length", ""))),
    )
    return ProblemError(parameter=name, detail=said)
