"""The ranking from the back row: the places that were chosen by name, all others in counted bands.

Two hundred names cannot be read on a slide, and their order is mostly chance. What a test says of
each is sure: a band a verdict, a dot a place. A few places (council districts) each have a row.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from data.explore.results import ExploreData
from data.locale import Texts
from data.models import Kind, Verdict
from data.sentences.words import counted_value, few_text, opening, value_text
from layouts.figures.base import axis_title_years, tick_format
from layouts.figures.chart import Chart, KeyEntry
from layouts.figures.inputs import dark_is_low, ordered_places, value_with_interval
from layouts.figures.panel import Dot, Panel, Row
from layouts.figures.panels import panels_figure
from layouts.figures.travels import key_line
from layouts.theme import Palette, mark_style

# As many rows as names can be read in; more chosen places are named in the notes.
MOST_NAMED, MOST_ROWS = 6, 12
MODELLED = "modelled"
_ROW_PX = 34
# Dots of a band beside the marks of named places, and how they are stacked: a row holds so many
# px, the scale so many dots side by side.
_SHARE, _BAND_PX, _ABREAST, _DOT_PX = 0.7, 90.0, 75, 18.0
_CHART_PX = 440.0
_ROOM = 0.8  # of a row's height
_BANDS = (
    Verdict.WORSE, Verdict.HIGHER, Verdict.NOT_DIFFERENT, Verdict.LOWER, Verdict.BETTER,
    Verdict.NOT_TESTED,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Band:
    """Places of one verdict: `shape` of `theme.MARKS`, their rows of the frame."""

    shape: str
    places: pd.DataFrame


@dataclass(frozen=True, slots=True)
class _Drawn:
    """What the rows are made from; `few` are places with too few events for a rate."""

    data: ExploreData
    bands: Sequence[Band]
    few: pd.DataFrame
    chosen: Set[str]
    theme: Palette
    texts: Texts


def bands_of(data: ExploreData, texts: Texts) -> list[Band]:
    """The places with a value by what the test says of them; no band is empty."""
    valued = ordered_places(data, "outcome", texts).valued
    if data.outcome.kind is Kind.MODELLED:
        return [Band(MODELLED, valued)] if len(valued) else []
    said = valued["verdict"].replace("", Verdict.NOT_TESTED.value).fillna(Verdict.NOT_TESTED.value)
    found = [Band(verdict.value, valued[said == verdict.value]) for verdict in _BANDS]
    return [band for band in found if len(band.places)]


def in_bands(
    chart: Chart,
    data: ExploreData,
    chosen: Set[str],
    *,
    theme: Palette,
    texts: Texts,
    scale: float = 1.0,
) -> Chart:
    """The ranking `chart` drawn for a slide. Its key counts the places of each shape."""
    bands = bands_of(data, texts)
    few = ordered_places(data, "outcome", texts).few
    shown = sum(len(band.places) for band in bands) + len(few)
    if not shown:
        return replace(chart, figure={})
    drawn = _Drawn(data, bands, few, chosen, theme, texts)
    rows = list(_named_rows(drawn, only_chosen=shown > MOST_ROWS))
    if shown > MOST_ROWS:
        rows = [*rows[:MOST_NAMED], *_band_rows(drawn, len(rows[:MOST_NAMED]))]
    city = data.city.outcome
    panel = Panel(
        title=f"<b>{opening(axis_title_years(data.outcome, texts))}</b>",
        rows=tuple(rows),
        ticks=tick_format(data.outcome),
        line=(city, texts.t("figures.city", value=value_text(city, data.outcome, texts.lang)))
        if np.isfinite(city)
        else None,
    )
    key = counted_key(bands, texts)
    return replace(
        chart,
        # of a part of the city the sentence has its years
        sentence=chart.sentence
        if data.within
        else dated(chart.sentence, data.outcome.years, texts),
        figure=panels_figure([panel], theme=theme, row_px=_ROW_PX, scale=scale),
        travels=replace(chart.travels, key=key, key_line=key_line(key, texts)),
    )


def dated(finding: str, years: str, texts: Texts) -> str:
    """The finding with its years at the end of the first sentence: a headline stands alone."""
    first, end, others = finding.partition(". ")
    said = texts.t("figures.band.dated", said=first.removesuffix("."), years=years)
    return f"{said} {others}" if end else said


def counted_key(bands: Sequence[Band], texts: Texts) -> tuple[KeyEntry, ...]:
    """`▼ 35 worse than the rest of the city`: the shapes with the number of their places."""
    entries = []
    for band in bands:
        said = texts.t(f"figures.verdict.{band.shape}")
        counted = texts.t("figures.band.key", count=len(band.places), said=said)
        glyph = mark_style(band.shape, "light").glyph
        entries.append(KeyEntry(band.shape, glyph, counted))
    return tuple(entries)


def bands_in_words(data: ExploreData, chosen: Set[str], texts: Texts) -> list[str]:
    """For whoever speaks: each chosen place, then who is in the bands that a test set apart.

    Names of a band go by the alphabet: the test says that they differ from the city, not in which
    order they stand.
    """
    lines = []
    bands = bands_of(data, texts)
    for band in bands:
        said = texts.t(f"figures.verdict.{band.shape}")
        for row in _each(band.places[band.places["place_id"].isin(chosen)]):
            ends = (row.outcome_lower, row.outcome_upper)
            value = value_with_interval(
                row.outcome, *ends, data.outcome, texts, events=row.outcome_events
            )
            lines.append(texts.t("figures.band.chosen", place=row.name, value=value, said=said))
    few = ordered_places(data, "outcome", texts).few
    for row in _each(few[few["place_id"].isin(chosen)]):
        value = few_text(row.outcome_upper, data.outcome, texts, events=row.outcome_events)
        lines.append(texts.t("figures.band.chosen_few", place=row.name, value=value))
    for band in bands:
        if band.shape in (Verdict.NOT_DIFFERENT, Verdict.NOT_TESTED, MODELLED):
            continue
        said = opening(texts.t(f"figures.verdict.{band.shape}"))
        names = "; ".join(sorted(band.places["name"]))
        lines.append(texts.t("figures.band.names", said=said, places=names))
    return lines


def not_named(data: ExploreData, chosen: Set[str], texts: Texts) -> str:
    """How many chosen places have no row of their own; empty where each has one."""
    places = ordered_places(data, "outcome", texts)
    with_row = [*places.valued["place_id"], *places.few["place_id"]]
    left = sum(place in chosen for place in with_row) - MOST_NAMED
    if left <= 0 or len(with_row) <= MOST_ROWS:
        return ""
    return texts.t("figures.band.rest", count=left)


# -- rows -------------------------------------------------------------------------------------


def _named_rows(drawn: _Drawn, *, only_chosen: bool) -> Iterator[Row]:
    """A row a place from the dark end on, the chosen in bold; or those alone."""
    data, chosen, texts = drawn.data, drawn.chosen, drawn.texts

    def written(place: Any) -> str:
        is_one = place.place_id in chosen and not only_chosen
        return f"<b>{place.name}</b>" if is_one else str(place.name)

    valued = [(band.shape, row) for band in drawn.bands for row in _each(band.places)]
    valued.sort(key=lambda item: item[1].outcome, reverse=not dark_is_low(data.outcome))
    for shape, place in valued:
        if only_chosen and place.place_id not in chosen:
            continue
        value = counted_value(place.outcome, place.outcome_events, data.outcome, texts)
        label = texts.t("figures.band.place", place=written(place), value=value)
        yield Row(label, (_dot(place, shape, drawn, hover=place.name),))
    for place in _each(drawn.few):
        if not only_chosen or place.place_id in chosen:
            limits = (place.outcome_upper, data.outcome, texts)
            yield Row(written(place), words=few_text(*limits, events=place.outcome_events))


def _band_rows(drawn: _Drawn, named: int) -> Iterator[Row]:
    """A row a band under `named` rows of chosen places."""
    texts, theme = drawn.texts, drawn.theme
    count = named + len(drawn.bands) + bool(len(drawn.few))
    row_px = min(_BAND_PX, _CHART_PX / count)
    for band in drawn.bands:
        said = texts.t(f"figures.band.{band.shape}", count=len(band.places))
        hover = opening(texts.t(f"figures.verdict.{band.shape}"))
        values = band.places["outcome"].to_numpy(dtype=np.float64)
        lifts = _stacked(np.round(values, drawn.data.outcome.decimals), row_px)
        dots = []
        for place, lift in zip(_each(band.places), lifts, strict=True):
            dot = _dot(place, band.shape, drawn, hover=hover)
            dots.append(replace(dot, share=dot.share * _SHARE, lift=lift, quiet=True))
        yield Row(f"{mark_style(band.shape, theme.name).glyph} {said}", tuple(dots))
    if len(drawn.few):
        said = texts.t("figures.band.few", count=len(drawn.few))
        yield Row(said, words=few_text(np.nan, drawn.data.outcome, texts))


def _each(places: pd.DataFrame) -> Iterator[Any]:
    """Rows of the frame by the names of its columns."""
    yield from places.itertuples()


def _dot(place: Any, shape: str, drawn: _Drawn, *, hover: str) -> Dot:
    style = mark_style(shape, drawn.theme.name)
    return Dot(
        value=round(place.outcome, drawn.data.outcome.decimals),
        lower=place.outcome_lower,
        upper=place.outcome_upper,
        said="",
        hover=hover,
        color=style.color,
        symbol=style.symbol,
        share=style.share,
    )


def _stacked(values: np.ndarray[tuple[int], np.dtype[np.float64]], row_px: float) -> list[float]:
    """How far each dot stands above the middle of its row, in rows: those of like values stack."""
    span = float(values.max() - values.min()) or 1.0
    columns = np.floor((values - values.min()) / span * _ABREAST)
    lifts = np.zeros(len(values))
    for column in np.unique(columns):
        (at,) = np.nonzero(columns == column)
        step = min(_DOT_PX / row_px, _ROOM / max(1, len(at) - 1))
        lifts[at] = (np.arange(len(at)) - (len(at) - 1) / 2) * step
    return [round(float(lift), 3) for lift in lifts]
