"""The questions of the Gaps page: it answers one at a time, and the address says which. Pure.

A question is called by its word in the address. The one on land that was graded is called by the
year of the city's own facts; a city without such land has no such question.
"""

from __future__ import annotations

from collections.abc import Mapping

from data.address import understood
from data.cities.city import city

SIZE, RACE, CHANGE = "size", "race", "change"
SEGREGATION, CLUSTERS, DEATHS = "segregation", "clusters", "deaths"
# What the parts of the page were called in addresses when it answered everything at once.
_OLD_PARTS: Mapping[str, str] = {
    "groups": SIZE,
    "gap": SIZE,
    "groups_published": RACE,
    "by_year": CHANGE,
    "yardsticks": CHANGE,
}
_OLD_HISTORY = "grades"


def history_question() -> str:
    """The question on graded land, its year; empty for a city without."""
    history = city().history
    return "" if history is None else str(history.year)


def questions() -> tuple[str, ...]:
    """Every question that may be asked of this city, in the order of the tabs."""
    found = (SIZE, RACE, CHANGE, SEGREGATION, history_question(), CLUSTERS, DEATHS)
    return tuple(question for question in found if question)


def old_parts() -> dict[str, str]:
    """Question by the anchor that led to it before it had an address of its own."""
    own = {question: question for question in questions() if not question.isdigit()}
    graded = {_OLD_HISTORY: history_question()} if history_question() else {}
    return {**_OLD_PARTS, **own, **graded}


def question_of(written: str) -> str | None:
    """The question that was meant: by its word, an old anchor or the history's own id."""
    history = city().history
    named = {history.id: history_question()} if history is not None else {}
    known = {**named, **old_parts(), **{question: question for question in questions()}}
    found = understood(written, frozenset(known))
    return None if found is None else known[found]


def outcome_acts(question: str) -> bool:
    """True where the answer depends on the outcome that is chosen."""
    return question in (SIZE, CLUSTERS)


def group_acts(question: str) -> bool:
    """True where the answer depends on how residents are grouped."""
    return question == SIZE
