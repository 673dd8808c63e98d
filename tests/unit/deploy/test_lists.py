"""The list of licences, the bill of materials, and what has newer versions."""

from __future__ import annotations

import json
import re

import pytest

from deploy.environment import outdated
from deploy.environment.bill import bill
from deploy.environment.bundles import bundles
from deploy.environment.licences import LIST, refused, table
from deploy.environment.locks import POSTGRES, RUN, pinned
from layouts.plotly_bundle import VENDOR_FOLDER


def test_the_list_of_licences_is_true() -> None:
    """`make licences` writes it; a licence that nobody accepted raises."""
    assert LIST.read_text(encoding="utf-8") == table()


@pytest.mark.parametrize(
    ("expression", "wrong"),
    [
        ("MIT", set()),
        ("MIT AND (GPL-3.0-only OR Apache-2.0)", set()),
        ("MIT AND AGPL-3.0-only", {"AGPL-3.0-only"}),
        ("GPL-2.0-only OR GPL-3.0-only", {"GPL-2.0-only", "GPL-3.0-only"}),
        ("Proprietary", {"Proprietary"}),
    ],
)
def test_a_licence_is_accepted_by_name(expression: str, wrong: set[str]) -> None:
    assert refused(expression) == wrong


def test_the_bill_names_all_that_runs_and_nothing_else() -> None:
    """`bill` itself raises where the schema of CycloneDX is broken."""
    text = bill()
    parts = json.loads(text)["components"]
    wanted = dict(pinned(POSTGRES))
    assert "psycopg" in wanted and pinned().items() <= wanted.items()
    wanted |= {bundle.name: bundle.version for bundle in bundles()}
    assert {part["name"].lower(): part["version"] for part in parts} == wanted
    assert all(part["licenses"] and part["purl"] for part in parts)
    assert all(part["hashes"] for part in parts if part["purl"].startswith("pkg:npm"))
    # nothing of the day or of the machine: the same locks give the same bytes
    assert "timestamp" not in text and "serialNumber" not in text
    assert not re.search(r"file:|/home/|/root/|/tmp/", text)


def test_a_lock_is_read_for_this_machine() -> None:
    names = pinned(RUN)
    assert names["dash"].count(".") == 2 and "scipy" not in names and "colorama" not in names


def test_every_bundle_below_assets_is_in_the_lists() -> None:
    files = {f"assets/vendor/{file.name}" for file in VENDOR_FOLDER.glob("*.js")}
    assert files <= {bundle.file for bundle in bundles()}


def test_what_has_newer_versions_says_how_it_is_asked_for() -> None:
    old = [
        {"name": "Click", "version": "8.1.0", "latest_version": "8.2.0"},
        {"name": "dash", "version": "4.4.0", "latest_version": "5.0.0"},
    ]
    first, second = outdated.table(old).splitlines()
    assert first.startswith("dash") and ">=4.4,<5" in first and "runs" in first
    assert second.endswith("brought by another")
    assert outdated.table([]) == "Everything is as new as it gets."
