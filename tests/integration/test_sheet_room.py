"""What a full fact sheet leaves out: never a fact for a number of elsewhere, and no option ever."""

from __future__ import annotations

import itertools
import json
import random
from datetime import date
from typing import Any

import pytest
import typst

from data.catalogue.determinants import determinants
from data.locale import LANGUAGES, texts
from layouts.fact_sheets.content import PAPERS, content
from layouts.paper import typesetter
from layouts.paper.unbroken import unbroken_all
from tests.shared import services

SERVICES = services()
PLACES = ("city", "zip-64130", "neighborhood-60", "council_district-3")
EVERY = list(itertools.product(determinants(), LANGUAGES, PAPERS, PLACES))
LIVE = "https://example.org/fact-sheets?determinant=poverty&place=city"
TEMPLATE = typesetter.TEMPLATES[typesetter.SHEET]


def fitted(shown: dict[str, Any]) -> dict[str, Any]:
    """What the template says of a sheet: what it left out, how full the page is."""
    compiler = typst.Compiler(
        input=TEMPLATE,
        root=TEMPLATE.parent,
        font_paths=typesetter._fonts(),
        sys_inputs={"sheet": json.dumps(unbroken_all(shown), ensure_ascii=False)},
    )
    found: dict[str, Any] = json.loads(compiler.query("<fit>", field="value", one=True))
    return found


def assert_nothing_is_lost_to_the_county(sheet: tuple[str, str, str, str]) -> None:
    determinant, lang, paper, place = sheet
    shown = content(
        SERVICES, SERVICES.fact_sheets.data(determinant, place), texts=texts(lang), paper=paper,
        made=date(2026, 11, 23), live=LIVE,
    )  # fmt: skip
    drawn = {"template": typesetter.SHEET, **typesetter._all_drawn(shown)}
    found, alone = fitted(drawn), fitted({**drawn, "beside": ""})
    assert found["filled"] <= 1, sheet
    lost, lost_alone = found["left_out"], alone["left_out"]
    assert lost.count("fact") <= lost_alone.count("fact"), (sheet, lost, lost_alone)
    large = content(
        SERVICES, SERVICES.fact_sheets.data(determinant, place), texts=texts(lang), paper=paper,
        made=date(2026, 11, 23), live=LIVE, large=True,
    )  # fmt: skip
    assert fitted({"template": typesetter.SHEET, **typesetter._all_drawn(large)})["fits"], sheet


@pytest.mark.parametrize("sheet", random.Random(87).sample(EVERY, 6))
def test_no_fact_gives_way_to_the_county(sheet: tuple[str, str, str, str]) -> None:
    assert_nothing_is_lost_to_the_county(sheet)


@pytest.mark.full
def test_no_fact_of_any_sheet_gives_way_to_the_county() -> None:
    for sheet in EVERY:
        assert_nothing_is_lost_to_the_county(sheet)
