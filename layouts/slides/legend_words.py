"""A legend of Explore as words and colors, for files that have no HTML."""

from __future__ import annotations

from dataclasses import replace

from data.explore.results import ExploreData
from data.explore.sentences import too_few
from data.explore.state import MapMode, ViewState
from data.locale import Texts
from layouts.figures.inputs import side
from layouts.figures.legend import direction, thirds
from layouts.slides.slide import Legend, Square
from layouts.theme import palette


def whole(legend: Legend, data: ExploreData, state: ViewState, texts: Texts) -> Legend:
    """The legend with all that its HTML says: title, direction, classes outside the scale."""
    no_data, few = texts.t("charts.legend.no_data"), texts.t("charts.legend.few_events")
    if state.map_mode is MapMode.BOTH:
        known = data.frame["bivariate_class"] >= 0
        square = _square(data, state, texts) if known.any() else None
        return replace(legend, square=square, no_data="" if known.all() else no_data)
    mode = state.map_mode.value
    chosen = side(data, "factor" if state.map_mode is MapMode.FACTOR else "outcome")
    missing = data.frame[chosen.column].isna()
    is_few = too_few(data.frame[f"{chosen.column}_flags"]) & missing
    return replace(
        legend,
        title=chosen.indicator.short_name.get(texts.lang),
        direction=direction(data, mode=mode, texts=texts),
        few_events=few if is_few.any() else "",
        no_data=no_data if (missing & ~is_few).any() else "",
    )


def _square(data: ExploreData, state: ViewState, texts: Texts) -> Square:
    colors = palette(state.theme.value).bivariate
    up, across = (thirds(data, column=name, texts=texts) for name in ("outcome", "factor"))
    down = list(reversed(list(zip(_steps(up), up, strict=True))))
    return Square(
        colors=tuple(tuple(colors[i][j] for j in _steps(across)) for i, _ in down),
        up=data.outcome.short_name.get(texts.lang),
        across=data.factor.short_name.get(texts.lang),
        rows=tuple(words for _, words in down),
        columns=across,
    )


def _steps(ranges: tuple[str, ...]) -> list[int]:
    """Step of the 3 x 3 of each range, light to dark; one alone takes the middle."""
    last = len(ranges) - 1
    return [round(k * 2 / last) if last else 1 for k in range(len(ranges))]
