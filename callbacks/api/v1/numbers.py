"""Numbers: the records of data/numbers, filtered and page by page."""

from __future__ import annotations

from callbacks.api.v1.asked import Visit, cut, known, no_such
from callbacks.api.v1.catalogue import names
from callbacks.api.v1.places import found_place
from data.api import answers
from data.api.parameters import OfEstimate, OfEstimates
from data.catalogue.measures import EVERYONE
from data.models import PUBLISHED
from data.numbers.address import Addresses


def _addresses(visited: Visit) -> Addresses:
    lang = visited.lang if visited.lang != visited.default_lang else ""
    return Addresses(visited.site, lang)


def estimates(visited: Visit) -> answers.Estimates:
    """Numbers that fit what is asked."""
    asked: OfEstimates = visited.asked
    services = visited.services
    measures = names(services)
    wanted = list(measures)
    if asked.indicator:
        wanted = [known(visited, "indicator", asked.indicator, measures.keys())]
    if asked.kind:
        wanted = [name for name in wanted if measures[name].kind is asked.kind]
    place = asked.place and _stored_place(visited, asked.place)
    kinds = [asked.geography.value] if asked.geography else []
    numbers = services.numbers.keys(measures=wanted, geographies=kinds) if wanted else ()
    keys = [key for key in numbers if not place or key.place == place]
    shown = keys[asked.offset : asked.offset + asked.limit]
    found = services.numbers.every(visited.texts, shown, addresses=_addresses(visited))
    return answers.Estimates(**cut(visited, "estimates", found, len(keys)))


def estimate(visited: Visit, place: str, indicator: str) -> answers.OneEstimate:
    """One number."""
    asked: OfEstimate = visited.asked
    measures = names(visited.services)
    measure = known(visited, "indicator", indicator, measures.keys())
    found_at = _stored_place(visited, place)
    period, group = _release(visited, measure)
    found = visited.services.numbers.of(
        found_at,
        measure,
        visited.texts,
        period=period,
        group=group,
        version=asked.v or "",
        addresses=_addresses(visited),
    )
    if found is None:
        no_such(visited, "number", f"{place} · {indicator}")
    return answers.OneEstimate(**visited.head, estimate=found)


def _stored_place(visited: Visit, written: str) -> str:
    """A place that numbers are stored of: those of a drawn area stand in its charts alone."""
    place = found_place(visited, written)
    if place not in visited.directory.places:
        no_such(visited, "stored", written)
    return place


def _release(visited: Visit, measure: str) -> tuple[str, str]:
    """Period and group as addresses write them; empty where none is asked for."""
    asked: OfEstimate = visited.asked
    if not measure.startswith(PUBLISHED):
        return asked.period or "", asked.group or ""
    values = visited.services.numbers.publications.estimates(measure.removeprefix(PUBLISHED))
    period = asked.period and known(visited, "period", asked.period, {v.period for v in values})
    group = asked.group and known(visited, "group", asked.group, {v.group for v in values})
    return period or "", "" if group in (None, EVERYONE) else group
