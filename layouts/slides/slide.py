"""What a slide is made of, and figures re-drawn for distance. Pure."""

from __future__ import annotations

import copy
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from layouts.figures.chart import Chart

# A slide is 1920 x 1080; chart text of 12 px becomes 29 px: the back row needs 28.
SCALE = 2.4
WIDTH_PX, HEIGHT_PX = 1920, 1080
MAX_COLUMNS = 3
# Room of the charts under the finding; a figure taller than this gets its panels side by side.
CHART_HEIGHT_PX = 660
THICKER = 2.2
# Rows share about this height; a label's line and character take so much at 29 px.
ROWS_PX = 520
LINE_PX = 38
CHAR_PX = 15.5
MOST_LABELS = 20
ONE_LINE_CHARS = 22
# A finding longer than this stands in two sizes: its first sentences large, the rest beside it.
LEAD_CHARS = 150
_TAG = re.compile(r"<[^>]+>")
_SENTENCE_END = re.compile(r"(?<=[.!?”])\s+(?=[A-ZÁÉÍÓÚÑ¿¡0-9“])")
# After these a full stop ends no sentence.
_NO_END = ("St.", "Dr.", "vs.", "No.", "Mt.")


@dataclass(frozen=True, slots=True)
class Legend:
    """What the fills of a map mean: (color, words) in order, and the page's own HTML of it."""

    title: str = ""
    entries: tuple[tuple[str, str], ...] = ()
    markup: str = ""


@dataclass(frozen=True, slots=True)
class Slide:
    """One finding. `lead` is large, `more` the rest of the same finding; never one without both.

    `figures` stand side by side; `table` (heading, then words) replaces them where there is no
    picture. `chart` is what all of it was made from; `live` is the path of the live view.
    """

    title: str
    lead: str
    more: str
    figures: tuple[Mapping[str, Any], ...]
    legend: Legend
    table: tuple[tuple[str, str], ...]
    source: str
    notes: str
    live: str
    chart: Chart
    is_map: bool = False


def parted(text: str, limit: int = LEAD_CHARS) -> tuple[str, str]:
    """First sentences of `text` up to about `limit` characters, and the rest. Nothing is lost."""
    sentences = _sentences(text)
    lead = sentences[0] if sentences else ""
    used = 1
    while used < len(sentences) and len(lead) + 1 + len(sentences[used]) <= limit:
        lead += f" {sentences[used]}"
        used += 1
    return lead, " ".join(sentences[used:])


def _sentences(text: str) -> list[str]:
    found: list[str] = []
    for part in _SENTENCE_END.split(text.strip()):
        if found and found[-1].endswith(_NO_END):
            found[-1] += f" {part}"
        else:
            found.append(part)
    return found


# -- figures for distance -------------------------------------------------------------------------


def for_distance(figure: Mapping[str, Any]) -> tuple[Mapping[str, Any], ...]:
    """The figure with thick marks, filling its frame; tall panels become columns."""
    if not figure.get("data"):
        return ()
    drawn = _thick(copy.deepcopy(dict(figure)))
    tall = drawn["layout"].get("height", 0) > CHART_HEIGHT_PX
    panels = _suffixes(drawn)
    rows_of_dots = any("domain" in drawn["layout"][f"yaxis{suffix}"] for suffix in panels)
    parts = [drawn]
    if rows_of_dots and (tall or len(panels) == 1):
        parts = _columns(drawn, panels)
    for part in parts:
        part["layout"].pop("height", None)
        part["layout"]["dragmode"] = False
        if len(panels) == 1 or tall:
            _fit_labels(part["layout"])
    return tuple(parts)


def _fit_labels(layout: dict[str, Any]) -> None:
    """Names of rows in as many lines as a row is high; what they explain comes with them."""
    axis = layout.get("yaxis", {})
    labels = axis.get("ticktext")
    if not labels or axis.get("showticklabels") is False or len(labels) > MOST_LABELS:
        return
    row_px = ROWS_PX / len(labels)
    lines = max(1, min(2, int(row_px // LINE_PX)))
    told = [_in_lines(label, lines) for label in labels]
    longest = max(len(_TAG.sub("", part)) for label in told for part in label.split("<br>"))
    left = round(longest * CHAR_PX) + 30
    shift = layout["margin"]["l"] - left
    layout["yaxis"] = {**axis, "ticktext": told}
    layout["margin"]["l"] = left
    for entry in layout.get("annotations", ()):
        if entry.get("xshift", 0) < 0 and entry.get("xanchor") == "left":
            entry["xshift"] += shift


def _in_lines(label: str, lines: int) -> str:
    """`label` in at most `lines` lines of about the same length."""
    words = label.replace("<br>", " ").split(" ")
    if lines == 1 or len(_TAG.sub("", " ".join(words))) <= ONE_LINE_CHARS:
        return " ".join(words)
    width = len(" ".join(words)) / lines + 4
    found = [""]
    for word in words:
        if found[-1] and len(found[-1]) + len(word) > width and len(found) < lines:
            found.append("")
        found[-1] = f"{found[-1]} {word}".strip()
    return "<br>".join(found)


def _thick(figure: dict[str, Any]) -> dict[str, Any]:
    for trace in figure["data"]:
        trace.pop("hovertemplate", None)
        trace.pop("hovertext", None)
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


def _columns(figure: dict[str, Any], panels: Sequence[str]) -> list[dict[str, Any]]:
    """A figure a panel; rows named once where all panels have the same ones."""
    layout = figure["layout"]
    labels = [tuple(layout[f"yaxis{suffix}"].get("ticktext", ())) for suffix in panels]
    same = len(set(labels)) == 1
    height = layout["height"]
    tops = [layout[f"yaxis{suffix}"]["domain"][1] for suffix in panels]
    bottoms = [layout[f"yaxis{suffix}"]["domain"][0] for suffix in panels]
    uppers = [1.0, *bottoms]
    # one height of heads, so that rows of the same name stand side by side
    head_px = max((up - top) * height for up, top in zip(uppers, tops, strict=False))
    parts = []
    for number, suffix in enumerate(panels[:MAX_COLUMNS]):
        upper = uppers[number]
        part = _panel(figure, suffix, lower=bottoms[number], upper=upper, head_px=head_px)
        part["layout"]["margin"] = {
            **layout["margin"],
            "t": round(head_px),
            "b": round(30 * SCALE / 1.2),
        }
        if same and number:
            part["layout"]["yaxis"]["showticklabels"] = False
            shift = layout["margin"]["l"] - 24
            part["layout"]["margin"]["l"] = 24
            _move_titles(part["layout"]["annotations"], shift)
        parts.append(part)
    return parts


def _move_titles(annotations: list[dict[str, Any]], shift: float) -> None:
    for entry in annotations:
        if entry.get("xshift"):
            entry["xshift"] += shift


def _panel(
    figure: dict[str, Any], suffix: str, *, lower: float, upper: float, head_px: float
) -> dict[str, Any]:
    """One panel as a figure of its own; what lies between `lower` and `upper` belongs to it."""
    layout = figure["layout"]
    kept = {k: v for k, v in layout.items() if not k.startswith(("xaxis", "yaxis"))}
    traces = [t for t in figure["data"] if t.get("yaxis", "y") == f"y{suffix}"]
    for trace in traces:
        trace.pop("xaxis", None)
        trace.pop("yaxis", None)
    x_axis = {**layout[f"xaxis{suffix}"], "anchor": "y", "tickangle": 0, "nticks": 4}
    y_axis = {**layout[f"yaxis{suffix}"], "anchor": "x", "domain": [0, 1]}
    shapes = [
        {**shape, "xref": "x", "y0": 0, "y1": 1}
        for shape in layout["shapes"]
        if shape["xref"] == f"x{suffix}"
    ]
    notes = [
        _note_of(entry, suffix, head_px)
        for entry in layout["annotations"]
        if _belongs(entry, suffix, lower, upper)
    ]
    axes = {"xaxis": x_axis, "yaxis": y_axis}
    return {"data": traces, "layout": {**kept, **axes, "shapes": shapes, "annotations": notes}}


def _belongs(entry: Mapping[str, Any], suffix: str, lower: float, upper: float) -> bool:
    if entry["yref"] != "paper":
        return bool(entry["yref"] == f"y{suffix}")
    return bool(lower < entry["y"] <= upper)


def _note_of(entry: Mapping[str, Any], suffix: str, head_px: float) -> dict[str, Any]:
    moved = dict(entry)
    if entry["yref"] == "paper" and entry.get("yanchor") == "top":
        moved["yshift"] = round(head_px)  # stays at the upper edge of the sheet
    if entry["xref"] != "paper":
        moved["xref"] = "x"
    if entry["yref"] == "paper":
        moved["y"] = 1
    else:
        moved["yref"] = "y"
    return moved
