"""What the plan's page asks for, remembered: the extract never changes while the app runs."""

from __future__ import annotations

from functools import cached_property

from data.atlas.atlas import Atlas
from data.change.answers import ChangeAnswers
from data.cities.city import city
from data.gaps.answers import GapAnswers
from data.plan.check import checked_plan
from data.plan.compute import PlanMaker
from data.plan.log import DecisionLog
from data.plan.results import PlanData
from data.published.facts import PublishedFacts


class PlanAnswers:
    """Answers of the plan's page. Thread-safe: nothing changes after construction.

    Raises CatalogueError at construction for a plan, target or decision that names what is not
    there.
    """

    def __init__(
        self, atlas: Atlas, published: PublishedFacts, change: ChangeAnswers, gaps: GapAnswers
    ) -> None:
        self._plan = checked_plan(city(), atlas.catalogue)
        self._maker = PlanMaker(atlas, published, change, gaps)

    @cached_property
    def data(self) -> PlanData | None:
        """The aims with what is held of each; None for a city without a plan that has aims."""
        return None if self._plan is None else self._maker.data(self._plan)

    @cached_property
    def log(self) -> DecisionLog:
        """What was decided, and who decided it."""
        return DecisionLog.of(city())
