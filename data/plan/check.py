"""Whether plan, targets and decisions name only what there is: asked once, when the app starts."""

from __future__ import annotations

from difflib import get_close_matches

from data.catalogue.determinants import determinants
from data.catalogue.loader import Catalogue
from data.catalogue.measures import load_measures
from data.checked import CatalogueError, label
from data.cities.city import City
from data.cities.plan import Plan


def checked_plan(own: City, catalogue: Catalogue) -> Plan | None:
    """The plan of the city; None where it has none, or one without aims.

    Raises CatalogueError, which names the file, for an indicator, published measure, determinant,
    aim or district that nobody knows.
    """
    plan = own.plan
    aims = {aim.id for aim in own.aims}
    _decisions(own, aims)
    if plan is None or not aims:
        return None
    indicators = {*catalogue.indicators, *catalogue.awaited_indicators, *catalogue.lacking}
    _known(own, "plan.yaml", "indicator", plan.indicators, indicators)
    named = {m.published for aim in plan.aims for m in aim.measures if m.published}
    _known(own, "plan.yaml", "published measure", named, set(load_measures().measures))
    told = {name for aim in plan.aims for name in aim.determinants}
    _known(own, "plan.yaml", "determinant", told, set(determinants()))
    held = {measure.id for aim in plan.aims for measure in aim.measures}
    _known(own, "targets.yaml", "measure of an aim", {t.measure_id for t in own.targets}, held)
    return plan


def _decisions(own: City, aims: set[str]) -> None:
    touched = {aim for entry in own.decisions.decisions for aim in entry.aims}
    _known(own, "decisions.yaml", "aim", touched, aims)


def _known(
    own: City, file: str, kind: str, named: set[str] | frozenset[str], all_: set[str]
) -> None:
    for name in sorted(named - all_):
        near = get_close_matches(name, all_, n=3)
        hint = f"; did you mean {', '.join(near)}?" if near else ""
        raise CatalogueError(f"{label(own.folder / file)}: no {kind} {name!r}{hint}")
