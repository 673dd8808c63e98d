"""What stands in deploy/ names what is there, and a cache in front may keep what it keeps."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import yaml
from flask.testing import FlaskClient

from data.settings import Settings
from tests.shared import EXAMPLES

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "deploy"
CONTAINERFILE = (FOLDER / "Containerfile").read_text(encoding="utf-8")
# Read by the Procfile, not by the app.
STARTED_WITH = {"WEB_CONCURRENCY"}


def test_the_image_holds_what_the_app_imports_and_reads() -> None:
    copied = set(re.findall(r"^COPY (?!--)(.+) \S+$", CONTAINERFILE, re.MULTILINE))
    names = {name for line in copied for name in line.split()}
    parts = {path.name for path in ROOT.iterdir() if (path / "__init__.py").exists()} - {"tests"}
    assert {"app.py", "gunicorn.conf.py", "Procfile", "requirements.txt", "assets"} <= names
    assert parts - {"benchmarks"} <= names
    ignored = (FOLDER / "Containerfile.dockerignore").read_text(encoding="utf-8").splitlines()
    assert {line[1:] for line in ignored if line.startswith("!")} == names


def test_no_image_is_named_by_a_tag_and_none_has_a_default() -> None:
    assert re.search(r"^ARG BASE_IMAGE$", CONTAINERFILE, re.MULTILINE)
    assert set(re.findall(r"^FROM (\S+)", CONTAINERFILE, re.MULTILINE)) == {"${BASE_IMAGE}"}
    services = yaml.safe_load((FOLDER / "compose.yaml").read_text(encoding="utf-8"))["services"]
    for name in ("app-1", "app-2", "nginx"):
        service = services[name]
        image = service.get("build", {}).get("args", {}).get("BASE_IMAGE") or service["image"]
        assert re.fullmatch(r"\$\{[A-Z]+_IMAGE:\?.+\}", image), name
        assert service["read_only"] and service["cap_drop"] == ["ALL"], name


def test_compose_gives_settings_that_exist_and_asks_for_the_address() -> None:
    services = yaml.safe_load((FOLDER / "compose.yaml").read_text(encoding="utf-8"))["services"]
    given = services["app-1"]["environment"]
    assert given == services["app-2"]["environment"]
    assert {name.lower() for name in given.keys() - STARTED_WITH} <= Settings.model_fields.keys()
    assert given["PUBLIC_URL"].startswith("${PUBLIC_URL:?")


def test_everything_starts_as_the_procfile_says() -> None:
    unit = (FOLDER / "systemd/health-equity.service").read_text(encoding="utf-8")
    for text in (unit, CONTAINERFILE):
        assert "sed -n 's/^web: //p' Procfile" in text
    probe = re.search(r'"-c", ("import os.+")\]', CONTAINERFILE)
    assert probe is not None
    ast.parse(ast.literal_eval(probe[1]))


def test_what_a_cache_may_keep_varies_by_compression_alone(real_client: FlaskClient) -> None:
    """nginx.conf does not look at `Vary`: its key has the compression."""
    pages = [EXAMPLES[key][0] for key in ("explore", "place", "stories", "data")]
    others = ["/assets/icons/icon.svg", "/api/v1/places", "/download/explore/ranking.csv"]
    for address in pages + others:
        headers = real_client.get(address).headers
        if "no-store" not in headers.get("Cache-Control", "no-store"):
            assert headers.get("Vary", "") in ("", "Accept-Encoding"), address
            assert "Set-Cookie" not in headers, address
