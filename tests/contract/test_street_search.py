"""Crossings, landmarks and house numbers as people type them, in the files that ship.

The search box looks them up by itself (assets/clientside/search/): one Node answers for all texts.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from playwright._impl._driver import compute_driver_executable

from data.atlas.atlas import GEO_FOLDER
from data.locale import LANGUAGES, texts
from layouts.components.place_search import STREET_TEXTS
from tests.shared import services

ASK = Path(__file__).parents[1] / "node" / "search_answers.mjs"
CORNER = {"neighborhood-68", "neighborhood-69", "neighborhood-77", "neighborhood-78"}
LINWOOD = {"neighborhood-56", "neighborhood-57", "neighborhood-58"}
FORMS = {
    "39th and Troost": CORNER,
    "39th & Troost": CORNER,
    "39th/Troost": CORNER,
    "39th @ troost ave.": CORNER,
    "troost and 39th": CORNER,
    "39 and troost": CORNER,
    "39 troost": CORNER,
    "Troost 39th": CORNER,
    "39th St and Troost Ave": CORNER,
    "E 39th st & Troost": CORNER,
    "East 39th Street at Troost Avenue": CORNER,
    "corner of 39th and Troost": CORNER,
    "39th and trost": CORNER,
    "39th and tr": CORNER,
    "calle 39 y Troost": CORNER,
    "39 y troost": CORNER,
    "esquina de la 39 con Troost": CORNER,
    "corner of Linwood and Prospect": LINWOOD,
    "Prospect Avenue & Linwood Boulevard": LINWOOD,
    "cruce de linwood y prospect": LINWOOD,
}
SAME = (
    ("the paseo and 31st", "31 & paseo", "31st St and The Paseo"),
    ("47th and Troost", "emanuel cleaver ii blvd & troost", "cleaver and troost"),
    ("I-70 and Prospect", "i70 & prospect", "Interstate 70 and Prospect Ave"),
    ("63rd and 71 highway", "US-71 & 63rd", "63rd and bruce watkins", "carretera 71 y calle 63"),
    ("barry and north oak", "N Oak & Barry Rd", "oak trafficway and barry rd"),
    ("3715 Troost", "3715 Troost Ave", "3715 troost avenue, Kansas City, MO 64109", "Troost 3715"),
    ("3715 Troost", "3715 Troost Ave 64109", "3715 troost kansas city mo", "3715 Troost KCMO"),
    ("2500 E 39th St", "2500 39th", "2500 e 39th st apt 3", "calle 39 este 2500"),
    ("18th & Vine", "18th and vine", "18TH & VINE"),
    ("airport", "MCI", "aeropuerto", "Kansas City International Airport"),
    ("Children's Mercy", "University Health", "childrens mercy"),
    ("district 3", "3rd district", "third district", "council district three", "distrito 3",
     "tercer distrito", "distrito tres", "third council district", "District Three", "d3"),
    ("64130", "64130-2104", "zip 64130", "ZIP code 64130", "código postal 64130",
     "codigo postal 64130"),
)  # fmt: skip
# Typed text -> why there is no answer.
REASONS = {
    "7200 N Oak Trafficway": "ends",
    "1200 NE 72nd St": "ends",
    "500 W 39th St": "ends",
    "10500 Wornall": "ends",
    "300 Main St": "ends",
    "1400 E Red Bridge Rd": "ends",
    "2400 Holmes": "street_ends",
    "9000 E Linwood Blvd": "street_ends",
    "4525 Oak St": "unknown_street",
    "39th and Wabash": "unknown_street",
    "31st and Linwood": "apart",
    "3715": "number",
    "KU Hospital": "outside",
}


@cache
def files() -> tuple[dict[str, Any], dict[str, Any]]:
    """The index of places and the file of streets, as the browser gets them."""
    address = services().atlas.streets_url
    assert address
    file = GEO_FOLDER / address.rpartition("/")[2]
    return json.loads(services().place_index.json), json.loads(file.read_text(encoding="utf-8"))


def asked(typed: Sequence[str], *, streets: bool = True) -> list[dict[str, Any]]:
    """What the box lists for each text."""
    index, known = files()
    told = {"index": index, "streets": known if streets else None, "typed": list(typed)}
    node = compute_driver_executable()[0]
    ran = subprocess.run(
        [node, ASK], input=json.dumps(told), capture_output=True, text=True, check=True, timeout=60
    )
    found: list[dict[str, Any]] = json.loads(ran.stdout)
    return found


def home(answer: dict[str, Any]) -> set[str]:
    return {e for e in answer["entries"] if isinstance(e, str) and e.startswith("neighborhood-")}


def places_of(place_set: int) -> list[str]:
    _, known = files()
    return [known["places"][place] for place in known["sets"][place_set]]


def test_a_crossing_is_found_in_every_form() -> None:
    for (typed, expected), answer in zip(FORMS.items(), asked(list(FORMS)), strict=True):
        assert home(answer) == expected, typed


def test_forms_of_one_thing_have_one_answer() -> None:
    typed = [text for forms in SAME for text in forms]
    answers = dict(zip(typed, asked(typed), strict=True))
    for forms in SAME:
        entries = [answers[text]["entries"] for text in forms]
        assert entries[0], forms
        for text, found in zip(forms, entries, strict=True):
            assert found == entries[0], text


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_crossing_of_the_file_is_found_by_its_label(lang: str) -> None:
    """Its label, typed, brings its places; where a pair meets twice, each of them can be chosen."""
    _, known = files()
    names = [street["name"].partition(" / ")[0] for street in known["streets"]]
    label = texts(lang).t("places.search.crossing", first="{first}", second="{second}")
    typed = [
        label.format(first=names[pair[order]], second=names[pair[1 - order]])
        for pair in known["crossings"]
        for order in (0, 1)
    ]
    sets = [each[2] for each in known["crossings"] for _ in (0, 1)]
    for text, place_set, answer in zip(typed, sets, asked(typed), strict=True):
        spots = [e["places"] for e in answer["entries"] if not isinstance(e, str)]
        told = [e for e in answer["entries"] if isinstance(e, str)]
        assert places_of(place_set) in [*spots, told[: len(places_of(place_set))]], text


def test_every_landmark_is_found_by_each_of_its_names() -> None:
    _, known = files()
    named = [(key, mark) for mark in known["landmarks"] for key in [mark["name"], *mark["keys"]]]
    for (typed, mark), answer in zip(named, asked([key for key, _ in named]), strict=True):
        places = places_of(mark["set"])
        labels = [e["label"] for e in answer["entries"] if not isinstance(e, str)]
        said = (answer["say"] or {}).get("spot", {}).get("label")
        assert mark["name"] in (said, *labels), typed
        if said:
            assert answer["entries"][: len(places)] == places, typed
            assert bool(places) is answer["say"]["text"].startswith("at"), typed


def test_what_cannot_be_placed_is_said_with_its_reason() -> None:
    for (typed, reason), answer in zip(REASONS.items(), asked(list(REASONS)), strict=True):
        assert answer["say"]["text"] == reason, typed
        assert answer["entries"] == [], typed
    assert {*REASONS.values(), "at", "at_also", "near", "near_crossing", "which"} <= set(
        STREET_TEXTS
    )


def test_a_house_number_names_what_lies_within_the_edge() -> None:
    """Troost Avenue is the line between districts and between neighborhoods."""
    (answer,) = asked(["3715 Troost"])
    assert answer["say"]["text"] == "near"
    assert answer["entries"] == [
        "neighborhood-77", "neighborhood-68", "zip-64109", "council_district-4",
        "council_district-3",
    ]  # fmt: skip


def test_a_house_number_at_a_crossing_names_a_place_of_that_crossing() -> None:
    _, known = files()
    streets = known["streets"]
    typed, expected = [], []
    for a, b, place_set in known["crossings"]:
        along = next((s for s in (a, b) if streets[s].get("axis") == "NS"), None)
        across = next((s for s in (a, b) if streets[s].get("number")), None)
        if along is not None and across is not None and str(along) in known["blocks"]:
            typed.append(f"{streets[across]['number']}00 {streets[along]['name']}")
            expected.append(set(places_of(place_set)))
    assert len(typed) > 30
    for text, places, answer in zip(typed, expected, asked(typed), strict=True):
        assert set(answer["entries"]) & places, text


def test_names_come_before_what_may_be_an_address() -> None:
    typed = ["49-63", "49/63", "oak park", "64130", "641", "independence plaza", "armor filds"]
    plain = asked(typed, streets=False)
    assert [a["entries"] for a in asked(typed)] == [a["entries"] for a in plain]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_kind_words_say_where_the_rule_ends_and_what_to_type(lang: str) -> None:
    t = texts(lang).t
    ways = {"en": "Type your neighborhood", "es": "Escriba su vecindario"}[lang]
    for reason in ("ends", "street_ends", "unknown_street", "apart"):
        assert ways in t(f"places.search.{reason}"), reason


def test_the_file_is_light_and_holds_no_point() -> None:
    """Nothing but what is looked up: some 20 kilobytes on the wire, and no coordinates."""
    _, known = files()
    assert set(known) == {
        "streets", "crossings", "blocks", "landmarks", "places", "sets", "reach",
    }  # fmt: skip
    assert len(json.dumps(known, separators=(",", ":"))) < 110_000
