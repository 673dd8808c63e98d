"""Names of a city in texts: lists of its layers, and what is left of a text that asks for more."""

from __future__ import annotations

import pytest

from data.cities.names import filled, layer_names, with_capitals


def forms(one: str, many: str) -> dict[str, str]:
    return {"one": one, "many": many, "short": one, "shorts": many, "definite": f"los {many}"}


TRACTS, ISLANDS = forms("zona", "zonas"), forms("isla", "islas")
HAMLETS, TWO = forms("hoyo", "hoyos"), {"zip": forms("zona", "zonas")}


def test_the_first_layer_is_meant_where_no_other_is_named() -> None:
    names = with_capitals(layer_names({"zip": TRACTS, "neighborhood": ISLANDS}, "en"))
    assert filled("{Home_many} of {zip_one}", names) == "Zonas of zona"


def test_layers_stand_in_one_list() -> None:
    two = layer_names({"zip": TRACTS, "neighborhood": ISLANDS}, "en")
    assert filled("{layers_one_or}; {layers_one_comma_or}", two) == "zona or isla; zona, or isla"
    assert layer_names({"zip": TRACTS}, "en")["layers_many_and"] == "zonas"


@pytest.mark.parametrize(
    ("last", "joint", "said"),
    [
        (ISLANDS, "and", "zona e isla"),
        (HAMLETS, "or", "zona u hoyo"),
        (TRACTS, "and", "zona y zona"),
    ],
)
def test_spanish_joins_by_the_sound_that_follows(
    last: dict[str, str], joint: str, said: str
) -> None:
    names = layer_names({"zip": TRACTS, "neighborhood": last}, "es")
    assert names[f"layers_one_{joint}"] == said


def test_a_sentence_that_asks_for_what_is_lacking_is_left_out() -> None:
    names = layer_names(TWO, "en")
    text = "Of {zip_many}, one is near. Inside {council_district_many} it is not. Ask {n}.\n\nNext."
    assert filled(text, names) == "Of zonas, one is near. Ask {n}.\n\nNext."
    assert filled("Graded in {history_year}.", names) is None


def test_one_of_a_list_that_is_lacking_leaves_nothing_behind() -> None:
    text = "For the city, {council_district_listed}groups and {zip_listed}all."
    assert filled(text, layer_names(TWO, "en")) == "For the city, groups and los zonas, all."
