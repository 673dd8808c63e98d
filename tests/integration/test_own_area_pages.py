"""An area that a visitor draws, at its addresses: what is shown, and what is said of a bad one."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from urllib.parse import urlencode

import numpy as np
import pytest
from flask.testing import FlaskClient

from callbacks.routing import describe_page, show_page
from data.address import query_parameters
from data.cities.city import city
from data.locale import LANGUAGES, texts
from data.models import Geography, Layer, PlaceId
from data.outline import GRID, MAX_NAME_CHARS, OwnWord, circle, clean_name, encoded, own_word
from data.place.own import own_asked
from data.settings import Settings
from layouts import paths
from layouts.components.static import to_html
from tests.integration.test_places import drawn
from tests.shared import services

SEED = 20261129
NORMAL, FULL = 60, 2000
SLOWEST_S = 1.0
HERE = (-94.5646, 39.0535)
NASTY = (
    "<script>alert(1)</script>",
    "=1+1",
    "{place}",
    "\x00\x07",
    "ñandú " * 40,
    "教区",
    "a\u202eb",
)


def outlines(count: int) -> Iterator[str]:
    """Queries of `/place/own` as nobody should write them, and some as anybody may."""
    rng = random.Random(SEED)
    west, south, east, north = services().atlas.bounds("city")
    letters = "0123456789abcdefghijklmnopqrstuv"

    def near() -> tuple[int, int]:
        return round(rng.uniform(west, east) * GRID), round(rng.uniform(south, north) * GRID)

    homes = services().atlas.areas(Layer(city().home.value))[["lon", "lat"]].to_numpy()

    def home() -> tuple[int, int]:
        lon, lat = rng.choice(homes.tolist())
        return round(lon * GRID), round(lat * GRID)

    def ring(middle: tuple[int, int], reach: int, corners: int) -> list[tuple[int, int]]:
        turns = sorted(rng.uniform(0, 2 * np.pi) for _ in range(corners))
        ways = [(rng.uniform(0.5, 1) * reach, turn) for turn in turns]
        return [
            (middle[0] + round(far * np.cos(turn)), middle[1] + round(far * np.sin(turn)))
            for far, turn in ways
        ]

    def anywhere() -> list[tuple[int, int]]:
        return [(rng.randint(-(10**7), 10**7), rng.randint(-(10**7), 10**7)) for _ in range(5)]

    makers = (
        lambda: {"shape": encoded(ring(home(), rng.choice((30, 300, 3000, 30_000)), 12))},
        lambda: {"shape": encoded(ring(home(), 2000, rng.choice((3, 30, 60))))},
        lambda: {"shape": encoded([near() for _ in range(rng.randint(1, 60))])},  # crosses
        lambda: {"shape": encoded([near() for _ in range(rng.randint(61, 300))])},
        lambda: {"shape": encoded(ring((0, 0), 5000, 8))},  # in the ocean
        lambda: {"shape": encoded(ring(near(), 40_000_000, 8))},  # larger than the earth
        lambda: {"shape": encoded(anywhere())},
        lambda: {"shape": "".join(rng.choices(letters, k=rng.randint(0, 3000)))},
        lambda: {"shape": "".join(chr(rng.randint(1, 0x2FFF)) for _ in range(rng.randint(1, 90)))},
        lambda: {"shape": "z" * rng.randint(1, 40) + rng.choice(NASTY)},
        lambda: {"at": f"{rng.uniform(-100, 100):.3f},{rng.uniform(-200, 200):.3f}",
                 "miles": rng.choice(("1", "0.5", "2", "3", "-1", "nan", "1e9", "", "x"))},
        lambda: {"at": rng.choice((*NASTY, "39.05", "39.05;-94.57", "nan,nan", "9" * 400))},
        lambda: {"pick": ",".join(str(rng.randint(-3, 260)) for _ in range(rng.randint(1, 90)))},
        lambda: {"pick": rng.choice(NASTY)},
    )  # fmt: skip
    for number in range(count):
        asked = makers[number % len(makers)]()
        yield urlencode({**asked, "name": rng.choice(NASTY)}, errors="replace")


def check_answers(count: int) -> float:
    """Longest processor time of a page, after every address was answered with a page or words."""
    longest, shown, refused = 0.0, 0, set()
    show_page(services(), Settings(), "/place/city", "")  # a worker has read what all places need
    services().atlas.own_ground.warm()
    for number, asks in enumerate(outlines(count)):
        lang = LANGUAGES[number % len(LANGUAGES)]
        query = f"{asks}&lang={lang}"
        start = time.thread_time()
        status = describe_page(services(), Settings(), paths.OWN, query).status
        page = show_page(services(), Settings(), paths.OWN, query)
        longest = max(longest, time.thread_time() - start)
        assert page is not None
        asked = own_asked(services().atlas, query_parameters(query))
        assert status == (400 if asked.wrong else 200), query
        if asked.wrong:
            refused.add(asked.wrong)
            assert texts(lang).has(f"place.own.wrong.{asked.wrong.value}")
        shown += asked.word is not None
    assert shown >= count // 10
    assert len(refused) >= 6
    return longest


def test_any_outline_has_a_page_or_words() -> None:
    check_answers(NORMAL)


@pytest.mark.full
def test_two_thousand_outlines_have_a_page_or_words_in_time() -> None:
    assert check_answers(FULL) < SLOWEST_S


def test_the_server_answers_what_nobody_should_send(real_client: FlaskClient) -> None:
    for query in list(outlines(14)):
        assert real_client.get(f"{paths.OWN}?{query}").status_code in (200, 400)
    bad = f"{PlaceId(Geography.OWN, 'pzzz')}"
    for address in (f"/place/{bad}", f"/download/place/{bad}/spine.csv",
                    f"/fact-sheets/poverty/{bad}.pdf"):  # fmt: skip
        assert real_client.get(address).status_code == 404
    status, body = drawn(real_client, "/compare", f"?places={bad},city")
    assert status == 200
    assert bad in body  # it says which one it does not know


# -- as one place more ----------------------------------------------------------------------------


def place(name: str = "", *, east: float = 0.0, miles: float = 1.0) -> str:
    word = OwnWord(circle(HERE[0] + east, HERE[1], miles), clean_name(name))
    return str(PlaceId(Geography.OWN, word.area_id))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_area_has_every_output_that_a_place_has(real_client: FlaskClient, lang: str) -> None:
    own = place("Parroquia de San José")
    path, _, query = paths.of_place(own).partition("?")
    status, body = drawn(real_client, path, f"?{query}&lang={lang}")
    assert status == 200
    assert "Parroquia de San José" in body
    assert texts(lang).t("place.own.note") in body
    for address in (f"/download/place/{own}/spine.csv", f"/download/place/{own}/change.csv",
                    f"/download/compare.csv?places={own},zip-64130,city"):  # fmt: skip
        answer = real_client.get(f"{address}{'&' if '?' in address else '?'}lang={lang}")
        assert answer.status_code == 200
        assert "Parroquia de San José" in answer.get_data(as_text=True)
        assert len(answer.headers["Content-Disposition"]) < 200
    assert drawn(real_client, "/compare", f"?places={own},city&lang={lang}")[0] == 200
    assert drawn(real_client, "/fact-sheets", f"?place={own}&lang={lang}")[0] == 200
    assert drawn(real_client, "/present", f"?ready=neighborhood&place={own}&lang={lang}")[0] == 200
    data = services().fact_sheets.data("poverty", own)
    assert data.values
    assert data.name == "Parroquia de San José"


def test_two_outlines_tell_no_homicides_on_one_page() -> None:
    """What lies between two outlines may be a single block."""
    two = (place(miles=2.0), place(east=0.002, miles=2.0), "zip-64130")
    for baseline in two:
        data = services().compare.data(two, baseline)
        row = next(row for row in data.rows if row.indicator.id == "homicide_rate")
        assert row.values[:2] == (None, None)
        assert row.values[2] is not None
        assert not any(np.isfinite(pair.difference) for pair in row.pairs)
    alone = services().compare.data(two[1:], two[2])
    row = next(row for row in alone.rows if row.indicator.id == "homicide_rate")
    assert row.values[0] is not None
    assert np.isfinite(row.values[0].events)


@pytest.mark.parametrize("name", NASTY)
def test_a_name_is_plain_letters_on_one_line(name: str) -> None:
    clean = clean_name(name)
    assert len(clean) <= MAX_NAME_CHARS
    assert not set(clean) & set("<>{}=\\`\x00\x07\u202e\n")
    assert clean[:1] not in "=+-@" or not clean
    word = OwnWord(circle(*HERE, 1.0), clean)
    assert own_word(word.area_id, ()) == word
    assert clean_name(clean) == clean


def test_a_nasty_name_is_text_on_the_page() -> None:
    query = urlencode({"at": "39.0535,-94.5646", "name": "x <b>y</b>{place} & Co"})
    title = describe_page(services(), Settings(), paths.OWN, query).title
    assert title.startswith("x y place & Co")
    assert to_html("<b>") == "&lt;b&gt;"


def test_forms_without_scripts_ask_by_picks_and_points() -> None:
    atlas = services().atlas
    for query in (
        "pick=52&pick=53&name=",
        "pick=52,53",
        "PICK=52&shape=&pick=53",
        "name=x&amp;pick=52&amp;pick=53.",
    ):
        word = own_asked(atlas, query_parameters(query)).word
        assert word is not None
        assert word.outline.picked == ("52", "53")
    point = own_asked(atlas, {"at": "39.0535, -94.5646"}).word
    assert point is not None
    assert point.outline == circle(-94.5646, 39.0535, 1.0)
