"""What Lighthouse says of five pages on a simulated phone, beside what it said before.

Lighthouse and the Node that it needs are pinned in `benchmarks/node` and fetched by the benchmark
alone: neither `make run` nor `make test` knows of them.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from statistics import median
from typing import Any

from tests.browser.serving import chromium_path

FOLDER = Path(__file__).with_name("node")
PAGES = ("/", "/place/zip-64130", "/gaps", "/compare", "/story")
RUNS = 3
FETCH_SECONDS, RUN_SECONDS = 300, 180
# Measured once on the commit that issue 13 was written on; a page that it had not is left out.
BEFORE = Path(__file__).with_name("lighthouse_before.json")
_CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
_CHROME = "--headless --no-sandbox --disable-gpu"


class AbsentError(Exception):
    """Lighthouse cannot run here; the message says why."""


class NoReportError(Exception):
    """Lighthouse says nothing of a page; the message says why."""


@dataclass(frozen=True)
class Report:
    """Scores from 0 to 100; largest paint in s, blocking in ms, shift, kB over the wire."""

    performance: float
    accessibility: float
    best_practices: float
    seo: float
    largest_paint_s: float
    blocking_ms: float
    shift: float
    kb: float

    def misses(self) -> list[str]:
        """Names of the goals that are not met."""
        return [name for name, reaches in GOALS.items() if not reaches(getattr(self, name))]


GOALS: Mapping[str, Callable[[float], bool]] = {
    "performance": lambda score: score >= 90,
    "accessibility": lambda score: score >= 100,
    "best_practices": lambda score: score >= 100,
    "seo": lambda score: score >= 95,
    "largest_paint_s": lambda seconds: seconds <= 2.0,
    "blocking_ms": lambda ms: ms <= 200,
    "shift": lambda shift: shift <= 0.02,
}
# Columns of the table: name, decimals, the goal in words.
_COLUMNS = (
    ("performance", 0, ">= 90"),
    ("accessibility", 0, "100"),
    ("best_practices", 0, "100"),
    ("seo", 0, ">= 95"),
    ("largest_paint_s", 1, "<= 2.0 s"),
    ("blocking_ms", 0, "<= 200 ms"),
    ("shift", 3, "<= 0.02"),
    ("kb", 0, ""),
)


def command() -> list[str]:
    """How Lighthouse is called, fetched with npm where it is not there yet.

    Raises AbsentError where npm or Chromium is absent or npm cannot fetch it.
    """
    try:
        chromium_path()
    except RuntimeError as error:
        raise AbsentError(str(error)) from error
    script = FOLDER / "node_modules" / "lighthouse" / "cli" / "index.js"
    if not script.exists():
        _fetch()
    return [str(FOLDER / "node_modules" / ".bin" / "node"), str(script)]


def _fetch() -> None:
    npm = shutil.which("npm")
    if npm is None:
        raise AbsentError("npm is not installed")
    asked = [npm, "ci", "--silent", "--no-audit", "--no-fund"]
    try:
        subprocess.run(asked, cwd=FOLDER, check=True, capture_output=True, timeout=FETCH_SECONDS)
    except (subprocess.SubprocessError, OSError) as error:
        raise AbsentError("npm could not fetch Lighthouse") from error


def audited(lighthouse: Sequence[str], url: str) -> dict[str, Any]:
    """Everything that Lighthouse says of a page: a phone on slow 4G, simulated.

    Raises NoReportError where there is no such page, or it does not come.
    """
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        asked = [
            *lighthouse, url, "--quiet", "--output=json", f"--output-path={report}",
            f"--chrome-flags={_CHROME}", f"--only-categories={','.join(_CATEGORIES)}",
        ]  # fmt: skip
        environment = {**os.environ, "CHROME_PATH": chromium_path()}
        try:
            subprocess.run(
                asked, check=True, capture_output=True, timeout=RUN_SECONDS, env=environment
            )
        except (subprocess.SubprocessError, OSError) as error:
            said = getattr(error, "stderr", b"") or b""
            raise NoReportError(f"{url}: {said.decode().strip()[-300:]}") from error
        found: dict[str, Any] = json.loads(report.read_text(encoding="utf-8"))
    return found


def report_of(said: Mapping[str, Any]) -> Report:
    """The numbers of one run."""

    def score(category: str) -> float:
        return 100 * float(said["categories"][category]["score"] or 0)

    def number(audit: str) -> float:
        return float(said["audits"][audit].get("numericValue") or 0.0)

    return Report(
        performance=score("performance"),
        accessibility=score("accessibility"),
        best_practices=score("best-practices"),
        seo=score("seo"),
        largest_paint_s=number("largest-contentful-paint") / 1000,
        blocking_ms=number("total-blocking-time"),
        shift=number("cumulative-layout-shift"),
        kb=number("total-byte-weight") / 1000,
    )


def failing(said: Mapping[str, Any]) -> list[str]:
    """What a page loses points by beside its speed: `category: audit`."""
    return [
        f"{name}: {reference['id']}"
        for name in _CATEGORIES[1:]
        for reference in said["categories"][name]["auditRefs"]
        if reference["weight"] and said["audits"][reference["id"]]["score"] not in (None, 1)
    ]


def middle(reports: Sequence[Report]) -> Report:
    """The median of each number."""
    names = [field.name for field in fields(Report)]
    return Report(**{name: median(getattr(one, name) for one in reports) for name in names})


def before() -> dict[str, Report]:
    """What was measured before, by page."""
    kept = json.loads(BEFORE.read_text(encoding="utf-8"))
    return {page: Report(**numbers) for page, numbers in kept["pages"].items()}


def measured(lighthouse: Sequence[str], url: str) -> tuple[Report, list[str]]:
    """The median of a few runs of a page, and what it loses points by beside its speed.

    Raises NoReportError.
    """
    runs = [audited(lighthouse, url) for _ in range(RUNS)]
    lost = dict.fromkeys(audit for run in runs for audit in failing(run))
    return middle([report_of(run) for run in runs]), list(lost)


def table(now: Mapping[str, Report], earlier: Mapping[str, Report]) -> list[str]:
    """Lines of a table: each page before and now; an asterisk marks a goal that is not met."""
    heads = [name.replace("_", " ") for name, _, _ in _COLUMNS]
    lines = [_line("page", "", heads), _line("promised", "", [goal for _, _, goal in _COLUMNS])]
    for page, report in now.items():
        if page in earlier:
            lines.append(_line(page, "before", _cells(earlier[page], ())))
        lines.append(_line(page, "now", _cells(report, report.misses())))
    return lines


def _cells(report: Report, misses: Iterable[str]) -> list[str]:
    missed = set(misses)
    return [
        f"{getattr(report, name):.{decimals}f}{'*' if name in missed else ''}"
        for name, decimals, _ in _COLUMNS
    ]


def _line(page: str, when: str, cells: Sequence[str]) -> str:
    return f"{page:<18}{when:<8}" + "".join(f"{cell:>16}" for cell in cells)
