"""Puts the rows of the extract beside what the city's folder says of them: nothing is reckoned."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from data.atlas.atlas import Atlas
from data.catalogue.measures import EVERYONE
from data.cities.city import city
from data.cities.wage import Scenario, Wage
from data.gaps.answers import GapAnswers
from data.gaps.group_results import AreaByGroup
from data.models import Geography, Layer, PlaceId
from data.place.values import place_values
from data.published.facts import published_facts
from data.wage.results import (
    FEDERAL,
    SOURCES,
    STATE,
    Floor,
    JobsAt,
    RaisedScenario,
    RaisedShare,
    Rate,
    WageData,
)

RATIO = "living_wage_ratio"  # a published measure


def wage_data(atlas: Atlas, gaps: GapAnswers) -> WageData | None:
    """All of the page; None for a city that says nothing of wages, or has no rates."""
    said = city().wage
    rows = atlas.repository.minimum_wage().to_dict("records")
    rates = tuple(_rate(row) for row in rows if row["authority"] == STATE)
    if said is None or not rates:
        return None
    catalogue, facts = atlas.catalogue, said.facts
    return WageData(
        said=said,
        rates=rates,
        floor=_floor([_rate(row) for row in rows if row["authority"] == FEDERAL], rates),
        raised=_raised(atlas, said),
        pay=_pay(gaps, facts.pay),
        ratio=published_facts(atlas).estimates(RATIO),
        context=catalogue.indicators.get(facts.context),
        jobs=tuple(
            (catalogue.indicators[name], _jobs(atlas, name))
            for name in facts.awaited
            if name in catalogue.indicators
        ),
        awaited=tuple(
            (indicator, catalogue.awaited_sources[indicator.source])
            for name in facts.awaited
            if (indicator := catalogue.awaited_indicators.get(name)) is not None
        ),
        sources={name: catalogue.sources[name] for name in SOURCES if name in catalogue.sources},
    )


def _rate(row: dict[Any, Any]) -> Rate:
    since = date.fromisoformat(row["effective_date"])
    return Rate(since, row["hourly_usd"], row["law"], row["source"], bool(row["date_assumed"]))


def _floor(federal: list[Rate], rates: tuple[Rate, ...]) -> Floor | None:
    """The last federal rate that the file says applied, until the state's rose above it."""
    if not federal:
        return None
    above = (r.since for r in rates if r.since > federal[-1].since and r.usd > federal[-1].usd)
    return Floor(federal[-1].since, next(above, None), federal[-1].usd)


def _raised(atlas: Atlas, said: Wage) -> tuple[RaisedScenario, ...]:
    rows = atlas.repository.workers_raised().to_dict("records")
    found = ((about, _shares(about, rows)) for about in said.raised.scenarios)
    return tuple(RaisedScenario(about, shares) for about, shares in found if shares)


def _shares(about: Scenario, rows: Iterable[dict[Any, Any]]) -> tuple[RaisedShare, ...]:
    own = [
        RaisedShare(
            row["group_name"],
            row["share_percent"],
            row["share_said"],
            row["workers_raised"],
            row["workers"],
            bool(row["about"]),
        )
        for row in rows
        if row["scenario"] == about.row
    ]
    return tuple(sorted(own, key=lambda share: (share.group != EVERYONE, share.group)))


def _jobs(atlas: Atlas, name: str) -> tuple[JobsAt, ...]:
    """The measure in the city and in each of its districts, where it has any."""
    wanted = [Geography.CITY, Geography.COUNCIL_DISTRICT]
    found = []
    for geography in (g for g in wanted if g in city().with_page):
        areas = atlas.areas(Layer(geography.value))
        for area_id, area in zip(map(str, areas["area_id"]), map(str, areas["name"]), strict=True):
            values = place_values(atlas, geography, area_id, [name])
            place = PlaceId(geography, area_id)
            found += [
                JobsAt(str(place), area, geography, area_id, value)
                for value in values.values()
                if value.shown
            ]
    return tuple(found)


def _pay(gaps: GapAnswers, wanted: tuple[str, ...]) -> AreaByGroup | None:
    """What is published of the city by race, of the wanted measures alone, in their order."""
    found = gaps.by_group("city")
    if found is None:
        return None
    by_id = {measure.measure.id: measure for measure in found.measures}
    kept = tuple(by_id[name] for name in wanted if name in by_id)
    return replace(found, measures=kept) if kept else None
