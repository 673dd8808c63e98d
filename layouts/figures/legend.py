"""Classes of the map in words, in the very colors of its fill."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from data.explore.results import ExploreData
from data.explore.sentences import too_few
from data.locale import Texts
from data.sentences.words import interval_text, value_text
from layouts.figures.chart import Legend, Square
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


def steps_of(ranges: Sequence[str]) -> list[tuple[int, str]]:
    """Each range with its step of the 3 x 3, light to dark; one alone takes the middle."""
    last = len(ranges) - 1
    return [(round(k * 2 / last) if last else 1, said) for k, said in enumerate(ranges)]


def explore_legend(data: ExploreData, *, mode: str, theme: Palette, texts: Texts) -> Legend:
    """The legend of the map of `mode` (`outcome`, `factor`, `both`)."""
    no_data = texts.t("charts.legend.no_data")
    if mode == "both":
        known = data.frame["bivariate_class"] >= 0
        if not known.any():
            return Legend(data.outcome.short_name.get(texts.lang), no_data=no_data)
        return _of_both(data, theme, texts, no_data="" if known.all() else no_data)
    chosen = side(data, mode)
    missing = data.frame[chosen.column].isna()
    few = too_few(data.frame[f"{chosen.column}_flags"]) & missing
    found = class_entries(data, mode=mode, theme=theme, texts=texts)
    return Legend(
        title=chosen.indicator.short_name.get(texts.lang),
        direction=direction(data, mode=mode, texts=texts),
        entries=tuple((entry.color, entry.label) for entry in found),
        places=tuple(entry.places for entry in found),
        few_events=texts.t("charts.legend.few_events") if few.any() else "",
        no_data=no_data if (missing & ~few).any() else "",
    )


def _of_both(data: ExploreData, theme: Palette, texts: Texts, *, no_data: str) -> Legend:
    """The nine mixtures as a square, and in words, the darkest first."""
    up, across = (steps_of(thirds(data, column=c, texts=texts)) for c in ("outcome", "factor"))
    colors, down = theme.bivariate, up[::-1]
    entries = tuple(
        (colors[i][j], texts.t("charts.legend.cell", outcome=said, factor=with_it))
        for i, said in down
        for j, with_it in reversed(across)
    )
    square = Square(
        colors=tuple(tuple(colors[i][j] for j, _ in across) for i, _ in down),
        up=data.outcome.short_name.get(texts.lang),
        across=data.factor.short_name.get(texts.lang),
        rows=tuple(said for _, said in down),
        columns=tuple(said for _, said in across),
    )
    return Legend(entries=entries, square=square, no_data=no_data)
