"""Gaps and comparisons: the results that the pages of the same name are drawn from."""

from __future__ import annotations

from math import isfinite
from typing import Any

from callbacks.api.v1.asked import Visit, no_such
from callbacks.api.v1.places import found_place
from callbacks.server.problems import RefusedError
from data.address import Notice, printed_query, understood
from data.api import results
from data.api.parameters import OfCompare, OfGaps
from data.api.problem import ProblemKind
from data.catalogue.schema import Indicator, Source
from data.compare.results import CompareData, CompareRow, PairResult
from data.compare.results import ComparedValue as Held
from data.compare.sentences import headline as compared_headline
from data.compare.sentences import place_name, place_summaries
from data.compare.state import MAX_PLACES, CompareState, default_baseline
from data.explore.sentences import pair_warnings
from data.files.csv_file import origin
from data.gaps import sentences as said
from data.gaps.results import GapsData
from data.gaps.state import parse_gap
from data.models import CITY_PLACE, Flag
from data.sentences.notices import notice_text
from data.sentences.words import join, reason_text
from layouts import paths
from layouts.figures.compare.tables import BASELINE
from layouts.figures.gaps.group_words import group_name, grouping_name


def number(value: float | None) -> float | None:
    """The number; null where there is none."""
    return float(value) if value is not None and isfinite(value) else None


def whole(value: float) -> int | None:
    """A count; null where it is not known."""
    return round(value) if isfinite(value) else None


def named(visited: Visit, indicator: Indicator, source: Source) -> results.Named:
    """A measure as files name it."""
    return results.Named(
        indicator=indicator.id,
        indicator_name=indicator.name.get(visited.lang),
        theme=indicator.theme,
        kind=indicator.kind,
        unit=indicator.unit,
        polarity=indicator.polarity,
        decimals=indicator.decimals,
        years=indicator.years,
        **origin([source], visited.texts),
    )


def refuse_notices(visited: Visit, notices: tuple[Notice, ...]) -> None:
    """404 in words where an address names something that there is not. Raises RefusedError.

    A page shows something near it instead; an answer that did so would hold other numbers than its
    address says.
    """
    if not notices:
        return
    told = []
    for notice in notices:
        own = f"files.{notice.key.rpartition('.')[2]}"
        key = own if visited.texts.has(own) else notice.key
        told.append(notice_text(visited.services.atlas, notice, visited.texts, key=key))
    raise RefusedError(ProblemKind.NO_SUCH_THING, said=join(*told))


# -- gaps ---------------------------------------------------------------------------------------


def gaps(visited: Visit) -> results.Gaps:
    """One outcome in groups of residents."""
    asked: OfGaps = visited.asked
    written = {"outcome": asked.outcome, "group": asked.group, "by": asked.by and asked.by.value}
    query = printed_query([(key, word, "") for key, word in written.items() if word])
    catalogue = visited.services.atlas.catalogue
    parsed = parse_gap(query, catalogue, default_lang=visited.lang)
    refuse_notices(visited, parsed.notices)
    state = parsed.state
    data = visited.services.gaps.data(state.outcome, state.group, state.by)
    factor, texts = data.grouping.factor, visited.texts
    return results.Gaps(
        **visited.head,
        outcome=named(visited, data.outcome, data.outcome_source),
        grouping=data.grouping.id,
        grouping_name=grouping_name(data, texts),
        factor=factor and data.factor_source and named(visited, factor, data.factor_source),
        geography=data.grouping.geography and data.grouping.geography.value,
        sentence=said.headline(data, texts),
        detail=said.detail(data, texts),
        warnings=(
            *pair_warnings(data.warnings, data.observed, texts),
            *(texts.t(f"caveats.{key}") for key in data.outcome.caveats),
        ),
        city_value=number(data.city.value),
        city_lower=number(data.city.lower),
        city_upper=number(data.city.upper),
        groups=_groups(visited, data),
        gap=_gap(data),
        gap_not_told_because=reason_text(data.gap_reason, texts) or None,
        measures=tuple(
            results.GapMeasure(
                measure=one.name,
                name=texts.t(f"gaps.measures.name.{one.name}"),
                value=number(one.estimate),
                se=number(one.se),
                lower=number(one.lower),
                upper=number(one.upper),
                sure=one.sure,
            )
            for one in data.measures
        ),
        address=visited.page(paths.GAPS + state.to_query()),
    )


def _groups(visited: Visit, data: GapsData) -> tuple[results.GapGroup, ...]:
    return tuple(
        results.GapGroup(
            group=group.key,
            group_name=group_name(data, group, visited.texts),
            group_order=group.order,
            compared=group.compared,
            value=number(group.value),
            lower=number(group.lower),
            upper=number(group.upper),
            events=number(group.events),
            people=whole(group.people),
            areas=group.areas,
            factor_from=number(group.factor_from),
            factor_to=number(group.factor_to),
            verdict=group.verdict or None,
        )
        for group in data.groups
    )


def _gap(data: GapsData) -> results.Gap | None:
    ends, gap = data.ends, data.gap
    if ends is None or gap is None:
        return None
    return results.Gap(
        group=ends[0].key,
        other_group=ends[1].key,
        difference=number(gap.difference),
        difference_lower=number(gap.difference_lower),
        difference_upper=number(gap.difference_upper),
        p_value=number(gap.p_value),
        claim_allowed=gap.claim_allowed,
    )


# -- compare ------------------------------------------------------------------------------------


def compare(visited: Visit) -> results.Comparison:
    """Places side by side, each against the baseline."""
    asked: OfCompare = visited.asked
    places = tuple(dict.fromkeys(_comparable(visited, word) for word in asked.places))
    if len(places) - (CITY_PLACE in places) > MAX_PLACES:
        no_such(visited, "so_many", str(len(places)))
    if len(places) == 1 and places[0] != CITY_PLACE:
        places = (*places, CITY_PLACE)
    usual = default_baseline(places)
    baseline = understood(asked.baseline, frozenset(places)) if asked.baseline else usual
    if baseline is None:
        no_such(visited, "baseline", asked.baseline or "")
    data = visited.services.compare.data(places, baseline)
    texts = visited.texts
    state = CompareState(places=places, baseline=baseline)
    return results.Comparison(
        **visited.head,
        places=tuple(
            results.ComparedPlace(
                id=place.place_id,
                geography=place.layer.value,
                name=place_name(place, texts),
                people_2010=place.people_2010,
                people_2020=place.people_2020,
            )
            for place in data.places
        ),
        baseline=data.places[data.baseline].place_id,
        tests=data.tests,
        sentences=(compared_headline(data, texts), *place_summaries(data, texts)),
        measures=tuple(_compared(visited, data, row) for row in data.rows),
        address=visited.page(paths.COMPARE + state.to_query()),
    )


def _comparable(visited: Visit, written: str) -> str:
    """A place that can be compared: one with a page. Raises RefusedError for another one."""
    place = found_place(visited, written)
    try:
        visited.services.compare.place(place)
    except KeyError:
        no_such(visited, "comparable", written)
    return place


def _compared(visited: Visit, data: CompareData, row: CompareRow) -> results.ComparedMeasure:
    return results.ComparedMeasure(
        measure=named(visited, row.indicator, row.source),
        city_value=number(row.city),
        values=tuple(
            results.ComparedValue(
                place_id=place.place_id, **_value(row.values[i]), **_pair(row.results[i])
            )
            for i, place in enumerate(data.places)
        ),
    )


def _value(held: Held | None) -> dict[str, Any]:
    numbers = ("value", "lower", "upper", "coverage", "events")
    return {
        **{name: number(getattr(held, name)) if held else None for name in numbers},
        "method": held.method if held else None,
        "flags": tuple(flag.value for flag in Flag if held and flag in held.flags),
    }


def _pair(pair: PairResult | None) -> dict[str, Any]:
    numbers = {
        "difference": "difference",
        "difference_se": "se",
        "difference_lower": "lower",
        "difference_upper": "upper",
        "p_value": "p_value",
        "p_adjusted": "p_adjusted",
    }
    return {
        **{name: number(getattr(pair, own)) if pair else None for name, own in numbers.items()},
        "baseline_verdict": pair.verdict if pair else BASELINE,
        "not_tested_because": pair.reason.value if pair and pair.reason else None,
        "rest_of_city": pair.rest_of_city if pair else None,
        "by_means": pair.by_means if pair else None,
    }
