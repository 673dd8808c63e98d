"""Whether anything was written below the project."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).parents[2]
SERVED = ("app.py", "assets", "callbacks", "data", "layouts", "var")


def files_of_the_project() -> set[tuple[str, int, int]]:
    """Path, size and time of every file of what is served, without compiled code."""
    found = set()
    for name in SERVED:
        top = ROOT / name
        for path in (top, *top.rglob("*")) if top.is_dir() else (top,):
            if path.is_file() and "__pycache__" not in path.parts:
                stat = path.stat()
                found.add((str(path.relative_to(ROOT)), stat.st_size, stat.st_mtime_ns))
    return found
