"""Which social factors go with an outcome: r of every pair that may meet, with honest intervals.

Each r is that of the scatter of the pair, over the same places and at the same n_eff; the tests of
one list are one family (docs/methods/association.md).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from math import nan

from data.atlas.atlas import Atlas
from data.catalogue.schema import Indicator
from data.explore.compute import association_of, frame_of
from data.explore.results import AssociationView, FactorLink, FactorLinks
from data.explore.state import FACTOR_ROLES
from data.explore.within import within
from data.models import Geography, Kind
from data.stats.association import fisher_p
from data.stats.contrast import benjamini_hochberg


def factor_links(atlas: Atlas, outcome_id: str, by: Geography, inside: str = "") -> FactorLinks:
    """R of the outcome with every factor that may meet it, in the city or inside a part of it."""
    outcome = atlas.catalogue.indicator(outcome_id)
    links, reasons = [], Counter[str]()
    for factor, found, reason in _each(atlas, outcome, by, inside):
        if found is None:
            reasons[reason or ""] += 1
        else:
            links.append(_link(atlas, outcome, factor, found))
    adjusted = benjamini_hochberg([link.p_value for link in links])
    tested = [replace(link, p_adjusted=float(p)) for link, p in zip(links, adjusted, strict=True)]
    tested.sort(key=lambda link: (-link.nearer_limit, link.factor.id))
    return FactorLinks(
        outcome=outcome,
        outcome_source=atlas.catalogue.sources[outcome.source],
        geography=by,
        within=within(atlas, inside) if inside else None,
        links=tuple(tested),
        reason=None if tested else reasons.most_common(1)[0][0],
    )


def _each(
    atlas: Atlas, outcome: Indicator, by: Geography, inside: str
) -> Iterator[tuple[Indicator, AssociationView | None, str | None]]:
    for factor in atlas.catalogue.indicators.values():
        if factor.role not in FACTOR_ROLES:
            continue
        rule = atlas.rule(outcome.id, factor.id)
        if not rule.association_allowed:
            yield factor, None, rule.reason
            continue
        frame = frame_of(atlas, outcome, factor, by)
        if inside:
            frame = frame[frame["place_id"].isin(atlas.members[by][inside])].reset_index(drop=True)
        found = association_of(atlas, outcome, factor, by, frame, inside=bool(inside))
        yield factor, *found


def _link(
    atlas: Atlas, outcome: Indicator, factor: Indicator, found: AssociationView
) -> FactorLink:
    modelled = Kind.MODELLED in (outcome.kind, factor.kind)
    return FactorLink(
        factor=factor,
        source=atlas.catalogue.sources[factor.source],
        n=found.n,
        n_effective=found.n_effective,
        r=found.r,
        lower=found.r_lower,
        upper=found.r_upper,
        p_value=nan if modelled else fisher_p(found.r, found.n_effective),
        p_adjusted=nan,
        warnings=atlas.rule(outcome.id, factor.id).warnings,
    )
