"""Values by race and ethnicity and quoted claims, as their publications give them.

Nothing is recomputed but plain averages over years, where one year holds few events. A group's
value is left out, with the reason, where so few people live that it jumps from year to year.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from data.atlas.atlas import Atlas
from data.catalogue.measures import load_measures
from data.catalogue.publications import (
    PublishedMeasure,
    PublishedRelease,
    QuotationEntry,
    load_published,
)
from data.gaps.published_results import ByRace, PublishedValue, Quotation, QuotedFigure
from data.gaps.published_results import PublishedMeasure as MeasureView
from data.gaps.published_results import PublishedRelease as ReleaseView
from data.locale.format import printed_difference
from data.models import Layer

EVERYONE = "all"
_LEFT_OUT = "gap_sentences.left_out"
POPULATION_SHARE = "population_share"


def by_race(atlas: Atlas) -> ByRace:
    """Life expectancy in two panels that never join, and the city's measures by race."""
    entry = load_published().by_race
    values = atlas.repository.published_estimates()
    small = small_city_groups(atlas, values)
    releases = [_release(atlas, release, values, small) for release in entry.releases]
    used = {r.source for r in entry.releases if r.source} | {m.source for m in entry.measures}
    return ByRace(
        city=tuple(r for r in releases if r.place == "city"),
        county=tuple(r for r in releases if r.place == "county"),
        measures=tuple(
            _measure(atlas, measure, values, small) for measure in entry.measures if measure.listed
        ),
        sources=tuple(atlas.catalogue.sources[name] for name in sorted(used)),
    )


def quotations() -> tuple[Quotation, ...]:
    """Claims and tables of others, in the order of their file."""
    return tuple(_quotation(entry) for entry in load_published().quotations)


def _quotation(entry: QuotationEntry) -> Quotation:
    return Quotation(
        id=entry.id,
        title=entry.title,
        statement=entry.statement,
        figures=tuple(
            QuotedFigure(id=f.id, name=f.name, amount=f.amount, unit=f.unit, note=f.note)
            for f in entry.figures
        ),
        citation=entry.citation,
        url=entry.url,
        warning=entry.warning,
        geography=entry.geography,
        years=entry.years,
        publisher=entry.publisher,
        on_slide=entry.on_slide,
        found=entry.found,
    )


def small_city_groups(atlas: Atlas, values: pd.DataFrame) -> frozenset[str]:
    """Groups with too few residents in the city, by the file's own shares of the population."""
    shares = values[values["measure_id"] == POPULATION_SHARE]
    everyone = float(atlas.areas(Layer.CITY)["people_2010"].iloc[0])
    few = shares["value"] / 100.0 * everyone < load_measures().groups.least_residents
    return frozenset(shares.loc[few, "group_id"])


def _release(
    atlas: Atlas,
    release: PublishedRelease,
    values: pd.DataFrame,
    small: frozenset[str],
) -> ReleaseView:
    own = values[(values["measure_id"] == release.measure) & (values["period"] == release.period)]
    by_group = own.set_index("group_id")
    if release.place == "county":
        few = by_group["denominator"] < load_measures().groups.least_residents
        small = frozenset(by_group.index[few])
    numbers = _by_key(by_group["value"])
    difference = release.quoted_difference
    if difference is None:
        difference = printed_difference(numbers["white"], numbers["black"], decimals=1)
    source = atlas.catalogue.sources.get(release.source or "")
    return ReleaseView(
        id=release.id,
        place=release.place,
        years=release.years,
        title=release.title,
        values=_values(numbers, small),
        everyone=float(numbers.get(EVERYONE, np.nan)),
        difference=difference,
        quoted=release.quoted_difference is not None,
        citation=release.citation or (source.citation if source else ""),
        note=release.note,
        source=source,
    )


def _by_key(series: pd.Series) -> dict[str, float]:
    return {str(key): float(value) for key, value in series.items()}


def _values(numbers: dict[str, float], small: frozenset[str]) -> tuple[PublishedValue, ...]:
    """Groups that the publication gives; small ones without their number."""
    return tuple(
        PublishedValue(
            group=group.id,
            name=group.name,
            value=float("nan") if group.id in small else float(numbers[group.id]),
            left_out=f"{_LEFT_OUT}.few_residents" if group.id in small else None,
        )
        for group in load_measures().groups.groups
        if group.id in numbers
    )


def _measure(
    atlas: Atlas,
    measure: PublishedMeasure,
    values: pd.DataFrame,
    small: frozenset[str],
) -> MeasureView:
    own = values[values["measure_id"] == measure.id]
    years = sorted(own["period"].unique())
    grouped = own.groupby("group_id")["value"]
    means, counts = _by_key(grouped.mean()), _by_key(grouped.size())
    shown = _with_gaps(_values(means, small), counts, len(years))
    return MeasureView(
        id=measure.id,
        name=measure.name,
        unit=measure.unit,
        decimals=measure.decimals,
        years=years[0] if len(years) == 1 else f"{years[0]}–{years[-1]}",
        pooled=len(years) > 1,
        values=shown,
        years_by_group=tuple(int(counts[value.group]) for value in shown),
        everyone=means[EVERYONE],
        citation=atlas.catalogue.sources[measure.source].citation,
        note=measure.note,
        source=atlas.catalogue.sources[measure.source],
        in_words=measure.in_words,
    )


def _with_gaps(
    values: Sequence[PublishedValue], counts: Mapping[str, float], years: int
) -> tuple[PublishedValue, ...]:
    """A mean of fewer years than the others is not comparable with them: left out."""
    return tuple(
        value
        if value.left_out or counts[value.group] == years
        else PublishedValue(value.group, value.name, float("nan"), f"{_LEFT_OUT}.missing_years")
        for value in values
    )
