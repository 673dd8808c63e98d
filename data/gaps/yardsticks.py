"""National targets beside the newest values of this city's county. None is the city's own."""

from __future__ import annotations

from data.atlas.atlas import Atlas
from data.catalogue.yardsticks import load_yardsticks
from data.gaps.published_results import AreaYardsticks, MeasuredYardstick
from data.published.facts import published_facts


def area_yardsticks(atlas: Atlas) -> AreaYardsticks | None:
    """The targets that may be drawn, each with the county's value; None where there are none."""
    facts, known = published_facts(atlas), load_yardsticks()
    counties = [area for area in facts.entries.place if area.kind == "county"]
    source = atlas.catalogue.sources.get(known.source or "")
    if not counties or source is None or known.name is None:
        return None
    county = counties[0]
    drawable = {y.id for measure in facts.measures for y in facts.yardsticks(measure.id)}
    found = [
        MeasuredYardstick(estimate, entry)
        for entry in known.yardsticks
        if entry.id in drawable
        and (estimate := facts.latest(str(entry.measure), county.id)) is not None
        and not estimate.left_out
    ]
    if not found:
        return None
    return AreaYardsticks(county, known.name, source, tuple(found), facts.county_share)
