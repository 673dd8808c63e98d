"""What many different visitors ask for, drawn by chance from a seed: the same seed, the same.

A request is a `Wish`, independent of the server it is sent to. What a callback is asked comes from
the server's own list of callbacks, so that no body is out of date.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

from benchmarks import api
from benchmarks.exports import DECK_PLACE, deck_links
from benchmarks.pages import opening
from benchmarks.wire import request_bytes
from data.catalogue.determinants import determinants
from data.catalogue.loader import load_catalogue
from data.cities.city import city
from data.locale import LANGUAGES
from data.models import Geography, PlaceId, Role
from data.outline import CIRCLE_MILES, OwnWord, circle
from data.services import Services
from layouts import ids

SEED = 16
DEPENDENCIES = "/_dash-dependencies"
UPDATE = "/_dash-update-component"
_ACCEPTED = {"Accept": "*/*", "Accept-Encoding": "gzip, deflate, br", "User-Agent": "benchmarks"}
_SENT = {**_ACCEPTED, "Accept": "application/json", "Content-Type": "application/json"}
DECK_ENDINGS = ("pdf", "pptx", "html", "json", "zip")

_SMALL = (
    "/healthz", "/robots.txt", "/favicon.ico", "/api/places.json", "/_dash-layout", DEPENDENCIES,
)  # fmt: skip
_LETTERS = "az09-_.,:;%'\"<>/\\&=+"
# Of a thousand requests, so many of each kind.
SHARES = {
    "page": 250, "opening": 120, "switch": 150, "fresh switch": 30, "api": 200, "file": 135,
    "small": 60, "export": 5, "hostile": 50,
}  # fmt: skip


@dataclass(frozen=True)
class Wish:
    """A request before it has a server; `kind` is a key of SHARES."""

    kind: str
    method: str
    path: str
    body: str = ""

    def to(self, url: str) -> bytes:
        """As it goes over the wire."""
        headers = _SENT if self.method == "POST" else _ACCEPTED
        return request_bytes(url, self.method, self.path, headers, self.body)


class Switches:
    """What Explore asks when a view is switched, as the server lists it (`DEPENDENCIES`)."""

    def __init__(self, listed: Sequence[Mapping[str, Any]]) -> None:
        of_view = [
            one
            for one in listed
            if not one.get("clientside_function")
            and [(i["id"], i["property"]) for i in one["inputs"]] == [(ids.VIEW_STORE, "data")]
            and not one["state"]
        ]
        if not of_view:
            raise RuntimeError("no callback draws the charts of a view")
        self._asked = [(one["output"], _named(one["output"])) for one in of_view]

    def bodies(self, view: Mapping[str, Any]) -> list[str]:
        """One body for each callback that draws what a view shows."""
        given = {"inputs": [{"id": ids.VIEW_STORE, "property": "data", "value": view}], "state": []}
        changed = [f"{ids.VIEW_STORE}.data"]
        return [
            json.dumps({"output": output, "outputs": outputs, **given, "changedPropIds": changed})
            for output, outputs in self._asked
        ]


def _named(output: str) -> object:
    """The outputs of a callback as a browser names them beside its key."""
    if not output.startswith(".."):
        return _one_named(output)
    return [_one_named(name) for name in output.strip(".").split("...")]


def _one_named(name: str) -> dict[str, str]:
    id_, _, property_ = name.rpartition(".")
    return {"id": id_, "property": property_}


def views(count: int, seed: int = SEED) -> list[dict[str, Any]]:
    """So many different views of Explore that no page, address or example leads to by itself."""
    indicators = load_catalogue().indicators.values()
    outcomes = sorted(i.id for i in indicators if i.role is Role.OUTCOME)
    factors = sorted(
        i.id for i in indicators
        if i.role is Role.FACTOR and i.id != city().defaults.factor
    )  # fmt: skip
    every = list(product(outcomes, factors, LANGUAGES, ("light", "dark")))
    random.Random(seed).shuffle(every)
    return [
        {
            "outcome": outcome, "factor": factor, "by": "neighborhood", "in": "", "map": "outcome",
            "layers": [], "lang": lang, "theme": theme,
        }
        for outcome, factor, lang, theme in every[:count]
    ]  # fmt: skip


def sheets() -> list[str]:
    """Fact sheets and memos of every determinant and many places, as PDF and as picture."""
    named = [f"neighborhood-{number}" for number in range(60, 110)]
    every = [
        f"/fact-sheets/{name}/{place}.{ending}?lang={lang}"
        for name, place, lang, ending in product(determinants(), named, LANGUAGES, ("pdf", "png"))
    ]
    random.Random(SEED).shuffle(every)
    return every


def decks(services: Services) -> list[str]:
    """Ready-made decks in every format."""
    return [
        f"/present/slides.{ending}?deck={link}"
        for ending, link in product(DECK_ENDINGS, deck_links(services))
    ]


def own_areas(count: int, seed: int = SEED) -> list[str]:
    """Pages of areas that somebody drew, all different; in the smallest circle nobody may live."""
    chance = random.Random(seed)
    miles = CIRCLE_MILES[1:]
    points = [
        (chance.uniform(-94.60, -94.52), chance.uniform(38.95, 39.12), chance.choice(miles))
        for _ in range(count)
    ]
    return [
        f"/place/{PlaceId(Geography.OWN, OwnWord(circle(lon, lat, miles)).area_id)}"
        for lon, lat, miles in points
    ]


def export_lists(services: Services, clients: int) -> list[list[Wish]]:
    """For each of so many clients, the exports it asks for one after the other, none twice."""
    pictures_and_paper, of_decks, areas = sheets(), decks(services), own_areas(100)
    mixed: list[str] = []
    while of_decks or areas:
        for some in (pictures_and_paper, of_decks, pictures_and_paper, areas):
            mixed += [some.pop()] if some else []
    wishes = [Wish("export", "GET", path) for path in (*mixed, *pictures_and_paper)]
    return [wishes[client::clients] for client in range(clients)]


class Mixture:
    """An endless stream of wishes by SHARES."""

    def __init__(
        self, services: Services, listed: Sequence[Mapping[str, Any]], seed: int = SEED
    ) -> None:
        self._chance = random.Random(seed)
        switches = Switches(listed)
        bodies = [body for view in views(10_000, seed) for body in switches.bodies(view)]
        self._known, self._fresh = bodies[:100], iter(bodies[100:])
        self._pages = [*_pages(), *own_areas(20, seed)]
        self._exports = [*sheets()[:300], *decks(services)]
        self._files = [
            *(
                f"/download/estimates/{indicator.id}/{by.value}.csv"
                for indicator in load_catalogue().indicators.values()
                for by in sorted(indicator.geographies)
            ),
            *(f"/download/place/neighborhood-{number}/spine.csv" for number in range(10, 60)),
        ]
        self._api = api.addresses()
        self._makers: Mapping[str, Callable[[], tuple[str, str, str]]] = {
            "page": lambda: ("GET", self._one(self._pages), ""),
            "opening": lambda: ("POST", UPDATE, opening(self._one(self._pages))),
            "switch": lambda: ("POST", UPDATE, self._one(self._known)),
            "fresh switch": lambda: ("POST", UPDATE, next(self._fresh, bodies[0])),
            "api": lambda: ("GET", self._one(self._api), ""),
            "file": lambda: ("GET", self._one(self._files), ""),
            "small": lambda: ("GET", self._one(_SMALL), ""),
            "export": lambda: ("GET", self._one(self._exports), ""),
            "hostile": self._hostile,
        }

    def _one(self, some: Sequence[str]) -> str:
        return self._chance.choice(some)

    def next(self) -> Wish:
        """One more."""
        (kind,) = self._chance.choices(list(SHARES), list(SHARES.values()))
        return Wish(kind, *self._makers[kind]())

    def _hostile(self) -> tuple[str, str, str]:
        """What no browser of ours sends: words by chance in every place that takes one."""
        word = "".join(
            self._chance.choices("az09-_.,:;%'\"<>/\\&=+", k=self._chance.randint(1, 40))
        )
        safe = "".join(f"%{ord(letter):02X}" for letter in word)
        path = self._one((
            f"/place/{safe}", f"/?outcome={safe}&by={safe}", f"/compare?places={safe}",
            f"/gaps?group={safe}", f"/api/v1/estimates/{safe}/{safe}",
            f"/fact-sheets/{safe}/city.pdf",
            f"/present/slides.pdf?deck={safe}", f"/assets/{safe}", f"/{safe}",
        ))  # fmt: skip
        if self._chance.random() < 0.5:
            return "GET", path, ""
        body = self._one((*self._known[:10], opening("/")))
        return "POST", UPDATE, body.replace('"value": ', f'"value": {json.dumps(word)}, "x": ', 1)


def _pages() -> list[str]:
    places = [f"neighborhood-{number}" for number in range(10, 110)] + ["zip-64130", "city"]
    outcomes = [i.id for i in load_catalogue().indicators.values() if i.role is Role.OUTCOME]
    return [
        f"{path}{'&' if '?' in path else '?'}lang={lang}"
        for lang in LANGUAGES
        for path in (
            "/", "/gaps", "/compare", "/data", "/story", "/plan", "/present",
            *(f"/?outcome={outcome}" for outcome in outcomes),
            *(f"/place/{place}" for place in places),
            *(f"/compare?places={place},{DECK_PLACE}" for place in places),
        )
    ]  # fmt: skip
