"""What is remembered for good is asked for by a few keys; what visitors ask for has a limit.

A function that remembers every key it is given holds as many as visitors can think of.
"""

from __future__ import annotations

import ast
import gc
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import pytest
from flask.testing import FlaskClient

ROOT = Path(__file__).parents[2]
# Of these keys there are as many as code and extract have.
NOTHING = "takes nothing, so there is one result"
LAYERS = "by layers and years of the extract: an enumeration, read before it is asked"
MEASURES = "by an indicator or source of the catalogue; another name raises, and that is not kept"
WORDS = "by a word of the code: a language, a theme, a table of ours"
STORED = "by what the extract holds, never by what somebody wrote"
FOR_GOOD = {
    "app.py": {"_server": NOTHING},
    "callbacks/api/places.py": {"body": "by one of three encodings (accepted_encoding)"},
    "callbacks/server/inline_styles.py": {"style_hashes": WORDS},
    "callbacks/server/version.py": {"code_mark": NOTHING},
    "data/atlas/atlas.py": {
        **dict.fromkeys(("areas", "weights", "hatch", "layer_values", "neighbors"), LAYERS),
        **dict.fromkeys(("lies_in", "rings", "map_paths"), LAYERS),
        "_city_value": "asked with an Indicator of the catalogue (city_value)",
    },
    "data/atlas/layer_values.py": {"flag_set": STORED},
    "data/catalogue/determinants.py": {"determinants": NOTHING},
    "data/catalogue/loader.py": {"load_catalogue": NOTHING},
    "data/catalogue/measures.py": {"load_measures": NOTHING},
    "data/catalogue/publications.py": {"load_published": NOTHING},
    "data/catalogue/yardsticks.py": {"load_yardsticks": NOTHING},
    "data/change/answers.py": {"of_geography": LAYERS},
    "data/cities/city.py": {"city": NOTHING},
    "data/compare/cells.py": {"cells": MEASURES, "_axis": LAYERS},
    "data/decks/deck.py": {"ready_decks": NOTHING},
    "data/gaps/answers.py": {"options": MEASURES, "by_group": WORDS, "by_year": WORDS},
    "data/locale/__init__.py": {"texts": WORDS},
    "data/locale/format.py": {"_signs": WORDS},
    "data/numbers/elsewhere.py": {"_of": MEASURES},
    "data/numbers/of_publishers.py": {"_tested": STORED},
    "data/numbers/shared.py": {
        "area": STORED, "measure": MEASURES, "source": MEASURES, "_names": LAYERS,
    },
    "data/numbers/stored.py": {"_ranked": STORED},
    "data/place/answers.py": {"features": LAYERS},
    "data/stories/hints.py": dict.fromkeys(("_words", "harmless_words", "patterns"), NOTHING),
    "data/stories/hints_in_browser.py": {"browser_hints": NOTHING},
    "layouts/bundles.py": {"all_bundles": NOTHING, "by_address": NOTHING},
    "layouts/embed/asked.py": {"_pages": NOTHING},
    "layouts/inline/marked.py": {"_names": WORDS},
    "layouts/pack/contents.py": {"_owners": NOTHING},
    "layouts/pages/compare/rows.py": {"_glyph": WORDS},
    "layouts/paper/typesetter.py": {"_fonts": WORDS},
    "layouts/pictures/symbols.py": {"outline": WORDS},
    "layouts/slides/html_file.py": {"_text": "by a file of ours"},
    "layouts/typefaces/typefaces.py": {"_table": WORDS},
}  # fmt: skip


def sources() -> Iterator[tuple[str, ast.Module]]:
    """Every module of the running app (data/build makes the extract)."""
    files = [ROOT / "app.py"]
    files += [
        file for top in ("callbacks", "data", "layouts") for file in (ROOT / top).rglob("*.py")
    ]
    for file in sorted(files):
        name = file.relative_to(ROOT).as_posix()
        if not name.startswith("data/build/"):
            yield name, ast.parse(file.read_text(encoding="utf-8"))


def limit(call: ast.expr) -> object:
    """The most that a decorator remembers; None for no limit, False where it is none of them."""
    function = call.func if isinstance(call, ast.Call) else call
    name = ast.unparse(function).removeprefix("functools.")
    if name == "cache":
        return None
    if name != "lru_cache":
        return False
    given = (
        [*call.args, *(key.value for key in call.keywords)] if isinstance(call, ast.Call) else []
    )
    if not given or not isinstance(call, ast.Call):
        return 128  # that of the library
    size = call.args[0] if call.args else call.keywords[0].value
    return size.value if isinstance(size, ast.Constant) else ast.unparse(size)


def remembering(tree: ast.Module) -> Iterator[tuple[str, object]]:
    """What a module remembers, with its limit: decorated functions, and `x = lru_cache(...)(f)`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            for call in node.decorator_list:
                if (most := limit(call)) is not False:
                    yield node.name, most
        elif (
            isinstance(node, ast.Assign)
            and isinstance(node.value, ast.Call)
            and (most := limit(node.value.func)) is not False
        ):
            yield ast.unparse(node.targets[0]).removeprefix("self."), most


def test_what_has_no_limit_is_listed_with_its_reason() -> None:
    found = {
        (name, what) for name, tree in sources() for what, most in remembering(tree) if most is None
    }
    listed = {(name, what) for name, reasons in FOR_GOOD.items() for what in reasons}
    assert found == listed


def test_every_way_to_remember_is_seen() -> None:
    """One written otherwise would be in no list: each use of the library stands in a known form."""
    for name, tree in sources():
        imported = {
            alias.name
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom) and node.module == "functools"
            for alias in node.names
            if alias.asname is None
        }
        assert not any(
            "functools" in ast.unparse(n) for n in ast.walk(tree) if isinstance(n, ast.Import)
        )
        uses = [
            node
            for node in ast.walk(tree)
            if isinstance(node, ast.Name) and node.id in imported & {"cache", "lru_cache"}
        ]
        assert len(uses) == len([*remembering(tree)]), name


def unlimited() -> dict[str, int]:
    """How many results each function of ours that has no limit remembers now."""
    kind = type(lru_cache(len))
    found: dict[str, int] = {}
    for one in gc.get_objects():
        if not isinstance(one, kind) or one.cache_parameters()["maxsize"] is not None:
            continue
        module = str(getattr(one, "__module__", ""))
        if module.partition(".")[0] in ("callbacks", "data", "layouts"):
            name = f"{module}.{one.__qualname__}"
            found[name] = found.get(name, 0) + one.cache_info().currsize
    return found


ASKED = (
    "/?outcome={0}&factor={0}&by={0}&in={0}&layers={0}&places={0}&lang={0}&theme={0}",
    "/place/{0}?measure={0}", "/place/zip-{0}", "/place/own-p{0}", "/compare?places={0},city",
    "/gaps?ask={0}&outcome={0}&group={0}&by={0}", "/n/{0}/{0}?period={0}&group={0}&v={0}",
    "/n/published-{0}/{0}", "/n/city/{0}", "/plan?aim={0}&body={0}", "/story?place={0}",
    "/places?q={0}", "/data?q={0}", "/fact-sheets?determinant={0}&place={0}", "/present?ready={0}",
    "/embed/{0}", "/embed/map?outcome={0}", "/api/v1/estimates/{0}/{0}", "/api/v1/places/{0}",
    "/api/v1/numbers/{0}/{0}", "/api/v1/indicators/{0}", "/api/v1/changes?place={0}",
    "/assets/{0}", "/{0}",
)  # fmt: skip


@pytest.mark.parametrize("lang", ["en", "es"])
def test_made_up_words_are_remembered_nowhere_for_good(real_client: FlaskClient, lang: str) -> None:
    def ask(word: str) -> None:
        for path in ASKED:
            real_client.get(path.format(word), headers={"Accept-Language": lang})

    ask("nirgendwo")  # reads what such pages need
    gc.unfreeze()
    gc.collect()  # apps of tests before, which may go at any moment
    before = unlimited()
    assert len(before) > 20
    for word in ("vorlumax", "thraxibel", "qubekano"):
        ask(word)
    assert unlimited() == before
