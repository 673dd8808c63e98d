import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.stats import disparity
from data.stats.inequality import summary

CASES = (
    "life_expectancy_by_income_quintile",
    "uninsured_pct_by_income_quintile",
    "premature_deaths_per100k_by_income_quintile",
    "life_expectancy_by_district",
    "uninsured_pct_by_race",
)
# The package's names of measures, and the logit regressions that this project does not use.
ALIAS = {
    "sii_linear": "sii",
    "rii_linear": "rii",
    "phe_sii": "sii",
    "phe_rii": "rii",
    "d_ref": "d",
    "r_ref": "r",
}
NOT_USED = ("sii_logit_WHO_pop2", "rii_logit_WHO_pop2")


@pytest.fixture(scope="module")
def inputs(expected_csv):
    frames = [expected_csv("ordered_inputs.csv"), expected_csv("nonordered_inputs.csv")]
    names = {"pop": "population", "est": "estimate", "ref": "reference"}
    everything = pd.concat(frames, ignore_index=True).rename(columns=names)
    everything["reference"] = everything["reference"].fillna(0).astype(bool)
    return {case: part.reset_index(drop=True) for case, part in everything.groupby("case")}


@pytest.fixture(scope="module")
def expected(expected_csv):
    frame = expected_csv("inequality_expected_R.csv").set_index(["case", "measure"])
    return frame.drop(index=list(NOT_USED), level="measure")


def measures(groups, **kwargs):
    favourable = bool(groups["fav"].iloc[0]) if "fav" in groups else True
    return summary(groups, favourable=favourable, **kwargs).set_index("measure")


@pytest.mark.parametrize("case", CASES)
def test_estimates_match_healthequal_and_phe(inputs, expected, case):
    got = measures(inputs[case])
    want = expected.loc[case]["estimate"]
    assert len(want) >= 10
    for name, value in want.items():
        assert got.loc[ALIAS.get(name, name), "estimate"] == pytest.approx(value, rel=1e-9), name


@pytest.mark.parametrize("case", CASES)
def test_limits_of_difference_ratio_and_variance_match(inputs, expected, case):
    got, want = measures(inputs[case]), expected.loc[case]
    for name in {"d", "r", "bgv"} & set(want.index):
        limits = got.loc[name, ["lower", "upper"]].tolist()
        assert limits == pytest.approx(want.loc[name, ["lowerci", "upperci"]].tolist(), rel=1e-9)


@pytest.mark.parametrize("case", CASES[3:])
def test_standard_errors_of_theil_and_mld_match_times_1000(inputs, expected, case):
    """healthequal multiplies the estimates by 1000 but not their standard errors."""
    got, want = measures(inputs[case]), expected.loc[case]
    for name in ("ti", "mld"):
        assert got.loc[name, "se"] == pytest.approx(1000 * want.loc[name, "se"], rel=1e-9)


@pytest.mark.parametrize("case", CASES[:3])
def test_slope_limits_are_near_simulated_ones(inputs, expected, case):
    """PHEindicatormethods simulates the limits of SII and RII: within 5 % of their width."""
    got, want = measures(inputs[case]), expected.loc[case]
    for name in ("sii", "rii"):
        low, high = want.loc[f"phe_{name}", ["lowerci", "upperci"]]
        assert got.loc[name, "lower"] == pytest.approx(low, abs=0.05 * (high - low))
        assert got.loc[name, "upper"] == pytest.approx(high, abs=0.05 * (high - low))


def _people(values):
    """Single people in order: Theil and Gini of values are measures of groups of one."""
    rows = {"population": 1.0, "estimate": values, "se": 1.0, "order": range(len(values))}
    return summary(pd.DataFrame(rows), favourable=True).set_index("measure")["estimate"]


def test_theil_and_gini_match_pysal(expected_json):
    reference = expected_json("pysal_reference.json")["inequality"]
    got = _people(reference["y"])
    assert got["ti"] / 1000 == pytest.approx(reference["Theil"], rel=1e-9)
    assert got["rci"] == pytest.approx(reference["Gini"], rel=1e-9)


def test_theil_between_and_within_match_pysal(expected_json):
    reference = expected_json("pysal_reference.json")["inequality"]
    want = reference["TheilD_[1,2,3,10,12,14]_regimes000111"]
    whole = _people([1.0, 2, 3, 10, 12, 14])["ti"] / 1000
    between = _people([2.0, 12])["ti"] / 1000
    assert whole == pytest.approx(want["T"], rel=1e-9)
    assert between == pytest.approx(want["bg"], rel=1e-9)
    assert whole - between == pytest.approx(want["wg"], rel=1e-9)


def _simulated(groups, covariance, favourable, draws=1500):
    """Spread of every measure over normal draws of the group values."""
    rng = np.random.default_rng(2022)
    order = np.argsort(groups["order"]) if groups["order"].notna().all() else range(len(groups))
    sample = rng.multivariate_normal(groups["estimate"], covariance, size=draws)
    people = groups["population"].to_numpy()[order]
    reference = np.flatnonzero(groups["reference"])
    values = {name: [] for name in disparity.MEASURES}
    for y in sample[:, order]:
        drawn = disparity.Groups(
            y=y,
            f=people / people.sum(),
            favourable=favourable,
            ordered=bool(groups["order"].notna().all()),
            reference=int(reference[0]) if reference.size else None,
        )
        for name, measure in disparity.MEASURES.items():
            result = measure(drawn)
            values[name].append(np.nan if result is None else result[0])
    return {name: float(np.std(got)) for name, got in values.items()}


# These have a kink where a group passes the mean, or another one becomes the best or the extreme.
KINKED = ("idisu", "idisw", "mdmu", "mdmw", "mdbu", "mdbw")


@pytest.mark.parametrize("case", CASES)
def test_standard_errors_against_simulation(inputs, case):
    """1,500 normal draws of the group values: every standard error within 7 %.

    Where a measure has a kink the draws are ten times closer, so that they stay on one side.
    """
    groups = inputs[case]
    got = measures(groups)
    favourable = bool(groups["fav"].iloc[0])
    covariance = np.diag(groups["se"] ** 2)
    smooth = _simulated(groups, covariance, favourable)
    near = _simulated(groups, covariance / 100, favourable)
    kinked = KINKED if groups["order"].notna().all() else (*KINKED, "d", "r", "mdru", "mdrw")
    for name, estimated in got["se"].items():
        value = near[name] * 10 if name in kinked else smooth[name]
        assert estimated == pytest.approx(value, rel=0.07, nan_ok=True), name


def test_shared_tracts_move_the_error(inputs):
    """Groups with a covariance: standard errors against 1,500 draws within 7 %, and d by hand."""
    groups = inputs[CASES[0]]
    se = groups["se"].to_numpy()
    correlation = 0.5 * np.eye(5) + 0.5
    shared = np.outer(se, se) * correlation
    got = measures(groups.drop(columns="se"), covariance=shared)
    spread = _simulated(groups, shared, True)
    for name in ("d", "sii", "rii", "aci", "rci", "par", "paf", "bgv", "ti", "mld", "mdmw"):
        assert got.loc[name, "se"] == pytest.approx(spread[name], rel=0.07), name
    by_hand = np.sqrt(se[0] ** 2 + se[4] ** 2 - se[0] * se[4])
    assert got.loc["d", "se"] == pytest.approx(by_hand, rel=1e-12)
    assert got.loc["d", "se"] < measures(groups).loc["d", "se"]
    order = [3, 0, 4, 2, 1]
    moved = measures(groups.iloc[order], covariance=shared[np.ix_(order, order)])
    pd.testing.assert_frame_equal(moved, got, rtol=1e-9)


@settings(max_examples=40)
@given(
    st.lists(st.tuples(st.integers(50, 99), st.integers(100, 9000)), min_size=3, max_size=7),
    st.randoms(use_true_random=False),
    st.floats(0.01, 100),
    st.booleans(),
)
def test_order_of_rows_and_scale_of_populations(rows, random, scale, favourable):
    groups = pd.DataFrame(rows, columns=["estimate", "population"]).assign(se=1.0)
    groups["order"] = range(1, len(rows) + 1)
    one = summary(groups, favourable=favourable)
    shuffled = list(range(len(rows)))
    random.shuffle(shuffled)
    other = groups.iloc[shuffled].assign(population=lambda g: g["population"] * scale)
    moved = summary(other, favourable=favourable)
    assert moved["estimate"].to_numpy() == pytest.approx(
        one["estimate"].to_numpy(), rel=1e-7, abs=1e-7, nan_ok=True
    )
    estimates = one.set_index("measure")["estimate"]
    turned = groups.assign(order=groups["order"][::-1].to_numpy())
    back = summary(turned, favourable=favourable).set_index("measure")["estimate"]
    for name in ("d", "sii", "aci", "rci"):
        assert back[name] == pytest.approx(-estimates[name], abs=1e-7)
    assert back["bgv"] == pytest.approx(estimates["bgv"], abs=1e-7)
    assert (one["lower"].isna() | (one["lower"] <= one["estimate"] + 1e-9)).all()


@settings(max_examples=60)
@given(st.integers(1, 500), st.lists(st.integers(1, 9000), min_size=2, max_size=6), st.booleans())
def test_equal_values_give_zero_or_one(value, people, ordered):
    groups = pd.DataFrame({"population": people, "estimate": float(value), "se": 0.5})
    groups["reference"] = [True] + [False] * (len(people) - 1)
    if ordered:
        groups["order"] = range(len(people))
    got = summary(groups, favourable=True).set_index("measure")
    for name, row in got.iterrows():
        want = 1.0 if name in ("r", "rii") else 0.0
        if ordered or name not in ("sii", "rii", "aci", "rci"):
            assert row["estimate"] == pytest.approx(want, abs=1e-7), name
    # No difference is not certainty: an error, or none where the formula gives none.
    assert got.loc["bgv", "se"] > 0
    assert got.loc[["bgsd", "ti", "mld", "idisw", "mdmw", "mdbu"], "se"].isna().all()
    if ordered:
        assert (got.loc[["d", "r", "sii", "rii", "par"], "se"] > 0).all()


def test_what_is_not_defined_is_nan(inputs):
    unordered = measures(inputs[CASES[3]].drop(columns=["order", "reference"]))
    missing = unordered.index[unordered["estimate"].isna()]
    assert set(missing) == {"sii", "rii", "aci", "rci", "mdru", "mdrw"}
    ice = pd.DataFrame({"population": [1, 2], "estimate": [-0.3, 0.4], "se": 0.1, "order": [1, 2]})
    relative = summary(ice, favourable=True).set_index("measure")["estimate"]
    assert relative[["r", "rii", "rci", "paf", "cov", "ti", "mld", "idisw"]].isna().all()
    assert relative["d"] == pytest.approx(0.7)


def test_an_unknown_error_gives_no_limits(inputs):
    groups = inputs[CASES[0]].copy()
    groups.loc[0, "se"] = np.nan
    got = measures(groups)
    assert got["estimate"].drop(["mdru", "mdrw"]).notna().all()
    assert got["lower"].isna().all()
    middle = inputs[CASES[0]].assign(se=[0.3, 0.3, np.nan, 0.3, 0.4])
    assert measures(middle).loc["d", "se"] == pytest.approx(0.5)


def test_dispersion_never_has_a_negative_limit(inputs):
    groups = inputs[CASES[4]].assign(se=9.0)
    got = measures(groups)
    assert got.loc["bgv", "lower"] == 0.0
    assert (got.loc[list(disparity.FLOOR), "lower"].dropna() >= 0).all()


GOOD = pd.DataFrame({"population": [10, 20], "estimate": [70.0, 80.0], "se": 1.0, "order": [1, 2]})


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"population": [0, 20]}, "population"),
        ({"population": [-1, 20]}, "population"),
        ({"population": [np.nan, 20]}, "population"),
        ({"estimate": [np.nan, 20]}, "estimate"),
        ({"se": [-1.0, 1.0]}, "se"),
        ({"order": [1, 1]}, "order"),
        ({"order": [1, np.nan]}, "order"),
        ({"reference": [True, True]}, "reference"),
    ],
)
def test_bad_columns_are_named(change, name):
    with pytest.raises(ValueError, match=f"^{name}"):
        summary(GOOD.assign(**change), favourable=True)


@pytest.mark.parametrize(
    ("groups", "covariance", "name"),
    [
        (GOOD.iloc[:1], None, "groups"),
        (GOOD.iloc[:0], None, "groups"),
        (GOOD.drop(columns="se"), None, "groups"),
        (GOOD, np.eye(3), "covariance"),
        (GOOD, [[1.0, 0.5], [0.0, 1.0]], "covariance"),
        (GOOD, [[-1.0, 0.0], [0.0, 1.0]], "covariance"),
    ],
)
def test_bad_frames_are_named(groups, covariance, name):
    with pytest.raises(ValueError, match=f"^{name}"):
        summary(groups, favourable=True, covariance=covariance)
