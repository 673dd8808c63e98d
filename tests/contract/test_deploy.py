"""What stands in deploy/ names what is there, and a cache in front may keep what it keeps."""

from __future__ import annotations

import ast
import json
import os
import re
import shlex
import subprocess
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
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
    # what is not committed is not in the image either: certificates above all
    here = (ROOT / ".gitignore").read_text(encoding="utf-8").split()
    own = {line.strip("/") for line in here if line.startswith("/")}
    assert "deploy/nginx/tls" in own
    assert {path for path in own if path.split("/")[0] in names} <= set(ignored)


def composed(file: str = "compose.yaml") -> dict[str, Any]:
    said: dict[str, Any] = yaml.safe_load((FOLDER / file).read_text(encoding="utf-8"))["services"]
    return said


def all_services() -> dict[str, Any]:
    """Of both files; the second one only adds to the apps of the first."""
    return {**composed(), "db": composed("compose.stories.yaml")["db"]}


def test_no_image_is_named_by_a_tag_and_none_has_a_default() -> None:
    files = sorted(FOLDER.rglob("Containerfile"))
    assert len(files) == 2
    for said in (file.read_text(encoding="utf-8") for file in files):
        assert re.search(r"^ARG BASE_IMAGE$", said, re.MULTILINE)
        assert set(re.findall(r"^FROM (\S+)", said, re.MULTILINE)) == {"${BASE_IMAGE}"}
    services = all_services()
    assert set(services) == {"app-1", "app-2", "nginx", "db"}
    for name, service in services.items():
        image = service.get("build", {}).get("args", {}).get("BASE_IMAGE") or service["image"]
        assert re.fullmatch(r"\$\{[A-Z]+_IMAGE:\?.+\}", image), name
        assert service["read_only"] and service["cap_drop"] == ["ALL"], name
        assert service["healthcheck"]["test"][0] == "CMD", name


def test_who_waits_for_health_waits_for_what_is_asked_of_it() -> None:
    services = all_services()
    waited = [
        name
        for file in ("compose.yaml", "compose.stories.yaml")
        for service in composed(file).values()
        for name, how in service.get("depends_on", {}).items()
        if how["condition"] == "service_healthy"
    ]
    assert set(waited) == {"app-1", "app-2", "db"} and set(waited) <= services.keys()


def test_stories_of_both_copies_have_one_secret_and_nothing_that_is_missing_is_made_up() -> None:
    services = composed("compose.stories.yaml")
    given = services["app-1"]["environment"]
    assert given == services["app-2"]["environment"]
    assert {name.lower() for name in given} <= Settings.model_fields.keys()
    for service in services.values():
        for value in service["environment"].values():
            assert ":?" in value and ":-" not in value, value


def test_compose_gives_settings_that_exist_and_asks_for_the_address() -> None:
    services = composed()
    given = services["app-1"]["environment"]
    assert given == services["app-2"]["environment"]
    assert {name.lower() for name in given.keys() - STARTED_WITH} <= Settings.model_fields.keys()
    assert given["PUBLIC_URL"].startswith("${PUBLIC_URL:?")


def started_by_image() -> list[str]:
    said = re.search(r"^CMD (\[.+\])$", CONTAINERFILE, re.MULTILINE)
    assert said is not None
    command: list[str] = json.loads(said[1])
    return command


def started_by_unit() -> list[str]:
    """As systemd reads the line: quotes, and two dollars for one."""
    unit = (FOLDER / "systemd/health-equity.service").read_text(encoding="utf-8")
    said = re.search(r"^ExecStart=(.+)$", unit, re.MULTILINE)
    assert said is not None
    return [word.replace("$$", "$") for word in shlex.split(said[1])]


@pytest.mark.parametrize("command", [started_by_image(), started_by_unit()], ids=["image", "unit"])
@pytest.mark.parametrize(
    ("given", "bind", "workers"),
    [
        ({}, "0.0.0.0:8050", "2"),
        ({"HOST": "127.0.0.1", "PORT": "80", "WEB_CONCURRENCY": "3"}, "127.0.0.1:80", "3"),
    ],
)
def test_everything_starts_as_the_procfile_says(
    tmp_path: Path, command: list[str], given: dict[str, str], bind: str, workers: str
) -> None:
    """The whole line as it stands, with a gunicorn that says how it was called."""
    gunicorn = tmp_path / "gunicorn"
    gunicorn.write_text('#!/bin/sh\nprintf "%s\\n" "$MALLOC_ARENA_MAX" "$@"\n', encoding="utf-8")
    gunicorn.chmod(0o755)
    path = f"{tmp_path}{os.pathsep}{os.environ['PATH']}"
    ended = subprocess.run(
        command, cwd=ROOT, env={"PATH": path, **given}, capture_output=True, text=True, check=True
    )
    arena, *said = ended.stdout.splitlines()
    assert (arena, said[0]) == ("2", "app:server")
    options = dict(pairwise(said))
    assert (options["--bind"], options["--workers"]) == (bind, workers)


def test_what_nginx_needs_is_in_its_image_and_in_the_words_for_a_machine() -> None:
    needed = "libnginx-mod-http-headers-more-filter"
    for said in ("deploy/nginx/Containerfile", "docs/how-to/deploy.md", ".ci/run"):
        text = (ROOT / said).read_text(encoding="utf-8")
        assert re.search(rf"^.*(install|need).*\bnginx\b(.|\n)*?{needed}", text, re.MULTILINE), said


def test_the_words_for_one_machine_fit_the_file_of_nginx(tmp_path: Path) -> None:
    """What they change is there to be changed, and every folder that nginx looks for is made."""
    words = (ROOT / "docs/how-to/deploy.md").read_text(encoding="utf-8")
    command = re.search(r"^sed -i (?:.+\\\n)*.+$", words, re.MULTILINE)
    assert command is not None
    config = tmp_path / "nginx.conf"
    config.write_text((FOLDER / "nginx/nginx.conf").read_text(encoding="utf-8"), encoding="utf-8")
    before = config.read_text(encoding="utf-8").splitlines()
    for change in re.findall(r"-e ('[^']+')", command[0]):
        pattern = re.sub(r"^s(.)(.+?)\1.*$|^/(.+)/d$", r"\2\3", shlex.split(change)[0])
        assert any(re.search(pattern, line) for line in before), change
    said = command[0].replace("/etc/nginx/nginx.conf", shlex.quote(str(config)))
    subprocess.run(["sh", "-c", said], check=True)
    after = config.read_text(encoding="utf-8")
    assert not re.search(r"app-\d|/dev/|/tmp/", after)
    made = set(re.findall(r"/(?:var|etc)/[a-z/.]+", "".join(re.findall(r"mkdir -p (.+)", words))))
    assert {"/var/cache/nginx", "/etc/nginx/tls"} <= made
    assert set(re.findall(r"/var/cache/\w+|/etc/nginx/tls", after)) <= made


def test_every_engine_takes_what_is_said_of_memory_folders() -> None:
    """Docker knows an owner of a tmpfs, podman does not."""
    services = all_services()
    for name, service in services.items():
        for folder in service["tmpfs"]:
            options = dict(word.split("=") for word in folder.split(":")[1].split(","))
            assert set(options) <= {"size", "mode"}, name


def test_the_image_is_asked_whether_it_lives() -> None:
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
