"""Which fingerprints in the names of component suites are true.

Dash answers any: it cuts off whatever looks like one. Only the true one promises its bytes for
good; true are those that our pages name, and those by which a suite asks for its own later parts,
which its build wrote into it.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Collection
from functools import cached_property
from pathlib import Path

from dash.fingerprint import check_fingerprint

ADDRESS = "_dash-component-suites/"
_WRITTEN_IN = re.compile(rb'"(v\d[\w-]*m\d{6,})"')


def without_fingerprint(path: str) -> str:
    """The path of the file itself: any fingerprint is answered with the same bytes."""
    return str(check_fingerprint(path)[0])  # type: ignore[no-untyped-call]


class Suites:
    """Those of one app. `named` gives the addresses of all suites that its pages name."""

    def __init__(self, named: Callable[[], Collection[str]], prefix: str) -> None:
        self._named = named
        self._prefix = prefix

    def is_true(self, path: str) -> bool:
        """Whether `path` has a fingerprint, and the right one."""
        if path in self._paths:
            return True
        _, _, after = path.rpartition("/")[2].partition(".")
        package = path.removeprefix(self._prefix).partition("/")[0]
        return (package, after.partition(".")[0]) in self._written

    @cached_property
    def _paths(self) -> frozenset[str]:
        return frozenset(path for path in self._named() if path.startswith(self._prefix))

    @cached_property
    def _written(self) -> frozenset[tuple[str, str]]:
        """By package, the fingerprints inside of the suites that pages name."""
        found = set()
        for path in self._paths:
            below = without_fingerprint(path).removeprefix(self._prefix)
            package, _, name = below.partition("/")
            file = Path(str(sys.modules[package].__file__)).parent / name
            marks = _WRITTEN_IN.findall(file.read_bytes()) if file.is_file() else ()
            found |= {(package, mark.decode()) for mark in marks}
        return frozenset(found)
