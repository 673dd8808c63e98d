"""The address of the plan's page: which decisions are listed. Pure."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from data.address import Notice, Reader, Theme, printed_query, query_parameters, understood
from data.cities.plan import NO_AIM

KEYS = ("body", "aim", "year")


@dataclass(frozen=True, slots=True)
class PlanState:
    """What is asked of the log: a body, an aim (`none`: no aim) and a year; empty is all."""

    body: str = ""
    aim: str = ""
    year: str = ""
    lang: str = "en"
    theme: Theme = Theme.LIGHT

    @property
    def chosen(self) -> tuple[str, ...]:
        """The words of its filters, for a file's name."""
        return tuple(word for word in (self.body, self.aim, self.year) if word)

    def to_query(self) -> str:
        """The query of this state; empty for all decisions."""
        return printed_query((key, getattr(self, key), "") for key in KEYS)


@dataclass(frozen=True, slots=True)
class ParsedPlan:
    """A state and what was not understood of the address."""

    state: PlanState
    notices: tuple[Notice, ...]


def parse_plan(
    query: str,
    *,
    bodies: Collection[str],
    aims: Collection[str],
    years: Collection[str],
    default_lang: str = "en",
) -> ParsedPlan:
    """The state that an address asks for; what is unknown is named and leaves nothing out."""
    reader = Reader(query_parameters(query))
    known = {"body": bodies, "aim": [*aims, NO_AIM], "year": years}
    found = {}
    for key in KEYS:
        written = reader.parameters.get(key, "")
        meant = understood(written, frozenset(known[key])) if written else None
        if written and meant is None:
            reader.note(f"notice.unknown_decision_{key}", written)
        found[key] = meant or ""
    lang, theme = reader.display(default_lang)
    return ParsedPlan(PlanState(**found, lang=lang, theme=theme), tuple(reader.notices))
