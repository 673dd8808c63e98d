"""Groups in the build: people by member, each once in a group, though groups share members."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest

from data.build.errors import BuildError
from data.build.from_events import event_parts
from data.build.pipeline import DATABASE, build, run
from data.catalogue.loader import Catalogue
from data.cities.city import city
from data.models import Layer
from data.repository.engine import open_engine, sqlite_url
from data.repository.queries import Repository
from tests.unit.data.build.conftest import BAND_PEOPLE, place_groups

BLOCK = sum(BAND_PEOPLE)


def silent(_: str) -> None:
    """Progress that nobody reads."""


@pytest.fixture
def repository(sources: Path, catalogue: Catalogue, tmp_path: Path) -> Iterator[Repository]:
    run(sources, tmp_path / "out", tmp_path / "geo", catalogue, silent)
    engine = open_engine(sqlite_url(tmp_path / "out" / DATABASE))
    yield Repository(engine)
    engine.dispose()


def test_a_group_is_its_members(repository: Repository) -> None:
    areas = repository.areas(Layer.GROUP).set_index("area_id")
    assert areas["name"].to_dict() == {"middle": "Middle", "south": "South", "upper": "Upper"}
    assert areas["people_2010"].tolist() == [8 * BLOCK] * 3
    assert areas["main_grade"].to_dict() == {"middle": "U", "south": "U", "upper": "U"}
    members = repository.group_members().groupby("area_id")["member_id"].agg(list).to_dict()
    assert members == {key: list(group.members) for key, group in place_groups().items()}
    # A member of two groups counts whole in both.
    weights = repository.area_tracts(Layer.GROUP, 2010).groupby("area_id")["people"].sum()
    assert weights.tolist() == [8 * BLOCK] * 3


def test_groups_that_share_a_member_are_not_beside_each_other(repository: Repository) -> None:
    pairs = repository.neighbors(Layer.GROUP)[["area_id", "neighbor_id"]].to_numpy().tolist()
    assert pairs == [["south", "upper"], ["upper", "south"]]


def test_a_small_group_has_a_pooled_life_table(repository: Repository) -> None:
    frame = repository.estimates("life_expectancy", Layer.GROUP)
    assert set(frame["method"]) == {"pooled_life_table"}
    assert frame["population"].max() < 5000


def test_events_of_a_group_are_those_of_its_members(repository: Repository) -> None:
    frame = repository.estimates("homicide_rate", Layer.GROUP).set_index("area_id")
    homes = repository.estimates("homicide_rate", Layer.NEIGHBORHOOD).set_index("area_id")["events"]
    for key, group in place_groups().items():
        assert frame.loc[key, "events"] == homes[list(group.members)].sum()
    assert frame.loc["south", "verdict"] == "worse"


def test_no_count_by_area_is_told_of_groups(repository: Repository) -> None:
    """From a group and its members one could work out a count that is not told."""
    assert repository.estimates("shootings", Layer.GROUP).empty
    assert not repository.estimates("shootings", Layer.NEIGHBORHOOD).empty


def test_ranks_of_events_know_what_groups_share() -> None:
    """What two groups share varies as one part, and each group is the mean of its parts."""
    members = {key: group.members for key, group in place_groups().items()}
    homes = ["1", "2", "3", "4"]
    areas = pd.DataFrame({"layer": "neighborhood", "area_id": homes})
    areas["people_2010"], areas["people_2020"] = [100, 300, 200, 200], [100, 300, 200, 200]
    geography: Any = SimpleNamespace(members=members, areas=areas, ids=lambda layer: homes)
    events = pd.DataFrame({"neighborhood": ["1", "2", "2", "3"], "weight": [1.0, 1.0, 0.5, 1.0]})
    parts = event_parts(events, geography, {2010: 0.5, 2020: 0.5})
    shares, count, people = parts.shares, parts.count, parts.people
    assert sorted(zip(people, count, strict=True)) == [(100, 1), (200, 0), (200, 1), (300, 1.5)]
    assert shares.sum(axis=1) == pytest.approx(1.0)
    rates = shares @ (count / people)
    assert rates == pytest.approx([2.5 / 500, 2.5 / 400, 1 / 400])
    both = (shares[0] > 0) & (shares[1] > 0)
    assert people[both].tolist() == [300]  # the second neighborhood is of both


def test_an_unknown_member_is_named(
    sources: Path, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = place_groups()
    wrong["south"] = wrong["south"].model_copy(update={"members": ("1", "99")})
    monkeypatch.setitem(city().__dict__, "place_groups", wrong)
    with pytest.raises(BuildError, match=r"groups/south\.yaml: members: there is no .* '99'"):
        build(sources, catalogue, silent)


def test_a_city_without_groups_has_none(
    sources: Path, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(city().__dict__, "place_groups", {})
    indicators = {
        name: i.model_copy(update={"geographies": tuple(g for g in i.geographies if g != "group")})
        for name, i in catalogue.indicators.items()
    }
    less = Catalogue(indicators, catalogue.sources, catalogue.themes)
    made = build(sources, less, silent).tables
    assert made["group_member"] == []
    assert not [row for row in made["area"] if row["layer"] == "group"]
