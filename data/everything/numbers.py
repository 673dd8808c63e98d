"""The tidy table: every number of an extract, one row each, estimated and published alike."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from data.atlas.atlas import Atlas
from data.catalogue.schema import Source
from data.everything.tables import Column, Link
from data.files.csv_file import Cell, place_cell
from data.locale import LANGUAGES, texts
from data.models import Geography, Kind, Layer, Verdict, geography_of
from data.numbers.address import number_path, published_id
from data.numbers.keys import published_key
from data.numbers.publications import Publications
from data.published.results import PublishedEstimate
from data.repository.history import EVERYONE, place_of

_N, _W = Cell.NUMBER, Cell.WHOLE
LEVEL_PERCENT = 95
NUMBERS = (
    Column("address"),
    Column("indicator", required=True),
    Column("indicator_name", required=True),
    Column("indicator_name_es", required=True),
    Column("theme", required=True),
    Column("kind", required=True, allowed=tuple(Kind)),
    Column("unit", required=True),
    Column("years", required=True),
    Column("years_inferred", Cell.YES),
    Column("geography", required=True),
    Column("place_id", required=True),
    Column("tract_vintage", allowed=("2010", "2020")),
    Column("place", required=True),
    Column("place_es", required=True),
    Column("group", required=True),
    Column("group_name"),
    Column("group_name_es"),
    Column("people", _W, least=0),
    Column("events", _N, least=0),
    Column("value", _N),
    Column("lower", _N),
    Column("upper", _N),
    Column("level_percent", _W, least=0, most=100),
    Column("se", _N, least=0),
    Column("coverage", _N, least=0, most=1),
    Column("own_share", _N, least=0, most=1),
    Column("tracts", _W, least=0),
    Column("method"),
    Column("flags"),
    Column("left_out"),
    Column("verdict", allowed=tuple(Verdict)),
    Column("rest_difference", _N),
    Column("rest_difference_se", _N, least=0),
    Column("rest_p_adjusted", _N, least=0, most=1),
    Column("rank", _W, least=1),
    Column("rank_lower", _W, least=1),
    Column("rank_upper", _W, least=1),
    Column("publisher", required=True),
    Column("source", required=True),
    Column("source_id", required=True),
    Column("licence", required=True),
)
KEY = ("indicator", "place_id", "tract_vintage", "years", "group", "source_id")
LINKS = (
    Link(("indicator",), "measures", ("indicator",)),
    Link(("place_id", "tract_vintage"), "places", ("place_id", "tract_vintage")),
    Link(("source_id",), "sources", ("source_id",)),
)
NONCOMMERCIAL = "noncommercial"  # whether the row goes into the folder of that name
_STORED = {
    "population": "people",
    "difference": "rest_difference",
    "difference_se": "rest_difference_se",
    "p_adjusted": "rest_p_adjusted",
}


def numbers_of(atlas: Atlas, publications: Publications) -> pd.DataFrame:
    """(n, NUMBERS and NONCOMMERCIAL) by indicator and place, then the published values."""
    layers = [layer for layer in Layer if layer is not Layer.OWN]
    order = {name: at for at, name in enumerate(atlas.catalogue.indicators)}
    stored = pd.concat([_estimates(atlas, layer) for layer in layers], ignore_index=True)
    stored = stored.sort_values(
        "indicator", key=lambda names: names.map(order), kind="stable", ignore_index=True
    )
    published = pd.DataFrame(list(_published(publications)))
    whole = pd.concat([stored, published], ignore_index=True)
    return whole[[*(column.name for column in NUMBERS), NONCOMMERCIAL]]


def vintage_of(layer: Layer) -> str | None:
    """Of a layer of tracts, the census that drew them."""
    return layer.value[-4:] if layer in (Layer.TRACT_2010, Layer.TRACT_2020) else None


def geography_name(layer: Layer) -> str:
    """What the areas of a layer are, also of one that nobody chooses."""
    try:
        return geography_of(layer).value
    except ValueError:
        return layer.value


def place_names(atlas: Atlas, layer: Layer, lang: str) -> list[str]:
    """Names of the areas of a layer, in its order."""
    areas = atlas.areas(layer)
    try:
        by = geography_of(layer)
    except ValueError:
        return [str(name) for name in areas["name"]]
    named = zip(areas["name"], areas["area_id"], strict=True)
    return [place_cell(str(name), str(area), by, texts(lang)) for name, area in named]


def _estimates(atlas: Atlas, layer: Layer) -> pd.DataFrame:
    frame = atlas.repository.all_estimates(layer).rename(columns=_STORED)
    if frame.empty:
        return pd.DataFrame(columns=[*(column.name for column in NUMBERS), NONCOMMERCIAL])
    names = pd.DataFrame({lang: place_names(atlas, layer, lang) for lang in LANGUAGES})
    names.index = pd.Index(atlas.areas(layer)["area_id"])
    known = atlas.catalogue.indicators
    about = pd.DataFrame([_about(atlas, name) for name in frame["indicator_id"].unique()])
    own = frame.rename(columns={"indicator_id": "indicator"}).drop(columns="area_name")
    whole = own.merge(about, on="indicator")
    whole["geography"] = geography_name(layer)
    whole["place_id"] = [place_of(layer.value, str(area)) for area in whole["area_id"]]
    whole["tract_vintage"] = vintage_of(layer)
    whole["place"], whole["place_es"] = (whole["area_id"].map(names[lang]) for lang in LANGUAGES)
    whole["group"] = EVERYONE
    whole["level_percent"] = whole["lower"].notna() | whole["upper"].notna()
    whole["level_percent"] = whole["level_percent"].map({True: LEVEL_PERCENT, False: None})
    has_page = geography_name(layer) in set(Geography)
    asked = zip(whole["place_id"], whole["indicator"], strict=True)
    whole["address"] = [number_path(*one) if has_page else None for one in asked]
    counted = whole["indicator"].map(lambda name: known[name].counted is not None)
    whole["events"] = whole["events"].where(counted)
    whole[NONCOMMERCIAL] |= layer is Layer.HOLC_GRADE
    return whole


def _about(atlas: Atlas, indicator_id: str) -> dict[str, object]:
    indicator = atlas.catalogue.indicators[indicator_id]
    return {
        "indicator": indicator.id,
        "indicator_name": indicator.name.en,
        "indicator_name_es": indicator.name.es,
        "theme": indicator.theme,
        "kind": indicator.kind.value,
        "unit": indicator.unit.value,
        "years": indicator.years,
        **_origin(atlas.catalogue.source_of(indicator)),
    }


def _origin(source: Source) -> dict[str, object]:
    return {
        "publisher": source.publisher,
        "source": f"{source.title.en}, {source.vintage}",
        "source_id": source.id,
        "licence": source.licence.en,
        NONCOMMERCIAL: source.noncommercial,
    }


def _published(publications: Publications) -> Iterator[dict[str, object]]:
    for measure in publications.measures:
        yield from map(_published_row, publications.estimates(measure))


def _published_row(estimate: PublishedEstimate) -> dict[str, object]:
    measure, area, name = estimate.measure, estimate.area, estimate.group_name
    key = published_key(estimate)
    return {
        "address": number_path(key.place, key.measure, period=key.period, group=key.group),
        "indicator": published_id(measure.id),
        "indicator_name": measure.name.en,
        "indicator_name_es": measure.name.es,
        "theme": measure.theme,
        "kind": measure.kind.value,
        "unit": measure.unit,
        "years": estimate.years,
        "years_inferred": estimate.years_inferred,
        "geography": area.kind,
        "place_id": key.place,
        "place": area.name.en,
        "place_es": area.name.es,
        "group": estimate.group,
        "group_name": None if name is None else name.en,
        "group_name_es": None if name is None else name.es,
        "people": estimate.denominator,
        "events": estimate.numerator,
        "value": estimate.value,
        "lower": estimate.lower,
        "upper": estimate.upper,
        "level_percent": estimate.level_percent if estimate.limits else None,
        "left_out": estimate.left_out and estimate.left_out.rpartition(".")[2],
        **_origin(estimate.source),
    }
