"""Own functions of distributions against scipy's, which only developers install."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest
from scipy import special as scipy_special

from data.stats import special

ROOT = Path(__file__).parents[4]
LIMIT = 1e-12
TAILS = (0.0005, 0.005, 0.025, 0.05, 0.4, 0.6, 0.95, 0.975, 0.995, 0.9995)
RANDOM = np.random.default_rng(1936)


def worst(found: list[float], wanted: np.ndarray) -> float:
    return float(np.abs(np.array(found) / wanted - 1.0).max())


@pytest.mark.parametrize("p", TAILS)
def test_quantiles_of_gamma(p: float) -> None:
    shapes = [*np.arange(1, 60) / 2.0, *10 ** RANDOM.uniform(-0.3, 5.0, 60)]
    found = [special.gamma_quantile(float(a), p) for a in shapes]
    assert worst(found, scipy_special.gammaincinv(shapes, p)) < LIMIT


@pytest.mark.parametrize("p", [p for p in TAILS if p > 0.5])
def test_quantiles_of_students_t(p: float) -> None:
    degrees = [0.05, 0.5, 1.0, 2.0, 7.3, 199.0, 200.0, 201.0, *10 ** RANDOM.uniform(-0.5, 4.0, 60)]
    found = [special.student_quantile(float(d), p) for d in degrees]
    assert worst(found, scipy_special.stdtrit(degrees, p)) < LIMIT


def test_a_quantile_of_t_without_a_number_is_infinite() -> None:
    assert special.student_quantile(0.001, 0.975) == float("inf")


def test_the_normal_distribution() -> None:
    z = RANDOM.uniform(-35.0, 35.0, 500)
    tails = [special.normal_tails(x) for x in z]
    assert worst(tails, 2.0 * scipy_special.ndtr(-np.abs(z))) < LIMIT
    p = np.concatenate(
        [10 ** RANDOM.uniform(-9.0, -0.4, 250), 1 - 10 ** RANDOM.uniform(-9, -1, 250)]
    )
    assert worst([special.normal_quantile(x) for x in p], scipy_special.ndtri(p)) < LIMIT


def test_logarithms() -> None:
    x = 10 ** RANDOM.uniform(-2.0, 7.0, 500)
    wanted = scipy_special.gammaln(x)
    assert (np.abs(special.log_gamma(x) - wanted) < LIMIT * np.maximum(1.0, np.abs(wanted))).all()
    shares = np.array([[0.0, 0.25], [1.0, 3.0]])
    assert special.x_log_x(shares) == pytest.approx(scipy_special.xlogy(shares, shares), rel=LIMIT)


def test_nothing_that_runs_names_scipy() -> None:
    """Only developers have it: an import would end the start elsewhere."""
    for folder in ("data", "layouts", "callbacks"):
        for path in (ROOT / folder).rglob("*.py"):
            found = re.search(r"^\s*(from|import) scipy", path.read_text(encoding="utf-8"), re.M)
            assert not found, path
