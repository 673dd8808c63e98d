"""What a city says of the base map under its maps: credit, the street that stands out, scales."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field

from data.checked import Strict, Text

# Pixels a kilometer from which something is drawn: the whole city, a district, a part, a street.
Band = Literal[0, 30, 60, 120]
_Tiers = Annotated[tuple[Band, ...], Field(min_length=1)]


class DrawnFrom(Strict):
    """From which scale each tier (1 first) of each kind of thing is drawn."""

    highways: _Tiers = (0, 30, 60, 120)
    streets: _Tiers = (30, 60, 120)
    water: _Tiers = (0, 0, 0, 30, 60)
    landmarks: _Tiers = (60, 60, 120)


class BaseMapChoices(Strict):
    """`credit` stands by every map that is drawn with it, `rivers_credit` where rivers alone are;
    `highlight` names a street; `words` are names that one language says otherwise.
    """

    credit: Text | None = None
    rivers_credit: Text | None = None
    highlight: str | None = None
    drawn_from: DrawnFrom = DrawnFrom()
    words: tuple[Text, ...] = ()

    @property
    def spanish(self) -> Mapping[str, str]:
        """Name in English -> in Spanish."""
        return {text.en: text.es for text in self.words}


def drawn_from(tiers: tuple[Band, ...], tier: int) -> Band:
    """The scale of a tier, 1 first; one further down has that of the last that is known."""
    return tiers[min(tier, len(tiers)) - 1]
