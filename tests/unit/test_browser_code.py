"""The browser code that needs no browser: tests/node, run by the Node that Playwright brings."""

import subprocess
from pathlib import Path

import pytest
from playwright._impl._driver import compute_driver_executable

TESTS = sorted((Path(__file__).parents[1] / "node").glob("*.test.mjs"))
assert TESTS


@pytest.mark.parametrize("file", TESTS, ids=lambda file: file.stem)
def test_the_browser_code_passes_its_own_tests(file):
    node = compute_driver_executable()[0]
    ran = subprocess.run(
        [node, "--test", file], capture_output=True, check=False, text=True, timeout=60
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
