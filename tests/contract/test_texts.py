"""Texts: the same in both languages, all that the code names and no others, none in the code."""

from __future__ import annotations

import ast
import re
import string
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from data.locale import LANGUAGES, texts

ROOT = Path(__file__).parents[2]
KEYS = texts("en").keys()
FILES = "|".join(sorted({key.split(".")[0] for key in KEYS}))
# the name of a database is no key
KEY = re.compile(rf"(?:{FILES})(?:\.[a-z0-9_-]+)+(?<!\.sqlite)")
SAID_IN_CODE = ("layouts", "callbacks", "data")

# Two words, or one with a capital: what a visitor would read.
WORDS = re.compile(r"[^\W\d_]{2,} [^\W\d_]{2,}|^[A-Z][a-zá-ú]{2,}$")
# Not for visitors: documents and style sheets as such, and messages to who sets the server up.
MACHINE_MODULES = re.compile(
    r"layouts/(document|plotly_bundle|zoom_bundle)\.py|callbacks/(server|room)/.*|.*/__main__\.py"
)
MACHINE_WORDS = re.compile(
    r"(top|middle|bottom) (left|center|right)"  # plotly's positions
    r"|.*[<>{}].*|data:.*"  # markup, plotly's templates
    r"|.*sans-serif|/\* .*|[a-z-]+:[^ ].*;.*|color-mix\(.*"  # style sheets
    r"|(Libertinus|DejaVu) S[a-z]+|Arial"  # type
    r"|Times New Roman|Normal|Title|Heading 1|Table Grid|Hyperlink"  # Word's own styles
    r"|offset points|Date"  # matplotlib's words
    r"|(Box|Lasso) Select"  # plotly's own, put into the language by the chart's config
    r"|attachment; .*|Vary|Origin|Strict"  # headers
    r"|light dark"  # of color-scheme
    r"|Black",  # the group that stays capital in a sentence
    re.DOTALL,
)
NEVER_SHOWN = ("className", "class_name")


def template(key: str, lang: str) -> str:
    return texts(lang).t(key)


def placeholders(text: str) -> set[str]:
    parsed = [(name, spec) for _, name, spec, _ in string.Formatter().parse(text) if name]
    return {name for name, _ in parsed}.union(*(placeholders(spec or "") for _, spec in parsed))


def test_every_language_has_every_text() -> None:
    for lang in LANGUAGES:
        assert texts(lang).keys() ^ KEYS == set()


def test_every_text_has_the_same_placeholders_in_every_language() -> None:
    for key in KEYS:
        for lang in LANGUAGES:
            if texts(lang).has(key):
                said = placeholders(template(key, lang))
                assert said == placeholders(template(key, "en")), (key, lang)


def test_no_text_was_left_in_the_other_language() -> None:
    words = {key: re.sub(r"{.*?}", "", template(key, "en")) for key in KEYS}
    long = [key for key, said in words.items() if len(re.findall(r"[^\W\d_]{3,}", said)) > 2]
    assert len(long) > 200
    assert [key for key in long if template(key, "en") == template(key, "es")] == []


# -- what the code names ------------------------------------------------------------------------


@cache
def modules() -> tuple[tuple[str, ast.Module], ...]:
    """Every module of the running app: its path and its syntax tree."""
    files = sorted(file for folder in SAID_IN_CODE for file in (ROOT / folder).rglob("*.py"))
    return tuple(
        (file.relative_to(ROOT).as_posix(), ast.parse(file.read_text(encoding="utf-8")))
        for file in files
        if "build" not in file.relative_to(ROOT).parts
    )


def named_keys(tree: ast.Module) -> Iterator[tuple[int, re.Pattern[str]]]:
    """Line and pattern of every text key: whole literals, and f-strings with gaps in them."""
    joined = [node for node in ast.walk(tree) if isinstance(node, ast.JoinedStr)]
    parts = {id(part) for node in joined for part in node.values}
    for formatted in joined:
        pattern = "".join(
            re.escape(part.value) if isinstance(part, ast.Constant) else r"[a-zA-Z0-9_.-]+"
            for part in formatted.values
            if not isinstance(part, ast.Constant) or isinstance(part.value, str)
        )
        if re.match(rf"(?:{FILES})\\\.[a-z]|\[.*\\\.", pattern):
            yield formatted.lineno, re.compile(pattern)
    for node in ast.walk(tree):
        literal = isinstance(node, ast.Constant) and isinstance(node.value, str)
        if literal and id(node) not in parts and KEY.fullmatch(node.value):
            # a literal may be the beginning that f-strings go on from
            yield node.lineno, re.compile(rf"{re.escape(node.value)}(?:\..+)?")


def test_every_key_in_the_code_has_a_text() -> None:
    missing = [
        f"{path}:{line} {pattern.pattern}"
        for path, tree in modules()
        for line, pattern in named_keys(tree)
        if not pattern.pattern.startswith("[")  # begins with a variable: any key might fit
        and not any(pattern.fullmatch(key) for key in KEYS)
    ]
    assert missing == []


def test_every_text_is_named_in_the_code() -> None:
    patterns = {pattern for _, tree in modules() for _, pattern in named_keys(tree)}
    assert len(patterns) > 200
    assert sorted(key for key in KEYS if not any(p.fullmatch(key) for p in patterns)) == []


# -- no text in the code ------------------------------------------------------------------------


def hidden(tree: ast.Module) -> set[int]:
    """Nodes that no visitor can meet: docstrings, annotations, errors, names of CSS classes."""
    found: set[int] = set()

    def hide(node: ast.AST | None) -> None:
        if node is not None:
            found.update(id(child) for child in ast.walk(node))

    for node in ast.walk(tree):
        docstring = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        unshown = isinstance(node, ast.keyword) and node.arg in NEVER_SHOWN
        if docstring or unshown or isinstance(node, ast.Raise):
            hide(node)
        elif isinstance(node, ast.AnnAssign | ast.arg):
            hide(node.annotation)
        elif isinstance(node, ast.FunctionDef):
            hide(node.returns)
    return found


@pytest.mark.parametrize("folder", ["layouts", "callbacks"])
def test_no_words_for_visitors_stand_in_the_code(folder: str) -> None:
    found = []
    for path, tree in modules():
        if not path.startswith(f"{folder}/") or MACHINE_MODULES.fullmatch(path):
            continue
        unseen = hidden(tree)
        for node in ast.walk(tree):
            if not isinstance(node, ast.Constant) or id(node) in unseen:
                continue
            said = node.value
            if isinstance(said, str) and WORDS.search(said) and not MACHINE_WORDS.fullmatch(said):
                found.append(f"{path}:{node.lineno} {said!r}")
    assert found == []


def test_the_search_for_words_finds_them() -> None:
    tree = ast.parse('html.P("Where people live", className="two words", title="Loading")')
    unseen = hidden(tree)
    seen = [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and id(node) not in unseen and WORDS.search(node.value)
    ]
    assert seen == ["Where people live", "Loading"]


# -- counted words ------------------------------------------------------------------------------

COUNTS = {
    "n", "m", "count", "tests", "tested", "people", "low", "high", "low_people", "high_people",
    "better", "worse", "other", "same", "apart", "candidates", "n_effective", "events",
}  # fmt: skip
# Of all places of a kind there are six at least; one place found has a text of its own.
NEVER_ONE = {"gap_sentences.districts": "n", "sentences.ranking": "n", "places.search": "n"}
ONE_OF_MANY = {
    "en": re.compile(
        r"(?<![\w.,–-])1 (?:(?!(?:of|place|tract|person|in)\b)[a-z-]+ )?"
        r"(?:people|are|were|have|do|differ|fall|they|"
        r"(?!(?:is|was|has|lies|falls|census|does|this|stands|lives|in)\b)[a-z]+s)\b"
    ),
    "es": re.compile(
        r"(?<![\w.,–-])1 (?:(?!(?:de|en|entre)\b)[a-zá-ú]+ )?(?!(?:es|más|menos|veces)\b)"
        r"(?:[a-zá-ú]+[oaenr]s|son|están|tienen|pueden|encontraron|fueron)\b"
        r"|(?:viven|vivían|equivalen a unos|unas|estos|los|las) 1\b"
    ),
}


def with_count(key: str, lang: str, n: int) -> str:
    """A text in which every count is `n`; a word stands for what is no count."""
    values: dict[str, object] = dict.fromkeys(placeholders(template(key, lang)), "X")
    counts = {name: n for name in values if name in COUNTS}
    counts |= {name: 6 for stem, name in NEVER_ONE.items() if key.startswith(stem)}
    if re.sub("(many|some)$", "one", key) in KEYS - {key} and "count" in counts:
        counts["count"] = max(n, 2)  # one has a sentence of its own
    return texts(lang).t(key, **(values | counts))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_text_says_one_of_what_is_many(lang: str) -> None:
    counted = [key for key in KEYS if COUNTS & placeholders(template(key, lang))]
    assert len(counted) > 60
    said = {key: with_count(key, lang, 1) for key in counted}
    assert [text for text in said.values() if ONE_OF_MANY[lang].search(text)] == []


def test_words_follow_the_number_before_them() -> None:
    said = texts("en").t
    known = dict.fromkeys(("count", "tested", "better", "other", "same"), 2)
    for worse, words in ((0, "0 are worse"), (1, "1 is worse"), (2, "2 are worse")):
        assert words in said("place.spine.sentence", **known, worse=worse)
    assert said("places.page.people_count", n="1") == "1 person"
    assert said("places.page.people_count", n="1,001") == "1,001 people"
