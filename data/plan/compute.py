"""The plan's aims with what is held of each: values, tested changes, gaps, districts. Nothing is
tested here but a department's own target.
"""

from __future__ import annotations

from dataclasses import replace
from math import isfinite, nan

from data.atlas.atlas import Atlas
from data.catalogue.schema import Indicator
from data.change.answers import ChangeAnswers
from data.change.results import Change, Moment
from data.cities.city import city
from data.cities.plan import Aim, AimMeasure, Plan
from data.gaps.answers import GapAnswers
from data.gaps.results import GapsData
from data.gaps.state import read_gap
from data.models import Geography, Layer, PlaceId, Role
from data.place.values import place_values
from data.plan.results import (
    AimRow,
    Beside,
    Districts,
    DistrictValue,
    Follow,
    MeasureRow,
    PlanData,
    Reading,
    Status,
)
from data.plan.targets import judged
from data.published.changes import PublishedChange
from data.published.compare import change as compared
from data.published.facts import PublishedFacts
from data.published.results import PublishedEstimate, shares_years, span

ONCE = "plan_page.why.once"
_OURS_PERCENT = 95  # of every interval that this site makes


class PlanMaker:
    """Puts the plan together out of what other pages hold."""

    def __init__(
        self, atlas: Atlas, published: PublishedFacts, change: ChangeAnswers, gaps: GapAnswers
    ) -> None:
        self._atlas = atlas
        self._published = published
        self._change = change
        self._gaps = gaps
        layer = Geography.COUNCIL_DISTRICT
        self._layer = layer if layer in city().layers else None

    def data(self, plan: Plan) -> PlanData:
        """Every aim with its measures; a measure that this extract does not hold is left out."""
        rows = [self._aim(aim, plan) for aim in plan.aims]
        targets = {target.measure_id: target for target in city().targets}
        return PlanData(
            plan=plan,
            aims=judged(rows, targets),
            district_layer=self._layer,
            county_share=self._published.county_share,
        )

    def _aim(self, aim: Aim, plan: Plan) -> AimRow:
        found = (self._measure(measure, plan) for measure in aim.measures)
        rows = tuple(row for row in found if row is not None)
        return AimRow(aim, rows, _status(rows))

    def _measure(self, asked: AimMeasure, plan: Plan) -> MeasureRow | None:
        if asked.indicator is not None:
            indicator = self._atlas.catalogue.indicators.get(asked.indicator)
            row = None if indicator is None else self._of_indicator(asked, indicator, plan)
        else:
            row = self._of_publisher(asked, str(asked.published), plan)
        if row is None:
            return None
        return replace(row, districts=self._districts(asked.districts or asked.indicator, plan))

    # -- measures of this site --------------------------------------------------------------------

    def _of_indicator(
        self, asked: AimMeasure, indicator: Indicator, plan: Plan
    ) -> MeasureRow | None:
        city_id = str(self._atlas.areas(Layer.CITY)["area_id"].iloc[0])
        value = place_values(self._atlas, Geography.CITY, city_id, [indicator.id]).get(indicator.id)
        if value is None or not value.shown:
            return None
        source = self._atlas.catalogue.source_of(indicator)
        change = self._changed(indicator)
        gap, gap_reason = self._gap(indicator)
        latest: Reading | None = None
        follow: Follow = Follow.ONCE
        why: str | None = ONCE
        if change is None:
            baseline = Reading(
                value.value, value.lower, value.upper, _level(value.lower),
                indicator.year_start, indicator.year_end, source,
                flags=value.flags, events=value.events,
            )  # fmt: skip
        else:
            baseline = self._moment(change.earlier, change)
            latest = self._moment(change.later, change)
            follow = _follow(latest, plan, tested=change.tested)
            why = _why_not(change)
        return MeasureRow(
            id=asked.id,
            about=indicator,
            area=None,
            baseline=baseline,
            latest=latest,
            follow=follow,
            change=change,
            why=why,
            gap=gap,
            gap_reason=gap_reason,
            yardsticks=self._beside(indicator),
        )

    def _changed(self, indicator: Indicator) -> Change | None:
        """The change of the city where both times are known."""
        city_id = str(self._atlas.areas(Layer.CITY)["area_id"].iloc[0])
        changes = self._change.of_place(Geography.CITY, city_id)
        found = (c for c in (changes.changes if changes else ()) if c.measure == indicator.id)
        change = next(found, None)
        if change is None or not (change.earlier.shown and change.later.shown):
            return None
        return change

    def _moment(self, moment: Moment, change: Change) -> Reading:
        start, end = span(moment.years.replace("–", "-"))
        return Reading(
            moment.value, moment.lower, moment.upper, _level(moment.lower), start, end,
            self._atlas.catalogue.source_of(moment.indicator),
            flags=change.flags, events=moment.events,
        )  # fmt: skip

    def _gap(self, indicator: Indicator) -> tuple[GapsData | None, str | None]:
        """The gap between fifths: of an outcome by the usual factor, by a factor in the usual
        outcome. Only where the fifths may be made; else the reason, a text key.
        """
        usual = city().defaults
        if indicator.role in (Role.OUTCOME, Role.CARE):
            asked = {"outcome": indicator.id, "group": usual.factor}
        elif indicator.role in (Role.FACTOR, Role.GROUP):
            asked = {"outcome": usual.outcome, "group": indicator.id}
        else:
            return None, "plan_page.gap.context"
        rule = self._atlas.rule(asked["outcome"], asked["group"])
        if not rule.fifths_allowed:
            return None, rule.reason or "pairs.no_fifths"
        parsed = read_gap(asked, self._atlas.catalogue)
        if parsed.notices:
            return None, "pairs.no_fifths"
        state = parsed.state
        found = self._gaps.data(state.outcome, state.group, state.by)
        return (found, None) if found.gap is not None else (None, found.gap_reason)

    # -- measures of others -----------------------------------------------------------------------

    def _of_publisher(self, asked: AimMeasure, name: str, plan: Plan) -> MeasureRow | None:
        own = self._series(name)
        if not own:
            return None
        newest = own[-1]
        change = _since_the_plan(self._published_change(newest), own, plan)
        baseline = _read(newest)
        latest: Reading | None = None
        follow: Follow = Follow.ONCE
        why: str | None = _why_once(own)
        if change is not None:
            found = change.comparison
            baseline, latest = _read(found.other), _read(found.value)
            follow, why = _follow(latest, plan, tested=change.tested), found.why_not
        return MeasureRow(
            id=asked.id,
            about=newest.measure,
            area=newest.area,
            baseline=baseline,
            latest=latest,
            follow=follow,
            change=change,
            why=why,
            gap=None,
            gap_reason="plan_page.gap.whole_area",
            yardsticks=tuple(
                Beside(entry, newest) for entry in self._published.yardsticks(newest.measure.id)
            ),
        )

    def _series(self, name: str) -> list[PublishedEstimate]:
        """The values of all residents that may be shown, oldest first: of the city, else of the
        county.
        """
        every = self._published.estimates(name)
        for area in self._published.entries.place:
            own = [e for e in every if e.area.id == area.id and e.of_everyone and not e.left_out]
            if own:
                return own
        return []

    def _published_change(self, newest: PublishedEstimate) -> PublishedChange | None:
        """What the page of published values says of its change, if there are two times."""
        changes = self._published.changes.get(newest.area.id, ())
        found = (c for c in changes if c.comparison.value is newest)
        return next(found, None)

    def _beside(self, indicator: Indicator) -> tuple[Beside, ...]:
        """The yardsticks of a published measure of the same definition, beside its value."""
        own = {area.id for area in self._published.entries.place}
        return tuple(
            Beside(entry, estimate)
            for estimate in self._published.beside(indicator.id)
            if estimate.area.id in own
            for entry in self._published.yardsticks(estimate.measure.id)
        )

    # -- districts --------------------------------------------------------------------------------

    def _districts(self, name: str | None, plan: Plan) -> Districts | None:
        """The values by district of an indicator; None where districts have none."""
        layer = self._layer
        indicator = self._atlas.catalogue.indicators.get(name or "")
        if layer is None or indicator is None or not indicator.is_given_for(layer):
            return None
        areas = self._atlas.areas(Layer(layer.value))
        found = []
        for area_id, area_name in zip(areas["area_id"], areas["name"], strict=True):
            value = place_values(self._atlas, layer, area_id, [indicator.id]).get(indicator.id)
            if value is not None:
                place = PlaceId(layer, str(area_id))
                member = plan.members.get(str(area_id))
                found.append(DistrictValue(place, str(area_name), member, value))
        if not any(entry.value.shown for entry in found):
            return None
        return Districts(indicator, tuple(found), *self._atlas.city_value(indicator))


def _why_not(change: Change) -> str | None:
    """Why two values of this site were not tested; None where they were."""
    if change.tested or change.reason is None:
        return None
    return f"change.reason.{change.reason.value}"


def _level(lower: float) -> int | None:
    return _OURS_PERCENT if isfinite(lower) else None


def _read(estimate: PublishedEstimate) -> Reading:
    start, end = estimate.span
    return Reading(
        estimate.value, estimate.lower, estimate.upper, estimate.level_percent, start, end,
        estimate.source, inferred=estimate.years_inferred, level_assumed=estimate.level_assumed,
    )  # fmt: skip


def _follow(latest: Reading, plan: Plan, *, tested: bool) -> Follow:
    if not tested:
        return Follow.UNTESTED
    return Follow.FOLLOWED if latest.end >= (plan.start or 0) else Follow.BEFORE


def _since_the_plan(
    change: PublishedChange | None, own: list[PublishedEstimate], plan: Plan
) -> PublishedChange | None:
    """The change; where nothing can be tested, beside the last value from before the plan began.

    A test is the one that all pages tell. Without one the oldest of many years is no baseline.
    """
    if change is None or change.tested:
        return change
    newest = own[-1]
    before = [
        e
        for e in own[:-1]
        if e.span[1] < (plan.start or 0)
        and e.source.publisher == newest.source.publisher
        and not shares_years(e.period, newest.period)
    ]
    return PublishedChange(compared(before[-1], newest), nan) if before else change


def _why_once(own: list[PublishedEstimate]) -> str:
    """Why the newest of several values stands alone."""
    older = own[:-1]
    if not older:
        return ONCE
    if all(shares_years(e.period, own[-1].period) for e in older):
        return "published.not_compared.shared_years"
    return "published.not_compared.other_source"


def _status(rows: tuple[MeasureRow, ...]) -> Status:
    if any(row.follow is Follow.FOLLOWED for row in rows):
        return Status.FOLLOWED
    return Status.BASELINE if rows else Status.NONE
