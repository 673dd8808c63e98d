"""Journeys of visitors, walked by a real Chromium with nothing in its cache, and written down.

`python -m benchmarks.recorder FILE` records them from the version in this folder.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from benchmarks.journeys import PLACE, Asked, Journey, Step, save
from layouts import ids
from layouts.components.controls import value_of
from tests.browser.serving import BROWSER_FLAGS, chromium_path, served

QUIET_MS = 500
# A page lives when it finds time; whoever sits at a desk has touched it by then.
TOUCHED_MS = 700
MOST_MS = 12_000
_STEP_MS = 25
_OTHER = "zip-64113"
# What the connection makes of them itself, or what differs from request to request.
_LEFT_OUT = {"host", "connection", "content-length", "user-agent", "cookie"}
_PAINTED = """() => {
  const [paint] = performance.getEntriesByName("first-contentful-paint");
  return paint ? paint.startTime : null;
}"""
_WAKE = "() => window.kcFirst ? window.kcFirst.wake() : null"
_SMALL = "Object.defineProperty(Navigator.prototype, 'deviceMemory', { get: () => 1 })"
# A control has been two kinds of component: the one that is there is set.
_SWITCH = """([named, value]) => {
  for (const [id, name] of named) {
    if (document.getElementById(id)) {
      window.dash_clientside.set_props(id, { [name]: value });
      return true;
    }
  }
  return false;
}"""
_FILE = "(path) => fetch(path).then((answer) => answer.arrayBuffer()).then(() => true)"
DESK = {"width": 1366, "height": 768}
PHONE = {"width": 390, "height": 844}

# A step as it is planned: what it does and with what.
Planned = tuple[str, str]


@dataclass(frozen=True)
class Plan:
    """A journey before it is walked. `again` is a visitor who was here before, the rest are new."""

    name: str
    share: int
    steps: tuple[Planned, ...]
    phone: bool = False
    again: bool = False


def _switches(*outcomes: str) -> tuple[Planned, ...]:
    return tuple(("switch", outcome) for outcome in outcomes)


PLANS = (
    Plan("explore", 30, (
        ("page", "/"),
        *_switches("homicide_rate", "diabetes_2015", "asthma_2015", "stroke_2015"),
        ("page", f"/place/{PLACE}"),
        ("page", f"/compare?places={PLACE},{_OTHER}"),
        ("page", "/gaps"),
    )),
    Plan("explore in Spanish", 10, (
        ("page", "/?lang=es"),
        *_switches("obesity_2015", "life_expectancy"),
        ("page", f"/place/{PLACE}?lang=es"),
        ("page", "/gaps?lang=es"),
    )),
    Plan("place on a phone", 20, (
        ("page", f"/place/{PLACE}"),
        ("wake", ""),
        ("page", "/"),
        ("page", f"/compare?places={PLACE},{_OTHER}"),
    ), phone=True),
    Plan("gaps", 10, (
        ("page", "/gaps"),
        ("page", f"/compare?places={PLACE},{_OTHER}"),
        ("page", "/data"),
        ("file", "/download/estimates/poverty_150/zip.csv"),
    )),
    Plan("fact sheet", 10, (
        ("page", f"/place/{PLACE}?lang=es"),
        ("page", f"/fact-sheets?place={PLACE}"),
        ("file", f"/fact-sheets/poverty/{PLACE}.pdf"),
    )),
    Plan("back again", 20, (
        ("page", "/"),
        *_switches("homicide_rate", "smoking_2015"),
        ("page", f"/place/{PLACE}"),
    ), again=True),
)  # fmt: skip


@dataclass
class _Heard:
    """One request as the browser's own log of the network tells of it."""

    method: str
    url: str
    body: str
    start_s: float
    headers: dict[str, str] = field(default_factory=dict)
    end_s: float = 0.0
    status: int = 0
    bytes: int = 0
    kept: bool = False


class _Ear:
    """Listens to the network of one page; what a cache answered is not heard."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._heard: dict[str, _Heard] = {}
        self._wire: dict[str, dict[str, str]] = {}
        self._statuses: dict[str, int] = {}
        self._changes = 0
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        for event, act in {
            "requestWillBeSent": self._sent,
            "requestWillBeSentExtraInfo": self._sent_headers,
            "requestServedFromCache": self._from_cache,
            "responseReceived": self._answered,
            "responseReceivedExtraInfo": self._answered_headers,
            "loadingFinished": self._finished,
            "loadingFailed": self._failed,
        }.items():
            session.on(f"Network.{event}", act)

    def _sent(self, event: dict[str, Any]) -> None:
        self._changes += 1
        request, name = event["request"], event["requestId"]
        if "redirectResponse" in event and name in self._heard:
            moved = self._heard.pop(name)
            moved.status, moved.end_s = event["redirectResponse"]["status"], event["timestamp"]
            self._heard[f"{name} moved"] = moved
        self._heard[name] = _Heard(
            request["method"], request["url"], request.get("postData", ""), event["timestamp"],
            headers=request["headers"],
        )  # fmt: skip

    def _sent_headers(self, event: dict[str, Any]) -> None:
        self._wire[event["requestId"]] = event["headers"]

    def _from_cache(self, event: dict[str, Any]) -> None:
        self._heard.pop(event["requestId"], None)

    def _answered(self, event: dict[str, Any]) -> None:
        heard = self._heard.get(event["requestId"])
        if heard is not None:
            answer = event["response"]
            heard.status = answer["status"]
            heard.kept = any(answer.get(kept) for kept in ("fromDiskCache", "fromPrefetchCache"))

    def _answered_headers(self, event: dict[str, Any]) -> None:
        self._statuses[event["requestId"]] = event["statusCode"]

    def _finished(self, event: dict[str, Any]) -> None:
        self._changes += 1
        heard = self._heard.get(event["requestId"])
        if heard is not None:
            heard.end_s, heard.bytes = event["timestamp"], int(event["encodedDataLength"])

    def _failed(self, event: dict[str, Any]) -> None:
        self._changes += 1
        self._heard.pop(event["requestId"], None)

    def quiet(self) -> None:
        """Wait until nothing was asked or answered for a while. Raises RuntimeError."""
        quiet_ms = waited_ms = 0
        while quiet_ms < QUIET_MS:
            if waited_ms > MOST_MS:
                raise RuntimeError(f"{self._page.url} never stops asking")
            before = self._changes
            self._page.wait_for_timeout(_STEP_MS)
            open_ = any(not heard.end_s for heard in self._heard.values())
            quiet_ms = 0 if open_ or self._changes != before else quiet_ms + _STEP_MS
            waited_ms += _STEP_MS

    def take(self, url: str, painted_ms: float | None) -> tuple[Asked, ...]:
        """What went over the wire since the last time, in the order in which it was asked."""
        origin = "{0.scheme}://{0.netloc}".format(urlsplit(url))
        over = {
            name: heard
            for name, heard in self._heard.items()
            if not heard.kept and heard.url.startswith(origin) and heard.status
        }
        begun_s = min((heard.start_s for heard in over.values()), default=0.0)
        found = []
        for name, heard in sorted(over.items(), key=lambda one: one[1].start_s):
            wire = self._wire.get(name.removesuffix(" moved"), heard.headers)
            end_ms = (heard.end_s - begun_s) * 1000
            found.append(Asked(
                heard.method,
                heard.url.removeprefix(origin),
                {
                    key: value.replace(origin, "{url}")
                    for key, value in wire.items()
                    if key.lower() not in _LEFT_OUT and not key.lower().startswith("sec-ch")
                },
                heard.body,
                round((heard.start_s - begun_s) * 1000, 1),
                round(end_ms, 1),
                self._statuses.get(name, heard.status),
                heard.bytes,
                painted=painted_ms is not None and end_ms <= painted_ms,
            ))  # fmt: skip
        self._heard.clear()
        return tuple(found)


def record(url: str, plans: tuple[Plan, ...] = PLANS) -> tuple[Journey, ...]:
    """Walk every plan at a running server. Steps that a version has not are left out."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=BROWSER_FLAGS)
        journeys = tuple(walk(browser, url, plan) for plan in plans)
        browser.close()
    return journeys


@contextmanager
def _visitor(browser: Browser, plan: Plan) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport=PHONE if plan.phone else DESK)  # type: ignore[arg-type]
    if plan.phone:
        context.add_init_script(_SMALL)
    yield context
    context.close()


def walk(browser: Browser, url: str, plan: Plan) -> Journey:
    """One plan, walked in a profile of its own."""
    with _visitor(browser, plan) as context:
        if plan.again:
            _steps(context, url, plan)
        return Journey(plan.name, plan.share, tuple(_steps(context, url, plan)))


def _steps(context: BrowserContext, url: str, plan: Plan) -> list[Step]:
    page = context.new_page()
    ear = _Ear(page)

    def visit(path: str) -> None:
        page.goto(f"{url}{path}")
        if not plan.phone:
            page.wait_for_timeout(TOUCHED_MS)
            page.evaluate(_WAKE)

    acts: dict[str, Callable[[str], object]] = {
        "page": visit,
        "wake": lambda _nothing: page.evaluate(_WAKE),
        "switch": lambda outcome: page.evaluate(
            _SWITCH, [[value_of(ids.OUTCOME_SELECT), (ids.OUTCOME_SELECT, "value")], outcome]
        ),
        "file": lambda path: page.evaluate(_FILE, f"{urlsplit(url).path}{path}"),
    }
    found = []
    for kind, what in plan.steps:
        acts[kind](what)
        ear.quiet()
        painted_ms = page.evaluate(_PAINTED) if kind == "page" else None
        asked = ear.take(url, painted_ms)
        if asked and all(one.status < 400 for one in asked):
            found.append(Step(what or kind, kind, asked))
    page.close()
    return found


def main(path: Path) -> None:
    """Record from the version in this folder and say what was heard."""
    with served() as (url, _pid):
        journeys = record(url)
    save(journeys, path)
    for line in described(journeys):
        print(line)


def described(journeys: tuple[Journey, ...]) -> list[str]:
    """A line a journey: its share of all visitors, its steps, requests and bytes of each."""
    return [
        f"{journey.share:>3} % {journey.name}: " + ", ".join(
            f"{step.name} {len(step.asked)} requests"
            f" {sum(asked.bytes for asked in step.asked) / 1000:.0f} kB"
            for step in journey.steps
        )
        for journey in journeys
    ]  # fmt: skip


if __name__ == "__main__":
    main(Path(sys.argv[1]))
