"""Leave out of installed packages what no page, file or export ever reads (docs/decisions/0140).

pip installs packages whole: with their tests, maps of their sources, words of 300 languages, parts
for Jupyter. `RULES` names what goes and why. Every removed file also leaves its package's RECORD,
so that pip goes on to update and uninstall it as ever. A second run finds nothing.
"""

from __future__ import annotations

import csv
import io
import os
import subprocess
import sys
import sysconfig
from collections.abc import Iterable
from dataclasses import dataclass
from fnmatch import fnmatch
from importlib.metadata import Distribution
from pathlib import Path

from data.locale import LANGUAGES
from deploy.environment.locks import installed, pinned

LIMIT_MB = 450
# What a worker and its helpers import: compiled once, here, not by the first visitor's request.
_USED = (
    "app, gunicorn.app.wsgiapp, gunicorn.workers.gthread, layouts.pictures.picture, "
    "layouts.slides.powerpoint, matplotlib.backends.backend_svg, typst, docx, pptx, xlsxwriter"
)
_NO_BYTECODE = "PYTHONDONTWRITEBYTECODE"
_MB = 1_000_000
_LOCALES = "babel/locale-data/*.dat"


@dataclass(frozen=True)
class Rule:
    """Files that go, by patterns of their path in site-packages, and why nobody misses them."""

    name: str
    patterns: tuple[str, ...]
    why: str


RULES = (
    Rule("tests", ("*/tests/*", "*/test/*"), "packages test themselves before they are published"),
    Rule("maps of sources", ("*.js.map",), "for those who debug minified scripts of others"),
    Rule("languages", (_LOCALES,), "this site speaks those of data/locale"),
    Rule("debugging", ("dash/dash-renderer/build/*.dev.js",), "Dash is never in debug mode"),
    Rule(
        "Jupyter",
        ("plotly/labextension/*", "plotly/package_data/widgetbundle.js", "*/share/jupyter/*"),
        "figures are drawn on pages, not in notebooks",
    ),
    Rule("sources in C", ("*.c", "*.pyx", "*.pxd"), "what is made of them is installed"),
    Rule("samples", ("matplotlib/mpl-data/sample_data/*",), "for matplotlib's own examples"),
    Rule("compiled code", ("*.pyc",), "written again for what is imported, a third of all"),
)


def _kept_locale(path: str) -> bool:
    return Path(path).stem.split("_")[0] in {"root", *LANGUAGES}


def rule_of(path: str) -> Rule | None:
    """The rule by which `path`, as a RECORD names it, is left out."""
    for rule in RULES:
        if any(fnmatch(path, pattern) for pattern in rule.patterns):
            return None if rule.patterns == (_LOCALES,) and _kept_locale(path) else rule
    return None


def prune(packages: Iterable[Distribution]) -> dict[str, tuple[int, int]]:
    """Remove what the rules name. Files and bytes that went, by the rule's name."""
    gone = {rule.name: (0, 0) for rule in RULES}
    for package in packages:
        for path, rule in _left_out(package):
            where = Path(str(package.locate_file(path)))
            files, size = gone[rule.name]
            gone[rule.name] = (files + 1, size + where.stat().st_size)
            where.unlink()
            _remove_empty(where.parent)
        _rewrite_record(package)
    return gone


def _left_out(package: Distribution) -> list[tuple[str, Rule]]:
    paths = (str(path) for path in package.files or ())
    named = ((path, rule_of(path)) for path in paths)
    return [
        (path, rule)
        for path, rule in named
        if rule is not None and Path(str(package.locate_file(path))).is_file()
    ]


def _remove_empty(folder: Path) -> None:
    while not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent


def _rewrite_record(package: Distribution) -> None:
    """RECORD without what is gone: pip reads there what to uninstall."""
    record = next((path for path in package.files or () if path.name == "RECORD"), None)
    text = package.read_text("RECORD")
    if record is None or text is None:
        return
    kept = [row for row in csv.reader(io.StringIO(text)) if rule_of(row[0]) is None]
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(kept)
    Path(str(package.locate_file(str(record)))).write_text(out.getvalue(), encoding="utf-8")


def forget_compiled(folder: Path) -> int:
    """Remove all compiled code below `folder`, also of pip; the bytes that went."""
    size = 0
    for file in folder.rglob("__pycache__/*.pyc"):
        size += file.stat().st_size
        file.unlink()
    return size


def _compile_used() -> None:
    environment = {key: value for key, value in os.environ.items() if key != _NO_BYTECODE}
    subprocess.run([sys.executable, "-c", f"import {_USED}"], env=environment, check=True)


def size_mb(folder: Path) -> float:
    """What the files below `folder` take, in megabytes."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / _MB


def main() -> str:
    """Prune this environment; what went and what is left, in words."""
    site = Path(sysconfig.get_path("purelib"))
    compiled = forget_compiled(site)
    gone = prune([installed(name) for name in pinned()])
    lines = [
        f"  {size / _MB:6.1f} MB  {rule.name}: {rule.why}"
        for rule in RULES
        for _, size in [gone[rule.name]]
        if size
    ]
    _compile_used()
    if compiled:
        lines.append(f"  {compiled / _MB:6.1f} MB  {RULES[-1].name}: {RULES[-1].why}")
    return "\n".join(
        [*lines, f"  {size_mb(Path(sys.prefix)):6.1f} MB  is left of at most {LIMIT_MB}"]
    )
