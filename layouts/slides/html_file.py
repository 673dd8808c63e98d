"""One HTML file that plays a deck from a USB stick: everything is inside, nothing is fetched."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

import orjson

from data.cities.city import city
from layouts import plotly_bundle
from layouts.paper.live_code import on_paper

_ASSETS = Path(__file__).parents[2] / "assets"
_STYLES = (
    "css/tokens.css", "css/palette.css", "css/base.css", "css/components.css", "css/present.css",
)  # fmt: skip
_GEO = _ASSETS / "geo"


@cache
def _text(name: str) -> str:
    return (_ASSETS / name).read_text(encoding="utf-8")


def _plotly() -> str:
    """The slim bundle where it is there, the plotly package's own otherwise."""
    slim = plotly_bundle.bundle_path()
    if slim.exists():
        return slim.read_text(encoding="utf-8")
    from plotly.offline import get_plotlyjs  # type: ignore[import-untyped]  # noqa: PLC0415

    return str(get_plotlyjs())


def shapes(urls: Iterable[str]) -> dict[str, Any]:
    """Boundaries by the address that the figures name them by."""
    found = {}
    for url in urls:
        name = Path(url.partition("?")[0]).name
        found[url] = json.loads((_GEO / name).read_text(encoding="utf-8"))
    return found


def html_file(made: Mapping[str, Any], *, title: str) -> str:
    """The whole document for a payload of layouts.slides.player."""
    slides = [
        {**slide, "live": on_paper(slide.get("live", ""), made["lang"])} for slide in made["slides"]
    ]
    data = orjson.dumps(
        {**made, "slides": slides, "shapes": shapes(made["geo"])},
        option=orjson.OPT_SERIALIZE_NUMPY,
    ).decode("utf-8")
    scripts = (
        _text("clientside/shared/empty_world.js"),
        _plotly(),
        _text("clientside/shared/kept.js"),
        _text("clientside/present/alone.js"),
        _text("clientside/present/player.js"),
        _text("clientside/present/pages.js"),
        _START,
    )
    styles = _style("\n".join(_text(name) for name in _STYLES))
    inline = "\n".join(f"<script>{_inside(script)}</script>" for script in scripts)
    root = f'lang="{escape(str(made["lang"]))}" data-storage="{city().storage_prefix}"'
    return f"""<!DOCTYPE html>
<html {root} data-theme="light">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(title)}</title>
<style>{styles}</style>
</head>
<body class="deck-file">
<script type="application/json" id="deck-data">{data.replace("<", chr(92) + "u003c")}</script>
{inline}
</body>
</html>
"""


def _style(css: str) -> str:
    """A style sheet that cannot end its own element."""
    return css.replace("</style", "")


def _inside(script: str) -> str:
    """A script that cannot end its own element."""
    return script.replace("</script", "<\\/script")


_START = """
(function () {
  "use strict";
  const made = JSON.parse(document.getElementById("deck-data").textContent);
  window.kcPlayer.play(made, { at: window.kcPages.asked() ?? 0, stays: true, theme: "light" });
})();
"""
