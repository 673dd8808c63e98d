"""What a real browser asks for: bytes of a first and a second visit, requests of a switch."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from playwright.sync_api import BrowserContext, CDPSession, Page, Request, sync_playwright

from layouts import ids
from layouts.components.controls import value_of
from tests.browser.serving import BROWSER_FLAGS, chromium_path

_UPDATE = "_dash-update-component"
_DRAWN = f"#{ids.chart(ids.MAP).graph} .map-areas path"
_STEP_MS = 50
_QUIET_STEPS = 8
_VIEWPORT = {"width": 1366, "height": 768}


@dataclass
class Traffic:
    """Bytes that came over the wire, heads included, and how many answers."""

    bytes: int = 0
    answers: int = 0
    changes: int = 0

    def listen(self, session: CDPSession) -> None:
        """Count what `session` receives from now on."""
        session.send("Network.enable")
        session.on("Network.requestWillBeSent", self._change)
        session.on("Network.loadingFinished", self._count)

    def _change(self, _event: object) -> None:
        self.changes += 1

    def _count(self, event: dict[str, float]) -> None:
        self.changes += 1
        self.bytes += int(event["encodedDataLength"])
        self.answers += 1 if event["encodedDataLength"] else 0


@dataclass
class Switch:
    """One change of the outcome: the callback bodies it sent and the bytes that came back."""

    outcome: str
    bodies: list[str] = field(default_factory=list)
    bytes: int = 0


@contextmanager
def browser_context() -> Iterator[BrowserContext]:
    """A fresh browser profile."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=BROWSER_FLAGS)
        context = browser.new_context(viewport=_VIEWPORT)  # type: ignore[arg-type]
        yield context
        browser.close()


def visit(context: BrowserContext, url: str) -> Traffic:
    """Open Explore and wait until its map is drawn."""
    page = context.new_page()
    traffic = Traffic()
    traffic.listen(context.new_cdp_session(page))
    _open(page, url)
    page.close()
    return traffic


def switches(context: BrowserContext, url: str, outcomes: Sequence[str]) -> list[Switch]:
    """Choose each outcome in turn, as the control does, and note what goes over the wire."""
    page = context.new_page()
    _open(page, url)
    traffic = Traffic()
    traffic.listen(context.new_cdp_session(page))
    found = []
    for outcome in outcomes:
        switch = Switch(outcome)
        before = traffic.bytes

        def note(request: Request, into: Switch = switch) -> None:
            if _UPDATE in request.url and request.post_data:
                into.bodies.append(request.post_data)

        page.on("request", note)
        page.evaluate(
            "([id, name, value]) => window.dash_clientside.set_props(id, {[name]: value})",
            [*value_of(ids.OUTCOME_SELECT), outcome],
        )
        _wait_until_quiet(page, traffic)
        page.remove_listener("request", note)
        switch.bytes = traffic.bytes - before
        found.append(switch)
    page.close()
    return found


def _open(page: Page, url: str) -> None:
    page.goto(f"{url}/")
    page.wait_for_selector(_DRAWN)
    page.wait_for_load_state("networkidle")


def _wait_until_quiet(page: Page, traffic: Traffic) -> None:
    """Until nothing was asked or answered for a while: one callback calls the next."""
    quiet = 0
    while quiet < _QUIET_STEPS:
        before = traffic.changes
        page.wait_for_timeout(_STEP_MS)
        quiet = quiet + 1 if traffic.changes == before else 0
