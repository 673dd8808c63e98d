"""The addresses of shared stories; where they are off, what says so."""

from __future__ import annotations

from dash import Dash

from callbacks.server.application import EquityDash
from callbacks.stories import off
from data.services import Services
from data.settings import Settings


def register(app: Dash, services: Services, settings: Settings) -> None:
    """Add form, code and moderator's page to the server below the base path."""
    assert isinstance(app, EquityDash)
    if not services.shelf.is_on:
        off.register(app, services, settings)
        return
    from callbacks.stories import counter  # noqa: PLC0415 - only where stories are on

    counter.register(app, services, settings)
