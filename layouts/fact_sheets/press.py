"""The press: a few typesetters, taken in turn, that turn contents into a PDF or a picture of it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from queue import Empty, Queue
from typing import Any, Literal

import typst

TEMPLATE = Path(__file__).with_name("template.typ")
TYPESETTERS = 2
WAIT_SECONDS = 8.0
PREVIEW_PPI = 110.0
Output = Literal["pdf", "png"]


class BusyError(Exception):
    """Every typesetter is at work and none became free in time."""


class Press:
    """At most `typesetters` sheets at once; others wait `wait_seconds`, then hear BusyError."""

    def __init__(
        self, *, typesetters: int = TYPESETTERS, wait_seconds: float = WAIT_SECONDS
    ) -> None:
        self._wait_seconds = wait_seconds
        self._free: Queue[typst.Compiler] = Queue()
        # Only the typefaces inside typst: the same page on every machine.
        fonts = typst.Fonts(include_system_fonts=False)
        for _ in range(typesetters):
            self._free.put(typst.Compiler(input=TEMPLATE, root=TEMPLATE.parent, font_paths=fonts))

    def print(self, content: Callable[[], Mapping[str, Any]], *, output: Output = "pdf") -> bytes:
        """The sheet as a tagged PDF (PDF/UA-1), or its first page as PNG. Raises BusyError.

        `content` is asked for only once a typesetter is free: drawing its pictures is work too.
        """
        try:
            compiler = self._free.get(timeout=self._wait_seconds)
        except Empty:
            raise BusyError from None
        try:
            return _compiled(compiler, content(), output)
        finally:
            self._free.put(compiler)


def _compiled(compiler: typst.Compiler, content: Mapping[str, Any], output: Output) -> bytes:
    made = datetime.combine(date(*content["date"]), datetime.min.time(), tzinfo=UTC)
    inputs = {"sheet": json.dumps(content, ensure_ascii=False)}
    if output == "png":
        found = compiler.compile(format="png", ppi=PREVIEW_PPI, sys_inputs=inputs, timestamp=made)
    else:
        found = compiler.compile(
            format="pdf", sys_inputs=inputs, pdf_standards=["ua-1"], timestamp=made
        )
    if isinstance(found, list):  # several pages of pictures: the test of one page fails there
        return found[0]
    assert found is not None  # no output file was named
    return found
