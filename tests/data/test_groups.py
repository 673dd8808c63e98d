"""Groups as places: their people and values, worked out anew from their members."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import norm

from data.cities.city import city
from data.explore.selection import describe_selection
from data.models import AGE_BANDS, Geography, Layer, Verdict
from data.repository.queries import Repository
from data.stats.contrast import benjamini_hochberg
from data.stats.life_table import AbridgedTables, life_table_people, pool
from tests.shared import services

SERVICES = services()
REPOSITORY: Repository = SERVICES.atlas.repository
PAIR = ("ivanhoe", "historic-northeast")
CENSUS = (2010, 2020)


def members(group: str) -> list[str]:
    return list(city().place_groups[group].members)


def people(group: str, vintage: int) -> dict[str, float]:
    """Residents of the members by tract."""
    homes = REPOSITORY.area_tracts(Layer.NEIGHBORHOOD, vintage)
    own = homes[homes["area_id"].isin(members(group))]
    found: dict[str, float] = own.groupby("tract_id")["people"].sum().astype(float).to_dict()
    return found


def test_people_of_ivanhoe() -> None:
    areas = REPOSITORY.areas(Layer.GROUP).set_index("area_id")
    assert members("ivanhoe") == ["52", "53", "54", "55"]
    assert areas.loc["ivanhoe", "people_2020"] == 4653


def test_the_extract_has_the_groups_of_the_folder() -> None:
    assert SERVICES.atlas.group_members.keys() == city().place_groups.keys()
    for key, found in SERVICES.atlas.group_members.items():
        assert sorted(found) == sorted(members(key))
    names = REPOSITORY.areas(Layer.GROUP).set_index("area_id")["name"].to_dict()
    assert names == {key: group.name.en for key, group in city().place_groups.items()}


def test_what_lies_in_a_group_is_its_members() -> None:
    """By the centers too, which say what lies in other places."""
    inside = SERVICES.atlas.members[Geography.NEIGHBORHOOD]
    for key in city().place_groups:
        assert inside[f"group-{key}"] == {f"neighborhood-{member}" for member in members(key)}


@pytest.mark.parametrize("vintage", CENSUS)
def test_weights_are_those_of_the_members(vintage: int) -> None:
    stored = REPOSITORY.area_tracts(Layer.GROUP, vintage)
    homes = REPOSITORY.areas(Layer.NEIGHBORHOOD).set_index("area_id")[f"people_{vintage}"]
    areas = REPOSITORY.areas(Layer.GROUP).set_index("area_id")[f"people_{vintage}"]
    for key in city().place_groups:
        own = stored[stored["area_id"] == key].set_index("tract_id")["people"]
        assert own.astype(float).to_dict() == people(key, vintage)
        assert areas[key] == own.sum() == homes[members(key)].sum()


@pytest.mark.parametrize("group", PAIR)
@pytest.mark.parametrize("indicator", ["poverty_150", "unemployment"])
def test_a_share_and_its_test_are_worked_out_anew(group: str, indicator: str) -> None:
    """Counts shared out by people against the rest of the city, tracts taken as independent."""
    tracts = REPOSITORY.tract_estimates(indicator).set_index("tract_id")
    whole = REPOSITORY.areas(Layer.TRACT_2020).set_index("area_id")["people_whole_tract"]
    city_people = REPOSITORY.area_tracts(Layer.CITY, 2020).set_index("tract_id")["people"]
    own = people(group, 2020)
    per_head = tracts["denominator"] / whole.reindex(tracts.index)
    inside = per_head * [own.get(tract, 0.0) for tract in tracts.index]
    outside = per_head * city_people.reindex(tracts.index).fillna(0.0) - inside
    value = float((inside * tracts["value"]).sum() / inside.sum())
    weights = inside / inside.sum() - outside / outside.sum()
    difference = float((weights * tracts["value"]).sum())
    se = float(np.sqrt((weights**2 * tracts["se"] ** 2).sum()))
    row = REPOSITORY.estimates(indicator, Layer.GROUP).set_index("area_id").loc[group]
    assert row["value"] == pytest.approx(value, rel=1e-6)
    assert row["difference"] == pytest.approx(difference, rel=1e-6)
    assert row["difference_se"] == pytest.approx(se, rel=1e-6)


@pytest.mark.parametrize("group", PAIR)
def test_life_expectancy_is_pooled_for_groups_of_any_size(group: str) -> None:
    tables = REPOSITORY.life_tables().sort_values(["tract_id", "age_index"])
    order = list(dict.fromkeys(tables["tract_id"]))
    wide = {
        name: tables[name].to_numpy(dtype=float).reshape(len(order), -1)
        for name in ("nqx", "nqx_se", "lx", "ndx", "nlx", "ex_se")
    }
    abridged = AbridgedTables.from_columns(tracts=tuple(order), **wide)

    def bands(layer: Layer, ids: list[str]) -> np.ndarray:
        frame = REPOSITORY.area_tracts(layer, 2010)
        frame = frame[frame["area_id"].isin(ids)].groupby("tract_id")[list(AGE_BANDS)].sum()
        return frame.reindex(order).fillna(0.0).to_numpy(dtype=float)

    inside = bands(Layer.NEIGHBORHOOD, members(group))
    outside = bands(Layer.CITY, [city().id]) - inside
    here, rest = (
        pool(abridged, life_table_people(inside)),
        pool(abridged, life_table_people(outside)),
    )
    gradient = here.gradient - rest.gradient
    se = float(np.sqrt((gradient**2 * abridged.variances).sum()))
    row = REPOSITORY.estimates("life_expectancy", Layer.GROUP).set_index("area_id").loc[group]
    assert row["method"] == "pooled_life_table"
    assert row["value"] == pytest.approx(here.e0, rel=1e-6)
    assert row["difference"] == pytest.approx(here.e0 - rest.e0, rel=1e-5)
    assert row["difference_se"] == pytest.approx(se, rel=1e-5)
    p = float(2 * norm.sf(abs(here.e0 - rest.e0) / se))
    assert (row["verdict"] == Verdict.WORSE.value) == (p <= row["p_adjusted"] < 0.05)


def test_events_are_those_of_the_members() -> None:
    homes = REPOSITORY.estimates("homicide_rate", Layer.NEIGHBORHOOD).set_index("area_id")["events"]
    stored = REPOSITORY.estimates("homicide_rate", Layer.GROUP).set_index("area_id")
    areas = REPOSITORY.areas(Layer.GROUP).set_index("area_id")
    parts = np.array(SERVICES.atlas.catalogue.indicator("homicide_rate").census_weights)
    at = SERVICES.atlas.events_at(Layer.GROUP, SERVICES.atlas.homicides)
    assert dict(zip(SERVICES.atlas.areas(Layer.GROUP)["area_id"], at, strict=True)) == (
        stored["events"].to_dict()
    )
    for key in city().place_groups:
        count = homes[members(key)].sum()
        assert stored.loc[key, "events"] == count
        inside = SERVICES.atlas.events_in(Layer.GROUP, key)
        assert SERVICES.atlas.homicides.loc[inside, "weight"].sum() == count
        residents = parts @ areas.loc[key, ["people_2010", "people_2020"]].to_numpy()
        if count >= 10:
            rate = count / (float(residents) * 11) * 1e5
            assert stored.loc[key, "value"] == pytest.approx(rate, rel=1e-6)


def test_one_family_of_tests_for_each_indicator() -> None:
    """P values are adjusted over the groups, and each verdict is that of the adjusted one."""
    frame = REPOSITORY.all_estimates(Layer.GROUP)
    tested = frame[frame["p_adjusted"].notna()]
    assert len(tested) > 100
    for _, rows in tested.groupby("indicator_id"):
        if rows["method"].iloc[0].startswith("event"):
            continue  # a test of counts, not of a difference and its error
        raw = 2 * norm.sf((rows["difference"] / rows["difference_se"]).abs())
        assert rows["p_adjusted"].to_numpy() == pytest.approx(benjamini_hochberg(raw), rel=1e-5)
        apart = rows["verdict"] != Verdict.NOT_DIFFERENT.value
        assert (apart == (rows["p_adjusted"] < 0.05)).all()


def test_nothing_that_needs_the_whole_city_is_made_of_groups() -> None:
    catalogue = SERVICES.atlas.catalogue.indicators
    found = SERVICES.explore.data("life_expectancy", "poverty_2015", Geography.GROUP)
    assert found.gap is None and found.association is None
    assert found.gap_reason == "explore.reason.parts_only"
    assert Geography.GROUP not in {
        g for i in catalogue.values() if i.estimator == "area_rate" for g in i.geographies
    }
    for key in ("life_expectancy", "homicide_rate"):
        assert SERVICES.atlas.pooler(key, Layer.GROUP) is None


def test_chosen_groups_count_everybody_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two groups that share a member are described by the people of both, each once."""
    atlas, by = SERVICES.atlas, Geography.GROUP
    ids = list(atlas.areas(Layer.GROUP)["area_id"])
    shared = atlas._membership.copy()
    shared[ids.index("oak-park")] |= shared[ids.index("ivanhoe")]
    monkeypatch.setitem(atlas.__dict__, "_membership", shared)
    chosen = frozenset({"group-oak-park", "group-ivanhoe"})
    found = describe_selection(atlas, "homicide_rate", "poverty_150", by, chosen)
    homes = REPOSITORY.areas(Layer.NEIGHBORHOOD).set_index("area_id")["people_2020"]
    both = [*members("oak-park"), *members("ivanhoe")]
    assert found.people == homes[both].sum()
    events = REPOSITORY.estimates("homicide_rate", Layer.NEIGHBORHOOD).set_index("area_id")
    assert found.outcome.events == events.loc[both, "events"].sum()
