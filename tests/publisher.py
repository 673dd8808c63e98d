"""A publisher's server on this machine: files, tables in pages and an API, with their faults."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import threading
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

Rows = list[dict[str, str]]


@dataclass
class Asked:
    """One request: path with its host first (`/data.cdc.gov/resource/…`), query, headers."""

    path: str = ""
    query: dict[str, str] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)


@dataclass
class Reply:
    """An answer. `cut_at`: the connection breaks after so many bytes of the promised body."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    cut_at: int | None = None


Answer = Callable[[Asked], Reply]


class Publisher:
    """Answers by path; `faults` are given first, one a request, whatever is asked."""

    def __init__(self) -> None:
        self.answers: dict[str, Answer] = {}
        self.faults: list[Reply] = []
        self.asked: list[Asked] = []
        self.address = ""

    def reply(self, asked: Asked) -> Reply:
        self.asked.append(asked)
        if self.faults:
            return self.faults.pop(0)
        answer = self.answers.get(asked.path)
        return answer(asked) if answer else Reply(b"not found", 404)


@contextmanager
def publisher() -> Iterator[Publisher]:
    """A server that lives as long as the block."""
    found = Publisher()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            url = urlsplit(self.path)
            query = {k: v[0] for k, v in parse_qs(url.query).items()}
            reply = found.reply(Asked(url.path, query, dict(self.headers)))
            self.send_response(reply.status)
            for name, value in reply.headers.items():
                self.send_header(name, value)
            if reply.status not in (204, 304):
                self.send_header("Content-Length", str(len(reply.body)))
            self.end_headers()
            if reply.cut_at is not None:
                self.wfile.write(reply.body[: reply.cut_at])
                self.close_connection = True
            elif reply.status not in (204, 304):
                with suppress(BrokenPipeError, ConnectionResetError):  # the client was killed
                    self.wfile.write(reply.body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    found.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield found
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def file(body: bytes, *, kind: str = "text/csv", ranges: bool = True) -> Answer:
    """A file as web servers keep one: ETag, Last-Modified, Range, 304."""
    etag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
    always = {"ETag": etag, "Content-Type": kind, "Last-Modified": "Tue, 02 Dec 2025 10:00:00 GMT"}

    def answer(asked: Asked) -> Reply:
        if asked.headers.get("If-None-Match") == etag:
            return Reply(status=304, headers=always)
        wanted = asked.headers.get("Range")
        if ranges and wanted and asked.headers.get("If-Range") in (None, etag):
            start = int(wanted.removeprefix("bytes=").removesuffix("-"))
            if start >= len(body):
                return Reply(status=416, headers={"Content-Range": f"bytes */{len(body)}"})
            said = {"Content-Range": f"bytes {start}-{len(body) - 1}/{len(body)}"}
            return Reply(body[start:], 206, {**always, **said})
        return Reply(body, headers=always)

    return answer


def csv_bytes(rows: Rows, columns: Sequence[str] | None = None) -> bytes:
    """A CSV file as Socrata writes it: every field in quotes."""
    names = list(columns or rows[0])
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writerow(names)
    writer.writerows([row.get(name, "") for name in names] for row in rows)
    return out.getvalue().encode()


def socrata(rows: Rows, *, columns: Sequence[str], stamp: str = "Thu, 04 Dec 2025") -> Answer:
    """A table of Socrata as CSV or, by the path, as JSON without its empty fields."""

    def answer(asked: Asked) -> Reply:
        etag = f'W/"{hashlib.sha256(repr((rows, stamp)).encode()).hexdigest()[:16]}"'
        headers = {
            "ETag": etag,
            "Last-Modified": stamp,
            "X-SODA2-Truth-Last-Modified": stamp,
            "X-SODA2-Fields": json.dumps(list(columns)),
        }
        if asked.headers.get("If-None-Match") == etag:
            return Reply(status=304, headers=headers)
        assert asked.query["$order"] == ":id", "pages without an order may overlap"
        start, size = int(asked.query["$offset"]), int(asked.query["$limit"])
        page = rows[start : start + size]
        if asked.path.endswith(".json"):
            body = json.dumps([{k: v for k, v in row.items() if v != ""} for row in page]).encode()
            kind = "application/json;charset=utf-8"
        else:
            body, kind = csv_bytes(page, columns), "text/csv;charset=utf-8"
        return Reply(body, headers={**headers, "Content-Type": kind})

    return answer


def census_api(rows: Rows, *, key: str | None = None) -> Answer:
    """The Census API over tracts: rows with GEOID, NAME and variables."""

    def answer(asked: Asked) -> Reply:
        if key is not None and asked.query.get("key") != key:
            page = (
                "<html><title>Invalid Key</title><body>A valid key must be included</body></html>"
            )
            return Reply(page.encode(), headers={"Content-Type": "text/html"})
        assert asked.query["for"] == "tract:*"
        names = asked.query["get"].split(",")
        assert len(names) <= 50
        unknown = [name for name in names if name not in rows[0]]
        if unknown:
            said = f"error: unknown variable '{unknown[0]}'"
            return Reply(said.encode(), 400, {"Content-Type": "text/plain"})
        state, _, counties = asked.query["in"].partition(" ")
        inside = [
            row
            for row in rows
            if row["GEOID"][:2] == state.removeprefix("state:")
            and row["GEOID"][2:5] in counties.removeprefix("county:").split(",")
        ]
        if not inside:
            return Reply(status=204)
        table: list[list[str | None]] = [[*names, "state", "county", "tract"]]
        for row in inside:
            place = row["GEOID"][:2], row["GEOID"][2:5], row["GEOID"][5:]
            table.append([*(row[name] or None for name in names), *place])
        return Reply(json.dumps(table).encode(), headers={"Content-Type": "application/json"})

    return answer


def zip_bytes(files: dict[str, bytes]) -> bytes:
    """A zip of files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()
