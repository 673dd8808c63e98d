"""In which form a deck is asked for: the shape of its sheets, one language on them or both."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypedDict

from data.address import Notice, display_of
from data.decks.deck import SHOWN_CHARS
from data.locale import LANGUAGES
from layouts.figures.slide_room import SHAPES, WIDE, Shape

BOTH = "both"


class Sheet(TypedDict):
    """Shape and second language, by the names that builders call them."""

    shape: Shape
    second: str


@dataclass(frozen=True, slots=True)
class Form:
    """`second` is the language under the first one, empty where there is one language."""

    lang: str
    second: str = ""
    shape: Shape = WIDE
    notices: tuple[Notice, ...] = ()

    @property
    def sheet(self) -> Sheet:
        """What its slides are built with beside their language."""
        return {"shape": self.shape, "second": self.second}

    @property
    def mark(self) -> str:
        """What the name of its files ends in, where it is not the usual form: `-4x3-both`."""
        shape = "" if self.shape is WIDE else f"-{self.shape.name}"
        return shape + (f"-{BOTH}" if self.second else "")


def form_of(parameters: Mapping[str, str], *, default_lang: str) -> Form:
    """The form that an address asks for: `shape=4x3`, `lang=both`, or `lang=es&languages=both` for
    both with Spanish first.
    """
    written = parameters.get("shape", "")
    shape = SHAPES.get(written.casefold().replace(":", "x"))
    notices: tuple[Notice, ...] = ()
    if written and shape is None:
        notices = (Notice("deck.unknown_shape", written[:SHOWN_CHARS], ", ".join(SHAPES)),)
    lang, _ = display_of(parameters, default_lang=default_lang)
    is_both = BOTH in (parameters.get(key, "").casefold() for key in ("lang", "languages"))
    second = next(other for other in LANGUAGES if other != lang) if is_both else ""
    return Form(lang, second, shape or WIDE, notices)
