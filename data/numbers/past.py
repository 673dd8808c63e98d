"""What a number was in older versions of the data, as the build has kept it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from data.locale import Texts
from data.locale.format import MISSING, format_day
from data.numbers.keys import NumberKey
from data.numbers.record import NumberAsked, NumberRecord, NumberThen
from data.repository.history import Held, History, Past, Version

# Value and interval of a measure in words.
Said = Callable[[Held], tuple[str, str]]
_KEY = "number.asked"
MAX_CHARS = 16  # of a version that nobody knows


def thens(history: History, key: NumberKey, said: Said) -> tuple[NumberThen, ...]:
    """All that the number was, the oldest first."""
    found = history.of(key.measure, key.place, key.period, key.group)
    return tuple(_then(past, said) for past in found)


def _then(past: Past, said: Said) -> NumberThen:
    held = past.held
    value, interval = said(held) if held is not None else (MISSING, "")
    return NumberThen(
        until=past.until.version,
        date=past.until.date or None,
        there=held is not None,
        value=held and held.value,
        lower=held and held.lower,
        upper=held and held.upper,
        level_percent=held.level_percent if held and interval else None,
        value_text=value,
        interval_text=interval,
    )


def gone(history: History, place: str, measure: str, period: str, group: str) -> Past | None:
    """The last that a number was which is no longer given; None for one that never was."""
    found = history.of(measure, place, period, group)
    return next((past for past in reversed(found) if past.held is not None), None)


def asked(history: History, record: NumberRecord, written: str, texts: Texts) -> NumberAsked:
    """Whether `record` has changed since the version that somebody wrote."""
    version = history.find(written)
    if version is None:
        words = texts.t(
            f"{_KEY}.unknown", version=written[:MAX_CHARS], current=history.current.version
        )
        return NumberAsked(
            version=written[:MAX_CHARS],
            date=None,
            known=False,
            changed=None,
            then=None,
            words=words,
        )
    then = _at(history, version, record)
    return NumberAsked(
        version=version.version,
        date=version.date or None,
        known=True,
        changed=then is not None,
        then=then,
        words=_words(version, then, record, texts, is_current=version == history.current),
    )


def _at(history: History, version: Version, record: NumberRecord) -> NumberThen | None:
    """What it was in a version; None where it was the same number."""
    order = {known.version: known.number for known in history.versions}
    later = (then for then in record.history if order[then.until] >= version.number)
    found = next(later, None)
    return None if found is None or _is_same(found, record) else found


def _is_same(then: NumberThen, record: NumberRecord) -> bool:
    """Whether value and interval are those of today: then only its flags were others."""
    was = (then.value, then.lower, then.upper)
    return then.there and was == (record.value, record.lower, record.upper)


def _words(
    version: Version,
    then: NumberThen | None,
    record: NumberRecord,
    texts: Texts,
    *,
    is_current: bool,
) -> str:
    named = version.version
    if version.date:
        day = format_day(date.fromisoformat(version.date), lang=texts.lang)
        named = texts.t(f"{_KEY}.dated", version=version.version, date=day)
    if then is None:
        return texts.t(f"{_KEY}.{'current' if is_current else 'same'}", version=named)
    if not then.there or then.value is None:
        key = "withheld" if then.there else "absent"
        return texts.t(f"{_KEY}.{key}", version=named)
    return texts.t(
        f"{_KEY}.changed",
        version=named,
        then=_with_interval(then.value_text, then.interval_text),
        now=_with_interval(record.value_text, record.interval_text),
    )


def _with_interval(value: str, interval: str) -> str:
    return f"{value} ({interval})" if interval else value
