"""What a city's health plan says of the determinants of health, with its own citations."""

from __future__ import annotations

import re
from typing import Self

from pydantic import Field, model_validator

from data.checked import Slug, Strict, Text

_REFERENCE = re.compile(r"\[(\d)\]")


class PlanText(Strict):
    """What a plan says of one determinant; `[n]` points to the n-th of its own citations."""

    text: Text
    citations: tuple[str, ...] = Field(min_length=1)

    def counted_on(self, before: int) -> Text:
        """The text, its citations numbered after `before` others."""

        def renumbered(text: str) -> str:
            return _REFERENCE.sub(lambda found: f"[{int(found[1]) + before}]", text)

        return Text(en=renumbered(self.text.en), es=renumbered(self.text.es))

    @model_validator(mode="after")
    def _references(self) -> Self:
        wanted = set(range(1, len(self.citations) + 1))
        for lang in ("en", "es"):
            named = {int(n) for n in _REFERENCE.findall(self.text.get(lang))}
            if named != wanted:
                raise ValueError(f"the text ({lang}) cites {sorted(named)}")
        return self


class Plan(Strict):
    """The health plan of the city, by determinant."""

    name: Text
    says: dict[Slug, PlanText]
