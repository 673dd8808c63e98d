"""The gestures of the map, from d3-zoom and what it stands on, in one file below `assets/vendor`.

`python -m layouts.zoom_bundle` fetches them with npm. Without them the map zooms by buttons, keys
and double clicks (assets/clientside/map/gestures.js).
"""

from __future__ import annotations

import sys
from pathlib import Path

from layouts.plotly_bundle import VENDOR_FOLDER, BundleError, packed, put, script_of

# Name, version and npm's sha512, in the order in which they are run: each finds those before it.
PINNED = (
    ("d3-dispatch", "3.0.1",
     "rzUyPU/S7rwUflMyLc1ETDeBj0NRuHKKAcvukozwhshr6g6c5d8zh4c2gQjY2bZ0dXeGLWc1PF174P2tVvKhfg=="),
    ("d3-selection", "3.0.0",
     "fmTRWbNMmsmWq6xJV8D19U/gw/bwrHfNXxrIN+HfZgnzqTHp9jOmKMhsTUjXOJnZOdZY9Q28y4yebKzqDKlxlQ=="),
    ("d3-color", "3.1.0",
     "zg/chbXyeBtMQ1LbD/WSoW2DpC3I0mpmPdW+ynRTj/x2DAWYrIY7qeZIHidozwV24m4iavr15lNwIwLxRmOxhA=="),
    ("d3-interpolate", "3.0.1",
     "3bYs1rOD33uo8aqJfKP3JWPAibgw8Zm2+L9vBKEHJ2Rg+viTR7o5Mmv5mZcieN+FRYaAOWX5SJATX6k1PWz72g=="),
    ("d3-timer", "3.0.1",
     "ndfJ/JxxMd3nw31uyKoY2naivF+r29V+Lc0svZxe1JvvIRmi8hUsrMvdOwgS1o6uBHmiz91geQ0ylPP0aj1VUA=="),
    ("d3-ease", "3.0.1",
     "wR/XK3D3XcLIZwpbvQwQ5fK+8Ykds1ip7A2Txe0yxncXSdq1L9skcG7blcedkOX+ZcgxGAmLX1FrRGbADwzi0w=="),
    ("d3-drag", "3.0.0",
     "pWbUJLdETVA8lQNJecMxoXfH6x+mO2UQo8rSmZ+QqxcbyA3hfeprFgIT//HW2nlHChWeIIMwS2Fq+gEARkhTkg=="),
    ("d3-transition", "3.0.1",
     "ApKvfjsSR6tg06xrL434C0WydLr7JewBB3V+/39RMHsaXTOG0zmt/OAXeng5M5LBm0ojmxJrpomQVZ1aPvBL4w=="),
    ("d3-zoom", "3.0.0",
     "b8AmV3kfQaqWAuacbPuNbL6vahnOJflOhexLzMMNLga62+/nh0JzvJ0aO/5a5MVgUFGS7Hu1P9P03o3fJkDCyw=="),
)  # fmt: skip


def bundle_path(*, folder: Path = VENDOR_FOLDER) -> Path:
    """Where the bundle lies. Its name carries the version of d3-zoom."""
    return folder / f"d3-zoom-{PINNED[-1][1]}.min.js"


def served_asset(*, folder: Path = VENDOR_FOLDER) -> str:
    """The bundle below assets/, for the map to load; empty where it was not fetched."""
    path = bundle_path(folder=folder)
    return f"vendor/{path.name}" if path.exists() else ""


def fetch(*, folder: Path = VENDOR_FOLDER) -> Path:
    """Fetch the pinned packages into one file in `folder`. Raises BundleError where one fails."""
    target = bundle_path(folder=folder)
    if not target.exists():
        put(target, b"\n".join(_script(*pinned) for pinned in PINNED))
    return target


def _script(name: str, version: str, digest: str) -> bytes:
    found = packed(f"{name}@{version}")
    return script_of(found, integrity=f"sha512-{digest}", path=f"package/dist/{name}.min.js")


def main() -> int:
    """Fetch, or say what the map does without. Never a reason to stop a set-up."""
    try:
        message = f"Gestures of the map: {fetch().name}"
    except BundleError as error:
        message = f"The map zooms by buttons and keys alone: {error}."
    sys.stderr.write(message + "\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
