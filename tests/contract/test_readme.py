"""The tables of the README say what is there: pages, keys of their addresses, settings."""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from callbacks.routing import show_page
from data import address
from data.address import Notice
from data.compare.state import parse_compare
from data.explore.state import parse_view
from data.gaps.state import parse_gap
from data.services import Services
from data.settings import Settings
from data.story.state import parse_story
from layouts.pages import PAGES

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
SETTINGS = Settings()
EVERY_PAGE = "every page"


def rows(heading: str) -> Iterator[list[str]]:
    """The cells of the first table below a heading, without its head."""
    section = README.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    lines = [line for line in section.splitlines() if line.startswith("|")]
    for line in lines[2:]:
        yield [cell.strip() for cell in line.strip("|").split("|")]


def named(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


def test_every_page_is_listed() -> None:
    listed = [named(address)[0] for address, _ in rows("Pages")]
    below = {"number": "/<place>/<measure>"}
    expected = (
        page.path + (below.get(page.key, "/<place>") if page.find else "") for page in PAGES
    )
    assert sorted(listed) == sorted(expected)


def test_every_setting_is_listed_with_its_default() -> None:
    procfile = (ROOT / "Procfile").read_text(encoding="utf-8")
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    started = dict(re.findall(r"\$\{([A-Z_]+):-([^}]*)\}", procfile))
    started |= dict(re.findall(r"^export ([A-Z_]+) \?= (.*)$", makefile, re.MULTILINE))
    fields = {name.upper(): str(field.default) for name, field in Settings.model_fields.items()}
    listed = {
        name: default
        for variables, defaults, _ in rows("Configuration")
        for name, default in zip(
            named(variables), named(defaults) or [""] * len(named(variables)), strict=False
        )
    }
    assert listed.keys() == started.keys() | fields.keys()
    assert {name: listed[name] for name in started} == started
    del fields["DATABASE_URL"]  # the extract in the repository: said in words
    assert {name: listed[name] for name in fields} == fields


def keys_of_addresses() -> Iterator[tuple[str, str, list[str]]]:
    for page, key, values in rows("Addresses"):
        yield page if page == EVERY_PAGE else named(page)[0], named(key)[0], named(values)


class Asked(dict[str, str]):
    """Parameters of an address that remember which keys were asked for."""

    def __init__(self, written: Mapping[str, str], seen: set[str]) -> None:
        super().__init__(written)
        self.seen = seen

    def get(self, key: str, default: str | None = None) -> str | None:  # type: ignore[override]
        self.seen.add(key)
        return super().get(key, default)

    def __contains__(self, key: object) -> bool:
        self.seen.add(str(key))
        return super().__contains__(key)


def test_every_key_of_an_address_is_listed(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    listed: dict[str, dict[str, str]] = defaultdict(dict)
    for path, key, values in keys_of_addresses():
        listed[path][key] = values[0]
    seen: set[str] = set()
    read = address.query_parameters
    for module in list(sys.modules.values()):
        if getattr(module, "query_parameters", None) is read:
            monkeypatch.setattr(module, "query_parameters", lambda query: Asked(read(query), seen))
    common = listed.pop(EVERY_PAGE)
    for page in PAGES:
        seen.clear()
        wanted = listed.pop(page.path, {})
        pairs = [f"{key}={value}" for key, value in wanted.items()]
        # All of them, none, and all but the first, which on one page sends the others away.
        for query in {"&".join(pairs), "", "&".join(pairs[1:])}:
            show_page(services, SETTINGS, page.examples[0].partition("?")[0], query)
        assert seen - common.keys() == wanted.keys(), page.path
    assert not listed


def test_what_may_stand_in_an_address_is_understood(services: Services) -> None:
    atlas = services.atlas
    parsers: dict[str, Callable[[str], tuple[Notice, ...]]] = {
        "/": lambda q: parse_view(q, atlas.catalogue, atlas.place_ids).notices,
        "/gaps": lambda q: parse_gap(q, atlas.catalogue).notices,
        "/story": lambda q: parse_story(q, atlas).notices,
        "/compare": lambda q: (
            parse_compare(f"{q}&places=zip-64130,city", frozenset(services.compare.places)).notices
        ),
    }
    for path, key, values in keys_of_addresses():
        for name in parsers if path == EVERY_PAGE else [path] if path in parsers else []:
            for value in values:
                more = "&by=zip" if value.startswith("zip-") else ""
                assert parsers[name](f"?{key}={value}{more}") == (), (path, key, value)
