"""The extract's schema: SQLAlchemy Core, dialect-neutral. Build and queries share it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    Column,
    Float,
    ForeignKey,
    Integer,
    MetaData,
    SmallInteger,
    String,
    Table,
)

from data.models import AGE_BANDS

# Raised whenever a table or the meaning of a column changes; the app refuses another version.
SCHEMA_VERSION = 13
# Points of blocks are stored in whole parts of a degree, as the Census publishes them.
DEGREE = 1_000_000
# Keys of `meta`, followed by a layer: how much more homicides vary than Poisson counts.
DISPERSION = "homicide_dispersion_"
# Key of `meta`: JSON, by name of a boundary its file and bounds. It stands with the values, so that
# one rename takes both; assets/geo/manifest.json says the same to people.
BOUNDARIES = "boundaries"
# Key of `meta`: JSON, by indicator its years, for a later build to say of which years an earlier
# value was (data/build/history.py).
INDICATOR_YEARS = "indicator_years"
# The boundary that is none: streets, crossings and landmarks for the search box.
STREETS = "streets"
# Before the name of a layer: the paths that maps of the browser draw (data/build/map_paths.py).
MAP_PATHS = "map_paths."
# What lies under the maps of the browser to find oneself by: roads, rivers, names.
BASE_MAP = "map_base"

metadata = MetaData()
# What stands beside the file of an extract stands in a server beside its tables: text by the name
# of the file. No part of the extract, so not of its hash either.
beside = MetaData()
history_file = Table(
    "history_file",
    beside,
    Column("name", String, primary_key=True),
    Column("text", String, nullable=False),
)


def _table(name: str, *columns: Column[Any]) -> Table:
    """A table whose primary key is its storage order (smaller and faster in SQLite)."""
    return Table(name, metadata, *columns, sqlite_with_rowid=False)


meta = _table(
    "meta",
    Column("key", String, primary_key=True),  # schema_version, build_version, content_hash …
    Column("value", String, nullable=False),
)

source = _table(
    "source",
    Column("source_id", String, primary_key=True),
    Column("file", String, primary_key=True),  # path below SOURCES
    Column("publisher", String, nullable=False),
    Column("title", String, nullable=False),
    Column("vintage", String, nullable=False),
    Column("licence", String, nullable=False),
    Column("sha256", String, nullable=False),
    Column("rows", Integer, nullable=False),
)

indicator = _table(
    "indicator",
    Column("indicator_key", SmallInteger, primary_key=True),
    Column("indicator_id", String, nullable=False, unique=True),
)

area = _table(
    "area",
    Column("area_key", Integer, primary_key=True),
    Column("layer", String, nullable=False),  # data.models.Layer
    Column("area_id", String, nullable=False),  # the published id: 113, 64130, 3
    Column("name", String, nullable=False),  # as pages show it
    Column("official_name", String, nullable=False),  # as its publisher writes it
    Column("named", SmallInteger, nullable=False),  # 0: one of the six unnamed neighborhoods
    Column("people_2010", Integer, nullable=False),  # block people inside the city
    Column("people_2020", Integer, nullable=False),
    Column("people_whole_tract", Integer),  # tracts only: residents inside and outside the city
    Column("lon", Float, nullable=False),  # a point inside the area
    Column("lat", Float, nullable=False),
    Column("main_grade", String),  # A-D, or U (ungraded): grade where half the people live
)

group_member = _table(
    "group_member",  # home places of a group; groups may share them
    Column("area_key", ForeignKey("area.area_key"), primary_key=True),
    Column("member_key", ForeignKey("area.area_key"), primary_key=True),
)

neighbor = _table(
    "neighbor",  # queen contiguity within a layer, both directions
    Column("area_key", ForeignKey("area.area_key"), primary_key=True),
    Column("neighbor_key", ForeignKey("area.area_key"), primary_key=True),
)

lies_in = _table(
    "lies_in",  # a smaller place and a larger one that share residents, or whose centers fall so
    Column("area_key", ForeignKey("area.area_key"), primary_key=True),
    Column("larger_key", ForeignKey("area.area_key"), primary_key=True),
    Column("people", Integer, nullable=False),  # of both; of 2010 for the tracts of that year
    Column("center", SmallInteger, nullable=False),  # 1: the larger holds the point of the smaller
)

hatch = _table(
    "hatch",  # diagonal lines inside an area, drawn where a map has no value to color
    Column("area_key", ForeignKey("area.area_key"), primary_key=True),
    Column("lines", String, nullable=False),  # JSON [[lon, lat, lon, lat], ...]
)

area_tract = _table(
    "area_tract",  # block people of an area by tract: the weights of every area value
    Column("area_key", ForeignKey("area.area_key"), primary_key=True),
    Column("tract_key", ForeignKey("area.area_key"), primary_key=True),
    Column("people", Integer, nullable=False),
    *(Column(band, Integer, nullable=False) for band in AGE_BANDS),
)

block = _table(
    "block",  # where somebody lives or an event is counted: drawn areas are made of these
    Column("block_key", Integer, primary_key=True),
    Column("vintage", SmallInteger, nullable=False),  # 2010 | 2020
    Column("tract_key", ForeignKey("area.area_key"), nullable=False),
    Column("lon", Integer, nullable=False),  # of its point, in parts of a degree (DEGREE)
    Column("lat", Integer, nullable=False),
    Column("neighborhood_key", ForeignKey("area.area_key")),
    Column("zip_key", ForeignKey("area.area_key")),
    Column("council_district_key", ForeignKey("area.area_key")),
    Column("holc_grade_key", ForeignKey("area.area_key")),
    Column("people", Integer, nullable=False),
    *(Column(band, Integer, nullable=False) for band in AGE_BANDS),
)

tract_estimate = _table(
    "tract_estimate",
    Column("indicator_key", ForeignKey("indicator.indicator_key"), primary_key=True),
    Column("tract_key", ForeignKey("area.area_key"), primary_key=True),
    Column("value", Float, nullable=False),
    Column("lower", Float),
    Column("upper", Float),
    Column("se", Float),
    Column("denominator", Float),  # whole-tract universe of count-based shares
    Column("flags", String, nullable=False),
)

estimate = _table(
    "estimate",
    Column("indicator_key", ForeignKey("indicator.indicator_key"), primary_key=True),
    Column("area_key", ForeignKey("area.area_key"), primary_key=True),
    Column("value", Float),  # null where withheld: `flags` say why
    Column("lower", Float),  # 95 %
    Column("upper", Float),
    Column("se", Float),
    Column("coverage", Float),  # 0-1
    Column("own_share", Float),  # 0-1
    Column("tracts", Integer, nullable=False),
    Column("population", Float, nullable=False),  # people of the indicator's denominator
    Column("method", String, nullable=False),  # data.models.Estimator, life tables say which
    Column("flags", String, nullable=False),  # data.models.Flag, space-separated
    Column("verdict", String, nullable=False),  # data.models.Verdict
    Column("difference", Float),  # from the rest of the city
    Column("difference_se", Float),
    Column("difference_lower", Float),  # 95 %
    Column("difference_upper", Float),
    Column("p_adjusted", Float),  # Benjamini-Hochberg over the layer
    Column("events", Float),  # event-based indicators; half of one on the line to another area
    Column("rank", Integer),  # 1 = lowest value
    Column("rank_lower", Integer),
    Column("rank_upper", Integer),
)

life_table = _table(
    "life_table",
    Column("tract_key", ForeignKey("area.area_key"), primary_key=True),
    Column("age_index", SmallInteger, primary_key=True),  # 0..10: Under 1, 1-4, 5-14 … 85+
    Column("nqx", Float, nullable=False),
    Column("nqx_se", Float, nullable=False),
    Column("lx", Float, nullable=False),
    Column("ndx", Float, nullable=False),
    Column("nlx", Float, nullable=False),
    Column("ex", Float, nullable=False),
    Column("ex_se", Float, nullable=False),
    Column("table_flag", SmallInteger, nullable=False),  # 1 observed, 2 predicted, 3 mixture
)

homicide = _table(
    "homicide",  # one row an event (or part), by area and year: never a point, a day or a name
    Column("homicide_key", Integer, primary_key=True),
    Column("neighborhood_key", ForeignKey("area.area_key")),
    Column("zip_key", ForeignKey("area.area_key")),
    Column("council_district_key", ForeignKey("area.area_key")),
    Column("tract_2010_key", ForeignKey("area.area_key")),
    Column("tract_2020_key", ForeignKey("area.area_key")),
    Column("holc_grade_key", ForeignKey("area.area_key")),
    # Of 2010, the nearest to its point in the same areas.
    Column("block_key", ForeignKey("block.block_key"), nullable=False),
    Column("year", SmallInteger, nullable=False),
    Column("no_arrest", SmallInteger, nullable=False),
    Column("weight", Float, nullable=False),  # 1; less for a part of an event on a line
)

benchmark = _table(
    "benchmark",  # values as published for the city and the USA, never recomputed
    Column("indicator_key", ForeignKey("indicator.indicator_key"), primary_key=True),
    Column("place", String, primary_key=True),  # city | us
    Column("measure", String, primary_key=True),  # crude | age_adjusted
    Column("year", Integer, nullable=False),
    Column("value", Float, nullable=False),
    Column("lower", Float),
    Column("upper", Float),
)

moran = _table(
    "moran",  # whether census tracts near each other are alike, by permutation
    Column("indicator_key", ForeignKey("indicator.indicator_key"), primary_key=True),
    Column("tracts", Integer, nullable=False),  # with a value and a neighbor that has one
    Column("i", Float, nullable=False),
    Column("expected", Float, nullable=False),
    Column("p_value", Float, nullable=False),  # two-sided
    Column("permutations", Integer, nullable=False),
)

local_moran = _table(
    "local_moran",  # one row a tract that takes part
    Column("indicator_key", ForeignKey("indicator.indicator_key"), primary_key=True),
    Column("tract_key", ForeignKey("area.area_key"), primary_key=True),
    Column("local_i", Float, nullable=False),
    Column("quadrant", SmallInteger, nullable=False),  # data.stats.spatial.QUADRANTS
    Column("p_value", Float, nullable=False),  # two-sided
    Column("p_adjusted", Float, nullable=False),  # Benjamini-Hochberg over the tracts
    Column("cluster", String, nullable=False),  # high_high | low_low | … | none
)


def _estimate_columns() -> tuple[Column[Any], ...]:
    return (
        Column("measure_id", String, primary_key=True),  # measures/ and by_race.yaml of the city
        Column("period", String, primary_key=True),  # 2023, 2021-2023
        Column("area_id", String, primary_key=True),  # published/areas.yaml: city, county_ …
        Column("group_id", String, primary_key=True),  # published/groups.yaml, or all
        Column("source_id", String, primary_key=True),
        Column("value", Float, nullable=False),
        Column("lower", Float),
        Column("upper", Float),
        Column("level_percent", SmallInteger),  # 95 or 90; none where no interval is published
        Column("numerator", Float),
        Column("denominator", Float),
        Column("years_inferred", SmallInteger, nullable=False),  # 1: the publisher prints no years
        Column("quality", SmallInteger),  # as the publisher grades it: 1 strong, 2 marginal, 3 weak
    )


# As published for city, county, state and nation: never recomputed. Two tables, so that an extract
# can be passed on without what its publisher gives for noncommercial use only.
published_estimate = _table("published_estimate", *_estimate_columns())
published_estimate_noncommercial = _table("published_estimate_noncommercial", *_estimate_columns())

# What is decided about the minimum wage and said of it, as its source files say it. What a page
# says of a row stands in the city's folder `wage`, keyed to it.
minimum_wage = _table(
    "minimum_wage",
    Column("authority", String, primary_key=True),  # state | federal
    Column("effective_date", String, primary_key=True),  # 2026-01-01
    Column("hourly_usd", Float, nullable=False),  # dollars of the day
    Column("law", String, nullable=False),
    Column("source", String, nullable=False),
    Column("date_assumed", SmallInteger, nullable=False),  # 1: by the source
)

wage_event = _table(
    "wage_event",
    Column("event_date", String, primary_key=True),
    Column("event", String, nullable=False),
    Column("source", String, nullable=False),
)

workers_raised = _table(
    "workers_raised",  # as published, without an interval
    Column("scenario", String, primary_key=True),
    Column("group_name", String, primary_key=True),  # all, or as the publisher calls it
    Column("area", String, nullable=False),
    Column("workers_raised", Float),
    Column("about", SmallInteger, nullable=False),  # 1: the publisher says "about"
    Column("workers", Float),
    Column("share_percent", Float),
    Column("share_said", String, nullable=False),  # the share where it is no number
    Column("data_year", String, nullable=False),
    Column("source", String, nullable=False),
    Column("note", String, nullable=False),
)

wage_study = _table(
    "wage_study",
    Column("study", String, primary_key=True),
    *(
        Column(name, String, nullable=False)
        for name in (
            "design", "outcome", "effect", "interval_or_precision", "doi_or_ref", "direction",
            "read_in", "caveat",
        )
    ),
)  # fmt: skip
