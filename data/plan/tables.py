"""The plan as files: a row a measure of an aim, a row a decision."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from math import nan
from typing import Any

from data.catalogue.schema import Indicator
from data.change.results import Change
from data.cities.decisions import Decision
from data.files.csv_file import REQUIRED, csv_text, origin
from data.locale import Texts
from data.plan.log import DecisionLog
from data.plan.results import AimRow, MeasureRow, PlanData
from data.plan.sentences import area_name
from data.published.changes import PublishedChange

OF_A_DECISION = ("date", "body", "motion")
DECISION_COLUMNS = (
    *OF_A_DECISION, "motion_number", "vote", "aims", "read_as", "citation", "url",
)  # fmt: skip


def aims_csv(data: PlanData, texts: Texts) -> str:
    """Every measure of every aim: both times, the tested change, a yardstick, an own target.

    An aim without a measure has no row.
    """
    rows = [_row(row, measure, texts) for row in data.aims for measure in row.measures]
    columns = list(rows[0]) if rows else list(REQUIRED)
    return csv_text(columns, [list(row.values()) for row in rows])


def _row(row: AimRow, measure: MeasureRow, texts: Texts) -> dict[str, Any]:
    about, newest = measure.about, measure.newest
    area = measure.area
    return {
        "aim": row.aim.id,
        "indicator": measure.measure_id,
        "indicator_name": about.name.get(texts.lang),
        "kind": about.kind.value,
        "unit": about.unit.value if isinstance(about, Indicator) else about.unit,
        "years": newest.years,
        "years_inferred": newest.inferred,
        "geography": area.kind if area else "city",
        "place_id": measure.place_id,
        "place": area_name(measure, texts),
        "events": newest.events,
        "value": newest.value,
        "lower": newest.lower,
        "upper": newest.upper,
        "level_percent": newest.level_percent,
        "flags": " ".join(sorted(flag.value for flag in newest.flags)),
        **_earlier(measure),
        "follow": measure.follow.value,
        "not_tested_because": (measure.why or "").rpartition(".")[2],
        **_targets(measure, texts),
        **origin([newest.source], texts),
    }


def _earlier(measure: MeasureRow) -> dict[str, Any]:
    """The earlier value and what the test says of the change; empty for one time only."""
    earlier = measure.baseline if measure.latest is not None else None
    return {
        "earlier_years": earlier.years if earlier else "",
        "earlier_value": earlier.value if earlier else nan,
        "earlier_lower": earlier.lower if earlier else nan,
        "earlier_upper": earlier.upper if earlier else nan,
        **_change(measure.change),
    }


def _change(change: Change | PublishedChange | None) -> dict[str, Any]:
    names = ("change", "change_lower", "change_upper", "p_value", "p_adjusted", "change_verdict")
    if change is None or not change.tested:
        return dict.fromkeys(names[:-1], nan) | {names[-1]: ""}
    if isinstance(change, Change):
        found: tuple[Any, ...] = (
            change.difference, change.lower, change.upper, change.p_value, change.p_adjusted,
            change.verdict.value,
        )  # fmt: skip
        return dict(zip(names, found, strict=True))
    contrast = change.comparison.contrast
    if contrast is None:
        return dict.fromkeys(names[:-1], nan) | {names[-1]: ""}
    side = "higher" if contrast.difference > 0 else "lower"
    found = (
        contrast.difference, contrast.lower, contrast.upper, contrast.p_value, change.p_adjusted,
        side if change.told else "not_different",
    )  # fmt: skip
    return dict(zip(names, found, strict=True))


def _targets(measure: MeasureRow, texts: Texts) -> dict[str, Any]:
    """The first national yardstick, on the scale of its measure; what a department set itself."""
    beside = measure.yardsticks[0].yardstick if measure.yardsticks else None
    own = measure.target
    return {
        "target": beside.drawn if beside else nan,
        "target_differs": beside.differs.get(texts.lang) if beside else "",
        "own_target": own.target.target if own else nan,
        "own_target_year": own.target.by if own else nan,
        "own_target_needed": own.needed if own else nan,
        "own_target_verdict": own.track.value if own else "",
    }


def decisions_csv(found: Iterable[Decision], log: DecisionLog, texts: Texts) -> str:
    """The decisions of a list, in its order."""
    rows = list(_decisions(found, log, texts))
    columns = (
        "date",
        "body",
        "motion_number",
        "motion",
        "vote",
        "aims",
        "read_as",
        "citation",
        "url",
    )
    return csv_text(columns, rows, required=OF_A_DECISION)


def _decisions(
    found: Iterable[Decision], log: DecisionLog, texts: Texts
) -> Iterator[tuple[str, ...]]:
    lang = texts.lang
    for entry in found:
        yield (
            entry.date,
            log.body(entry.body).name.get(lang),
            entry.motion.get(lang),
            entry.number.get(lang) if entry.number else "",
            entry.vote.get(lang) if entry.vote else "",
            " ".join(entry.aims),
            entry.read,
            entry.source,
            entry.url or "",
        )
