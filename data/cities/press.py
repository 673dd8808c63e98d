"""What people of a city said in public, word for word as the press published it.

A quotation stands beside numbers, never as evidence for one: it is short, dated, linked, and says
whose voice it is.
"""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from data.checked import Slug, Strict, Text, read_yaml, validated

MOST_SENTENCES = 2
_END = re.compile(r"[.!?](?=[\s”’']|$)")
Voice = Literal["resident", "organization", "official"]


class PressQuote(Strict):
    """Words of `speaker` as `outlet` published them on `day`, or in `year` where no day is known.

    `quote.en` is the original, `quote.es` the translation of this site. `places` are ids of places
    that the words are about, `about` ids of determinants. `read` says what was read where the
    source is not the record itself.
    """

    id: Slug
    speaker: str = Field(min_length=1)
    role: Text
    voice: Voice
    day: date | None = None
    year: int | None = Field(default=None, ge=1990)
    outlet: str = Field(min_length=1)
    url: str = Field(pattern=r"^https://\S+$")
    quote: Text
    read: Text | None = None
    about: tuple[Slug, ...] = ()
    places: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _short_and_dated(self) -> Self:
        if (self.day is None) == (self.year is None):
            raise ValueError(f"{self.id}: a day or a year, and not both")
        for lang in ("en", "es"):
            if sentences_of(self.quote.get(lang)) > MOST_SENTENCES:
                raise ValueError(f"{self.id}: more than {MOST_SENTENCES} sentences ({lang})")
        return self


class _Quotes(Strict):
    quotes: Annotated[tuple[PressQuote, ...], Field(min_length=1)]


def sentences_of(quote: str) -> int:
    """How many sentences a quotation has; one that is quoted inside counts with its own."""
    outer = re.sub(r"‘[^’]*’(?=\s)", "", re.sub(r"(\w)’(\w)", r"\1\2", quote))
    return len(_END.findall(outer))


def read_press(file: Path) -> tuple[PressQuote, ...]:
    """The quotations of a file in its order; none without a file. Raises CatalogueError."""
    if not file.is_file():
        return ()
    return validated({"quotes": read_yaml(file)}, _Quotes, file).quotes
