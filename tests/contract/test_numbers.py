"""Every number has one record: what is stored or published, as the files of numbers have it."""

from __future__ import annotations

import csv
import io
import math
import random
from collections.abc import Iterator

import pytest

from data.files.csv_file import Cell, cell_text
from data.files.estimate_table import estimate_csv
from data.locale import LANGUAGES, texts
from data.models import Flag, Geography, Layer, Verdict, geography_of
from data.numbers.address import Addresses
from data.numbers.keys import NumberKey
from data.numbers.record import NumberRecord
from tests.shared import services

SERVICES = services()
NUMBERS, ATLAS = SERVICES.numbers, SERVICES.atlas
RNG = random.Random(14_000)
KEYS = list(NUMBERS.keys())
STORED = [key for key in KEYS if not key.measure.startswith("published-")]
PUBLISHED = [key for key in KEYS if key.measure.startswith("published-")]
SAMPLE = [*RNG.sample(STORED, 150), *RNG.sample(PUBLISHED, 60)]
IN_FILES = RNG.sample(STORED, 12)  # each needs the whole file
SITE = Addresses("https://kc.example/health", "es")
# the same word in the record and in the files
COLUMNS = ("value", "lower", "upper", "se", "coverage", "own_share", "tracts", "events", "people")


def test_every_stored_and_every_published_value_is_a_number() -> None:
    stored = sum(
        len(ATLAS.repository.all_estimates(layer))
        for layer in Layer
        if layer not in (Layer.HOLC_GRADE, Layer.OWN)
    )
    assert len(STORED) == stored
    confirmed = {source.id for source in ATLAS.catalogue.shown_sources}
    published = ATLAS.repository.published_estimates()
    assert len(PUBLISHED) == published["source_id"].isin(confirmed).sum()
    assert len(set(KEYS)) == len(KEYS)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_record_says_what_the_files_say(lang: str) -> None:
    tables: dict[tuple[str, Layer], dict[str, dict[str, str]]] = {}
    for key, record in records(IN_FILES, lang):
        indicator = ATLAS.catalogue.indicator(key.measure)
        layer = indicator.layer_of(Geography(key.geography))
        if (key.measure, layer) not in tables:
            source = ATLAS.catalogue.source_of(indicator)
            text = estimate_csv(ATLAS.repository, indicator, source, layer, texts(lang))
            rows = csv.DictReader(io.StringIO(text))
            tables[key.measure, layer] = {row["place_id"]: row for row in rows}
        row = tables[key.measure, layer][key.place]
        for name in COLUMNS:
            kind = Cell.WHOLE if name in ("tracts", "people") else Cell.NUMBER
            if name in row:
                assert cell_text(getattr(record, name), kind) == row[name], (key, name)
        assert " ".join(sorted(f.code for f in record.flags)) == " ".join(
            sorted(row["flags"].split())
        )
        assert (record.verdict, record.years, record.made) == (
            row["verdict"],
            row["years"],
            row["method"],
        )
        assert row["licence"] == record.sources[0].licence


def test_a_published_record_says_what_was_published() -> None:
    for key, record in records(PUBLISHED, "en"):
        name = key.measure.removeprefix("published-")
        (found,) = (
            e
            for e in NUMBERS.publications.estimates(name)
            if e.area.id.replace("_", "-") == key.place
            and e.period == key.period
            and e.group == (key.group or "all")
        )
        assert same(record.value, found.value) and same(record.lower, found.lower)
        assert same(record.upper, found.upper)
        assert (record.withheld is None) == (found.left_out is None)
        assert record.sources[0].id == found.source.id
        tested = SERVICES.published.gaps(name, found.area.id)
        own = [g for g in tested if g.contrast is not None and found in (g.value, g.other)]
        assert [gap.difference for gap in record.gaps] == [g.contrast.difference for g in own]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_is_missing_says_why_and_what_is_tested_says_how(lang: str) -> None:
    for key, record in records(SAMPLE, lang):
        assert record.said, key
        assert (
            (record.value is None) == (record.withheld is not None) == bool(record.withheld_words)
        ), key
        assert record.test.done == (record.verdict != Verdict.NOT_TESTED.value), key
        assert bool(record.test.why_not_words) != record.test.done, key
        if record.test.done:
            assert record.test.test_name and record.test.against_name
            assert record.test.difference is not None and record.test.p_adjusted is not None
        assert all(flag.words for flag in record.flags)
        assert (record.lower is None and record.upper is None) == (record.level_percent is None)
        assert record.sources[0].licence and record.version == ATLAS.data_version


def test_every_flag_has_words_in_every_language() -> None:
    for lang in LANGUAGES:
        t = texts(lang)
        for flag in Flag:
            assert t.has(f"figures.flag.{flag.value}") or t.has(f"number.flag.{flag.value}")


def test_a_citation_names_value_place_years_source_address_and_version() -> None:
    for lang in LANGUAGES:
        for key in RNG.sample(KEYS, 30):
            record = NUMBERS.of(
                key.place,
                key.measure,
                texts(lang),
                period=key.period,
                group=key.group,
                addresses=SITE,
            )
            assert record is not None and record.citations is not None
            address = f"{SITE.site}/n/{key.place}/{key.measure}"
            for said in (record.citations.apa, record.citations.plain, record.citations.bibtex):
                assert address in said and f"v={record.version}" in said and "{seen}" in said
            for said in (record.citations.apa, record.citations.plain):
                assert record.value_text in said and record.interval_text in said
                assert record.place.name in said and record.years in said
                assert record.sources[0].publisher in said
            assert balanced(record.citations.bibtex), record.citations.bibtex


def test_the_address_of_a_record_leads_to_it() -> None:
    for key, record in records(SAMPLE, "en"):
        again = NUMBERS.of(key.place, key.measure, texts("en"), period=key.period, group=key.group)
        assert again is not None
        assert again.model_copy(update={"citations": None}) == record
        assert record.address.startswith(f"/n/{key.place}/{key.measure}")
    assert NUMBERS.of("zip-00000", STORED[0].measure, texts("en")) is None
    assert NUMBERS.of(STORED[0].place, "no_such", texts("en")) is None
    assert NUMBERS.of(STORED[0].place, STORED[0].measure, texts("en"), group="black") is None
    assert NUMBERS.of(STORED[0].place, STORED[0].measure, texts("en"), period="1890") is None


def test_keys_are_chosen_by_measure_and_kind_of_place() -> None:
    key = STORED[0]
    chosen = list(NUMBERS.keys(measures=[key.measure], geographies=[key.geography]))
    assert chosen == [k for k in KEYS if (k.measure, k.geography) == (key.measure, key.geography)]
    assert geography_of(Layer(key.geography)) == key.geography


def records(keys: list[NumberKey], lang: str) -> Iterator[tuple[NumberKey, NumberRecord]]:
    return zip(keys, NUMBERS.every(texts(lang), keys), strict=True)


def same(said: float | None, held: float) -> bool:
    return said == held or (said is None and math.isnan(held))


def balanced(text: str) -> bool:
    plain = text.replace("\\{", "").replace("\\}", "").replace("{seen}", "")
    return plain.count("{") == plain.count("}")
