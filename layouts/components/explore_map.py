"""The map of Explore: its tools, the map itself, and the strip that says what is pointed at.

The first HTML holds the server's drawing (layouts/components/map_svg.py). assets/clientside/map
goes on with it: it colors, zooms and marks the same elements, and draws them itself from the files
of `data/build/map_paths.py` where they are not there.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from data.atlas.atlas import Atlas
from data.cities.city import city
from data.locale import Texts
from data.models import CITY_PLACE, Geography, PlaceId
from layouts import ids, paths
from layouts.components.attributes import aria, data
from layouts.components.cite import cite_link
from layouts.components.controls import button
from layouts.components.drawn import drawn
from layouts.components.map_svg import (
    Frame,
    Ground,
    area_classes,
    frame_at,
    frame_of,
    layer_of,
    map_svg,
)
from layouts.components.static import static
from layouts.figures.explore.base_map import first_lines, first_names
from layouts.figures.explore.strip import Said, said_of

# The buttons: what zooms, and what stays pressed while places are drawn around.
_ACTS = ("in", "out", "whole", "chosen")
_DRAWS = ("box", "lasso")
# Hints over the map.
_WORDS = ("wheel", "touch", "no_chosen")


def explore_map(
    *,
    texts: Texts,
    atlas: Atlas,
    geography: Geography,
    figure: Mapping[str, Any],
    strip: Mapping[str, Any],
    people: Mapping[str, str],
    chosen: Sequence[str],
    at: str,
    open_href: str,
    compare_href: str,
    cite_href: str,
    zoom_href: str = "",
) -> Component:
    """`figure` is that of the map's Chart, `strip` what `strip_of` says, `people` the
    residents of its places in words.

    `at` is the part of the map that the address asks for. `open_href` and `compare_href` lead to
    one place, whose id the browser puts in the place of `PLACE`; empty where the places have no
    pages. `cite_href` is the address of its number, of `MEASURE`. `zoom_href` is the
    library of gestures, if it was fetched.
    """
    t = texts.t
    stage = html.Div(
        id=ids.chart(ids.MAP).graph,
        className="map-stage",
        tabIndex=0,
        role="application",
        **aria(label=t("explore.map.label"), describedby=ids.MAP_KEYS),
        **data(
            plane=json.dumps(atlas.plane.bounds),
            paths=json.dumps({url: paths for url, (_, paths) in atlas.map_files.items()}),
            base=atlas.base_map_url or "",
            zoom=zoom_href,
            **{f"say_{word}": t(f"explore.map.say.{word}") for word in _WORDS},
        ),
    )
    return html.Div(
        [
            _tools(texts),
            drawn(
                stage, map_picture(figure, atlas, geography, chosen=chosen, at=at, lang=texts.lang)
            ),
            html.P(t("explore.map.keys"), id=ids.MAP_KEYS, className="visually-hidden"),
            _strip(
                texts,
                said=said_of(chosen[0], figure, strip, texts) if len(chosen) == 1 else None,
                place=chosen[0] if chosen else "",
                people=people.get(chosen[0], "") if chosen else "",
                hrefs={"open": open_href, "compare": compare_href},
                cite_href=cite_href,
                measure=strip["measure"],
            ),
            *map_credit(texts),
        ],
        className="map",
    )


def map_picture(
    figure: Mapping[str, Any],
    atlas: Atlas,
    geography: Geography,
    *,
    chosen: Sequence[str],
    at: str,
    lang: str,
) -> Callable[[], str]:
    """What makes the map of `figure` with its base map, as the first HTML shows it."""

    def picture() -> str:
        frame = frame_at(at, atlas) if at else frame_of(figure, atlas)
        ground = _ground(figure, atlas, geography, frame, chosen=chosen, lang=lang)
        return map_svg(figure, atlas, geography, frame=frame, chosen=chosen, ground=ground)

    return picture


def _ground(
    figure: Mapping[str, Any],
    atlas: Atlas,
    geography: Geography,
    frame: Frame,
    *,
    chosen: Sequence[str],
    lang: str,
) -> Ground:
    """Lines and names of the base map, where the city has one."""
    base = atlas.base_map
    if base is None:
        return Ground()
    places = (PlaceId.parse(place) for place in chosen)
    ids_chosen = [place.area_id for place in places if place is not None]
    layer = layer_of(figure, atlas)
    seen = [area_id for area_id, _, _ in area_classes(figure, geography)]
    names = first_names(base, frame, layer=layer, lang=lang, chosen=ids_chosen, drawn=seen)
    return Ground(over=first_lines(base, frame), names=names)


def map_credit(texts: Texts) -> list[Component]:
    """Whom the base map is from: on the page, and in saved pictures."""
    base = city().base_map
    if base is None or base.credit is None:
        return []
    said = base.credit.get(texts.lang)
    return [html.P(said, className="map-credit", **data(export_note=""))]


def _tools(texts: Texts) -> Component:
    def tool(act: str) -> Component:
        return button(
            id=ids.map_tool(act),
            label=texts.t(f"explore.map.tool.{act}"),
            name=texts.t(f"explore.map.name.{act}"),
            pressed=False if act in _DRAWS else None,
            kind="quiet",
            data={"map_act": act},
        )

    return html.Div(
        [tool(act) for act in (*_ACTS, *_DRAWS)],
        className="map-tools",
        role="toolbar",
        **aria(label=texts.t("explore.map.tools"), controls=ids.chart(ids.MAP).graph),
    )


def _strip(
    texts: Texts,
    *,
    said: Said | None,
    place: str,
    people: str,
    hrefs: Mapping[str, str],
    cite_href: str,
    measure: str,
) -> Component:
    links = [
        html.A(
            texts.t(f"explore.map.{word}"),
            href=href.replace(paths.PLACE_MARK, place),
            **data(href=href),
        )
        for word, href in hrefs.items()
        if href
    ]
    # hidden until a place is pointed at; until then it leads somewhere too
    cited = cite_href.replace(paths.PLACE_MARK, place or CITY_PLACE)
    cite = cite_link(
        texts=texts,
        href=cited.replace(paths.MEASURE_MARK, measure),
        described_by=ids.MAP_STRIP,
        of=(ids.chart(ids.MAP).title, ids.MAP_STRIP, ids.chart(ids.MAP).source),
        class_name="",
        completed=cite_href,
    )
    hint = texts.t("explore.map.hint")
    return html.Div(
        [
            static(
                *(_lines(said, people) if said else [html.P(hint)]),
                id=ids.MAP_STRIP,
                className="map-strip__said",
                role="status",
                **aria(live="polite", atomic="true"),
                **data(hint=hint, rest=texts.t("figures.rest", value="{value}")),
            ),
            html.P([*links, cite], className="map-strip__links", hidden=said is None),
        ],
        className="map-strip",
    )


def _lines(said: Said, people: str) -> list[Component]:
    first, *more = said.lines or ("",)
    told = [html.Span(words) for words in (said.verdict, said.rest, people) if words]
    return [
        html.P([html.Strong(said.name), html.Span(first)], className="map-strip__line"),
        html.P(told, className=f"map-strip__line map-strip__verdict--{said.shape}"),
        html.P([html.Span(line) for line in more], className="map-strip__line map-strip__more"),
    ]
