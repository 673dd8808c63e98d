"""What every figure shares: type, axes, hover labels, captions on the chart. Plain dicts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from data.catalogue.schema import Indicator
from data.locale import Texts
from data.sentences.words import opening, short_name
from layouts.figures.chart import Chart
from layouts.theme import (
    CHART_FONT_SIZE,
    CHART_FONT_SIZE_SMALL,
    FADED_OPACITY,
    FONT_FAMILY,
    Palette,
)

CLEAR = "rgba(0,0,0,0)"


def _role(name: str) -> Mapping[str, str]:
    return {"role": name}


# What a trace is, said in its `meta`: the client, slides and PowerPoint ask this, never its look.
PLACES = _role("places")  # points or areas that are places and can be chosen
AREAS = _role("areas")  # areas that cannot
HATCH = _role("hatch")  # lines over areas without a value
LAYER = _role("layer")  # outlines and lines drawn over a map
LETTERS = _role("letters")  # the names of what a layer outlines
CHOSEN = _role("chosen")  # marks the one place, or each chosen one
DOTS = _role("dots")  # values, with intervals where there are any
CROWD = _role("crowd")  # the dots of a counted group, none with its name
FEW = _role("few")  # too few events to rate: how far a value may reach
GAP = _role("gap")  # from one value to another, with its size in words
BARS = _role("bars")  # lengths from zero
ENDS = _role("ends")  # the ends of bars, with their intervals
INTERVALS = _role("intervals")
BAND = _role("band")  # what is usual, or what a fit leaves open
FIT = _role("fit")  # the line through a cloud of places
CURVE = _role("curve")
EQUAL = _role("equal")  # where a curve would lie if all had the same
POINTS = _role("points")  # points of a curve, with their values in words
BEFORE = _role("before")  # the earlier of two times
NOW = _role("now")  # the later one
CHANGE = _role("change")  # from the earlier to the later
CITY = _role("city")  # the city's own values
RAIL = _role("rail")  # a scale drawn as a line
ROLES = (
    PLACES, AREAS, HATCH, LAYER, LETTERS, CHOSEN, DOTS, CROWD, FEW, GAP, BARS, ENDS, INTERVALS,
    BAND, FIT, CURVE, EQUAL, POINTS, BEFORE, NOW, CHANGE, CITY, RAIL,
)  # fmt: skip

# What the fill of areas stands for, said in the `name` of the trace: maps of the browser turn it,
# with the class, into a class of the style sheet.
OUTCOME_FILL, FACTOR_FILL, BOTH_FILL = "outcome", "factor", "both"
FEW_FILL, NO_DATA_FILL = "few", "no_data"
FILL_NAMES = frozenset({OUTCOME_FILL, FACTOR_FILL, BOTH_FILL, FEW_FILL, NO_DATA_FILL})

# What words on a chart are, said in the `name` of the note.
TITLE = "title"  # of a panel
ACROSS, UP = "across", "up"  # what is measured along the scale
CITY_NAME = "city"  # the name of a line of the city
FACTS = "facts"  # what must be read with the dots
WORDS = "words"  # in place of dots: in a row, or on the whole chart
EQUAL_NAME = "equal"
KEY = "key"  # what the marks mean
HEADING = "heading"  # over rows or their names
SIDE = "side"  # what one side of a scale means
PLACE_NAME = "place"
VALUE, END = "value", "end"  # of a strip: its value, the ends of its scale
NOTE_NAMES = frozenset(
    {TITLE, ACROSS, UP, CITY_NAME, FACTS, WORDS, EQUAL_NAME, KEY, HEADING, SIDE, PLACE_NAME, VALUE,
     END}
)  # fmt: skip

# What a shape is, said in its `name`.
CITY_LINE, ZERO_LINE = "city", "zero"
SHAPE_NAMES = frozenset({CITY_LINE, ZERO_LINE})


def base_layout(theme: Palette, *, scale: float = 1.0, **more: Any) -> dict[str, Any]:
    """Layout on the page's own paper: no title, no legend, no animation. `more` wins."""
    layout: dict[str, Any] = {
        "paper_bgcolor": CLEAR,
        "plot_bgcolor": CLEAR,
        "font": {
            "family": FONT_FAMILY,
            "size": round(CHART_FONT_SIZE_SMALL * scale),
            "color": theme.ink_muted,
        },
        "hoverlabel": {
            "bgcolor": theme.surface,
            "bordercolor": theme.control,
            "font": {
                "family": FONT_FAMILY,
                "size": round(CHART_FONT_SIZE * scale),
                "color": theme.ink,
            },
            "align": "left",
        },
        "margin": {"l": 0, "r": 0, "t": 0, "b": 0},
        "showlegend": False,
        "hovermode": "closest",
        "clickmode": "event",
        "dragmode": "lasso",
        "newselection": {"line": {"color": theme.ink, "width": 1, "dash": "dot"}},
        "meta": {"ink": theme.selected_line},
    }
    return {**layout, **more}


def fading(opacity: float = 1.0) -> dict[str, Any]:
    """Selected places at full strength, the others stepping back."""
    return {
        "selected": {"marker": {"opacity": min(1.0, opacity + 0.2)}},
        "unselected": {"marker": {"opacity": round(opacity * FADED_OPACITY, 2)}},
    }


# Names of rows have a margin that was measured for them: plotly would measure every one of them
# again, a second for the ranking on a phone, to see whether it leaves the picture.
LABELS_FIT = "allow"


def axis(theme: Palette, **more: Any) -> dict[str, Any]:
    """A quiet axis: light grid, no box, no zero line, no zooming by accident."""
    return {
        "gridcolor": theme.grid,
        "zeroline": False,
        "showline": False,
        "ticks": "",
        "automargin": False,
        "fixedrange": True,
        **more,
    }


def axis_title(indicator: Indicator, texts: Texts) -> str:
    """`Life expectancy (years)`."""
    return texts.t(
        "figures.axis",
        name=short_name(indicator, texts.lang),
        unit=texts.t(f"figures.unit.{indicator.unit.value}"),
    )


def axis_title_years(indicator: Indicator, texts: Texts) -> str:
    """`Life expectancy (years), 2010–2015`."""
    return texts.t(
        "figures.axis_years",
        name=short_name(indicator, texts.lang),
        unit=texts.t(f"figures.unit.{indicator.unit.value}"),
        years=indicator.years,
    )


def axis_words(
    name: str, indicator: Indicator, color: str, theme: Palette, texts: Texts, **place: Any
) -> dict[str, Any]:
    """An axis title in words, where reading ends: `name` is ACROSS or UP, `place` as in `note`."""
    arrow = {ACROSS: "→", UP: "↑"}[name]
    text = f"{opening(axis_title_years(indicator, texts))} {arrow}"
    return note(name, text, theme, font={"color": color}, **place)


def note(name: str, text: str, theme: Palette, **place: Any) -> dict[str, Any]:
    """Words on the chart, at a place of the paper unless `place` says otherwise.

    `name` says what they are, one of NOTE_NAMES.
    """
    return {
        "name": name,
        "text": text,
        "showarrow": False,
        "xref": "paper",
        "yref": "paper",
        "font": {"color": theme.ink_muted},
        **place,
    }


# Format of an axis of years, whose thousands stand together.
WITHOUT_COMMAS = ".0f"


def tick_format(indicator: Indicator) -> dict[str, str]:
    """d3 format of an axis, with the sign of the unit where the value carries one."""
    if indicator.unit.value == "usd":
        return {"tickformat": ",.0f", "tickprefix": "$"}
    if indicator.unit.value == "index":
        return {"tickformat": ".1f"}
    return {"tickformat": ","}


def is_a(trace: Mapping[str, Any], *roles: Mapping[str, str]) -> bool:
    """True for a trace of one of `roles`."""
    return trace.get("meta") in roles


def notes_named(layout: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    """The notes of a figure that are `name`, in their order."""
    return [entry for entry in layout.get("annotations", ()) if entry.get("name") == name]


def point_index(chart: Chart) -> dict[str, tuple[tuple[int, int], ...]]:
    """Where each place stands in a figure: place id -> (trace, point) of its data traces."""
    found: dict[str, list[tuple[int, int]]] = {}
    for number, trace in enumerate(chart.figure["data"]):
        if not is_a(trace, PLACES):
            continue
        for point, row in enumerate(trace["customdata"]):
            found.setdefault(row[0], []).append((number, point))
    return {place: tuple(points) for place, points in found.items()}


AREA_LINE_WIDTH = 0.4


# Share of the city's extent left free around it.
MARGIN = 0.015


def discrete_scale(colors: tuple[str, ...]) -> list[list[Any]]:
    """A plotly color scale of equal steps without mixtures between them."""
    n = len(colors)
    return [[round(edge / n, 6), color] for k, color in enumerate(colors) for edge in (k, k + 1)]


def map_layout(
    bounds: tuple[float, float, float, float],
    theme: Palette,
    scale: float,
    *,
    dragmode: str | bool = False,
) -> dict[str, Any]:
    """A map within `bounds` (west, south, east, north); it answers a drag only where it is told."""
    west, south, east, north = bounds
    dx, dy = (east - west) * MARGIN, (north - south) * MARGIN
    geo = {
        "projection": {"type": "mercator"},
        # fitbounds would draw the city tiny
        "lonaxis": {"range": [round(west - dx, 4), round(east + dx, 4)]},
        "lataxis": {"range": [round(south - dy, 4), round(north + dy, 4)]},
        "visible": False,
        "bgcolor": "rgba(0,0,0,0)",
    }
    return base_layout(theme, scale=scale, geo=geo, dragmode=dragmode)


def areas(
    url: str,
    ids: Sequence[str],
    steps: Sequence[int],
    colors: tuple[str, ...],
    line: str,
    **more: Any,
) -> dict[str, Any]:
    """One choropleth whose fills are `colors[step]`."""
    return {
        "type": "choropleth",
        "meta": AREAS,
        "geojson": url,
        "featureidkey": "id",
        "locations": list(ids),
        "z": list(steps),
        "zmin": -0.5,
        "zmax": len(colors) - 0.5,
        "colorscale": discrete_scale(colors),
        "showscale": False,
        "marker": {"line": {"color": line, "width": AREA_LINE_WIDTH}},
        **more,
    }
