"""How wide words are is measured in one place: nobody counts their letters."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LAYOUTS = sorted((ROOT / "layouts").rglob("*.py"))
# Files and limits of text, which has no width: plain text in a pack, names of files, what a
# document's properties may hold, what an address may.
NO_WIDTH = frozenset(
    f"layouts/{name}.py"
    for name in ("pack/words", "charts/file_names", "slides/powerpoint/master", "pages/present",
                 "pages/not_found", "embed/asked")
)  # fmt: skip
TYPEFACES = "layouts/typefaces/"
MEASURED = frozenset({"layouts/typefaces/typefaces.py", "layouts/paper/widths.py"})
# Words are one thing here (`name`), many of them are a list (`names`).
ONE_TEXT = re.compile(
    r"(^|_)(text|word|name|label|line|lead|title|source|sentence|said|more|finding|message|note"
    r"|longer|caption|heading)$"
)
GIVE_TEXT = frozenset({"bare", "join", "strip", "rstrip", "t", "wrapped", "opening", "str"})
BY_LETTERS = re.compile(r"(^|_)CHARS?(_|$)", re.IGNORECASE)


def is_text(node: ast.expr) -> bool:
    """True for what by its name or making is words."""
    match node:
        case ast.JoinedStr():
            return True
        case ast.Call(func=ast.Attribute(attr=name) | ast.Name(id=name)):
            return name in GIVE_TEXT
        case ast.Attribute(attr="line"):  # of a picture: runs in several colors
            return False
        case ast.Attribute(attr=name) | ast.Name(id=name):
            return bool(ONE_TEXT.search(name))
        case ast.Subscript(value=ast.Name(id="lines" | "labels" | "names" | "words")):
            return not isinstance(node.slice, ast.Slice)
    return False


def counted(tree: ast.AST) -> Iterator[ast.Call]:
    """Where letters are counted to be reckoned or compared with."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.BinOp | ast.Compare):
            continue
        for part in ast.walk(node):
            match part:
                case ast.Call(func=ast.Name(id="len"), args=[said]) if is_text(said):
                    yield part


def widths_by_letters(source: str) -> list[str]:
    """What in a module reckons a width from a number of letters."""
    tree = ast.parse(source)
    found = [f"line {call.lineno}: {ast.unparse(call)}" for call in counted(tree)]
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name, ctx=ast.Store()) | ast.arg(arg=name) if BY_LETTERS.search(name):
                found.append(f"{name} is a number of letters")
            case ast.Import(names=names) if any(one.name == "textwrap" for one in names):
                found.append("textwrap counts letters")
            case ast.ImportFrom(module="textwrap"):
                found.append("textwrap counts letters")
            case ast.Call(
                func=ast.Name(id="max"),
                args=[ast.Call(func=ast.Name(id="map"), args=[ast.Name(id="len"), *_])],
            ):
                found.append(f"line {node.lineno}: the most letters of a line")
    return found


@pytest.mark.parametrize("source", [
    "left = len(bare(line)) * 16", "more = -(-len(lead) // 48)", "fits = len(name) <= 22",
    "LABEL_CHARS = 18", "CHAR_PX = 16.0", "def lines(text, chars): ...", "import textwrap",
    "full = used + len(part.label) > 30", "if len(lines[-1]) + len(word) < width: ...",
    "left = max(map(len, lines)) * 9", "wide = len(f'{a} {b}') * 0.5",
])  # fmt: skip
def test_the_check_sees_letters_that_are_counted(source: str) -> None:
    assert widths_by_letters(source)


@pytest.mark.parametrize("source", [
    "row_px = len(names) * 30", "if len(figures) > 1: ...", "many = len(panel.rows) > 5",
    "width_em(name) * 12", "count = len(lines) + 1",
])  # fmt: skip
def test_the_check_leaves_counted_things_alone(source: str) -> None:
    assert not widths_by_letters(source)


def test_no_layout_counts_letters_for_a_width() -> None:
    found = {
        name: said
        for path in LAYOUTS
        if (name := path.relative_to(ROOT).as_posix()) not in NO_WIDTH
        and not name.startswith(TYPEFACES)
        and (said := widths_by_letters(path.read_text(encoding="utf-8")))
    }
    assert found == {}


def test_what_has_no_width_is_there() -> None:
    assert all((ROOT / name).is_file() for name in NO_WIDTH | MEASURED)


def test_widths_are_defined_and_measured_in_one_place() -> None:
    asks = re.compile(r"def width_em\b|font_manager|ft2font|get_text_width|getlength|\.afm\b")
    found = {
        path.relative_to(ROOT).as_posix()
        for path in LAYOUTS
        if asks.search(path.read_text(encoding="utf-8"))
    }
    assert found == MEASURED


def test_the_player_gets_sizes_of_words_and_counts_none() -> None:
    player = (ROOT / "assets/clientside/present/player.js").read_text(encoding="utf-8")
    assert not re.search(r"\b(text|words|lead|title|name)\.length\b", player)
