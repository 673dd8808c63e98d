"""Which places the test tells apart, and by how much, in words.

A word of comparison is used only where the adjusted test found a difference (`PairResult.is_real`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from math import inf, isfinite, nan

from data.catalogue.schema import Indicator
from data.cities.city import city
from data.compare.parts import COUNTED_ROLES, counted_rows, leads
from data.compare.results import CompareData, ComparedPlace, CompareRow, PairResult, Reason
from data.locale import Texts
from data.locale.format import format_number, join_list
from data.models import Flag, Geography, Polarity, Unit, Verdict
from data.sentences.words import (
    few_count,
    gap_between,
    join,
    opening,
    place_inside,
    place_label,
    subject,
)

ITEMS_IN_SUMMARY = 3
PAIR = 2  # one place beside the baseline
_EL = re.compile(r"\b(de|a) el\b")
_JOINED = {"de": "del", "a": "al"}


def contracted(text: str, lang: str) -> str:
    """Spanish joins `de el` and `a el`, which filled-in names can bring together."""
    if lang != "es":
        return text
    return _EL.sub(lambda found: _JOINED[found.group(1)], text)


def place_name(place: ComparedPlace, texts: Texts, *, inside: bool = False) -> str:
    """What a place is called, as a label or inside a sentence."""
    if place.is_city:
        return texts.t("compare.place.city_inside" if inside else "compare.place.city")
    geography = Geography(place.layer.value)
    if geography is Geography.ZIP:
        return texts.t("compare.place.zip", name=place.name)
    say = place_inside if inside else place_label
    return say(place.name, place.area_id, geography, texts)


def value_name(
    place: ComparedPlace, surrounding: bool, texts: Texts, *, inside: bool = False
) -> str:
    """Name of a place beside a value, which may be that of the census tract around it."""
    name = place_name(place, texts, inside=inside)
    if not surrounding:
        return name
    return texts.t("compare.place.tract_inside" if inside else "compare.place.tract", name=name)


def partner_name(place: ComparedPlace, texts: Texts, *, inside: bool = True) -> str:
    """The other side of a comparison: the city contains the places, so it is its rest."""
    if place.is_city:
        return texts.t("compare.place.rest_inside" if inside else "compare.place.rest")
    return place_name(place, texts, inside=inside)


def baseline_name(data: CompareData, texts: Texts) -> str:
    """The place that the others are compared with, inside a sentence."""
    return partner_name(data.places[data.baseline], texts)


# -- differences ------------------------------------------------------------------------------


def printed_pair(data: CompareData, row: CompareRow, index: int) -> float:
    """Place minus baseline as a reader gets it from the two printed values; NaN without one.

    Where one side is the rest of the city, or both are averages of tracts, the values of the row
    are not what was compared (its note says so): then the contrast itself.
    """
    pair, value, base = row.results[index], row.values[index], row.values[data.baseline]
    if pair is None or value is None or base is None or not isfinite(pair.difference):
        return nan if pair is None else pair.difference
    between = gap_between(value.value, base.value, row.indicator)
    apart = pair.rest_of_city or pair.by_means or not isfinite(between)
    return pair.difference if apart else between


def signed_amount(difference: float, indicator: Indicator, texts: Texts) -> str:
    """`+5.3 years`, `−12.1 percentage points`; empty where there is none."""
    number = signed_number(difference, indicator, texts)
    return texts.t(f"compare.amount.{indicator.unit.value}", value=number) if number else ""


def signed_number(difference: float, indicator: Indicator, texts: Texts) -> str:
    """`+5.3`, `−$1,200`, without its unit (`difference_unit`); empty where there is none."""
    if not isfinite(difference):
        return ""
    number = format_number(abs(difference), decimals=indicator.decimals, lang=texts.lang)
    zero = round(abs(difference), indicator.decimals) == 0
    sign = "" if zero else ("+" if difference > 0 else "−")
    return sign + money(number, indicator)


def difference_unit(indicator: Indicator, texts: Texts) -> str:
    """What a difference is counted in: `years`, `percentage points`; empty for a bare number."""
    return texts.t(f"compare.amount.{indicator.unit.value}", value="").strip()


def difference_amount(difference: float, indicator: Indicator, texts: Texts) -> str:
    """Size of a difference inside a sentence: `5.3 years`; of events, with where they were."""
    size = format_number(abs(difference), decimals=indicator.decimals, lang=texts.lang)
    if indicator.counted is not None and indicator.counted.rate is not None:
        return indicator.counted.rate.get(texts.lang).format(value=size)
    return texts.t(f"compare.amount.{indicator.unit.value}", value=money(size, indicator))


def few_counts(
    data: CompareData, row: CompareRow, indexes: Iterable[int], texts: Texts
) -> list[str]:
    """`14 people killed in Elm Park` of every place whose number rests on few events."""
    found = []
    for index in dict.fromkeys(indexes):
        value = row.values[index]
        if value is None or not isfinite(value.value):
            continue
        if count := few_count(value.events, row.indicator, texts.lang, where="count"):
            place = place_name(data.places[index], texts, inside=True)
            found.append(texts.t("compare.summary.counted", count=count, place=place))
    return found


def money(number: str, indicator: Indicator) -> str:
    """`number` with the sign of its currency, where it has one."""
    return f"${number}" if indicator.unit is Unit.USD else number


def difference_interval(lower: float, upper: float, indicator: Indicator, texts: Texts) -> str:
    """`−3.0 to 5.4`; empty where there is none."""
    if not (isfinite(lower) and isfinite(upper)):
        return ""
    low = format_number(lower, decimals=indicator.decimals, lang=texts.lang)
    high = format_number(upper, decimals=indicator.decimals, lang=texts.lang)
    return texts.t("compare.between", lower=low, upper=high)


def comparative(pair: PairResult, indicator: Indicator, texts: Texts) -> str:
    """`longer`, `higher`, `lower`. Raises ValueError where no test found a difference."""
    if not pair.is_real:
        raise ValueError("words of comparison need a difference that the test found")
    up = pair.difference > 0
    words = indicator.outcome_words
    if words is not None:
        return (words.higher if up else words.lower).get(texts.lang)
    return texts.t("compare.word.higher" if up else "compare.word.lower")


def result_text(pair: PairResult | None, indicator: Indicator, texts: Texts) -> str:
    """What the test says about one place: the words of the result column."""
    if pair is None:
        return texts.t("compare.result.baseline")
    if pair.reason is not None:
        return texts.t(f"compare.result.{pair.reason.value}")
    if not pair.is_real:
        return texts.t("compare.result.not_different")
    word = comparative(pair, indicator, texts)
    if indicator.polarity is Polarity.NONE:
        return word
    return texts.t(f"compare.claim.{pair.verdict.value}", word=word)


# -- the summary ------------------------------------------------------------------------------


def may_lead(row: CompareRow) -> bool:
    """True for health and social factors with a better and a worse: only they are "clearest"."""
    indicator = row.indicator
    return indicator.role in COUNTED_ROLES and indicator.polarity is not Polarity.NONE


def headline(data: CompareData, texts: Texts) -> str:
    """How many measures the test tells apart, of which years: the first sentence of the page."""
    tested = [row for row in counted_rows(data) if row.is_tested]
    count = sum(row.is_different for row in tested)
    ending = "nothing" if not tested else {0: "none", 1: "one"}.get(count, "some")
    alone = len(data.places) == PAIR
    others = [place for i, place in enumerate(data.places) if i != data.baseline]
    said = texts.t(
        f"compare.headline.{ending}" if alone else f"compare.headline.many_{ending}",
        place=partner_name(others[0], texts) if alone else "",
        baseline=baseline_name(data, texts),
        tests=len(tested),
        count=count,
        years=_span([row.indicator for row in tested]),
    )
    return opening(contracted(said, texts.lang))


def _span(indicators: Sequence[Indicator]) -> str:
    """First to last year of several measures: `2007–2023`."""
    if not indicators:
        return ""
    first = min(indicator.year_start for indicator in indicators)
    return f"{first}–{max(indicator.year_end for indicator in indicators)}"


def place_summaries(data: CompareData, texts: Texts) -> list[str]:
    """One sentence for each place that is compared: its clearest tested differences."""
    return [
        opening(contracted(_summary(data, i, texts), texts.lang))
        for i in range(len(data.places))
        if i != data.baseline
    ]


def _summary(data: CompareData, index: int, texts: Texts) -> str:
    rows = counted_rows(data)
    pairs = [(row, pair) for row in rows if (pair := row.results[index]) is not None]
    name = partner_name(data.places[index], texts)
    if not any(pair.verdict is not Verdict.NOT_TESTED for _, pair in pairs):
        return _nothing(data, index, pairs, texts)
    real = [(row, pair) for row, pair in pairs if pair.is_real]
    if not real:
        return texts.t("compare.summary.none", place=name, baseline=baseline_name(data, texts))
    first = _clearest(real)
    around = any(is_around(row, index) for row, _ in first)
    name = value_name(data.places[index], around, texts, inside=True) if around else name
    items = [_item(data, row, index, pair, texts) for row, pair in first]
    if len(real) > len(first):
        items[-1] += " " + texts.t("compare.summary.more", n=len(real) - len(first))
    return texts.t("compare.summary.place", place=name, items="; ".join(items))


def side_sentences(data: CompareData, texts: Texts) -> list[str]:
    """For each place that is compared on how many measures it is better and worse.

    Where the test tells the measure that leads apart, to which side, in a second sentence.
    The numbers of a measure stand in its row; why there are none where nothing was tested.
    """
    said = (_sides(data, i, texts) for i in range(len(data.places)) if i != data.baseline)
    return [opening(contracted(sentence, texts.lang)) for sentence in said]


def _sides(data: CompareData, index: int, texts: Texts) -> str:
    pairs = [(row, pair) for row in counted_rows(data) if (pair := row.results[index]) is not None]
    if not any(pair.is_real for _, pair in pairs):
        return _summary(data, index, texts)
    around = any(is_around(row, index) for row, _ in pairs)
    place = data.places[index]
    name = value_name(place, True, texts, inside=True) if around else partner_name(place, texts)
    found = [pair.verdict for _, pair in pairs]
    better, worse = found.count(Verdict.BETTER), found.count(Verdict.WORSE)
    kind = {(True, True): "both", (True, False): "better", (False, True): "worse"}
    said = texts.t(
        f"compare.sides.{kind.get((better > 0, worse > 0), 'neither')}",
        place=name,
        better=better,
        worse=worse,
        real=sum(pair.is_real for _, pair in pairs),
        tests=len(found) - found.count(Verdict.NOT_TESTED),
    )
    leading = [
        texts.t(
            "compare.sides.leading",
            name=subject(row.indicator, texts.lang),
            word=comparative(pair, row.indicator, texts),
        )
        for row, pair in pairs
        if leads(row) and pair.is_real
    ]
    return join(said, *map(opening, leading))


def _nothing(
    data: CompareData, index: int, pairs: list[tuple[CompareRow, PairResult]], texts: Texts
) -> str:
    reasons = {pair.reason for _, pair in pairs}
    known = [r for r in (Reason.SAME_ESTIMATE, Reason.FEW_RESIDENTS) if r in reasons]
    key = known[0].value if known else "other"
    return texts.t(
        "compare.summary.nothing",
        place=partner_name(data.places[index], texts),
        reason=texts.t(f"compare.why_nothing.{key}", baseline=baseline_name(data, texts)),
    )


def _clearest(
    real: list[tuple[CompareRow, PairResult]],
) -> list[tuple[CompareRow, PairResult]]:
    """Life expectancy, then the largest in standard errors, one of each theme.

    Four measures of poverty say one thing. What is neither better nor worse stands here only
    where nothing else differs.
    """
    found: dict[str, tuple[CompareRow, PairResult]] = {}
    leading = [item for item in real if may_lead(item[0])] or real
    for row, pair in sorted(
        leading, key=lambda item: (item[0].indicator.id != city().leading, -_size(item[1]))
    ):
        found.setdefault(row.theme.id, (row, pair))
    return list(found.values())[:ITEMS_IN_SUMMARY]


def is_around(row: CompareRow, index: int) -> bool:
    """True where the value is that of the census tract around the place."""
    value = row.values[index]
    return value is not None and Flag.SURROUNDING_TRACT in value.flags


def _size(pair: PairResult) -> float:
    return pair.standardised if isfinite(pair.standardised) else inf


def _item(data: CompareData, row: CompareRow, index: int, pair: PairResult, texts: Texts) -> str:
    indicator = row.indicator
    low, high = (pair.lower, pair.upper) if pair.difference > 0 else (-pair.upper, -pair.lower)
    return texts.t(
        f"compare.summary.{'item_counted' if indicator.counted else 'item'}",
        name=subject(indicator, texts.lang),
        years="; ".join([indicator.years, *few_counts(data, row, (index, data.baseline), texts)]),
        amount=difference_amount(printed_pair(data, row, index), indicator, texts),
        word=comparative(pair, indicator, texts),
        lower=format_number(low, decimals=indicator.decimals, lang=texts.lang),
        upper=format_number(high, decimals=indicator.decimals, lang=texts.lang),
    )


def title(data: CompareData, texts: Texts) -> str:
    """The places by name, in their order: `Elm Park, Hilltop, and the city`."""
    names = [place_name(p, texts, inside=i > 0) for i, p in enumerate(data.places)]
    return join_list(names, lang=texts.lang)
