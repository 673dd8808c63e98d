"""Draws and sets sheets, one after the other: `python -m layouts.paper.typesetter`.

The press starts it as a process of its own. It ends when its standard input does, so it never
outlives the worker that it serves.
"""

from __future__ import annotations

import io
import json
import pickle
import signal
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from typing import Any

import typst

from layouts.paper.pipe import FAILED, FILE, LIMIT_SECONDS, limit_seconds, receive, send
from layouts.paper.unbroken import unbroken_all
from layouts.pictures.drawing import Drawing, Swatch
from layouts.pictures.render import render

# A sheet unless the contents name another template.
SHEET = "fact_sheet"
# Modules: `alone` makes a document of one, `packet` of several. The others are documents.
PARTS = (SHEET, "slides", "sources", "memo", "kit", "districts")
DOCUMENTS = ("preview", "fact", "packet")
TEMPLATES = {
    name: Path(__file__).with_name(f"{'alone' if name in PARTS else name}.typ")
    for name in (*PARTS, *DOCUMENTS)
}
PREVIEW_PPI = 110.0
# Of a link preview: few fills, and edges of letters between ink and paper.
COLORS = 128
# Set after every sheet; the preview and its PDF still find each other's work.
EMPTY_PAGES = 3
# The map is the same for all sheets of a place, every picture for the preview and its PDF.
PICTURES_KEPT = 12
_kept: dict[bytes, str] = {}


def main() -> None:
    """Answer every message on standard input: a pickle of the arguments of `sheet_file`."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C at the server is the worker's business
    # The default action of the alarm ends the process, whatever it is busy with.
    signal.alarm(LIMIT_SECONDS)
    import_module("matplotlib.figure")  # half a second, before the first sheet comes in
    _forget()  # reads the typefaces
    source, answers = sys.stdin.buffer, sys.stdout.buffer
    while True:
        signal.alarm(0)
        message = receive(source)
        if message is None:
            return
        signal.alarm(LIMIT_SECONDS)
        try:
            asked = pickle.loads(message)
            signal.alarm(limit_seconds(asked["content"]))
            answer = FILE + sheet_file(**asked)
        except Exception as error:  # the next sheet may do better
            answer = FAILED + f"{type(error).__name__}: {error}".encode()
        send(answers, answer)
        _forget()


def sheet_file(content: Mapping[str, Any], output: str) -> bytes:
    """The sheet as `pdf` (PDF/UA-1), or its first page (or `shown_page`, from 1) as `png`."""
    shown: dict[str, Any] = {"template": SHEET} | _all_drawn(content)
    name = shown["template"]
    template = TEMPLATES[name]
    compiler = typst.Compiler(
        input=template,
        root=template.parent,
        font_paths=_fonts(of_screen=name in DOCUMENTS),
        sys_inputs={"sheet": json.dumps(unbroken_all(shown), ensure_ascii=False)},
    )
    made = None
    if "date" in shown:
        year, month, day = shown["date"]
        made = datetime(year, month, day, tzinfo=UTC)
    if output == "png":
        found = compiler.compile(format="png", ppi=shown.get("ppi", PREVIEW_PPI), timestamp=made)
        if name in DOCUMENTS and isinstance(found, bytes):
            return _in_few_colors(found)
    else:
        found = compiler.compile(format="pdf", pdf_standards=["ua-1"], timestamp=made)
    pages = found if isinstance(found, list) else [found]
    return pages[shown.get("shown_page", 1) - 1] or b""


def _in_few_colors(png: bytes) -> bytes:
    """The same picture in a third of the bytes: it is asked for by crowds and kept in memory."""
    from PIL import Image  # noqa: PLC0415 - only previews

    picture = Image.open(io.BytesIO(png)).convert("RGB")
    few = picture.quantize(COLORS, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    made = io.BytesIO()
    few.save(made, "PNG", compress_level=6)
    return made.getvalue()


def _all_drawn(content: Any) -> Any:
    """The contents with every picture in them as SVG, however deep it stands."""
    if isinstance(content, Drawing | Swatch):
        return _drawn(content)
    if isinstance(content, Mapping):
        return {key: _all_drawn(value) for key, value in content.items()}
    if isinstance(content, list | tuple):
        return [_all_drawn(value) for value in content]
    return content


def _drawn(drawing: Drawing | Swatch) -> str:
    """The picture as SVG; the oldest of those kept gives way."""
    key = sha256(pickle.dumps(drawing)).digest()
    if key not in _kept:
        if len(_kept) == PICTURES_KEPT:
            del _kept[next(iter(_kept))]
        _kept[key] = render(drawing).decode("utf-8")
    return _kept[key]


def _forget() -> None:
    """Let typst forget older sheets: it keeps what its last ten pages used, 10 MB a sheet."""
    for _ in range(EMPTY_PAGES):
        typst.compile(b"#page[]", font_paths=_fonts())


@cache
def _fonts(*, of_screen: bool = False) -> typst.Fonts:
    """Only the typefaces inside typst, `of_screen` with matplotlib's: the same on every machine."""
    if not of_screen:
        return typst.Fonts(include_system_fonts=False)
    from matplotlib import get_data_path  # noqa: PLC0415 - loaded by then

    folder = Path(get_data_path()) / "fonts" / "ttf"
    return typst.Fonts(include_system_fonts=False, font_paths=[folder])


if __name__ == "__main__":
    main()
