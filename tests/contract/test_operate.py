"""What operators read and what wakes them names what there is: metrics, labels, events."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml
from prometheus_client.parser import text_string_to_metric_families

from callbacks.room.counters import GAUGES, TOTALS
from callbacks.server.watch.kinds import KINDS
from callbacks.server.watch.meters import SECONDS
from tests.conftest import AppMaker

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/how-to/operate.md").read_text(encoding="utf-8")
GROUPS = yaml.safe_load((ROOT / "deploy/prometheus-rules.yml").read_text(encoding="utf-8"))
RULES: list[dict[str, Any]] = [rule for group in GROUPS["groups"] for rule in group["rules"]]
METRIC = re.compile(r"\bequity_[a-z_]+")
# What no process suffers.
NO_FAULT = {"test_release_check.py"}
RECORD = re.compile(r"\bequity:[a-z_:0-9]+")


def metric_names(make_small_app: AppMaker) -> set[str]:
    """What `/metrics` answers, with the room that only a server under gunicorn has."""
    text = make_small_app(metrics="on").server.test_client().get("/metrics").text
    families = list(text_string_to_metric_families(text))
    names = {family.name + ("_total" if family.type == "counter" else "") for family in families}
    room = {f"equity_room_{name}" for name in GAUGES}
    return names | room | {f"equity_room_{name}_total" for name in TOTALS}


def plain(name: str) -> str:
    """A metric by the name of its family."""
    return re.sub(r"_(bucket|count|sum)$", "", name)


def test_alerts_and_the_page_name_metrics_that_exist(make_small_app: AppMaker) -> None:
    there = metric_names(make_small_app)
    asked = {plain(name) for rule in RULES for name in METRIC.findall(rule["expr"])}
    assert asked and asked <= there
    assert {plain(name) for name in METRIC.findall(PAGE)} == there


def test_alerts_stand_on_rules_labels_and_bounds_that_exist() -> None:
    records = {rule["record"] for rule in RULES if "record" in rule}
    for rule in RULES:
        text = rule["expr"]
        assert set(RECORD.findall(text)) <= records, rule
        assert text.count("(") == text.count(")") and text.count("{") == text.count("}")
        for kinds in re.findall(r'kind[=!]~?"([^"]+)"', text):
            assert set(kinds.split("|")) <= set(KINDS), rule
        for bound in re.findall(r'le="([^"]+)"', text):
            assert float(bound) in SECONDS, rule
    assert records <= set(RECORD.findall(" ".join(rule["expr"] for rule in RULES)))


def test_every_alert_is_explained() -> None:
    alerts = [rule for rule in RULES if "alert" in rule]
    assert len(alerts) > 10
    for rule in alerts:
        assert f"{rule['alert']}" in PAGE
        assert rule["labels"]["severity"] in {"page", "ticket"}
        assert rule["annotations"]["summary"].endswith(".")


def test_every_event_of_the_log_is_explained() -> None:
    written = set()
    for file in (ROOT / "callbacks").rglob("*.py"):
        text = file.read_text(encoding="utf-8")
        written |= set(re.findall(r'(?:ERRORS|ACCESS|LOG|write)(?:\.\w+)?\(\s*"([\w ]+)"', text))
    assert written >= {"access", "failed", "unhealthy"}
    log = PAGE.partition("## The log")[2].partition("\n## ")[0]
    first = re.findall(r"^\| (`[^|]+) \|", log, re.MULTILINE)
    explained = set(re.findall(r"`([\w ]+)`", " ".join(first)))
    assert written == explained


def test_every_fault_that_is_tried_names_a_test_that_exists() -> None:
    """And every test of tests/faults that hurts something has its file named somewhere in docs."""
    table = PAGE.partition("## Faults that are tried")[2]
    rows = [line for line in table.splitlines() if line.startswith("| ")][1:]
    assert len(rows) > 20
    named = [
        re.fullmatch(r"`([\w/]+\.py)(?:::(\w+))?`", row.split(" | ")[-1].strip(" |"))
        for row in rows
    ]
    assert all(named), [row for row, found in zip(rows, named, strict=True) if not found]
    for row in rows:
        assert row.count(" | ") == 3, row
    known = {(found[1], found[2]) for found in named if found}
    for file, name in known:
        assert name is None or f"def {name}(" in (ROOT / file).read_text(encoding="utf-8"), name
    told = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "docs").rglob("*.md"))
    there = {path.name for path in (ROOT / "tests/faults").glob("test_*.py")}
    assert {name for name in there if name not in told} <= NO_FAULT


def test_make_faults_runs_all_of_them() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    recipe = makefile.partition("\nfaults:")[2].partition("\n\n")[0]
    assert "pytest tests/faults" in recipe and "not full" not in recipe
