"""What the registry knows of a chart and of the charts of a page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from data.address import Notice
from data.services import Services
from layouts.figures.chart import Chart


@dataclass(frozen=True, slots=True)
class ChartEntry:
    """One chart: a map fills its frame, every other picture is as tall as its rows.

    `method` is the section of the methods page that explains it. `caveats` are text keys of
    sentences without which it would seem to say more than it does: they stand on every slide of it.
    `stands_on` are the choices of its page that it is drawn from: only they are in its file's name.
    """

    id: str
    method: str = ""
    is_map: bool = False
    caveats: tuple[str, ...] = ()
    stands_on: tuple[str, ...] = ("outcome", "group")


@dataclass(frozen=True, slots=True)
class Asked:
    """Which chart of a page an address asks for. `place` is the id of a place's own page.

    A slide asks for its `scale`, and in the query for its theme.
    """

    chart: str
    query: str
    place: str = ""
    default_lang: str = "en"
    scale: float = 1.0


@dataclass(frozen=True, slots=True)
class ChartFile:
    """A chart and the name of its file, without ending."""

    name: str
    chart: Chart


@dataclass(frozen=True, slots=True)
class Named:
    """Places and indicators that an address chooses, by id, in its order."""

    places: tuple[str, ...] = ()
    indicators: tuple[str, ...] = ()


class Parsed(Protocol):
    """An address that was read: with its `state`, on pages that have one."""

    @property
    def notices(self) -> tuple[Notice, ...]:
        """What was not understood."""


@dataclass(frozen=True, slots=True)
class PageCharts:
    """The charts of one page and how an address asks for them.

    `file` gives the chart as a download holds it, None where the address has none; `named` is what
    the address chooses. `parsed` reads a query in a language; a page whose query chooses nothing
    has none. `page` is its name in decks, `asks` are the keys of its address that choose what its
    charts show.
    """

    page: str
    entries: Mapping[str, ChartEntry]
    file: Callable[[Services, Asked], ChartFile | None]
    named: Callable[[Services, Asked], Named]
    parsed: Callable[[Services, str, str], Parsed] | None = None
    asks: tuple[str, ...] = ()

    def notices(self, services: Services, asked: Asked) -> tuple[Notice, ...]:
        """What was not understood of an address."""
        if self.parsed is None:
            return ()
        return self.parsed(services, asked.query, asked.default_lang).notices


def by_id(*entries: ChartEntry) -> dict[str, ChartEntry]:
    """Entries under their ids, in their order."""
    return {entry.id: entry for entry in entries}
