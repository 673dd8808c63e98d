"""What there is: measures, sources, the version of the data, and where to begin."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from callbacks.api.v1.asked import Visit, cut, known
from data.api import answers
from data.api.operations import BY_ID, DOCUMENT, PAGE
from data.api.parameters import OfIndicators
from data.catalogue.measures import MeasureEntry
from data.catalogue.schema import Indicator, Source
from data.numbers.address import published_id
from data.numbers.shared import number_source
from data.services import Services
from layouts import paths

_PARTS = (
    "indicators", "places", "search", "estimates", "gaps", "compare", "charts", "options",
    *(part for part in ("plan",) if part in BY_ID), "sources", "version",
)  # fmt: skip


def entry(visited: Visit) -> answers.Entry:
    """Where to begin."""
    t = visited.texts.t
    return answers.Entry(
        **visited.head,
        name=t("api.title", product=t("shell.product")),
        description=t("api.lead"),
        licence=t("api.licence_note"),
        documentation=visited.page(PAGE),
        openapi=f"{visited.site}{DOCUMENT}?lang={visited.lang}",
        links=tuple(
            answers.Link(id=part, name=t(f"api.operations.{part}.title"), address=visited.api(part))
            for part in _PARTS
        ),
    )


def version(visited: Visit) -> answers.Version:
    """Which data this is."""
    services = visited.services
    atlas = services.atlas
    meta = atlas.repository.meta()
    return answers.Version(
        **visited.head,
        content_hash=meta["content_hash"],
        schema_version=meta["schema_version"],
        build_version=meta["build_version"],
        versions=tuple(
            answers.VersionThen(version=one.version, date=one.date or None)
            for one in atlas.history.versions
        ),
        data_through=max(found.year_end for found in atlas.catalogue.indicators.values()),
        indicators=len(names(services)),
        places=len(visited.directory.places),
        sources=len(atlas.catalogue.shown_sources),
    )


# -- measures -----------------------------------------------------------------------------------


def names(services: Services) -> Mapping[str, Indicator | MeasureEntry]:
    """Every measure that a number may be of, by the id that addresses use: this site's own
    first.
    """
    published = services.numbers.publications
    quoted = {published_id(m): published.estimates(m)[0].measure for m in published.measures}
    return {**services.atlas.catalogue.indicators, **quoted}


def indicators(visited: Visit) -> answers.Indicators:
    """Measures that fit what is asked."""
    asked: OfIndicators = visited.asked
    themes = visited.services.atlas.catalogue.themes
    theme = asked.theme and known(visited, "theme", asked.theme, [one.id for one in themes])
    found = [
        measure
        for measure in _measures(visited)
        if (not theme or measure.theme == theme)
        and (not asked.kind or measure.kind == asked.kind)
        and (not asked.geography or asked.geography.value in measure.geographies)
    ]
    return answers.Indicators(**cut(visited, "indicators", found))


def indicator(visited: Visit, indicator: str) -> answers.OneIndicator:
    """One measure."""
    found = known(visited, "indicator", indicator, names(visited.services).keys())
    return answers.OneIndicator(
        **visited.head, indicator=_measure(visited, found, names(visited.services)[found])
    )


def _measures(visited: Visit) -> Iterator[answers.Measure]:
    for name, found in names(visited.services).items():
        yield _measure(visited, name, found)


def _measure(visited: Visit, name: str, found: Indicator | MeasureEntry) -> answers.Measure:
    t, lang = visited.texts.t, visited.lang
    themes = {theme.id: theme.name.get(lang) for theme in visited.services.atlas.catalogue.themes}
    own = _own(visited, found) if isinstance(found, Indicator) else _published(visited, found)
    return answers.Measure(
        id=name,
        name=found.name.get(lang),
        short_name=found.short_name.get(lang),
        meaning=found.meaning.get(lang),
        theme=found.theme,
        theme_name=themes.get(found.theme),
        kind=found.kind,
        kind_name=t(f"data_page.kind.{found.kind.value}"),
        polarity=found.polarity,
        decimals=found.decimals,
        caveats=tuple(t(f"caveats.{key}") for key in found.caveats),
        estimates=visited.api("estimates", indicator=name),
        **own,
    )


def _own(visited: Visit, found: Indicator) -> dict[str, Any]:
    return {
        "why": found.why.get(visited.lang),
        "published": False,
        "role": found.role,
        "unit": found.unit.value,
        "years": found.years,
        "data_through": found.year_end,
        "geographies": tuple(geography.value for geography in found.geographies),
        "groups": (),
        "sources": (found.source,),
        "address": visited.page(f"{paths.DATA}#{found.id}"),
    }


def _published(visited: Visit, found: MeasureEntry) -> dict[str, Any]:
    values = visited.services.numbers.publications.estimates(found.id)
    newest = max(values, key=lambda value: value.span[::-1])
    return {
        "why": None,
        "published": True,
        "role": None,
        "unit": found.unit,
        "years": newest.years,
        "data_through": newest.span[1],
        "geographies": tuple(dict.fromkeys(value.area.kind for value in values)),
        "groups": tuple(dict.fromkeys(v.group for v in values if not v.of_everyone)),
        "sources": tuple(dict.fromkeys(value.source.id for value in values)),
        "address": visited.page(paths.DATA),
    }


# -- sources ------------------------------------------------------------------------------------


def sources(visited: Visit) -> answers.Sources:
    """Sources that a page may name."""
    shown = visited.services.atlas.catalogue.shown_sources
    return answers.Sources(**cut(visited, "sources", (_source(visited, one) for one in shown)))


def source(visited: Visit, source: str) -> answers.OneSource:
    """One source."""
    shown = {one.id: one for one in visited.services.atlas.catalogue.shown_sources}
    found = shown[known(visited, "source", source, shown.keys())]
    return answers.OneSource(**visited.head, source=_source(visited, found))


def _source(visited: Visit, found: Source) -> answers.SourceAnswer:
    lang, fresh = visited.lang, found.freshness
    own = visited.services.atlas.catalogue.indicators.values()
    published = visited.services.numbers.publications
    quoted = (
        published_id(measure)
        for measure in published.measures
        if any(value.source.id == found.id for value in published.estimates(measure))
    )
    return answers.SourceAnswer(
        **number_source(found, lang).model_dump(),
        published_in=fresh.published if fresh else None,
        read_on=fresh.read_on.isoformat() if fresh else None,
        renewed=fresh.renewed if fresh else None,
        indicators=(*(one.id for one in own if one.source == found.id), *quoted),
    )
