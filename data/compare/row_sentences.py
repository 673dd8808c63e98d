"""One measure of a comparison in words: what its pair tests allow, for a slide of its own."""

from __future__ import annotations

from math import inf, isfinite

from data.compare.results import CompareData, CompareRow, PairResult, Reason
from data.compare.sentences import (
    PAIR,
    baseline_name,
    comparative,
    contracted,
    difference_amount,
    difference_interval,
    few_counts,
    is_around,
    partner_name,
    printed_pair,
    result_text,
    value_name,
)
from data.locale import Texts
from data.locale.format import join_list
from data.models import IntervalKind, Kind, Verdict
from data.sentences.words import join, opening, subject

# Nothing to test, since nothing was estimated.
_COUNTED = frozenset({Reason.FULL_COUNT, Reason.COUNT})
Pairs = list[tuple[int, PairResult]]
HEADLINE_CHARS = 150  # of a sentence that is taken in at a glance


def row_finding(data: CompareData, row: CompareRow, texts: Texts) -> str:
    """By how much places differ from the baseline, which cannot be told apart, which are untested.

    The first sentence is short, see `difference_lead`. Words of comparison
    stand only behind a test that found a difference.
    """
    pairs: Pairs = [(i, pair) for i, pair in enumerate(row.results) if pair is not None]
    tested = [item for item in pairs if item[1].verdict is not Verdict.NOT_TESTED]
    real = [item for item in tested if item[1].is_real]
    apart = [item for item in tested if not item[1].is_real]
    untested = [item for item in pairs if item not in tested]
    if row.indicator.interval is IntervalKind.CENSUS:
        lead = texts.t("compare.row.counted", name=measure_name(data, row, texts))
        missing = [item for item in untested if item[1].reason not in _COUNTED]
        return contracted(join(lead, *_untested(data, row, missing, texts)), texts.lang)
    alone = len(data.places) == PAIR
    said = join(
        difference_lead(data, row, texts),
        "" if real and alone else _lead(data, row, texts, tested=len(tested), real=len(real)),
        difference_intervals(data, row, texts),
        _apart(data, row, apart, texts) if real else "",
        *_untested(data, row, untested, texts),
    )
    return contracted(said, texts.lang)


def difference_lead(data: CompareData, row: CompareRow, texts: Texts) -> str:
    """The differences that the test found, the clearest first, with the measure and its years.

    Those beyond `HEADLINE_CHARS` are counted; empty where the test found none.
    """
    real = [(i, pair) for i, pair in enumerate(row.results) if pair is not None and pair.is_real]
    real.sort(key=lambda item: -_size(item[1]))
    said = ""
    for number in range(1, len(real) + 1):
        longer = _first(data, row, real[:number], len(real) - number, texts)
        if said and len(longer) > HEADLINE_CHARS:
            break
        said = longer
    return contracted(said, texts.lang)


def _first(data: CompareData, row: CompareRow, pairs: Pairs, rest: int, texts: Texts) -> str:
    """The sentence of `pairs`; `rest` places more are told apart and have no room in it."""
    items = [_item(data, row, i, pair, texts, is_first=not n) for n, (i, pair) in enumerate(pairs)]
    if rest:
        items.append(texts.counted("compare.slide.rest_of_places", rest))
    counts = few_counts(data, row, (*(i for i, _ in pairs), data.baseline), texts)
    return texts.t(
        "compare.slide.lead",
        name=opening(subject(row.indicator, texts.lang)),
        years="; ".join([row.indicator.years, *counts]),
        items="; ".join(items),
    )


def _item(
    data: CompareData,
    row: CompareRow,
    index: int,
    pair: PairResult,
    texts: Texts,
    *,
    is_first: bool,
) -> str:
    indicator = row.indicator
    key = "compare.slide.item_first" if is_first else "compare.slide.item"
    return texts.t(
        f"{key}_counted" if indicator.counted else key,
        place=_place(data, row, index, texts),
        amount=difference_amount(printed_pair(data, row, index), indicator, texts),
        word=comparative(pair, indicator, texts),
        baseline=baseline_name(data, texts),
    )


def _size(pair: PairResult) -> float:
    return pair.standardised if isfinite(pair.standardised) else inf


def measure_name(data: CompareData, row: CompareRow, texts: Texts) -> str:
    """`Life expectancy (2010–2015, partly modelled)`; counts of few events come with it."""
    about = [row.indicator.years]
    if row.indicator.kind is not Kind.MEASURED:
        about.append(texts.t(f"compare.kind.{row.indicator.kind}"))
    said = "; ".join([", ".join(about), *few_counts(data, row, range(len(data.places)), texts)])
    return f"{opening(subject(row.indicator, texts.lang))} ({said})"


def _lead(data: CompareData, row: CompareRow, texts: Texts, *, tested: int, real: int) -> str:
    name, baseline = measure_name(data, row, texts), baseline_name(data, texts)
    if not tested:
        return texts.t("compare.row.untested", name=name)
    alone = len(data.places) == PAIR
    place = partner_name(data.places[1 - data.baseline], texts) if alone else ""
    if not real:
        key = f"compare.row.none.{'one' if alone else 'many'}"
        return texts.t(key, name=name, place=place, baseline=baseline)
    return texts.counted("compare.row.some", real, name=name, tests=tested, baseline=baseline)


def _place(data: CompareData, row: CompareRow, index: int, texts: Texts) -> str:
    place = data.places[index]
    if is_around(row, index):
        return value_name(place, True, texts, inside=True)
    return partner_name(place, texts)


def difference_intervals(data: CompareData, row: CompareRow, texts: Texts) -> str:
    """How far chance may move each difference that was found; empty where none has an interval."""
    found = []
    for i, pair in enumerate(row.results):
        if pair is None or not pair.is_real:
            continue
        low, high = (pair.lower, pair.upper) if pair.difference > 0 else (-pair.upper, -pair.lower)
        between = difference_interval(low, high, row.indicator, texts)
        if between:
            place = _place(data, row, i, texts)
            found.append(texts.t("compare.row.interval", place=place, between=between))
    return texts.t("compare.row.intervals", intervals="; ".join(found)) if found else ""


def _names(data: CompareData, row: CompareRow, pairs: Pairs, texts: Texts) -> str:
    return join_list([_place(data, row, i, texts) for i, _ in pairs], lang=texts.lang)


def _apart(data: CompareData, row: CompareRow, pairs: Pairs, texts: Texts) -> str:
    if not pairs:
        return ""
    return texts.t("compare.row.apart", places=_names(data, row, pairs, texts))


def _untested(data: CompareData, row: CompareRow, pairs: Pairs, texts: Texts) -> list[str]:
    """Each reason once, with the places that it holds for."""
    reasons: dict[str, Pairs] = {}
    for item in pairs:
        reasons.setdefault(result_text(item[1], row.indicator, texts), []).append(item)
    return [
        texts.t(
            "compare.row.reason", reason=opening(reason), places=_names(data, row, found, texts)
        )
        for reason, found in reasons.items()
    ]
