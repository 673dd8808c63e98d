"""Which chart an address asks for, or what it lacks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from data.address import (
    Notice,
    Reader,
    Theme,
    display_of,
    printed_query,
    query_parameters,
    understood,
)
from data.atlas.places import place_named
from data.compare.state import CompareState
from data.decks.deck import COMPARE, EXPLORE, GAPS, PLACE
from data.locale import Texts, texts
from data.place.sentences import place_title
from data.sentences.notices import notice_text
from data.services import Services
from layouts import ids, paths
from layouts.charts import compare, explore, gaps
from layouts.charts.entries import Asked, ChartEntry, ChartFile, PageCharts
from layouts.charts.gaps_questions import asking_for
from layouts.charts.offered import COMPARED_ROW
from layouts.charts.registry import PAGES
from layouts.figures.compare.measures import OTHER_PLACES

_WRITTEN_CHARS = 60
# Pages whose query is a state of its own, and where they are.
_STATES: Mapping[str, tuple[str, Callable[..., Any]]] = {
    EXPLORE: (paths.EXPLORE, explore.parsed),
    GAPS: (paths.GAPS, gaps.parsed),
    COMPARE: (paths.COMPARE, compare.parsed),
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """One chart as an address asks for it.

    `address` and `page` are paths below the base path with their queries: of the chart alone, and
    of the page that shows it among others. `csv` is that of its numbers, `shown` are language and
    theme as a query of their own; `of` is the place of a chart of one place by name, else empty.
    """

    charts: PageCharts
    entry: ChartEntry
    asked: Asked
    file: ChartFile
    theme: Theme
    notices: tuple[Notice, ...]
    address: str
    page: str
    csv: str
    shown: str
    of: str = ""

    @property
    def spoken(self) -> Texts:
        """The texts of its language."""
        return texts(self.asked.default_lang)

    @property
    def cited(self) -> str:
        """Its address in whatever colors."""
        path, _, query = self.address.partition("?")
        kept = [word for word in query.split("&") if word and not word.startswith("theme=")]
        return path + (f"?{'&'.join(kept)}" if kept else "")

    @property
    def title(self) -> str:
        """What the chart is called where nothing stands around it."""
        title = self.file.chart.title
        return f"{self.of}: {title}" if self.of else title


@dataclass(frozen=True, slots=True)
class Lacking:
    """Why there is no chart at an address, in the language of its reader."""

    said: str
    spoken: Texts
    theme: Theme
    shown: str


@cache
def _pages() -> Mapping[str, PageCharts]:
    """The page of every chart: their ids are unique over all of them."""
    return {chart: charts for charts in PAGES.values() for chart in charts.entries}


def wanted(services: Services, written: str, query: str, default_lang: str) -> Wanted | Lacking:
    """The chart that `written` names for `query`, or why there is none. Never raises for words."""
    asked_for = query_parameters(query)
    lang, theme = display_of(asked_for, default_lang=default_lang)
    spoken, shown = texts(lang), _shown(lang, theme, default_lang)

    def lacking(key: str, **words: str) -> Lacking:
        return Lacking(spoken.t(f"embed.{key}", **words), spoken, theme, shown)

    name = understood(written, _pages())
    if name is None:
        return lacking("no_chart", value=written[:_WRITTEN_CHARS])
    charts, place = _pages()[name], ""
    if charts.page == PLACE:
        named = asked_for.get("place", "")
        found = place_named(services.atlas, named) if named else None
        if found is None:
            said = {"value": named[:_WRITTEN_CHARS]} if named else {}
            return lacking("no_place" if named else "which_place", **said)
        place = found
    # a language that is said here is the first of its key, and theirs where an address has one
    asked = Asked(name, f"{query}&lang={lang}", place, lang)
    notices = _notices(services, charts, Asked(name, query, place, default_lang))
    file = charts.file(services, asked)
    if file is None:
        said_there = _other_places(services, notices, spoken)
        if said_there:
            return Lacking(said_there, spoken, theme, shown)
        return lacking(_why_not(charts, name))
    if charts.page == PLACE:
        addresses = _of_place(name, place, shown)
    elif charts.parsed is None:
        addresses = _of_page(charts, name, shown)
    else:
        addresses = _of_state(services, charts, name, query, default_lang)
    of = _name_of(services, place, spoken) if place else ""
    return Wanted(charts, charts.entries[name], asked, file, theme, notices, *addresses, shown, of)


def _name_of(services: Services, place: str, spoken: Texts) -> str:
    data = services.place.data(place)
    return place_title(data.area.name, data.area.area_id, data.geography, spoken)


def _notices(services: Services, charts: PageCharts, asked: Asked) -> tuple[Notice, ...]:
    if charts.parsed is not None:
        return charts.notices(services, asked)
    reader = Reader(query_parameters(asked.query))
    reader.display(asked.default_lang)
    return tuple(reader.notices)


def _other_places(services: Services, notices: tuple[Notice, ...], spoken: Texts) -> str:
    """What is wrong with the places of a comparison, which without one of them says another."""
    return " ".join(
        notice_text(services.atlas, notice, spoken)
        for notice in notices
        if notice.key in OTHER_PLACES
    )


def _why_not(charts: PageCharts, chart: str) -> str:
    if charts.page != COMPARE:
        return "not_here"
    return "which_row" if chart == COMPARED_ROW else "which_places"


def _of_place(chart: str, place: str, shown: str) -> tuple[str, str, str]:
    """Of the chart alone, of its page and of its numbers."""
    page = paths.of_place(place)
    with_look = page + (shown.replace("?", "&") if "?" in page else shown)
    csv = f"/download/place/{place}/{chart}.csv{shown}"
    return paths.of_embed(chart, shown, place), f"{with_look}#{ids.chart(chart).card}", csv


def _of_page(charts: PageCharts, chart: str, shown: str) -> tuple[str, str, str]:
    """The same of a page whose query chooses nothing but how it looks."""
    csv = f"/download/{charts.page}/{chart}.csv{shown}"
    return paths.of_embed(chart, shown), f"/{charts.page}{shown}#{ids.chart(chart).card}", csv


def _of_state(
    services: Services, charts: PageCharts, chart: str, query: str, default_lang: str
) -> tuple[str, str, str]:
    """The same of a page whose query is a state: equal views have equal addresses."""
    path, parsed = _STATES[charts.page]
    read = parsed(services, query, default_lang).state
    state: str = read.to_query()
    own, numbers = state, f"/{chart}"
    if charts.page == GAPS:
        own, state = read.of_numbers().to_query(), asking_for(read, chart).to_query()
    if charts.page == COMPARE:
        own, numbers = state + _of_comparison(chart, query, read), ""
    csv = f"/download/{charts.page}{numbers}.csv{state if charts.page == COMPARE else own}"
    # Compare has rows, not cards
    card = "" if charts.page == COMPARE else f"#{ids.chart(chart).card}"
    return paths.of_embed(chart, own), path + state + card, csv


def _of_comparison(chart: str, query: str, state: CompareState) -> str:
    """What a comparison alone says beyond the page: its row, and a baseline that the page would
    take by itself, where a comparison alone takes the city.
    """
    asked = query_parameters(query)
    is_said = "baseline" not in asked or "baseline=" in state.to_query()
    own = "" if is_said else f"&baseline={state.baseline}"
    return own + (f"&measure={asked['measure']}" if chart == COMPARED_ROW else "")


def _shown(lang: str, theme: Theme, default_lang: str) -> str:
    return printed_query([("lang", lang, default_lang), ("theme", theme.value, Theme.LIGHT.value)])
