"""Summary measures of a gap: four in plain words, all of them in the table."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

from data.gaps import sentences as gaps
from data.gaps.results import GapsData, Measure
from data.locale import Texts
from data.locale.format import format_interval, format_number
from data.models import Unit
from data.sentences.words import gap_between
from layouts.figures.chart import Chart, Column
from layouts.figures.gaps.equity_dots import csv_shared, gap_notes, gap_travels

# Ratios and relative indices are near 1 or 0: a third digit carries meaning.
_THREE_DECIMALS = frozenset({"r", "rii", "rci"})
_OWN_UNITS: Mapping[str, str] = {
    **dict.fromkeys(("r", "rii", "rci"), "ratio"),
    **dict.fromkeys(("paf", "cov", "idisu", "idisw"), "percent"),
    **dict.fromkeys(("ti", "mld"), "thousandths"),
    "bgv": "squared",
}
IN_WORDS: Mapping[str, Callable[[GapsData, Texts], str]] = {
    "d": gaps.difference,
    "r": gaps.ratio,
    "sii": gaps.slope,
    "rii": gaps.relative,
}


def build_measures(data: GapsData, *, texts: Texts) -> Chart:
    """Every measure that is defined for the groups; there is no picture of it."""
    return Chart(
        title=texts.t(f"gaps.measures.{'title' if data.gap is not None else 'title_plain'}"),
        sentence=gaps.measured(data, texts) or texts.t("gaps.measures.plain"),
        figure={},
        columns=[
            Column("measure", texts.t("gaps.column.measure")),
            Column("value", texts.t("gaps.column.value"), "number"),
            Column("interval", texts.t("figures.column.interval"), "interval"),
            Column("se", texts.t("gaps.column.se"), "number"),
        ],
        rows=[_row(measure, data, texts) for measure in data.measures],
        csv_columns=("measure", "value", "se", "lower", "upper", "unit"),
        csv_shared=csv_shared(data, texts),
        csv_rows=[
            (m.name, m.estimate, m.se, m.lower, m.upper, _unit(m.name, data)) for m in data.measures
        ],
        notes=gap_notes(data, texts),
        travels=gap_travels(data, texts),
    )


def in_words(data: GapsData, texts: Texts) -> list[tuple[str, str]]:
    """Name and sentence of the four measures that people use, where they are defined."""
    if data.gap is None or not data.measures:
        return []
    return [
        (texts.t(f"gaps.measures.name.{name}"), sentence(data, texts))
        for name, sentence in IN_WORDS.items()
    ]


def _unit(name: str, data: GapsData) -> str:
    """Unit of a measure: its own, else that of the outcome (which a variance has squared)."""
    return _OWN_UNITS.get(name, data.outcome.unit.value)


def _printed(measure: Measure, data: GapsData) -> tuple[float, int]:
    """Estimate and decimals. Beside two printed values stand their difference and their ratio."""
    gap, outcome = data.gap, data.outcome
    if measure.name == "d" and gap is not None:
        size = gap_between(gap.worst, gap.best, outcome)
        return math.copysign(size, measure.estimate), outcome.decimals
    if measure.name == "r":
        ratio = gaps.printed_end_ratio(data, measure)
        return ratio, gaps.ratio_decimals(ratio)
    return measure.estimate, 3 if measure.name in _THREE_DECIMALS else 2


def _row(measure: Measure, data: GapsData, texts: Texts) -> dict[str, str]:
    decimals = 3 if measure.name in _THREE_DECIMALS else 2
    estimate, shown = _printed(measure, data)
    lang = texts.lang
    return {
        "measure": texts.t(f"gaps.measures.name.{measure.name}"),
        "value": format_number(estimate, decimals=shown, lang=lang),
        "interval": format_interval(
            measure.lower, measure.upper, unit=Unit.INDEX, decimals=decimals, lang=lang
        ),
        "se": format_number(measure.se, decimals=decimals, lang=lang),
    }
