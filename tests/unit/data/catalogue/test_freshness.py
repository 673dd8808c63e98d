"""How old sources are, told by the catalogue's own day and never by a clock."""

from __future__ import annotations

from datetime import date

import pytest

from data.catalogue.freshness import aged, as_of
from data.catalogue.loader import load_catalogue
from data.catalogue.schema import Freshness, Source
from data.cities.city import city

READ = date(2026, 11, 23)


def source(source_id: str, **fresh: object) -> Source:
    freshness = Freshness.model_validate({"read_on": READ, "renewed": "once", **fresh})
    known = next(iter(load_catalogue().sources.values()))
    return known.model_copy(update={"id": source_id, "freshness": freshness})


def test_the_oldest_comes_first_and_what_has_no_year_last() -> None:
    found = aged(
        [source("b", through=2020), source("river", through=None), source("a", through=2010)]
    )
    assert [entry.source.id for entry in found] == ["a", "b", "river"]
    assert [entry.age_years for entry in found] == [16, 6, None]


@pytest.mark.parametrize(
    ("published", "month", "due", "overdue"),
    [
        (2024, 12, date(2026, 12, 1), True),  # that of December 2025 should be out
        (2025, 12, date(2026, 12, 1), False),
        (2025, 9, date(2027, 9, 1), True),
        (2026, 9, date(2027, 9, 1), False),
        (None, 3, date(2027, 3, 1), False),  # nobody says when the last one came
    ],
)
def test_a_yearly_source_is_due_in_its_month(
    published: int | None, month: int, due: date, overdue: bool
) -> None:
    (found,) = aged([source("a", through=2020, published=published, renewed="yearly", month=month)])
    assert (found.due, found.overdue) == (due, overdue)


def test_a_census_is_due_ten_years_after() -> None:
    for published in (2011, 2021):
        (found,) = aged([source("a", through=2010, published=published, renewed="every_ten_years")])
        assert found.due == date(2031, 1, 1)
        assert not found.overdue


@pytest.mark.parametrize(
    "wrong",
    [
        {"through": 2020, "published": 2019},
        {"through": 2027},
        {"through": 2020, "renewed": "yearly"},
        {"through": 2020, "month": 3},
    ],
)
def test_years_out_of_order_and_months_without_use_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="freshness"):
        source("a", **wrong)


def test_no_number_tells_of_years_after_its_source() -> None:
    catalogue = load_catalogue()
    graded = city().graded_land.indicator  # tells of people of another year on land graded then
    for indicator in catalogue.indicators.values():
        if indicator.id == graded:
            continue
        fresh = catalogue.source_of(indicator).freshness
        if fresh is None:  # awaited
            continue
        assert fresh.through is not None, indicator.id
        assert indicator.year_end <= fresh.through, indicator.id
    for entry in catalogue.sources.values():
        ends = [
            i.year_end
            for i in catalogue.indicators.values()
            if i.source == entry.id and i.id != graded
        ]
        assert not ends or max(ends) == entry.freshness.through, entry.id
    assert as_of(catalogue.sources.values()) >= READ
