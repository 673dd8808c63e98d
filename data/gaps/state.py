"""The URL grammar of Gaps: a frozen state that parses and prints the query. Pure.

`?ask=…&outcome=…&group=…&by=…`, in this order and without what is the default. Whatever cannot be
shown falls back to what can, and is reported as a Notice.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from data.address import (
    Notice,
    Reader,
    Theme,
    printed_query,
    query_parameters,
    understood,
)
from data.catalogue.loader import Catalogue
from data.catalogue.schema import Indicator
from data.cities.city import city
from data.gaps.groups import default_group, group_options
from data.gaps.questions import SIZE, group_acts, outcome_acts, question_of
from data.gaps.results import GroupOption
from data.models import Estimator, Geography, Role


@dataclass(frozen=True, slots=True)
class GapState:
    """Everything that a link to Gaps restores. `by` is None for grades and districts.

    `ask` is the question that is answered; what it does not depend on is kept for the others.
    """

    outcome: str = field(default_factory=lambda: city().defaults.outcome)
    group: str = field(default_factory=lambda: city().defaults.factor)
    by: Geography | None = field(default_factory=lambda: city().home)
    lang: str = "en"
    theme: Theme = Theme.LIGHT
    default_lang: str = field(default="en", compare=False)
    default_group: str = field(default_factory=lambda: city().defaults.factor, compare=False)
    default_by: Geography | None = field(default_factory=lambda: city().home, compare=False)
    ask: str = SIZE

    def to_query(self) -> str:
        """The query with its question mark, or an empty string for the default view."""
        by = self.by.value if self.by is not None and self.by is not self.default_by else ""
        pairs = [
            ("ask", self.ask, SIZE),
            ("outcome", self.outcome, city().defaults.outcome),
            ("group", self.group, self.default_group),
            ("by", by, ""),
            ("lang", self.lang, self.default_lang),
            ("theme", self.theme.value, Theme.LIGHT.value),
        ]
        return printed_query(pairs)

    def asking(self, question: str) -> GapState:
        """The same choices under another question."""
        return replace(self, ask=question)

    def of_numbers(self) -> GapState:
        """The state as the numbers behind a chart are asked for, whichever question shows it."""
        return self.asking(SIZE)

    def seen(self) -> GapState:
        """Without the choices that the answer does not depend on: equal views are equal."""
        state = self
        if not group_acts(self.ask):
            state = replace(state, group=self.default_group, by=None)
        if not outcome_acts(self.ask):
            usual = GapState()
            state = replace(
                state,
                outcome=usual.outcome,
                group=usual.group,
                default_group=usual.default_group,
            )
        return state


@dataclass(frozen=True, slots=True)
class ParsedGap:
    """A state that can be shown, and what had to be corrected to get there."""

    state: GapState
    notices: tuple[Notice, ...]


def gap_outcomes(catalogue: Catalogue) -> tuple[Indicator, ...]:
    """Indicators that Gaps shows as outcomes, in theme order.

    Care is no outcome, and what was counted by area has no value for a group of areas.
    """
    return tuple(i for i in catalogue.indicators.values() if _has_gaps(i))


def _has_gaps(indicator: Indicator) -> bool:
    return indicator.role is Role.OUTCOME and indicator.estimator is not Estimator.AREA_RATE


def parse_gap(query: str, catalogue: Catalogue, *, default_lang: str = "en") -> ParsedGap:
    """State of the Gaps page for `query` (with or without its question mark). Never raises."""
    return read_gap(query_parameters(query), catalogue, default_lang=default_lang)


def read_gap(
    parameters: Mapping[str, str], catalogue: Catalogue, *, default_lang: str = "en"
) -> ParsedGap:
    """State of the Gaps page for the words of a query by key, as controls have them too."""
    reader = Reader(parameters)
    ask = _ask(reader)
    outcome = _outcome(reader, catalogue)
    options = {option.id: option for option in group_options(catalogue, outcome)}
    fallback = default_group(catalogue, outcome)
    option, by = _grouped(reader, catalogue, options, fallback, is_shown=group_acts(ask))
    lang, theme = reader.display(default_lang)
    state = GapState(
        outcome=outcome.id,
        group=option.id,
        by=by,
        lang=lang,
        theme=theme,
        default_lang=default_lang,
        default_group=fallback,
        default_by=_first(option),
        ask=ask,
    )
    return ParsedGap(state, tuple(reader.notices))


def _ask(reader: Reader) -> str:
    value = reader.parameters.get("ask", SIZE)
    found = question_of(value)
    if found is None:
        reader.note("notice.unknown_ask", value, SIZE)
    return found or SIZE


def _outcome(reader: Reader, catalogue: Catalogue) -> Indicator:
    usual = city().defaults.outcome
    value = reader.parameters.get("outcome", usual)
    name = understood(value, catalogue.indicators)
    if name is None or not _has_gaps(catalogue.indicators[name]):
        reader.note("notice.unknown_outcome", name or value, usual)
        return catalogue.indicator(usual)
    return catalogue.indicators[name]


def _grouped(
    reader: Reader,
    catalogue: Catalogue,
    options: Mapping[str, GroupOption],
    fallback: str,
    *,
    is_shown: bool,
) -> tuple[GroupOption, Geography | None]:
    """The grouping and the places it cuts; no word about either to who does not see it."""
    said = len(reader.notices)
    option = _group(reader, catalogue, options, fallback)
    by = _by(reader, option)
    if not is_shown:
        del reader.notices[said:]
    return option, by


def _group(
    reader: Reader, catalogue: Catalogue, options: Mapping[str, GroupOption], fallback: str
) -> GroupOption:
    value = reader.parameters.get("group", fallback)
    option = understood(value, options)
    if option is not None:
        return options[option]
    name = understood(value, catalogue.indicators)
    key = "unknown_group" if name is None else "group_without_outcome"
    reader.note(f"notice.{key}", name or value, fallback)
    return options[fallback]


def _by(reader: Reader, option: GroupOption) -> Geography | None:
    """The places cut into fifths: only where the grouping cuts places at all."""
    first = _first(option)
    value = reader.parameters.get("by")
    if value is None:
        return first
    name = understood(value, frozenset(g.value for g in option.geographies))
    found = None if name is None else Geography(name)
    if found is None and first is not None:
        geography = understood(value, frozenset(g.value for g in Geography))
        reader.note("notice.places_without_group", geography or value, first.value)
    return found or first


def _first(option: GroupOption) -> Geography | None:
    return option.geographies[0] if option.geographies else None
