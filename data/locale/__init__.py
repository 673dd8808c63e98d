"""Texts in every language of the site, read once from `locale/<lang>/*.yaml`."""

from __future__ import annotations

import re
import string
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from data import rules
from data.checked import read_yaml
from data.cities.city import city
from data.cities.names import filled
from data.locale.format import format_number

LANGUAGES: tuple[str, ...] = ("en", "es")
_HERE = Path(__file__).parent
_RULE = re.compile(r"{rule_(under_)?([a-z_]+)}")


class LocaleError(Exception):
    """A locale file or a text is missing or malformed; the message names it."""


class _Counting(string.Formatter):
    """`{n} {n:place is|places are}`: the first form for exactly one, the second for all else."""

    def format_field(self, value: Any, format_spec: str) -> str:
        one, bar, many = format_spec.partition("|")
        if not bar:
            return str(super().format_field(value, format_spec))
        return one if str(value) == "1" else many


_COUNTING = _Counting()


class Texts:
    """Texts of one language. `t("explore.title", n=3)` fills `{n}`.

    `{n:place|places}` picks a form by `n`, a number or the digits that are printed for it. English
    and Spanish have these two forms (CLDR's *one* and *other*).
    """

    def __init__(self, lang: str, texts: Mapping[str, str]) -> None:
        self.lang = lang
        self._texts = texts

    def t(self, key: str, **params: object) -> str:
        """Text under `key` with its placeholders filled.

        Raises LocaleError if the key is unknown or a placeholder has no value.
        """
        try:
            template = self._texts[key]
        except KeyError:
            raise LocaleError(f"No text {key!r} in locale/{self.lang}") from None
        if not params:
            return template
        try:
            # Python's own is ten times faster, and few texts count
            fill = _COUNTING.format if "|" in template else str.format
            return fill(template, **params)
        except (KeyError, IndexError) as error:
            raise LocaleError(f"Text {key!r} ({self.lang}) needs a value for {error}") from None

    def counted(self, key: str, count: int, **params: object) -> str:
        """The text under `<key>.one` for exactly one, else under `<key>.many`; `{count}` is filled.

        For sentences that differ as a whole; where a word or two change, `t` picks them.
        """
        return self.t(f"{key}.{'one' if count == 1 else 'many'}", count=count, **params)

    def has(self, key: str) -> bool:
        """True if there is a text under `key`."""
        return key in self._texts

    def keys(self) -> frozenset[str]:
        """Every key, for the tests that compare languages."""
        return frozenset(self._texts)


def _flatten(tree: Mapping[str, Any], prefix: str, file: Path) -> Iterator[tuple[str, str]]:
    for name, value in tree.items():
        key = f"{prefix}.{name}"
        if isinstance(value, Mapping):
            yield from _flatten(value, key, file)
        elif isinstance(value, str):
            yield key, value
        else:
            raise LocaleError(f"{file.name}: {key} must be a text, not {type(value).__name__}")


def _general(lang: str) -> Iterator[tuple[str, str]]:
    for file in sorted((_HERE / lang).glob("*.yaml")):
        tree = read_yaml(file) or {}
        yield from _flatten(tree, file.stem, file)


def _own(file: Path) -> Iterator[tuple[str, str]]:
    """The city's own texts, all in one file; a city without any has no file."""
    if file.is_file():
        for name, tree in read_yaml(file).items():
            yield from _flatten(tree, name, file)


def _ruled(key: str, text: str, lang: str) -> str:
    """`text` with the thresholds of data/rules.py where it names them.

    `{rule_min_residents}` is 500, `{rule_under_stable_events}` the number before 20, and a share is
    in percent: `{rule_full_coverage}%`.
    """

    def number(asked: re.Match[str]) -> str:
        value = getattr(rules, asked[2].upper(), None)
        if not isinstance(value, int | float):
            raise LocaleError(f"Text {key!r} ({lang}) names {asked[0]}, no number of data/rules.py")
        shown = value * 100 if isinstance(value, float) and value < 1 else value
        return format_number(shown - (1 if asked[1] else 0), decimals=0, lang=lang)

    return _RULE.sub(number, text)


@cache
def texts(lang: str) -> Texts:
    """All texts of `lang`, with the city's names and the rules' numbers; keys start with the file.

    The city's own texts stand in their place, or beside them.

    Raises LocaleError, and CatalogueError where a file is no YAML or says a key twice.
    """
    if lang not in LANGUAGES:
        raise LocaleError(f"Unknown language {lang!r}; known: {', '.join(LANGUAGES)}")
    own = city().folder / "texts" / f"{lang}.yaml"
    found = dict(_general(lang)) | dict(_own(own))
    names = city().names(lang)
    named = {key: filled(text, names) for key, text in found.items()}
    known = {key: text for key, text in named.items() if text is not None}
    return Texts(lang, {key: _ruled(key, text, lang) for key, text in known.items()})
