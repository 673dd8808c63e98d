"""What a whole app answers at addresses of every kind, as status, hash of the bytes and ETag.

`python -m tests.answers DATABASE_URL` writes them for an app in a process of its own.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from itertools import islice

from dash import Dash

from data.api.operations import OPERATIONS
from data.explore.state import ViewState
from data.models import Geography
from data.numbers.address import number_path
from data.services import Services
from data.settings import Settings
from layouts import ids
from layouts.charts.registry import PAGES
from layouts.pages.data.measures import ESTIMATES_PATH, PUBLISHED_PATH
from layouts.pages.explore.page import view_of
from tests.shared import ADDRESSES

UPDATE = "/_dash-update-component"
SEED = 139
Asked = tuple[str, str]  # address, body of a callback


def asked(app: Dash, services: Services) -> list[Asked]:
    """Addresses and callbacks of every kind, the same in every process."""
    rng = random.Random(SEED)
    known = services.atlas.catalogue
    places = sorted(place for some in services.atlas.place_ids.values() for place in some)
    keys = list(islice(services.numbers.keys(), 0, None, 7))
    found = [
        *ADDRESSES,
        *(f"{address}{'&' if '?' in address else '?'}lang=es" for address in ADDRESSES[::3]),
        *(f"/place/{place}" for place in rng.sample(places, 6)),
        *(operation.address for operation in OPERATIONS),
        *(f"/api/v1/places/{place}" for place in rng.sample(places, 30)),
        *(f"/api/v1/estimates?place={place}" for place in rng.sample(places, 20)),
        *(
            f"{ESTIMATES_PATH}/{indicator.id}/{by}.csv"
            for indicator in rng.sample(list(known.indicators.values()), 30)
            for by in indicator.geographies[:1]
        ),
        *(f"{PUBLISHED_PATH}/{measure.id}.csv" for measure in services.published.measures[:8]),
        *(
            number_path(key.place, key.measure, period=key.period, group=key.group, ending=ending)
            for key in rng.sample(keys, 30)
            for ending in ("", "json", "csv")
        ),
        *(f"/download/{page}/{chart}.csv" for page in PAGES for chart in PAGES[page].entries),
    ]
    return [*((address, "") for address in found), *islice(_callbacks(app, rng), 60)]


def _callbacks(app: Dash, rng: random.Random) -> Iterator[Asked]:
    """What the scripts of Explore send for some of its views."""
    view_id = f"{ids.VIEW_STORE}.data"
    drawn = [
        (name, one)
        for name, one in app.callback_map.items()
        if "callback" in one and f"{ids.VIEW_STORE}.data" in map(_named, one["inputs"])
    ]
    while drawn:
        view = replace(
            ViewState(),
            outcome=rng.choice(["life_expectancy", "obesity", "homicide_rate", "diabetes"]),
            by=rng.choice([Geography.ZIP, Geography.COUNCIL_DISTRICT, ViewState().by]),
            lang=rng.choice(["en", "es"]),
        )
        for name, one in drawn:
            declared = one["output"]
            many = isinstance(declared, list | tuple)
            body = {
                "output": name,
                "outputs": [o.to_dict() for o in declared] if many else declared.to_dict(),
                "inputs": [_sent(spec, view_id, view) for spec in one["inputs"]],
                "state": [_sent(spec, view_id, view) for spec in one["state"]],
                "changedPropIds": [view_id],
            }
            yield UPDATE, json.dumps(body)


def _named(spec: dict[str, str]) -> str:
    return f"{spec['id']}.{spec['property']}"


def _sent(spec: dict[str, str], view_id: str, view: ViewState) -> dict[str, object]:
    value: object = None
    if _named(spec) == view_id:
        value = view_of(view)
    elif spec["property"] == "search":
        value = view.to_query()
    return {"id": spec["id"], "property": spec["property"], "value": value}


def answers(app: Dash, questions: list[Asked]) -> list[list[str]]:
    """Of each: address or body, status, hash of its bytes, ETag."""
    client = app.server.test_client()
    found = []
    for address, body in questions:
        kind = {"data": body, "content_type": "application/json"} if body else {}
        said = client.open(address, method="POST" if body else "GET", **kind)  # type: ignore[arg-type]
        digest = sha256(said.data).hexdigest()
        found.append([body or address, str(said.status_code), digest, said.headers.get("ETag", "")])
    return found


def main(database_url: str) -> None:
    from app import assemble

    settings = Settings(database_url=database_url)
    services = Services.open(settings.database_url)
    services.atlas.check_content()
    app = assemble(settings, services)
    json.dump(answers(app, asked(app, services)), sys.stdout)


if __name__ == "__main__":
    main(sys.argv[1])
