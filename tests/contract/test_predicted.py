"""Wherever life expectancy meets race, ICE or education: partly predicted from it, in words."""

from __future__ import annotations

import pytest

from data.address import Theme
from data.catalogue.pairs import PREDICTED_FROM, pair_rule
from data.decks.deck import View
from data.explore.sentences import pair_warnings
from data.locale import LANGUAGES, texts
from data.models import Geography, Kind
from layouts import ids
from layouts.charts.offered import OF_GROUPS
from tests.one_slide import build_slide
from tests.shared import services

INPUTS = {"race_ethnicity", "ice", "education"}


def pairs() -> list[tuple[str, str]]:
    entries = services().atlas.catalogue.indicators.values()
    return [
        (outcome.id, factor.id)
        for outcome in entries
        for factor in entries
        if PREDICTED_FROM in pair_rule(outcome, factor).warnings
    ]


def test_the_rule_covers_every_pair_with_an_input() -> None:
    found = set(pairs())
    entries = services().atlas.catalogue.indicators.values()
    wanted = {
        (outcome.id, factor.id)
        for outcome in entries
        for factor in entries
        if outcome.kind is Kind.PARTLY_MODELLED
        and INPUTS & set(factor.built_in)
        and pair_rule(outcome, factor).allowed
    }
    assert found == wanted
    assert len(found) > 5


@pytest.mark.parametrize(("factor", "r"), [("ice_2019", 0.83), ("share_black_2014", -0.62)])
def test_r_on_observed_tracts(factor: str, r: float) -> None:
    link = services().explore.data("life_expectancy", factor, Geography.NEIGHBORHOOD).observed
    assert link is not None
    assert link.n == 13
    assert link.r == pytest.approx(r, abs=0.005)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("outcome", "factor"), pairs())
def test_every_slide_of_the_pair_carries_the_warning(outcome: str, factor: str, lang: str) -> None:
    data = services().explore.data(outcome, factor, Geography.NEIGHBORHOOD)
    said = pair_warnings([PREDICTED_FROM], data.observed, texts(lang))[0]
    query = f"outcome={outcome}&factor={factor}"
    views = [View("explore", ids.SCATTER, query), View("explore", ids.MAP, query)]
    if factor in {option.id for option in services().gaps.options(outcome)}:
        views += [View("gaps", chart, f"outcome={outcome}&group={factor}") for chart in OF_GROUPS]
    for view in views:
        slide = build_slide(services(), view, lang=lang, theme=Theme.LIGHT)
        if slide is not None:
            shown = f"{slide.lead} {slide.more}"
            assert all(part in shown for part in said.split(". ")), (view, shown)
