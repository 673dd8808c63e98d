"""Indicators whose files are not there yet: known to the catalogue, in no list of it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pydantic import ValidationError

from data.catalogue.live import Live
from data.catalogue.loader import Catalogue, load_catalogue

REAL = load_catalogue()
NAME = "diabetes_2015"
CHECKS = {"columns": ["a"], "least_rows": 1, "largest_bytes": 10}


@pytest.fixture
def waiting() -> Catalogue:
    """The real catalogue in which one source is awaited."""
    source_id = REAL.indicators[NAME].source
    late = {n: i for n, i in REAL.indicators.items() if i.source == source_id}
    return replace(
        REAL,
        indicators={n: i for n, i in REAL.indicators.items() if n not in late},
        sources={n: s for n, s in REAL.sources.items() if n != source_id},
        awaited_indicators=late,
        awaited_sources={source_id: REAL.sources[source_id]},
    )


def test_what_is_awaited_comes_with_its_values(waiting: Catalogue) -> None:
    assert waiting.having(frozenset(waiting.indicators)) is waiting
    found = waiting.having({*waiting.indicators, NAME})
    assert list(found.indicators) == list(REAL.indicators), "in the order of the themes"
    assert set(found.sources) == set(REAL.sources)
    assert NAME not in found.awaited_indicators
    (source_id,) = waiting.awaited_sources
    assert set(waiting.having((), [source_id]).sources) == set(REAL.sources), "by its files too"


def test_a_build_takes_a_source_when_all_its_files_are_there(waiting: Catalogue) -> None:
    (late,) = waiting.awaited_sources.values()
    paths = [file.path for file in late.files]
    assert len(paths) > 1
    assert waiting.with_files(lambda path: path != paths[0]) is waiting
    found = waiting.with_files(lambda path: path in paths)
    assert NAME in found.indicators
    assert set(paths) <= set(found.expected_rows)


def test_a_source_without_an_indicator_takes_part_if_something_reads_it(waiting: Catalogue) -> None:
    (source_id,) = waiting.awaited_sources
    bare = replace(waiting, awaited_indicators={})
    assert bare.with_files(lambda _: True) is bare
    assert bare.with_files(lambda _: False, [source_id]) is bare
    assert source_id in bare.with_files(lambda _: True, [source_id]).sources


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"url": "http://example.org/a.csv"}, "url"),
        ({"url": "https://example.org/a.csv?key=secret"}, "url"),
        ({"format": "xlsx"}, "format"),
        ({"variables": ["B1"]}, "variables and within"),
        ({"format": "census_api"}, "variables and within"),
        ({"format": "csv_zip"}, "member"),
        ({"member": "a.csv"}, "member"),
        ({"checks": {**CHECKS, "id_column": "a"}}, "go together"),
        ({"checks": {**CHECKS, "id_column": "a", "id_pattern": "("}}, "no regular expression"),
        ({"checks": {**CHECKS, "least_rows": 0}}, "least_rows"),
        ({"checks": {**CHECKS, "rows": 5}}, "rows"),
    ],
)
def test_a_wrong_address_is_refused(change: dict[str, object], said: str) -> None:
    right = {"url": "https://example.org/a.csv", "format": "csv", "checks": CHECKS}
    Live.model_validate(right)
    with pytest.raises(ValidationError, match=said):
        Live.model_validate({**right, **change})
