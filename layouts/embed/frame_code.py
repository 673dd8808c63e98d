"""The code of a frame: what somebody pastes into a page to show one chart in it."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

from data.locale import Texts
from layouts.components.static import element
from layouts.embed.drawing import TALLEST_MAP_PX, Drawing
from layouts.typefaces.typefaces import width_em

# As wide as a column of text on most sites; a frame may have any other width.
USUAL_WIDTH_PX = 640
# Type and line of the sheet of styles.
_TITLE_PX, _TITLE_LINE_PX = 16.0, 20.0
_SENTENCE_PX, _SENTENCE_LINE_PX = 14.0, 20.0
_SMALL_PX, _SMALL_LINE_PX = 12.0, 18.0
_BODY_PX, _BODY_LINE_PX = 16.0, 24.0
_PADDING_PX, _GAP_PX, _LINKS_PX = 32.0, 8.0, 96.0
_LEGEND_ENTRY_PX, _LEGEND_PX = 24.0, 56.0
# From this width on the legend stands beside its map, and is no longer above it.
LEGEND_BESIDE_PX, LEGEND_WIDTH_PX = 544, 176
_LEAST_HEIGHT_PX = 240
_SLACK = 1.04


@dataclass(frozen=True, slots=True)
class Size:
    """Of a frame, in px."""

    width_px: int
    height_px: int


def size_of(
    drawn: Drawing | None,
    *,
    title: str,
    sentence: str,
    small: list[str],
    legend_rows: int,
    width_px: int = USUAL_WIDTH_PX,
) -> Size:
    """How tall a frame of `width_px` must be so that nothing of the chart has to be scrolled to.

    `small` are the lines under the picture. It is an estimate that leaves some room: what a browser
    needs hangs on its type.
    """
    room = max(100.0, width_px - _PADDING_PX)
    tall = _PADDING_PX + _LINKS_PX + _lines(title, _TITLE_PX, room) * _TITLE_LINE_PX
    tall += _lines(sentence, _SENTENCE_PX, room) * _SENTENCE_LINE_PX + 2 * _GAP_PX
    tall += sum(_lines(words, _SMALL_PX, room) * _SMALL_LINE_PX + _GAP_PX for words in small)
    tall += _picture_px(drawn, legend_rows, room)
    return Size(width_px, max(_LEAST_HEIGHT_PX, ceil(tall * _SLACK / 10) * 10))


def code(*, address: str, title: str, width: str, height_px: int) -> str:
    """The frame as HTML. `address` is a whole one; `width` is in px or in percent."""
    return element(
        "iframe",
        {
            "src": address,
            "title": title,
            "width": width,
            "height": str(height_px),
            "loading": "lazy",
            "style": {"border": "0"},
        },
        "",
    )


def who_may(frame_ancestors: str, *, site: str, texts: Texts) -> str:
    """Which sites a browser lets show the frame, in words. `frame_ancestors` is the setting."""
    if frame_ancestors == "'none'":
        return texts.t("embed.who.none")
    named = [site if word == "'self'" else word for word in frame_ancestors.split()]
    key = "own" if frame_ancestors == "'self'" else "some"
    return texts.t(f"embed.who.{key}", sites=", ".join(named))


def is_offered(frame_ancestors: str) -> bool:
    """False where no page at all may show a frame, so that its code could not work anywhere."""
    return frame_ancestors != "'none'"


def _lines(words: str, size_px: float, room_px: float) -> int:
    return ceil(width_em(words) * size_px / room_px)


def _picture_px(drawn: Drawing | None, legend_rows: int, room_px: float) -> float:
    if drawn is None:
        return 0.0
    if drawn.paragraphs:
        parts = (_lines(words, _BODY_PX, room_px) for words in drawn.paragraphs)
        return sum(lines * _BODY_LINE_PX + _GAP_PX for lines in parts)
    if not drawn.ratio:
        return drawn.height_px
    legend = _LEGEND_PX + legend_rows * _LEGEND_ENTRY_PX if legend_rows else 0.0
    beside = bool(legend_rows) and room_px >= LEGEND_BESIDE_PX
    width = room_px - (LEGEND_WIDTH_PX if beside else 0)
    tall = min(width / drawn.ratio, TALLEST_MAP_PX)
    return max(tall, legend) if beside else tall + legend
