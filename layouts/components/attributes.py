"""Attributes with hyphens, which Python cannot write as keywords."""

from __future__ import annotations

from typing import Any


def aria(**values: str) -> dict[str, Any]:
    """`aria(labelledby="x")` is `{"aria-labelledby": "x"}`."""
    return {f"aria-{name}": value for name, value in values.items()}


def data(**values: str) -> dict[str, Any]:
    """`data(set_param="lang")` is `{"data-set-param": "lang"}`."""
    return {f"data-{name.replace('_', '-')}": value for name, value in values.items()}
