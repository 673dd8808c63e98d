import warnings
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.stats import spatial
from data.stats.spatial import (
    contiguity,
    local_moran,
    moran,
    moran_i,
)


def lattice(side, *, queen=False):
    """Index pairs of a square grid, rook or queen."""
    cells = [(row, column) for row in range(side) for column in range(side)]
    return [
        (i, j)
        for i, a in enumerate(cells)
        for j, b in enumerate(cells)
        if i < j
        and max(abs(a[0] - b[0]), abs(a[1] - b[1])) == 1
        and (queen or abs(a[0] - b[0]) + abs(a[1] - b[1]) == 1)
    ]


ROOK4 = contiguity(lattice(4), n=16)
ROOK4 = ROOK4 / ROOK4.sum(axis=1, keepdims=True)


@pytest.fixture(scope="module")
def esda(expected_json):
    return expected_json("pysal_reference.json")["esda_lattice4x4_rook_rowstd"]


def test_moran_matches_esda_and_spdep(esda, expected_json):
    got = moran(esda["y"], ROOK4, seed=1)
    spdep = expected_json("spdep_crosscheck.json")
    for want in (esda, spdep):
        assert got.i == pytest.approx(want["I"], rel=1e-9)
        assert got.expected == pytest.approx(want["EI"], rel=1e-9)
        assert got.variance_normal == pytest.approx(want["VI_norm"], rel=1e-9)
        assert got.variance_random == pytest.approx(want["VI_rand"], rel=1e-9)
    assert (got.i - got.expected) / np.sqrt(got.variance_normal) == pytest.approx(
        esda["z_norm"], rel=1e-9
    )
    assert (got.i - got.expected) / np.sqrt(got.variance_random) == pytest.approx(
        esda["z_rand"], rel=1e-9
    )
    # No draw of 9,999 comes near: the smallest two-sided p there is.
    assert got.p_value <= 6 / 10_000


def test_local_moran_matches_esda_and_spdep(esda, expected_json):
    got = local_moran(esda["y"], ROOK4, seed=5)
    assert got["local_i"].to_numpy() == pytest.approx(esda["local_I"], rel=1e-9)
    assert got["local_i"].to_numpy() == pytest.approx(
        expected_json("spdep_crosscheck.json")["local_I_mlvarFALSE"], rel=1e-9
    )
    assert got["quadrant"].tolist() == esda["local_quadrant"]


def test_local_permutation_matches_esda(esda):
    """esda's one-sided p of 999 seeded draws, within 0.03.

    Sums of these whole numbers are often equal to the one observed, and rounding decides in esda
    on which side an equal draw counts; so its p lies between both ways of counting.
    """
    y = np.array(esda["y"])
    z = y - y.mean()
    local = z * (ROOK4 @ z) / (z @ z / 15)
    above, equal, below = spatial._sides(local, spatial._conditional(z, ROOK4, 9999, 5))
    want = np.array(esda["local_p_sim_seed12345_999"])
    nearer = np.minimum(above, below) / 10_000
    assert (want >= nearer - 0.03).all()
    assert (want <= nearer + equal / 10_000 + 0.03).all()
    seldom = equal < 500
    assert seldom.sum() >= 6
    assert (nearer + equal / 20_000)[seldom] == pytest.approx(want[seldom], abs=0.03)
    assert (local_moran(y, ROOK4, seed=5)["p_value"] >= 2 * (want - 0.03)).all()


def test_local_p_values_are_those_of_all_arrangements():
    """All sets of neighbors' values listed instead of drawn: the exact p, within 0.03."""
    values = np.random.default_rng(17).standard_normal(9)
    weights = contiguity(lattice(3, queen=True), n=9)
    got = local_moran(values, weights, seed=3)["p_value"]
    z = values - values.mean()
    for place in range(9):
        near = int(weights[place].sum())
        lags = np.array([sum(s) for s in combinations(np.delete(z, place), near)]) * z[place]
        seen = z[place] * (weights[place] @ z)
        one_sided = min((lags >= seen - 1e-12).mean(), (lags <= seen + 1e-12).mean())
        assert got[place] == pytest.approx(min(1.0, 2 * one_sided), abs=0.03)


def test_p_value_against_the_normal_theory():
    """A field without spatial order: permutation p is near the normal-theory p (±0.03)."""
    weights = contiguity(lattice(9, queen=True), n=81)
    values = np.random.default_rng(3).standard_normal(81)
    got = moran(values, weights, seed=2)
    z = (got.i - got.expected) / np.sqrt(got.variance_random)
    from scipy.special import ndtr

    assert got.p_value == pytest.approx(2 * ndtr(-abs(z)), abs=0.03)


def test_false_alarms_without_spatial_order():
    """150 seeded fields without order: global p under 0.05 for 5 % (±4 points), local after
    Benjamini-Hochberg for at most 9 %."""
    weights = contiguity(lattice(6, queen=True), n=36)
    rng = np.random.default_rng(21)
    found_global, found_local = [], []
    for seed in range(150):
        values = rng.standard_normal(36)
        found_global.append(moran(values, weights, seed=seed, permutations=499).p_value <= 0.05)
        local = local_moran(values, weights, seed=seed, permutations=1999)
        found_local.append((local["cluster"] != "none").any())
    assert np.mean(found_global) == pytest.approx(0.05, abs=0.04)
    assert np.mean(found_local) <= 0.09


def test_a_planted_cluster_is_found():
    side = 9
    weights = contiguity(lattice(side, queen=True), n=side**2)
    values = np.random.default_rng(1).standard_normal((side, side))
    values[:4, :4] += 5
    got = local_moran(values.ravel(), weights, seed=9)
    cluster = got["cluster"].to_numpy().reshape(side, side)
    assert (cluster[1:3, 1:3] == "high_high").all()
    assert (cluster[6:, 6:] == "none").all()
    assert (got["p_adjusted"] >= got["p_value"] - 1e-12).all()


def test_a_place_at_the_mean_does_not_stand_out():
    values = np.array([-3.0, -1.0, 1.0, 3.0, 0.0] + [-2.0, 2.0] * 5 + [0.0])
    got = local_moran(values, contiguity(lattice(4), n=16), seed=1, permutations=999)
    assert got["local_i"][4] == 0.0
    assert got["p_value"][4] == 1.0


def test_islands_take_no_part_and_warn_of_nothing():
    weights = np.zeros((18, 18))
    weights[:16, :16] = contiguity(lattice(4), n=16)
    values = np.append(np.arange(16.0), [500.0, -500.0])
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        got = local_moran(values, weights, seed=4)
        whole = moran(values, weights, seed=4)
    assert got.loc[[16, 17], ["local_i", "p_value", "p_adjusted"]].isna().all(axis=None)
    assert got.loc[16, "cluster"] == "none"
    assert got["quadrant"].tolist()[16:] == [0, 0]
    assert whole.n == 16
    assert whole.i == moran_i(np.arange(16.0), weights[:16, :16])
    assert got["local_i"][:16].notna().all()


def test_a_seed_repeats_the_result():
    values = np.random.default_rng(0).standard_normal(16)
    weights = contiguity(lattice(4), n=16)
    one, again = (local_moran(values, weights, seed=7, permutations=499) for _ in range(2))
    assert one.equals(again)
    assert moran(values, weights, seed=7) == moran(values, weights, seed=7)


@settings(max_examples=40)
@given(
    st.lists(st.integers(-99, 99), min_size=16, max_size=16).filter(lambda v: len(set(v)) > 2),
    st.permutations(range(16)),
    st.floats(0.1, 50),
)
def test_laws(values, order, scale):
    weights = contiguity(lattice(4), n=16)
    values = np.array(values, dtype=float)
    one = moran_i(values, weights)
    assert moran_i(values * -scale + 3, weights) == pytest.approx(one, abs=1e-9)
    assert moran_i(values[order], weights[np.ix_(order, order)]) == pytest.approx(one, abs=1e-9)
    assert moran_i(values, weights * scale) == pytest.approx(one, abs=1e-9)
    local = local_moran(values, weights, seed=1, permutations=99)["local_i"]
    # Local parts add up to the global one: sum = I * S0 * (n - 1) / n.
    assert local.sum() == pytest.approx(one * weights.sum() * 15 / 16, abs=1e-9)


def test_contiguity_is_symmetric_and_binary():
    got = contiguity([(0, 1), (1, 0), (1, 2)], n=4)
    assert got.tolist() == [[0, 1, 0, 0], [1, 0, 1, 0], [0, 1, 0, 0], [0, 0, 0, 0]]
    assert contiguity([], n=2).tolist() == [[0, 0], [0, 0]]


CHAIN = contiguity([(0, 1), (1, 2), (2, 3)], n=4)


@pytest.mark.parametrize(
    ("call", "name"),
    [
        (lambda: moran([], CHAIN, seed=1), "values"),
        (lambda: moran([1, 2, np.nan, 4], CHAIN, seed=1), "values"),
        (lambda: moran([2, 2, 2, 2], CHAIN, seed=1), "values"),
        (lambda: moran([1, 2, 3], CHAIN, seed=1), "weights"),
        (lambda: moran([1, 2, 3, 4], -CHAIN, seed=1), "weights"),
        (lambda: moran([1, 2, 3, 4], CHAIN + np.eye(4), seed=1), "weights"),
        (lambda: moran([1, 2, 3, 4], CHAIN * 0, seed=1), "weights"),
        (lambda: moran([1, 2, 3, 4], CHAIN, seed=1, permutations=9), "permutations"),
        (lambda: local_moran([1, 2, 3, 4], CHAIN, seed=1, permutations=9), "permutations"),
        (lambda: contiguity([(0, 9)], n=4), "pairs"),
        (lambda: contiguity([(1, 1)], n=4), "pairs"),
        (lambda: contiguity([(0.5, 1)], n=4), "pairs"),
    ],
)
def test_bad_input_names_the_argument(call, name):
    with pytest.raises(ValueError, match=f"^{name}"):
        call()
