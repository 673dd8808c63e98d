"""Which factors go with an outcome: every r is that of the scatter, every test one of the list."""

from __future__ import annotations

import csv
import io
import math
import random
import re
from statistics import NormalDist

import pytest
from flask.testing import FlaskClient

from callbacks.pages.explore import state_of
from data.cities.city import city
from data.explore.factor_sentences import factors_sentence
from data.explore.results import FactorLinks
from data.explore.state import FACTOR_ROLES, OUTCOME_ROLES, ViewState
from data.locale import LANGUAGES, texts
from data.models import Geography, Kind
from data.rules import ALPHA, MIN_PLACES_FOR_LINK, MIN_PLACES_FOR_LINK_INSIDE
from data.settings import Settings
from layouts import ids
from layouts.charts import explore as explore_charts
from layouts.figures.base import DOTS, is_a
from layouts.pages.explore.factors import factors_parts
from layouts.pages.explore.page import view_of
from tests.comparatives import find_comparatives
from tests.shared import app, services
from tests.unit.layouts.trees import text

SERVICES = services()
ATLAS = SERVICES.atlas
INDICATORS = ATLAS.catalogue.indicators
HOME = Geography.NEIGHBORHOOD
Choice = tuple[str, Geography, str]
DISTRICTS = tuple(place for place in ATLAS.members[HOME] if place.startswith("council"))
WALK: tuple[Choice, ...] = tuple(
    (outcome.id, by, inside)
    for outcome in INDICATORS.values()
    if outcome.role in OUTCOME_ROLES
    for by in city().mapped
    if by in outcome.geographies
    for inside in ("", *(DISTRICTS if by is HOME else ()))
)
ALWAYS: tuple[Choice, ...] = (
    ("life_expectancy", HOME, ""),
    ("life_expectancy", HOME, "council_district-3"),
    ("life_expectancy", HOME, "council_district-1"),  # too few places
    ("homicide_rate", Geography.ZIP, ""),  # every count enters
    ("diabetes_2015", HOME, ""),  # modelled
    ("dental_visit_2014", HOME, ""),  # care
)
SAMPLE = [*ALWAYS, *random.Random(5).sample(WALK, 2)]


def found_of(choice: Choice) -> FactorLinks:
    return SERVICES.explore.factors(*choice)


def check(choice: Choice, pairs: int | None = None) -> None:
    """The list of one choice; beside the scatters of its pairs, or of a seeded few."""
    outcome, by, inside = choice
    found = found_of(choice)
    links = {link.factor.id: link for link in found.links}
    least = MIN_PLACES_FOR_LINK_INSIDE if inside else MIN_PLACES_FOR_LINK
    factors = [i.id for i in INDICATORS.values() if i.role in FACTOR_ROLES]
    allowed = {factor for factor in factors if ATLAS.rule(outcome, factor).association_allowed}
    assert links.keys() <= allowed
    for factor in random.Random(8).sample(factors, pairs or len(factors)):
        # the same as on the scatter of the pair, where there is one
        shown = SERVICES.explore.data(outcome, factor, by, inside).association
        assert (shown is None) == (factor not in links), factor
        if shown is None:
            continue
        link = links[factor]
        assert (link.n, link.n_effective, link.r) == (shown.n, shown.n_effective, shown.r)
        assert (link.lower, link.upper) == (shown.r_lower, shown.r_upper)
        assert link.n >= least
        assert link.warnings == ATLAS.rule(outcome, factor).warnings
    assert bool(found.links) == (found.reason is None)
    _check_tests(found)
    order = [link.nearer_limit for link in found.links]
    assert order == sorted(order, reverse=True)


def _check_tests(found: FactorLinks) -> None:
    """Fisher's z at n_eff and Benjamini-Hochberg, written out once more."""
    tested = []
    for link in found.links:
        if Kind.MODELLED in (found.outcome.kind, link.factor.kind) or link.n_effective <= 3:
            assert math.isnan(link.p_value)
            assert not link.told
            continue
        z = abs(math.atanh(link.r)) * math.sqrt(link.n_effective - 3)
        p = 2 * NormalDist().cdf(-z)
        assert link.p_value == pytest.approx(p, rel=1e-6)
        tested.append((p, link))
    tested.sort(key=lambda pair: pair[0])
    smallest = 1.0
    for rank, (p, link) in reversed(list(enumerate(tested, start=1))):
        smallest = min(smallest, p * len(tested) / rank)
        assert link.p_adjusted == pytest.approx(smallest, rel=1e-6)
        assert link.told == (smallest < ALPHA)


@pytest.mark.parametrize("choice", SAMPLE, ids=lambda c: "-".join(map(str, c)))
def test_the_list_is_the_scatters_of_all_pairs(choice: Choice) -> None:
    check(choice, pairs=4)


@pytest.mark.full
def test_outcomes_here_and_inside_districts() -> None:
    # each list is the work of a second
    for choice in random.Random(6).sample(WALK, 60):
        check(choice, pairs=6)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("choice", ALWAYS, ids=lambda c: "-".join(map(str, c)))
def test_picture_sentence_table_and_file_agree(
    choice: Choice, lang: str, real_client: FlaskClient
) -> None:
    outcome, by, inside = choice
    found, spoken = found_of(choice), texts(lang)
    state = ViewState(outcome=outcome, by=by, inside=inside, lang=lang)
    chart = explore_charts.build(SERVICES, state, ids.FACTORS)
    said = factors_sentence(found, texts=spoken)
    assert chart.sentence == said
    assert not re.search(r"[{}]|\bnan\b|\bNone\b", said + " ".join(chart.notes))
    assert not re.search(r"because of|tied to|debido a|causa", said)
    assert not find_comparatives(said, lang)
    dots = [x for trace in chart.figure["data"] if is_a(trace, DOTS) for x in trace["x"]]
    assert dots == [round(link.r, 4) for link in found.links]
    assert len(chart.rows) == len(found.links)
    if found.links:
        assert spoken.t("sentences.association.people") in said
        assert str(len(found.links)) in said
    query = f"?outcome={outcome}&by={by}&lang={lang}" + (f"&in={inside}" if inside else "")
    answer = real_client.get(f"/download/explore/factors.csv{query}")
    rows = list(csv.DictReader(io.StringIO(answer.get_data(as_text=True).lstrip("\ufeff"))))
    assert [row["factor"] for row in rows] == [link.factor.id for link in found.links]
    for row, link in zip(rows, found.links, strict=True):
        assert float(row["r"]) == pytest.approx(link.r)
        assert float(row["n_effective"]) == pytest.approx(link.n_effective)
        assert (row["association"] in ("together", "opposite")) == link.told
        assert row["warnings"].split() == [key.removeprefix("pairs.") for key in link.warnings]
    assert "by-poverty" not in answer.headers["Content-Disposition"]


def test_the_list_is_fetched_when_it_is_opened(real_client: FlaskClient) -> None:
    state = ViewState(inside="council_district-3", lang="es")
    stored = view_of(state)
    assert state_of(SERVICES, Settings(), stored).inside == state.inside
    parts = factors_parts(SERVICES, state, lambda path: path)
    assert factors_sentence(found_of(ALWAYS[1]), texts=texts("es")) in text(parts).replace(
        "\u00a0", " "
    )
    name = next(key for key in app().callback_map if ids.FACTORS_PANEL in key)
    assert app().callback_map[name]["state"][0]["id"] == ids.VIEW_STORE
