import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.stats import segregation as seg


@pytest.fixture(scope="module")
def city(expected_json):
    reference = expected_json("pysal_reference.json")["segregation"]
    counts = {
        key: np.array(v, dtype=float) for key, v in reference["input"].items() if key != "tract"
    }
    return counts, reference["expected"], reference["by_hand"]


@pytest.mark.parametrize("whole", ["total", "bw"])
def test_two_groups_match_segregation(city, whole):
    counts, expected, _ = city
    black, everyone = counts["black"], counts[whole]
    rest = everyone - black
    got = {
        "Dissim": seg.dissimilarity(black, rest),
        "Isolation": seg.isolation(black, everyone),
        "Interaction": seg.interaction(black, rest, everyone),
        "Entropy": seg.entropy_h(np.column_stack([black, rest])),
    }
    for name, value in got.items():
        assert value == pytest.approx(expected[f"{name}[black,{whole}]"], rel=1e-9), name


def test_named_pairs(city):
    counts, _, by_hand = city
    black, white, everyone = counts["black"], counts["white"], counts["total"]
    assert seg.dissimilarity(black, white) == pytest.approx(by_hand["D_black_white"], rel=1e-9)
    assert seg.interaction(black, white, everyone) == pytest.approx(
        by_hand["xPy_white_total"], rel=1e-9
    )
    assert seg.isolation(black, everyone) == pytest.approx(by_hand["xPx_total"], rel=1e-9)


def test_several_groups_match_segregation(city):
    counts, expected, _ = city
    table = np.column_stack([counts[group] for group in ("black", "white", "hisp")])
    assert seg.entropy_h(table) == pytest.approx(expected["MultiInfoTheory"], rel=1e-9)
    assert seg.divergence(table) == pytest.approx(expected["MultiDivergence"], rel=1e-9)


def test_complete_segregation_and_none():
    apart, a, b = np.array([[10.0, 0], [0, 30]]), [10, 0], [0, 30]
    assert seg.dissimilarity(a, b) == 1.0
    assert seg.isolation(a, [10, 30]) == 1.0
    assert seg.entropy_h(apart) == pytest.approx(1.0)
    even = np.array([[10.0, 30], [20, 60]])
    assert seg.dissimilarity(even[:, 0], even[:, 1]) == pytest.approx(0.0)
    assert seg.entropy_h(even) == pytest.approx(0.0, abs=1e-12)


@given(
    st.lists(
        st.tuples(st.integers(0, 900), st.integers(0, 900), st.integers(0, 900)),
        min_size=2,
        max_size=12,
    ).filter(lambda rows: all(map(sum, zip(*rows, strict=True)))),
    st.integers(1, 50),
)
def test_laws(rows, scale):
    table = np.array(rows, dtype=float)
    a, b, everyone = table[:, 0], table[:, 1], table.sum(axis=1)
    values = [
        seg.dissimilarity(a, b),
        seg.isolation(a, everyone),
        seg.interaction(a, b, everyone),
        seg.entropy_h(table),
    ]
    assert min(values) >= -1e-12
    assert max(values) <= 1 + 1e-12
    # Isolation is at least the group's share; exposures to all groups sum to 1.
    assert values[1] >= a.sum() / everyone.sum() - 1e-12
    exposure = sum(seg.interaction(a, table[:, k], everyone) for k in range(3))
    assert exposure == pytest.approx(1.0)
    assert seg.dissimilarity(b[::-1] * scale, a[::-1]) == pytest.approx(values[0], abs=1e-12)
    doubled = np.vstack([table, np.zeros(3)])
    assert seg.entropy_h(doubled * scale) == pytest.approx(values[3], abs=1e-9)


@pytest.mark.parametrize(
    ("call", "name"),
    [
        (lambda: seg.dissimilarity([], []), "group"),
        (lambda: seg.dissimilarity([0, 0], [1, 2]), "group"),
        (lambda: seg.dissimilarity([1, 2], [0, 0]), "other"),
        (lambda: seg.dissimilarity([1, -2], [1, 2]), "group"),
        (lambda: seg.dissimilarity([1, np.nan], [1, 2]), "group"),
        (lambda: seg.dissimilarity([1, 2], [1]), "other"),
        (lambda: seg.isolation([5, 2], [4, 2]), "group"),
        (lambda: seg.interaction([1, 2], [9, 2], [4, 4]), "other"),
        (lambda: seg.entropy_h([[1.0], [2.0]]), "counts"),
        (lambda: seg.entropy_h([[1.0, 0.0], [2.0, 0.0]]), "counts"),
        (lambda: seg.entropy_h([[0.0, 0.0]]), "counts"),
    ],
)
def test_bad_input_names_the_argument(call, name):
    with pytest.raises(ValueError, match=f"^{name}"):
        call()
