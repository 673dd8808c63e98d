"""One version in one page: what a page asks for is answered by the version that drew it, or not.

While a release or a new extract takes over, processes of two versions stand behind one address, and
a page may stay open for days. Its document says the version (`data-version`), its requests repeat
it (`Page-Version`, assets/clientside/shared/network.js), and a server of another version answers
412: the page says so in words and loads itself again. Nothing else depends on the header, so that
what is remembered is the same with it and without.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from functools import cache
from hashlib import blake2b
from http import HTTPStatus
from pathlib import Path
from typing import Any

from flask import Flask

from callbacks.server.watch.gate import OUTDATED
from data.atlas.atlas import Atlas

HEADER = "Page-Version"
Environ = dict[str, Any]
Wsgi = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]
_ENVIRON_NAME = f"HTTP_{HEADER.upper().replace('-', '_')}"
_REFUSED = HTTPStatus.PRECONDITION_FAILED
_WHY = "The site was renewed: load the page again."
_ERROR = {"status": _REFUSED.value, "title": _REFUSED.phrase, "why": _WHY}
_BODY = json.dumps({"error": _ERROR}).encode()
_HEADERS = [
    ("Content-Type", "application/json"),
    ("Cache-Control", "no-store"),
    ("X-Content-Type-Options", "nosniff"),
    ("Content-Length", str(len(_BODY))),
]
_ROOT = Path(__file__).parents[2]
# What a page is drawn by and what it runs; packages come by the names of their versions, what is
# fetched into assets/vendor by hashes in the code.
_ASSETS = ("assets/clientside", "assets/css", "assets/icons")
_CODE = ("app.py", "requirements.txt", "callbacks", "layouts", "data", *_ASSETS)
_KINDS = {".py", ".yaml", ".txt", ".css", ".js", ".typ", ".svg", ".woff2"}
_DIGITS = 12


def mark_of(atlas: Atlas) -> str:
    """The version: of code, extract and boundaries; the same on every machine that has them."""
    repository = atlas.repository
    shapes = json.dumps(repository.boundaries(), sort_keys=True)
    told = f"{code_mark()} {repository.meta()['content_hash']} {shapes}"
    return blake2b(told.encode(), digest_size=_DIGITS // 2).hexdigest()


@cache
def code_mark() -> str:
    """Of the files beside this one, as they were when it was first asked for.

    A process keeps the code of its start, whatever is put in the place of its files.
    """
    digest = blake2b(digest_size=_DIGITS // 2)
    for file in sorted(_files()):
        content = file.read_bytes()
        digest.update(f"{file.relative_to(_ROOT)} {len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()


def _files() -> list[Path]:
    tops = [_ROOT / name for name in _CODE]
    below = [file for top in tops if top.is_dir() for file in top.rglob("*.*")]
    return [file for file in (*tops, *below) if file.suffix in _KINDS and file.is_file()]


class OneVersion:
    """A WSGI app around another one: refuses what the page of another `version` asks.

    Outside of Flask and of whatever answers from memory before it.
    """

    def __init__(self, app: Wsgi, version: str) -> None:
        self._app, self._version = app, version

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        """The answer of the app, or 412."""
        if environ.get(_ENVIRON_NAME, self._version) == self._version:
            return self._app(environ, start_response)
        environ[OUTDATED] = True
        start_response(
            f"{_REFUSED.value} {_REFUSED.phrase}", [*_HEADERS, ("Content-Length", str(len(_BODY)))]
        )
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [_BODY]


def register(server: Flask, version: str) -> None:
    """Put the layer around `server`. Call after whatever else answers before Flask is there."""
    server.wsgi_app = OneVersion(server.wsgi_app, version)  # type: ignore[method-assign]
