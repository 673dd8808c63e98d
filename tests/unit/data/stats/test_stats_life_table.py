import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.stats.life_table import (
    USALEEP_AGES,
    AbridgedTables,
    _table,
    life_table_people,
    pool,
    years_by_age,
)

# Death rates of an invented population, one per USALEEP band.
RATES = np.array([6, 0.4, 0.15, 1.1, 1.6, 2.2, 4.5, 9.8, 20, 52, 140]) / 1000
WIDTHS = np.diff(USALEEP_AGES)


def published_columns(rates, se=0.002):
    """Columns as USALEEP publishes them, from death rates (n, 11)."""
    rates = np.atleast_2d(rates)
    a = np.append(0.1, WIDTHS[1:] * 0.55)
    closed = rates[:, :-1]
    q = WIDTHS * closed / (1 + (WIDTHS - a) * closed)
    lx = 1e5 * np.cumprod(np.hstack([np.ones((len(rates), 1)), 1 - q]), axis=1)
    d = lx * np.hstack([q, np.ones((len(rates), 1))])
    lived = np.hstack([WIDTHS * lx[:, 1:] + a * d[:, :-1], lx[:, -1:] / rates[:, -1:]])
    nqx = np.hstack([q, np.ones((len(rates), 1))])
    ex = np.cumsum(lived[:, ::-1], axis=1)[:, ::-1] / lx
    return {
        "tracts": tuple(f"t{i}" for i in range(len(rates))),
        "nqx": nqx,
        "nqx_se": np.full(rates.shape, se) * nqx,
        "lx": lx,
        "ndx": d,
        "nlx": lived,
        "ex_se": np.full(rates.shape, 0.8),
    }, ex


def three_tracts():
    columns, ex = published_columns(np.outer([0.7, 1.0, 1.8], RATES), se=0.2)
    return AbridgedTables.from_columns(**columns), ex


def people(seed=0, scale=1.0):
    return np.random.default_rng(seed).integers(20, 900, (3, 11)) * scale


def life_table(age, rates):
    """Chiang II: half of a band is lived by those who die in it, 0.1 of a first year."""
    age, width = np.asarray(age, dtype=float), np.diff(age)
    half = np.where((age[:-1] == 0) & (width == 1), 0.1, width / 2)
    return _table(age, np.asarray(rates, dtype=float), half)


def e0(rates):
    return life_table(USALEEP_AGES, rates)["ex"][0]


def arriaga(rates_a, rates_b):
    half = np.append(0.1, WIDTHS[1:] / 2)
    return years_by_age(np.asarray(rates_a), half, np.asarray(rates_b), half)


def test_life_expectancy_matches_phe(expected_csv):
    """PHEindicatormethods: Chiang II, every age of two populations."""
    inputs, expected = (
        dict(list(expected_csv(name).groupby("group")))
        for name in ("life_table_inputs.csv", "life_expectancy_expected_R.csv")
    )
    for group, part in inputs.items():
        table = life_table(part["startage"], part["deaths"] / part["pop"])
        assert table["ex"] == pytest.approx(expected[group]["value"].to_numpy(), rel=1e-9)


def test_85_as_last_band():
    table = life_table(USALEEP_AGES, RATES)
    assert table["ex"][-1] == pytest.approx(1000 / 140, rel=1e-12)
    assert table["dx"].sum() == pytest.approx(100_000, rel=1e-12)
    assert table["Tx"][0] == pytest.approx(table["Lx"].sum(), rel=1e-12)


def test_pooling_one_table_gives_it_back():
    tables, ex = three_tracts()
    only_second = people() * np.array([[0], [1], [0]])
    got = pool(tables, only_second)
    assert got.e0 == pytest.approx(ex[1, 0], rel=1e-9)
    assert got.ex == pytest.approx(ex[1], rel=1e-9)


def test_pooling_is_by_death_rates():
    """The pooled table is the one of the deaths that the tracts' rates give these people."""
    tables, _ = three_tracts()
    crowd = people()
    got = pool(tables, crowd)
    deaths = crowd * np.outer([0.7, 1.0, 1.8], RATES)
    assert got.mx == pytest.approx(deaths.sum(axis=0) / crowd.sum(axis=0), rel=1e-9)


def test_gradient_is_the_derivative():
    tables, _ = three_tracts()
    crowd = people()
    got = pool(tables, crowd)
    for row in range(3):
        for age in range(11):
            up, down = (_nudged(tables, crowd, row, age, sign) for sign in (1, -1))
            slope = (up[0] - down[0]) / (up[1] - down[1])
            assert got.gradient[row, age] == pytest.approx(slope, rel=1e-5, abs=1e-6)


def _nudged(tables, crowd, row, age, sign):
    """e(0) and the cell's value after a small change of one tract cell."""
    nqx, nax = tables.nqx.copy(), tables.nax.copy()
    cell = nax if age == 10 else nqx
    cell[row, age] += sign * 1e-5 * cell[row, age]
    changed = AbridgedTables(tables.tracts, nqx, nax, tables.variances)
    return pool(changed, crowd).e0, cell[row, age]


def test_pooled_error_against_simulation():
    """Normal tract errors, 3,000 draws: the spread of pooled e(0) is e0_se within 5 %."""
    tables, _ = three_tracts()
    crowd = people()
    small = tables.variances * 0.01
    got = pool(AbridgedTables(tables.tracts, tables.nqx, tables.nax, small), crowd)
    rng = np.random.default_rng(11)
    draws = []
    for _ in range(3000):
        noise = rng.standard_normal((3, 11)) * np.sqrt(small)
        nqx, nax = tables.nqx.copy(), tables.nax.copy()
        nqx[:, :-1] += noise[:, :-1]
        nax[:, -1] += noise[:, -1]
        draws.append(pool(AbridgedTables(tables.tracts, nqx, nax, small), crowd).e0)
    assert np.std(draws) == pytest.approx(got.e0_se, rel=0.05)


@given(st.floats(0.001, 1000))
def test_pooling_does_not_depend_on_the_scale_of_people(scale):
    tables, _ = three_tracts()
    one, other = pool(tables, people()), pool(tables, people(scale=scale))
    assert other.e0 == pytest.approx(one.e0, rel=1e-12)
    assert other.e0_se == pytest.approx(one.e0_se, rel=1e-12)


def test_pooling_does_not_depend_on_the_order_of_tracts():
    tables, _ = three_tracts()
    order = [2, 0, 1]
    turned = AbridgedTables(
        tables.tracts, tables.nqx[order], tables.nax[order], tables.variances[order]
    )
    one, other = pool(tables, people()), pool(turned, people()[order])
    assert other.e0 == pytest.approx(one.e0, rel=1e-12)
    assert other.gradient == pytest.approx(one.gradient[order], rel=1e-12)


def test_block_bands_onto_life_table_bands():
    got = life_table_people(np.arange(1, 13))
    assert got.tolist() == [1, 1, 2 + 3, 4 + 5, 6, 7, 8, 9, 10, 11, 12]
    assert life_table_people(np.ones((4, 12))).shape == (4, 11)


@settings(max_examples=60)
@given(
    st.lists(st.floats(0.3, 3.0), min_size=11, max_size=11),
    st.lists(st.floats(0.3, 3.0), min_size=11, max_size=11),
)
def test_arriaga_parts_sum_to_the_gap(a, b):
    rates_a, rates_b = RATES * a, RATES * b
    parts = arriaga(rates_a, rates_b)
    assert parts.sum() == pytest.approx(e0(rates_b) - e0(rates_a), abs=1e-9)
    assert arriaga(rates_b, rates_a) == pytest.approx(-parts, abs=1e-12)


def test_arriaga_puts_a_difference_where_it_is():
    """Only the rate at 45-54 differs, so only 45-54 contributes."""
    factor = np.ones(11)
    factor[6] = 2.0
    parts = arriaga(RATES * factor, RATES)
    assert parts[USALEEP_AGES.index(45)] > 1.0
    assert np.delete(parts, USALEEP_AGES.index(45)) == pytest.approx(0, abs=1e-12)


def test_arriaga_is_near_the_line_integral():
    """Another method, by calculus: moving every death rate along a straight line from a to b and
    adding up what each age does to e(0) (Horiuchi, Wilmoth & Pletcher 2008). Within 0.03 years."""
    ratio = np.array([1.9, 1.5, 1.2, 2.6, 2.3, 1.9, 1.8, 1.7, 1.4, 1.15, 1.05])

    steps = 40
    moved = np.zeros(11)
    for step in range(steps):
        middle = RATES * (ratio + (1 - ratio) * (step + 0.5) / steps)
        for age in range(11):
            change = np.zeros(11)
            change[age] = RATES[age] * (1 - ratio[age]) / steps
            moved[age] += e0(middle + change / 2) - e0(middle - change / 2)
    parts = arriaga(RATES * ratio, RATES)
    assert moved.sum() == pytest.approx(parts.sum(), abs=1e-3)
    assert parts == pytest.approx(moved, abs=0.03)
    assert parts.sum() > 6


def test_arriaga_of_pooled_tables():
    tables, _ = three_tracts()
    poor = pool(tables, people() * np.array([[0], [1], [3]]))
    rich = pool(tables, people() * np.array([[4], [1], [0]]))
    parts = years_by_age(poor.mx, poor.ax[:-1], rich.mx, rich.ax[:-1])
    assert parts.sum() == pytest.approx(rich.e0 - poor.e0, rel=1e-12)
    assert (parts > 0).all()


def _columns(**changes):
    columns, _ = published_columns(np.outer([1.0, 1.2], RATES))
    for key, (row, age, value) in changes.items():
        columns[key][row, age] = value
    return columns


@pytest.mark.parametrize(
    ("call", "name"),
    [
        (lambda: AbridgedTables.from_columns(**_columns(nqx=(0, 3, np.nan))), "nqx"),
        (lambda: AbridgedTables.from_columns(**_columns(nqx_se=(0, 3, -0.1))), "nqx_se"),
        (lambda: AbridgedTables.from_columns(**_columns(lx=(1, 9, 0.0))), "lx"),
        (
            lambda: AbridgedTables.from_columns(**(_columns() | {"tracts": ("one",)})),
            "nqx",
        ),
        (lambda: pool(three_tracts()[0], people()[:2]), "people_by_band"),
        (lambda: pool(three_tracts()[0], -people()), "people_by_band"),
        (lambda: pool(three_tracts()[0], people() * 0), "people_by_band"),
        (lambda: life_table_people([1, 2, 3]), "bands"),
        (lambda: life_table_people(-np.ones(12)), "bands"),
    ],
)
def test_bad_input_names_the_argument(call, name):
    with pytest.raises(ValueError, match=f"^{name}"):
        call()
