"""The composition root: settings in, a running app out. Nothing else lives here.

gunicorn serves `app:server`, which is made when it is first asked for, so that importing this
module costs nothing and a wrong setting ends the start with one message.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from functools import cache, partial
from pathlib import Path
from typing import Any

from dash import Dash
from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

import callbacks
from callbacks import routing
from callbacks.server import application, version
from callbacks.server.application import EquityDash
from callbacks.server.failure import show_failure
from callbacks.server.warm import fill
from callbacks.server.warm.store import Warm
from callbacks.stories.opening import StoriesRefused, open_shelf, parts_of
from data.cities.city import city
from data.repository.errors import ExtractError
from data.services import Services
from data.settings import Settings, SettingsError
from layouts import paths
from layouts.frame import root


def create_app(settings: Settings) -> Dash:
    """The whole dashboard over the extract that `settings` name.

    Raises:
        ExtractError: the extract is missing, damaged or of another schema version, or its database
            does not answer.
        StoriesRefused: stories are to be shared, and their database cannot be used as it is set.

    """
    return assemble(settings, _opened(settings))


def _opened(settings: Settings) -> Services:
    shelf = open_shelf(settings)
    services = Services.open(
        settings.database_url,
        asset_url=lambda path: f"{settings.base_path}assets/{path}",
        shelf=shelf,
    )
    services.atlas.check_content()
    return services


def assemble(settings: Settings, services: Services) -> EquityDash:
    """The dashboard over services that are open."""
    app = application.build(
        settings,
        describe=partial(routing.describe_page, services, settings),
        describe_failure=partial(routing.describe_failure, settings),
        notify=partial(show_failure, settings),
        revision=services.shelf.revision,
        page_version=version.mark_of(services.atlas),
    )
    app.layout = root.build()
    callbacks.register_all(app, services, settings)
    application.finish(app, settings, health=services.atlas.health, parts=parts_of(services.shelf))
    return app


_REFUSALS = (SettingsError, StoriesRefused, ExtractError, SQLAlchemyError)


@cache
def _server() -> Flask:
    gc.freeze()  # modules: nothing of them is garbage, so `_made` need not look through them
    try:
        return _made()
    except _REFUSALS as error:
        # A person reads this: one message, no trace, exit code 1.
        sys.stderr.write(f"The dashboard cannot start.\n{error}\n")
        raise SystemExit(1) from None


def _made() -> Flask:
    settings = Settings.from_environment()
    services = _opened(settings)
    app = assemble(settings, services)
    if settings.warm_store == "auto":
        app.delivery.warm = Warm(fill.path_of(app, settings))
    for page in (paths.EXPLORE, paths.of_place(city().examples[0])):
        routing.show_page(services, settings, page, "")  # reads what most pages need
    server: Flask = app.server
    server.extensions["warm"] = app.delivery.warm
    # Workers are forked from here: what will live as long as they do stays shared memory if the
    # collector leaves it alone.
    gc.collect()
    gc.freeze()
    return server


def fill_store(server: Flask) -> None:
    """Where the store of its version is wanted and not there (docs/decisions/0130), start a process
    that makes it: this module, run as a program.
    """
    warm = server.extensions.get("warm")  # none in a server that is not of `create_app`
    if warm is not None and warm.is_missing:
        fill.fill_later([sys.executable, str(Path(__file__)), str(os.getpid())])


def main(arguments: Sequence[str] = ()) -> int:
    """Make the store for the settings of the environment; the exit code. `arguments`: the number
    of the server that wants it, if one does.
    """
    if arguments:
        fill.end_with(int(arguments[0]))
    try:
        settings = Settings.from_environment()
        services = _opened(settings)
        app = assemble(settings, services)
        path = fill.path_of(app, settings)
        if Warm(path).is_missing:
            fill.fill(app, services, settings, path, waits=bool(arguments))
    except KeyboardInterrupt:
        return 0
    except BlockingIOError:
        sys.stderr.write("Another process is making the warm store.\n")
        return 0
    except (*_REFUSALS, OSError) as error:
        sys.stderr.write(f"The warm store cannot be made: {error}\n")
        return 1
    return 0


def renewed_server() -> Flask | None:
    """The dashboard over the extract of now, for workers to come; None where it is refused."""
    _server.cache_clear()
    gc.unfreeze()  # the application before is given back when its workers have gone
    try:
        return _made()
    except _REFUSALS as error:
        sys.stderr.write(f"The dashboard goes on with the extract of its start.\n{error}\n")
        return None


def __getattr__(name: str) -> Any:
    if name == "server":
        return _server()
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
