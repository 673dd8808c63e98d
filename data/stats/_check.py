"""Checks of arguments: every refusal is a ValueError that names the argument."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]


def floats(
    name: str,
    values: ArrayLike,
    *,
    ndim: int | None = None,
    minimum: float | None = None,
    maximum: float | None = None,
    above: float | None = None,
    nan_allowed: bool = False,
) -> Floats:
    """`values` as float64, or ValueError naming `name`.

    `minimum` and `maximum` are inclusive, `above` is not. Infinite values are always refused; an
    empty array too, because no statistic of nothing is defined.
    """
    try:
        array = np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise ValueError(f"{name}: not numeric") from error
    if ndim is not None and array.ndim != ndim:
        raise ValueError(f"{name}: expected {ndim} dimension(s), got {array.ndim}")
    if array.size == 0:
        raise ValueError(f"{name}: empty")
    missing = np.isnan(array)
    some_missing = bool(missing.any())
    if some_missing and not nan_allowed:
        raise ValueError(f"{name}: contains NaN")
    known = array[~missing] if some_missing else array
    if not np.isfinite(known).all():
        raise ValueError(f"{name}: contains infinite values")
    if minimum is not None and (known < minimum).any():
        raise ValueError(f"{name}: must not be under {minimum:g}")
    if above is not None and (known <= above).any():
        raise ValueError(f"{name}: must be above {above:g}")
    if maximum is not None and (known > maximum).any():
        raise ValueError(f"{name}: must not be over {maximum:g}")
    return array


def number(
    name: str,
    value: float,
    *,
    minimum: float | None = None,
    maximum: float | None = None,
    above: float | None = None,
    nan_allowed: bool = False,
) -> float:
    """One number, checked like `floats`."""
    checked = floats(
        name,
        value,
        ndim=0,
        minimum=minimum,
        maximum=maximum,
        above=above,
        nan_allowed=nan_allowed,
    )
    return float(checked)


def same_shape(**arrays: Floats) -> None:
    """ValueError naming the first argument whose shape differs from the first one's."""
    (first_name, first), *others = arrays.items()
    for name, array in others:
        if array.shape != first.shape:
            raise ValueError(f"{name}: shape {array.shape}, but {first_name} has {first.shape}")


def known_where_used(name: str, values: Floats, used: NDArray[np.bool_]) -> Floats:
    """`values` with NaN set to 0 where unused; ValueError if a used one is NaN."""
    missing = np.isnan(values)
    if (missing & used).any():
        raise ValueError(f"{name}: NaN where the weight is not zero")
    return np.where(missing, 0.0, values)


def columns(name: str, present: Iterable[str], required: Iterable[str]) -> None:
    """ValueError naming the frame and the first required column it lacks."""
    have = set(present)
    for column in required:
        if column not in have:
            raise ValueError(f"{name}: column {column!r} is missing")
