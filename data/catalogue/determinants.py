"""The eight social determinants of the fact sheets: one YAML file each, checked when read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from pydantic import Field, model_validator

from data.catalogue.loader import Catalogue, CatalogueError, load_catalogue, read_checked
from data.catalogue.pairs import pair_rule
from data.catalogue.schema import Slug, Text, _Strict
from data.models import Kind

_FOLDER = Path(__file__).parent / "determinants"
_REFERENCE = re.compile(r"\[(\d)\]")
FACTS = 3


class Determinant(_Strict):
    """What a fact sheet says of one determinant wherever the place is.

    `indicators` are in order of importance: the first one with a value at the place is its finding,
    the first three make the chart and the facts. `outcome` and `factor` are the pair of the
    scatter. `[n]` in a text points to the n-th of `citations`.
    """

    id: Slug
    order: int
    title: Text
    meaning: Text
    body: Text
    asks: tuple[Text, ...] = Field(min_length=2, max_length=3)
    chip: Text
    citations: tuple[str, ...] = Field(min_length=1)
    indicators: tuple[Slug, ...] = Field(min_length=FACTS)
    outcome: Slug
    factor: Slug

    @model_validator(mode="after")
    def _references(self) -> Determinant:
        wanted = set(range(1, len(self.citations) + 1))
        for lang in ("en", "es"):
            texts = (self.body, *self.asks, self.chip)
            named = {int(n) for text in texts for n in _REFERENCE.findall(text.get(lang))}
            if named != wanted:
                raise ValueError(f"{self.id} ({lang}): the texts cite {sorted(named)}")
        return self


@cache
def determinants() -> Mapping[str, Determinant]:
    """Every determinant by id, in the order of the page. Raises CatalogueError."""
    return read_determinants(_FOLDER, load_catalogue())


def read_determinants(folder: Path, catalogue: Catalogue) -> Mapping[str, Determinant]:
    """The determinants of `folder`, held against the catalogue.

    Raises CatalogueError for an unknown indicator, a modelled one, or a pair that may not meet.
    """
    found = [read_checked(path, Determinant) for path in sorted(folder.glob("*.yaml"))]
    for entry in found:
        _check(entry, catalogue)
    ordered = sorted(found, key=lambda entry: entry.order)
    return MappingProxyType({entry.id: entry for entry in ordered})


def _check(entry: Determinant, catalogue: Catalogue) -> None:
    where = f"determinants/{entry.id}.yaml"
    for key in (*entry.indicators, entry.outcome, entry.factor):
        indicator = catalogue.indicators.get(key)
        if indicator is None:
            raise CatalogueError(f"{where}: no indicator {key!r}")
        if indicator.kind is Kind.MODELLED:
            raise CatalogueError(f"{where}: {key} is modelled: expected, not found, in a place")
    rule = pair_rule(catalogue.indicators[entry.outcome], catalogue.indicators[entry.factor])
    if not rule.association_allowed:
        raise CatalogueError(f"{where}: {entry.outcome} and {entry.factor}: {rule.reason}")
