"""Every threshold stands once, in data/rules.py: no comparison, constant or text repeats one."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
import yaml

from data import rules
from data.catalogue.measures import load_measures
from data.cities.city import city
from data.locale import LANGUAGES, LocaleError, _ruled, texts

ROOT = Path(__file__).parents[2]
# Small whole numbers that people count in: any count may be one of them, so they mark nothing.
WORDING = {"FREQUENCY_WHOLES", "FREQUENCY_ONE_IN"}
NAMED = {name: v for name, v in vars(rules).items() if name.isupper() and name not in WORDING}
NUMBERS = {float(n) for v in NAMED.values() for n in (v if isinstance(v, tuple) else (v,))}
# The same rules in percent and as confidence; 1, 2 and 5 count pieces everywhere.
NUMBERS = (NUMBERS | {100 * n for n in NUMBERS if n < 1} | {0.95, 95.0}) - {1.0, 2.0, 5.0}
# Comparisons with the same number that are about something else: letters, pixels, columns.
ELSE = {
    "data/build/refresh/checks.py": {"len(header) > 8"},
    "callbacks/room/life.py": {
        "time.monotonic() - room.counters.beat > _SILENT_SECONDS",
        "time.monotonic() - self.counters.beat > _SILENT_SECONDS",
    },
    "data/compare/row_sentences.py": {"len(longer) > HEADLINE_CHARS"},
    "data/files/names.py": {"len(whole) > MAX_CHARS"},
    "data/gaps/findings.py": {"len(sentence.split()) <= MOST_WORDS"},
    "data/search/match.py": {"length < 8"},
    "data/stats/special.py": {"cube > 0.5"},
    "layouts/stories/moderate.py": {"len(found) > _MOST_CARDS"},
    "layouts/figures/explore/scatter_words.py": {"across > 0.5", "across < 0.5"},
}
# What a text may not type: also the number before a threshold ("from 10 to 19"), and under how many
# residents a group's published values are left out. Every interval is a 95% interval: its name.
IN_TEXTS = (
    (NUMBERS | {rules.STABLE_EVENTS - 1.0, float(load_measures().groups.least_residents)})
    - {0.95, 95.0}
)  # fmt: skip
TYPED = re.compile(r"(?<![\w{$#.,–-])\d[\d,]*(?:\.\d+)?(?!\w|–\d)")
# The same numbers, and about something else: a source's name, the definition of an indicator.
ELSE_IN_TEXTS = {
    "methods.kinds_of_value.body": {"500"},
    "fact_sheets.says.housing_cost_burden": {"30"},
}
ORDER = (ast.Lt, ast.LtE, ast.Gt, ast.GtE)
# Names end in their unit: what has one of these is a size of the drawing.
DRAWN = ("_PX", "_METERS", "_ROWS")
SOURCES = sorted(
    file
    for name in ("data", "layouts", "callbacks")
    for file in (ROOT / name).rglob("*.py")
    if file != ROOT / "data" / "rules.py"
)


def is_rule(node: ast.expr | None) -> bool:
    return (
        isinstance(node, ast.Constant)
        and isinstance(node.value, int | float)
        and not isinstance(node.value, bool)
        and float(node.value) in NUMBERS
    )


def copies_in(source: str) -> Iterator[str]:
    """Comparisons with the number of a rule, by its figure or by a constant of the module, and
    defaults of `alpha`.
    """
    tree = ast.parse(source)
    constants = {
        target.id
        for node in tree.body
        if isinstance(node, ast.Assign | ast.AnnAssign) and is_rule(node.value)
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
        if isinstance(target, ast.Name) and not target.id.endswith(DRAWN)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare):
            order = any(isinstance(op, ORDER) for op in node.ops)
            sides = (node.left, *node.comparators)
            named = any(isinstance(side, ast.Name) and side.id in constants for side in sides)
            if order and (named or any(map(is_rule, sides))):
                yield ast.unparse(node)
        elif isinstance(node, ast.arguments):
            defaults = zip(node.kwonlyargs, node.kw_defaults, strict=True)
            yield from (arg.arg for arg, value in defaults if arg.arg == "alpha" and is_rule(value))


def test_no_threshold_is_written_twice() -> None:
    found = {
        name: copies
        for file in SOURCES
        if (
            copies := set(copies_in(file.read_text(encoding="utf-8")))
            - ELSE.get(name := file.relative_to(ROOT).as_posix(), set())
        )
    }
    assert found == {}


@pytest.mark.parametrize(
    "copy",
    [
        "few = events < 10",
        "shown = not people >= 500",
        "UNDER = 0.5\nhidden = coverage < UNDER",
        "FROM: int = 20\ntested = (total >= FROM)",
        "def verdict(p, *, alpha=0.05): ...",
        "sure = p <= 0.05",
    ],
)
def test_a_copy_would_be_found(copy: str) -> None:
    assert list(copies_in(copy))


def typed_in(text: str) -> set[str]:
    """Numbers of rules that a text has typed."""
    found = {number.rstrip(",") for number in TYPED.findall(text)}
    return {number for number in found if float(number.replace(",", "")) in IN_TEXTS}


def raw_texts(tree: dict[str, object], prefix: str) -> Iterator[tuple[str, str]]:
    for name, value in tree.items():
        if isinstance(value, dict):
            yield from raw_texts(value, f"{prefix}.{name}")
        else:
            yield f"{prefix}.{name}", str(value)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_text_types_the_number_of_a_rule(lang: str) -> None:
    files = {file.stem: file for file in (ROOT / "data/locale" / lang).glob("*.yaml")}
    trees = {name: yaml.safe_load(file.read_text(encoding="utf-8")) for name, file in files.items()}
    own = city().folder / f"texts/{lang}.yaml"
    trees["city"] = yaml.safe_load(own.read_text(encoding="utf-8"))
    found = {
        key: typed - ELSE_IN_TEXTS.get(key, set())
        for name, tree in trees.items()
        for key, text in raw_texts(tree, name)
        if (typed := typed_in(text))
    }
    assert {key: typed for key, typed in found.items() if typed} == {}
    assert set(ELSE_IN_TEXTS) <= set(found)


@pytest.mark.parametrize(
    "text",
    ["under 500 residents", "de 10 a 19 casos", "fewer than 10,000 people", "menos del 80 %"],
)
def test_a_typed_number_would_be_found(text: str) -> None:
    assert typed_in(text)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_texts_have_the_numbers_of_the_rules(lang: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not [key for key in sorted(texts(lang).keys()) if "{rule_" in texts(lang).t(key)]
    assert f"{rules.MIN_RESIDENTS} resident" in texts(lang).t("figures.flag.few_residents")
    monkeypatch.setattr(rules, "MIN_RESIDENTS", 1_250)
    asked = "{rule_min_residents}; {rule_under_min_residents}; {rule_full_coverage}%"
    assert _ruled("a.key", asked, lang) == "1,250; 1,249; 80%"
    with pytest.raises(LocaleError, match="no number of data/rules"):
        _ruled("a.key", "{rule_reliable_se_years}", lang)


def test_every_threshold_is_read() -> None:
    """A rule that nothing reads is a rule that nothing keeps."""
    text = "\n".join(file.read_text(encoding="utf-8") for file in SOURCES)
    assert [name for name in NAMED if name not in text] == []


def test_every_threshold_has_its_reason() -> None:
    lines = (ROOT / "data" / "rules.py").read_text(encoding="utf-8").splitlines()
    bare = [
        line
        for before, line in pairwise(lines)
        if line[:1].isupper() and " = " in line and not before.startswith(("#", *NAMED))
    ]
    assert bare == []
