"""What opening the other pages costs: bytes of the page's answer and the server's time."""

from __future__ import annotations

import json
from dataclasses import dataclass

from benchmarks.load import Connection, request_bytes, timed_ms
from data.models import Geography, PlaceId
from data.outline import CIRCLE_MILES, OwnWord, circle
from layouts import ids


@dataclass(frozen=True)
class PageCase:
    """Addresses of one kind of page and what the project promises of them."""

    name: str
    addresses: tuple[str, ...]
    most_kb: int
    p50_ms: int


CASES: tuple[PageCase, ...] = (
    PageCase(
        "Place",
        tuple(
            f"/place/{place}"
            for place in (
                *(f"neighborhood-{number}" for number in range(100, 120)),
                "zip-64130",
                "zip-64113",
                "council_district-3",
                "city",
            )
        ),
        most_kb=40,
        p50_ms=40,
    ),
    PageCase(
        "Drawn areas",
        tuple(
            f"/place/{PlaceId(Geography.OWN, OwnWord(circle(-94.565, lat, miles)).area_id)}"
            for lat in (39.0, 39.01, 39.02, 39.03, 39.04, 39.05, 39.06, 39.07)
            for miles in CIRCLE_MILES
        ),
        most_kb=40,
        p50_ms=120,
    ),
    PageCase(
        "Compare, six places",
        tuple(
            "/compare?places="
            + ",".join(f"neighborhood-{number}" for number in range(first, first + 6))
            for first in (10, 30, 50, 70, 90, 110, 130, 150)
        ),
        most_kb=60,
        p50_ms=60,
    ),
    PageCase(
        "Gaps",
        tuple(
            f"/gaps?outcome={outcome}&group={group}"
            for outcome in ("life_expectancy", "homicide_rate", "diabetes_2015")
            for group in ("poverty_2015", "holc_1939", "council_district", "unemployment")
        ),
        most_kb=60,
        p50_ms=60,
    ),
)


def opening(address: str) -> str:
    """Body of the request that draws the page at `address`."""
    path, _, query = address.partition("?")
    return json.dumps(
        {
            "output": f"{ids.SHELL}.children",
            "outputs": {"id": ids.SHELL, "property": "children"},
            "inputs": [{"id": ids.LOCATION, "property": "pathname", "value": path}],
            "state": [
                {"id": ids.LOCATION, "property": "search", "value": f"?{query}" if query else ""}
            ],
            "changedPropIds": [f"{ids.LOCATION}.pathname"],
        }
    )


def first_and_again_ms(url: str, case: PageCase) -> tuple[list[float], list[float]]:
    """Times of addresses never seen, and of the same once more."""
    bodies = [opening(address) for address in case.addresses]
    return timed_ms(url, bodies), timed_ms(url, bodies)


def answer_bytes(url: str, case: PageCase) -> list[int]:
    """Bytes of each page's answer as a browser gets it."""
    connection = Connection(url)
    answers = [connection.ask(request_bytes(url, opening(address))) for address in case.addresses]
    failed = [status for status, _size in answers if status != 200]
    if failed:
        raise RuntimeError(f"{case.name}: a page answered {failed[0]}")
    return [size for _status, size in answers]
