"""What a picture draws of a figure. Anything else is an error: nothing is left out in silence."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

# What answers a pointer, or tells the page something: of no matter on paper.
_SILENT = frozenset(
    {"hovertemplate", "hovertext", "hoverinfo", "customdata", "meta", "name", "showlegend"}
)
_TRACES: Mapping[str, frozenset[str]] = {
    "scatter": frozenset(
        {"type", "mode", "x", "y", "xaxis", "yaxis", "text", "textposition", "textfont", "marker",
         "line", "fill", "fillcolor", "opacity", "error_x", "cliponaxis", "selectedpoints",
         "selected", "unselected"}
    ),
    "choropleth": frozenset(
        {"type", "geojson", "featureidkey", "locations", "z", "zmin", "zmax", "colorscale",
         "showscale", "text", "marker", "selectedpoints", "selected", "unselected"}
    ),
    "scattergeo": frozenset(
        {"type", "mode", "lon", "lat", "text", "textfont", "marker", "line"}
    ),
}  # fmt: skip
_PARTS: Mapping[str, frozenset[str]] = {
    "marker": frozenset(
        {"size", "sizemode", "sizeref", "sizemin", "symbol", "color", "opacity", "line", "cmin",
         "cmax", "colorscale"}
    ),
    "line": frozenset({"color", "width", "dash"}),
    "error_x": frozenset(
        {"type", "symmetric", "array", "arrayminus", "color", "thickness", "width", "visible"}
    ),
}  # fmt: skip
_LAYOUT = frozenset({"margin", "height", "width", "font", "shapes", "annotations", "geo"})
_LAYOUT_SILENT = frozenset(
    {"hoverlabel", "hovermode", "clickmode", "dragmode", "newselection", "meta", "paper_bgcolor",
     "plot_bgcolor", "showlegend", "autosize", "uirevision", "datarevision"}
)  # fmt: skip
_AXIS = frozenset(
    {"gridcolor", "zeroline", "showline", "ticks", "automargin", "fixedrange", "range", "domain",
     "anchor", "nticks", "tickformat", "tickprefix", "ticksuffix", "tickvals", "ticktext",
     "tickfont", "tickangle", "ticklabeloverflow", "showgrid", "showticklabels", "side",
     "overlaying", "visible"}
)  # fmt: skip
_SHAPE = frozenset(
    {"name", "type", "x0", "x1", "y0", "y1", "xref", "yref", "line", "layer", "fillcolor"}
)
_ANNOTATION = frozenset(
    {"text", "x", "y", "xref", "yref", "xanchor", "yanchor", "xshift", "yshift", "align", "font",
     "bgcolor", "showarrow", "arrowhead", "arrowwidth", "arrowcolor", "ax", "ay"}
)  # fmt: skip
_GEO = frozenset({"projection", "lonaxis", "lataxis", "visible", "bgcolor", "domain"})
# Values of settings that would be drawn if they were anything else.
_ONLY: Mapping[str, tuple[Any, ...]] = {
    "zeroline": (False,),
    "showline": (False,),
    "ticks": ("",),
    "automargin": (False,),
    "tickangle": (0,),
    "ticklabeloverflow": ("allow",),
    "showscale": (False,),
    "showlegend": (False,),
    "featureidkey": ("id",),
    "arrowhead": (0,),
    "fill": ("toself",),
    "sizemode": ("area", "diameter"),
}


class NotDrawnError(ValueError):
    """The figure asks for something that pictures do not draw; the message names it."""


def check(figure: Mapping[str, Any]) -> None:
    """Raises NotDrawnError for the first part of a figure that a picture would leave out."""
    for trace in figure["data"]:
        kind = trace["type"]
        if kind not in _TRACES:
            raise NotDrawnError(f"traces of type {kind!r} are not drawn")
        _known(trace, _TRACES[kind] | _SILENT, kind)
        for part, known in _PARTS.items():
            _known(trace.get(part, {}), known, f"{kind}.{part}")
        _known(trace.get("marker", {}).get("line", {}), _PARTS["line"], f"{kind}.marker.line")
    layout = figure["layout"]
    for key, value in layout.items():
        if key.startswith(("xaxis", "yaxis")):
            _known(value, _AXIS, key)
        elif key == "geo":
            _known(value, _GEO, key)
        elif key in ("shapes", "annotations"):
            for entry in value:
                _known(entry, _SILENT | (_SHAPE if key == "shapes" else _ANNOTATION), key)
        elif key not in _LAYOUT | _LAYOUT_SILENT:
            raise NotDrawnError(f"layout: {key!r} is not drawn")
        _valued("layout", key, value)


def _known(part: Mapping[str, Any], known: frozenset[str], where: str) -> None:
    for key, value in part.items():
        if key not in known:
            raise NotDrawnError(f"{where}: {key!r} is not drawn")
        _valued(where, key, value)


def _valued(where: str, key: str, value: Any) -> None:
    if key in _ONLY and value not in _ONLY[key]:
        raise NotDrawnError(f"{where}: {key} {value!r} is not drawn")
