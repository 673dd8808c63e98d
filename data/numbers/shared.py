"""Parts of records that many numbers share: places, measures, sources. In one language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

from data.atlas.atlas import Atlas
from data.catalogue.measures import AreaEntry, MeasureEntry
from data.catalogue.schema import Indicator, Source
from data.cities.city import city
from data.locale import Texts
from data.models import (
    CITY_PLACE,
    Estimator,
    Geography,
    Kind,
    Layer,
    PlaceId,
    geography_of,
    published_place,
)
from data.numbers.address import METHODS, PLACE, Addresses, published_id
from data.numbers.publications import Publications
from data.numbers.record import NumberGroup, NumberMeasure, NumberPlace, NumberSource
from data.published import sentences as published_sentences
from data.published.results import PublishedEstimate
from data.sentences.words import name_as_title, name_in_text

# The section of the methods page that says how a value comes about.
_SECTIONS = {
    Estimator.LIFE_TABLE: "life_expectancy",
    Estimator.EVENT_RATE: "homicides",
    Estimator.EVENT_SHARE: "homicides",
    Estimator.AREA_RATE: "shootings",
}


def number_source(source: Source, lang: str) -> NumberSource:
    """A source of the catalogue as records say it."""
    return NumberSource(
        id=source.id,
        publisher=source.publisher,
        title=source.title.get(lang),
        vintage=source.vintage,
        licence=source.licence.get(lang),
        citation=source.citation,
        url=source.url,
        noncommercial=source.noncommercial,
        through=source.freshness.through if source.freshness else None,
    )


class Shared:
    """What records of one language share, and where they find it. Thread-safe: nothing changes but
    what is remembered.
    """

    def __init__(
        self, atlas: Atlas, publications: Publications, texts: Texts, addresses: Addresses
    ) -> None:
        self.atlas = atlas
        self.publications = publications
        self.facts = publications.facts
        self.texts = texts
        self._addresses = addresses
        self.place = lru_cache(maxsize=512)(self._place)
        self.area = lru_cache(maxsize=None)(self._area)
        self.measure = lru_cache(maxsize=None)(self._measure)
        self.source = lru_cache(maxsize=None)(self._source)
        self._names = lru_cache(maxsize=None)(self._names_of)

    def whole(self, path: str) -> str:
        """The address of a path below the base path."""
        return self._addresses.whole(path)

    def _place(self, layer: Layer, area_id: str) -> NumberPlace:
        """A place of the site. Tracts have no page."""
        geography, texts = geography_of(layer), self.texts
        name = self._names(layer)[area_id]
        printed = str(PlaceId(geography, area_id))
        label = name_as_title(name, area_id, geography, texts)
        inside = name_in_text(name, area_id, geography, texts)
        if geography is Geography.TRACT:
            inside = texts.t("number.tract_inside", name=name)
        with_page = geography in city().with_page
        path = f"{PLACE}/{printed}"
        return NumberPlace(
            id=printed,
            name=label,
            inside=inside,
            kind=geography.value,
            kind_name=texts.t(f"number.kind.{geography.value}"),
            address=self.whole(path) if with_page else None,
        )

    def _names_of(self, layer: Layer) -> Mapping[str, str]:
        areas = self.atlas.areas(layer)
        return dict(zip(areas["area_id"], areas["name"], strict=True))

    def _area(self, area_id: str) -> NumberPlace:
        """An area of published values: the city, a county, a state, the nation."""
        area: AreaEntry = self.facts.entries.areas[area_id]
        whole = area.kind == Geography.CITY.value
        return NumberPlace(
            id=CITY_PLACE if whole else published_place(area.id),
            name=area.name.get(self.texts.lang),
            inside=area.in_sentence.get(self.texts.lang),
            kind=area.kind,
            kind_name=self.texts.t(f"number.kind.{area.kind}"),
            address=self.whole(f"{PLACE}/{CITY_PLACE}") if whole else None,
        )

    def _measure(self, indicator_id: str) -> NumberMeasure:
        """An indicator of the catalogue. Raises KeyError."""
        indicator, lang = self.atlas.catalogue.indicator(indicator_id), self.texts.lang
        t = self.texts.t
        return NumberMeasure(
            id=indicator.id,
            name=indicator.name.get(lang),
            short_name=indicator.short_name.get(lang),
            theme=indicator.theme,
            theme_name=self._theme(indicator.theme),
            kind=indicator.kind.value,
            kind_name=t(f"data_page.kind.{indicator.kind.value}"),
            polarity=indicator.polarity.value,
            unit=indicator.unit.value,
            unit_name=t(f"figures.unit.{indicator.unit.value}"),
            decimals=indicator.decimals,
            definition=indicator.meaning.get(lang),
            caveats=tuple(t(f"caveats.{key}") for key in indicator.caveats),
            published=False,
            method=self._method(_section(indicator)),
        )

    def published(self, estimate: PublishedEstimate) -> NumberMeasure:
        """A published measure as the release of an estimate has it."""
        measure, lang, t = estimate.measure, self.texts.lang, self.texts.t
        return NumberMeasure(
            id=published_id(measure.id),
            name=measure.name.get(lang),
            short_name=measure.short_name.get(lang),
            theme=measure.theme,
            theme_name=self._theme(measure.theme),
            kind=measure.kind.value,
            kind_name=t(f"data_page.kind.{measure.kind.value}"),
            polarity=measure.polarity.value,
            unit=measure.unit,
            unit_name=measure.unit_words.get(lang),
            decimals=measure.decimals,
            definition=measure.meaning.get(lang),
            caveats=tuple(self._caveats(measure, estimate)),
            published=True,
            method=self._method("published_by_race"),
        )

    def _caveats(self, measure: MeasureEntry, estimate: PublishedEstimate) -> Iterator[str]:
        for key in measure.caveats:
            yield self.texts.t(f"caveats.{key}")
        for said in (measure.note, measure.differs):
            if said is not None:
                yield said.get(self.texts.lang)
        yield from published_sentences.inferred_notes(estimate, self.texts)
        share = self.facts.county_share
        if share is not None and estimate.area.id == share.county.id:
            yield published_sentences.county_note(share, self.texts)

    def group(self, estimate: PublishedEstimate) -> NumberGroup | None:
        """Whom a published value is of; None for all residents."""
        name = estimate.group_name
        return NumberGroup(id=estimate.group, name=name.get(self.texts.lang)) if name else None

    def _source(self, source_id: str) -> NumberSource:
        return number_source(self.atlas.catalogue.sources[source_id], self.texts.lang)

    def _theme(self, theme_id: str) -> str:
        themes = self.atlas.catalogue.themes
        return next(theme.name.get(self.texts.lang) for theme in themes if theme.id == theme_id)

    def _method(self, section: str) -> str:
        return self.whole(f"{METHODS}#{section}")


def _section(indicator: Indicator) -> str:
    history = city().history
    if history is not None and indicator.id == history.indicator:
        return history.id
    if indicator.kind is Kind.MODELLED:
        return "kinds_of_value"
    return _SECTIONS.get(indicator.estimator, "areas_from_tracts")
