"""The URL grammar of Explore: a frozen state that parses and prints the query. Pure.

Equal views have equal addresses: defaults are left out, places and layers are sorted, keys keep
one order. Whatever cannot be understood falls back to the default and is reported as a Notice.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from data.address import (
    Notice,
    Reader,
    Theme,
    chosen_of,
    printed_query,
    query_parameters,
    understood,
    words_of,
)
from data.catalogue.loader import Catalogue
from data.catalogue.schema import Indicator
from data.cities.city import city
from data.models import CITY_PLACE, Geography, Role

# Places inside each larger place, by their geography and the larger one's id (Atlas.members).
Members = Mapping[Geography, Mapping[str, frozenset[str]]]
MAX_PLACES = 40
Bounds = tuple[float, float, float, float]
# From all of the largest city on a phone to one house.
VIEW_PX_PER_KM = (0.5, 400.0)
OUTCOME_ROLES = frozenset({Role.OUTCOME, Role.CARE})
FACTOR_ROLES = frozenset({Role.FACTOR, Role.GROUP})


class MapMode(StrEnum):
    """What the map colors."""

    OUTCOME = "outcome"
    FACTOR = "factor"
    BOTH = "both"


class Overlay(StrEnum):
    """Layers drawn over the map."""

    HOLC = "holc"
    DISTRICTS = "districts"
    RIVERS = "rivers"
    STATE_LINE = "state_line"


def offered_overlays() -> tuple[Overlay, ...]:
    """Those that the city has."""
    return tuple(overlay for overlay in Overlay if overlay in city().overlays)


@dataclass(frozen=True, slots=True)
class ViewState:
    """Everything that a link to Explore restores.

    `inside` is the id of the place whose places alone are shown (`in=`); empty for the whole city.
    `at` is what somebody zoomed the map to (`view=`): lon, lat of its middle and px a kilometer.
    """

    outcome: str = field(default_factory=lambda: city().defaults.outcome)
    factor: str = field(default_factory=lambda: city().defaults.factor)
    by: Geography = field(default_factory=lambda: city().home)
    inside: str = ""
    map_mode: MapMode = MapMode.OUTCOME
    overlays: frozenset[Overlay] = frozenset()
    places: frozenset[str] = frozenset()
    at: str = ""
    lang: str = "en"
    theme: Theme = Theme.LIGHT
    default_lang: str = field(default="en", compare=False)
    default_by: Geography = field(default_factory=lambda: city().home, compare=False)

    def to_query(self) -> str:
        """The query with its question mark, or an empty string for the default view."""
        defaults = ViewState(lang=self.default_lang, by=self.default_by)
        pairs = [
            ("outcome", self.outcome, defaults.outcome),
            ("factor", self.factor, defaults.factor),
            ("by", self.by.value, defaults.by.value),
            ("in", self.inside, ""),
            ("map", self.map_mode.value, defaults.map_mode.value),
            ("layers", ",".join(sorted(self.overlays)), ""),
            ("places", ",".join(sorted(self.places)), ""),
            ("view", self.at, ""),
            ("lang", self.lang, defaults.lang),
            ("theme", self.theme.value, defaults.theme.value),
        ]
        return printed_query(pairs)


@dataclass(frozen=True, slots=True)
class ParsedView:
    """A state that can be shown, and what had to be corrected to get there."""

    state: ViewState
    notices: tuple[Notice, ...]


def view_of(written: str, bounds: Bounds | None = None) -> str:
    """`lon,lat,px a kilometer` with the digits that a map can tell; empty for what is none.

    `bounds` (west, south, east, north in degrees): the middle of the map must lie in them.
    """
    try:
        lon, lat, scale = (float(part) for part in written.split(","))
    except ValueError:
        return ""
    west, south, east, north = bounds or (-180.0, -85.0, 180.0, 85.0)
    lies_in = west <= lon <= east and south <= lat <= north  # false for nan as well
    if not lies_in or not VIEW_PX_PER_KM[0] <= scale <= VIEW_PX_PER_KM[1]:
        return ""
    digits = 1 if scale < 100 else 0
    return f"{round(lon, 4):.10g},{round(lat, 4):.10g},{round(scale, digits):.10g}"


class _Reader(Reader):
    """Reads one address against the catalogue."""

    def __init__(self, parameters: Mapping[str, str], catalogue: Catalogue) -> None:
        super().__init__(parameters)
        self.catalogue = catalogue

    def indicator(self, key: str, default: str, roles: frozenset[Role]) -> str:
        value = self.parameters.get(key)
        if value is None:
            return default
        found = understood(value, self.catalogue.indicators)
        if found is None or self.catalogue.indicators[found].role not in roles:
            self.note(f"notice.unknown_{key}", found or value, default)
            return default
        return found

    def geography(self, outcome: Indicator) -> Geography:
        default = outcome.default_geography
        by = self.choice("by", Geography, default)
        if by not in city().mapped or by not in outcome.geographies:
            if "by" in self.parameters:
                self.note("notice.geography_without_outcome", by.value, default.value)
            return default
        return by

    def overlays(self) -> frozenset[Overlay]:
        found = set()
        for value in words_of(self.parameters.get("layers", "")):
            overlay = chosen_of(value, Overlay)
            if overlay is None or overlay not in offered_overlays():
                self.note("notice.unknown_layers", value)
            else:
                found.add(overlay)
        return frozenset(found)

    def inside(
        self, by: Geography, known: Mapping[Geography, frozenset[str]], members: Members | None
    ) -> str:
        """A larger place that holds places of `by`; empty for the city and where it holds none."""
        written = self.parameters.get("in")
        if written is None or understood(written, frozenset({CITY_PLACE})):
            return ""
        everything = frozenset(place for places in known.values() for place in places)
        place = understood(written, everything)
        if place is None:
            self.note("notice.unknown_in", written)
        elif members is not None and place not in members.get(by, {}):
            self.note("notice.nothing_in", place, by.value)
            return ""
        return place or ""

    def at(self, bounds: Bounds | None) -> str:
        """The part of the map that is asked for, as it is printed; empty for the usual one."""
        written = self.parameters.get("view")
        if not written:
            return ""
        found = view_of(written, bounds)
        if not found:
            self.note("notice.unknown_view", written)
        return found

    def places(self, here: frozenset[str], inside: frozenset[str] | None = None) -> frozenset[str]:
        """Chosen ones of `here`; with `inside` only those that are in it too."""
        found: list[str] = []
        for written in words_of(self.parameters.get("places", "")):
            place = understood(written, here)
            if place is None:
                self.note("notice.unknown_places", written)
            elif inside is not None and place not in inside:
                self.note("notice.places_outside", place)
            elif place not in found:
                found.append(place)
        if len(found) > MAX_PLACES:
            self.note("notice.too_many_places", str(len(found)), str(MAX_PLACES))
        return frozenset(found[:MAX_PLACES])


def parse_view(
    query: str,
    catalogue: Catalogue,
    place_ids: Mapping[Geography, frozenset[str]],
    members: Members | None = None,
    bounds: Bounds | None = None,
    *,
    default_lang: str = "en",
) -> ParsedView:
    """State of the Explore page for `query` (with or without its question mark). Never raises."""
    words = query_parameters(query)
    return read_view(words, catalogue, place_ids, members, bounds, default_lang=default_lang)


def read_view(
    parameters: Mapping[str, str],
    catalogue: Catalogue,
    place_ids: Mapping[Geography, frozenset[str]],
    members: Members | None = None,
    bounds: Bounds | None = None,
    *,
    default_lang: str = "en",
) -> ParsedView:
    """State of the Explore page for the words of a query by key, as controls have them too.

    `place_ids` are the places that exist, by geography; `members` those inside each larger place:
    without them nobody can say what lies in it, and every place is taken. `bounds` are the city's,
    in which the middle of a map lies.
    Never raises: what is unknown falls back and is named in `notices`.
    """
    reader = _Reader(parameters, catalogue)
    outcome = reader.indicator("outcome", city().defaults.outcome, OUTCOME_ROLES)
    factor = reader.indicator("factor", city().defaults.factor, FACTOR_ROLES)
    chosen = catalogue.indicators[outcome]
    by = reader.geography(chosen)
    map_mode, overlays = reader.choice("map", MapMode, MapMode.OUTCOME), reader.overlays()
    inside = reader.inside(by, place_ids, members)
    held = members[by][inside] if inside and members is not None else None
    places = reader.places(place_ids.get(by, frozenset()), held)
    lang, theme = reader.display(default_lang)
    state = ViewState(
        outcome=outcome,
        factor=factor,
        by=by,
        inside=inside,
        map_mode=map_mode,
        overlays=overlays,
        places=places,
        at=reader.at(bounds),
        lang=lang,
        theme=theme,
        default_lang=default_lang,
        default_by=chosen.default_geography,
    )
    return ParsedView(state, tuple(reader.notices))
