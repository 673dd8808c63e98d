"""The one place in which an answer meets the clock: which options are old on the day it is sent.

An answer may depend on this set and on no other fact of the day, and whatever is remembered has the
set in its key (docs/decisions/0118): on the day on which one more turns old, all is made anew.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from data.cities.city import city
from data.cities.options import old_refs


def old_options() -> frozenset[str]:
    """Addresses (`determinant.option`) of the options that are old today."""
    return _old_on(date.today())


@lru_cache(maxsize=2)
def _old_on(day: date) -> frozenset[str]:
    return old_refs(city().options, day)
