"""The color science used by test_theme.py against published values."""

from __future__ import annotations

import numpy as np
import pytest

from .color_math import contrast, delta_e, difference, lightness

# Sharma, Wu, Dalal 2005, table 1: pairs chosen to catch mistakes in hue arithmetic.
SHARMA = [
    ((50, 2.6772, -79.7751), (50, 0, -82.7485), 2.0425),
    ((50, 2.5, 0), (73, 25, -18), 27.1492),
    ((50, 2.49, -0.001), (50, -2.49, 0.0011), 7.2195),
    ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
    ((2.0776, 0.0795, -1.135), (0.9033, -0.0636, -0.5514), 0.9082),
]


@pytest.mark.parametrize(("first", "second", "expected"), SHARMA)
def test_ciede2000_has_the_published_values(first, second, expected):
    assert delta_e(np.array(first), np.array(second)) == pytest.approx(expected, abs=1e-4)


def test_contrast_of_black_and_white_is_21():
    assert contrast("#000000", "#ffffff") == pytest.approx(21, abs=0.01)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


def test_lightness_runs_from_0_to_100():
    assert lightness("#000000") == pytest.approx(0, abs=0.01)
    assert lightness("#ffffff") == pytest.approx(100, abs=0.01)


def test_simulation_leaves_gray_gray_and_brings_red_and_green_together():
    for vision in ("protan", "deutan", "tritan"):
        assert difference("#808080", "#808080", vision) == 0
        assert lightness("#808080", vision) == pytest.approx(lightness("#808080"), abs=0.1)
    assert difference("#c04000", "#607000", "deutan") < difference("#c04000", "#607000") / 2
