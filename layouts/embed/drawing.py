"""The picture of a chart that stands alone: SVG without a script, or the words it is made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dash import html
from dash.development.base_component import Component

from data.gaps.published_results import Quotation
from data.services import Services
from layouts import ids
from layouts.charts import explore, gaps
from layouts.components.attributes import aria
from layouts.components.drawn import drawn
from layouts.components.explore_map import map_picture
from layouts.components.map_svg import frame_at, frame_of
from layouts.components.quotation import quoted_claim
from layouts.embed.asked import Wanted
from layouts.figures.gaps.measures import in_words
from layouts.inline.maps import Map
from layouts.inline.picture import picture
from layouts.inline.room import least_width_px
from layouts.pages.explore.chosen import with_chosen

# Of a picture with neither rows nor a ratio of its own.
PLOT_PX = 400
# A list taller than this scrolls in its frame, so that source and links are near.
TALLEST_PX = 1120
TALLEST_MAP_PX = 560
# Room of a frame of 320 px.
_NARROW_PX = 296


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture and its size: `height_px` for marks, `ratio` for a map, `paragraphs` for words."""

    content: Component
    height_px: float = 0.0
    ratio: float = 0.0
    paragraphs: tuple[str, ...] = ()


def drawing(services: Services, wanted: Wanted) -> Drawing | None:
    """What the chart shows; None where it is a table alone."""
    chart, name = wanted.file.chart, wanted.entry.id
    if words := _words(services, wanted):
        return words
    figure = chart.figure
    layout = figure.get("layout", {})
    if not figure.get("data") and not layout.get("annotations"):
        return None
    if name == ids.MAP:
        return _explore_map(services, wanted)
    if name in ids.CHARTS:
        state = explore.parsed(services, wanted.asked.query, wanted.asked.default_lang).state
        figure = with_chosen(figure, state.places)
    if "geo" in layout:
        ratio = float(Map(layout).ratio)
        return Drawing(_box(figure, _map_style(ratio), "embed__map"), ratio=ratio)
    height = float(layout.get("height") or PLOT_PX)
    return Drawing(_plot(wanted, figure, height), height_px=min(height, TALLEST_PX))


def _box(figure: Mapping[str, Any], style: Mapping[str, str], class_name: str) -> Component:
    box = html.Div(className=f"chart-card__graph {class_name}", style=dict(style))
    return drawn(box, lambda: picture(figure))


def _plot(wanted: Wanted, figure: Mapping[str, Any], height: float) -> Component:
    """Marks on scales: a region that scrolls where the frame is too narrow or too low for it."""
    size = {"height": f"calc({height:.0f}px * var(--wall))"}
    least = least_width_px(figure)
    size["minWidth"] = f"calc({least:.0f}px * var(--wall))"
    kind = " embed__plot--wide" if least > _NARROW_PX else ""
    return html.Div(
        _box(figure, size, f"embed__plot{kind}"),
        className="embed__scrolls",
        role="region",
        tabIndex=0,
        **aria(label=wanted.title),
    )


def _explore_map(services: Services, wanted: Wanted) -> Drawing:
    asked, figure = wanted.asked, wanted.file.chart.figure
    state = explore.parsed(services, asked.query, asked.default_lang).state
    atlas = services.atlas
    frame = frame_at(state.at, atlas) if state.at else frame_of(figure, atlas)
    made = map_picture(
        figure,
        atlas,
        state.by,
        chosen=sorted(state.places),
        at=state.at,
        lang=state.lang,
    )
    ratio = frame.width / frame.height
    stage = html.Div(className="map-stage embed__map", style=_map_style(ratio))
    return Drawing(drawn(stage, made), ratio=ratio)


def _map_style(ratio: float) -> dict[str, str]:
    """As wide as its room, and no taller than a frame can show at once."""
    widest = f"calc({TALLEST_MAP_PX * ratio:.0f}px * var(--wall))"
    return {"aspectRatio": f"{ratio:.3f}", "maxWidth": widest}


def _words(services: Services, wanted: Wanted) -> Drawing | None:
    """Of charts that are sentences or claims of others: the page shows them in their place."""
    asked, spoken = wanted.asked, wanted.spoken
    if wanted.entry.id == ids.GAP_DEATHS:
        quoted = tuple(services.gaps.quotations.values())
        claims = [quoted_claim(quotation, spoken, html.H2) for quotation in quoted]
        told = [part for quotation in quoted for part in _parts_of(quotation, spoken.lang)]
        return Drawing(html.Div(claims, className="quotations"), paragraphs=tuple(told))
    if wanted.entry.id == ids.GAP_MEASURES:
        state = gaps.parsed(services, asked.query, asked.default_lang).state
        lines = in_words(gaps.data_of(services, state), spoken)
        said = [
            html.P([html.Strong(f"{name}: "), words], className="measure") for name, words in lines
        ]
        told = [f"{name}: {words}" for name, words in lines]
        return Drawing(html.Div(said, className="measures"), paragraphs=tuple(told))
    return None


def _parts_of(quotation: Quotation, lang: str) -> list[str]:
    """Its paragraphs, for their length."""
    figures = [figure.name.get(lang) for figure in quotation.figures]
    about = (quotation.title, quotation.statement, quotation.warning)
    return [*(part.get(lang) for part in about), *figures, quotation.citation]
