"""The decision log: what was decided, who decided it, and which of it an address asks for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from data.cities.city import City
from data.cities.decisions import Body, Decision
from data.cities.plan import NO_AIM, Aim
from data.plan.state import ParsedPlan, PlanState, parse_plan


@dataclass(frozen=True, slots=True)
class DecisionLog:
    """Every decision, newest first, with the bodies and aims that it can be looked through by."""

    decisions: tuple[Decision, ...]
    bodies: tuple[Body, ...]
    aims: tuple[Aim, ...]

    @classmethod
    def of(cls, own: City) -> Self:
        """The log of a city; empty where its folder lists none."""
        listed = own.decisions
        return cls(listed.newest_first, listed.bodies, own.aims)

    @property
    def years(self) -> tuple[str, ...]:
        """Years with a decision, newest first."""
        return tuple(dict.fromkeys(str(entry.year) for entry in self.decisions))

    def body(self, body_id: str) -> Body:
        """The body of that id. Raises StopIteration for another word."""
        return next(body for body in self.bodies if body.id == body_id)

    def aims_of(self, entry: Decision) -> tuple[Aim, ...]:
        """The aims that a decision touches, in the order of the plan."""
        return tuple(aim for aim in self.aims if aim.id in entry.aims)

    def touching(self, aim_id: str) -> tuple[Decision, ...]:
        """The decisions that touch an aim, newest first."""
        return tuple(entry for entry in self.decisions if aim_id in entry.aims)

    def parsed(self, query: str, *, default_lang: str = "en") -> ParsedPlan:
        """What an address asks for, and what of it was not understood."""
        return parse_plan(
            query,
            bodies=[body.id for body in self.bodies],
            aims=[aim.id for aim in self.aims],
            years=self.years,
            default_lang=default_lang,
        )

    def chosen(self, state: PlanState) -> tuple[Decision, ...]:
        """The decisions that an address asks for, newest first."""
        return tuple(entry for entry in self.decisions if _fits(entry, state))


def _fits(entry: Decision, state: PlanState) -> bool:
    by_aim = not entry.aims if state.aim == NO_AIM else state.aim in ("", *entry.aims)
    return by_aim and state.body in ("", entry.body) and state.year in ("", str(entry.year))
