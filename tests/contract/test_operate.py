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
