"""The social determinants of the fact sheets: one YAML file each, checked when read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from pydantic import Field, model_validator

from data.catalogue.loader import Catalogue, load_catalogue
from data.catalogue.pairs import pair_rule
from data.checked import CatalogueError, Slug, Strict, Text, read_checked
from data.cities.city import OPTIONS, city
from data.cities.options import check_options
from data.cities.plan import Plan
from data.models import Kind

_FOLDER = Path(__file__).parent / "determinants"
_REFERENCE = re.compile(r"\[(\d)\]")
FACTS = 3


class Determinant(Strict):
    """What a fact sheet says of one determinant wherever the place is.

    `indicators` are in order of importance: the first one with a value at the place is its finding,
    the first three make the chart and the facts. `outcome` and `factor` are the pair of the
    scatter. `chip` is what the plan of the city says, if it has one. `[n]` in a text points to the
    n-th of `citations`.
    """

    id: Slug
    order: int
    title: Text
    meaning: Text
    body: Text
    chip: Text | None = None
    citations: tuple[str, ...] = Field(min_length=1)
    indicators: tuple[Slug, ...] = Field(min_length=FACTS)
    outcome: Slug
    factor: Slug
    wage_today: bool = False  # whether its sheet says what the minimum wage is, where that is known

    @property
    def named(self) -> frozenset[str]:
        """Every indicator that it rests on."""
        return frozenset((*self.indicators, self.outcome, self.factor))

    @model_validator(mode="after")
    def _references(self) -> Determinant:
        wanted = set(range(1, len(self.citations) + 1))
        for lang in ("en", "es"):
            texts = (self.body, *([self.chip] if self.chip else []))
            named = {int(n) for text in texts for n in _REFERENCE.findall(text.get(lang))}
            if named != wanted:
                raise ValueError(f"{self.id} ({lang}): the texts cite {sorted(named)}")
        return self


@cache
def determinants() -> Mapping[str, Determinant]:
    """Every determinant by id, in the order of the page. Raises CatalogueError."""
    found, plan = read_determinants(_FOLDER, load_catalogue()), city().plan
    for name in plan.says if plan else ():
        if name not in found:
            raise CatalogueError(f"{city().folder.name}/plan.yaml: no determinant {name!r}")
    check_options(city().options, found, city().folder / OPTIONS)
    return found


def read_determinants(folder: Path, catalogue: Catalogue) -> Mapping[str, Determinant]:
    """The determinants of `folder` that rest on nothing which the city lacks, held against the
    catalogue.

    Raises CatalogueError for an unknown indicator, a modelled one, or a pair that may not meet.
    """
    plan = city().plan
    read = [read_checked(path, Determinant) for path in sorted(folder.glob("*.yaml"))]
    found = [_with_plan(entry, plan) for entry in read if not entry.named & catalogue.lacking]
    for entry in found:
        _check(entry, catalogue)
    ordered = sorted(found, key=lambda entry: entry.order)
    return MappingProxyType({entry.id: entry for entry in ordered})


def _with_plan(entry: Determinant, plan: Plan | None) -> Determinant:
    """The determinant with what the city's plan says of it, its citations after the others."""
    said = plan.says.get(entry.id) if plan else None
    if said is None:
        return entry
    chip = said.counted_on(len(entry.citations))
    citations = (*entry.citations, *said.citations)
    return entry.model_copy(update={"chip": chip, "citations": citations})


def _check(entry: Determinant, catalogue: Catalogue) -> None:
    where = f"determinants/{entry.id}.yaml"
    for key in sorted(entry.named):
        indicator = catalogue.indicators.get(key)
        if indicator is None:
            raise CatalogueError(f"{where}: no indicator {key!r}")
        if indicator.kind is Kind.MODELLED:
            raise CatalogueError(f"{where}: {key} is modelled: expected, not found, in a place")
    rule = pair_rule(catalogue.indicators[entry.outcome], catalogue.indicators[entry.factor])
    if not rule.association_allowed:
        raise CatalogueError(f"{where}: {entry.outcome} and {entry.factor}: {rule.reason}")
