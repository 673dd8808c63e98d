"""What a candidate changes is named: on small frames, and on the front page as it stands."""

from __future__ import annotations

from typing import Any

import pandas as pd

from data.build.refresh.command import _first_time
from data.build.refresh.diff import Side, compare
from data.build.refresh.faults import live_jobs
from data.build.refresh.fetch import Fetched
from data.build.refresh.report import report
from data.catalogue.loader import load_catalogue
from data.repository.engine import open_engine


def side(values: list[tuple[str, str, str, float | None, str]], **more: Any) -> Side:
    columns = ["indicator_id", "layer", "area_id", "value", "verdict"]
    frame = pd.DataFrame(values, columns=columns).astype({"value": float})
    frame["area_name"] = "Place " + frame["area_id"]
    areas = frame[["layer", "area_id", "area_name"]].drop_duplicates()
    return Side(
        frame,
        areas,
        {"estimate": len(frame), **more.get("rows", {})},
        more.get("files", {}),
        more.get("sentences", ()),
    )


BEFORE = side(
    [
        ("poverty", "zip", "1", 10.0, "better"),
        ("poverty", "zip", "2", 20.0, "worse"),
        ("poverty", "zip", "3", 30.0, "worse"),
        ("poverty", "zip", "4", 25.0, "not_tested"),
        ("poverty", "city", "c", 20.0, "not_tested"),
        ("gone", "zip", "1", 1.0, "not_tested"),
    ],
    files={"a.csv": "1", "b.csv": "1"},
    sentences=("Same.", "Old."),
)
AFTER = side(
    [
        ("poverty", "zip", "1", 10.0, "better"),
        ("poverty", "zip", "2", 24.0, "not_different"),
        ("poverty", "zip", "3", None, "not_tested"),
        ("poverty", "zip", "4", 25.0, "not_tested"),
        ("poverty", "zip", "5", 5.0, "not_tested"),
        ("poverty", "city", "c", 22.0, "not_tested"),
        ("new", "zip", "1", 1.0, "not_tested"),
    ],
    files={"a.csv": "2", "c.csv": "1"},
    sentences=("Same.", "New.", "More."),
)


def test_the_difference_names_what_changed() -> None:
    said = report(compare(BEFORE, AFTER))
    for line in (
        "estimate: 6 → 7 (+1)",
        "changed: a.csv",
        "gone: b.csv",
        "new: c.csv",
        "gone: gone",
        "new: new",
        "new: zip Place 5 (5)",
        "poverty, zip: 1 (Place 5 (5))",
        "poverty, zip: 1 (Place 3 (3))",
        "Values that changed: 2, the largest of each indicator",
        "poverty, zip Place 2 (2): 20 → 24 (+4)",
        "poverty, zip: worse → not_different: Place 2 (2)",
        "poverty, zip: worse → not_tested: Place 3 (3)",
        "- Old.",
        "+ New.",
        "- (nothing)",
        "+ More.",
    ):
        assert line in said, line
    assert "Same." not in said


def test_published_values_are_compared_by_source_group_and_period() -> None:
    old, new = "county_1, all, 2021-2023", "county_1, all, 2022-2024"
    before = side([("deaths", "published by a", old, 7.0, "not_tested")])
    changed = ("deaths", "published by a", old, 7.5, "not_tested")
    more = ("deaths", "published by b", new, 6.0, "not_tested")
    costs = ("costs", "published by c", "city, black, 2022", 40.0, "not_tested")
    said = report(compare(before, side([changed, more, costs])))
    assert "Indicators: no change" in said
    assert "Published:\n  new: costs" in said
    assert f"deaths, published by b: 1 (Place {new} ({new}))" in said
    assert f"deaths, published by a Place {old} ({old}): 7 → 7.5 (+0.5)" in said


def test_equal_extracts_differ_in_nothing() -> None:
    said = report(compare(BEFORE, BEFORE))
    assert all(line.endswith("no change") for line in said.splitlines())


def test_the_front_page_is_quoted_as_it_stands() -> None:
    from data.build.refresh.front_page import front_page
    from layouts.paths import EXPLORE
    from tests.shared import drawn
    from tests.unit.layouts.trees import text

    engine = open_engine()
    sentences = front_page(engine)
    engine.dispose()
    shown = text(drawn(EXPLORE))
    assert len(sentences) == 5
    assert all(sentence in shown for sentence in sentences if sentence), sentences


def test_a_file_from_its_host_for_the_first_time_is_to_be_looked_at() -> None:
    jobs = live_jobs(load_catalogue())
    came = next(job for job in jobs if job.live.untested)
    (said,) = _first_time(jobs, Fetched((came.file,), (), ()))
    assert came.file in said and f"sources/{came.source}.yaml" in said
