"""Journeys of visitors can be recorded from this version, and replayed without a browser."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser

from benchmarks import crowd, journeys, recorder
from benchmarks.ramps import Row
from tests import own_loop


def test_a_journey_is_recorded_and_replayed(
    browser: Browser, server_url: str, tmp_path: Path
) -> None:
    plan = recorder.Plan("one", 100, (("page", "/gaps"), ("page", "/"), ("wake", "")), phone=True)
    recorded = recorder.walk(browser, server_url, plan)
    gaps, explore, wake = recorded.steps
    assert (gaps.name, explore.name) == ("/gaps", "/")
    for page in (gaps, explore):
        document, *others = page.asked
        assert document.method == "GET" and document.path == page.name and document.painted
        assert document.headers["Accept"].startswith("text/html")
        assert document.start_ms == 0 < document.end_ms
        assert not any("http" in value for asked in others for value in asked.headers.values())
    styles = [asked for asked in gaps.asked if asked.path.endswith(".css")]
    assert styles and all(asked.painted for asked in styles)
    kept = {asked.path for asked in gaps.asked}
    assert kept.isdisjoint(asked.path for asked in explore.asked), "the browser keeps hashed names"
    posts = [asked for asked in wake.asked if asked.method == "POST"]
    assert posts and all(asked.body.startswith("{") for asked in posts)

    journeys.save((recorded,), tmp_path / "journeys.json")
    known = {one.name: one for one in journeys.load(tmp_path / "journeys.json")}
    assert known == {"one": recorded}
    plan_of_one = {
        "limit_s": 20,
        "visits": [{"journey": "one", "steps": [(0, 0), (0, 1), (0, 2)], "place": None}],
    }
    found = own_loop.finished(crowd.walk(server_url, plan_of_one, known))
    rows = [Row(*row) for row in found["rows"]]
    assert not [row for row in rows if row.failed]
    assert len(rows) == sum(len(step.asked) for step in recorded.steps)
