"""A slide of words as a page of a PDF: what the template sets, sizes in px of the slide. Pure.

A typesetter refuses letters that it has none for, and breaks no word: letters of other scripts and
emoji are left out, long words may be broken behind each letter.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from layouts.paper.live_code import code_svg
from layouts.slides.slide import Row, Slide, Words
from layouts.slides.word_room import FOOT_PX, head_px, lead_weight, row_px, second_px, sizes_of
from layouts.typefaces.text_fit import breakable
from layouts.typefaces.typefaces import LIBERTINUS


def words_page(slide: Slide, live: str) -> dict[str, Any]:
    """The page; `live` is the address behind its code, empty where others cannot open it."""
    shown = printable(slide)
    lead_px, more_px, rows_px = sizes_of(shown, LIBERTINUS)
    width, said_px = head_px(shown) / lead_px, row_px(shown)[1] / rows_px
    second, words = shown.second, _words(shown)
    other = second.words if second else None
    rows = [
        {
            "heads": _each(row.head, other.rows[at].head if other else ""),
            "said": [
                breakable(text, said_px, LIBERTINUS)
                for text in _each(row.said, other.rows[at].said if other else "")
            ],
            "gray": row.is_gray,
        }
        for at, row in enumerate(words.rows)
    ]
    return {
        "title": breakable(shown.title, width, LIBERTINUS),
        "lead": breakable(shown.lead, width, LIBERTINUS),
        "lead_px": lead_px,
        "more": breakable(shown.more, width, LIBERTINUS),
        "more_px": more_px,
        "source": breakable(shown.source, slide.shape.inner_px / FOOT_PX, LIBERTINUS),
        "source_px": FOOT_PX,
        "address": "",
        "address_is_line": True,
        "live": live if slide.live else "",
        "code": code_svg(live) if live and slide.live else "",
        "table": [],
        "boxes": [],
        "map": 0,
        "legend": None,
        "second": second
        and {
            "lang": second.lang,
            "lead": breakable(second.lead, width, LIBERTINUS),
            "lead_px": second_px(lead_px),
            "more": breakable(second.more, width, LIBERTINUS),
        },
        "words": {
            "kind": words.kind.value,
            "bold": lead_weight(slide) == "bold",
            "who_said": breakable(words.who_said, width, LIBERTINUS),
            "rows": rows,
            "rows_px": rows_px,
            "heads_px": row_px(shown)[0],
            "today": _each(words.do_today, other.do_today if other else ""),
            "ticks": [
                list(boxes) for boxes in (words.boxes, other.boxes if other else ()) if boxes
            ],
        },
    }


def _each(*said: str) -> list[str]:
    return list(dict.fromkeys(filter(None, said)))


def _words(slide: Slide) -> Words:
    assert slide.words is not None
    return slide.words


def printable(slide: Slide) -> Slide:
    """The slide in the letters of print; where none of its large words are left, those of its kind.

    Each language keeps its own words, and typed ones are the same in both.
    """
    words, second = _words(slide), slide.second
    if second is not None:
        second = replace(
            second,
            lead=_print(second.lead),
            more=_print(second.more),
            words=_print_words(second.words),
        )
    return replace(
        slide,
        title=_print(slide.title),
        lead=_print(slide.lead) if _has_letters(slide.lead) else words.empty,
        more=_print(slide.more),
        source=_print(_signed(slide.source, words.by)),
        words=_print_words(words),
        second=second,
    )


def _signed(source: str, by: str) -> str:
    """The foot with dots for a name of whose letters print has none."""
    return source.replace(by, "…") if by and not _print(by) else source


def _print(text: str) -> str:
    return LIBERTINUS.printable(text)


def _has_letters(text: str) -> bool:
    return any(letter.isalnum() for letter in _print(text))


def _print_words(words: Words | None) -> Words | None:
    if words is None:
        return None
    rows = tuple(Row(row.head, _print(row.said), row.is_gray) for row in words.rows)
    return replace(words, rows=rows, who_said=_print(words.who_said))
