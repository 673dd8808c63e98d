"""Figures of the pages re-drawn for the back row: a figure a panel, thick marks, few ticks. Pure.

A slide is 1920 x 1080 px, or 1440 x 1080 (`slide_room.Shape`). Its charts share the width inside
the margins; the height that is left under the finding is known only where the slide is laid out, so
a figure carries its `width` in px, the line of charts on which it stands (`meta.line`), and no
height.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import cos, isfinite, radians
from typing import Any

from layouts.figures.base import (
    ACROSS,
    BARS,
    CITY_LINE,
    CITY_NAME,
    CROWD,
    DOTS,
    GAP,
    TITLE,
    WORDS,
    is_a,
    notes_named,
)
from layouts.figures.labels import wrapped
from layouts.figures.slide_room import GAP_PX, WIDE, Shape
from layouts.theme import CHART_FONT_SIZE_SMALL
from layouts.typefaces.text_fit import bare, broken, cut_to
from layouts.typefaces.typefaces import width_em

# Chart text of 12 px becomes 29 px: the back row needs 28.
SCALE = 2.4
WIDTH_PX, HEIGHT_PX = WIDE.width_px, WIDE.height_px
# What is left for charts under a finding of three lines, more or less.
CHART_PX = 560
MAP_HEIGHT_PX, MOST_MAP_PX = 900, WIDE.map_px
TEXT_PX, LINE_PX = round(CHART_FONT_SIZE_SMALL * SCALE), 36
EDGE_PX, AXIS_PX = 24, 64
# A panel in a line of panels: its title in two lines and its axis.
HEAD_PX = 2 * LINE_PX + AXIS_PX
SHORT_HEAD_PX = 4 * LINE_PX + AXIS_PX
MOST_COLUMNS = 4
ONE_LINE_EM = 12.0  # a longer name of a row stands in two lines
# Words stand over a dot where rows are as high as this, else behind it.
SAID_OVER_PX = 56
TICK_PX = 150
# Where the height is short: the least of a scale and of a row; the most of the names of rows beside
# several panels, and beside one.
LEAST_PLOT_PX, LEAST_ROW_PX = 200, 44
MOST_NAME_SHARE, ALONE_NAME_SHARE = 0.3, 0.5
WORDS_UP_PX = 10  # words of a row keep off the number over the dot below
THICKER = 2.2
BAR_SHARE = 0.62  # of a row's height
Figure = dict[str, Any]


def for_distance(
    figure: Mapping[str, Any], shape: Shape = WIDE, *, chart_px: float | None = None
) -> tuple[Mapping[str, Any], ...]:
    """The figure with thick marks; rows of dots in panels become a figure a panel, side by side.

    `chart_px` is the height where it is known to be short: then panels without room are left out.
    """
    if not figure.get("data"):
        return ()
    drawn = _thick(copy.deepcopy(dict(figure)))
    drawn["layout"]["dragmode"] = False
    if panels_in(drawn) > 1 or _is_in_panels(drawn):
        room = Room(shape.inner_px, chart_px or CHART_PX, is_short=chart_px is not None)
        return tuple(_in_columns(drawn, _suffixes(drawn), room))
    if drawn["layout"].get("yaxis", {}).get("ticktext"):
        _rows_of_one(drawn, chart_px or CHART_PX)
    drawn["layout"].pop("height", None)
    drawn["layout"]["width"] = _map_px(drawn["layout"], shape)
    return (drawn,)


def panels_in(figure: Mapping[str, Any]) -> int:
    """How many panels a figure has; one without panels is one."""
    return len(_suffixes(figure)) if _is_in_panels(figure) else 1


def _is_in_panels(figure: Mapping[str, Any]) -> bool:
    layout = figure.get("layout", {})
    return any("domain" in layout[key] for key in layout if key.startswith("yaxis"))


def _map_px(layout: Mapping[str, Any], shape: Shape) -> int:
    """Width of a map as tall as the slide, so that words get the rest; else the whole width."""
    geo = layout.get("geo")
    if geo is None:
        return shape.inner_px
    (west, east), (south, north) = geo["lonaxis"]["range"], geo["lataxis"]["range"]
    ratio = (east - west) * cos(radians((south + north) / 2)) / (north - south)
    return int(min(shape.map_px, round(MAP_HEIGHT_PX * ratio) + EDGE_PX))


def _thick(figure: Figure) -> Figure:
    for trace in figure["data"]:
        for key in ("hovertemplate", "hovertext"):
            trace.pop(key, None)
        trace["hoverinfo"] = "skip"
        bars = trace.get("error_x", {})
        if "thickness" in bars:
            bars["thickness"] *= THICKER
        if trace["type"] == "scatter" and "width" in trace.get("line", {}):
            trace["line"]["width"] *= THICKER
    for shape in figure["layout"].get("shapes", ()):
        if "width" in shape.get("line", {}):
            shape["line"]["width"] *= THICKER
    return figure


def _suffixes(figure: Mapping[str, Any]) -> list[str]:
    """`""`, `2`, `3` … for the panels of a figure, from the top one down."""
    names = [key.removeprefix("yaxis") for key in figure["layout"] if key.startswith("yaxis")]
    return sorted(names, key=lambda suffix: int(suffix or 1))


# -- words on a chart ---------------------------------------------------------------------------


def text_px(text: str, size_px: float = TEXT_PX) -> float:
    """Length of a line of chart text; markup takes no room."""
    return width_em(bare(text), "bold" if "<b>" in text else "normal") * size_px


def longest_px(labels: Sequence[str]) -> float:
    """Length of the longest line of names of rows; 0 without any."""
    return max((text_px(line) for label in labels for line in label.split("<br>")), default=0.0)


def _in_line(text: str) -> str:
    return text.replace("<br>", " ").strip()


def _fitted_labels(labels: Sequence[str], row_px: float) -> list[str]:
    """Names of rows in as many lines as a row is high, two at most."""
    if row_px < 2 * LINE_PX:
        return [_in_line(label) for label in labels]
    one_px = ONE_LINE_EM * TEXT_PX
    return [label if text_px(_in_line(label)) <= one_px else _halved(label) for label in labels]


def _halved(label: str) -> str:
    """`label` in two lines as even as its words allow."""
    line = _in_line(label)
    room_em = width_em(bare(line)) / 2
    while len(broken(line, room_em)) > 2:
        room_em += 0.5
    return wrapped(line, room_em)


# -- one chart of many rows -----------------------------------------------------------------------


def _rows_of_one(figure: Figure, chart_px: float) -> None:
    """Rows over one scale that fill the slide, bars by their height."""
    layout = figure["layout"]
    axis, margin = layout["yaxis"], layout["margin"]
    count = len(axis["ticktext"])
    row_px = chart_px / count
    axis["ticktext"] = _fitted_labels(axis["ticktext"], row_px)
    margin["l"] = round(longest_px(axis["ticktext"])) + EDGE_PX
    _bars_by_row(figure, row_px)


def _bars_by_row(figure: Figure, row_px: float) -> None:
    """Bars drawn as lines get the height of a row, less a gap."""
    for trace in figure["data"]:
        if is_a(trace, BARS):
            trace["line"]["width"] = round((row_px - AXIS_PX / 5) * BAR_SHARE)


# -- panels side by side ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Room:
    """Width and height for all panels in px. Where it is short they stand on one line."""

    width_px: int
    height_px: float
    is_short: bool = False


def _in_columns(figure: Figure, panels: Sequence[str], room: Room) -> list[Figure]:
    """A figure a panel, in lines of equal columns; rows of the same names are named once a line."""
    columns = len(panels) if len(panels) < MOST_COLUMNS else -(-len(panels) // 2)
    if not room.is_short:
        cut = [_cut(figure, suffix, at, panels) for at, suffix in enumerate(panels)]
        return _in_lines(cut, columns, room)
    found: list[Figure] = []
    for count in range(min(columns, MOST_COLUMNS - 1), 0, -1):
        tried = copy.deepcopy(figure)
        cut = [_cut(tried, suffix, at, panels) for at, suffix in enumerate(panels)]
        found = _in_lines(cut[:count], count, room)
        if all(_has_room(panel, room) for panel in found):
            break
    return found


def _has_room(panel: Figure, room: Room) -> bool:
    """True if rows and scale of a panel can be read on a line that is not high."""
    layout = panel["layout"]
    margin, rows = layout["margin"], max(1, len(layout["yaxis"].get("tickvals", ())))
    plot_px = layout["width"] - margin["l"] - margin["r"]
    row_px = (room.height_px - margin["t"] - margin["b"]) / rows
    return bool(plot_px >= LEAST_PLOT_PX and row_px >= LEAST_ROW_PX)


def _in_lines(cut: Sequence[Figure], columns: int, room: Room) -> list[Figure]:
    """Panels in lines of `columns`, each with its margins."""
    lines = -(-len(cut) // columns)
    names = [list(panel["layout"]["yaxis"].get("ticktext", ())) for panel in cut]
    row_px = room.height_px / lines / max(1, *map(len, names))
    # a name has what the panel's title and axis leave of its row
    head_px = SHORT_HEAD_PX if room.is_short else HEAD_PX
    label_px = row_px - head_px / max(1, *map(len, names))
    told = [_fitted_labels(labels, label_px) for labels in names]
    if room.is_short:
        most_px = room.width_px * (MOST_NAME_SHARE if columns > 1 else ALONE_NAME_SHARE)
        told = [[_cut_name(label, most_px) for label in labels] for labels in told]
    same = all(labels == names[0] for labels in names)
    found = []
    for line in range(lines):
        part = range(line * columns, min((line + 1) * columns, len(cut)))
        left_px = {
            n: EDGE_PX if same and n != part[0] else round(longest_px(told[n])) + EDGE_PX
            for n in part
        }
        free_px = room.width_px - GAP_PX * (columns - 1) - sum(left_px.values())
        plot_px = free_px / columns - EDGE_PX
        heads = [_wrap_head(cut[n], left_px[n] + plot_px) for n in part]
        for n in part:
            labels = told[n] if not same or n == part[0] else None
            box = (left_px[n], round(plot_px), max(heads))
            if row_px < SAID_OVER_PX:
                _said_behind(cut[n])
            found.append(_laid_out(cut[n], box, labels=labels, line=line))
    return found


def _cut_name(label: str, most_px: float) -> str:
    """A name of a row in its lines, each cut after a word where it would take the plot's room."""
    return "<br>".join(
        line if text_px(line) <= most_px else cut_to(bare(line), most_px / TEXT_PX)
        for line in label.split("<br>")
    )


def _said_behind(panel: Figure) -> None:
    """In low rows words over a dot would meet the dot above; behind it there is no interval."""
    for trace in panel["data"]:
        if is_a(trace, DOTS, CROWD, GAP) and "array" not in trace.get("error_x", {}):
            trace["textposition"] = "middle right"


def _cut(figure: Figure, suffix: str, place: int, panels: Sequence[str]) -> Figure:
    """One panel as a figure of its own; what lies between it and the one above belongs to it."""
    layout = figure["layout"]
    kept = {k: v for k, v in layout.items() if not k.startswith(("xaxis", "yaxis"))}
    kept.pop("height", None)
    bottom = layout[f"yaxis{suffix}"]["domain"][0]
    upper = layout[f"yaxis{panels[place - 1]}"]["domain"][0] if place else 1.0
    traces = [t for t in figure["data"] if t.get("yaxis", "y") == f"y{suffix}"]
    for trace in traces:
        trace.pop("xaxis", None)
        trace.pop("yaxis", None)
    x_axis = {**layout[f"xaxis{suffix}"], "anchor": "y", "tickangle": 0}
    y_axis = {**layout[f"yaxis{suffix}"], "anchor": "x", "domain": [0, 1]}
    shapes = [
        {**shape, "xref": "x", "y0": 0, "y1": 1}
        for shape in layout["shapes"]
        if shape["name"] == CITY_LINE and shape["xref"] == f"x{suffix}"
    ]
    notes = [
        _moved(note) for note in layout["annotations"] if _belongs(note, suffix, bottom, upper)
    ]
    kept.update(xaxis=x_axis, yaxis=y_axis, shapes=shapes, annotations=notes)
    return {"data": traces, "layout": kept}


def _belongs(note: Mapping[str, Any], suffix: str, bottom: float, upper: float) -> bool:
    if note["yref"] != "paper":
        return bool(note["yref"] == f"y{suffix}")
    return bool(bottom < note["y"] <= upper)


def _moved(note: Mapping[str, Any]) -> dict[str, Any]:
    moved = dict(note)
    if note["xref"] != "paper":
        moved["xref"] = "x"
    if note["yref"] == "paper":
        moved["y"] = 1
    else:
        moved["yref"] = "y"
    return moved


def _wrap_head(panel: Figure, width_px: float) -> int:
    """Wrap the panel's title to its column; gives the px that its head needs."""
    head = LINE_PX
    layout = panel["layout"]
    for note in layout["annotations"]:
        if note["name"] == TITLE:
            line, room_em = _in_line(note["text"]), width_px / TEXT_PX
            parts = line.split("</b>,", 1)
            note["text"] = wrapped(line, room_em, "bold")
            if len(parts) == 2 and "<br>" in note["text"]:
                note["text"] = wrapped(parts[0] + ",</b>", room_em, "bold")
                note["text"] += "<br>" + wrapped(parts[1].strip(), room_em)
            lines = note["text"].count("<br>") + 1
            head = max(head, note.get("yshift", 0) + lines * LINE_PX)
        elif note["name"] == CITY_NAME:
            head = max(head, note.get("yshift", 0) + LINE_PX)
    return head + (LINE_PX if notes_named(layout, ACROSS) else 12)


def _laid_out(
    panel: Figure, box: tuple[int, int, int], *, labels: Sequence[str] | None, line: int
) -> Figure:
    """The panel with its margins; `box` is px left of its scale, of the scale, and above it."""
    left_px, plot_px, head_px = box
    layout = panel["layout"]
    shift = layout["margin"]["l"] - left_px
    layout["width"] = left_px + plot_px + EDGE_PX
    layout["meta"] = {**layout.get("meta", {}), "line": line}
    layout["margin"] = {"l": left_px, "r": EDGE_PX, "t": head_px, "b": AXIS_PX}
    layout["xaxis"]["nticks"] = max(3, min(7, plot_px // TICK_PX + 1))
    layout["xaxis"]["range"] = _roomy(panel, plot_px)
    if labels is None:
        layout["yaxis"]["showticklabels"] = False
    else:
        layout["yaxis"]["ticktext"] = list(labels)
    for note in layout["annotations"]:
        if note["name"] == WORDS:
            note["yshift"] = WORDS_UP_PX
        elif note["name"] == ACROSS:
            note["yshift"] = head_px
        elif note["name"] == TITLE:
            note["xshift"] += shift
    return panel


def _roomy(panel: Figure, plot_px: float) -> list[float]:
    """The range of a scale, wide enough for the words over its outermost dots."""
    low, high = panel["layout"]["xaxis"]["range"]
    for _ in range(3):  # each time the scale grows, the words weigh less of it
        px = (high - low) / plot_px
        for x, long_px, behind in _said(panel):
            before, after = (EDGE_PX, long_px + EDGE_PX) if behind else (long_px / 2 + EDGE_PX,) * 2
            low, high = min(low, x - before * px), max(high, x + after * px)
    return [round(low, 4), round(high, 4)]


def _said_px(trace: Mapping[str, Any], words: str) -> float:
    return text_px(words, trace.get("textfont", {}).get("size", TEXT_PX))


def _said(panel: Figure) -> list[tuple[float, float, bool]]:
    """Where words stand at dots and lines are named: x, px, and whether behind x or over it."""
    found = [
        (x, _said_px(trace, words), trace.get("textposition") == "middle right")
        for trace in panel["data"]
        if isinstance(trace.get("text"), (list, tuple))
        for x, words in zip(trace["x"], trace["text"], strict=True)
        if words
    ]
    lines = notes_named(panel["layout"], CITY_NAME)
    found += [(note["x"], text_px(note["text"]), False) for note in lines if note["text"]]
    return [entry for entry in found if entry[0] is not None and isfinite(entry[0])]
