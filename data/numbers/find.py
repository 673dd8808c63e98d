"""Every number of the site, found by its address and told one after the other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from data.atlas.atlas import Atlas
from data.catalogue.freshness import as_of
from data.change.answers import ChangeAnswers
from data.files.csv_file import number_text
from data.locale import Texts
from data.locale.format import MISSING
from data.models import CITY_PLACE, PUBLISHED, Geography, Layer, PlaceId
from data.numbers.address import Addresses, area_of
from data.numbers.cite import citations
from data.numbers.elsewhere import Elsewhere
from data.numbers.keys import NumberKey, published_keys, stored_keys
from data.numbers.nearby import Nearby
from data.numbers.of_publishers import PublishedNumbers
from data.numbers.past import asked, gone
from data.numbers.publications import Publications
from data.numbers.read import NumberReader
from data.numbers.record import NumberRecord
from data.numbers.shared import Shared
from data.numbers.stored import StoredNumbers
from data.published.facts import PublishedFacts

KEPT_LANGUAGES = 4  # with the site that their addresses name
KEPT = 48  # the page, its files and its place in the API ask one after the other
HERE = Addresses()


class _Spoken:
    """Records in one language, with the addresses of one site."""

    def __init__(
        self,
        atlas: Atlas,
        publications: Publications,
        change: ChangeAnswers,
        texts: Texts,
        addresses: Addresses,
    ) -> None:
        self._texts = texts
        self._addresses = addresses
        self._year = as_of(atlas.catalogue.sources.values()).year
        self._city_id = str(atlas.areas(Layer.CITY)["area_id"].iloc[0])
        self._shared = shared = Shared(atlas, publications, texts, addresses)
        elsewhere = Elsewhere(shared)
        self._stored = StoredNumbers(shared, elsewhere, change)
        self._published = PublishedNumbers(shared, elsewhere)

    def record(self, key: NumberKey) -> NumberRecord | None:
        """The number without its citations."""
        if key.measure.startswith(PUBLISHED):
            return self._published.record(key.place, key.measure, key.period, key.group)
        place = PlaceId.parse(key.place)
        if place is None or key.group or place.geography is Geography.OWN:
            return None
        area_id = self._city_id if key.place == CITY_PLACE else place.area_id
        found = self._stored.record(place.geography, area_id, key.measure)
        if found is None or key.period.replace("-", "–") not in ("", found.years):
            return None
        return found

    def place_name(self, place_id: str) -> str:
        """The name of a place or of a published area. Raises KeyError."""
        place = PlaceId.parse(place_id)
        if place is None:
            return self._shared.area(area_of(place_id)).name
        if place.geography is Geography.CITY:
            return self._shared.place(Layer.CITY, self._city_id).name
        if place.geography is not Geography.TRACT:
            return self._shared.place(Layer(place.geography.value), place.area_id).name
        known = set(self._shared.atlas.areas(Layer.TRACT_2020)["area_id"])
        layer = Layer.TRACT_2020 if place.area_id in known else Layer.TRACT_2010
        return self._shared.place(layer, place.area_id).name

    def cited(self, key: NumberKey) -> NumberRecord | None:
        """The number with its citations."""
        found = self.record(key)
        if found is None:
            return None
        address = self._addresses.with_version(found.address, found.version)
        told = citations(found, address, year=self._year, texts=self._texts)
        return found.model_copy(update={"citations": told})


class NumberAnswers:
    """Numbers as records. Thread-safe: nothing changes after construction but what is remembered.

    Words are in the language of `texts`; `addresses` says where the site is, for whoever reads the
    record elsewhere (paths by default).
    """

    def __init__(self, atlas: Atlas, published: PublishedFacts, change: ChangeAnswers) -> None:
        self._atlas = atlas
        self.publications = Publications(atlas, published)
        self.reader = NumberReader(atlas, self.publications)
        self.nearby = Nearby(atlas, self.publications)
        self._change = change
        self._spoken = lru_cache(maxsize=KEPT_LANGUAGES)(self._spoken_in)
        self._cited = lru_cache(maxsize=KEPT)(self._find)

    def of(
        self,
        place: str,
        measure: str,
        texts: Texts,
        *,
        period: str = "",
        group: str = "",
        version: str = "",
        addresses: Addresses = HERE,
    ) -> NumberRecord | None:
        """The number at an address, with its citations; None where there is none.

        `place` and `measure` are written as the site writes them; of a published measure the newest
        period and all residents are meant by default. `version`: whether it has changed since then.
        """
        found = self._cited(NumberKey(place, measure, "", period, group), texts, addresses)
        if found is None or not version:
            return found
        since = asked(self._atlas.history, found, version, texts)
        return found.model_copy(update={"asked": since})

    def keys(
        self, *, measures: Iterable[str] = (), geographies: Iterable[str] = ()
    ) -> Iterator[NumberKey]:
        """What names every number, stored ones first, in one order; of all kinds by default."""
        wanted, kinds = frozenset(measures), frozenset(geographies)
        yield from stored_keys(self._atlas, wanted, kinds)
        for key in published_keys(self.publications):
            if (not wanted or key.measure in wanted) and (not kinds or key.geography in kinds):
                yield key

    def every(
        self, texts: Texts, keys: Iterable[NumberKey] | None = None, *, addresses: Addresses = HERE
    ) -> Iterator[NumberRecord]:
        """The records of `keys` (all by default), one after the other, without citations."""
        spoken = self._spoken(texts, addresses)
        for key in self.keys() if keys is None else keys:
            found = spoken.record(key)
            if found is not None:
                yield found

    def gone(self, rest: str, parameters: Mapping[str, str], texts: Texts) -> str:
        """What a number was that is no longer given, in words; empty for one that never was."""
        place, _, measure = rest.strip("/").partition("/")
        words = (parameters.get(key, "").casefold() for key in ("period", "group"))
        found = gone(self._atlas.history, place, measure, *words)
        if found is None or found.held is None:
            return ""
        held = found.held
        value = MISSING if held.value is None else number_text(held.value)
        return texts.t(
            "number.lost.was", version=found.until.version, value=value, years=held.years
        )

    def place_name(self, place_id: str, texts: Texts) -> str:
        """The name of a place or of a published area, by its id. Raises KeyError."""
        return self._spoken(texts, HERE).place_name(place_id)

    def _find(self, key: NumberKey, texts: Texts, addresses: Addresses) -> NumberRecord | None:
        return self._spoken(texts, addresses).cited(key)

    def _spoken_in(self, texts: Texts, addresses: Addresses) -> _Spoken:
        return _Spoken(self._atlas, self.publications, self._change, texts, addresses)
