"""Every place as the options of a list, by kind."""

from __future__ import annotations

from data.cities.city import city
from data.locale import Texts
from data.models import CITY_PLACE, Layer, PlaceId
from data.place.sentences import place_title
from data.services import Services

OptionGroups = list[tuple[str, list[tuple[str, str]]]]


def place_options(services: Services, texts: Texts) -> OptionGroups:
    """Groups of places with their (id, title), the city in a group without a name."""
    groups = [("", [(CITY_PLACE, texts.t("fact_sheets.city"))])]
    for geography in reversed(city().layers):
        areas = services.atlas.areas(Layer(geography.value))
        named = [
            (str(PlaceId(geography, area_id)), place_title(name, area_id, geography, texts))
            for area_id, name in zip(areas["area_id"], areas["name"], strict=True)
        ]
        named.sort(key=lambda option: option[1].casefold())
        groups.append((texts.t(f"fact_sheets.groups.{geography.value}"), named))
    return groups
