"""Words that need explaining: said plainly, marked where they stand, explained on the same page."""

from __future__ import annotations

import re
from functools import cache
from html import unescape
from itertools import product

import pytest
from dash.development.base_component import Component

from data.address import query_parameters
from data.explore.state import ViewState
from data.locale import LANGUAGES, texts
from layouts.charts import explore as explore_charts
from layouts.components.static import to_html
from layouts.components.terms import TERMS, anchor, forms_of, used_in, with_terms
from layouts.frame.first_html import first_html
from layouts.pages import PAGES
from layouts.pages.explore.page import drawn as redrawn
from tests.shared import ADDRESSES, drawn, services

MOST_WORDS = 25
OPENER = re.compile(r'<a class="term" href="#([^"]+)">([^<]+)</a>')
TAGS = re.compile(r"<[^>]*>")
FORBIDDEN = ("a", "button", "summary", "label", "h1", "h2", "h3", "h4", "h5", "h6")
LISTED = re.compile(r'<div id="(term-\w+)"><dt>([^<]+)</dt><dd>([^<]+)</dd></div>')


@cache
def page(address: str, lang: str) -> str:
    return first_html(drawn(at(address, lang)))


def at(address: str, lang: str) -> str:
    return f"{address}{'&' if '?' in address else '?'}lang={lang}"


def openers(markup: str) -> list[tuple[str, str]]:
    return [(target, unescape(said)) for target, said in OPENER.findall(markup)]


@pytest.mark.parametrize(("term", "lang"), [*product(TERMS, LANGUAGES)])
def test_a_term_is_said_in_few_words_and_occurs(term: str, lang: str) -> None:
    spoken = texts(lang)
    said = spoken.t(f"glossary.{term}.said")
    assert 5 <= len(said.split()) <= MOST_WORDS, said
    assert said.endswith(".")
    sentences = [spoken.t(key) for key in spoken.keys() if not key.startswith("glossary.")]  # noqa: SIM118
    for form in forms_of(term, spoken):
        whole = re.compile(rf"(?<!\w){re.escape(form)}(?!\w)", re.IGNORECASE)
        assert any(" " in text and whole.search(text) for text in sentences), f"{form}: dead"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_term_opens_where_it_is_used(lang: str) -> None:
    """On some page; on every page each opener leads to the words of that page, and to Methods."""
    reached: set[str] = set()
    methods = {target: said for target, _, said in LISTED.findall(page("/methods", lang))}
    assert list(methods) == [anchor(term) for term in TERMS]
    for address in ADDRESSES:
        markup = page(address, lang)
        told = {target: said for target, _, said in LISTED.findall(markup)}
        marked = {target for target, _ in openers(markup)}
        assert marked <= told.keys() <= methods.keys(), address
        assert all(said == methods[target] for target, said in told.items())
        for target, form in openers(markup):
            known = [
                known.casefold() for known in forms_of(target.removeprefix("term-"), texts(lang))
            ]
            assert form.casefold() in known
        for tag in FORBIDDEN:
            for inside in re.findall(
                rf"<{tag}[ >](.*?)</{tag}>", OPENER.sub("\0", markup), re.DOTALL
            ):
                assert "\0" not in inside, (address, tag)
        reached |= marked
    assert reached == set(methods)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_callbacks_bring_is_explained_on_the_page(lang: str) -> None:
    declared = {page.key: set(page.terms) for page in PAGES}
    brought: set[str] = set()
    for query in ("", "outcome=homicide_rate&by=zip", "outcome=diabetes_places", "factor=ice_2019"):
        words = query_parameters(f"{query}&lang={lang}")
        state: ViewState = explore_charts.read(services(), words, "en").state
        brought |= used_in(list(redrawn(services(), state, "/")))
    assert {"r", "interval", "effective_places"} <= brought <= declared["explore"]
    for name in ("gaps", "compare"):
        for address in (a for a in ADDRESSES if a.partition("?")[0] == f"/{name}"):
            assert used_in(drawn(at(address, lang))) <= declared[name]


def markup(text: str, lang: str = "en") -> str:
    return to_html(with_terms(text, texts(lang)))


@pytest.mark.parametrize(
    ("text", "lang", "marked"),
    [
        ("Coverage is coverage, the interval an interval.", "en", ["Coverage", "interval"]),
        ("r = 0.5 for r; Mr. r's car, are", "en", ["r"]),
        ("intervalsize, coverages, reICE", "en", []),
        ("9.1 percentage points (95% interval 8 to 10)", "en", ["percentage points", "interval"]),
        ("En parte modelado, con agrupación y «intervalos».", "es",
         ["En parte modelado", "agrupación", "intervalos"]),
        ("agrupaciónes, índice de la pendiente", "es", ["índice de la pendiente"]),
        ("", "es", []),
    ],
)  # fmt: skip
def test_whole_words_the_first_time(text: str, lang: str, marked: list[str]) -> None:
    said = markup(text, lang)
    assert [form for _, form in openers(said)] == marked
    assert unescape(TAGS.sub("", said)) == text


def test_a_text_without_a_term_is_left_alone() -> None:
    assert with_terms("Nothing here.", texts("en")) == "Nothing here."
    assert isinstance(with_terms("Coverage", texts("en"))[0], Component)
