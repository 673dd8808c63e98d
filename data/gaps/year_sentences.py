"""Measures of the city year by year in words. A change is told by `data.change` alone."""

from __future__ import annotations

from collections.abc import Sequence

from data.gaps.group_sentences import limits, number
from data.gaps.year_results import MeasureByYear
from data.locale import Texts
from data.published.results import PublishedEstimate
from data.published.sentences import inferred_notes, level, percent
from data.sentences.words import join

_KEY = "gap_sentences.by_year"


def summary(found: Sequence[MeasureByYear], texts: Texts) -> str:
    """The newest number of each measure that is told, and that no trend is tested."""
    told = [measure for measure in found if measure.in_words]
    said = [_newest(measure, texts) for measure in told]
    return join(*said, texts.t(f"{_KEY}.untested"))


def _newest(measure: MeasureByYear, texts: Texts) -> str:
    newest = measure.newest
    key = "rate" if newest.measure.unit == "index" else "plain"
    return texts.t(
        f"{_KEY}.newest.{key}",
        name=newest.measure.name.get(texts.lang),
        value=number(newest.value, newest.measure, texts.lang),
        years=newest.years,
        sure=sure(newest, own=measure.own_limits, texts=texts),
        unit=newest.measure.unit_words.get(texts.lang),
    )


def sure(estimate: PublishedEstimate, *, own: bool, texts: Texts) -> str:
    """`95% interval 34.3–44.0`, whether it is worked out here, or that there is none."""
    said = limits(estimate.lower, estimate.upper, estimate.measure, texts.lang)
    level_said = level_of(estimate, own=own, texts=texts)
    return texts.t(f"{_KEY}.sure", level=level_said, limits=said) if said else level_said


def level_of(estimate: PublishedEstimate, *, own: bool, texts: Texts) -> str:
    """The level of the interval, and whose it is."""
    if not own or estimate.level_percent is None:
        return level(estimate, texts)
    return texts.t(f"{_KEY}.own_interval", level=percent(estimate.level_percent, texts))


def notes(found: Sequence[MeasureByYear], texts: Texts) -> list[str]:
    """Sources are never joined; what each counts; what is left out; whose the intervals are."""
    said = [texts.t(f"{_KEY}.note.not_joined")]
    if any(measure.own_limits for measure in found):
        said.append(texts.t(f"{_KEY}.note.own_interval"))
    for measure in found:
        said += inferred_notes(measure.newest, texts)
        own = measure.measure
        if own.note is not None:
            said.append(f"{own.name.get(texts.lang)}: {own.note.get(texts.lang)}")
        said += [
            texts.t(f"{_KEY}.note.left_out", name=own.name.get(texts.lang), years=e.years)
            for e in measure.values
            if e.left_out
        ]
    return said
