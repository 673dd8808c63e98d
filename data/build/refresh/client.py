"""Asks a publisher's server: waits where it asks to wait, tries again, says why it gave up."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import quote, urlencode, urlsplit
from urllib.request import getproxies

from urllib3 import PoolManager, ProxyManager, Retry, Timeout
from urllib3.exceptions import HTTPError, MaxRetryError
from urllib3.response import BaseHTTPResponse

from data.build.refresh.faults import Job, NotThereError, RefreshError

BUSY = (429, 500, 502, 503, 504)
GONE = (404, 410)
REFUSED = (401, 403)
SAID_CHARS = 160
LATER = "Run it again later: it goes on where it stopped"
KEYS = "A key is free at https://api.census.gov/data/key_signup.html"


@dataclass(frozen=True, slots=True)
class Patience:
    """How often and how long a server is waited for."""

    attempts: int = 5
    backoff_s: float = 1.0
    longest_wait_s: int = 120
    timeout_s: float = 60.0


class Client:
    """GET requests to publishers, or to a mirror: `<mirror>/<host>/<path>`."""

    def __init__(self, patience: Patience, mirror: str | None = None) -> None:
        self.patience = patience
        self._mirror = mirror.rstrip("/") if mirror else None
        proxy = None if mirror else getproxies().get("https")
        self._pool = ProxyManager(proxy) if proxy else PoolManager()

    @contextmanager
    def get(
        self, job: Job, parameters: Mapping[str, str], headers: Mapping[str, str]
    ) -> Iterator[BaseHTTPResponse]:
        """An answer whose body has not been read: 200, 204, 206, 304 or 416.

        Raises RefreshError for any other, after as many attempts as patience allows.
        """
        p = self.patience
        retries = Retry(
            total=p.attempts - 1,
            status_forcelist=BUSY,
            backoff_factor=p.backoff_s,
            backoff_max=p.longest_wait_s,
            retry_after_max=p.longest_wait_s,
            raise_on_status=False,
        )
        try:
            response = self._pool.request(
                "GET",
                self._address(job, parameters),
                headers={"Accept-Encoding": "identity", **headers},
                preload_content=False,
                timeout=Timeout(p.timeout_s),
                retries=retries,
            )
        except HTTPError as error:
            raise RefreshError(
                job, f"{_host(job)} cannot be reached ({_why(error)})", LATER
            ) from None
        try:
            _check_status(job, response, p.attempts)
            yield response
        finally:
            response.close()

    def _address(self, job: Job, parameters: Mapping[str, str]) -> str:
        url = urlsplit(job.live.url)
        base = f"{self._mirror}/{url.netloc}" if self._mirror else f"https://{url.netloc}"
        asked = dict(parameters)
        key = os.environ.get(job.live.key, "") if job.live.key else ""
        if key:
            asked["key"] = key
        return f"{base}{url.path}" + (f"?{_query(asked)}" if asked else "")


def _query(asked: Mapping[str, str]) -> str:
    """Written as in the publishers' own examples: a blank as %20, `$`, `:` and `,` as they are."""
    return urlencode(asked, quote_via=quote, safe="$:,*")


def _host(job: Job) -> str:
    return urlsplit(job.live.url).netloc


def _why(error: HTTPError) -> str:
    """The kind of error alone: its text may hold an address, and that a key."""
    reason = error.reason if isinstance(error, MaxRetryError) and error.reason else error
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", type(reason).__name__).lower()


def _check_status(job: Job, response: BaseHTTPResponse, attempts: int) -> None:
    status = response.status
    if status in (200, 204, 206, 304, 416):
        return
    said = f"{_host(job)} answers {status}{said_by(response)}"
    if status in GONE:
        raise NotThereError(
            job, said, "It is not published yet or has moved: compare `url` in the source's YAML"
        )
    if status in BUSY:
        raise RefreshError(job, f"{said}, {attempts} times", LATER)
    if status in REFUSED and job.live.key:
        raise RefreshError(job, said, f"Set {job.live.key} in the environment. {KEYS}")
    raise RefreshError(job, said, "Compare `url`, `query` and `variables` in the source's YAML")


def said_by(response: BaseHTTPResponse) -> str:
    """The beginning of an error's text, without tags."""
    try:
        body = response.read(4 * SAID_CHARS).decode("utf-8", "replace")
    except HTTPError:
        return ""
    text = " ".join(re.sub(r"<[^>]*>", " ", body).split())
    return f" ({text[:SAID_CHARS]})" if text else ""


def refuse_page(job: Job, content_type: str | None, begin: bytes) -> None:
    """Raise RefreshError where a web page came in place of a file, whatever its status says."""
    kind = (content_type or "").partition(";")[0].strip().lower()
    start = begin.lstrip(b"\xef\xbb\xbf \t\r\n")[:15].lower()
    if kind != "text/html" and not start.startswith((b"<!doctype html", b"<html")):
        return
    text = " ".join(re.sub(rb"<[^>]*>", b" ", begin).decode("utf-8", "replace").split())
    do = "Open `url` of the source's YAML in a browser and see what it says"
    if job.live.key:
        do = f"Set {job.live.key} in the environment to a valid key. {KEYS}"
    raise RefreshError(job, f"a web page came in place of the file ({text[:SAID_CHARS]})", do)
