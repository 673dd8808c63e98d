"""The plan in words: page, memo and packet say the same. A word of change or comparison stands only
where a stored test allows it; "on track" too.
"""

from __future__ import annotations

from math import isfinite

from data.catalogue.pairs import PREDICTED_FROM
from data.catalogue.schema import Indicator
from data.change.results import Change
from data.change.sentences import answer
from data.explore.sentences import pair_warnings, predicted_warning
from data.gaps import group_sentences as published_said
from data.gaps.change_sentences import change_answer
from data.gaps.sentences import detail, headline
from data.locale import Texts
from data.locale.format import format_number
from data.models import Geography
from data.plan.results import (
    AimRow,
    Beside,
    Districts,
    Follow,
    MeasureRow,
    PlanData,
    Reading,
    Status,
)
from data.published.sentences import no_interval, with_limits
from data.sentences.within import counts_of, within_sentence
from data.sentences.words import (
    interval_text,
    join,
    opening,
    quantity,
    reason_text,
    short_name,
    value_text,
)

_KEY = "plan_page"


# -- the whole plan ---------------------------------------------------------------------------


def plan_headline(data: PlanData, texts: Texts) -> str:
    """How many aims have a measure that can be followed, a baseline only, none; and whether the
    published text has a number to reach.
    """
    counts = data.counts
    said = texts.t(
        f"{_KEY}.headline",
        count=len(data.aims),
        followed=counts[Status.FOLLOWED],
        baseline=counts[Status.BASELINE],
        none=counts[Status.NONE],
    )
    return join(said, no_target(data, texts))


def no_target(data: PlanData, texts: Texts) -> str:
    """That the plan's published text has no numeric target; empty where it has one."""
    return texts.t(f"{_KEY}.no_target") if data.plan.no_numeric_target else ""


def definitions(data: PlanData, texts: Texts) -> list[str]:
    """What the headline's words mean, exactly; who chose the measures; what they cannot say."""
    keys = ("followed", "baseline", "none", "chosen", "no_effect")
    return [texts.t(f"{_KEY}.definition.{key}", years=data.plan.years) for key in keys]


def how_read(data: PlanData, texts: Texts) -> str:
    """Whether the plan itself was read, or what others say of it."""
    source = data.plan.source
    return texts.t(f"{_KEY}.read.{source.read}") if source else ""


def status_text(row: AimRow, texts: Texts) -> str:
    """What is held of an aim, in few words."""
    return texts.t(f"{_KEY}.status.{row.status.value}")


def missing_text(row: AimRow, texts: Texts) -> str:
    """What of an aim no number counts; empty where nothing is said."""
    return row.aim.missing.get(texts.lang) if row.aim.missing else ""


# -- one measure ------------------------------------------------------------------------------


def measure_name(row: MeasureRow, texts: Texts) -> str:
    """What is measured, in few words, with a capital."""
    about = row.about
    if isinstance(about, Indicator):
        return opening(short_name(about, texts.lang))
    return opening(about.short_name.get(texts.lang))


def meaning(row: MeasureRow, texts: Texts) -> str:
    """What it counts, in one line."""
    return row.about.meaning.get(texts.lang)


def area_name(row: MeasureRow, texts: Texts) -> str:
    """Of whom the numbers are: the city, or the county that they are published for."""
    if row.area is None or row.area.kind == "city":
        return texts.t(f"{_KEY}.place.city")
    return row.area.name.get(texts.lang)


def value_in_words(reading: Reading, row: MeasureRow, texts: Texts) -> str:
    """A value with its unit: `29.7%`, `24.5 deaths per 100,000 people a year`."""
    about = row.about
    if isinstance(about, Indicator):
        return quantity(reading.value, about, texts, events=reading.events)
    value, unit = number(reading.value, row, texts), about.unit_words.get(texts.lang)
    if about.unit == "percent":  # the sign stands behind the number
        return value
    return texts.t(f"{_KEY}.value", value=value, unit=unit)


def number(value: float, row: MeasureRow, texts: Texts) -> str:
    """A value of a measure without its unit but for `$` and `%`."""
    about = row.about
    if isinstance(about, Indicator):
        return value_text(value, about, texts.lang)
    return published_said.number(value, about, texts.lang)


def interval_in_words(reading: Reading, row: MeasureRow, texts: Texts) -> str:
    """`95% interval 28.6–30.7`, at the level of its publisher, or that there is none."""
    about, lang = row.about, texts.lang
    if not reading.has_limits or reading.level_percent is None:
        return no_interval(texts)
    if isinstance(about, Indicator):
        between = interval_text(reading.lower, reading.upper, about, lang)
    else:
        between = published_said.limits(reading.lower, reading.upper, about, lang)
    return with_limits(reading.level_percent, between, texts, assumed=reading.level_assumed)


def years_text(reading: Reading, texts: Texts) -> str:
    """`2019–2023`, and that they are inferred where the publisher does not print them."""
    if not reading.inferred:
        return reading.years
    return texts.t("published.inferred", years=reading.years)


def reading_text(reading: Reading, row: MeasureRow, texts: Texts) -> str:
    """A value with its unit and its interval."""
    return texts.t(
        f"{_KEY}.interval",
        value=value_in_words(reading, row, texts),
        interval=interval_in_words(reading, row, texts),
    )


def change_text(row: MeasureRow, data: PlanData, texts: Texts) -> str:
    """The tested change, or why nobody can tell; that years lie before the plan where they do."""
    if row.follow is Follow.ONCE:
        if row.why == f"{_KEY}.why.once":
            return texts.t(row.why, years=row.baseline.years)
        return reason_text(row.why, texts)
    if row.follow is Follow.UNTESTED:
        return _untested(row, texts)
    change = row.change
    said = "" if change is None else (
        answer(change, texts) if isinstance(change, Change) else change_answer(change, texts)
    )  # fmt: skip
    return join(said, _beside_the_plan(row, data, texts))


def _untested(row: MeasureRow, texts: Texts) -> str:
    latest = row.newest
    params = {"years_before": row.baseline.years, "years_after": latest.years}
    return texts.t(row.why, **params) if row.why else ""


def _beside_the_plan(row: MeasureRow, data: PlanData, texts: Texts) -> str:
    """That both times, or a part of the later one, are from before the plan."""
    if row.follow is Follow.BEFORE:
        return texts.t(f"{_KEY}.why.before")
    latest, start = row.latest, data.plan.start
    starts_before = latest is not None and start is not None and latest.start < start
    return texts.t(f"{_KEY}.why.straddles") if starts_before else ""


def gap_text(row: MeasureRow, texts: Texts) -> str:
    """The gap between fifths with its interval, or why there is none.

    With it goes the warning that goes everywhere; the others are in `gap_notes`.
    """
    gap = row.gap
    if gap is not None:
        warned = predicted_warning(gap.warnings, gap.observed, texts)
        return join(headline(gap, texts), detail(gap, texts), warned)
    if row.gap_reason == f"{_KEY}.gap.whole_area" and row.area and row.area.kind != "city":
        return texts.t(f"{_KEY}.gap.whole_county", place=row.area.in_sentence.get(texts.lang))
    return reason_text(row.gap_reason, texts)


def gap_notes(row: AimRow, texts: Texts) -> list[str]:
    """What else must be known of the gaps of an aim, once each."""
    gaps = [measure.gap for measure in row.measures if measure.gap is not None]
    said = (
        words
        for gap in gaps
        for words in pair_warnings(
            [key for key in gap.warnings if key != PREDICTED_FROM], gap.observed, texts
        )
    )
    return list(dict.fromkeys(said))


def yardstick_text(found: Beside, name: str, texts: Texts) -> str:
    """A national yardstick beside the value of its area, and what is not the same.

    `name` is what the yardsticks are called together.
    """
    estimate, lang = found.estimate, texts.lang
    measure = estimate.measure
    return texts.t(
        f"{_KEY}.yardstick",
        name=name,
        target=format_number(found.yardstick.target, decimals=measure.decimals, lang=lang),
        unit=found.yardstick.unit_words.get(lang),
        place=opening(estimate.area.name.get(lang)),
        value=published_said.number(estimate.value, measure, lang),
        years=estimate.years,
        differs=found.yardstick.differs.get(lang),
    )


def districts_text(found: Districts | None, layer: Geography | None, texts: Texts) -> str:
    """How many districts the stored test tells apart from the rest; empty where none is known."""
    if found is None or layer is None:
        return ""
    indicator = found.indicator
    counts = counts_of(
        indicator,
        [
            (entry.value.value, [flag.value for flag in entry.value.flags], entry.value.verdict)
            for entry in found.values
        ],
    )
    return within_sentence(
        counts, indicator, layer, area=texts.t(f"{_KEY}.place.city"), texts=texts
    )


# -- a department's own target ----------------------------------------------------------------


def target_text(row: MeasureRow, texts: Texts) -> str:
    """The target with who set it and where, what the line needs by now, and the verdict."""
    found = row.target
    if found is None:
        return ""
    target, lang = found.target, texts.lang
    said = texts.t(
        f"{_KEY}.target.said",
        set_by=opening(target.set_by.get(lang)),
        target=number(target.target, row, texts),
        by=target.by,
        source=target.source,
    )
    needed = ""
    if isfinite(found.needed) and row.latest is not None:
        needed = texts.t(
            f"{_KEY}.target.needed",
            baseline=number(row.baseline.value, row, texts),
            baseline_years=row.baseline.years,
            needed=number(found.needed, row, texts),
            years=row.latest.years,
            value=reading_text(row.latest, row, texts),
        )
    return join(said, needed, texts.t(f"{_KEY}.target.track.{found.track.value}"))
