"""What one city is, beside what any city has: read from its folder of YAML, once.

A city may lack a history of graded land, a county with published values, concentration at the
extremes, groups by race or groups of places: what needs them is then not offered.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import cache, cached_property
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, PrivateAttr, model_validator

from data.checked import CatalogueError, Slug, Strict, Text, label, read_checked, read_yaml
from data.cities.base_map import BaseMapChoices
from data.cities.decisions import Decisions, read_decisions
from data.cities.display_names import NameWords
from data.cities.groups import PlaceGroup, read_groups
from data.cities.layers import LayerWords
from data.cities.names import layer_names, with_capitals
from data.cities.options import Listed, read_options
from data.cities.plan import Aim, Plan
from data.cities.press import PressQuote, read_press
from data.cities.targets import Target, read_targets
from data.cities.wage import WAGE, Wage, read_wage
from data.models import CHOSEN_LAYERS, Geography

_CITIES = Path(__file__).parent
CITY_FILE = "city.yaml"
_PLAN = "plan.yaml"
_BASE_MAP = "base_map.yaml"
_GROUPS = "published/groups.yaml"
_PLACE_GROUPS = "groups"
OPTIONS = "options"
_PRESS = "stories/press.yaml"
_Digits = Annotated[str, Field(pattern=r"^\d+$")]
_Slugs = Annotated[tuple[Slug, ...], Field(min_length=1)]


class County(Strict):
    """The county whose published values stand beside the city's; `in_sentence` has its article."""

    id: _Digits
    name: Text
    short: Text
    others: Text
    in_sentence: Text

    @property
    def names(self) -> dict[str, Text]:
        """Its names, by what texts call them."""
        return {
            "name": self.name,
            "short": self.short,
            "others": self.others,
            "in_sentence": self.in_sentence,
        }


class Extent(Strict):
    """Between which degrees every census block lies: anything outside is a slip of a file."""

    lon: tuple[float, float]
    lat: tuple[float, float]


class Defaults(Strict):
    """Indicators of an address that names none."""

    outcome: Slug
    factor: Slug


class Groups(Strict):
    """Residents by race and ethnicity, and the last years of the surveys that count them.

    Two of them are `comparable`: they share tracts and no survey year. One stands `apart`.
    """

    ids: _Slugs
    comparable: tuple[int, int]
    apart: int

    @property
    def periods(self) -> tuple[int, int, int]:
        """Every release, the one that stands apart last."""
        return (*self.comparable, self.apart)


Pair = tuple[Slug, Slug]  # two indicators, the earlier one first


class EventPeriods(Strict):
    """Events of two periods, first and last year of each; no year is in both."""

    indicator: Slug
    earlier: tuple[int, int]
    later: tuple[int, int]

    @model_validator(mode="after")
    def _apart(self) -> Self:
        years = (*self.earlier, *self.later)
        if sorted(years) != list(years) or self.earlier[1] >= self.later[0]:
            raise ValueError(f"periods overlap or are out of order: {years}")
        return self


class ChangeAsked(Strict):
    """What is held against an earlier time, and what cannot be.

    `people` and `ages` are counts of two censuses, `untested` pairs come without the errors that a
    test needs, `once` is known for one time only.
    """

    people: Pair
    ages: tuple[Pair, ...] = ()
    events: EventPeriods | None = None
    untested: tuple[Pair, ...] = ()
    once: tuple[Slug, ...] = ()

    @property
    def indicators(self) -> frozenset[str]:
        """Every indicator that is named here."""
        pairs = (self.people, *self.ages, *self.untested)
        events = {self.events.indicator} if self.events else set()
        return frozenset({name for pair in pairs for name in pair} | events | {*self.once})


class History(Strict):
    """Land that was graded in `year`: what an address calls it, and what is told of it today.

    `grades` stand from the most to the least disadvantaged; `ungraded` land stands apart. `now`
    are indicators of one release, on the same tracts.
    """

    id: Slug
    year: int
    indicator: Slug
    grades: tuple[str, ...] = Field(min_length=2)
    ungraded: str
    now: _Slugs

    @property
    def keys(self) -> tuple[str, ...]:
        """Grades in order, then ungraded land."""
        return (*self.grades, self.ungraded)

    @property
    def names(self) -> dict[str, str]:
        """Its year and the ends of its grades, by what texts call them."""
        ends = {"history_worst": self.grades[0], "history_best": self.grades[-1]}
        return {"history_year": str(self.year)} | ends


class City(Strict):
    """One city. `people` is its published census count by year, `meters` a projection in meters.

    What a browser keeps stands under `storage_prefix`, which never changes: it holds what visitors
    made. `layers` are those of places, in the order in which they are offered: the first is meant
    where texts name no other. `lacks` are sources of the catalogue that hold nothing of this city,
    `events` are what it counts one by one, `themes` headings that it calls otherwise, `lines` are
    drawn over its maps, `name_words` say how the names of its places are shown. `examples` are
    places whose pages show all that a page of a place can. Of indicators, `leading` is told before
    every other one, `life_expectancy` is that of the life tables, `evidence` tells a census
    vintage's coverage.
    """

    id: _Digits
    name: Text
    full_name: Text
    people: dict[int, Annotated[int, Field(gt=0)]] = Field(min_length=1)
    meters: str = Field(pattern=r"^EPSG:\d+$")
    extent: Extent
    storage_prefix: str = Field(pattern=r"^[a-z]+-$")
    defaults: Defaults
    examples: tuple[str, ...] = Field(min_length=2)
    leading: Slug
    life_expectancy: Slug
    headline: _Slugs
    health: _Slugs
    layers: Annotated[dict[Geography, LayerWords], Field(min_length=1)]
    name_words: NameWords | None = None
    expected: tuple[Slug, ...] = ()
    sheet_facts: tuple[Slug, ...] = ()
    evidence: dict[int, Slug]
    county: County | None = None
    groups: Groups | None = None
    concentration: Slug | None = None
    lacks: tuple[Slug, ...] = ()
    events: Text | None = None
    themes: dict[Slug, Text] = Field(default_factory=dict)
    lines: tuple[Literal["rivers", "state_line"], ...] = ()
    change: ChangeAsked | None = None
    history: History | None = None
    _folder: Path = PrivateAttr()

    @model_validator(mode="after")
    def _counted(self) -> Self:
        if unknown := sorted(set(self.evidence) - set(self.people)):
            raise ValueError(f"evidence for {unknown[0]}, but people has no count of that year")
        return self

    @model_validator(mode="after")
    def _chosen(self) -> Self:
        if wrong := [layer.value for layer in self.layers if layer not in CHOSEN_LAYERS]:
            raise ValueError(f"layers: {wrong[0]} is no layer that a city chooses")
        for layer, words in self.layers.items():
            if (layer is Geography.GROUP) != (words.source is None):
                raise ValueError(f"layers: {layer.value}: a source, of every layer but group")
        if self.home is Geography.GROUP:
            raise ValueError("layers: group cannot come first: groups are made of the first layer")
        return self

    @property
    def folder(self) -> Path:
        """Where its YAML lies: decks, quotations and published values beside `city.yaml`."""
        return self._folder

    @property
    def home(self) -> Geography:
        """The places that are meant where no others are named."""
        return next(iter(self.layers))

    @property
    def with_page(self) -> tuple[Geography, ...]:
        """Places with a page of their own: those of its layers, and itself."""
        return (*self.layers, Geography.CITY)

    @property
    def mapped(self) -> tuple[Geography, ...]:
        """Places that a map can show: those of its layers, and tracts."""
        return (*self.layers, Geography.TRACT)

    @property
    def geographies(self) -> frozenset[Geography]:
        """Every kind of place that it has."""
        return frozenset((*self.layers, Geography.CITY, Geography.TRACT))

    @property
    def overlays(self) -> frozenset[str]:
        """What its maps can draw over the places: graded land, districts, lines."""
        land = {"holc"} if self.history else set()
        districts = {"districts"} if Geography.COUNCIL_DISTRICT in self.layers else set()
        return frozenset({*land, *districts, *self.lines})

    @cached_property
    def place_groups(self) -> Mapping[str, PlaceGroup]:
        """Groups of home places that people call by one name, by id. Raises CatalogueError."""
        return read_groups(self.folder / _PLACE_GROUPS)

    @cached_property
    def plan(self) -> Plan | None:
        """Its health plan, if `plan.yaml` says one. Raises CatalogueError."""
        file = self.folder / _PLAN
        return read_checked(file, Plan) if file.is_file() else None

    @cached_property
    def options(self) -> Listed:
        """What could be decided, by determinant; none where none are listed.

        data/catalogue/determinants.py checks the determinants. Raises CatalogueError.
        """
        return read_options(self.folder / OPTIONS)

    @cached_property
    def press_quotes(self) -> tuple[PressQuote, ...]:
        """What its people said in the press; none without a file. Raises CatalogueError."""
        return read_press(self.folder / _PRESS)

    @property
    def aims(self) -> tuple[Aim, ...]:
        """The aims of its health plan; none where it has no plan, or one without aims."""
        return self.plan.aims if self.plan else ()

    @cached_property
    def targets(self) -> tuple[Target, ...]:
        """What its departments set out to reach themselves. Raises CatalogueError."""
        return read_targets(self.folder)

    @cached_property
    def decisions(self) -> Decisions:
        """What was decided for it, and by whom. Raises CatalogueError."""
        return read_decisions(self.folder)

    @cached_property
    def wage(self) -> Wage | None:
        """What is said of wages; None for a city without the folder. Raises CatalogueError."""
        return read_wage(self.folder / WAGE)

    @cached_property
    def base_map(self) -> BaseMapChoices | None:
        """What `base_map.yaml` chooses, if there is one. Raises CatalogueError."""
        file = self.folder / _BASE_MAP
        return read_checked(file, BaseMapChoices) if file.is_file() else None

    def rivers_credit(self, lang: str) -> str:
        """What stands by a map on which rivers are drawn; empty where the city has none."""
        said = self.base_map.rivers_credit if self.base_map and "rivers" in self.lines else None
        return said.get(lang) if said else ""

    @cached_property
    def least_residents(self) -> int:
        """How many a group needs that values are published for; 0 where none are, by group.

        data/catalogue/measures.py checks the file.
        """
        file = self.folder / _GROUPS
        if not file.is_file():
            return 0
        return int(read_yaml(file).get("least_residents", 0))

    def names(self, lang: str) -> dict[str, str]:
        """What stands for `{city_name}` and the other names in the texts of `lang`."""
        texts = {"city_name": self.name, "city_full_name": self.full_name}
        if self.county:
            texts |= {f"county_{key}": text for key, text in self.county.names.items()}
        if self.plan:
            texts["plan_name"] = self.plan.name
        if self.events:
            texts["events_many"] = self.events
        found = {key: text.get(lang) for key, text in texts.items()} | {"city_slug": self.slug}
        if self.history:
            found |= self.history.names
        if self.least_residents:
            found["city_least_residents"] = f"{self.least_residents:,}"
        layers = {
            layer.value: {form: text.get(lang) for form, text in words.forms.items()}
            for layer, words in self.layers.items()
        }
        return with_capitals(found | layer_names(layers, lang))

    @property
    def slug(self) -> str:
        """Its name as files begin."""
        plain = unicodedata.normalize("NFKD", self.name.en).encode("ascii", "ignore").decode()
        return "-".join(re.findall("[a-z0-9]+", plain.casefold()))

    @property
    def graded_land(self) -> History:
        """The history, for what is only reached where there is one. Raises CatalogueError."""
        if self.history is None:
            raise CatalogueError(f"{CITY_FILE}: history: this city has no graded land")
        return self.history

    @property
    def indicators(self) -> frozenset[str]:
        """Every indicator that is named here, which the catalogue must know."""
        history = self.history
        named = {self.defaults.outcome, self.defaults.factor, self.leading, *self.headline}
        named |= {self.life_expectancy}
        named |= {*self.health, *self.expected, *self.sheet_facts, *self.evidence.values()}
        named |= {self.concentration} if self.concentration else set()
        named |= {history.indicator, *history.now} if history else set()
        named |= self.change.indicators if self.change else set()
        return frozenset(named)


@cache
def city() -> City:
    """The city of this site: the one folder beside this file. Raises CatalogueError."""
    folders = sorted(file.parent for file in _CITIES.glob(f"*/{CITY_FILE}"))
    if len(folders) != 1:
        names = ", ".join(folder.name for folder in folders) or "none"
        raise CatalogueError(f"cities/: expected one folder with a {CITY_FILE}, found {names}")
    return read_city(folders[0])


def read_city(folder: Path) -> City:
    """The city of `folder`. Raises CatalogueError, which names the file and the field."""
    found = read_checked(folder / CITY_FILE, City)
    found._folder = folder
    if bool(found.place_groups) != (Geography.GROUP in found.layers):
        has, lacks = ("groups/", "layers: group") if found.place_groups else ("layers", "groups/")
        raise CatalogueError(f"{label(folder / CITY_FILE)}: {has} has groups, {lacks} is missing")
    return found
