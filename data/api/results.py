"""Answers of the API that are results: a gap, a comparison, a chart with its numbers."""

from __future__ import annotations

from typing import Literal

from data.api.answers import Answer, Page
from data.models import Kind, Polarity, Unit, Verdict
from data.numbers.record import Public


class Named(Public):
    """A measure of a result, as files name it."""

    indicator: str
    indicator_name: str
    theme: str
    kind: Kind
    unit: Unit
    polarity: Polarity
    decimals: int
    years: str
    publisher: str
    source: str
    licence: str


# -- gaps ---------------------------------------------------------------------------------------


class GapGroup(Public):
    """One group of residents and the outcome in it."""

    group: str
    group_name: str
    group_order: int | None
    compared: bool
    value: float | None
    lower: float | None
    upper: float | None
    events: float | None
    people: int | None
    areas: int
    factor_from: float | None
    factor_to: float | None
    verdict: str | None


class Gap(Public):
    """The most disadvantaged group less the least disadvantaged one, and the one test of it."""

    group: str
    other_group: str
    difference: float | None
    difference_lower: float | None
    difference_upper: float | None
    p_value: float | None
    claim_allowed: bool


class GapMeasure(Public):
    """One summary of how unequal the groups are."""

    measure: str
    name: str
    value: float | None
    se: float | None
    lower: float | None
    upper: float | None
    sure: bool


class Gaps(Answer):
    """One outcome in groups of residents: `sentence` says what may be said of it."""

    outcome: Named
    grouping: str
    grouping_name: str
    factor: Named | None
    geography: str | None
    sentence: str
    detail: str
    warnings: tuple[str, ...]
    city_value: float | None
    city_lower: float | None
    city_upper: float | None
    groups: tuple[GapGroup, ...]
    gap: Gap | None
    gap_not_told_because: str | None
    measures: tuple[GapMeasure, ...]
    address: str


# -- compare ------------------------------------------------------------------------------------


class ComparedPlace(Public):
    """A place of a comparison."""

    id: str
    geography: str
    name: str
    people_2010: int
    people_2020: int


class ComparedValue(Public):
    """A measure in one of the places, and its difference from the baseline."""

    place_id: str
    value: float | None
    lower: float | None
    upper: float | None
    coverage: float | None
    events: float | None
    method: str | None
    flags: tuple[str, ...]
    difference: float | None
    difference_se: float | None
    difference_lower: float | None
    difference_upper: float | None
    p_value: float | None
    p_adjusted: float | None
    baseline_verdict: Verdict | Literal["baseline"]
    not_tested_because: str | None
    rest_of_city: bool | None
    by_means: bool | None


class ComparedMeasure(Public):
    """One measure in all of the places."""

    measure: Named
    city_value: float | None
    values: tuple[ComparedValue, ...]


class Comparison(Answer):
    """Places side by side, each tested against the baseline."""

    places: tuple[ComparedPlace, ...]
    baseline: str
    tests: int
    sentences: tuple[str, ...]
    measures: tuple[ComparedMeasure, ...]
    address: str


# -- charts -------------------------------------------------------------------------------------


class ChartColumn(Public):
    """A column of the table that people read."""

    key: str
    label: str
    kind: Literal["text", "number", "interval"]


class ChartNumbers(Public):
    """The numbers behind a chart, unrounded: the same cells as in its CSV file."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str | int | float | bool | None, ...], ...]


class ChartLegend(Public):
    """What the fills of a map mean: their words, from first to last."""

    title: str
    direction: str
    entries: tuple[str, ...]


class Chart(Answer):
    """A chart without its picture: finding, table, numbers, and what must be said beside them."""

    id: str
    page: str
    title: str
    sentence: str
    columns: tuple[ChartColumn, ...]
    rows: tuple[dict[str, str], ...]
    csv: ChartNumbers
    notes: tuple[str, ...]
    source: str
    flags: tuple[str, ...]
    caveats: tuple[str, ...]
    legend: ChartLegend | None
    method: str | None
    address: str
    csv_address: str | None


class ChartOffered(Public):
    """A chart that may be asked for, and the parameters that it takes."""

    id: str
    page: str
    is_map: bool
    parameters: tuple[str, ...]
    required: tuple[str, ...]
    address: str


class Charts(Page):
    """The charts of the site, page by page."""

    items: tuple[ChartOffered, ...]
