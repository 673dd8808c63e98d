"""Abridged life tables: pooled over tracts, and a gap split by age.

Ages are in years. Bands are named by their first age; the last band
is open. `a` is the average number of years lived in a band by those who die in it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from data.stats._check import Floats, floats, same_shape

# The age bands of the USALEEP tables, by first age; the last one is 85 and older.
USALEEP_AGES: tuple[int, ...] = (0, 1, 5, 15, 25, 35, 45, 55, 65, 75, 85)
_WIDTHS = np.diff(np.array(USALEEP_AGES, dtype=np.float64))
RADIX = 100_000.0


def _table(age: Floats, m: Floats, a: Floats) -> dict[str, Floats]:
    """Life table columns from rates (..., every band) and a (..., every closed band)."""
    n = np.diff(age)
    q = _with_last(n * m[..., :-1] / (1.0 + (n - a) * m[..., :-1]), 1.0)
    lx = RADIX * np.cumprod(np.concatenate([np.ones_like(q[..., :1]), 1.0 - q[..., :-1]], -1), -1)
    d = lx * q
    lived = np.concatenate([n * lx[..., 1:] + a * d[..., :-1], lx[..., -1:] / m[..., -1:]], axis=-1)
    total = np.cumsum(lived[..., ::-1], axis=-1)[..., ::-1]
    # Nobody is left where an earlier band had q = 1: there is no expectancy there.
    ex = np.divide(total, lx, out=np.full(lx.shape, np.nan), where=lx > 0.0)
    ax = np.concatenate([a, ex[..., -1:]], axis=-1)
    names = ("mx", "ax", "qx", "lx", "dx", "Lx", "Tx", "ex")
    return dict(zip(names, (m, ax, q, lx, d, lived, total, ex), strict=True))


def _with_last(values: Floats, last: float) -> Floats:
    """One more entry at the end of the last axis."""
    joined: Floats = np.concatenate([values, np.full_like(values[..., :1], last)], axis=-1)
    return joined


@dataclass(frozen=True, slots=True)
class AbridgedTables:
    """USALEEP life tables of `n` tracts, as published.

    `tracts` (n,) ids; `nqx` (n, 11) probabilities, the last 1; `nax` (n, 11) years lived in the
    band by those who die in it, in the open band e(85); `variances` (n, 11): se(nqx)², in the
    open band se(e85)², because there q is 1 and the uncertainty is that of e(85).
    """

    tracts: tuple[str, ...]
    nqx: Floats
    nax: Floats
    variances: Floats

    @classmethod
    def from_columns(
        cls,
        *,
        tracts: tuple[str, ...],
        nqx: ArrayLike,
        nqx_se: ArrayLike,
        lx: ArrayLike,
        ndx: ArrayLike,
        nlx: ArrayLike,
        ex_se: ArrayLike,
    ) -> AbridgedTables:
        """Tables from the published columns, each (n, 11) in the order of `tracts`.

        a = (nL - n·l(x+n)) / d, kept inside the band (small d and rounding can push it out).
        """
        q = floats("nqx", nqx, ndim=2, above=0.0, maximum=1.0)
        arrays = {
            "nqx": q,
            "nqx_se": floats("nqx_se", nqx_se, ndim=2, minimum=0.0),
            "lx": floats("lx", lx, ndim=2, above=0.0),
            "ndx": floats("ndx", ndx, ndim=2, minimum=0.0),
            "nlx": floats("nlx", nlx, ndim=2, above=0.0),
            "ex_se": floats("ex_se", ex_se, ndim=2, minimum=0.0),
        }
        same_shape(**arrays)
        if q.shape != (len(tracts), len(USALEEP_AGES)):
            raise ValueError(f"nqx: shape {q.shape}, expected ({len(tracts)}, 11)")
        alive, died, lived = arrays["lx"], arrays["ndx"], arrays["nlx"]
        closed = died[:, :-1]
        half = np.broadcast_to(_WIDTHS / 2.0, closed.shape)
        survivors_years = lived[:, :-1] - _WIDTHS * alive[:, 1:]
        a = np.divide(survivors_years, closed, out=half.copy(), where=closed > 0.0)
        a = np.clip(a, 0.0, _WIDTHS)
        e85 = lived[:, -1:] / alive[:, -1:]
        errors = np.hstack([arrays["nqx_se"][:, :-1], arrays["ex_se"][:, -1:]])
        return cls(tracts=tuple(tracts), nqx=q, nax=np.hstack([a, e85]), variances=errors * errors)

    @property
    def rates(self) -> Floats:
        """Death rates (n, 11): q / (n - (n - a)·q), in the open band 1 / e(85)."""
        q, a = self.nqx[:, :-1], self.nax[:, :-1]
        return np.hstack([q / (_WIDTHS - (_WIDTHS - a) * q), 1.0 / self.nax[:, -1:]])


@dataclass(frozen=True, slots=True)
class PooledTable:
    """Life table of an area; arrays are (11,), `gradient` is (n, 11) over the pooled tables.

    `gradient` is d e0 / d nqx of each tract and age; in the last column d e0 / d e(85) of the
    tract: the cells whose variances `AbridgedTables.variances` holds.
    """

    age_start: Floats
    mx: Floats
    ax: Floats
    qx: Floats
    lx: Floats
    dx: Floats
    Lx: Floats
    Tx: Floats
    ex: Floats
    e0: float
    e0_se: float
    gradient: Floats


def life_table_people(bands: ArrayLike) -> Floats:
    """People by the 12 block age bands (..., 12) onto the 11 life-table bands (..., 11).

    Blocks do not split 0-4, so both first bands get its people: a weight only matters within its
    band. 15-17 and 18-24 add up, as do 5-9 and 10-14.
    """
    b = floats("bands", bands, minimum=0.0)
    if b.shape[-1:] != (12,):
        raise ValueError("bands: the last dimension must hold 12 age bands")
    joined = [b[..., 0], b[..., 0], b[..., 1] + b[..., 2], b[..., 3] + b[..., 4]]
    return np.stack([*joined, *np.moveaxis(b[..., 5:], -1, 0)], axis=-1)


def pool(tables: AbridgedTables, people_by_band: ArrayLike) -> PooledTable:
    """Life table of an area that holds `people_by_band` (n, 11) people of each tract and age.

    Per band the tract rates are averaged by the area's people of that age, a by its deaths, and
    the table is rebuilt; e(85) comes from the pooled open-band rate. The standard error follows
    from those of the tracts (Chiang 1984), independent between tracts and ages, by the exact
    derivatives of this calculation. Raises ValueError if an age band has no people.
    """
    people = floats("people_by_band", people_by_band, ndim=2, minimum=0.0)
    same_shape(nqx=tables.nqx, people_by_band=people)
    total = people.sum(axis=0)
    if (total <= 0.0).any():
        raise ValueError("people_by_band: an age band has no people")
    weight = people / total
    rates = tables.rates
    m = (weight * rates).sum(axis=0)
    a = ((weight * rates * tables.nax).sum(axis=0) / m)[:-1]
    age = np.array(USALEEP_AGES, dtype=np.float64)
    table = _table(age, m, a)
    gradient = _gradient(tables, weight, table)
    e0_se = float(np.sqrt((gradient * gradient * tables.variances).sum()))
    return PooledTable(
        age_start=age, **table, e0=float(table["ex"][0]), e0_se=e0_se, gradient=gradient
    )


def _gradient(tables: AbridgedTables, weight: Floats, table: dict[str, Floats]) -> Floats:
    """Chain rule: tract q -> tract rate -> pooled rate and pooled a -> pooled q -> e(0)."""
    n = _WIDTHS
    lx = table["lx"] / RADIX
    m, a, q = table["mx"][:-1], table["ax"][:-1], table["qx"][:-1]
    e0_by_q = -lx[:-1] * ((n - a) + table["ex"][1:])
    e0_by_a = lx[:-1] * q
    steepness = (1.0 + (n - a) * m) ** 2
    q_by_m, q_by_a = n / steepness, n * m * m / steepness
    tract_q, tract_a = tables.nqx[:, :-1], tables.nax[:, :-1]
    m_by_tract_q = n / (n - (n - tract_a) * tract_q) ** 2
    a_by_m = (tract_a - a) / m  # the pooled a moves toward a tract whose deaths grow
    per_rate = e0_by_q * q_by_m + (e0_by_q * q_by_a + e0_by_a) * a_by_m
    closed = weight[:, :-1] * m_by_tract_q * per_rate
    e85 = table["ex"][-1]
    open_band = lx[-1] * weight[:, -1:] * (e85 / tables.nax[:, -1:]) ** 2
    return np.hstack([closed, open_band])


def years_by_age(rates_a: Floats, spans_a: Floats, rates_b: Floats, spans_b: Floats) -> Floats:
    """Years each age band adds to e0(b) - e0(a) (Arriaga 1984), (..., 11), unchecked.

    From death rates (..., 11) and a (..., 10) in the bands of USALEEP. The split depends on the
    direction, so both are averaged; the years add up to the gap. Leading dimensions are variants,
    worked out at once.
    """
    age = np.array(USALEEP_AGES, dtype=np.float64)

    def side(rates: Floats, spans: Floats) -> tuple[Floats, Floats, Floats, Floats]:
        table = _table(age, rates, spans)
        return age, table["lx"] / RADIX, table["Lx"] / RADIX, table["Tx"] / RADIX

    return _both_ways(side(rates_a, spans_a), side(rates_b, spans_b))


def _both_ways(
    a: tuple[Floats, Floats, Floats, Floats], b: tuple[Floats, Floats, Floats, Floats]
) -> Floats:
    years: Floats = (_one_way(a, b) - _one_way(b, a)) / 2.0
    return years


def _one_way(
    a: tuple[Floats, Floats, Floats, Floats], b: tuple[Floats, Floats, Floats, Floats]
) -> Floats:
    """Direct effect plus indirect and interaction effect of replacing a's mortality by b's."""
    _, alive_a, lived_a, _ = a
    _, alive_b, lived_b, left_b = b
    direct: Floats = alive_a * (lived_b / alive_b - lived_a / alive_a)
    later = _with_last(left_b[..., 1:], 0.0)
    next_a, next_b = _with_last(alive_a[..., 1:], 0.0), _with_last(alive_b[..., 1:], 1.0)
    indirect: Floats = later * (alive_a / alive_b - next_a / next_b)
    return direct + indirect
