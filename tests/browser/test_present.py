"""Slides: collected, edited, shared, and played with the network cut."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path
from unicodedata import normalize
from urllib.parse import parse_qs, urlsplit
from zipfile import ZipFile

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect
from pypdf import PdfReader

from data.cities.city import city
from data.decks.deck import MAX_SLIDES, Deck, View, ready_decks, to_link
from tests.browser.axe import violations
from tests.browser.serving import Watch, cut_network
from tests.slide_views import opening_views, wide_views, word_views

READY_MS = 30_000


def ready(page: Page, path: str) -> None:
    page.goto(path)
    page.wait_for_selector("#deck[data-ready]", timeout=READY_MS)


def at(page: Page) -> int:
    return int(page.locator(".player").get_attribute("data-at") or 0)


# The slide of this number is there, all its pictures are drawn, and nothing runs over its edge.
SHOWN = """(number) => {
  if (document.querySelector(".player").dataset.at !== number) return false;
  const sheet = document.querySelector(".player .slide");
  const drawn = [...sheet.querySelectorAll(".slide__plot")].every((plot) =>
    plot.querySelector(".choroplethlayer path, .scatterlayer .trace"));
  const inside = [sheet, ...sheet.querySelectorAll(".slide__body, .slide__aside")]
    .every((part) => part.scrollHeight <= part.clientHeight + 2
      || getComputedStyle(part).display === "contents");
  return drawn && inside;
}"""


def small_texts(page: Page) -> list[str]:
    """Words of the slide below 28 px of its 1080; a code's picture has none."""
    found = page.evaluate(
        """() => [...document.querySelectorAll(".player .slide *")]
          .filter((part) => [...part.childNodes].some((n) => n.nodeType === 3 && n.data.trim()))
          .filter((part) => !part.closest(".visually-hidden"))
          .filter((part) => parseFloat(getComputedStyle(part).fontSize) < 28)
          .map((part) => `${part.textContent} ${getComputedStyle(part).fontSize}`)"""
    )
    return list(found)


def words_on_words(page: Page) -> list[str]:
    """Pairs of words of one chart that stand on each other by more than a few px."""
    found = page.evaluate(
        """() => [...document.querySelectorAll(".player .slide__plot")].flatMap((plot) => {
          const texts = [...plot.querySelectorAll("text")].filter((t) => t.textContent.trim());
          const boxes = texts.map((t) => [t.textContent, t.getBoundingClientRect()]);
          return boxes.flatMap(([a, p], i) => boxes.slice(i + 1).filter(([, q]) =>
            Math.min(p.right, q.right) - Math.max(p.left, q.left) > 4 &&
            Math.min(p.bottom, q.bottom) - Math.max(p.top, q.top) > 8
          ).map(([b]) => `${a} | ${b}`));
        })"""
    )
    return list(found)


def play_through(page: Page, count: int) -> None:
    for number in range(1, count + 1):
        page.wait_for_function(SHOWN, arg=str(number))
        assert small_texts(page) == [], f"slide {number}"
        assert words_on_words(page) == [], f"slide {number}"
        page.keyboard.press("ArrowRight")


@pytest.mark.parametrize(
    ("query", "deck"),
    [
        pytest.param("ready=gap", "gap", marks=pytest.mark.full),
        ("ready=neighborhood&place=neighborhood-60&lang=es&theme=dark", "neighborhood"),
        ("ready=redlining&lang=es", "redlining"),
    ],
)
def test_every_slide_plays_without_a_network(page: Page, query: str, deck: str) -> None:
    page.set_viewport_size({"width": 1920, "height": 1080})
    ready(page, f"/present?{query}")
    cut_network(page)
    page.click('[data-deck="play"]')
    play_through(page, len(ready_decks()[deck].slides))


@pytest.mark.parametrize("lang", [pytest.param("en", marks=pytest.mark.full), "es"])
def test_every_chart_is_readable_on_a_slide(page: Page, lang: str) -> None:
    """Charts of every page, with the longest names, in decks of twelve; Spanish is the longer."""
    page.set_viewport_size({"width": 1920, "height": 1080})
    views = [*opening_views(), *wide_views()]
    for start in range(0, len(views), MAX_SLIDES):
        deck = Deck(tuple(views[start : start + MAX_SLIDES]))
        ready(page, f"/present?lang={lang}&deck={to_link(deck)}")
        page.click('[data-deck="play"]')
        play_through(page, len(deck.slides))


@pytest.mark.parametrize(
    "form",
    [
        pytest.param("", marks=pytest.mark.full),
        pytest.param("languages=both&theme=dark", marks=pytest.mark.full),
        "shape=4x3&languages=both",
    ],
)
def test_words_stay_words_and_inside_their_slide(page: Page, form: str) -> None:
    """Whatever was typed, beside charts; narrow and in both languages there is least room."""
    width = 1440 if "4x3" in form else 1920
    page.set_viewport_size({"width": width, "height": 1080})
    charts = [View("place/zip-64130", "spine"), View("explore", "map", "map=both")]
    words = word_views()
    deck = Deck((*charts, *words[:3], *words[9:16]))
    assert len(deck.slides) == MAX_SLIDES
    ready(page, f"/present?{form}&deck={to_link(deck)}")
    page.click('[data-deck="play"]')
    play_through(page, len(deck.slides))
    assert page.evaluate("document.querySelectorAll('.player script, .player img').length") == 0
    expect(page.locator(".player__stage")).to_have_css("width", f"{width}px")


def test_a_sunday_meeting_from_the_front_page(page: Page, tmp_path: Path) -> None:
    """Title, two findings, a story, an ask; the pack; then without a network. Ten clicks."""
    clicks = 0

    def click(locator: Locator) -> None:
        nonlocal clicks
        locator.click()
        clicks += 1

    page.goto("/")
    click(page.locator("summary", has_text="Take it"))
    click(page.locator('a.shell__link[href$="/present"]'))
    form = page.locator(".deck-ready__form", has=page.locator('option[value="meeting"]'))
    form.locator('[name="place"]').select_option("zip-64130")
    clicks += 2  # open the list, choose
    click(form.locator("button"))
    page.wait_for_selector("#deck[data-ready]", timeout=READY_MS)
    items = page.locator(".deck-item")
    expect(items).to_have_count(6)
    story, ask = items.nth(3), items.nth(4)
    click(story.locator('[data-field="text"]'))
    page.keyboard.type("I ride two buses to work & <b>walk</b> the rest.")
    click(ask.locator(".deck-item__title"))
    page.keyboard.press("Control+a")
    page.keyboard.type("Keep the bus free")
    click(ask.locator('[data-field="by"]'))
    page.keyboard.type("Elm Park congregation")
    page.keyboard.press("Tab")
    with page.expect_download(timeout=4 * READY_MS) as saved:
        click(page.locator('[data-deck="zip"]'))
    saved.value.save_as(tmp_path / "pack.zip")
    with ZipFile(tmp_path / "pack.zip") as pack:
        assert pack.testzip() is None and any(name.endswith(".pptx") for name in pack.namelist())
    page.wait_for_selector("#deck[data-ready]", timeout=READY_MS)
    cut_network(page)
    click(page.locator('[data-deck="play"]'))
    said = []
    for number in range(1, 7):
        page.wait_for_function(SHOWN, arg=str(number))
        said.append(page.locator(".player .slide").inner_text())
        page.keyboard.press("ArrowRight")
    assert "64130" in said[0] and "64130" in said[1]
    assert "I ride two buses to work & <b>walk</b> the rest." in said[3]
    assert "Keep the bus free" in said[4] and "not by the Health Department" in said[4]
    assert said[1].split("\n")[1][:40] in said[4]  # the ask has its fact from the first finding
    assert clicks == 10


def test_the_fact_of_an_ask_follows_its_slide(page: Page) -> None:
    ready(page, "/present?ready=meeting&place=zip-64130")
    items = page.locator(".deck-item")
    items.nth(4).locator('[data-field="fact"]').select_option("3")
    items.nth(2).locator('[data-deck="down"]').click()
    fact = items.nth(4).locator('[data-field="fact"]')
    expect(fact).to_have_value("4")
    items.nth(3).locator('[data-deck="delete"]').click()
    expect(items.nth(3).locator('[data-field="fact"]')).to_have_value("")
    page.click('[data-deck="undo"]')
    expect(fact).to_have_value("4")
    page.click('[data-deck="add-title"]')
    expect(items.nth(5).locator('[data-field="fact"]')).to_have_value("5")
    expect(items.first.locator("input").first).to_be_focused()


def test_keys_of_clickers_and_keyboards(page: Page) -> None:
    ready(page, "/present?ready=gap")
    count = len(ready_decks()["gap"].slides)
    page.click('[data-deck="play"]')
    player = page.locator(".player")
    for key, there in (
        ("End", count), ("PageUp", count - 1), ("PageDown", count), ("Home", 1), (" ", 2),
        ("ArrowLeft", 1), ("ArrowLeft", 1),
    ):  # fmt: skip
        page.keyboard.press(key)
        expect(player, key).to_have_attribute("data-at", str(there))
    page.keyboard.press("b")
    expect(player).to_have_class(re.compile("player--blank"))
    page.keyboard.press("b")
    page.keyboard.press("t")
    expect(player).to_have_attribute("data-theme", "dark")
    page.keyboard.press("?")
    expect(page.locator(".player__help")).to_be_visible()
    page.keyboard.press("Escape")
    with page.expect_popup() as opened:
        page.keyboard.press("n")
    notes = ready_decks()["gap"].slides[0]["notes"]["en"]
    expect(opened.value.locator("body")).to_contain_text(notes)
    page.keyboard.press("Escape")
    expect(player).to_have_count(0)
    expect(page.locator("html")).to_have_attribute("data-theme", "light")


def test_buttons_stand_over_the_slide_only_while_they_are_reached_for(page: Page) -> None:
    ready(page, "/present?ready=redlining")
    page.click('[data-deck="play"]')
    bar = page.locator(".player__bar")
    expect(bar).to_have_css("opacity", "0")
    page.mouse.move(300, 300)
    expect(bar).to_have_css("opacity", "1")
    expect(bar).to_have_css("opacity", "0")
    bar.locator("button").first.focus()
    expect(bar).to_have_css("opacity", "1")


def test_slides_are_drawn_small_beside_their_words(page: Page) -> None:
    ready(page, "/present?ready=gap")
    pictures = page.locator(".deck-item__stage")
    for number in range(pictures.count()):
        pictures.nth(number).scroll_into_view_if_needed()
        expect(pictures.nth(number).locator(".slide__lead")).to_be_visible()
        # a quotation has words alone
        shown = "svg .scatterlayer, svg .choroplethlayer, .slide__table"
        expect(pictures.nth(number).locator(shown).first).to_be_attached()
    page.locator(".deck-item__picture").nth(3).click()
    expect(page.locator(".player")).to_have_attribute("data-at", "4")


def test_a_chart_becomes_a_slide_that_can_be_edited_and_shared(page: Page) -> None:
    page.goto("/gaps?group=holc_1939")
    page.click("#gap-patterns-add-slide")
    expect(page.locator("#said")).to_be_visible()
    page.goto("/")
    page.click("#scatter-tab")
    page.click("#scatter-add-slide")
    ready(page, "/present")
    items = page.locator(".deck-item")
    expect(items).to_have_count(2)
    expect(items.first).to_contain_text("1939")
    items.first.locator("input").fill("Our title")
    items.first.locator("input").blur()
    items.first.locator('[data-deck="down"]').click()
    expect(items.last.locator("input")).to_have_value("Our title")
    items.first.locator('[data-deck="duplicate"]').click()
    expect(items).to_have_count(3)
    items.first.locator('[data-deck="delete"]').click()
    expect(items).to_have_count(2)
    page.click('[data-deck="undo"]')
    expect(items).to_have_count(3)
    page.click('[data-deck="share"]')
    link = page.locator(".deck-link")
    expect(link).to_be_visible()
    ready(page, link.input_value())
    expect(page.locator(".deck-item input").last).to_have_value("Our title")
    page.goto("/present?deck=garbage")
    expect(page.locator(".notice")).to_be_visible()
    expect(page.locator(".deck-item")).to_have_count(3)


COMPARED = "places=neighborhood-60,zip-64130,city"
ADDED = (
    (f"/compare?{COMPARED}", "#compare-add-slide"),
    (f"/compare?{COMPARED}", '[data-measure="poverty_150"]'),
    ("/place/neighborhood-60", "#age-add-slide"),
    ("/place/neighborhood-60", "#expected-add-slide"),
    ("/gaps?ask=race", "#gap-race-measures-add-slide"),
    ("/story", "#gap-groups-add-slide"),
)


def test_slides_from_compare_place_and_gaps_play(page: Page) -> None:
    page.set_viewport_size({"width": 1920, "height": 1080})
    for number, (address, button) in enumerate(ADDED, start=1):
        page.goto(address)
        page.locator(button).wait_for(state="attached")
        page.evaluate("document.querySelectorAll('.part').forEach((part) => { part.open = true; })")
        page.locator(button).focus()
        page.keyboard.press("Enter")
        expect(page.locator("#said")).to_contain_text(f"{number} of ")
        rows = page.locator(".cmp-measure")
        assert rows.locator("[data-add-slide]").count() == rows.count()
    kept = page.evaluate("JSON.parse(localStorage.getItem('kc-deck'))")
    full = f"{COMPARED}&baseline=city"
    assert [row[:3] for row in kept] == [
        ["compare", "compare", full],
        ["compare", "compare-row", f"{full}&measure=poverty_150"],
        ["place/neighborhood-60", "age", ""],
        ["place/neighborhood-60", "expected", ""],
        ["gaps", "gap-race-measures", "ask=race"],
        ["gaps", "gap-groups", "group=holc_1939"],
    ]
    ready(page, "/present")
    page.click('[data-deck="play"]')
    play_through(page, len(ADDED))


def test_the_ready_deck_opens_with_a_place_of_any_kind(page: Page) -> None:
    page.goto("/present")
    chooser = page.locator("#deck-place")
    expect(chooser.locator("optgroup")).to_have_count(len(city().with_page) - 1)  # all but the city
    chooser.select_option("council_district-3")
    page.select_option("#deck-measure", "homicide_rate")
    page.click(".deck-ready__form button")
    page.wait_for_selector("#deck[data-ready]", timeout=READY_MS)
    asked = parse_qs(urlsplit(page.url).query)
    assert asked["place"] == ["council_district-3"]
    assert asked["measure"] == ["homicide_rate"]
    expect(page.locator(".deck-item")).to_have_count(4)


def test_the_file_for_a_usb_stick_plays_from_the_disk(
    page: Page, context: BrowserContext, watch: Watch, tmp_path: Path
) -> None:
    watch.allowed.append(r"^left the server: file://\S+/slides\.html$")
    ready(page, "/present?ready=gap")
    with page.expect_download() as saved:
        page.click('[data-deck="html"]')
    file = tmp_path / "slides.html"
    saved.value.save_as(file)
    cut_network(page)
    other = context.new_page()
    other.set_viewport_size({"width": 1920, "height": 1080})
    other.goto(file.as_uri())
    play_through(other, len(ready_decks()["gap"].slides))
    stays_and_prints(other, "gap", "light")


def stays_and_prints(page: Page, deck: str, theme: str) -> None:
    """A reload comes back to the slide; all slides are on paper, drawn, whichever is shown."""
    count = len(ready_decks()[deck].slides)
    page.evaluate("kcPlayer.go(2)")
    assert page.url.endswith("#slide-3")
    page.reload()
    page.wait_for_selector(".player .slide__lead", timeout=READY_MS)
    assert at(page) == 3
    page.evaluate("window.location.hash = '#slide-99'")
    page.wait_for_function(f"document.querySelector('.player').dataset.at === '{count}'")
    for options in ({}, {"prefer_css_page_size": True, "print_background": True}):
        printed = PdfReader(BytesIO(page.pdf(**options)))
        assert len(printed.pages) == count
        leads = page.evaluate("kcPlayer.showing().made.slides.map((slide) => slide.lead)")
        for sheet, lead in zip(printed.pages, leads, strict=True):
            assert squeezed(lead) in squeezed(sheet.extract_text())
    assert page.locator(".player__pages").count() == 0
    page.emulate_media(media="print")
    plots, drawn = ".player__pages .slide__plot", ":is(.scatterlayer .trace, .choroplethlayer path)"
    page.wait_for_selector(plots, state="attached")
    assert page.locator(f"{plots}:not(:has({drawn}))").count() == 0
    page.emulate_media(media="screen")
    expect(page.locator(".player")).to_have_attribute("data-theme", theme)


def squeezed(text: str) -> str:
    return re.sub(r"[\s\u202f\u2060]", "", normalize("NFKC", text))


def test_a_show_comes_back_after_a_reload_and_prints_all_of_its_slides(page: Page) -> None:
    ready(page, "/present?ready=redlining&theme=dark")
    page.click('[data-deck="play"]')
    stays_and_prints(page, "redlining", "dark")
    page.keyboard.press("Escape")
    assert "#" not in page.url
    page.reload()
    page.wait_for_selector("#deck[data-ready]", timeout=READY_MS)
    expect(page.locator(".player")).to_have_count(0)


@pytest.mark.parametrize(("theme", "width"), [("light", 390), ("dark", 1366)])
def test_the_page_and_the_player_have_no_violation(page: Page, theme: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    ready(page, f"/present?ready=redlining&theme={theme}")
    assert violations(page, names_hold_words=False) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.click('[data-deck="play"]')
    page.wait_for_selector(".slide .slide__lead")
    assert violations(page, ".player") == []


def test_the_pdf_button_saves_a_page_for_each_slide(page: Page, tmp_path: Path) -> None:
    ready(page, "/present?ready=gap")
    for name, stem in (("pdf", "kansas-city-slides"), ("copier", "kansas-city-slides-copier")):
        with page.expect_download() as saved:
            page.click(f'[data-deck="{name}"]')
        assert re.fullmatch(
            rf"{stem}-[a-z0-9-]+-[0-9a-f]{{6}}-en\.pdf", saved.value.suggested_filename
        )
        file = tmp_path / f"{name}.pdf"
        saved.value.save_as(file)
        assert len(PdfReader(file).pages) == len(ready_decks()["gap"].slides)
