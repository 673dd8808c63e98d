"""From a published column to tract values with their errors and universes."""

from __future__ import annotations

import numpy as np
import pandas as pd

from data.build.errors import SourceError
from data.build.sources.nchs import TABLE_FLAG
from data.build.sources.tract_table import TractTable
from data.catalogue.schema import Indicator, Input
from data.estimation.tract_values import TractValues, as_stored, limits
from data.estimation.weights import Weights
from data.models import Estimator, Flag, IntervalKind, Unit
from data.stats.intervals import z_value
from data.stats.margins import proportion_margin, standard_error

Z95 = z_value(0.95)
TOP_CODED_USD = 250_000.0
PREDICTED_TABLE = 2.0


def tract_values(
    indicator: Indicator, table: TractTable, weights: Weights, metro_people: pd.Series
) -> TractValues:
    """Read an indicator's column on every tract of its vintage; refuse values out of range.

    `metro_people`: residents of every tract around the city too, by tract id.
    """
    given = indicator.input
    if given is None or table.vintage != indicator.tract_vintage:
        raise SourceError(
            table.file,
            value=indicator.tract_vintage,
            expected=f"tracts of {table.vintage} for indicator {indicator.id}",
        )
    denominator, assumed = _denominator(indicator, table, metro_people)
    value = _value(indicator, given, table, denominator)
    check_range(indicator, table, value)
    se = _standard_error(indicator, given, table, denominator).reindex(weights.tracts)
    value = value.reindex(weights.tracts)
    known = value.notna().to_numpy()
    array = value.to_numpy(dtype=np.float64)
    error = np.where(known, se.to_numpy(dtype=np.float64), np.nan)
    lower, upper = limits(indicator, array, error)
    if indicator.interval is IntervalKind.MODEL_95 and given.value is not None:
        columns = table.error_columns(given.value)
        if columns.lower is not None and columns.upper is not None:
            ends = [_scaled(given, table.column(c)) for c in (columns.lower, columns.upper)]
            low, high = (e.reindex(weights.tracts).to_numpy(dtype=np.float64) for e in ends)
            lower, upper = np.fmin(low, high), np.fmax(low, high)
    universe = denominator.reindex(weights.tracts).to_numpy(dtype=np.float64)
    predicted = np.zeros(len(weights.tracts), dtype=bool)
    if indicator.estimator is Estimator.LIFE_TABLE:
        kind = table.column(TABLE_FLAG).reindex(weights.tracts)
        predicted = kind.eq(PREDICTED_TABLE).to_numpy()
    assumed_here = assumed.reindex(weights.tracts, fill_value=False).to_numpy() & known
    flags = [
        _tract_flags(indicator, v, a, p)
        for v, a, p in zip(array, assumed_here, predicted, strict=True)
    ]
    return TractValues(
        value=as_stored(array),
        lower=as_stored(lower),
        upper=as_stored(upper),
        se=as_stored(error),
        denominator=as_stored(universe),
        flags=flags,
    )


def _tract_flags(
    indicator: Indicator, value: float, assumed: bool, predicted: bool
) -> tuple[Flag, ...]:
    found = []
    if assumed:
        found.append(Flag.ASSUMED_DENOMINATOR)
    if predicted:
        found.append(Flag.PREDICTED_TABLES)
    if indicator.unit is Unit.USD and value >= TOP_CODED_USD:
        found.append(Flag.TOP_CODED)
    return tuple(found)


def check_range(indicator: Indicator, table: TractTable, value: pd.Series) -> None:
    """Refuse a value outside the indicator's valid range, naming its line."""
    low, high = indicator.valid_range
    outside = (value.notna() & ~value.between(low, high)).to_numpy()
    if not outside.any():
        return
    at = int(np.flatnonzero(outside)[0])
    tract = value.index[at]
    given = indicator.input
    name = (given.value or given.count) if given is not None else None
    line = int(table.lines[name].loc[tract]) if name in table.lines else None
    raise SourceError(
        table.file,
        row=line,
        column=name,
        value=float(value.iloc[at]),
        expected=f"{low:g} to {high:g} ({indicator.id}, tract {tract})",
    )


def _scaled(given: Input, values: pd.Series) -> pd.Series:
    scaled = values.mask(values.isin(list(given.missing))) * given.scale
    return 100.0 - scaled if given.complement else scaled


def _value(
    indicator: Indicator, given: Input, table: TractTable, denominator: pd.Series
) -> pd.Series:
    if given.value is not None:
        return _scaled(given, table.column(given.value))
    if given.count is None:
        raise SourceError(table.file, expected=f"a value or a count for {indicator.id}")
    count = table.without(given.count, given.missing)
    return (100.0 * count / denominator).where(denominator > 0.0)


def _denominator(
    indicator: Indicator, table: TractTable, metro_people: pd.Series
) -> tuple[pd.Series, pd.Series]:
    """Whole-tract universe of a count-based share, and where it had to be assumed.

    Where the share is 0 its universe cannot be worked back from it: there it is the median of the
    universe's ratio to a published total, over all tracts of the table, in the city or not.
    """
    given = indicator.input
    nothing = pd.Series(np.nan, index=table.values.index)
    no = pd.Series(False, index=table.values.index)
    if given is None or indicator.estimator is not Estimator.COUNT_SHARE:
        return nothing, no
    if given.denominator is not None:
        universe = table.without(given.denominator, given.missing)
        if given.value is None:
            return universe, no
    elif given.value is not None and given.count is not None:
        percent = _scaled(given, table.column(given.value))
        universe = (100.0 * table.column(given.count) / percent).where(percent > 0.0)
    else:
        raise SourceError(table.file, expected=f"a denominator for {indicator.id}")
    share = _scaled(given, table.column(given.value))
    unknown = share.notna() & ~(universe > 0.0)
    if given.fallback_denominator is not None:
        base = table.column(given.fallback_denominator)
    else:
        base = metro_people.reindex(table.values.index)
    ratio = float((universe / base)[(universe > 0.0) & (base > 0.0)].median())
    return universe.where(~unknown, base * ratio), unknown


def _standard_error(
    indicator: Indicator, given: Input, table: TractTable, denominator: pd.Series
) -> pd.Series:
    """Standard error of the tract value; NaN where the source gives none."""
    nothing = pd.Series(np.nan, index=table.values.index)
    if indicator.interval is IntervalKind.STANDARD_ERROR and given.value is not None:
        column = table.error_columns(given.value).se
        return nothing if column is None else table.column(column) * abs(given.scale)
    if indicator.interval is IntervalKind.MODEL_95 and given.value is not None:
        ends = table.error_columns(given.value)
        if ends.lower is None or ends.upper is None:
            return nothing
        width = table.column(ends.upper) - table.column(ends.lower)
        return width * abs(given.scale) / (2.0 * Z95)
    if indicator.interval is not IntervalKind.MARGIN_90:
        return nothing
    if given.margin is not None:
        margin = table.without(given.margin, given.missing) * abs(given.scale)
        return pd.Series(standard_error(margin), index=margin.index)
    if given.count is None or given.count_margin is None or given.denominator is None:
        raise SourceError(table.file, expected=f"margins for {indicator.id}")
    of_total = table.error_columns(given.count).margins.get(given.denominator)
    if of_total is None:
        raise SourceError(
            table.file, column=given.denominator, expected=f"a margin for {indicator.id}"
        )
    count = table.without(given.count, given.missing)
    usable = (denominator > 0.0) & count.notna()
    margin = nothing.copy()
    margin[usable] = proportion_margin(
        count[usable].to_numpy(),
        table.column(given.count_margin)[usable].to_numpy(),
        denominator[usable].to_numpy(),
        table.column(of_total)[usable].to_numpy(),
    )
    return pd.Series(standard_error(margin) * 100.0, index=margin.index)
