"""Makes the store of one version, in a process of its own that gives way to all others."""

from __future__ import annotations

import fcntl
import json
import logging
import os
import signal
import subprocess
import sys
from collections.abc import Iterable
from hashlib import blake2b
from pathlib import Path
from threading import Thread
from time import monotonic, sleep

from callbacks.server.application import EquityDash
from callbacks.server.logs import ACCESS
from callbacks.server.warm import store
from callbacks.server.warm.store import LOG
from callbacks.server.warm.visitor import Visitor, explore, files, places, views
from callbacks.today import old_options
from data.services import Services
from data.settings import Settings
from layouts import bundles
from layouts.pages import PAGES

_NICE = 15
_LOOK_S = 1.0
# What no page and no file says. Any other setting makes another store.
_NOT_SAID = frozenset({
    "client_seconds", "database_url", "download_folder", "log_level", "maker_megabytes", "makers",
    "metrics", "security_contact", "stories_database_url", "stories_per_address",
    "stories_per_hour", "stories_secret", "stories_token_hash", "warm_store",
})  # fmt: skip


def path_of(app: EquityDash, settings: Settings, folder: Path = store.FOLDER) -> Path:
    """Where the store of an app is: its name says all that its bytes depend on."""
    said = settings.model_dump(mode="json", exclude=set(_NOT_SAID))
    said |= {"stories": bool(settings.stories_database_url)}
    told = [app.page_version, said, sorted(old_options()), app.parts_mark(), sys.version_info[:2]]
    mark = blake2b(json.dumps(told, sort_keys=True).encode(), digest_size=10).hexdigest()
    return folder / f"{mark}{store.ENDING}"


def fill(
    app: EquityDash, services: Services, settings: Settings, path: Path, *, waits: bool = False
) -> int:
    """Ask `app` for all that first visitors ask for, and write what it kept; how many entries.

    `waits`: for another process that is at it, which may make that of another version; what it has
    made is not made again.

    Raises:
        OSError: the folder takes nothing.
        BlockingIOError: another process is at it.

    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (path.parent / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX | (0 if waits else fcntl.LOCK_NB))
        if waits and not store.Warm(path).is_missing:
            return 0
        os.nice(_NICE)
        ACCESS.setLevel(logging.WARNING)  # nobody asks here
        started = monotonic()
        app.delivery.gather()
        _visit(app, services, settings)
        entries = app.delivery.gathered()
        store.write(path, entries)
    told = {"entries": len(entries), "seconds": round(monotonic() - started, 1)}
    LOG.info("warm store written", extra={"fields": told})
    return len(entries)


def _visit(app: EquityDash, services: Services, settings: Settings) -> None:
    visitor, lang = Visitor(app, settings.base_path), settings.default_language
    usual = list(views(lang))
    for said in usual:  # what most ask for comes first
        for page in PAGES:
            visitor.open(page.examples[0], said)
    for address in files(settings.base_path, app.suites()):
        visitor.get(address)
    visitor.get(f"{settings.base_path}{bundles.ADDRESS}{app.dash_config().name}")
    spoken = [said for said in usual if "theme" not in said]
    for said in spoken:
        explore(app, visitor, services, lang, said)
    # So many that they are made quickly, and as browsers ask for them behind a proxy with TLS.
    app.delivery.hurry()
    browser = Visitor(app, settings.base_path, encodings=("br",))
    for path in places(services):
        for said in spoken:
            browser.open(path, said)


def end_with(server_pid: int) -> None:
    """Interrupt this process when the server that started it has gone: it is no longer asked for,
    and whoever stops a server wants all of it to stop.
    """

    def interrupt(*_signal: object) -> None:
        raise KeyboardInterrupt

    def watch() -> None:
        while os.getppid() == server_pid:
            sleep(_LOOK_S)
        os.kill(os.getpid(), signal.SIGTERM)

    signal.signal(signal.SIGTERM, interrupt)
    Thread(target=watch, daemon=True).start()


def fill_later(command: Iterable[str]) -> None:
    """Start a process that fills the store, and do not wait for it."""
    try:
        subprocess.Popen(
            list(command),
            cwd=store.ROOT,
            env={**os.environ, "METRICS": "off"},  # what it asks is asked by nobody
            stdin=subprocess.DEVNULL,
            start_new_session=True,  # it notices the end of the server by itself
        )
    except OSError as error:  # the pages come all the same
        LOG.warning("warm store not made", extra={"fields": {"why": str(error)}})
        return
    LOG.info("warm store is being made")
