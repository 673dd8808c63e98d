"""The way from paper back to the screen: an address as a QR code, and as it is read aloud."""

from __future__ import annotations

import io
import re

_SCHEME = re.compile(r"^https?://")


def code_svg(address: str) -> str:
    """QR code of an address as SVG for a typesetter, black and without a margin."""
    import segno  # noqa: PLC0415 - only files need it

    buffer = io.BytesIO()
    segno.make(address, error="m", micro=False).save(
        buffer, kind="svg", border=0, xmldecl=False, svgns=True
    )
    return buffer.getvalue().decode("utf-8")


def in_print(address: str) -> str:
    """The address as it stands on paper: without scheme and query."""
    return _SCHEME.sub("", address).split("?")[0]
