"""Compression that is paid once: what is kept is what goes over the wire."""

from __future__ import annotations

import gzip
import re
import zlib
from collections.abc import Iterator
from functools import lru_cache

import brotli
from flask import Flask, Request, Response

ACCEPTED = "HTTP_ACCEPT_ENCODING"

# Below this a compressed body saves less than its header costs.
MINIMUM_BYTES = 500
# While somebody waits. A page takes 4 ms and 3 MB; with 8 it takes 10 ms and 17 MB for half a
# percent less, and 24 threads may be at it.
QUICK_BROTLI_QUALITY = 6
_GZIP_LEVEL = 9
_WEIGHT = re.compile(r"(?:q\s*=\s*([01](?:\.\d{0,3})?))?")
_HEADER_CHARS = 400
_WINDOW_BITS_MIN, _WINDOW_BITS_MAX = 16, 22
_GZIP_TIME = slice(4, 8)
_GZIP_MAGIC = b"\x1f\x8b"


def accepted_encoding(request: Request) -> str:
    """`br` or `gzip`, whichever of the two the client takes; empty where it takes neither."""
    return encoding_of(request.environ.get(ACCEPTED, ""))


@lru_cache(maxsize=256)
def encoding_of(header: str) -> str:
    """The coding that an `Accept-Encoding` header likes best (RFC 9110, 12.5.3), br before gzip.

    `;q=0` refuses one, also behind `*`. A client that refuses `identity` gets the other codings
    where it takes one; what is too small to be compressed it gets as it is.
    """
    named = dict(_codings(header))
    others = named.get("*", 0.0)
    brotli_q, gzip_q = (named.get(name, others) for name in ("br", "gzip"))
    best = max(brotli_q, gzip_q)
    if best <= 0 or named.get("identity", 0.0) > best:
        return ""
    return "br" if brotli_q == best else "gzip"


def _codings(header: str) -> Iterator[tuple[str, float]]:
    """Each coding that is named, with its weight; what nobody understands is left out."""
    for part in header[:_HEADER_CHARS].lower().split(","):
        name, _, weight = (text.strip() for text in part.partition(";"))
        found = _WEIGHT.fullmatch(weight)
        if found is not None:
            yield name.removeprefix("x-"), float(found[1] or 1)


def compress(body: bytes, *, encoding: str, brotli_quality: int) -> bytes:
    """`body` in `encoding`. The same body gives the same bytes in every worker.

    Raises:
        ValueError: `encoding` is neither br nor gzip.

    """
    if encoding == "br":
        return bytes(brotli.compress(body, quality=brotli_quality, lgwin=_window_bits(body)))
    if encoding == "gzip":
        return gzip.compress(body, compresslevel=_GZIP_LEVEL, mtime=0)
    raise ValueError(f"Unknown encoding {encoding!r}")


def without_time(response: Response) -> Response:
    """`response` without the time that a gzip header names: it would make the bytes of one
    document differ from second to second, under one strong ETag. RFC 1952: zero says no time.
    """
    if response.headers.get("Content-Encoding") == "gzip" and not response.is_streamed:
        body = bytearray(response.get_data())
        if body.startswith(_GZIP_MAGIC):
            body[_GZIP_TIME] = bytes(4)
            response.set_data(bytes(body))
    return response


def register(server: Flask) -> None:
    """Call before flask-compress is installed: what is registered first runs last."""
    server.after_request(without_time)


def _window_bits(body: bytes) -> int:
    """The smallest window that holds the whole body: a larger one costs up to 40 MB and finds
    nothing more.
    """
    return min(_WINDOW_BITS_MAX, max(_WINDOW_BITS_MIN, len(body).bit_length()))


def checksum(body: bytes) -> str:
    """A short name of the bytes for an ETag; not a secret and not a signature."""
    return f"{zlib.crc32(body):08x}-{len(body):x}"
