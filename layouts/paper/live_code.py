"""The way from paper back to the screen: an address as a QR code, and as it is read aloud.

Whatever leaves this machine (paper, slides, text files) takes its address from `on_paper`.
"""

from __future__ import annotations

import io
import re
from ipaddress import ip_address
from urllib.parse import urlencode, urlsplit

from data.address import query_parameters

_SCHEME = re.compile(r"^https?://")
# A host that ends so is read as numbers, whatever stands before.
_NUMBER = re.compile(r"\d+|0x[0-9a-f]*")
# Names that only the machine itself or its own network knows.
_NEAR = ("localhost", "localdomain", "local", "internal", "lan", "home.arpa")


def code_svg(address: str) -> str:
    """QR code of an address as SVG for a typesetter, black and without a margin."""
    import segno  # noqa: PLC0415 - only files need it

    buffer = io.BytesIO()
    segno.make(address, error="m", micro=False).save(
        buffer, kind="svg", border=0, xmldecl=False, svgns=True
    )
    return buffer.getvalue().decode("utf-8")


def on_paper(address: str, lang: str) -> str:
    """The address as a file carries it: its language named; empty where others cannot open it."""
    return with_language(address, lang) if is_public(address) else ""


def with_language(address: str, lang: str) -> str:
    """The address with its language by name, whatever the site's own is."""
    parts = urlsplit(address)
    if "lang" in query_parameters(parts.query):
        return address
    named = "&".join(part for part in (parts.query, urlencode({"lang": lang})) if part)
    return parts._replace(query=named).geturl()


def is_public(address: str) -> bool:
    """False for an address that leads nowhere but to this machine or its own network."""
    host = (urlsplit(address).hostname or "").rstrip(".").lower()
    try:
        return ip_address(host).is_global
    except ValueError:
        last = host.rpartition(".")[2]
        near = any(f".{host}".endswith(f".{name}") for name in _NEAR)
        return "." in host and not near and not _NUMBER.fullmatch(last)


def printed(address: str, lang: str) -> str:
    """The address as words on paper; empty where others cannot open it."""
    return whole_in_print(on_paper(address, lang))


def whole_in_print(address: str) -> str:
    """The address to be typed in from paper: everything but the scheme."""
    return _SCHEME.sub("", address)
