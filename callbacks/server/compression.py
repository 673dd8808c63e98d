"""Compression that is paid once: what is kept is what goes over the wire."""

from __future__ import annotations

import gzip
import zlib

import brotli
from flask import Request

# Below this a compressed body saves less than its header costs.
MINIMUM_BYTES = 500
_GZIP_LEVEL = 9
_WINDOW_BITS_MIN, _WINDOW_BITS_MAX = 16, 22


def accepted_encoding(request: Request) -> str:
    """`br` or `gzip`, whichever of the two the client takes; empty where it takes neither."""
    accepted = request.accept_encodings
    if accepted["br"] > 0:
        return "br"
    return "gzip" if accepted["gzip"] > 0 else ""


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


def _window_bits(body: bytes) -> int:
    """The smallest window that holds the whole body: a larger one costs up to 40 MB and finds
    nothing more.
    """
    return min(_WINDOW_BITS_MAX, max(_WINDOW_BITS_MIN, len(body).bit_length()))


def checksum(body: bytes) -> str:
    """A short name of the bytes for an ETag; not a secret and not a signature."""
    return f"{zlib.crc32(body):08x}-{len(body):x}"
