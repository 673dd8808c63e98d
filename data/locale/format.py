"""Numbers and days as people read them, by babel. Units are said once, minus signs are real."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date
from decimal import ROUND_FLOOR, Decimal
from functools import cache

from babel.dates import format_date, format_skeleton
from babel.lists import format_list
from babel.numbers import format_currency, get_decimal_symbol, get_group_symbol

from data.models import Unit

MISSING = "–"
# Spanish as printed in the USA: 1,234.5, as residents see it on every bill.
_BABEL = {"en": "en_US", "es": "es_US"}
_THIN_SPACE = "\u202f"


def territory_of(lang: str) -> str:
    """The language as it is spoken here, as `en_US`."""
    return _BABEL[lang]


def _missing(value: float | None) -> bool:
    return value is None or not math.isfinite(value)


def format_number(value: float | None, *, decimals: int, lang: str) -> str:
    """`1,234.5` with exactly `decimals` digits; en dash where missing."""
    if value is None or _missing(value):
        return MISSING
    return f"{round(value, decimals) + 0.0:,.{decimals}f}".translate(_signs(lang))


def as_printed(value: float, *, decimals: int) -> Decimal:
    """The number that a reader sees where `format_number` prints a finite `value`."""
    return Decimal(f"{round(value, decimals):.{decimals}f}")


def printed_difference(value: float, other: float, *, decimals: int) -> float:
    """`value` minus `other` as a reader gets it who subtracts the two printed numbers.

    Rounding the difference itself would print 41.5, 23.7 and a gap of 17.9. NaN if one is missing.
    """
    if _missing(value) or _missing(other):
        return math.nan
    return float(as_printed(value, decimals=decimals) - as_printed(other, decimals=decimals))


def printed_ratio(value: float, other: float, *, decimals: int) -> float:
    """`value` over `other` as a reader gets it who divides the printed numbers; NaN over zero."""
    if _missing(value) or _missing(other):
        return math.nan
    below = as_printed(other, decimals=decimals)
    return float(as_printed(value, decimals=decimals) / below) if below else math.nan


def printed_parts(parts: Sequence[float], total: float, *, decimals: int) -> tuple[float, ...]:
    """`parts` rounded so that a reader who adds them gets the printed `total`.

    Each is rounded down or up: up where most was cut off (the largest remainders).
    """
    if not parts:
        return ()
    step = Decimal(1).scaleb(-decimals)
    exact = [Decimal(part) for part in parts]
    floors = [part.quantize(step, rounding=ROUND_FLOOR) for part in exact]
    short = int((as_printed(total, decimals=decimals) - sum(floors)) / step)
    each, rest = divmod(short, len(parts))
    by_cut = sorted(range(len(parts)), key=lambda i: floors[i] - exact[i])
    steps = {i: each + (place < rest) for place, i in enumerate(by_cut)}
    return tuple(float(low + step * steps[i]) for i, low in enumerate(floors))


def printed_shares(shares: Sequence[float], *, first: int = 0, last: int = 0) -> tuple[float, ...]:
    """Shares of a whole, 0 to 1, rounded to whole percentages that add up to that of their sum.

    The `first` and the `last` ones add up to what is printed of them together. NaN stays.
    """
    if any(map(_missing, shares)):
        return tuple(shares)
    percent, end = [100.0 * share for share in shares], len(shares) - last
    parts = (percent[:first], percent[first:end], percent[end:])
    low, high = (float(as_printed(sum(part), decimals=0)) for part in (parts[0], parts[2]))
    totals = (low, float(as_printed(sum(percent), decimals=0)) - low - high, high)
    return tuple(
        number / 100.0
        for part, total in zip(parts, totals, strict=True)
        for number in printed_parts(part, total, decimals=0)
    )


@cache
def _signs(lang: str) -> dict[int, str]:
    """Signs of a language in place of Python's own. Babel knows them, but prints a number thirty
    times slower than Python, and a comparison shows thousands.
    """
    locale = _BABEL[lang]
    group, point = get_group_symbol(locale), get_decimal_symbol(locale)
    return str.maketrans({",": group, ".": point, "-": "\u2212"})


def format_people(value: float | None, *, lang: str) -> str:
    """A count of people, without decimals."""
    return format_number(value, decimals=0, lang=lang)


def format_count(events: float, *, lang: str) -> str:
    """A count of events; one on the line between two areas counts half in each: `14`, `14.5`."""
    whole = float(events).is_integer()
    return format_number(events, decimals=0 if whole else 1, lang=lang)


def format_share(share: float | None, *, lang: str) -> str:
    """A share of 1 as a whole percentage: 0.974 is `97%` (`97 %` in Spanish)."""
    if share is None or _missing(share):
        return MISSING
    return format_number(share * 100, decimals=0, lang=lang) + _percent_sign(lang)


def _percent_sign(lang: str) -> str:
    return _THIN_SPACE + "%" if lang == "es" else "%"


def format_value(value: float | None, *, unit: Unit, decimals: int, lang: str) -> str:
    """A value with the short sign of its unit: `71.2`, `12.3%`, `$54,000`.

    Years, rates and indices carry no sign here: axis titles and sentences name their unit.
    """
    if value is None or _missing(value):
        return MISSING
    if unit is Unit.USD:
        return format_currency(
            round(value), "USD", format="¤#,##0", locale=_BABEL[lang], currency_digits=False
        )
    text = format_number(value, decimals=decimals, lang=lang)
    return text + _percent_sign(lang) if unit is Unit.PERCENT else text


def format_scale(number: float, *, unit: Unit, decimals: int, lang: str) -> str:
    """The end of a scale with its unit: whole numbers are enough, but for an index."""
    shown = decimals if abs(number) < 1 and number != 0 else 0
    return format_value(number, unit=unit, decimals=shown, lang=lang)


def format_interval(
    lower: float | None,
    upper: float | None,
    *,
    unit: Unit,
    decimals: int,
    lang: str,
) -> str:
    """`68.1–74.3`, the unit's sign once at the end; `−0.5 … 0.2` below zero; empty if missing."""
    if lower is None or upper is None or _missing(lower) or _missing(upper):
        return ""
    low = format_number(lower, decimals=decimals, lang=lang)
    if unit is Unit.USD:
        low = format_value(lower, unit=unit, decimals=decimals, lang=lang)
    joiner = " … " if lower < 0 else "–"
    return low + joiner + format_value(upper, unit=unit, decimals=decimals, lang=lang)


def join_list(items: Sequence[str], *, lang: str) -> str:
    """`a, b, and c` in the language's own way."""
    return format_list(list(items), locale=_BABEL[lang])


def format_day(day: date, *, lang: str) -> str:
    """`November 27, 2026`, `27 de noviembre de 2026`."""
    return str(format_date(day, format="long", locale=_BABEL[lang]))


def format_month(day: date, *, lang: str) -> str:
    """`December 2026`, `diciembre de 2026`."""
    return str(format_skeleton("yMMMM", day, locale=_BABEL[lang]))
