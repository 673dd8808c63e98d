"""Every outcome by every grouping, in both languages: numbers agree and no word compares unproven.

`make test` walks a seeded sample, `make test-all` everything.
"""

from __future__ import annotations

import random
from collections.abc import Iterable
from functools import cache
from itertools import chain, pairwise

import numpy as np
import pytest

from data.catalogue.schema import Indicator
from data.cities.city import city
from data.gaps import age_split_sentences, captions, sentences
from data.gaps.findings import MOST_WORDS, is_short, of_clusters, of_size
from data.gaps.results import GapsData, GroupKind
from data.gaps.state import gap_outcomes
from data.locale import LANGUAGES, texts
from data.models import Denominator, Estimator, Geography, Kind, Layer, Polarity
from data.pooling.poolers import EventPooler
from data.sentences.gap import may_claim
from data.sentences.words import value_text
from data.stats.event_contrast import rate_limits
from tests.comparatives import find_comparatives
from tests.shared import services

SERVICES = services()
CATALOGUE = SERVICES.atlas.catalogue
Choice = tuple[str, str, Geography | None]
CHOICES: tuple[Choice, ...] = tuple(
    (outcome.id, option.id, by)
    for outcome in gap_outcomes(CATALOGUE)
    for option in SERVICES.gaps.options(outcome.id)
    for by in option.geographies or (None,)
)
TESTED_OUTCOMES = ("life_expectancy", "homicide_rate")
SAMPLED = 30
OLDER = (Denominator.AGE_65_PLUS, Denominator.MEN_65_PLUS, Denominator.WOMEN_65_PLUS)
SPOKEN = ("headline", "detail", "patterns", "who", "difference", "ratio", "slope", "relative")
SPOKEN_TOO = ("potential", "curve")
CAPTIONS = ("patterns", "groups", "ages", "curve", "measures", "potential")


def sample() -> list[Choice]:
    """A seeded part of the walk; half of it outcomes that are tested."""
    chooser = random.Random(1939)
    tested = [c for c in CHOICES if c[0] in TESTED_OUTCOMES]
    others = [c for c in CHOICES if c[0] not in TESTED_OUTCOMES]
    fixed = [c for c in tested if c[1] in ("holc_1939", "council_district", "poverty_2015")]
    return [*fixed, *chooser.sample(tested, SAMPLED // 2), *chooser.sample(others, SAMPLED // 2)]


def params(choices: Iterable[Choice]) -> list[object]:
    """Test parameters; those outside the sample belong to the full walk."""
    chosen = set(sample())
    return [
        pytest.param(
            choice,
            id="-".join(str(part) for part in choice),
            marks=() if choice in chosen else pytest.mark.full,
        )
        for choice in choices
    ]


@cache
def data_of(choice: Choice) -> GapsData:
    return SERVICES.gaps.data(*choice)


each = pytest.mark.parametrize("choice", params(CHOICES))


@each
def test_groups_hold_the_residents_once(choice: Choice) -> None:
    data = data_of(choice)
    assert data.gap_reason is None or data.groups
    people = [group.people for group in data.groups]
    assert sum(people) == pytest.approx(data.grouped_people)
    whole_city = SERVICES.atlas.areas(data.outcome.layer_of(Geography.CITY))
    assert whole_city["area_id"].tolist() == [city().id]
    whole = data.grouped_people + data.uncounted_people
    low, high = sorted(float(whole_city[f"people_{year}"].iloc[0]) for year in (2010, 2020))
    assert low - 1 <= whole <= high + 1
    in_map = [key for key in data.map.groups if key]
    assert set(in_map) <= {group.key for group in data.groups}
    if data.grouping.kind is GroupKind.FIFTHS:
        assert data.grouped_people >= 0.8 * whole
        # alike in the people that the outcome counts: of older people alone, residents differ more
        alike = 1.7 if data.outcome.denominator in OLDER else 1.3
        assert max(people) <= alike * min(people)
        assert [in_map.count(g.key) for g in data.groups] == [g.areas for g in data.groups]


@each
def test_fifths_stand_in_the_order_of_the_factor(choice: Choice) -> None:
    data = data_of(choice)
    factor = data.grouping.factor
    if factor is None:
        return
    ends = [(group.factor_from, group.factor_to) for group in data.groups]
    if factor.polarity is not Polarity.HIGHER_IS_BETTER:
        ends = ends[::-1]
    assert all(before[1] <= after[0] for before, after in pairwise(ends))


@each
def test_values_stand_between_their_limits_and_around_the_city(choice: Choice) -> None:
    data = data_of(choice)
    shown = [group for group in data.groups if np.isfinite(group.value)]
    assert len(shown) >= len(data.groups) - 1
    for group in shown:
        assert not np.isfinite(group.lower) or group.lower <= group.value <= group.upper
    values = [group.value for group in shown]
    assert min(values) <= data.city.value <= max(values)


def event_reach(data: GapsData) -> tuple[float, float, float]:
    """How far the limits of a gap of events lie below and above it, and its standard error.

    Each half joins one limit of either rate (Zou & Donner 2008), so the two are not alike.
    """
    ends = (data.groups[0], [group for group in data.groups if group.compared][-1])
    high, low = sorted(ends, key=lambda group: -group.value)
    spread = dispersion_of_groups()
    rates = []
    for group in (high, low):
        scale = group.value / group.events
        limits = (float(limit) * scale for limit in rate_limits(group.events, spread))
        rates.append((group.value, *limits, scale * scale * group.events))
    (a, a_low, a_high, a_var), (b, b_low, b_high, b_var) = rates
    below, above = np.hypot(a - a_low, b_high - b), np.hypot(a_high - a, b - b_low)
    return float(below), float(above), float(np.sqrt(spread * (a_var + b_var)))


@cache
def dispersion_of_groups() -> float:
    """Groups of residents are as large as council districts and use their number."""
    pooler = SERVICES.atlas.pooler("homicide_rate", Layer.COUNCIL_DISTRICT)
    assert isinstance(pooler, EventPooler)
    return pooler.dispersion


@each
def test_measures_agree_with_the_gap(choice: Choice) -> None:
    data = data_of(choice)
    if data.outcome.kind is Kind.MODELLED:
        assert data.measures == ()
        assert not data.tested
        assert data.potential is None
        return
    difference, gap = data.measure("d"), data.gap
    if gap is not None:
        assert difference is not None
        assert difference.estimate == pytest.approx(abs(gap.difference), rel=1e-9)
        ends = sorted((gap.difference_lower, gap.difference_upper), key=abs)
        if gap.difference_lower * gap.difference_upper > 0:
            assert [difference.lower, difference.upper] == pytest.approx([abs(e) for e in ends])
        if data.outcome.estimator is Estimator.EVENT_RATE:
            below, above, se = event_reach(data)
        else:
            se = (gap.difference_upper - gap.difference_lower) / 2 / 1.959964
            below = above = 1.959964 * se
        assert difference.estimate - difference.lower == pytest.approx(below, rel=1e-5)
        assert difference.upper - difference.estimate == pytest.approx(above, rel=1e-5)
        assert difference.se == pytest.approx(se, rel=1e-5)
        assert difference.sure == gap.claim_allowed
    for measure in data.measures:
        assert measure.lower <= measure.estimate <= measure.upper, measure.name
    if not data.grouping.ordered:
        assert {m.name for m in data.measures}.isdisjoint({"d", "r", "sii", "rii", "par", "mdbw"})


@each
def test_the_potential_is_arithmetic(choice: Choice) -> None:
    data = data_of(choice)
    found = data.potential
    if found is None:
        assert data.potential_reason is not None
        return
    assert found.potential == data.groups[-1].value
    assert found.now + found.gain.value == pytest.approx(found.potential)
    assert found.gain_percent.value == pytest.approx(100 * found.gain.value / found.now)
    factor = data.grouping.factor
    assert factor is not None
    assert factor.polarity is not Polarity.NONE


@each
def test_ages_add_up_to_the_gap(choice: Choice) -> None:
    data = data_of(choice)
    if data.ages is None:
        return
    assert data.gap is not None
    assert data.ages.total == pytest.approx(-data.gap.difference, abs=1e-9)
    for parts in (data.ages.parts, data.ages.broad):
        assert sum(part.years for part in parts) == pytest.approx(data.ages.total, abs=1e-9)
        assert sum(part.share for part in parts) == pytest.approx(1.0)
    assert (data.ages.parts[0].age_from, data.ages.parts[0].age_to) == (0, 14)


@each
def test_the_curve_runs_from_nothing_to_everything(choice: Choice) -> None:
    data = data_of(choice)
    if data.outcome.id != "homicide_rate" or data.grouping.factor is None:
        assert data.curve is None
        return
    curve = data.curve
    assert curve is not None
    for shares in (curve.people_share, curve.event_share):
        assert (shares[0], shares[-1]) == (0.0, 1.0)
        assert list(shares) == sorted(shares)
    assert curve.events == sum(group.events for group in data.groups)
    assert curve.fifth_people <= curve.half_people


@each
def test_sentences_say_the_numbers_and_compare_only_what_is_proven(choice: Choice) -> None:
    data = data_of(choice)
    for lang in LANGUAGES:
        said = {
            name: getattr(sentences, name)(data, texts(lang)) for name in (*SPOKEN, *SPOKEN_TOO)
        } | {"ages": age_split_sentences.ages(data, texts(lang))}
        by_charts = {f"{name} by": getattr(captions, name)(data, texts(lang)) for name in CAPTIONS}
        assert all(len(text.split()) <= MOST_WORDS for text in by_charts.values()), by_charts
        said |= by_charts
        assert said["headline"]
        leading = of_size(data, (), texts(lang))
        assert is_short(leading.sentence), leading.sentence
        said["leads"] = leading.sentence
        assert said["patterns"]
        for group in data.groups:
            if np.isfinite(group.value):
                assert value_text(group.value, data.outcome, lang) in said["patterns"]
        assert not any("{" in text or "nan" in text.split() for text in said.values())
        found = {name: _compared(text, lang, data) for name, text in said.items()}
        allowed = data.gap is not None and may_claim(data.gap, data.outcome)
        assert bool(found.pop("headline")) == bool(found.pop("leads")) == allowed
        assert set(chain(*found.values())) == set(), found


def _compared(sentence: str, lang: str, data: GapsData) -> tuple[str, ...]:
    known = [
        phrase for i in (data.outcome, data.grouping.factor) if i for phrase in _names(i, lang)
    ]
    return find_comparatives(sentence, lang, ignoring=known)


def _names(indicator: Indicator, lang: str) -> list[str]:
    """What the catalogue calls an indicator and the ends of a factor: names, not comparisons."""
    found = [indicator.name.get(lang), indicator.short_name.get(lang)]
    if indicator.outcome_words is not None:
        found.append(indicator.outcome_words.subject.get(lang))
    if indicator.factor_words is not None:
        words = indicator.factor_words
        found += [words.worst.get(lang), words.best.get(lang)]
    return found


@pytest.mark.parametrize("choice", params(c for c in CHOICES if c[2] is not None))
def test_explore_and_gaps_find_the_same_gap(choice: Choice) -> None:
    outcome, group, by = choice
    assert by is not None
    gap, explored = data_of(choice).gap, SERVICES.explore.data(outcome, group, by).gap
    assert gap is not None
    assert explored is not None
    for name in ("worst", "best", "difference", "difference_lower", "p_value", "claim_allowed"):
        assert getattr(gap, name) == pytest.approx(getattr(explored, name), nan_ok=True), name


@pytest.mark.parametrize("lang", LANGUAGES)
def test_clusters_lead_in_few_words(lang: str) -> None:
    for outcome in gap_outcomes(CATALOGUE):
        found = of_clusters(SERVICES.gaps.clusters(outcome.id), texts(lang))
        assert is_short(found.sentence) and is_short(found.detail), found
