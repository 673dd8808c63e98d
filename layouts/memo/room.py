"""How large a memo is set in a Word file, and what it leaves out, so that it stays on one page.

Word lays the page out itself; its height is reckoned from the widths of a like family of type. The
template layouts/paper/memo.typ measures instead, and leaves out the same in the same order.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from data.sentences.words import join
from layouts.memo.memo import Cited, Listed, Memo
from layouts.typefaces.text_fit import lines_of
from layouts.typefaces.typefaces import LIBERTINUS

PAGES_IN = {"letter": (8.5, 11.0), "a4": (8.27, 11.69)}
MARGIN_IN = 0.5
# What may go, one after the other: see memo.typ.
GOING = ("lines", "says", "finds", "cost", "why", "law", "yardsticks", "decided", "districts")
LOSSES = tuple(frozenset(GOING[:count]) for count in range(len(GOING) + 1))
_SHARES = (1.06, 1.0, 0.95, 0.9, 0.86, 0.82)
_LINE = 1.16  # from one line to the next, in sizes of the type
_CELL_PT = 11.0  # left and right of the words of a cell
# Of a page, for what is reckoned short.
_FILLED = 0.93


@dataclass(frozen=True, slots=True)
class Room:
    """Sizes of type in points, as a share of the usual ones, and what is left out."""

    share: float
    cut: frozenset[str]

    def size(self, usual_pt: float) -> float:
        """In halves of a point, as Word has them."""
        return round(usual_pt * self.share * 2) / 2

    @property
    def body_pt(self) -> float:
        """Of sentences."""
        return self.size(10.5)

    @property
    def table_pt(self) -> float:
        """Of tables and of the line over everything."""
        return self.size(9.0)

    @property
    def cited_pt(self) -> float:
        """Of what is cited."""
        return self.size(8.5)

    @property
    def title_pt(self) -> float:
        """Of the title."""
        return self.size(17.0)

    @property
    def heading_pt(self) -> float:
        """Of the headings of its parts."""
        return self.size(11.0)


def fitted(memo: Memo, words: Mapping[str, Any]) -> Room:
    """The largest type with the least left out; the smallest and shortest where nothing fits."""
    free = (PAGES_IN[memo.paper][1] - 2 * MARGIN_IN) * 72 * _FILLED
    tried = [Room(share, cut) for cut in LOSSES for share in _SHARES]
    return next((room for room in tried if _height_pt(memo, words, room) <= free), tried[-1])


def option_cells(option: Listed, cut: frozenset[str], check: str) -> tuple[str, ...]:
    """The cells of an option, without what there is no room for; the first opens with `what`."""
    as_of = f"{option.as_of} ({check})." if option.is_old else f"{option.as_of}."
    stands = [option.stands, as_of]
    stands += [] if "law" in cut else [f"{option.law}."]
    return (
        f"{option.what}." + ("" if "says" in cut else f" {option.says}"),
        option.who,
        " ".join(stands),
        option.evidence,
        option.concerns + ("" if "cost" in cut or not option.cost else f" {option.cost}"),
    )


def sure_text(memo: Memo, cut: frozenset[str]) -> str:
    """What the tests carry, and how they are made."""
    return join(memo.sure, "" if "why" in cut else memo.why)


def parts_left(memo: Memo, cut: frozenset[str]) -> list[tuple[str, str]]:
    """Name and paragraph of the parts that stay."""
    return [(name, said) for key, name, said in memo.parts if key not in cut]


def cited_text(number: int, cited: Cited, cut: frozenset[str]) -> str:
    """A citation without its address."""
    return f"[{number}] {cited.text}" + (
        f" {cited.finds}" if cited.finds and "finds" not in cut else ""
    )


def _height_pt(memo: Memo, words: Mapping[str, Any], room: Room) -> float:
    width = (PAGES_IN[memo.paper][0] - 2 * MARGIN_IN) * 72
    body, heads = room.body_pt, 5 + bool(memo.options)
    tall = _lines(memo.title, width, room.title_pt) + _lines(memo.title, width, room.table_pt)
    said_of = (memo.purpose, memo.finding, sure_text(memo, room.cut), memo.listed, memo.cannot)
    parts = [f"{name}. {said}" for name, said in parts_left(memo, room.cut)]
    tall += heads * (room.heading_pt * _LINE + 8) + 3 * (body * _LINE + 3)
    for said in (*said_of, *parts):
        tall += _lines(said, width, body) + 3
    tall += _table(memo.columns, memo.rows, memo.shares, width, room.table_pt)
    cells = [option_cells(option, room.cut, words["check"]) for option in memo.options]
    tall += _table(words["option_columns"], cells, words["option_shares"], width, room.table_pt)
    cited = [
        f"{cited_text(number, cited, room.cut)} {cited.shown}"
        for number, cited in enumerate(memo.cited, start=1)
    ]
    cited.append(f"{memo.seen} {memo.no_address}")
    for said in [" ".join(cited)] if "lines" in room.cut else cited:
        tall += _lines(said, width - 12, room.cited_pt) + 1
    return tall


def _table(
    heads: Sequence[str],
    rows: Sequence[Sequence[str]],
    shares: Sequence[float],
    width: float,
    size_pt: float,
) -> float:
    if not rows:
        return 0.0
    columns = [width * share / sum(shares) - _CELL_PT for share in shares]
    return sum(
        max(_lines(cell, column, size_pt) for cell, column in zip(row, columns, strict=True)) + 1
        for row in (heads, *rows)
    )


def _lines(said: str, width_pt: float, size_pt: float) -> float:
    """Height of a paragraph."""
    if not said:
        return 0.0
    return lines_of(said, width_pt / size_pt, typeface=LIBERTINUS) * size_pt * _LINE
