"""Options: each is dated, cited, graded by what it cites, neutral, and in both languages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
import yaml
from pydantic import ValidationError

from callbacks import today
from callbacks.routing import page_request
from callbacks.server.delivery import Delivery, Ground
from data.catalogue.determinants import determinants
from data.checked import CatalogueError, Text
from data.cities.city import OPTIONS, city
from data.cities.options import (
    WHAT_CHARACTERS,
    Decider,
    Design,
    Grade,
    Option,
    check_options,
    old_refs,
    option_of,
    read_options,
)
from data.locale import LANGUAGES, texts
from data.sentences.options import MOST_DOTS, dots_of, listed, tell
from data.settings import Settings
from layouts.components.options import options_section
from layouts.components.static import to_html
from layouts.pages import fact_sheets
from tests.shared import services

LEAST = 3
# What no text of an option says: what somebody is to do.
ADVICE = {
    "en": r"should|must|ought|urge[sd]?|recommend\w*",
    "es": r"debe|deben|debería\w*|hay que|recomend\w*",
}
# What it must not say without a citation: that it is good, or what it does.
PRAISE = {"en": r"best|proven|works", "es": r"mejor|comprobad\w*|funciona"}
CAUSAL = {
    "en": r"causes?|caused|because|leads? to|due to|shapes?|drives?|harms?|results? in|reduces?|"
    r"improves?|prevents?|lowers|saves? lives",
    "es": r"causa\w*|porque|lleva a|debido a|daña\w*|provoca\w*|reduc\w+|mejora\w*|previen\w*|"
    r"evita\w*|salva vidas",
}
# Words of a name or of a purpose that somebody gave; they say nothing of an effect.
NAMES = re.compile(r"violence prevention|para prevenir la violencia|distrito de mejoras")
ALL = [
    pytest.param(name, option, id=f"{name}.{option.id}")
    for name, options in city().options.items()
    for option in options
]


def own_words(option: Option) -> tuple[Text, ...]:
    """What is said without a citation beside it; concerns stand under that word."""
    return option.what, option.says, option.status, option.law


def every_text(option: Option) -> Iterator[Text]:
    yield from (*own_words(option), option.concerns, *(c.finds for c in option.citations))
    yield from (option.cost,) if option.cost else ()


def test_every_determinant_has_options() -> None:
    assert set(city().options) == set(determinants())
    assert {name: len(found) for name, found in city().options.items() if len(found) < LEAST} == {}


@pytest.mark.parametrize(("name", "option"), ALL)
def test_an_option_is_dated_cited_and_graded_by_what_it_cites(name: str, option: Option) -> None:
    assert option.as_of <= date.today()
    assert option_of(city().options, f"{name}.{option.id}") == option
    designs = {citation.design for citation in option.citations}
    if option.grade is Grade.TRIALS:
        assert designs & {Design.TRIAL, Design.META_ANALYSIS}
    else:  # whoever cites a trial has that grade
        assert not designs & {Design.TRIAL, Design.META_ANALYSIS}
    assert option.supports or option.grade is Grade.NONE_FOUND
    assert not option.disputed or option.opposes
    addresses = [option.url, *(cited.url for cited in option.citations if cited.url)]
    addresses += [option.cost.url] if option.cost and option.cost.url else []
    assert all(address.startswith("https://") for address in addresses)
    assert re.search(r"\d{4}|undated", option.source)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("name", "option"), ALL)
def test_an_option_recommends_nothing_and_claims_no_effect(
    name: str, option: Option, lang: str
) -> None:
    assert len(option.what.get(lang)) <= WHAT_CHARACTERS[lang]
    for text in every_text(option):
        said = text.get(lang)
        assert re.search(rf"\b(?:{ADVICE[lang]})\b", said, re.IGNORECASE) is None, said
        assert text.en != text.es
    claims = re.compile(rf"\b(?:{CAUSAL[lang]}|{PRAISE[lang]})\b", re.IGNORECASE)
    for text in own_words(option):
        said = NAMES.sub("", text.get(lang))
        assert claims.search(said) is None, said


def test_the_same_paper_is_cited_the_same_way() -> None:
    cited: dict[str, set[str | None]] = {}
    for options in city().options.values():
        for citation in (c for option in options for c in option.citations):
            cited.setdefault(citation.text, set()).add(citation.url)
    assert {text: urls for text, urls in cited.items() if len(urls) > 1} == {}


# -- the model ----------------------------------------------------------------------------------


def entry(**changes: Any) -> dict[str, Any]:
    """An option as its file has it, with some fields changed."""
    own = yaml.safe_load((city().folder / OPTIONS / "poverty.yaml").read_text(encoding="utf-8"))
    return {**own["options"][0], **changes}


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"grade": "trials"}, "grade"),
        ({"grade": "none_found"}, "grade"),
        ({"opposes": []}, "disputed"),
        ({"supports": []}, "disputed"),
        ({"who": ["mayor"]}, "who"),
        ({"who": []}, "who"),
        ({"who": ["voters", "voters"]}, "who"),
        ({"url": "http://example.org/law"}, "url"),
        ({"what": {"en": "x" * 61, "es": "x"}}, "what"),
        ({"what": {"en": "Only one language"}}, "what"),
        ({"as_of": "soon"}, "as_of"),
        ({"recommended": True}, "recommended"),
    ],
)
def test_a_wrong_option_is_refused_by_the_field(changes: dict[str, Any], named: str) -> None:
    with pytest.raises(ValidationError, match=named):
        Option.model_validate(entry(**changes))


def test_a_file_of_no_determinant_is_named(tmp_path: Any) -> None:
    with pytest.raises(CatalogueError, match=r"weather\.yaml: no determinant 'weather'"):
        check_options({"weather": ()}, determinants(), tmp_path)
    twice = {"options": [entry(), entry()]}
    (tmp_path / "poverty.yaml").write_text(yaml.safe_dump(twice), encoding="utf-8")
    with pytest.raises(CatalogueError, match=r"poverty\.yaml.*named twice"):
        read_options(tmp_path)


def test_a_city_without_the_folder_lists_none(tmp_path: Any) -> None:
    assert read_options(tmp_path / "nothing") == {}
    assert option_of({}, "poverty.refundable_credit") is None


# -- its age ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("as_of", "old_from"),
    [
        (date(2025, 7, 17), date(2026, 7, 17)),
        (date(2024, 2, 29), date(2025, 3, 1)),
        (date(2023, 2, 28), date(2024, 2, 28)),
        (date(2025, 12, 31), date(2026, 12, 31)),
    ],
)
def test_it_is_old_from_the_day_twelve_months_later(as_of: date, old_from: date) -> None:
    option = Option.model_validate(entry(as_of=as_of))
    assert option.old_from == old_from
    assert option.is_old(old_from)
    assert not option.is_old(old_from - timedelta(days=1))


def test_the_day_is_in_the_key_of_what_is_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    """The one fact of the day that an answer may know makes every answer anew when it changes."""
    import app

    made = app.create_app(Settings())
    delivery = Delivery(made, base_path="/", ground=Ground())

    def on(day: date) -> tuple[object, frozenset[str]]:
        monkeypatch.setattr(today, "date", type("Day", (), {"today": staticmethod(lambda: day)}))
        with made.server.test_request_context("/fact-sheets"):
            asked = page_request(services(), Settings(), "/fact-sheets", "")
            return delivery._key(), asked.old_options

    first = min(option.old_from for options in city().options.values() for option in options)
    (before, none), (after, some) = on(first - timedelta(days=1)), on(first)
    assert none == frozenset()
    assert some == old_refs(city().options, first) != frozenset()
    assert before != after
    assert on(first + timedelta(days=1))[0] == after  # nothing turned old: nothing is made anew


# -- in words and on the page -------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_decider_grade_and_reading_has_words(lang: str) -> None:
    said = texts(lang)
    assert all(said.t(f"options.who.{decider.value}") for decider in Decider)
    assert [dots_of(grade) for grade in Grade] == list(range(MOST_DOTS, -1, -1))
    for name, options in city().options.items():
        for option in options:
            told = tell(name, option, lang)
            assert told.ref == f"{name}.{option.id}"
            assert str(option.as_of.year) in told.as_of
            assert str(option.old_from.year) in told.as_of


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", list(city().options))
def test_the_page_of_fact_sheets_lists_all_of_each(name: str, lang: str) -> None:
    title, options = "A title", city().options[name]
    old = frozenset({f"{name}.{options[0].id}"})
    section = options_section(name, title, texts=texts(lang), old=old)
    markup = to_html(section)
    for option in options:
        told = tell(name, option, lang)
        for text in (told.what, told.status, told.law, told.concerns, told.as_of, told.evidence):
            assert to_html(text) in markup
        for citation in option.citations:
            assert to_html(citation.text) in markup
    assert listed(lang) in markup
    assert markup.count("option--old") == markup.count("option__check") == 1
    assert options_section("nothing", title, texts=texts(lang), old=old) is None


def test_the_page_shows_them_below_the_sheet() -> None:
    asked = page_request(services(), Settings(), "/fact-sheets", "determinant=food")
    markup = str(fact_sheets.build(asked).to_plotly_json())
    assert all(option.what.en in markup for option in city().options["food"])
