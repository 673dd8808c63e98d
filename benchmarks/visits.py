"""What a real browser asks for: bytes of a first and a second visit, requests of a switch.

The document shows the finding and the map before any script has come; a visit here wakes the page
at once and goes over all of its charts, so that everything has come that a visitor can ask for.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from playwright.sync_api import BrowserContext, CDPSession, Page, Request, sync_playwright

from layouts import ids
from layouts.components.controls import value_of
from tests.browser.serving import BROWSER_FLAGS, chromium_path

_UPDATE = "_dash-update-component"
_MAP = f"#{ids.chart(ids.MAP).graph}"
_AREAS = f"{_MAP} .map-areas"
_DRAWN = f"{_AREAS} path"
_CHARTS = ".dash-graph"
_ZOOM_MS = 2000
# Everything that had come by the first paint, the document itself included.
_PAINTED = """selectors => {
  const [paint] = performance.getEntriesByName("first-contentful-paint");
  const [html] = performance.getEntriesByType("navigation");
  const come = performance.getEntriesByType("resource")
    .filter((entry) => entry.responseEnd <= paint.startTime);
  return {
    shown: selectors.every((selector) => document.querySelector(selector)),
    html_bytes: html.transferSize,
    answers: 1 + come.length,
    bytes: come.reduce((sum, entry) => sum + entry.transferSize, html.transferSize),
    ms: paint.startTime,
  };
}"""
# A switch is over when its map has not changed for a while; the answer before that redrew it.
_REDRAWN = """([id, name, value, areas]) => new Promise((resolve) => {
  const QUIET_MS = 400;
  let [changed, painted] = [0, 0];
  const since = performance.now();
  const end = () => {
    watch.disconnect();
    const answers = performance.getEntriesByType("resource")
      .filter((entry) => entry.name.includes("_dash-update"))
      .filter((entry) => entry.startTime >= since && entry.responseEnd <= changed);
    resolve(painted - Math.max(...answers.map((entry) => entry.responseEnd)));
  };
  let waiting = 0;
  const watch = new MutationObserver(() => {
    changed = performance.now();
    requestAnimationFrame(() => setTimeout(() => {
      painted = performance.now();
      clearTimeout(waiting);
      waiting = setTimeout(end, QUIET_MS);
    }));
  });
  const all = { subtree: true, childList: true, attributes: true };
  watch.observe(document.querySelector(areas), all);
  window.dash_clientside.set_props(id, { [name]: value });
})"""
_ZOOMED = """([selector, ms]) => new Promise((resolve) => {
  const box = document.querySelector(`${selector} svg`);
  const { left, top, width, height } = box.getBoundingClientRect();
  const [clientX, clientY] = [left + width / 2, top + height / 2];
  const begun = performance.now();
  let frames = 0;
  const step = (now) => {
    const passed = now - begun;
    if (passed >= ms) {
      resolve((1000 * frames) / passed);
      return;
    }
    frames += 1;
    box.dispatchEvent(new WheelEvent("wheel", {
      bubbles: true, cancelable: true, ctrlKey: true, clientX, clientY,
      deltaY: Math.floor(passed / 500) % 2 ? 8 : -8,
    }));
    requestAnimationFrame(step);
  };
  requestAnimationFrame(step);
})"""
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


@dataclass(frozen=True)
class FirstPaint:
    """What had come when the first finding and the map stood, and the bytes of the document."""

    html_bytes: int
    answers: int
    bytes: int
    ms: float


@contextmanager
def browser_context() -> Iterator[BrowserContext]:
    """A fresh browser profile."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=BROWSER_FLAGS)
        context = browser.new_context(viewport=_VIEWPORT)  # type: ignore[arg-type]
        yield context
        browser.close()


def visit(context: BrowserContext, url: str) -> Traffic:
    """Open Explore, wake it, and have every chart of it drawn."""
    page = context.new_page()
    traffic = Traffic()
    traffic.listen(context.new_cdp_session(page))
    _open(page, url)
    for chart in page.locator(_CHARTS).all():
        chart.scroll_into_view_if_needed()
        chart.hover(force=True)
    page.wait_for_load_state("networkidle")
    _wait_until_quiet(page, traffic)
    page.close()
    return traffic


def first_paint(context: BrowserContext, url: str) -> FirstPaint:
    """Open Explore and look at what had come when a browser first painted it.

    Raises RuntimeError where the finding or the map was not part of that.
    """
    page = context.new_page()
    page.goto(f"{url}/", wait_until="commit")
    page.wait_for_function("() => performance.getEntriesByName('first-contentful-paint').length")
    found = page.evaluate(_PAINTED, [f"#{ids.FINDING_SENTENCE}", _DRAWN])
    page.close()
    if not found.pop("shown"):
        raise RuntimeError("the first paint of Explore has no finding or no map")
    return FirstPaint(**found)


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


def redraws_ms(context: BrowserContext, url: str, outcomes: Sequence[str]) -> list[float]:
    """Milliseconds from the answer that redraws the map to the frame that shows it."""
    page = context.new_page()
    _open(page, url)
    names = value_of(ids.OUTCOME_SELECT)
    found = [page.evaluate(_REDRAWN, [*names, outcome, _AREAS]) for outcome in outcomes]
    page.close()
    return [float(ms) for ms in found]


def zoom_frames(context: BrowserContext, url: str) -> float:
    """Frames a second while the map is zoomed in and out by the wheel."""
    page = context.new_page()
    _open(page, url)
    page.locator(_MAP).scroll_into_view_if_needed()
    page.evaluate(_ZOOMED, [_MAP, 300])  # names and small streets come with the first zoom
    frames = float(page.evaluate(_ZOOMED, [_MAP, _ZOOM_MS]))
    page.close()
    return frames


def _open(page: Page, url: str) -> None:
    page.goto(f"{url}/")
    page.evaluate("() => window.kcFirst.wake()")
    page.wait_for_selector(_DRAWN)
    page.wait_for_load_state("networkidle")


def _wait_until_quiet(page: Page, traffic: Traffic) -> None:
    """Until nothing was asked or answered for a while: one callback calls the next."""
    quiet = 0
    while quiet < _QUIET_STEPS:
        before = traffic.changes
        page.wait_for_timeout(_STEP_MS)
        quiet = quiet + 1 if traffic.changes == before else 0
