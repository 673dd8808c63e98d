"""What commit 1e2fa76 gave: the same scenarios at that version, kept in before_1e2fa76.json.

`python -m benchmarks.before [crowd] [rooms] [swap]` puts the commit into a folder of its own, which
is gone at the end, starts it with its own Procfile, records its own journeys (its first document
needs every script) and writes what was measured beside what was measured before.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from benchmarks import table
from benchmarks.scenarios import SCENARIOS, Setting
from tests.browser.serving import ROOT


@contextmanager
def checked_out(commit: str) -> Iterator[Path]:
    """A folder with that version, as it was, with the packages that it pinned.

    What is fetched and not kept in the repository (the slim bundle of plotly) is lent to it.
    """
    with tempfile.TemporaryDirectory() as folder:
        tree = Path(folder) / commit
        _git("worktree", "add", "--detach", "--force", str(tree), commit)
        try:
            lent = ROOT / "assets" / "vendor"
            if lent.is_dir() and not (tree / "assets" / "vendor").exists():
                (tree / "assets" / "vendor").symlink_to(lent)
            environment = tree / ".venv"
            _run(sys.executable, "-m", "venv", str(environment))
            packages = str(tree / "requirements.txt")
            _run(str(environment / "bin" / "python"), "-m", "pip", "install", "-q", "-r", packages)
            yield tree
        finally:
            _git("worktree", "remove", "--force", str(tree))


def _git(*words: str) -> None:
    _run("git", "-C", str(ROOT), *words)


def _run(*words: str) -> None:
    subprocess.run(words, check=True, capture_output=True)


def main(asked: Sequence[str]) -> None:
    """Measure and keep. Nothing is kept of a smaller crowd (SCALE)."""
    unknown = [name for name in asked if name not in SCENARIOS]
    if unknown:
        sys.exit(f"There is no scenario {unknown[0]!r}. There are: {', '.join(SCENARIOS)}")
    scale = float(os.environ.get("SCALE", "1"))
    kept = dict(table.before())
    with checked_out(table.BEFORE_COMMIT) as tree:
        setting = Setting(tree, scale, apart=not os.environ.get("TOGETHER"))
        for name in asked or SCENARIOS:
            print(f"{name} at {table.BEFORE_COMMIT}: {setting.where()}", flush=True)
            measures = SCENARIOS[name](setting, partial(print, sep="\n", flush=True))
            table.show(measures, kept)
            kept.update({one.key: round(one.value, 3) for one in measures})
    if scale == 1:
        said = {"commit": table.BEFORE_COMMIT, "where": setting.where(), "measured": kept}
        table.BEFORE.write_text(json.dumps(said, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
