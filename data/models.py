"""The words of the field, as frozen types: every other module speaks in these."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from math import nan

AGE_BANDS: tuple[str, ...] = (
    "age_0_4",
    "age_5_9",
    "age_10_14",
    "age_15_17",
    "age_18_24",
    "age_25_34",
    "age_35_44",
    "age_45_54",
    "age_55_64",
    "age_65_74",
    "age_75_84",
    "age_85_plus",
)


class Geography(StrEnum):
    """Places a visitor can choose (`by=` in the address, `--by` on the command line)."""

    NEIGHBORHOOD = "neighborhood"
    ZIP = "zip"
    COUNCIL_DISTRICT = "council_district"
    GROUP = "group"  # of home places that people call by one name
    CITY = "city"
    TRACT = "tract"
    OWN = "own"  # drawn by a visitor: it is in no extract, and on no list

    @property
    def covers_city(self) -> bool:
        """Whether its places part the city among them: every resident lives in just one.

        Groups and drawn areas leave most of the city out and may share residents, so nothing that
        cuts all residents into parts, or takes places for independent, is made of them.
        """
        return self not in (Geography.GROUP, Geography.OWN)


# Of these a city says which it has (data/cities/): every city has itself and census tracts.
CHOSEN_LAYERS: tuple[Geography, ...] = (
    Geography.NEIGHBORHOOD,
    Geography.ZIP,
    Geography.COUNCIL_DISTRICT,
    Geography.GROUP,
)
CITY_PLACE = "city"  # its PlaceId, printed


class Layer(StrEnum):
    """Area layers of the extract. A tract belongs to a vintage; grades of land are areas too."""

    NEIGHBORHOOD = "neighborhood"
    ZIP = "zip"
    COUNCIL_DISTRICT = "council_district"
    GROUP = "group"
    CITY = "city"
    TRACT_2010 = "tract_2010"
    TRACT_2020 = "tract_2020"
    HOLC_GRADE = "holc_grade"
    OWN = "own"  # one area drawn by a visitor, never stored


# What the places of a layer may lie in, from the nearest in size up; a city may lack some.
LARGER: Mapping[Layer, tuple[Layer, ...]] = {
    Layer.NEIGHBORHOOD: (Layer.GROUP, Layer.ZIP, Layer.COUNCIL_DISTRICT),
    Layer.ZIP: (Layer.COUNCIL_DISTRICT,),
    Layer.TRACT_2010: (Layer.GROUP, Layer.ZIP, Layer.COUNCIL_DISTRICT),
    Layer.TRACT_2020: (Layer.GROUP, Layer.ZIP, Layer.COUNCIL_DISTRICT),
}


@dataclass(frozen=True, slots=True)
class PlaceId:
    """A place as addresses, files and pages name it: `neighborhood-113`, `zip-64130`, `city`.

    The whole city is one place: its area id is left out of print and is empty when read.
    """

    geography: Geography
    area_id: str = ""

    @classmethod
    def parse(cls, printed: str) -> PlaceId | None:
        """The place that `printed` names, whether or not there is one; None for another word."""
        if printed == CITY_PLACE:
            return cls(Geography.CITY)
        name, _, area_id = printed.partition("-")
        if not area_id or name == CITY_PLACE or name not in set(Geography):
            return None
        return cls(Geography(name), area_id)

    def __str__(self) -> str:
        if self.geography is Geography.CITY:
            return CITY_PLACE
        return f"{self.geography.value}-{self.area_id}"


PUBLISHED = "published-"  # before the id of a published measure, which may be an indicator's


def published_place(area_id: str) -> str:
    """An area that others published of, as addresses name it: `county-12345`, `country`, `city`."""
    return area_id.replace("_", "-")


@dataclass(frozen=True, slots=True)
class Part:
    """A place that lies in another one, wholly or in part.

    `people` live in both, `everyone` in the smaller one. `center`: whether the larger one holds its
    center.
    """

    area_id: str
    larger: PlaceId
    people: int
    everyone: int
    center: bool

    @property
    def share(self) -> float:
        """Share of the smaller place's people who live in both, 0 to 1; NaN where nobody lives."""
        return self.people / self.everyone if self.everyone else nan


def printed_ids(geography: Geography, area_ids: Iterable[str]) -> list[str]:
    """Printed ids of areas of one geography, in the order given."""
    return [str(PlaceId(geography, area_id)) for area_id in area_ids]


def geography_of(layer: Layer) -> Geography:
    """What a visitor calls the areas of a layer; tracts of both vintages are tracts.

    Raises ValueError for a layer that no visitor chooses.
    """
    if layer in (Layer.TRACT_2010, Layer.TRACT_2020):
        return Geography.TRACT
    return Geography(layer.value)


class Kind(StrEnum):
    """Three kinds of value (docs/methods/kinds-of-value.md): what may be said of a number."""

    MEASURED = "measured"
    PARTLY_MODELLED = "partly_modelled"
    MODELLED = "modelled"


class Role(StrEnum):
    """What an indicator may be used for."""

    OUTCOME = "outcome"
    FACTOR = "factor"
    GROUP = "group"
    CARE = "care"
    CONTEXT = "context"


class Polarity(StrEnum):
    """Which direction is good for people."""

    HIGHER_IS_BETTER = "higher_is_better"
    HIGHER_IS_WORSE = "higher_is_worse"
    NONE = "none"


class Unit(StrEnum):
    """Units as stored: percentages run 0-100, rates are per 100,000 residents a year."""

    YEARS = "years"
    PERCENT = "percent"
    RATE_PER_100K = "rate_per_100k"
    USD = "usd"
    INDEX = "index"
    PEOPLE = "people"
    DAYS = "days"  # a year


class Denominator(StrEnum):
    """Whose share or mean it is: the weight that carries tract values to areas."""

    EVERYONE = "everyone"
    AGE_18_PLUS = "age_18_plus"
    AGE_65_PLUS = "age_65_plus"
    AGE_18_64 = "age_18_64"
    MEN_65_PLUS = "men_65_plus"  # blocks carry no sex: weighted by everyone aged 65 and over
    WOMEN_65_PLUS = "women_65_plus"
    OWN_COUNT = "own_count"  # the source's own universe (households, workers ...), see `universe`
    NONE = "none"


class Estimator(StrEnum):
    """How the value of an area comes from tracts, blocks or events."""

    LIFE_TABLE = "life_table"  # pooled tables for 5,000 people or more, else weighted mean of e(0)
    WEIGHTED_MEAN = "weighted_mean"
    COUNT_SHARE = "count_share"  # numerators and denominators shared out by block people
    EVENT_RATE = "event_rate"  # events located in the area / residents / years
    EVENT_SHARE = "event_share"
    AREA_RATE = "area_rate"  # people counted by area, without points / residents / years
    BLOCK_COUNT = "block_count"  # people counted by block
    BLOCK_SHARE = "block_share"  # share of people counted by block
    TRACT_ONLY = "tract_only"  # never averaged (medians)


class IntervalKind(StrEnum):
    """Where a 95 % interval comes from."""

    STANDARD_ERROR = "standard_error"  # published by the source
    MARGIN_90 = "margin_90"  # ACS 90 % margin of error / 1.645
    MODEL_95 = "model_95"  # the model's own 95 % interval
    COUNT = "count"  # exact Poisson under 10 events, else Byar; Wilson for a share
    CENSUS = "census"  # a full count: no sampling interval
    NONE = "none"  # the source publishes none


class Verdict(StrEnum):
    """The one stored comparison of a place with the rest of the city."""

    BETTER = "better"
    WORSE = "worse"
    HIGHER = "higher"  # no polarity
    LOWER = "lower"
    NOT_DIFFERENT = "not_different"  # cannot be told apart
    NOT_TESTED = "not_tested"  # `flags` say why


class Flag(StrEnum):
    """Why a value is missing, weak or untested. Stored space-separated in `flags`."""

    NO_DATA = "no_data"  # no tract with an estimate
    COVERAGE_UNDER_50 = "coverage_under_50"  # value withheld
    COVERAGE_UNDER_80 = "coverage_under_80"
    SURROUNDING_TRACT = "surrounding_tract"  # own share under 50 %
    FEW_RESIDENTS = "few_residents"  # under 500: no test, no rank
    NO_RESIDENTS = "no_residents"
    PREDICTED_TABLES = "predicted_tables"  # most people live in tracts with predicted life tables
    MODELLED = "modelled"  # expected from who lives here: never tested
    NO_ERROR = "no_error"  # the source publishes no uncertainty: never tested
    FEWER_THAN_5 = "fewer_than_5"  # people counted by area: not even their number is told
    FEWER_THAN_10 = "fewer_than_10"  # events: no rate, upper limit only
    FROM_10_TO_19 = "from_10_to_19"  # events: rate flagged
    ASSUMED_DENOMINATOR = "assumed_denominator"  # EP = 0: denominator from the metro median ratio
    WHOLE_CITY = "whole_city"  # the city has no rest to be compared with
    LOW_RELIABILITY = "low_reliability"
    MEDIUM_RELIABILITY = "medium_reliability"
    PART_OF_AREA = "part_of_area"  # the source covers only a part of the city (evictions)
    TOP_CODED = "top_coded"
    SMALL_TRACT_COUNT = "age_withheld"  # 2020 age bands under 500 people


@dataclass(frozen=True, slots=True)
class Area:
    """One place of one layer.

    `people_2010` and `people_2020` count the residents of its census blocks inside the city.
    """

    layer: Layer
    area_id: str
    name: str
    people_2010: int
    people_2020: int
    lon: float
    lat: float

    @property
    def place_id(self) -> str:
        """Address of the place: `neighborhood-113`, `zip-64130`, `city`."""
        return str(PlaceId(geography_of(self.layer), self.area_id))


@dataclass(frozen=True, slots=True)
class ObservedLink:
    """Weighted r over the `n` tracts whose life table was observed, nothing of it predicted."""

    n: int
    r: float
