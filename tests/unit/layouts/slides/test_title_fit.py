"""Any title fits its line: cut after a word, never inside a letter, by one mechanism."""

from __future__ import annotations

import unicodedata

from hypothesis import given, settings
from hypothesis import strategies as st

from layouts.figures.slide_room import fitted_title, title_em
from layouts.slides.distance import MOST_MAP_PX
from layouts.typefaces.text_fit import ELLIPSIS, cut_to, lines_of

FAMILY = "👩🏽‍👩🏽‍👧🏽‍👦🏽"
LETTERS = st.one_of(
    st.characters(exclude_categories=("Cs", "Cc")),
    st.sampled_from(["W", "m", "é", "e\u0301", "🏘", FAMILY, "🇲🇽", "区", "\u202f", "—"]),
)
WORD = st.lists(LETTERS, min_size=1, max_size=12).map("".join)
TITLES = st.one_of(
    st.lists(WORD, min_size=1, max_size=40).map(" ".join),
    st.lists(LETTERS, min_size=1, max_size=160).map("".join),  # without a blank
    st.sampled_from(["Los vecindarios ", "Neighborhood ", "W", FAMILY]).map(lambda w: w * 40),
)


@given(title=TITLES, map_px=st.sampled_from([0.0, 600.0, float(MOST_MAP_PX)]))
@settings(max_examples=200, deadline=None)
def test_any_title_fits_over_charts_and_beside_a_map(title: str, map_px: float) -> None:
    shown = fitted_title(title, map_px)
    assert lines_of(shown, title_em(map_px), "bold") <= (2 if map_px else 1)
    if shown == " ".join(part for part in title.split(" ") if part):
        return
    assert shown.endswith(ELLIPSIS)
    kept = shown.removesuffix(ELLIPSIS)
    whole = " ".join(part for part in title.split(" ") if part)
    assert whole.startswith(kept)
    after = whole[len(kept) :][:1]
    assert not after or unicodedata.category(after) not in ("Mn", "Me"), "an accent was cut off"


def test_a_title_is_cut_after_a_word() -> None:
    assert cut_to("one two three four", 100) == "one two three four"
    assert cut_to("one two, three four five six", 6) == "one two…"
    assert cut_to("one two three four five six", 7, most_lines=2) == "one two three four…"


def test_a_word_longer_than_the_line_is_cut_between_letters() -> None:
    assert cut_to("x" * 100, 6).count("x") in range(6, 10)
    assert cut_to(f"a {'x' * 100}", 6).startswith("a xxxx")
    shown = cut_to(FAMILY * 20, 20).removesuffix(ELLIPSIS)
    assert shown and shown.replace(FAMILY, "") == ""
    flags = cut_to("🇲🇽" * 40, 20).removesuffix(ELLIPSIS)
    assert flags and flags.replace("🇲🇽", "") == ""
