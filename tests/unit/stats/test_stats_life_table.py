import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.stats.life_table import (
    USALEEP_AGES,
    AbridgedTables,
    arriaga,
    life_expectancy,
    life_table_people,
    pool,
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


@pytest.fixture(scope="module")
def reference(expected_csv):
    inputs = expected_csv("life_table_inputs.csv")
    tables = {
        group: life_expectancy(part["startage"], part["pop"], part["deaths"])
        for group, part in inputs.groupby("group")
    }
    return tables, expected_csv("life_expectancy_expected_R.csv")


def test_life_expectancy_matches_phe(reference):
    """PHEindicatormethods: Chiang II with Silcocks' limits, every age of two populations."""
    tables, expected = reference
    for group, part in expected.groupby("group"):
        table = tables[group]
        assert table["ex"].to_numpy() == pytest.approx(part["value"].to_numpy(), rel=1e-9)
        assert table["lower"].to_numpy() == pytest.approx(part["lowercl"].to_numpy(), rel=1e-9)
        assert table["upper"].to_numpy() == pytest.approx(part["uppercl"].to_numpy(), rel=1e-9)


def test_gap_of_two_populations(reference):
    tables, _ = reference
    a, b = tables["A"].iloc[0], tables["B"].iloc[0]
    se = np.hypot(a["se"], b["se"])
    gap = a["ex"] - b["ex"]
    assert gap == pytest.approx(7.7516, abs=5e-5)
    assert (gap - 1.959964 * se, gap + 1.959964 * se) == pytest.approx((6.4337, 9.0695), abs=2e-4)


def test_standard_error_against_simulation(reference, expected_csv):
    """Poisson deaths, 1,500 draws: the spread of e(0) is the standard error within 8 %."""
    tables, _ = reference
    inputs = expected_csv("life_table_inputs.csv").query("group == 'A'")
    rng = np.random.default_rng(7)
    draws = [
        life_expectancy(inputs["startage"], inputs["pop"], rng.poisson(inputs["deaths"]))["ex"][0]
        for _ in range(1500)
    ]
    assert np.std(draws) == pytest.approx(tables["A"]["se"][0], rel=0.08)


def test_85_as_last_band():
    population = np.full(11, 9000.0)
    table = life_expectancy(USALEEP_AGES, population, population * RATES)
    assert table["ex"].iloc[-1] == pytest.approx(1000 / 140, rel=1e-12)
    assert table["dx"].sum() == pytest.approx(100_000, rel=1e-12)
    assert table["Tx"].iloc[0] == pytest.approx(table["Lx"].sum(), rel=1e-12)


def test_a_band_without_deaths_is_no_problem():
    deaths = np.round(9000 * RATES)
    deaths[2] = 0.0
    table = life_expectancy(USALEEP_AGES, np.full(11, 9000.0), deaths)
    assert table["qx"][2] == 0.0
    assert np.isfinite(table["se"]).all()


@given(st.floats(1.0, 50.0))
def test_population_scale_moves_only_the_error(scale):
    population, deaths = np.full(11, 9000.0), 9000 * RATES
    one = life_expectancy(USALEEP_AGES, population, deaths)
    more = life_expectancy(USALEEP_AGES, population * scale, deaths * scale)
    assert more["ex"].to_numpy() == pytest.approx(one["ex"].to_numpy(), rel=1e-10)
    assert more["se"].to_numpy() * np.sqrt(scale) == pytest.approx(one["se"].to_numpy(), rel=1e-9)


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
    population = np.full(11, 9000.0)
    table_a, table_b = (
        life_expectancy(USALEEP_AGES, population, population * RATES * factor)
        for factor in (np.array(a), np.array(b))
    )
    parts = arriaga(table_a, table_b)["years"].to_numpy()
    assert parts.sum() == pytest.approx(table_b["ex"][0] - table_a["ex"][0], abs=1e-9)
    assert arriaga(table_b, table_a)["years"].to_numpy() == pytest.approx(-parts, abs=1e-12)


def test_arriaga_puts_a_difference_where_it_is():
    """Only the rate at 45-54 differs, so only 45-54 contributes."""
    population = np.full(11, 9000.0)
    factor = np.ones(11)
    factor[6] = 2.0
    parts = arriaga(
        life_expectancy(USALEEP_AGES, population, population * RATES * factor),
        life_expectancy(USALEEP_AGES, population, population * RATES),
    )
    assert parts.loc[parts["age_start"] == 45, "years"].item() > 1.0
    assert parts.loc[parts["age_start"] != 45, "years"].to_numpy() == pytest.approx(0, abs=1e-12)


def test_arriaga_is_near_the_line_integral():
    """Another method, by calculus: moving every death rate along a straight line from a to b and
    adding up what each age does to e(0) (Horiuchi, Wilmoth & Pletcher 2008). Within 0.03 years."""
    population = np.full(11, 9e6)
    ratio = np.array([1.9, 1.5, 1.2, 2.6, 2.3, 1.9, 1.8, 1.7, 1.4, 1.15, 1.05])

    def e0(rates):
        return life_expectancy(USALEEP_AGES, population, population * rates)["ex"][0]

    steps = 40
    moved = np.zeros(11)
    for step in range(steps):
        middle = RATES * (ratio + (1 - ratio) * (step + 0.5) / steps)
        for age in range(11):
            change = np.zeros(11)
            change[age] = RATES[age] * (1 - ratio[age]) / steps
            moved[age] += e0(middle + change / 2) - e0(middle - change / 2)
    parts = arriaga(
        life_expectancy(USALEEP_AGES, population, population * RATES * ratio),
        life_expectancy(USALEEP_AGES, population, population * RATES),
    )["years"].to_numpy()
    assert moved.sum() == pytest.approx(parts.sum(), abs=1e-3)
    assert parts == pytest.approx(moved, abs=0.03)
    assert parts.sum() > 6


def test_arriaga_of_pooled_tables():
    tables, _ = three_tracts()
    poor = pool(tables, people() * np.array([[0], [1], [3]]))
    rich = pool(tables, people() * np.array([[4], [1], [0]]))
    parts = arriaga(poor, rich)
    assert isinstance(parts, pd.DataFrame)
    assert parts["years"].sum() == pytest.approx(rich.e0 - poor.e0, rel=1e-12)
    assert (parts["years"] > 0).all()


def _columns(**changes):
    columns, _ = published_columns(np.outer([1.0, 1.2], RATES))
    for key, (row, age, value) in changes.items():
        columns[key][row, age] = value
    return columns


BANDS = np.full(11, 9000.0)


@pytest.mark.parametrize(
    ("call", "name"),
    [
        (lambda: life_expectancy([0], [9000], [9]), "age_start"),
        (lambda: life_expectancy([1, *USALEEP_AGES[1:]], BANDS, BANDS * RATES), "age_start"),
        (lambda: life_expectancy(USALEEP_AGES, BANDS * 0, BANDS * RATES), "population"),
        (lambda: life_expectancy(USALEEP_AGES, BANDS / 100, BANDS * RATES), "population"),
        (lambda: life_expectancy(USALEEP_AGES, BANDS, -BANDS * RATES), "deaths"),
        (lambda: life_expectancy(USALEEP_AGES, BANDS, BANDS * np.nan), "deaths"),
        (lambda: life_expectancy(USALEEP_AGES, BANDS, BANDS * 0), "deaths"),
        (lambda: life_expectancy(USALEEP_AGES, BANDS, BANDS), "deaths"),
        (lambda: life_expectancy(USALEEP_AGES, BANDS, [1.0]), "deaths"),
        (lambda: life_expectancy([], [], []), "age_start"),
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
        (lambda: arriaga(pd.DataFrame({"age_start": [0]}), pd.DataFrame()), "table_a"),
    ],
)
def test_bad_input_names_the_argument(call, name):
    with pytest.raises(ValueError, match=f"^{name}"):
        call()
