"""What the numbers are of: tables of measures, places and sources that rows of numbers name."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from data.atlas.atlas import Atlas
from data.catalogue.measures import MeasureEntry
from data.catalogue.schema import Indicator
from data.everything.numbers import geography_name, place_names, vintage_of
from data.everything.tables import Column
from data.files.csv_file import Cell
from data.locale import LANGUAGES, texts
from data.models import PUBLISHED, Kind, Layer, Polarity, published_place
from data.numbers.publications import Publications
from data.repository.history import place_of

MEASURES = (
    Column("indicator", required=True),
    Column("indicator_name", required=True),
    Column("indicator_name_es", required=True),
    Column("definition", required=True),
    Column("definition_es", required=True),
    Column("theme", required=True),
    Column("kind", required=True, allowed=tuple(Kind)),
    Column("polarity", required=True, allowed=tuple(Polarity)),
    Column("unit", required=True),
    Column("decimals", Cell.WHOLE, least=0),
    Column("years", required=True),
    Column("geographies", required=True),
    Column("universe"),
    Column("universe_es"),
    Column("caveats"),
    Column("caveats_es"),
    Column("publisher", required=True),
    Column("source", required=True),
    Column("source_ids", required=True),
    Column("licence", required=True),
)
PLACES = (
    Column("place_id", required=True),
    Column("tract_vintage", allowed=("2010", "2020")),
    Column("geography", required=True),
    Column("place", required=True),
    Column("place_es", required=True),
    Column("official_name"),
    Column("people_2010", Cell.WHOLE, least=0),
    Column("people_2020", Cell.WHOLE, least=0),
    Column("longitude", Cell.NUMBER, least=-180, most=180),
    Column("latitude", Cell.NUMBER, least=-90, most=90),
)
SOURCES = (
    Column("source_id", required=True),
    Column("publisher", required=True),
    Column("source_title", required=True),
    Column("source_title_es", required=True),
    Column("source_years", required=True),
    Column("licence", required=True),
    Column("licence_es", required=True),
    Column("noncommercial", Cell.YES, required=True),
    Column("citation", required=True),
    Column("url"),
    Column("through", Cell.WHOLE),
)


def measures_of(atlas: Atlas, publications: Publications, numbers: pd.DataFrame) -> pd.DataFrame:
    """(n, MEASURES) of the measures that some rows of numbers are of, in their order."""
    where = numbers.groupby("indicator", sort=False)
    found = []
    for name, rows in where:
        indicator = atlas.catalogue.indicators.get(str(name))
        if indicator is None:
            published = publications.estimates(str(name).removeprefix(PUBLISHED))
            own = _measure(published[0].measure)
        else:
            own = _indicator(indicator)
        found.append(
            {
                **rows.iloc[0][["indicator", "indicator_name", "indicator_name_es", "theme"]],
                **rows.iloc[0][["kind", "unit"]],
                **own,
                "years": _once(rows["years"], "; "),
                "geographies": _once(rows["geography"], " "),
                "publisher": _once(rows["publisher"], "; "),
                "source": _once(rows["source"], "; "),
                "source_ids": _once(rows["source_id"], " "),
                "licence": _once(rows["licence"], "; "),
            }
        )
    return pd.DataFrame(found, columns=[column.name for column in MEASURES])


def _once(cells: pd.Series, between: str) -> str:
    return between.join(dict.fromkeys(cells.astype(str)))


def _caveats(entry: Indicator | MeasureEntry) -> dict[str, str]:
    english, spanish = (
        " ".join(texts(lang).t(f"caveats.{key}") for key in entry.caveats) for lang in LANGUAGES
    )
    return {"caveats": english, "caveats_es": spanish}


def _indicator(indicator: Indicator) -> dict[str, object]:
    universe = indicator.universe
    return {
        "definition": indicator.meaning.en,
        "definition_es": indicator.meaning.es,
        "polarity": indicator.polarity.value,
        "decimals": indicator.decimals,
        "universe": None if universe is None else universe.en,
        "universe_es": None if universe is None else universe.es,
        **_caveats(indicator),
    }


def _measure(entry: MeasureEntry) -> dict[str, object]:
    return {
        "definition": entry.meaning.en,
        "definition_es": entry.meaning.es,
        "polarity": entry.polarity.value,
        "decimals": entry.decimals,
        **_caveats(entry),
    }


def places_of(atlas: Atlas, publications: Publications, numbers: pd.DataFrame) -> pd.DataFrame:
    """(n, PLACES) of the places that some rows of numbers are of."""
    every = pd.DataFrame(
        [*_areas(atlas), *_published_areas(publications)],
        columns=[column.name for column in PLACES],
    )
    every = every.drop_duplicates(["place_id", "tract_vintage"])
    used = numbers[["place_id", "tract_vintage"]].drop_duplicates()
    return every.merge(used, on=["place_id", "tract_vintage"])


def _areas(atlas: Atlas) -> Iterator[tuple[object, ...]]:
    for layer in (layer for layer in Layer if layer is not Layer.OWN):
        areas = atlas.areas(layer)
        names = zip(*(place_names(atlas, layer, lang) for lang in LANGUAGES), strict=True)
        for row, (english, spanish) in zip(areas.itertuples(), names, strict=True):
            yield (
                place_of(layer.value, str(row.area_id)),
                vintage_of(layer),
                geography_name(layer),
                english,
                spanish,
                row.official_name,
                row.people_2010,
                row.people_2020,
                row.lon,
                row.lat,
            )


def _published_areas(publications: Publications) -> Iterator[tuple[object, ...]]:
    for area in publications.facts.entries.areas.values():
        names = (area.name.en, area.name.es, area.name.en)
        yield (published_place(area.id), None, area.kind, *names, *[None] * 4)


def sources_of(atlas: Atlas, numbers: pd.DataFrame) -> pd.DataFrame:
    """(n, SOURCES) of the sources that some rows of numbers come from, by id."""
    used = sorted(set(numbers["source_id"]))
    rows = []
    for source in (atlas.catalogue.sources[name] for name in used):
        rows.append(
            (
                source.id,
                source.publisher,
                source.title.en,
                source.title.es,
                source.vintage,
                source.licence.en,
                source.licence.es,
                source.noncommercial,
                source.citation,
                source.url,
                source.freshness.through if source.freshness else None,
            )
        )
    return pd.DataFrame(rows, columns=[column.name for column in SOURCES])
