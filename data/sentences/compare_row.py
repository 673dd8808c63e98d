"""One measure of a comparison in words: what its pair tests allow, for a slide of its own."""

from __future__ import annotations

from math import isfinite

from data.compare_views import CompareData, CompareRow, PairResult, Reason
from data.locale import Texts
from data.locale.format import format_number, join_list
from data.models import IntervalKind, Kind, Verdict
from data.sentences.compare import (
    baseline_name,
    comparative,
    contracted,
    difference_amount,
    few_counts,
    is_around,
    partner_name,
    printed_pair,
    result_text,
    value_name,
)
from data.sentences.words import join, opening, subject

# Nothing to test, since nothing was estimated.
_COUNTED = frozenset({Reason.FULL_COUNT, Reason.COUNT})
Pairs = list[tuple[int, PairResult]]


def row_finding(data: CompareData, row: CompareRow, texts: Texts) -> str:
    """Which places differ from the baseline, which cannot be told apart, which are not tested.

    Words of comparison stand only behind a test that found a difference.
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
    said = join(
        _lead(data, row, texts, tested=len(tested), real=len(real)),
        *(_difference(data, row, i, pair, texts) for i, pair in real),
        _apart(data, row, apart, texts) if real else "",
        *_untested(data, row, untested, texts),
    )
    return contracted(said, texts.lang)


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
    alone = len(data.places) == 2
    place = partner_name(data.places[1 - data.baseline], texts) if alone else ""
    if not real:
        key = f"compare.row.none.{'one' if alone else 'many'}"
        return texts.t(key, name=name, place=place, baseline=baseline)
    if alone:
        return texts.t("compare.row.pair", name=name, place=place, baseline=baseline)
    return texts.counted("compare.row.some", real, name=name, tests=tested, baseline=baseline)


def _place(data: CompareData, row: CompareRow, index: int, texts: Texts) -> str:
    place = data.places[index]
    if is_around(row, index):
        return value_name(place, True, texts, inside=True)
    return partner_name(place, texts)


def _difference(
    data: CompareData, row: CompareRow, index: int, pair: PairResult, texts: Texts
) -> str:
    indicator, lang = row.indicator, texts.lang
    low, high = (pair.lower, pair.upper) if pair.difference > 0 else (-pair.upper, -pair.lower)
    key = "difference" if isfinite(low) else "difference_alone"
    return texts.t(
        f"compare.row.{key}_counted" if indicator.counted else f"compare.row.{key}",
        place=opening(_place(data, row, index, texts)),
        amount=difference_amount(printed_pair(data, row, index), indicator, texts),
        word=comparative(pair, indicator, texts),
        lower=format_number(low, decimals=indicator.decimals, lang=lang),
        upper=format_number(high, decimals=indicator.decimals, lang=lang),
    )


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
