"""What a page says about an address that it could not follow: in names, never in ids."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from data.address import Notice, understood
from data.atlas.atlas import Atlas
from data.catalogue.schema import Indicator
from data.locale import Texts
from data.models import Geography, Layer, PlaceId
from data.sentences.words import place_label

# What the words of a notice are names of, by the last part of its key.
_ABOUT = {
    "unknown_by": "geography",
    "geography_without_outcome": "geography",
    "nothing_in": "geography",
    "places_without_group": "geography",
    "unknown_group": "group",
    "group_without_outcome": "group",
    "unknown_ask": "ask",
    "unknown_map": "map",
    "unknown_lang": "lang",
    "unknown_theme": "theme",
}


def notice_texts(atlas: Atlas, notices: Sequence[Notice], texts: Texts) -> list[str]:
    """Each notice as a sentence."""
    return [notice_text(atlas, notice, texts) for notice in notices]


def notice_text(
    atlas: Atlas,
    notice: Notice,
    texts: Texts,
    *,
    key: str = "",
    place_name: Callable[[str], str | None] = lambda place: None,
) -> str:
    """The notice as a sentence, under its own key or another one that takes the same words.

    `place_name` may call places by other names than the extract does.
    """
    about = _ABOUT.get(notice.key.rpartition(".")[2], "")

    def said(word: str) -> str:
        return place_name(word) or name_of(atlas, word, texts, about=about)

    return texts.t(key or notice.key, value=said(notice.value), used=said(notice.used))


def name_of(atlas: Atlas, word: str, texts: Texts, *, about: str = "") -> str:
    """Name of an indicator, a place or a choice; the word itself where it is none."""
    own = f"notice.name.{about}.{word}"
    if texts.has(own):
        return texts.t(own)
    indicator = atlas.catalogue.indicators.get(word)
    if indicator is not None:
        return indicator_name(indicator, texts)
    return _place(atlas, word, texts) or word


def indicator_name(indicator: Indicator, texts: Texts) -> str:
    """Name with its years, which tell releases apart."""
    name = indicator.name.get(texts.lang)
    return name if indicator.years in name else f"{name}, {indicator.years}"


def _place(atlas: Atlas, word: str, texts: Texts) -> str | None:
    for geography, known in atlas.place_ids.items():
        place_id = understood(word, known)
        place = PlaceId.parse(place_id or "")
        if place is not None:
            area_id = place.area_id
            return place_label(_own_name(atlas, geography, area_id), area_id, geography, texts)
    return None


def _own_name(atlas: Atlas, geography: Geography, area_id: str) -> str:
    if geography is Geography.TRACT:
        return area_id  # of either vintage; its label is made of its number
    areas = atlas.areas(Layer(geography.value))
    return str(areas.loc[areas["area_id"] == area_id, "name"].iloc[0])
