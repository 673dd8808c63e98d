"""Names of places: shown by one rule, kept as they are published, found by either."""

from __future__ import annotations

import csv
import io

from data.cities.city import city
from data.cities.display_names import displayed
from data.files.estimate_table import estimate_csv
from data.locale import LANGUAGES, texts
from data.models import Geography, Layer
from tests.shared import services

SERVICES = services()
ATLAS = SERVICES.atlas
HOMES = ATLAS.areas(Layer.NEIGHBORHOOD)
CHANGED = HOMES[HOMES["name"] != HOMES["official_name"]]


def test_every_name_is_shown_by_the_rule() -> None:
    """Groups have names that the city's folder gives them, in each language."""
    for layer in (Layer(g.value) for g in city().layers if g is not Geography.GROUP):
        areas = ATLAS.areas(layer)
        assert areas["name"].tolist() == [
            displayed(name, city().name_words) for name in areas["official_name"]
        ]


def test_names_that_the_issue_names() -> None:
    names = HOMES.set_index("area_id")["name"]
    assert names["26"] == "18th and Vine and Downtown East"
    assert names["113"] == "Eastern 49-63"
    assert len(CHANGED) == 17


def test_both_names_find_the_place() -> None:
    for _, row in CHANGED.iterrows():
        place = f"neighborhood-{row['area_id']}"
        for name in (row["name"], row["official_name"], row["official_name"].upper()):
            assert SERVICES.place_index.search(name).places[0].place_id == place


def test_pages_show_the_display_form_alone() -> None:
    """What pages, slides and sheets call places comes from these two."""
    official = set(CHANGED["official_name"])
    shown = {name for place in SERVICES.place_index.places for name in place.names.values()}
    compared = {place.name for place in SERVICES.compare.places.values()}
    assert not official & (shown | compared)
    drawn = SERVICES.explore.data("life_expectancy", "poverty_2015", Geography.NEIGHBORHOOD)
    assert not official & set(drawn.frame["name"])


def test_files_have_both_names() -> None:
    indicator = ATLAS.catalogue.indicator("poverty_150")
    source = ATLAS.catalogue.source_of(indicator)
    for lang in LANGUAGES:
        text = estimate_csv(ATLAS.repository, indicator, source, Layer.NEIGHBORHOOD, texts(lang))
        rows = {row["place_id"]: row for row in csv.DictReader(io.StringIO(text))}
        for _, area in CHANGED.iterrows():
            row = rows[f"neighborhood-{area['area_id']}"]
            assert (row["place"], row["official_name"]) == (area["name"], area["official_name"])
