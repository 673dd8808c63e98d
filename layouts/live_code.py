"""The way from paper back to the screen: an address as a QR code, and as it is read aloud."""

from __future__ import annotations

import io
import re
from ipaddress import ip_address
from urllib.parse import urlsplit

_SCHEME = re.compile(r"^https?://")


def code_svg(address: str) -> str:
    """QR code of an address as SVG for a typesetter, black and without a margin."""
    import segno  # noqa: PLC0415 - only files need it

    buffer = io.BytesIO()
    segno.make(address, error="m", micro=False).save(
        buffer, kind="svg", border=0, xmldecl=False, svgns=True
    )
    return buffer.getvalue().decode("utf-8")


def is_public(address: str) -> bool:
    """False for an address that leads nowhere but to the machine it was made on."""
    host = (urlsplit(address).hostname or "").rstrip(".").lower()
    if host == "localhost" or host.endswith(".localhost"):
        return False
    try:
        found = ip_address(host)
    except ValueError:
        return bool(host)
    return not (found.is_loopback or found.is_unspecified)


def whole_in_print(address: str) -> str:
    """The address to be typed in from paper: everything but the scheme."""
    return _SCHEME.sub("", address)


def in_print(address: str) -> str:
    """The address as it stands on paper: without scheme and query."""
    return _SCHEME.sub("", address).split("?")[0]
