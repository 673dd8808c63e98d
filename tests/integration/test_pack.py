"""The meeting pack, opened: every part is there, opens, and agrees with its own address."""

from __future__ import annotations

import json
import re
from io import BytesIO
from urllib.parse import parse_qs, urlsplit
from zipfile import ZipFile

import pytest
from dash import Dash
from flask.testing import FlaskClient
from pptx import Presentation
from pypdf import PdfReader

from callbacks.files import fact_sheets, pack
from callbacks.files.downloads import view_file
from data.catalogue.loader import load_catalogue
from data.cities.city import city
from data.decks.deck import MAX_POSTED_CHARS, Deck, View, from_link, ready_decks, to_link
from data.locale import LANGUAGES, texts
from data.services import Services
from data.settings import Settings
from layouts.charts.file_names import deck_name
from layouts.pack.contents import MAX_SHEETS, UNDER_EVERY_NUMBER, places_of, printed, sheets_of
from layouts.pack.kit import deck_file
from layouts.paper.kit_looks import BOTH, DOCUMENTS, Look
from tests.shared import services

ADDRESS = "/present/slides.zip"
PLACE = "neighborhood-60"
# Signs behind which a line of a page may end.
_BREAKS_BEHIND = ":/-–—.,;?&="
PUBLIC = "https://health.example.org"
DECKS = {
    "gap": ready_decks()["gap"].deck("en"),
    "neighborhood": services().decks.of_place(ready_decks()["neighborhood"], PLACE, "es"),
    "redlining": ready_decks()["redlining"].deck("en"),
}


@pytest.fixture(scope="module")
def packs(real_app: Dash) -> dict[str, tuple[str, ZipFile, bytes]]:
    """Name -> language, opened pack and its bytes."""
    client = real_app.server.test_client()
    found = {}
    for name, lang in (("gap", "en"), ("neighborhood", "es"), ("redlining", "en")):
        answer = client.post(f"{ADDRESS}?lang={lang}", data=to_link(DECKS[name]), base_url=PUBLIC)
        assert answer.status_code == 200, answer.data[:300]
        assert answer.mimetype == "application/zip"
        found[name] = lang, ZipFile(BytesIO(answer.data)), answer.data
    return found


def slides_stem(kind: str, name: str, lang: str) -> str:
    t = texts(lang).t
    return f"{t('pack.file.slides')}/{deck_name(t(f'present.file.{kind}'), DECKS[name], lang)}"


def cited(name: str, lang: str) -> str:
    return f"{deck_name(texts(lang).t('pack.file.citations'), DECKS[name], lang)}.pdf"


@pytest.mark.parametrize("name", DECKS)
def test_the_slides_open(packs: dict[str, tuple[str, ZipFile, bytes]], name: str) -> None:
    lang, opened, _ = packs[name]
    stem = slides_stem("name", name, lang)
    assert opened.testzip() is None
    deck = Presentation(BytesIO(opened.read(f"{stem}.pptx")))
    assert len(deck.slides) == len(DECKS[name].slides)
    pages = PdfReader(BytesIO(opened.read(f"{stem}.pdf"))).pages
    assert len(pages) == len(DECKS[name].slides)
    copier = slides_stem("copier", name, lang) + ".pdf"
    assert len(PdfReader(BytesIO(opened.read(copier))).pages) == len(DECKS[name].slides)
    assert opened.read(copier) != opened.read(f"{stem}.pdf")
    for other in texts(lang), texts("en"), texts("es"):
        said = opened.read(other.t("pack.file.readme")).decode()
        found = re.search(r"https?://\S+/present\?\S+", said)
        assert found is not None
        asked = parse_qs(urlsplit(found.group(0)).query)
        assert from_link(asked["deck"][0]).deck == DECKS[name]
        assert asked["lang"] == [other.lang]
    document = opened.read(f"{stem}.html").decode()
    start = document.index('id="deck-data">') + len('id="deck-data">')
    made = json.loads(document[start : document.index("</script>", start)])
    assert len(made["slides"]) == len(DECKS[name].slides)


@pytest.mark.parametrize("name", DECKS)
def test_the_sheets_open_in_both_languages(
    packs: dict[str, tuple[str, ZipFile, bytes]], services: Services, name: str
) -> None:
    lang, opened, _ = packs[name]
    folder = texts(lang).t("pack.file.sheets")
    sheets = sheets_of(services, DECKS[name])
    wanted = {
        f"{folder}/{choice.lang}/{choice.file_name}.pdf": choice for choice in printed(sheets)
    }
    assert len(wanted) == 3 * len(sheets) + 1
    found = {entry for entry in opened.namelist() if entry.startswith(f"{folder}/")}
    assert found == set(wanted)
    for entry, choice in wanted.items():
        reader = PdfReader(BytesIO(opened.read(entry)))
        assert len(reader.pages) == choice.pages
        assert str(reader.trailer["/Root"]["/Lang"]).startswith(choice.languages[0])


@pytest.mark.parametrize("name", DECKS)
def test_the_kit_opens_in_both_languages(
    packs: dict[str, tuple[str, ZipFile, bytes]], name: str
) -> None:
    lang, opened, _ = packs[name]
    folder, both = texts(lang).t("kit.folder"), Look(both=True)
    wanted = {
        f"{folder}/{other}/{deck_file(kind, DECKS[name], texts(other), Look())}.pdf": other
        for other in LANGUAGES
        for kind in DOCUMENTS
    }
    wanted[f"{folder}/{BOTH}/{deck_file('cards', DECKS[name], texts(lang), both)}.pdf"] = lang
    assert {entry for entry in opened.namelist() if entry.startswith(f"{folder}/")} == set(wanted)
    for entry, other in wanted.items():
        root = PdfReader(BytesIO(opened.read(entry))).trailer["/Root"]
        assert str(root["/Lang"]).startswith(other), entry
        assert root["/MarkInfo"]["/Marked"], entry
        assert "/StructTreeRoot" in root, entry
        assert root["/Outlines"]["/First"], entry
    readme = opened.read(texts(lang).t("pack.file.readme")).decode()
    assert all(entry in readme for entry in wanted)


@pytest.mark.parametrize("name", DECKS)
def test_the_numbers_are_those_of_the_downloads(
    packs: dict[str, tuple[str, ZipFile, bytes]], real_client: FlaskClient, name: str
) -> None:
    lang, opened, _ = packs[name]
    folder = texts(lang).t("pack.file.data")
    files = [entry for entry in opened.namelist() if entry.startswith(f"{folder}/")]
    assert len(files) == len(DECKS[name].slides)
    for number, (entry, view) in enumerate(zip(files, DECKS[name].slides, strict=True), start=1):
        answer = real_client.get(f"/download/{view.page}/{view.chart}.csv?{view.query}&lang={lang}")
        assert answer.status_code == 200
        assert answer.data == opened.read(entry)
        file = answer.headers["Content-Disposition"].split('"')[1]
        assert entry == f"{folder}/{number:02}-{file}"


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", DECKS)
def test_every_source_is_cited(
    packs: dict[str, tuple[str, ZipFile, bytes]], services: Services, name: str, lang: str
) -> None:
    """Each indicator of the sheets and of the numbers, each source a slide names; on one page."""
    _, opened, _ = packs[name]
    pages = PdfReader(BytesIO(opened.read(cited(name, lang)))).pages
    assert len(pages) == 1
    said = pages[0].extract_text().replace("\u2060", "")
    catalogue = load_catalogue()
    numbers = " ".join(opened.read(f).decode() for f in opened.namelist() if f.endswith(".csv"))
    cells = set(numbers.replace("\r\n", ",").split(","))
    used = {i.source for i in catalogue.indicators.values() if i.id in cells}
    for view in DECKS[name].slides:
        state = {"outcome": "life_expectancy", "factor": "poverty_2015"}
        if view.page == "explore":
            used |= {catalogue.indicators[entry].source for entry in state.values()}
    for source in (*used, *UNDER_EVERY_NUMBER):
        assert as_set(catalogue.sources[source].citation).search(said), source
    for slide in pack.build_deck(services, DECKS[name], lang=lang, theme=pack.Theme.LIGHT)[0]:
        assert slide is not None
        assert as_set(slide.source).search(said), slide.source


def as_set(text: str) -> re.Pattern[str]:
    """`text` as lines of a page hold it: blanks stay blanks or become line ends, and a line may
    end behind a mark inside a word, as in `106:256`, but nowhere else. Spanish repeats a hyphen at
    the start of the next line.
    """

    def broken(sign: str) -> str:
        after = "(?:\\n-?)?" if sign == "-" else "\\n?" if sign in _BREAKS_BEHIND else ""
        return re.escape(sign) + after

    words = ("".join(map(broken, word)) for word in text.split())
    return re.compile(r"\s+".join(words))


def test_files_of_different_content_have_different_names_wherever_they_go(
    packs: dict[str, tuple[str, ZipFile, bytes]],
) -> None:
    """Taken out of their folders and put on one pile with those of other packs."""
    seen: dict[str, bytes] = {}
    readmes = {texts(lang).t("pack.file.readme") for lang in LANGUAGES}
    for _, opened, _ in packs.values():
        for entry in set(opened.namelist()) - readmes:
            name = entry.rpartition("/")[2]
            assert city().slug in name and name.rpartition(".")[0].endswith(LANGUAGES), name
            assert seen.setdefault(name, opened.read(entry)) == opened.read(entry), name


def test_both_readmes_name_every_file(packs: dict[str, tuple[str, ZipFile, bytes]]) -> None:
    for _, opened, _ in packs.values():
        for lang in LANGUAGES:
            said = opened.read(texts(lang).t("pack.file.readme")).decode("utf-8-sig")
            assert texts(lang).t("pack.readme.honest") in said
            missing = [entry for entry in opened.namelist() if entry not in said]
            assert not missing


def test_the_same_deck_gives_the_same_bytes(
    packs: dict[str, tuple[str, ZipFile, bytes]], real_client: FlaskClient
) -> None:
    asked = f"{ADDRESS}?lang=es&deck={to_link(DECKS['neighborhood'])}"
    again = real_client.get(asked, base_url=PUBLIC)
    assert again.data == packs["neighborhood"][2]


def test_sheets_follow_places_and_measures_and_are_bounded(services: Services) -> None:
    assert places_of(services, DECKS["gap"]) == ("city",)
    assert places_of(services, DECKS["neighborhood"]) == (PLACE,)
    assert {s.place for s in sheets_of(services, DECKS["neighborhood"])} == {PLACE}
    chosen = [s.determinant for s in sheets_of(services, DECKS["redlining"])]
    assert chosen[:2] == ["poverty", "segregation"]
    places = ",".join(f"neighborhood-{n}" for n in (60, 61, 62, 63))
    many = Deck(tuple(
        View("explore", "scatter", f"factor={factor}&places={places}")
        for factor in ("uninsured", "no_internet", "no_high_school")
    ))  # fmt: skip
    assert len(sheets_of(services, many)) == MAX_SHEETS


def test_bad_decks_are_refused_with_words(real_client: FlaskClient) -> None:
    bad = real_client.get(f"{ADDRESS}?deck=garbage&lang=es")
    assert bad.status_code == 400
    assert bad.get_json()["notices"] == [texts("es").t("deck.unreadable", value="", used="")]
    assert real_client.get(ADDRESS).status_code == 400
    assert real_client.post(ADDRESS, data="A" * (MAX_POSTED_CHARS + 1)).status_code == 413
    empty = to_link(Deck((View("place/neighborhood-99999", "spine"),)))
    nothing = real_client.get(f"{ADDRESS}?deck={empty}")
    assert nothing.status_code == 400
    assert nothing.get_json()["notices"] == [texts("en").t("deck.no_chart", value="1")]


def test_a_second_pack_waits_and_then_hears_that_it_is_busy(
    real_app: Dash, services: Services
) -> None:
    maker = real_app.server.extensions[fact_sheets.MAKER]
    packer = pack.Packer(services, Settings(), maker, wait_seconds=0.01)
    asked = f"{ADDRESS}?deck={to_link(DECKS['gap'])}&lang=es"
    with real_app.server.test_request_context(asked), packer.turns.turn():
        answer = pack.answer(packer, services, Settings())
    assert answer.status_code == 503
    assert answer.headers["Retry-After"]
    assert answer.get_json()["notices"] == [texts("es").t("pack.button.busy")]


def test_a_comparison_brings_the_rows_of_its_slide_and_its_places(
    real_client: FlaskClient, services: Services
) -> None:
    query = f"places={PLACE},zip-64130,city&baseline=city"
    row = View("compare", "compare-row", f"{query}&measure=poverty_150")
    deck = Deck((View("compare", "compare", query), row))
    assert places_of(services, deck) == (PLACE, "zip-64130", "city")
    whole = real_client.get(f"/download/compare.csv?{query}").data.decode("utf-8-sig")
    for view in deck.slides:
        found = view_file(services, view, "en")
        assert found is not None
        head, *lines = found.text.splitlines()
        assert head == whole.splitlines()[0]
        assert len(lines) % 3 == 0 and set(lines) <= set(whole.splitlines())
        assert view is not row or {line.split(",")[0] for line in lines} == {"poverty_150"}
    unknown = View("compare", "compare-row", f"{query}&measure=nothing")
    assert view_file(services, unknown, "en") is None
