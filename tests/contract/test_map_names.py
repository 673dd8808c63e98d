"""Names on the map: none on another one, none cut, on server and browser by one rule."""

from __future__ import annotations

import json
import math
import re
import subprocess
from dataclasses import asdict, dataclass, replace
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
import shapely
from playwright._impl._driver import compute_driver_executable

from data.atlas.base_map import BaseMap
from data.cities.city import city
from data.locale import LANGUAGES
from layouts.figures.explore import base_map as drawing
from layouts.figures.explore.map_names import (
    LINE_EM,
    MapName,
    MapView,
    high_em,
    map_names,
    size_of,
)
from tests.shared import services

ROOT = Path(__file__).parents[2]
ASK = ROOT / "tests/node/map_names.mjs"
# The map's window in px on a phone, a laptop and a wall, and the size of type there.
WINDOWS = ((358, 420, 12.0), (860, 480, 12.0), (1240, 760, 15.0))


@dataclass(frozen=True)
class Frame:
    """A part of the sheet in units."""

    x: float
    y: float
    width: float
    height: float


def base() -> BaseMap:
    found = services().atlas.base_map
    assert found is not None
    return found


@cache
def parts() -> dict[str, Frame]:
    """The whole city, every district and every group with a margin."""
    atlas = services().atlas
    found = {"city": Frame(-30, -30, base().size[0] + 60, base().size[1] + 60)}
    for layer in ("council_district", "group"):
        for area_id, rings in atlas.rings(layer).items():
            points = [atlas.plane.at(lon, lat) for ring in rings for lon, lat in ring]
            xs, ys = zip(*points, strict=True)
            found[f"{layer}-{area_id}"] = Frame(
                min(xs) - 20, min(ys) - 20, max(xs) - min(xs) + 40, max(ys) - min(ys) + 40
            )
    return found


def view_of(
    part: Frame,
    window: tuple[float, float, float],
    *,
    lang: str = "en",
    zoom: float = 1.0,
    **told: Any,
) -> MapView:
    """The part in the middle of a window, or so many times nearer."""
    width, height, text_px = window
    k = min(width / part.width, height / part.height) * zoom
    x = width / 2 - (part.x + part.width / 2) * k
    y = height / 2 - (part.y + part.height / 2) * k
    told = {"layer": city().home.value, "chosen": ()} | told
    return MapView(k, x, y, width, height, lang=lang, text_px=text_px, **told)


def outline(name: MapName, view: MapView) -> shapely.Polygon:
    """What its words cover, in px."""
    size = view.text_px * size_of(name.kind)
    high = LINE_EM * size if name.angle else high_em(name.text) * size
    x, y = view.x + view.k * name.x + name.dx, view.y + view.k * name.y + name.dy
    box = shapely.box(x - name.width / 2, y - high / 2, x + name.width / 2, y + high / 2)
    return shapely.affinity.rotate(box, name.angle)


def overlap(one: shapely.Polygon, other: shapely.Polygon) -> bool:
    return bool(one.intersection(other).area > 1)


VIEWS = [
    (part, window, zoom)
    for part in parts()
    for window in WINDOWS
    for zoom in ((1.0, 4.0, 16.0) if part == "city" else (1.0,))
]


@pytest.mark.parametrize(("part", "window", "zoom"), VIEWS)
def test_no_name_lies_on_another_one_or_leaves_the_window(
    part: str, window: tuple[float, float, float], zoom: float
) -> None:
    for lang in LANGUAGES:
        view = view_of(parts()[part], window, lang=lang, zoom=zoom)
        names = map_names(base(), view, drawing.estimated_width)
        assert len(names) >= 5
        boxes = [outline(name, view) for name in names]
        pairs = combinations(zip(names, boxes, strict=True), 2)
        assert [(a.text, b.text) for (a, one), (b, other) in pairs if overlap(one, other)] == []
        window_box = shapely.box(-1, -1, view.width + 1, view.height + 1)
        assert [
            n.text for n, b in zip(names, boxes, strict=True) if not window_box.contains(b)
        ] == []


def test_the_first_map_names_what_a_reader_looks_for() -> None:
    names = map_names(base(), view_of(parts()["city"], WINDOWS[1]), drawing.estimated_width)
    texts = [name.text for name in names]
    assert {"I-70", "I-435", "I-35", "Troost Ave", "Missouri River"} <= set(texts)
    places = [name for name in names if name.kind == "place"]
    assert 5 <= len(places) <= 20
    assert {name.kind for name in names} == {"shield", "highlight", "river", "place"}
    spanish = map_names(
        base(), view_of(parts()["city"], WINDOWS[1], lang="es"), drawing.estimated_width
    )
    assert "Río Misuri" in {name.text for name in spanish}


def test_more_is_named_the_nearer_one_comes_and_whole_names_last() -> None:
    part = parts()["group-ivanhoe"]
    nearer = []
    for scale in (20, 45, 80, 200):
        near = view_of(part, WINDOWS[1])
        view = view_of(part, WINDOWS[1], zoom=scale / near.px_per_km)
        nearer.append(map_names(base(), view, drawing.estimated_width))
    kinds = [{name.kind for name in names} for names in nearer]
    assert "street" not in kinds[0]
    assert "street" in kinds[1]
    assert "landmark" not in kinds[1]
    assert "landmark" in kinds[2]
    whole = {name.text.replace("\n", " ") for name in nearer[3]}
    assert "Ivanhoe Northeast" in whole
    assert {"street", "place"} <= kinds[3]


def test_what_is_chosen_is_named_wherever_it_is_seen() -> None:
    for part in ("city", "group-ivanhoe"):
        for window in WINDOWS:
            view = view_of(parts()[part], window, chosen=("54", "32"))
            names = map_names(base(), view, drawing.estimated_width)
            own = [name.text for name in names if name.kind == "chosen"]
            labels = {row.area_id: row.names["en"] for row in base().places["neighborhood"]}
            expected = [labels[area_id] for area_id in ("54", "32")]
            assert set(own) >= {expected[0]}
            if part == "city":
                assert set(own) == set(expected)


def test_the_browser_chooses_the_names_of_the_server() -> None:
    """With the same widths, whatever the window, the layer and the choice."""
    views = [
        view_of(parts()[part], window, lang=lang, zoom=zoom, layer=layer, **covered(chosen))
        for part in ("city", "council_district-3", "group-ivanhoe")
        for window in WINDOWS
        for lang, zoom, layer, chosen in (
            ("en", 1.0, "neighborhood", ("54",)),
            ("es", 3.0, "council_district", ()),
            ("en", 9.0, "neighborhood", ()),
            ("es", 2.0, "group", ("ivanhoe",)),
            ("en", 5.0, "zip", ()),
            ("en", 1.0, "neighborhood", ("32",)),
        )
    ]
    asked: dict[str, dict[str, float]] = {"bold": {}, "normal": {}}

    def width_of(text: str, kind: str, size_px: float) -> float:
        em = drawing.estimated_width(text, kind, 1.0)
        asked["bold" if kind in drawing.BOLD else "normal"][text] = em
        return em * size_px

    expected = [
        [
            [n.kind, n.text, rounded(n.x), rounded(n.y), rounded(n.dx), rounded(n.dy)]
            for n in map_names(base(), view, width_of)
        ]
        for view in views
    ]
    manifest = services().atlas.base_map_url or ""
    file = ROOT / manifest.lstrip("/").partition("?")[0]
    told = [
        {key: value for key, value in asdict(view).items() if key != "text_px"}
        | {"text": view.text_px}
        for view in views
    ]
    question = {"content": json.loads(file.read_text()), "widths": asked, "views": told}
    node = compute_driver_executable()[0]
    ran = subprocess.run(
        [node, ASK],
        input=json.dumps(question, default=list),
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert json.loads(ran.stdout) == expected


def rounded(number: float) -> int:
    """As JavaScript rounds."""
    return math.floor(number + 0.5)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("part", ["city", "council_district-3", "group-ivanhoe"])
def test_the_first_picture_has_names_for_every_box_and_says_no_color(part: str, lang: str) -> None:
    frame = parts()[part]
    names = drawing.first_names(base(), frame, layer="neighborhood", lang=lang, chosen=("54",))
    lines = drawing.first_lines(base(), frame)
    groups = re.split(r'<g class="size-\d">', names)[1:]
    assert len(groups) == len(drawing.sizes_of(frame))
    counts = [group.count("<text") for group in groups]
    assert counts[0] >= 4
    assert counts[-1] >= 10
    assert counts[:-1] == sorted(counts[:-1])  # a larger box has more; a wall has larger type
    assert not re.search(r"fill=|stroke=|#[0-9a-f]{3}", names + lines)
    for across, down in re.findall(r'<svg x="([-\d.]+)%" y="([-\d.]+)%">', names):
        assert 0 <= float(across) <= 100
        assert 0 <= float(down) <= 100
    assert len(names) + len(lines) < 60_000


def test_the_style_sheet_shows_names_from_the_boxes_they_were_laid_out_for() -> None:
    """Without a style sheet in the picture, which the policy of the page would refuse."""
    css = (ROOT / "assets/css/map_base.css").read_text(encoding="utf-8")
    rules = re.findall(
        r"@container \(min-width: (\d+)px\) and \(min-height: (\d+)px\) \{"
        r"[^}]*\.in-(\d),[^}]*\.size-(\d) \{[^}]*\}[^}]*\.size-(\d) \{",
        css,
    )
    boxes = [*drawing.BOXES, drawing.BOX_OF_A_WALL]
    expected = [(*box, at, at, at - 1) for at, box in enumerate(boxes) if at]
    assert [tuple(map(int, rule)) for rule in rules] == expected
    assert "<style" not in drawing.first_names(base(), parts()["city"], layer="zip", lang="en")


def test_a_road_of_a_large_scale_waits_for_a_box_that_has_it() -> None:
    city = parts()["city"]
    usual = drawing.sizes_of(city)
    for zoomed, most in ((1.0, len(usual)), (0.2, len(usual)), (0.04, 0)):
        frame = replace(city, width=city.width * zoomed, height=city.height * zoomed)
        sizes = drawing.sizes_of(frame)
        lines = drawing.first_lines(base(), frame)
        found = re.findall(r'class="[^"]*from-(\d+) in-(\d)"', lines)
        for start, at in found:
            scales = [size.scale * drawing.UNITS_A_KM for size in sizes]
            assert int(at) == sum(scale < int(start) for scale in scales) <= most
        assert ("from-" in lines) == bool(found)


def covered(chosen: tuple[str, ...]) -> dict[str, Any]:
    """Where a place is chosen: only few are drawn, and buttons lie over the map."""
    if not chosen:
        return {}
    few = frozenset({"54", "55", "231"})
    return {"chosen": chosen, "drawn": few, "taken": ((8.0, 8.0, 200.0, 60.0),)}


def test_only_what_is_drawn_is_named_and_nothing_under_the_buttons() -> None:
    for window in WINDOWS:
        view = view_of(parts()["group-ivanhoe"], window, **covered(("54",)))
        names = map_names(base(), view, drawing.estimated_width)
        rows = [row for row in base().places["neighborhood"] if row.area_id in ("54", "55")]
        known = {form for row in rows for form in (row.names["en"], row.short)}
        own = {n.text.replace("\n", " ") for n in names if n.kind in ("place", "chosen")}
        assert rows[0].names["en"] in own or rows[1].names["en"] in own
        assert own <= known
        button = shapely.box(*view.taken[0])
        assert [n.text for n in names if overlap(outline(n, view), button)] == []


def test_every_district_is_named_where_districts_are_shown() -> None:
    for lang, word in (("en", "District"), ("es", "Distrito")):
        for window in WINDOWS:
            view = view_of(parts()["city"], window, lang=lang, layer="council_district")
            names = map_names(base(), view, drawing.estimated_width)
            own = {name.text for name in names if name.kind == "place"}
            assert own == {f"{word} {number}" for number in range(1, 7)}
            assert "I-70" in {name.text for name in names}
