"""What each address of a whole app does to the process that answers it, where there is no room.

`python -m tests.room_walk` writes it for an app in a process of its own, which has loaded what the
app loads and nothing else.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from itertools import islice
from typing import Any

from dash import Dash
from flask import Flask

from callbacks.room.still import children_of
from callbacks.server.heavy import is_flagged
from data.catalogue.determinants import determinants
from data.decks.deck import ready_decks, to_link
from data.services import Services
from layouts import bundles, paths
from layouts.charts.registry import PAGES
from tests import answers, shared
from tests.sharing import Site, code_of, hidden, site_of

PLACE, MEASURE, BY = "zip-64130", "life_expectancy", "zip"
CALLBACKS = 12
URL = "https://health.example.org"


@dataclass(frozen=True)
class Seen:
    """One request and what it left behind: modules that were loaded, processes that were begun."""

    rule: str
    method: str
    address: str
    is_heavy: bool
    status: int
    kind: str
    size: int
    loaded: list[str]
    begun: int


class Walk:
    """Stands around a server and looks at this process before and after each request."""

    def __init__(self, server: Flask) -> None:
        self.seen: list[Seen] = []
        self._server, self._answer = server, server.wsgi_app
        self._routes = server.url_map.bind("localhost")
        server.wsgi_app = self.__call__  # type: ignore[method-assign]

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        said: list[Any] = []

        def note(status: str, headers: list[tuple[str, str]], *error: Any) -> Any:
            said[:] = [int(status[:3]), dict(headers).get("Content-Type", "")]
            return start(status, headers, *error)

        modules, children = _modules(), set(children_of(os.getpid()))
        answer = self._answer(environ, note)
        body = b"".join(answer)
        if close := getattr(answer, "close", None):
            close()
        method, path = environ["REQUEST_METHOD"], environ["PATH_INFO"]
        rule, _ = self._routes.match(path, method=method, return_rule=True)
        self.seen.append(
            Seen(
                rule=rule.rule,
                method=method,
                address=f"{path}?{environ.get('QUERY_STRING', '')}"[:120],
                is_heavy=is_flagged(self._server, str(rule.endpoint)) is not None,
                status=said[0],
                kind=said[1].partition(";")[0],
                size=len(body),
                loaded=sorted(_modules() - modules),
                begun=len(set(children_of(os.getpid())) - children),
            )
        )
        return [body]


def _modules() -> set[str]:
    """What is loaded and neither Python's own nor ours."""
    ours = {"app", "callbacks", "data", "layouts", "tests", *sys.stdlib_module_names}
    return {name for name in sys.modules if name.partition(".")[0] not in ours}


def light(app: Dash, services: Services) -> Iterator[answers.Asked]:
    """Addresses and callbacks of what is answered where it was asked: pages, tables, the API."""
    yield from ((examples[0], "") for examples in shared.EXAMPLES.values())
    yield from ((address, "") for address in _light_files(app, services))
    asked = answers.asked(app, services)
    yield from islice((one for one in asked if one[1]), CALLBACKS)
    yield from (
        (address, "") for address, _ in asked if address.startswith(("/api/", "/download/"))
    )


def _light_files(app: Dash, services: Services) -> Iterator[str]:
    suites = [rule for rule in app.suites() if "suites" in rule]  # type: ignore[attr-defined]
    yield from suites[:1]
    yield from (f"/{bundles.address_of(name)}" for name in bundles.all_bundles())
    yield from ("/assets/icons/icon.svg", "/healthz", "/readyz", "/robots.txt", "/favicon.ico")
    yield from ("/_favicon.ico", "/_dash-layout", "/_dash-dependencies", "/_reload-hash")
    yield from ("/.well-known/security.txt", f"/oembed?url={URL}/embed/map", "/embed", "/embed/")
    yield from (f"/embed/{chart}" for page in PAGES.values() for chart in page.entries)
    yield from ("/api/places.json", "/api/v1/openapi.json", "/api/nothing")
    yield from ("/fact-sheets/index.json", f"/download/compare.csv?places={PLACE},city")
    yield from (f"/download/place/{PLACE}/{table}.csv" for table in ("spine", "inside"))
    yield from (f"/download/plan/{table}.csv" for table in ("aims", "decisions"))
    yield from (f"/n/{PLACE}/{MEASURE}.{ending}" for ending in ("csv", "json"))
    yield from (f"{paths.EVERYTHING}.{ending}" for ending in paths.EVERYTHING_ENDINGS)


def heavy() -> Iterator[str]:
    """Files that need a library or a typesetter: what the walk sees, if it sees anything."""
    deck = to_link(next(iter(ready_decks().values())).deck("en"))
    determinant = next(iter(determinants()))
    yield f"/present/slides.pptx?deck={deck}"
    yield f"/memo/{determinant}/{PLACE}.docx"
    yield f"/fact-sheets/{determinant}/{PLACE}.png"


def forms(site: Site) -> None:
    """Everything that sends, through all of its steps."""
    code = code_of(site.tell())
    for path in (paths.SHARE, paths.YOURS, paths.MODERATE):
        site.ask(path)
    cookie = site.signed_in()
    site.decide(cookie, "approve", site.store.kept()[0].id)
    page = site.ask(paths.MODERATE, headers={"Cookie": cookie})
    site.send(f"{paths.MODERATE}/sign-out", {"token": hidden(page)["token"]}, Cookie=cookie)
    page = site.ask(paths.YOURS)
    site.send(paths.YOURS, hidden(page) | {"code": code})


def main() -> None:
    """Walk, and write what was seen, with the rules that there are."""
    with site_of(security_contact="mailto:holes@example.org", public_url=URL) as site:
        server, services = site.app.server, shared.services()
        walk, client = Walk(server), server.test_client(use_cookies=False)
        for address, body in light(site.app, services):
            sent = {"data": body, "content_type": "application/json", "method": "POST"}
            client.open(address, **(sent if body else {}))
        forms(site)
        for address in heavy():
            client.get(address)
        rules = [
            [rule.rule, method, is_flagged(server, str(rule.endpoint)) is not None]
            for rule in server.url_map.iter_rules()
            for method in sorted((rule.methods or set()) & {"GET", "POST"})
        ]
        json.dump({"rules": rules, "seen": [asdict(one) for one in walk.seen]}, sys.stdout)


if __name__ == "__main__":
    main()
