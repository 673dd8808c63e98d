"""Slides as data for the player in the browser: both themes, legends, QR codes, boundaries."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from data.address import Theme
from data.decks.deck import Deck, View
from data.locale import Texts, texts
from data.sentences.words import opening
from data.services import Services
from layouts.figures.slide_room import WIDE, Shape, fitted_title
from layouts.paper.live_code import on_paper, with_language
from layouts.slides.build import build_deck
from layouts.slides.slide import (
    Slide,
    Words,
    foot_and_rest,
    is_short_table,
    lead_size,
    short_address,
)
from layouts.slides.word_room import heads_of, row_px, said_of, second_px, today_of

LiveUrl = Callable[[str], str]
PLAYER_TEXTS: tuple[str, ...] = (
    "label", "next", "previous", "close", "theme", "full", "notes", "help", "blank", "number",
    "live", "source", "no_notes", "also", "upcoming", "end", "popup", "keys",
)  # fmt: skip


def payload(
    services: Services,
    deck: Deck,
    *,
    lang: str,
    live_url: LiveUrl,
    shape: Shape = WIDE,
    second: str = "",
) -> dict[str, Any]:
    """Everything that the player needs. `live_url` makes a whole address of a path."""
    spoken = texts(lang)
    light, notices = build_deck(
        services, deck, lang=lang, theme=Theme.LIGHT, shape=shape, second=second
    )
    dark, _ = build_deck(services, deck, lang=lang, theme=Theme.DARK, shape=shape, second=second)
    slides = [
        _missing(view, spoken, shape)
        if day is None or night is None
        else _slide(day, night, live_url, lang)
        for view, day, night in zip(deck.slides, light, dark, strict=True)
    ]
    return {
        "lang": lang,
        "width": shape.width_px,
        "height": shape.height_px,
        "slides": slides,
        "notices": [spoken.t(item.key, value=item.value, used=item.used) for item in notices],
        "geo": sorted(boundaries(slide for slide in light if slide is not None)),
        "texts": {key: spoken.t(f"present.player.{key}") for key in PLAYER_TEXTS},
    }


def _missing(view: View, spoken: Texts, shape: Shape) -> dict[str, str]:
    """A slide that says which chart there is none of."""
    key = f"charts.{view.chart}.name"
    name = view.title or (opening(spoken.t(key)) if spoken.has(key) else "")
    empty = dict.fromkeys(("more", "also", "source"), "")
    return {
        **empty,
        "title": fitted_title(name, shape=shape),
        "lead": spoken.t("present.no_slide"),
        "size": lead_size(spoken.t("present.no_slide"), 0),
        "notes": view.notes,
    }


def _slide(day: Slide, night: Slide, live_url: LiveUrl, lang: str) -> dict[str, Any]:
    """The link leads on from this screen; a code is for the phones of others."""
    if day.words is not None:
        return _words(day, day.words, live_url, lang)
    url = with_language(live_url(day.live), lang)
    shared = on_paper(url, lang)
    address = short_address(day, live_url, lang)
    source, unsaid = foot_and_rest(day, address=address)
    return {
        "title": day.title,
        "lead": day.lead,
        "size": lead_size(day.lead, len(day.figures)) if day.sizes is None else "",
        "sizes": day.sizes and _sizes(*day.sizes),
        "second": _second(day),
        "tested": bool(day.fact),
        "more": day.more,
        "also": "\n\n".join(part for part in (day.also, unsaid) if part),
        "source": source,
        "notes": day.notes,
        "table": [list(row) for row in day.table],
        "short": is_short_table(day.table),
        "live": url,
        "qr": qr_svg(shared) if shared else "",
        "no_code": "" if shared else texts(lang).t("common.no_code"),
        "map": day.is_map,
        "light": {"figures": day.figures, "legend": day.legend_html},
        "dark": {"figures": night.figures, "legend": night.legend_html},
    }


def _sizes(lead_px: int, more_px: int, table_px: int) -> dict[str, int]:
    """Sizes of the large words, those of a second language, those below and those of a table."""
    second = second_px(lead_px)
    return {"lead": lead_px, "second": second, "more": more_px, "table": table_px}


def _second(slide: Slide) -> dict[str, str] | None:
    second = slide.second
    if second is None:
        return None
    return {"lang": second.lang, "lead": second.lead, "more": second.more}


def _words(slide: Slide, words: Words, live_url: LiveUrl, lang: str) -> dict[str, Any]:
    """A slide of words: texts alone, which the player writes as texts."""
    url = with_language(live_url(slide.live), lang) if slide.live else ""
    shared = on_paper(url, lang) if url else ""
    second = slide.second.words if slide.second else None
    return {
        "title": slide.title,
        "lead": slide.lead,
        "more": slide.more,
        "also": slide.also,
        "source": slide.source,
        "notes": slide.notes,
        "live": url,
        "second": _second(slide),
        "sizes": _sizes(*words.sizes),
        **({"qr": qr_svg(shared) if shared else ""} if url else {}),
        "no_code": "" if shared or not url else texts(lang).t("common.no_code"),
        "words": {
            "kind": words.kind.value,
            "heads_px": round(row_px(slide)[0]),
            "rows": [
                {
                    "heads": heads_of(slide, at).split("\n"),
                    "said": said_of(slide, at).split("\n"),
                    "gray": row.is_gray,
                }
                for at, row in enumerate(words.rows)
            ],
            "today": today_of(slide).split("\n"),
            "boxes": [list(boxes) for boxes in (words.boxes, second and second.boxes) if boxes],
            "who_said": words.who_said,
            "why": words.why,
        },
    }


def boundaries(slides: Iterable[Slide]) -> set[str]:
    """Addresses of the boundaries that the figures of `slides` draw."""
    return {
        trace["geojson"]
        for slide in slides
        for figure in slide.figures
        for trace in figure["data"]
        if isinstance(trace.get("geojson"), str)
    }


def qr_svg(url: str) -> str:
    """QR code of an address as inline SVG in the color of the text around it."""
    import segno  # noqa: PLC0415 - only decks need it

    code = segno.make(url, error="m", micro=False)
    return str(
        code.svg_inline(
            border=2, dark="#000", light="#fff", svgclass="slide__qr", lineclass=None, omitsize=True
        )
    )
