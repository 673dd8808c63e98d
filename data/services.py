"""The façade: one remembered object a page over the atlas, and the search for places."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

from data.atlas.atlas import Atlas
from data.change.answers import ChangeAnswers
from data.cities.city import city
from data.compare.compute import CompareAnswers
from data.decks.of_places import DeckAnswers
from data.explore.answers import ExploreAnswers
from data.fact_sheets.compute import SheetAnswers
from data.gaps.answers import GapAnswers
from data.models import Layer
from data.numbers.find import NumberAnswers
from data.place.answers import PlaceAnswers
from data.plan.answers import PlanAnswers
from data.published.facts import published_facts
from data.search.index import PlaceIndex
from data.stories.shelf import NoShelf, Shelf
from data.story.answers import StoryAnswers
from data.wage.answers import WageAnswers


class Services:
    """What pages ask. Thread-safe: nothing changes after construction but what is remembered.

    `shelf` has the shared stories, which change and are never remembered (docs/decisions/0128).
    """

    def __init__(self, atlas: Atlas, *, shelf: Shelf | None = None) -> None:
        self.atlas = atlas
        self.shelf: Shelf = shelf or NoShelf()
        self.published = published_facts(atlas)
        self.change = ChangeAnswers(atlas)
        self.explore = ExploreAnswers(atlas)
        self.gaps = GapAnswers(atlas)
        self.compare = CompareAnswers(atlas)
        self.place = PlaceAnswers(atlas)
        self.decks = DeckAnswers(atlas, self.place)
        self.story = StoryAnswers(atlas, self.gaps)
        self.plan = PlanAnswers(atlas, self.published, self.change, self.gaps)
        self.wage = WageAnswers(atlas, self.gaps)
        self.fact_sheets = SheetAnswers(atlas, self.explore)
        self.numbers = NumberAnswers(atlas, self.published, self.change)

    @classmethod
    def open(
        cls,
        database_url: str,
        *,
        asset_url: Callable[[str], str] = lambda path: f"/assets/{path}",
        shelf: Shelf | None = None,
    ) -> Services:
        """Open the extract at `database_url` and the geometry that was built with it.

        Raises ExtractError if the extract is missing or of another schema version.
        """
        return cls(Atlas.open(database_url, asset_url=asset_url), shelf=shelf)

    @cached_property
    def place_index(self) -> PlaceIndex:
        """Every place with a page, under all its names: what the search for places asks."""
        return PlaceIndex.of(
            {geography: self.atlas.areas(Layer(geography.value)) for geography in city().with_page}
        )
