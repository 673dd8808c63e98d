"""Every outcome by every factor and geography, in both languages: pictures, words, tables agree.

`make test` walks a seeded sample, `make test-all` everything.
"""

from __future__ import annotations

import math
import random
import re
from collections.abc import Callable
from functools import lru_cache, partial

import numpy as np
import orjson
import pytest
from dash.development.base_component import Component

from data.address import Theme
from data.catalogue.schema import Indicator
from data.cities.city import city
from data.explore.results import ExploreData
from data.explore.state import FACTOR_ROLES, OUTCOME_ROLES, MapMode, Overlay, ViewState
from data.locale import LANGUAGES, texts
from data.models import Geography, Kind, Polarity, Verdict
from data.sentences.gap import gap_detail, gap_headline
from layouts import ids
from layouts.charts import explore as explore_charts
from layouts.components.legend import chart_legend
from layouts.figures.base import PLACES, point_index
from layouts.figures.chart import Chart
from layouts.theme import Palette, palette
from tests.comparatives import find_comparatives
from tests.shared import services
from tests.unit.layouts.trees import prop, walk

SERVICES = services()
INDICATORS = SERVICES.atlas.catalogue.indicators
Choice = tuple[str, str, Geography]
CHOICES: tuple[Choice, ...] = tuple(
    (outcome.id, factor.id, by)
    for outcome in INDICATORS.values()
    if outcome.role in OUTCOME_ROLES
    for factor in INDICATORS.values()
    if factor.role in FACTOR_ROLES
    for by in city().mapped
    if by in outcome.geographies
)
# One for each rule that a chance sample may miss.
ALWAYS: tuple[Choice, ...] = (
    ("life_expectancy", "poverty_2015", Geography.NEIGHBORHOOD),
    ("life_expectancy", "redlined_1939", Geography.NEIGHBORHOOD),  # mostly zero: few classes
    ("life_expectancy", "poverty_150", Geography.TRACT),  # vintages do not meet
    ("homicide_rate", "share_black_2019", Geography.ZIP),  # too few events
    ("homicide_rate", "eviction_filing_rate", Geography.NEIGHBORHOOD),  # a part of the city
    ("diabetes_2015", "no_vehicle", Geography.NEIGHBORHOOD),  # modelled
    ("diabetes_2015", "ice_2019", Geography.ZIP),  # never paired
    ("cancer_places", "uninsured", Geography.COUNCIL_DISTRICT),  # neither good nor bad, no error
    ("dental_visit_2014", "poverty_2015", Geography.NEIGHBORHOOD),  # care
    ("life_expectancy", "median_income_2015", Geography.TRACT),  # tracts only
)
SAMPLED = 16
LEFT_OVER = re.compile(r"[{}]|\bnan\b|\bNone\b|\binf\b")
TESTED = frozenset(Verdict) - {Verdict.NOT_TESTED}


def data_of(choice: Choice) -> ExploreData:
    found: ExploreData = SERVICES.explore.data(*choice)
    return found


def state(choice: Choice, lang: str, mode: str = "outcome", theme: str = "light") -> ViewState:
    outcome, factor, by = choice
    return ViewState(
        outcome=outcome,
        factor=factor,
        by=by,
        lang=lang,
        map_mode=MapMode(mode),
        theme=Theme(theme),
        overlays=frozenset(Overlay),
    )


@lru_cache(maxsize=2 * (len(ALWAYS) + SAMPLED))
def drawn(choice: Choice, lang: str) -> dict[str, Chart]:
    """All charts of a view by name; the map in each mode."""
    charts = {
        f"map_{mode.value}": explore_charts.build(
            SERVICES, state(choice, lang, mode.value), ids.MAP
        )
        for mode in MapMode
    }
    rest = {
        name: explore_charts.build(SERVICES, state(choice, lang), name)
        for name in (ids.SCATTER, ids.RANKING)
    }
    return charts | rest


def test_the_sample_is_a_part_of_the_walk() -> None:
    assert set(ALWAYS) <= set(CHOICES)
    assert len(CHOICES) > 3000


# -- words --------------------------------------------------------------------------------------


def names(indicator: Indicator, lang: str) -> list[str]:
    """What the catalogue calls things: names may hold words that look like comparisons."""
    said = [indicator.name.get(lang), indicator.short_name.get(lang)]
    if indicator.factor_words:
        said += [indicator.factor_words.worst.get(lang), indicator.factor_words.best.get(lang)]
    if indicator.outcome_words:
        said.append(indicator.outcome_words.subject.get(lang))
    return said


def comparatives(sentence: str, data: ExploreData, lang: str) -> set[str]:
    known = names(data.outcome, lang) + names(data.factor, lang)
    return set(find_comparatives(sentence, lang, ignoring=known))


def word(data: ExploreData, lang: str, *, rises: bool) -> str:
    assert data.outcome.outcome_words is not None
    chosen = data.outcome.outcome_words.higher if rises else data.outcome.outcome_words.lower
    return chosen.get(lang).lower()


def proven(data: ExploreData) -> float:
    """The gap between the fifths where its interval leaves out zero and may be said; else 0."""
    gap = data.gap
    if gap is None or data.outcome.kind is Kind.MODELLED or not gap.p_value < 0.05:
        return 0.0
    assert gap.difference_lower * gap.difference_upper > 0
    return gap.difference


def told_apart(data: ExploreData) -> tuple[int, int]:
    """How many shown places lie below and above the rest of the city by the stored verdict."""
    low, high = {
        Polarity.HIGHER_IS_BETTER: (Verdict.WORSE, Verdict.BETTER),
        Polarity.HIGHER_IS_WORSE: (Verdict.BETTER, Verdict.WORSE),
        Polarity.NONE: (Verdict.LOWER, Verdict.HIGHER),
    }[data.outcome.polarity]
    verdicts = data.frame.loc[data.frame["outcome"].notna(), "verdict"]
    return int((verdicts == low.value).sum()), int((verdicts == high.value).sum())


def no_word_compares_without_its_test(choice: Choice, lang: str) -> None:
    data, spoken = data_of(choice), texts(lang)
    headline = gap_headline(
        data.gap, outcome=data.outcome, factor=data.factor, texts=spoken, reason=data.gap_reason
    )
    detail = gap_detail(data.gap, outcome=data.outcome, texts=spoken)
    gap = proven(data)
    allowed = {word(data, lang, rises=gap > 0)} if gap else set()
    assert comparatives(headline, data, lang) == allowed
    assert comparatives(detail, data, lang) == set()
    charts = drawn(choice, lang)
    low, high = told_apart(data)
    allowed = {word(data, lang, rises=False)} if low else set()
    allowed |= {word(data, lang, rises=True)} if high else set()
    for name, chart in charts.items():
        may_say = allowed if name == ids.RANKING else set()
        assert comparatives(chart.sentence, data, lang) == may_say, name


def every_text_is_whole(choice: Choice, lang: str) -> None:
    for chart in drawn(choice, lang).values():
        assert chart.notes
        for said in (chart.title, chart.sentence, *chart.notes):
            assert said.strip() == said != ""
            assert not LEFT_OVER.search(said)
            assert said[0].isupper() or not said[0].isalpha()
        for row in chart.rows:
            assert not any(LEFT_OVER.search(row[column.key]) for column in chart.columns)


# -- colors -------------------------------------------------------------------------------------


def fills(chart: Chart) -> dict[str, str]:
    """Fill of every place as plotly paints it, by place id."""
    found = {}
    for trace in chart.figure["data"]:
        if trace.get("meta") != PLACES:
            continue
        low, high = trace["zmin"], trace["zmax"]
        steps = trace["colorscale"]
        for row, z in zip(trace["customdata"], trace["z"], strict=True):
            share = (z - low) / (high - low)
            found[row[0]] = next(
                color
                for (start, color), (end, _) in zip(steps[::2], steps[1::2], strict=True)
                if start <= share <= end
            )
    return found


def swatches(legend: Component) -> list[str]:
    """Colors of a legend in reading order."""
    styles = [prop(node, "style") or {} for node in walk(legend)]
    return [style["backgroundColor"] for style in styles if "backgroundColor" in style]


def expected_class(value: float, limits: tuple[float, ...]) -> int:
    """Class of a value from the lowest up; one on a limit belongs below it."""
    return sum(value > limit for limit in limits)


def legend_equals_fill(choice: Choice, mode: str, theme: str) -> None:
    data, colors = data_of(choice), palette(theme)
    view = state(choice, "en", mode, theme)
    chart = explore_charts.build(SERVICES, view, ids.MAP)
    assert chart.legend is not None
    painted = fills(chart)
    legend = swatches(chart_legend(chart.legend, texts=texts("en"), theme=theme))
    limits = data.factor_breaks if mode == "factor" else data.outcome_breaks
    chosen = data.factor if mode == "factor" else data.outcome
    by_class: dict[int, set[str]] = {}
    for place, value in zip(data.frame["place_id"], data.frame[mode], strict=True):
        if math.isnan(value):
            assert painted[place] in (colors.no_data, colors.few_events)
        else:
            by_class.setdefault(expected_class(value, limits), set()).add(painted[place])
    assert all(len(found) == 1 for found in by_class.values())
    # the legend begins with the worst, which is the dark end
    upwards = sorted(by_class, reverse=chosen.polarity is not Polarity.HIGHER_IS_BETTER)
    shown = [color for color in legend if color != colors.few_events]
    in_words = [next(iter(by_class[k])) for k in upwards]
    assert [color for color in shown if color in in_words] == in_words
    assert len(set(shown)) == len(shown)
    assert (colors.few_events in legend) == (colors.few_events in painted.values())


def legend_of_both_equals_fill(choice: Choice) -> None:
    data, view = data_of(choice), state(choice, "en", "both")
    chart = explore_charts.build(SERVICES, view, ids.MAP)
    assert chart.legend is not None
    painted = fills(chart)
    colors = palette("light")
    legend = swatches(chart_legend(chart.legend, texts=texts("en"), theme="light"))
    used = {color for color in painted.values() if color != colors.no_data}
    assert used <= set(legend)
    for place, outcome, factor in zip(
        data.frame["place_id"], data.frame["outcome"], data.frame["factor"], strict=True
    ):
        if math.isnan(outcome) or math.isnan(factor):
            assert painted[place] == colors.no_data
        else:
            assert painted[place] == cell(data, outcome, factor, colors)


def cell(data: ExploreData, outcome: float, factor: float, colors: Palette) -> str:
    """Color of the 3 x 3: rows by the outcome, columns by the factor, darker is worse."""

    def step(value: float, limits: tuple[float, ...], indicator: Indicator) -> int:
        k, last = expected_class(value, limits), len(limits)
        k = last - k if indicator.polarity is Polarity.HIGHER_IS_BETTER else k
        return round(k * 2 / last) if last else 1

    down = step(outcome, data.outcome_tertiles, data.outcome)
    across = step(factor, data.factor_tertiles, data.factor)
    return colors.bivariate[down][across]


# -- rows ---------------------------------------------------------------------------------------


def picture_table_and_download_hold_the_same_places(choice: Choice) -> None:
    data = data_of(choice)
    everyone = sorted(data.frame["place_id"])
    by_place = data.frame.set_index("place_id")
    for name, chart in drawn(choice, "en").items():
        assert b"NaN" not in orjson.dumps(chart.figure)
        assert sorted(row["place_id"] for row in chart.rows) == everyone
        lines = [dict(zip(chart.csv_columns, row, strict=True)) for row in chart.csv_rows]
        assert sorted(line["place_id"] for line in lines) == everyone
        for line in lines:
            stored = by_place.loc[line["place_id"], "outcome"]
            assert line["value"] == ("" if math.isnan(stored) else stored)
        points = point_index(chart)
        assert points.keys() <= set(everyone)
        if name.startswith("map"):
            assert sorted(points) == everyone


def modelled_and_untested_values_have_no_rank_and_no_verdict(choice: Choice) -> None:
    data = data_of(choice)
    untested = data.frame["verdict"].isin(["", Verdict.NOT_TESTED.value])
    if data.outcome.kind is Kind.MODELLED:
        assert untested.all()
        assert data.frame["rank"].isna().all()
        ranking = drawn(choice, "en")[ids.RANKING]
        assert {"rank", "verdict"}.isdisjoint(column.key for column in ranking.columns)
        symbols = {str(t["marker"]["symbol"]) for t in ranking.figure["data"]}
        assert symbols <= {"circle", "diamond-open"}
    assert set(data.frame.loc[~untested, "verdict"]) <= {verdict.value for verdict in TESTED}
    assert np.isfinite(data.frame.loc[~untested, "outcome"]).all()


def what_must_not_meet_does_not(choice: Choice) -> None:
    data = data_of(choice)
    scatter = drawn(choice, "en")[ids.SCATTER]
    if not data.rule.allowed:
        assert data.association is None
        assert data.gap is None
        assert point_index(scatter) == {}
    if not data.rule.association_allowed:
        assert data.association is None
        assert " r = " not in scatter.sentence
    if not data.rule.fifths_allowed:
        assert data.gap is None
    if data.association is None:
        assert data.association_reason
    if data.gap is None:
        assert data.gap_reason


# -- the walk -----------------------------------------------------------------------------------

CHECKS: dict[str, Callable[[Choice], None]] = {
    **{
        f"{check.__name__}-{lang}": partial(check, lang=lang)
        for check in (no_word_compares_without_its_test, every_text_is_whole)
        for lang in LANGUAGES
    },
    **{
        f"legend_equals_fill-{mode}-{theme.value}": partial(
            legend_equals_fill, mode=mode, theme=theme.value
        )
        for mode in ("outcome", "factor")
        for theme in Theme
    },
    **{
        check.__name__: check
        for check in (
            legend_of_both_equals_fill,
            picture_table_and_download_hold_the_same_places,
            modelled_and_untested_values_have_no_rank_and_no_verdict,
            what_must_not_meet_does_not,
        )
    },
}
SAMPLE = sorted({*ALWAYS, *random.Random(2026).sample(CHOICES, SAMPLED)})


@pytest.mark.parametrize("choice", SAMPLE, ids="-".join)
@pytest.mark.parametrize("check", CHECKS)
def test_a_sample(check: str, choice: Choice) -> None:
    CHECKS[check](choice)


@pytest.mark.full
@pytest.mark.parametrize("outcome", sorted({choice[0] for choice in CHOICES}))
def test_everything(outcome: str) -> None:
    for choice in CHOICES:
        if choice[0] == outcome:
            for name, check in CHECKS.items():
                try:
                    check(choice)
                except Exception as error:
                    raise AssertionError(f"{name}: {'-'.join(choice)}") from error
