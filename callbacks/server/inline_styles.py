"""Hashes of the style sheets that Dash's own scripts put into a page.

They stand as texts in its packages (css-loader) and become <style> elements at run time
(style-loader, which adds their source map as a comment). Named one by one in the policy they may; a
<style> that anybody else brings into a page may not.
"""

from __future__ import annotations

import json
import re
from base64 import b64encode
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import dash
from plotly.offline import get_plotlyjs  # type: ignore[import-untyped]

# The scripts that pages load; the slim bundle of charts, which comes later, brings none.
SCRIPTS = ("dash-renderer/build/dash_renderer.min.js", "dcc/dash_core_components.js")
_TEXT = r"""(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')"""
_SHEET = re.compile(rf"""\.push\(\[\w+\.id,({_TEXT}),"",(\{{(?:{_TEXT}|[^"'])*?\}})\]\)""")
_SHEET_ALONE = re.compile(rf"""\.push\(\[\w+\.id,({_TEXT}),""\]\)""")
_TOKEN = re.compile(rf"({_TEXT})|\b([A-Za-z]+)(?=:)")
# The full bundle fills one for a kind of map that no page draws.
_FILLED = re.compile(rf"""createElement\("style"\);\w+\.id=[^,;]+,\w+\.textContent=({_TEXT})""")
# An element that is filled by insertRule, as plotly's: it is empty when the browser looks.
_EMPTY = ""


@cache
def style_hashes(*, full_bundle: bool) -> tuple[str, ...]:
    """What the policy names: `'sha256-…'` of each sheet, in order.

    `full_bundle`: charts are drawn by the whole of plotly.
    """
    folder = Path(dash.__file__).parent
    sheets = [_EMPTY]
    for script in SCRIPTS:
        code = (folder / script).read_text(encoding="utf-8")
        sheets += [_value(text) for text in _SHEET_ALONE.findall(code)]
        sheets += [_mapped(_value(text), _value(origin)) for text, origin in _SHEET.findall(code)]
    if full_bundle:
        sheets += [_value(text) for text in _FILLED.findall(get_plotlyjs())]
    return tuple(dict.fromkeys(map(_hash, sheets)))


def _value(literal: str) -> Any:
    """What a literal of JavaScript is: a text, or an object of texts, numbers and lists."""
    return json.loads(_TOKEN.sub(_as_json, literal))


def _as_json(token: re.Match[str]) -> str:
    """A text in double quotation marks; a name of a field in such."""
    text, name = token.groups()
    if name is not None:
        return f'"{name}"'
    if text[0] == '"':
        return str(text).replace("\\'", "'")
    return '"' + text[1:-1].replace("\\'", "'").replace('"', '\\"') + '"'


def _mapped(sheet: str, origin: object) -> str:
    """The sheet as style-loader writes it."""
    told = json.dumps(origin, ensure_ascii=False, separators=(",", ":")).encode()
    address = f"data:application/json;base64,{b64encode(told).decode()}"
    return f"{sheet}\n/*# sourceMappingURL={address} */"


def _hash(sheet: str) -> str:
    return f"'sha256-{b64encode(sha256(sheet.encode()).digest()).decode()}'"
