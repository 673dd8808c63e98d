"""A link that was mangled on its way shows what the clean one shows; nothing typed is a 500."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest
from dash import Dash
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st

from callbacks.routing import describe_page, show_page, site_path
from data.address import clean_path, language_of, query_parameters, trimmed, understood
from data.compare.state import parse_compare
from data.decks.deck import Deck, View, from_link, ready_decks, to_link
from data.explore.state import parse_view
from data.gaps.state import parse_gap
from data.locale import LANGUAGES, texts
from data.services import Services
from data.settings import Settings
from layouts import ids
from layouts.pages import PAGES
from layouts.pages.explore import page as explore
from layouts.pages.gaps import page as gaps
from layouts.request import PageRequest
from tests.unit.layouts.trees import text, with_prop

ROOT = Path(__file__).parents[2]
SETTINGS = Settings()
QUERIES = {
    "explore": (
        "?outcome=homicide_rate&factor=ice_2019&by=zip&map=both&layers=holc,rivers"
        "&places=zip-64113,zip-64130&lang=es&theme=dark",
        "?by=council_district&lang=es",
    ),
    "gaps": (
        "?outcome=homicide_rate&group=council_district&lang=es",
        "?group=no_internet&by=tract",
    ),
    "compare": (
        "?places=neighborhood-113,zip-64130,city&baseline=zip-64130&order=clearest&lang=es",
    ),
}
PATHS = (
    *("/place/neighborhood-113", "/place/zip-64130", "/place/city", "/place/neighborhood-U3"),
    *("/", "/compare", "/gaps", "/fact-sheets", "/places", "/present", "/data", "/methods"),
)


# -- how links are mangled ------------------------------------------------------------------------


def _encoded_pairs(query: str) -> str:
    return "?" + quote(query[1:], safe="")


MANGLINGS: dict[str, Callable[[str], str]] = {
    "as it is": lambda query: query,
    "HTML": lambda query: query.replace("&", "&amp;"),
    "HTML twice": lambda query: query.replace("&", "&amp;amp;"),
    "HTML number": lambda query: query.replace("&", "&#38;"),
    "equals signs": lambda query: query.replace("=", "%3D"),
    "everything": _encoded_pairs,
    "everything twice": lambda query: "?" + quote(_encoded_pairs(query)[1:], safe=""),
    "ampersands": lambda query: query.replace("&", "%26"),
    "commas": lambda query: query.replace(",", "%2C"),
    "comma and blank": lambda query: query.replace(",", ", "),
    "full stop": lambda query: query + ".",
    "bracket": lambda query: query + ").",
    "quotation mark": lambda query: query + "”",
    "capitals": str.upper,
    "hyphens": lambda query: query.replace("_", "-"),
    "blanks": lambda query: query.replace("=", " = ").replace("&", " & ") + " ",
    "plus signs": lambda query: query.replace("=", "=+") + "+",
    "no-break space": lambda query: query + "%C2%A0",
    "slash": lambda query: query + "/",
    "country": lambda query: query.replace("lang=es", "lang=es-MX"),
    "Country": lambda query: query.replace("lang=es", "lang=ES_us"),
    "twice the mark": lambda query: "?" + query,
}
PATH_MANGLINGS: dict[str, Callable[[str], str]] = {
    "capitals": str.upper,
    "small": str.lower,
    "full stop": lambda path: path + ".",
    "slash": lambda path: path + "/",
    "slashes": lambda path: path.replace("/", "//"),
    "blank": lambda path: f"{path}%20",
    "encoded": lambda path: "/" + quote(path[1:], safe="/").replace("-", "%2D"),
    "encoded twice": lambda path: path.replace("-", "%252D"),
    "underscore": lambda path: path.replace("-1", "_1").replace("-6", "_6"),
    "comma": lambda path: path + ",",
}


@given(page=st.sampled_from(sorted(QUERIES)), data=st.data())
@settings(max_examples=150, deadline=None)
def test_a_mangled_query_shows_what_the_clean_one_shows(
    services: Services, page: str, data: st.DataObject
) -> None:
    query = data.draw(st.sampled_from(QUERIES[page]))
    mangled = query
    for name in data.draw(st.lists(st.sampled_from(sorted(MANGLINGS)), max_size=2, unique=True)):
        mangled = MANGLINGS[name](mangled)
    known = frozenset(place for its in services.atlas.place_ids.values() for place in its) | {
        "city"
    }

    def parsed(text: str) -> object:
        if page == "explore":
            return parse_view(text, services.atlas.catalogue, services.atlas.place_ids)
        if page == "gaps":
            return parse_gap(text, services.atlas.catalogue)
        return parse_compare(text, known)

    assert parsed(mangled) == parsed(query)


@pytest.mark.parametrize("name", sorted(MANGLINGS))
def test_every_page_speaks_the_language_of_a_mangled_address(services: Services, name: str) -> None:
    for path in ("/methods", "/nowhere"):
        query = MANGLINGS[name]("?theme=dark&lang=es")
        assert describe_page(services, SETTINGS, path, query).lang == "es"


@pytest.mark.parametrize("path", PATHS)
def test_a_mangled_path_is_the_same_page(services: Services, path: str) -> None:
    clean = describe_page(services, SETTINGS, path, "")
    assert clean.status == 200
    for name, mangle in PATH_MANGLINGS.items():
        if name != "underscore" or "place/" in path:
            assert describe_page(services, SETTINGS, mangle(path), "") == clean, name
            assert site_path(services, mangle(path)) == path


def test_a_mangled_place_is_drawn(services: Services) -> None:
    clean = show_page(services, SETTINGS, "/place/neighborhood-U3", "?lang=es")
    mangled = show_page(services, SETTINGS, "/Place/NEIGHBORHOOD%2Du3.", "?amp;lang=es-MX.")
    assert text(mangled) == text(clean)


@given(st.text(max_size=120), st.text(max_size=120))
@settings(max_examples=200, deadline=None)
def test_no_address_at_all_is_a_failure(services: Services, path: str, query: str) -> None:
    page = describe_page(services, SETTINGS, f"/{path}", query)
    assert page.status in (200, 404)
    assert clean_path(clean_path(path)) == clean_path(clean_path(clean_path(path)))


def test_free_text_keeps_its_ampersand_and_a_deck_its_case() -> None:
    assert query_parameters("?q=Smith+%26+Sons&lang=es")["q"] == "Smith & Sons"
    assert query_parameters("?deck=eNqLAbC_-x&lang=es")["deck"] == "eNqLAbC_-x"
    assert trimmed(" «zip-64130». ") == "zip-64130"
    assert [language_of(tag) for tag in ("es-MX", "ES", "es_US", "es-419", "fr", "")] == [
        "es", "es", "es", "es", None, None,
    ]  # fmt: skip


def test_no_two_ids_are_the_same_word(services: Services) -> None:
    """Otherwise a mangled id could mean another thing than was written."""
    for known in (
        frozenset(services.atlas.catalogue.indicators),
        frozenset(place for its in services.atlas.place_ids.values() for place in its),
    ):
        assert all(understood(word.upper(), known) == word for word in known)


def test_a_place_in_a_deck_may_be_mangled() -> None:
    deck = Deck((View("place/neighborhood-113", "spine", "", "", ""),))
    mangled = Deck((View("Place/NEIGHBORHOOD-113.", "spine", "", "", ""),))
    assert from_link(to_link(mangled)).deck == deck


# -- files ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("clean", "mangled"),
    [
        ("/download/explore/ranking.csv?by=zip&lang=es",
         "/Download/Explore/RANKING.CSV?by=ZIP&amp;lang=es-MX"),
        ("/download/explore/map.csv", "/download/explore/map.csv."),
        ("/download/gaps/gap-patterns.csv?lang=es", "/download/gaps/gap-patterns.csv/?lang%3Des"),
        ("/download/place/zip-64130/spine.csv", "/download/place/ZIP%2D64130/Spine.csv%20"),
        ("/download/place/neighborhood-U3/spine.csv", "/download/place/neighborhood-u3/spine.csv"),
        ("/download/compare.csv?places=zip-64130,city",
         "/download/compare.csv?places=ZIP-64130,%20city."),
        ("/download/estimates/poverty_2015/zip.csv", "/download/estimates/POVERTY-2015/ZIP.csv"),
    ],
)  # fmt: skip
def test_a_mangled_address_of_a_file_gives_the_file(
    real_client: FlaskClient, clean: str, mangled: str
) -> None:
    wanted = real_client.get(clean)
    assert wanted.status_code == 200
    found = real_client.get(mangled, follow_redirects=True)
    assert found.status_code == 200
    assert found.data == wanted.data
    assert found.headers["Content-Disposition"] == wanted.headers["Content-Disposition"]


def test_a_mangled_deck_and_sheet_are_understood(real_client: FlaskClient) -> None:
    link = to_link(next(iter(ready_decks().values())).deck("es"))
    clean = real_client.get(f"/present/slides.json?deck={link}&lang=es")
    mangled = real_client.get(f"/present/slides.json?lang=es-MX&amp;deck={link}.")
    assert clean.status_code == 200
    assert mangled.json == clean.json
    unknown = real_client.get("/fact-sheets/POVERTY/zip-99999.PDF?lang=ES", follow_redirects=True)
    assert unknown.status_code == 404
    assert "zip-99999" in unknown.text
    assert 'lang="es"' in unknown.text


# -- what is said ---------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    ("page", "query", "written"),
    [
        ("explore", "?outcome=poverty_2015", ("poverty_2015", "life_expectancy")),
        ("explore", "?factor=life_expectancy", ("poverty_2015", "life_expectancy")),
        ("explore", "?outcome=homicide_rate&by=tract", ("tract”", "zip,", "zip.")),
        ("explore", "?by=parish", ("neighborhood.",)),
        ("explore", "?map=globe&theme=pink", ("shows outcome.", "light.")),
        ("explore", "?by=zip&places=neighborhood-113", ("neighborhood-113",)),
        ("gaps", "?group=obesity_2015&by=zip", ("obesity_2015", "poverty_2015", "zip”")),
        ("gaps", "?outcome=poverty_2015", ("poverty_2015", "life_expectancy")),
        ("compare", "?places=zip-64130,zip-64113&baseline=city&theme=pink", ("zip-", "light.")),
    ],
)
def test_a_notice_names_what_it_means(
    services: Services, lang: str, page: str, query: str, written: tuple[str, ...]
) -> None:
    visit = f"{query}&lang={lang}"
    spoken = texts(lang)
    if page == "explore":
        found = parse_view(visit, services.atlas.catalogue, services.atlas.place_ids)
        box = explore.notices(services, found.notices, spoken)
    elif page == "gaps":
        gap = parse_gap(visit, services.atlas.catalogue)
        box = gaps.notices(services, gap.notices, spoken)
    else:
        box = _compare_notices(services, visit)
    said = text(box)
    assert said
    assert not [word for word in written if word in said], said


def _compare_notices(services: Services, query: str) -> object:
    from callbacks.routing import page_request
    from layouts.charts.compare import parsed
    from layouts.pages.compare import page as compare

    visit: PageRequest = page_request(services, SETTINGS, "/compare", query)
    return compare.notices(parsed(services, visit.query, "en"), visit)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_finding_never_leads_with_what_it_cannot_say(services: Services, lang: str) -> None:
    spoken = texts(lang)
    cannot = {spoken.t(f"explore.reason.{key}") for key in ("few_areas", "vintages", "not_pooled")}
    for query in ("?by=council_district", "?by=council_district&outcome=homicide_rate"):
        state = parse_view(query, services.atlas.catalogue, services.atlas.place_ids).state
        data = services.explore.data(state.outcome, state.factor, state.by)
        parts = explore.finding_parts(data, spoken)
        assert parts["sentence"] not in cannot
        assert parts["detail"] in cannot


# -- the page that does not exist -----------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_lost_visitor_has_the_search_box_and_without_scripts_a_link(
    real_client: FlaskClient, real_app: Dash, services: Services, lang: str
) -> None:
    answer = real_client.get(f"/nowhere?lang={lang}")
    assert answer.status_code == 404
    first = answer.text.partition('<div id="first">')[2].partition("<script")[0]
    assert 'href="/places' in first
    assert texts(lang).t("places.lost.all") in first
    page = show_page(services, SETTINGS, "/nowhere", f"?lang={lang}")
    boxes = with_prop(page, "data-place_search") or with_prop(page, "data-place-search")
    assert [box.id for box in boxes] == [ids.PLACE_SEARCH, ids.LOST_SEARCH]


# -- one maker of addresses -----------------------------------------------------------------------


def _sources(*folders: str) -> dict[str, str]:
    return {
        file.relative_to(ROOT).as_posix(): file.read_text(encoding="utf-8")
        for name in folders
        for file in (ROOT / name).rglob("*.py")
    }


def test_nobody_writes_the_path_of_a_page_by_hand() -> None:
    pages = "|".join(re.escape(page.path[1:]) for page in PAGES if len(page.path) > 1)
    by_hand = re.compile(rf"""f?["']/(?:(?:{pages})(?=["'/?#{{])|\?)""")
    sources = _sources("data", "layouts", "callbacks")
    assert by_hand.search(sources.pop("layouts/paths.py"))
    assert by_hand.search(sources.pop("data/api/operations.py"))  # the API's own table of addresses
    assert by_hand.search(sources.pop("data/numbers/address.py"))  # those that records name
    assert [name for name, source in sources.items() if by_hand.search(source)] == []


def test_nobody_else_reads_a_language_or_drops_defaults() -> None:
    """What follows from a bad language, theme or choice is decided once."""
    sources = _sources("data", "layouts", "callbacks")
    own = re.compile(r"language_of\([^\n]*\) or |chosen_of\([^\n]*Theme|value != default")
    assert [name for name, source in sources.items() if own.search(source)] == ["data/address.py"]
