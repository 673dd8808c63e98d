"""The city's health plan: aims as published, what is held of each, and what was decided."""

from __future__ import annotations

from callbacks.api.v1.asked import Visit
from callbacks.api.v1.results import number
from callbacks.server.problems import RefusedError
from data.api import plan as answers
from data.api.problem import ProblemKind
from data.catalogue.schema import Indicator
from data.catalogue.yardsticks import load_yardsticks
from data.cities.decisions import Decision
from data.plan import sentences as said
from data.plan.results import AimRow, DistrictValue, MeasureRow, PlanData, Reading
from data.sentences.words import place_label
from layouts import paths


def plan(visited: Visit) -> answers.HealthPlan:
    """The plan of the city."""
    data, texts = visited.services.plan.data, visited.texts
    if data is None or data.plan.source is None or data.plan.title is None:
        raise RefusedError(ProblemKind.NOT_FOUND)  # no city without a plan has this address
    log = visited.services.plan.log
    return answers.HealthPlan(
        **visited.head,
        title=data.plan.title.get(visited.lang),
        headline=said.plan_headline(data, texts),
        definitions=tuple(said.definitions(data, texts)),
        citation=data.plan.source.citation,
        read_as=said.how_read(data, texts),
        aims=tuple(_aim(visited, data, row) for row in data.aims),
        decisions=tuple(_decision(visited, entry) for entry in log.decisions),
        address=visited.page(paths.PLAN),
    )


def _aim(visited: Visit, data: PlanData, row: AimRow) -> answers.PlanAim:
    return answers.PlanAim(
        id=row.aim.id,
        name=row.aim.name.get(visited.lang),
        published=row.aim.published.get(visited.lang),
        status=row.status.value,
        status_name=said.status_text(row, visited.texts),
        missing=said.missing_text(row, visited.texts) or None,
        measures=tuple(_measure(visited, data, measure) for measure in row.measures),
    )


def _measure(visited: Visit, data: PlanData, row: MeasureRow) -> answers.PlanMeasure:
    texts, name = visited.texts, load_yardsticks().name
    about, found = row.about, row.districts
    return answers.PlanMeasure(
        id=row.measure_id,
        name=about.name.get(visited.lang),
        place_id=row.place_id,
        place=said.area_name(row, texts),
        unit=about.unit.value if isinstance(about, Indicator) else about.unit,
        follow=row.follow.value,
        baseline=_reading(visited, row.baseline),
        latest=_reading(visited, row.latest) if row.latest else None,
        change=said.change_text(row, data, texts),
        gap=said.gap_text(row, texts),
        yardsticks=tuple(
            said.yardstick_text(beside, name.get(visited.lang) if name else "", texts)
            for beside in row.yardsticks
        ),
        own_target=said.target_text(row, texts) or None,
        own_target_verdict=row.target.track.value if row.target else None,
        districts=tuple(_district(visited, one, found.indicator) for one in found.values)
        if found
        else (),
        address=visited.page(paths.of_number(row.place_id, row.measure_id)),
    )


def _reading(visited: Visit, reading: Reading) -> answers.PlanReading:
    return answers.PlanReading(
        years=reading.years,
        years_inferred=reading.inferred,
        value=reading.value,
        lower=number(reading.lower),
        upper=number(reading.upper),
        level_percent=reading.level_percent,
        flags=tuple(sorted(flag.value for flag in reading.flags)),
        publisher=reading.source.publisher,
        source=reading.source.title.get(visited.lang),
    )


def _district(visited: Visit, one: DistrictValue, indicator: Indicator) -> answers.PlanDistrict:
    place, value = one.place, one.value
    return answers.PlanDistrict(
        place_id=str(place),
        place=place_label(one.name, place.area_id, place.geography, visited.texts),
        member=one.member.name if one.member else None,
        years=indicator.years,
        value=number(value.value),
        lower=number(value.lower),
        upper=number(value.upper),
        flags=tuple(sorted(flag.value for flag in value.flags)),
        verdict=value.verdict.value,
    )


def _decision(visited: Visit, entry: Decision) -> answers.PlanDecision:
    lang, log = visited.lang, visited.services.plan.log
    return answers.PlanDecision(
        date=entry.date,
        body=log.body(entry.body).name.get(lang),
        motion_number=entry.number.get(lang) if entry.number else None,
        motion=entry.motion.get(lang),
        vote=entry.vote.get(lang) if entry.vote else None,
        aims=entry.aims,
        read_as=entry.read,
        citation=entry.source,
        url=entry.url,
    )
