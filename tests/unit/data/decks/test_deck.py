"""The link that carries a deck: what goes in comes out, and nothing else gets in."""

import base64
import json
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.decks.deck import (
    MAX_LINK_CHARS,
    MAX_NOTES_CHARS,
    MAX_POSTED_CHARS,
    MAX_SLIDES,
    MAX_TITLE_CHARS,
    Deck,
    View,
    cleaned,
    from_link,
    ready_decks,
    ready_view,
    to_link,
    view_of,
)
from data.decks.words import FIELDS, MAX_WORDS_QUERY_CHARS, WordKind, fields_of, query_of
from tests.node.cases import cases

CASES = cases("decks")  # tests/node holds the browser to the same
WORDS = st.text(max_size=60).map(lambda text: cleaned(text, 60))
PAGES = st.sampled_from(
    ["explore", "gaps", "compare", "place/city", "place/neighborhood-113", "place/zip-1"]
)
VIEWS = st.builds(
    View,
    page=PAGES,
    chart=st.sampled_from(["map", "scatter", "gap-patterns", "spine", "compare-row"]),
    query=WORDS,
    title=WORDS,
    notes=WORDS,
)
DECKS = st.lists(VIEWS, max_size=MAX_SLIDES).map(lambda views: Deck(tuple(views)))


def packed(value):
    """`value` in the form of a link, whatever it is."""
    raw = value if isinstance(value, bytes) else json.dumps(value).encode()
    return base64.urlsafe_b64encode(zlib.compress(raw)).rstrip(b"=").decode()


@given(deck=DECKS)
@settings(max_examples=100, deadline=None)
def test_a_deck_comes_back_from_its_link(deck):
    parsed = from_link(to_link(deck), max_chars=MAX_POSTED_CHARS)
    assert parsed.deck == deck
    assert parsed.notices == ()


@pytest.mark.parametrize("case", CASES["links"])
def test_a_link_that_the_browser_packed_is_read(case):
    assert from_link(case["link"]).deck == Deck(tuple(View(*row) for row in case["rows"]))


def test_the_browser_and_the_server_take_the_same_slides():
    slide = CASES["slide"]
    assert CASES["most"] == MAX_SLIDES
    assert view_of(slide) == View(*slide)
    assert [row for row in CASES["no_slides"] if view_of(row)] == []
    assert [rows for rows in CASES["no_decks"] if from_link(packed(rows)).deck.slides] == []


@given(text=st.text(max_size=300))
@settings(max_examples=100, deadline=None)
def test_garbage_never_raises_and_is_named(text):
    parsed = from_link(text)
    assert parsed.deck == Deck()
    assert bool(parsed.notices) == bool(text)


@given(cut=st.integers(1, 40))
def test_a_link_that_was_cut_off_is_named(cut):
    whole = to_link(ready_decks()["gap"].deck("en"))
    parsed = from_link(whole[:-cut])
    assert parsed.deck == Deck()
    assert [notice.key for notice in parsed.notices] == ["deck.unreadable"]


@pytest.mark.parametrize("value", [{}, 1, None, "x", b"\xff\xfe", b"[" * 5000, b"{]"])
def test_what_is_no_list_is_unreadable(value):
    assert [n.key for n in from_link(packed(value)).notices] == ["deck.unreadable"]


@pytest.mark.parametrize(
    "row",
    [
        ["explore", "map", "", ""],
        ["explore", "map", "", "", 3],
        ["nowhere", "map", "", "", ""],
        ["place/../x", "map", "", "", ""],
        ["explore", "<b>", "", "", ""],
        ["explore", "map", "q" * 1001, "", ""],
        "explore",
    ],
)
def test_a_bad_slide_is_left_out_by_number(row):
    parsed = from_link(packed([["gaps", "gap-ages", "", "", ""], row]))
    assert parsed.deck == Deck((View("gaps", "gap-ages"),))
    assert [(n.key, n.value) for n in parsed.notices] == [("deck.bad_slide", "2")]


def test_more_than_twelve_slides_are_cut_and_named():
    parsed = from_link(packed([["explore", "map", "", "", ""]] * 14))
    assert len(parsed.deck.slides) == MAX_SLIDES
    assert [(n.key, n.value, n.used) for n in parsed.notices] == [("deck.too_many", "14", "12")]


def test_long_words_and_control_characters_are_cut():
    row = ["explore", "map", "", "t" * 400, "a\x00b\x1b" + "n" * 5000]
    (view,) = from_link(packed([row])).deck.slides
    assert view.title == "t" * MAX_TITLE_CHARS
    assert len(view.notes) == MAX_NOTES_CHARS
    assert view.notes.startswith("abn")


def test_limits_on_the_link_and_on_what_it_inflates_to():
    too_long = from_link("A" * (MAX_LINK_CHARS + 1))
    assert [n.key for n in too_long.notices] == ["deck.too_long"]
    bomb = packed(b"[" + b" " * 5_000_000 + b"]")
    assert [n.key for n in from_link(bomb, max_chars=10**6).notices] == ["deck.unreadable"]


@pytest.mark.parametrize("lang", ["en", "es"])
@pytest.mark.parametrize("name", list(ready_decks()))
def test_ready_made_decks_fit_a_link(name, lang):
    ready = ready_decks()[name]
    deck = Deck(tuple(ready_view(slide, lang, place="neighborhood-113") for slide in ready.slides))
    assert 1 <= len(deck.slides) <= MAX_SLIDES
    link = to_link(deck)
    assert len(link) <= MAX_LINK_CHARS
    assert from_link(link).deck == deck
    assert all(view.title and view.notes for view in deck.slides)


def test_a_deck_about_a_place_needs_one():
    with pytest.raises(ValueError, match="needs a place"):
        ready_decks()["neighborhood"].deck("en")


def test_a_deck_about_a_place_shows_places_of_its_kind():
    ready, known = ready_decks()["neighborhood"], {"place": "council_district-3"}
    views = [ready_view(x, "en", geography="council_district", **known) for x in ready.slides]
    queries = [view.query for view in views if view.page == "explore"]
    assert queries == ["by=council_district&places=council_district-3"] * 2


# -- slides of words --------------------------------------------------------------------------


@given(
    kind=st.sampled_from(list(WordKind)), said=st.text(max_size=900), title=st.text(max_size=300)
)
@settings(max_examples=150, deadline=None)
def test_what_is_typed_comes_back_as_plain_words(kind, said, title):
    query = query_of(dict.fromkeys(FIELDS[kind], said))
    view = view_of(["words", kind.value, query, title, ""])
    assert from_link(to_link(Deck((view,))), max_chars=MAX_POSTED_CHARS).deck == Deck((view,))
    typed = " ".join(said.split())
    for key, words in fields_of(kind, view.query).items():
        assert 0 < len(words) <= FIELDS[kind][key]
        assert not any(letter < " " or letter in "\u202e\u2028\ud800" for letter in words)
        if typed.isascii() and typed.isprintable():
            assert words == typed[: FIELDS[kind][key]].strip()
    assert len(view.title) <= MAX_TITLE_CHARS


@pytest.mark.parametrize(
    ("row", "fields"),
    [
        (["words", "ask", "fact=2&x=1&by=A%26B&by=C", "", ""], {"fact": "2", "by": "A&B"}),
        (["words", "ask", "by=A;B=C&who=", "", ""], {"by": "A;B=C"}),
        (["words", "title", "teller=no&text=%C3%B1%FF", "", ""], {"text": "ñ\ufffd"}),
        (["words", "title", "&".join(f"a{n}=1" for n in range(99)), "", ""], {}),
    ],
)
def test_fields_that_a_kind_has_not_are_left_out(row, fields):
    view = view_of(row)
    assert fields_of(WordKind(view.chart), view.query) == fields
    assert view_of([view.page, view.chart, view.query, "", ""]) == view


def test_words_that_cannot_be_read_are_one_notice():
    long = "text=" + "x" * MAX_WORDS_QUERY_CHARS
    rows = [["words", "sermon", "", "", ""], ["words", "title", long, "", ""]]
    for row in rows:
        parsed = from_link(packed([["gaps", "gap-ages", "", "", ""], row]), max_chars=10**6)
        assert [(n.key, n.value) for n in parsed.notices] in (
            [("deck.bad_slide", "2")],
            [("deck.unreadable", packed([["gaps", "gap-ages", "", "", ""], row])[:40])],
        )
