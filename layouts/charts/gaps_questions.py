"""The questions of Gaps: which charts answer each, and the sentence that leads."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from data.cities.city import city
from data.explore.sentences import pair_warnings
from data.gaps import findings
from data.gaps.findings import Finding
from data.gaps.questions import (
    CHANGE,
    CLUSTERS,
    DEATHS,
    RACE,
    SEGREGATION,
    SIZE,
    history_question,
    questions,
)
from data.gaps.state import GapState
from data.locale import texts
from data.models import Geography
from data.services import Services
from layouts import ids
from layouts.charts import gaps as gaps_charts

# What texts call the question on graded land.
HISTORY = "history"
CHARTS_OF: Mapping[str, tuple[str, ...]] = {
    SIZE: (
        ids.GAP_PATTERNS, ids.GAP_GROUPS, ids.GAP_AGES, ids.GAP_CURVE, ids.GAP_POTENTIAL,
        ids.GAP_MEASURES,
    ),
    RACE: (
        ids.GAP_LIFE_GAPS, ids.GAP_LIFE_GAPS_IN_COUNTY, ids.GAP_LIFE_BY_RACE,
        ids.GAP_LIFE_IN_COUNTY, ids.GAP_BETWEEN_GROUPS_IN_COUNTY, ids.GAP_GROUPS_IN_COUNTY,
        ids.GAP_BETWEEN_GROUPS_IN_CITY, ids.GAP_GROUPS_IN_CITY, ids.GAP_MEASURES_BY_RACE,
    ),
    CHANGE: (
        ids.GAP_CHANGE, ids.GAP_COUNTS_BY_YEAR, ids.GAP_SHARES_BY_YEAR, ids.GAP_YARDSTICKS,
    ),
    SEGREGATION: (ids.GAP_SEGREGATION, ids.GAP_ICE),
    HISTORY: (ids.GAP_GRADES,),
    CLUSTERS: (ids.GAP_CLUSTERS,),
    DEATHS: (ids.GAP_DEATHS,),
}  # fmt: skip
NAME_OF = {chart: name for name, charts in CHARTS_OF.items() for chart in charts}


def question_of_chart(chart: str) -> str:
    """The question that a chart answers. Raises KeyError for a chart of another page."""
    name = NAME_OF[chart]
    return history_question() or SIZE if name == HISTORY else name


def asking_for(state: GapState, chart: str) -> GapState:
    """The state under the question that the chart answers."""
    return state.asking(question_of_chart(chart))


def name_of(question: str) -> str:
    """What texts call a question: that on graded land has another word in every city."""
    return HISTORY if question == history_question() else question


def leading_chart(services: Services, state: GapState) -> str | None:
    """The chart that the finding of a state is cited with: the first of its question that is drawn,
    of published gaps the one of which a side is told. None where the city has none of them.
    """
    charts = CHARTS_OF[name_of(state.ask)]
    if state.ask == RACE and "county" in services.gaps.life_gaps:
        return ids.GAP_LIFE_GAPS_IN_COUNTY
    drawn = (name for name in charts if gaps_charts.build(services, state, name) is not None)
    return next(drawn, None)


def offered(services: Services) -> tuple[str, ...]:
    """The questions that this city has anything for, in the order of the tabs."""
    state = GapState()
    always = {SIZE, CLUSTERS}
    return tuple(
        question
        for question in questions()
        if question in always or finding_of(services, state.asking(question)) is not None
    )


def finding_of(services: Services, state: GapState) -> Finding | None:
    """What answers the question of a state; None where the city has nothing for it."""
    return _FINDINGS[name_of(state.ask)](services, state)


def _size(services: Services, state: GapState) -> Finding:
    spoken, data = texts(state.lang), gaps_charts.data_of(services, state)
    return findings.of_size(data, pair_warnings(data.warnings, data.observed, spoken), spoken)


def _race(services: Services, state: GapState) -> Finding | None:
    return findings.of_race(services.gaps.life_gaps, texts(state.lang))


def _change(services: Services, state: GapState) -> Finding | None:
    whole = services.change.of_geography(Geography.CITY).get(city().id)
    return findings.of_change(whole, texts(state.lang))


def _segregation(services: Services, state: GapState) -> Finding | None:
    return findings.of_segregation(services.gaps.segregation, texts(state.lang))


def _history(services: Services, state: GapState) -> Finding | None:
    return findings.of_grades(services.gaps.grades_now, texts(state.lang))


def _clusters(services: Services, state: GapState) -> Finding:
    return findings.of_clusters(gaps_charts.clusters_of(services, state), texts(state.lang))


def _deaths(services: Services, state: GapState) -> Finding | None:
    quoted = tuple(services.gaps.quotations.values())
    return findings.of_deaths(quoted, texts(state.lang))


_FINDINGS: Mapping[str, Callable[[Services, GapState], Finding | None]] = {
    SIZE: _size, RACE: _race, CHANGE: _change, SEGREGATION: _segregation, HISTORY: _history,
    CLUSTERS: _clusters, DEATHS: _deaths,
}  # fmt: skip
