"""The search box: keyboard alone, both languages, and the same rule as on the server."""

from __future__ import annotations

import random
import re
import string
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from data.models import Layer
from data.services import Services
from layouts import ids
from tests.browser.axe import violations
from tests.browser.serving import Watch, cut_network

FIELD = f"#{ids.PLACE_SEARCH}-field"
LIST = f"#{ids.PLACE_SEARCH} [role=listbox]"
OPTION = f"#{ids.PLACE_SEARCH} [role=option]"
STATUS = f"#{ids.PLACE_SEARCH} [role=status]"
RULE = """([address, typed]) => window.kcPlaceMatch.load(address).then((index) =>
    typed.map((text) => {
      const { places, literal } = window.kcPlaceMatch.search(index, text);
      return [places.map((place) => place.id), literal];
    }))"""


@pytest.fixture
def quiet(page: Page) -> Iterator[Page]:
    """A page without charts: the box is the same everywhere."""
    page.goto("/methods")
    page.wait_for_selector(FIELD)
    yield page


def texts_typed(services: Services) -> list[str]:
    """Names in both languages, names with one and two mistakes, beginnings, and noise."""
    rng = random.Random(1939)
    places = services.place_index.places
    names = [name for place in places for name in (*place.names.values(), *place.keys)]

    def spoil(name: str) -> str:
        at = rng.randrange(len(name))
        letter = rng.choice(string.ascii_letters + " é")
        return rng.choice([name[:at] + letter + name[at + 1 :], name[:at] + name[at + 1 :]])

    chosen = rng.sample(names, 120)
    return [
        *chosen,
        *(spoil(name) for name in chosen),
        *(spoil(spoil(name)) for name in chosen),
        *(name[: rng.randrange(1, 6)] for name in chosen),
        *(spoil(f"the {name} neighborhood") for name in chosen[:40]),
        *("", " ", "-", "49/63", "Código Postal 64130", "ß", "İ", "𝐀rmour", "１８th", "x" * 90),
    ]


def test_the_browser_finds_what_the_server_finds(quiet: Page, services: Services) -> None:
    index = services.place_index
    typed = texts_typed(services)
    address = quiet.locator(f"#{ids.PLACE_SEARCH}").get_attribute("data-index")
    answers = quiet.evaluate(RULE, [address, typed])
    for text, (found, literal) in zip(typed, answers, strict=True):
        expected = index.search(text, limit=len(index.places))
        assert found == [place.place_id for place in expected.places], text
        assert literal == expected.literal, text


def test_a_place_is_opened_with_the_keyboard_alone(quiet: Page) -> None:
    quiet.keyboard.press("/")
    expect(quiet.locator(FIELD)).to_be_focused()
    quiet.keyboard.type("oak park")
    expect(quiet.locator(OPTION)).to_have_count(5)
    field = quiet.locator(FIELD)
    expect(field).to_have_attribute("aria-expanded", "true")

    def active() -> str:
        chosen = quiet.locator(f"{OPTION}[aria-selected=true]")
        assert field.get_attribute("aria-activedescendant") == chosen.get_attribute("id")
        return chosen.locator(".place-search__name").inner_text()

    names = quiet.locator(f"{OPTION} .place-search__name").all_inner_texts()
    for key, expected in (
        ("ArrowDown", names[0]),
        ("ArrowDown", names[1]),
        ("ArrowUp", names[0]),
        ("ArrowUp", names[-1]),
        ("Home", names[0]),
        ("End", names[-1]),
        ("ArrowDown", names[0]),
    ):
        quiet.keyboard.press(key)
        assert active() == expected
    quiet.keyboard.press("Enter")
    quiet.wait_for_url("**/place/group-oak-park")
    assert names[:2] == ["Oak Park", "Oak Park Northwest"]  # a group before its members


def test_enter_opens_the_first_place_and_keeps_language_and_theme(page: Page) -> None:
    page.goto("/methods?lang=es&theme=dark")
    page.locator(FIELD).fill("distrito 3")
    page.keyboard.press("Enter")
    page.wait_for_url("**/place/council_district-3?lang=es&theme=dark")


def test_all_of_ivanhoe_poverty_and_how_sure_take_two_actions(page: Page) -> None:
    """From the front page: the name and Enter, then one fold. Nothing else is touched."""
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto("/")
    page.locator(FIELD).fill("Ivanhoe")
    page.keyboard.press("Enter")  # the first action
    page.wait_for_url("**/place/group-ivanhoe")
    page.get_by_text("4 more differences", exact=True).click()  # the second
    poverty = page.locator(".standouts > li", has_text="150% of the poverty line")
    expect(poverty).to_be_visible()
    for said in (
        re.compile("Worse: People below 150% of the poverty line, 2018–2022"),
        re.compile(r"About 2 in 5 people .+, between 3 in 10 and 1 in 2"),
        re.compile(r"40\.8%, against 24\.2%\. .+16\.6 .+\(95% interval 7\.8 to 25\.4\)"),
    ):
        expect(poverty.get_by_text(said)).to_be_visible()


def test_a_typing_mistake_is_forgiven_and_named(page: Page) -> None:
    page.goto("/methods?lang=es")
    page.locator(FIELD).fill("armor filds")
    expect(page.locator(OPTION)).to_have_text(["Armour Fields vecindario"])
    expect(page.locator(STATUS)).to_be_visible()
    expect(page.locator(STATUS)).to_contain_text("1")


def test_the_number_of_places_is_announced(quiet: Page) -> None:
    for typed, said in (("64130", "1 place found."), ("49-63", "3 places found.")):
        quiet.locator(FIELD).fill(typed)
        expect(quiet.locator(STATUS)).to_have_text(said)
    quiet.locator(FIELD).fill("oak")
    expect(quiet.locator(STATUS)).to_contain_text("8")


def test_escape_closes_the_list_then_empties_the_box(quiet: Page) -> None:
    field = quiet.locator(FIELD)
    field.fill("oak")
    expect(quiet.locator(LIST)).to_be_visible()
    quiet.keyboard.press("Escape")
    expect(quiet.locator(LIST)).to_be_hidden()
    expect(field).to_have_value("oak")
    quiet.keyboard.press("Escape")
    expect(field).to_have_value("")
    expect(field).to_be_focused()


def test_without_a_match_enter_leads_to_all_places(quiet: Page) -> None:
    """What was typed does not go there: it may have been somebody's address."""
    quiet.locator(FIELD).fill("qqqqqq")
    expect(quiet.locator(STATUS)).to_be_visible()
    quiet.keyboard.press("Enter")
    quiet.wait_for_url("**/places")


def test_a_crossing_and_an_address_are_found_and_nothing_is_sent(page: Page, base_url: str) -> None:
    sent: list[str] = []
    with page.expect_response("**/api/places.json*"):
        page.goto("/methods?lang=es")
    with page.expect_response("**/geo/streets.*"):  # once the box is used, and not before
        page.locator(FIELD).focus()
    page.on("request", lambda request: sent.append(request.url))
    said = page.locator(STATUS)
    for typed, words, places in (
        ("39 y Troost", "En 39th St con Troost Ave:", 8),
        ("3715 troost", "Cerca de 3715 Troost Ave.", 5),
        ("troost", "¿A cuál se refiere?", 8),
        ("10500 Wornall", "Jackson", 0),
    ):
        page.locator(FIELD).fill("")
        page.keyboard.type(typed)
        expect(said).to_contain_text(words)
        expect(said).to_be_visible()
        expect(page.locator(OPTION)).to_have_count(places)
    page.keyboard.press("Enter")  # beyond the rule: the words stay, and no page is asked for
    expect(said).to_contain_text("Jackson")
    page.locator(FIELD).fill("troost")
    page.locator(OPTION, has_text="39th St").click()
    expect(page.locator(FIELD)).to_have_value("39th St con Troost Ave")
    expect(said).to_contain_text("En 39th St con Troost Ave:")
    assert sent == []
    page.keyboard.press("Enter")
    page.wait_for_url("**/place/neighborhood-77?lang=es")
    asked = [address.removeprefix(base_url) for address in sent]  # its port may say anything
    assert not [address for address in asked if re.search("3715|10500|39th", address)]


def test_my_location_is_offered_before_anything_is_typed(page: Page, services: Services) -> None:
    area = services.atlas.areas(Layer.NEIGHBORHOOD).set_index("area_id").loc["113"]
    page.context.grant_permissions(["geolocation"])
    page.context.set_geolocation({"longitude": area["lon"], "latitude": area["lat"]})
    page.goto("/methods")
    page.locator(FIELD).focus()
    expect(page.locator(STATUS)).to_contain_text("stays on this device")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/place/neighborhood-113")


def test_a_click_opens_a_place(quiet: Page) -> None:
    quiet.locator(FIELD).fill("64130")
    quiet.locator(OPTION).click()
    quiet.wait_for_url("**/place/zip-64130")


def test_the_box_answers_after_the_network_is_gone(page: Page, watch: Watch) -> None:
    watch.allowed.append("Failed to load resource")  # the streets, which come when the box is used
    with page.expect_response("**/api/places.json*"):  # by itself: nobody has typed yet
        page.goto("/methods")
    cut_network(page)
    page.locator(FIELD).fill("armor fields")
    expect(page.locator(OPTION)).to_have_count(1)


def test_without_its_index_the_box_says_so(page: Page, watch: Watch) -> None:
    watch.allowed.append("Failed to load resource")
    page.route("**/api/places.json*", lambda route: route.abort())
    page.goto("/methods")
    page.locator(FIELD).fill("oak")
    expect(page.locator(STATUS)).to_contain_text("could not be loaded")


def test_the_key_can_be_switched_off(page: Page) -> None:
    page.goto("/places")
    switch = page.locator(f"#{ids.SEARCH_KEY}")
    expect(switch).to_have_text("Turn this key off")
    switch.click()
    expect(switch).to_have_text("Turn this key on")
    page.reload()
    expect(switch).to_have_text("Turn this key on")
    page.locator("h1").click()
    page.keyboard.press("/")
    expect(page.locator(FIELD)).not_to_be_focused()
    switch.click()
    page.locator("h1").click()
    page.keyboard.press("/")
    expect(page.locator(FIELD)).to_be_focused()


@pytest.mark.parametrize(
    ("theme", "width"), [("light", 390), pytest.param("dark", 1366, marks=pytest.mark.full)]
)
def test_the_open_list_has_no_violation(page: Page, theme: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    # Links half under an open list count as too small to hit: a page that begins with text.
    page.goto(f"/methods?theme={theme}&lang=es")
    page.locator(FIELD).focus()
    assert violations(page) == []
    for typed, first in (
        ("oak", "Oak Park"),
        ("armor filds", "Armour Fields"),
        ("39 y troost", "Central Hyde Park"),
        ("troost", "Truman Rd"),
    ):
        page.locator(FIELD).fill(typed)
        expect(page.locator(OPTION).first).to_contain_text(first)
        page.keyboard.press("ArrowDown")
        assert violations(page) == []


@pytest.mark.parametrize("path", ["/places?q=armor+filds&lang=es", "/place/zip-113?theme=dark"])
def test_list_and_404_have_no_violation(page: Page, watch: Watch, path: str) -> None:
    watch.allowed.append("status of 404")
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(path)
    page.wait_for_selector("main h1")
    assert violations(page) == []


@pytest.mark.parametrize(
    ("path", "button"), [("/places", ids.PLACES_LOCATE), ("/place/zip-64130", ids.PLACE_LOCATE)]
)
def test_my_location_opens_its_neighborhood(
    page: Page, services: Services, path: str, button: str
) -> None:
    area = services.atlas.areas(Layer.NEIGHBORHOOD).set_index("area_id").loc["113"]
    page.context.grant_permissions(["geolocation"])
    page.context.set_geolocation({"longitude": area["lon"], "latitude": area["lat"]})
    page.goto(f"{path}?lang=es")
    page.locator(f"#{button}").click()
    page.wait_for_url("**/place/neighborhood-113?lang=es")
