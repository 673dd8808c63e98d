"""What must hold before a release: each check in words, and one exit code.

The last ones start what would be released, and nothing else: the files of the last commit, in a
folder of their own, with the Procfile's command.
"""

from __future__ import annotations

import io
import os
import re
import socket
import subprocess
import sys
import tarfile
import tempfile
import time
import tomllib
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
# Every address that a release promised once, with those of pages that were added since.
ADDRESSES = ROOT / "deploy/release/addresses.txt"
START_SECONDS = 60
_PIN = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^ ;\\]+)(?: ;([^\\]*))?", re.MULTILINE)
_BUNDLE = re.compile(r'"(/(?:bundles|assets)/[^"?]+)["?]')
_SHOWN = 8


def main(only: list[str]) -> int:
    """Run the checks (only those named, where some are); 0 if all of them hold."""
    unknown = [name for name in only if name not in CHECKS]
    if unknown:
        sys.stderr.write(f"There is no check {unknown[0]!r}. There are: {', '.join(CHECKS)}\n")
        return 2
    bad = 0
    for name, check in CHECKS.items():
        if only and name not in only:
            continue
        started = time.monotonic()
        problems = _problems(check)
        bad += bool(problems)
        took = f"{time.monotonic() - started:.1f} s"
        sys.stdout.write(f"{'NO' if problems else 'ok'}  {check.__doc__} ({name}, {took})\n")
        for problem in problems[:_SHOWN]:
            sys.stdout.write(f"      {problem}\n")
        if len(problems) > _SHOWN:
            sys.stdout.write(f"      and {len(problems) - _SHOWN} more\n")
        sys.stdout.flush()
    sys.stdout.write(f"{bad} of these do not hold.\n" if bad else "All of it holds.\n")
    return 1 if bad else 0


def _problems(check: Callable[[], list[str]]) -> list[str]:
    try:
        return check()
    except Exception as error:  # a check that cannot be made does not hold
        return [f"{type(error).__name__}: {error}"]


def clean() -> list[str]:
    """What is released is what is committed."""
    said = _git("status", "--porcelain").splitlines()
    return [f"not committed: {line[3:]}" for line in said]


def packages() -> list[str]:
    """Every package that is asked for is pinned, and what is installed here is what is pinned."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    pins = {}
    text = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    for name, version, marker in _PIN.findall(text):
        if not marker or Requirement(f"x ;{marker}").marker.evaluate():  # type: ignore[union-attr]
            pins[canonicalize_name(name)] = version
    found = [] if pins else ["nothing is pinned in requirements.txt"]
    for wanted in map(Requirement, project["dependencies"]):
        pinned = pins.get(canonicalize_name(wanted.name))
        if pinned is None or not wanted.specifier.contains(pinned):
            found.append(f"{wanted} is pinned as {pinned}: run `make lock`")
    for name, pinned in pins.items():
        installed = _installed(name)
        if installed != pinned:
            found.append(f"{name} {pinned} is pinned, {installed or 'nothing'} is installed")
    return found


def _installed(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return ""


def extract() -> list[str]:
    """The extract is what its build wrote, of this schema, and the last version of its history."""
    from data.repository.content import read_content_hash  # noqa: PLC0415
    from data.repository.engine import EXTRACT, sqlite_url  # noqa: PLC0415
    from data.repository.tables import SCHEMA_VERSION  # noqa: PLC0415
    from data.services import Services  # noqa: PLC0415

    url = sqlite_url(EXTRACT)
    atlas = Services.open(url).atlas
    atlas.check_content()
    current = atlas.history.current
    hashed = read_content_hash(atlas.repository.engine)
    found = []
    if hashed != current.content_hash:
        found.append(f"its rows are {hashed[:12]}, the history ends with {current.version}")
    if current.schema != SCHEMA_VERSION:
        found.append(f"schema {current.schema} in the history, {SCHEMA_VERSION} in the code")
    if not _git("ls-files", str(EXTRACT.relative_to(ROOT))):
        found.append("the extract is not committed")
    return found


def licences() -> list[str]:
    """The licence is there, and so are the list of what is inside and its audit."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    found = [] if (ROOT / "LICENSE").is_file() else ["there is no LICENSE"]
    targets = ("sbom", "audit")
    return found + [
        f"there is no `make {name}`" for name in targets if f"\n{name}:" not in makefile
    ]


def addresses() -> list[str]:
    """Every address of this release is in the list of those that later ones must answer."""
    from layouts.pages import PAGES  # noqa: PLC0415

    listed = set(promised())
    return [
        f"add {example} to deploy/release/addresses.txt"
        for page in PAGES
        for example in page.examples
        if example not in listed
    ]


def answers() -> list[str]:
    """From the last commit alone the dashboard starts, and answers every address ever promised."""
    with exported() as folder, _started(folder) as url:
        found = []
        for address in promised():
            asked = address.partition("#")[0]
            joined = "&" if "?" in asked else "?"
            is_page = "." not in asked.partition("?")[0].rpartition("/")[2]
            for version in (asked, f"{asked}{joined}lang=es") if is_page else (asked,):
                status, _ = _get(url + version)
                if status != 200:
                    found.append(f"{status} {version}")
        _, document = _get(url)
        for part in sorted(set(_BUNDLE.findall(document))):
            status, _ = _get(url + part)
            if status != 200:
                found.append(f"{status} {part}")
        return found


def promised() -> list[str]:
    """The addresses, without remarks."""
    lines = ADDRESSES.read_text(encoding="utf-8").splitlines()
    return [line.strip() for line in lines if line.strip() and not line.startswith("# ")]


@contextmanager
def exported() -> Iterator[Path]:
    """The files of the last commit in a folder of their own, as a fresh clone has them."""
    packed = subprocess.run(
        ["git", "archive", "HEAD"], cwd=ROOT, check=True, capture_output=True
    ).stdout
    with tempfile.TemporaryDirectory(prefix="release-") as folder:
        with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
            archive.extractall(folder, filter="data")
        yield Path(folder)


@contextmanager
def _started(folder: Path) -> Iterator[str]:
    command = (folder / "Procfile").read_text(encoding="utf-8").removeprefix("web: ").strip()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    server = subprocess.Popen(
        ["sh", "-c", f"exec {command}"],
        cwd=folder,
        env={
            "PATH": path, "HOME": str(folder), "HOST": "127.0.0.1", "PORT": str(port),
            "WEB_CONCURRENCY": "1", "LOG_LEVEL": "ERROR", "WARM_STORE": "off",
        },
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )  # fmt: skip
    url = f"http://127.0.0.1:{port}"
    try:
        limit = time.monotonic() + START_SECONDS
        while _get(f"{url}/readyz")[0] != 200:
            if server.poll() is not None or time.monotonic() > limit:
                server.kill()
                raise RuntimeError(f"it does not start: {server.communicate()[1][-600:]}")
            time.sleep(0.1)
        yield url
    finally:
        server.terminate()
        server.communicate(timeout=60)


def _get(address: str) -> tuple[int, str]:
    """Status and text of an answer; 0 where nobody answers."""
    try:
        with urllib.request.urlopen(address, timeout=30) as answer:
            return int(answer.status), answer.read().decode("utf-8", "replace")
    except urllib.error.HTTPError as error:
        return error.code, ""
    except OSError:
        return 0, ""


def _git(*words: str) -> str:
    return subprocess.run(
        ["git", *words], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout.rstrip()


CHECKS: dict[str, Callable[[], list[str]]] = {
    check.__name__: check for check in (clean, packages, extract, licences, addresses, answers)
}
