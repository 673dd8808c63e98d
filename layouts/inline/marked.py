"""Elements, numbers and colors of an SVG. Equal figures give equal bytes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from html import escape
from typing import Any

from layouts.theme import DARK, LIGHT, css_variables

_HEX = re.compile(r"^#([0-9a-f]{6})([0-9a-f]{2})?$", re.IGNORECASE)
_RGBA = re.compile(r"^rgba\(0, ?0, ?0, ?0\)$")
_PLACE_DECIMALS = 2


def plain(number: float, decimals: int = 2) -> str:
    """A number as short as it can be said: `0.5` is `.5`, `-0.0` is `0`."""
    text = f"{number:.{decimals}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    if text in ("-0", ""):
        return "0"
    return re.sub(r"^(-?)0\.", r"\1.", text)


def percent(share: float, decimals: int = _PLACE_DECIMALS) -> str:
    """A share of the box: 0.5 is `50%`."""
    return f"{plain(100 * share, decimals)}%"


def element(name: str, content: str = "", **attributes: Any) -> str:
    """`<name …>content</name>`; `_` in names of attributes is `-`, None and "" leave one out."""
    said = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(str(value))}"'
        for key, value in attributes.items()
        if value is not None and value != ""
    )
    return f"<{name}{said}>{content}</{name}>" if content else f"<{name}{said}/>"


def style(**declarations: Any) -> str:
    """The value of a `style` attribute; None leaves a declaration out."""
    return ";".join(
        f"{key.replace('_', '-')}:{value}"
        for key, value in declarations.items()
        if value is not None
    )


class Inks:
    """Colors of one theme by their names, so that one picture serves every theme and paper."""

    def __init__(self, layout: Mapping[str, Any]) -> None:
        self._names = _names(_theme_of(str(layout["font"]["color"])))

    def css(self, color: str) -> str:
        """A color of the palette as its variable, with its share of strength where it has one."""
        if _RGBA.match(color):
            return "none"
        found = _HEX.match(color)
        if found is None:
            return color
        solid = f"#{found.group(1).lower()}"
        name = self._names.get(solid)
        named = f"var({name})" if name else solid
        if found.group(2) is None:
            return named
        share = plain(100 * int(found.group(2), 16) / 255, 0)
        return f"color-mix(in srgb,{named} {share}%,transparent)"


def _theme_of(ink: str) -> str:
    """The theme whose muted ink a figure is written in."""
    return DARK if dict(css_variables(DARK))["--ink-muted"] == ink else LIGHT


@cache
def _names(theme: str) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for name, color in css_variables(theme):
        found.setdefault(color, name)
    return found
