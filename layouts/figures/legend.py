"""Classes of the map in words, in the very colors of its fill."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from data.explore.results import ExploreData
from data.locale import Texts
from data.sentences.words import interval_text, value_text
from layouts.figures.inputs import Side, dark_is_low, ramp_steps, side
from layouts.theme import Palette


@dataclass(frozen=True, slots=True)
class ClassEntry:
    """One class: fill, range in words, number of places in it."""

    color: str
    label: str
    places: int


def ramp(theme: Palette, column: str) -> tuple[str, ...]:
    """Five colors of the outcome or the factor, light to dark."""
    return theme.factor if column == "factor" else theme.outcome


def class_entries(
    data: ExploreData, *, mode: str, theme: Palette, texts: Texts
) -> tuple[ClassEntry, ...]:
    """Classes of the outcome or the factor, the dark (worst) end first.

    A value on a limit belongs to the class below it. Empty without values.
    """
    chosen = side(data, "factor" if mode == "factor" else "outcome")
    if not chosen.breaks:
        return ()
    labels = range_labels(chosen, chosen.breaks, texts)
    classes = list(range(len(labels)))
    counts = data.frame[f"{chosen.column}_class"].value_counts()
    steps = ramp_steps(len(labels), chosen.indicator)
    colors = ramp(theme, chosen.column)
    entries = [ClassEntry(colors[steps[k]], labels[k], int(counts.get(k, 0))) for k in classes]
    return tuple(entries if dark_is_low(chosen.indicator) else reversed(entries))


def range_labels(chosen: Side, breaks: tuple[float, ...], texts: Texts) -> list[str]:
    """`up to 72.1`, `72.1–74.5` … `over 80.2`, from the lowest values up."""
    indicator, lang = chosen.indicator, texts.lang
    between = [interval_text(low, high, indicator, lang) for low, high in pairwise(breaks)]
    first = texts.t("figures.legend.up_to", value=value_text(breaks[0], indicator, lang))
    last = texts.t("figures.legend.over", value=value_text(breaks[-1], indicator, lang))
    return [first, *between, last]


def thirds(data: ExploreData, *, column: str, texts: Texts) -> tuple[str, ...]:
    """Ranges of the three thirds of the outcome or the factor, the light (best) end first."""
    chosen = side(data, column)
    if not chosen.tertiles:
        return ()
    labels = range_labels(chosen, chosen.tertiles, texts)
    return tuple(reversed(labels) if dark_is_low(chosen.indicator) else labels)


def direction(data: ExploreData, *, mode: str, texts: Texts) -> str:
    """What dark means: worse, or simply more where no direction is good."""
    chosen = side(data, "factor" if mode == "factor" else "outcome")
    better_known = chosen.indicator.polarity.value != "none"
    return texts.t(f"figures.legend.{'darker_worse' if better_known else 'darker_more'}")
