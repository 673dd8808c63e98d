"""What happens when a visitor acts: one module a page, each with `register(app, ...)`."""

from __future__ import annotations

from dash import Dash

from callbacks import routing
from callbacks.api import places as places_api
from callbacks.api.v1 import routes as api
from callbacks.files import (
    downloads,
    embeds,
    everything,
    fact_sheets,
    facts,
    kit,
    memos,
    numbers,
    pack,
    packets,
    previews,
)
from callbacks.files import slides as present
from callbacks.pages import compare, explore, gaps, place
from callbacks.server import addresses, heavy
from callbacks.stories import routes as stories
from data.services import Services
from data.settings import Settings


def register_all(app: Dash, services: Services, settings: Settings) -> None:
    """Wire every page to `app`. Called once an app, never on import."""
    heavy.register(app.server, settings)
    routing.register(app, services, settings)
    explore.register(app, services, settings)
    downloads.register(app, services, settings)
    everything.register(app, services, settings)
    numbers.register(app, services, settings)
    compare.register(app, services, settings)
    place.register(app, services, settings)
    places_api.register(app, services, settings)
    api.register(app, services, settings)
    gaps.register(app, services, settings)
    fact_sheets.register(app, services, settings)
    memos.register(app, services, settings)
    packets.register(app, services, settings)
    previews.register(app, services, settings)
    facts.register(app, services, settings)
    embeds.register(app, services, settings)
    present.register(app, services, settings)
    pack.register(app, services, settings)
    kit.register(app, services, settings)
    stories.register(app, services, settings)
    addresses.register(app, settings)
