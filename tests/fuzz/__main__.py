"""`python -m tests.fuzz [--seed N] [--cases N] [--case N]`: requests that nobody sends.

Every case comes from the seed and its number alone; `--case N` asks that one again and shows it.
"""

from __future__ import annotations

import argparse
import logging
import os
import sys
import time
from typing import Any

from dash import Dash
from flask import Flask

from tests import shared
from tests.fuzz.cases import Case, made
from tests.fuzz.corpus import corpus
from tests.fuzz.walk import ask, walk
from tests.fuzz.written import files_of_the_project
from tests.sharing import site_of

SEED, CASES, NOTES = 1939, 100_000, 25
# One form that is sent where stories are taken for so many requests of any kind.
FORMS_OF = 20
# After a fifth of the cases the caches are as full as they get.
GROWTH_MB = 150.0


def main() -> int:
    """Walk, tell, and end with 1 where anything was wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--cases", type=int, default=CASES)
    parser.add_argument("--case", type=int)
    parser.add_argument(
        "--stories", action="store_true", help="forms alone, where stories are taken"
    )
    asked = parser.parse_args()
    logging.disable(logging.WARNING)
    if not asked.stories:
        wrong = _walk(shared.app(), asked.seed, _numbers(asked.cases, asked.case), "")
        if asked.case is not None:
            return wrong
        asked.cases = max(1, asked.cases // FORMS_OF)
    with site_of(**_plenty(asked.cases)) as site:
        numbers = _numbers(asked.cases, asked.case)
        return max(_walk(site.app, asked.seed, numbers, "form"), 0 if asked.stories else wrong)


def _plenty(cases: int) -> dict[str, Any]:
    """Settings under which no form is refused for being one of many."""
    hosts = {"allowed_hosts": shared.ASKED_BY}
    return hosts | {"stories_per_hour": cases, "stories_per_address": cases}


def _numbers(cases: int, case: int | None) -> range:
    return range(cases) if case is None else range(case, case + 1)


def _walk(app: Dash, seed: int, numbers: range, only: str) -> int:
    ground, before, started = corpus(app), files_of_the_project(), time.monotonic()

    def tell(number: int, what: str, case: str) -> None:
        if not case:
            print(f"  at {number}: {what}, {time.monotonic() - started:.0f} s", flush=True)
            return
        again = f"python -m tests.fuzz --seed {seed} --case {number}{' --stories' * bool(only)}"
        print(f"{what}\n  {case}\n  again: {again}", flush=True)

    print(f"seed {seed}, {len(numbers)} case(s){' of forms' * bool(only)}", flush=True)
    if len(numbers) == 1:
        _show(app.server, made(ground, seed, numbers[0], only=only))
    each = max(1, len(numbers) // NOTES)
    found = walk(
        app.server, ground, seed=seed, numbers=numbers, tell=tell, note_each=each, only=only
    )
    wrong = found.faults
    print(f"{found.faults} fault(s) in {time.monotonic() - started:.0f} s")
    print(f"kinds {dict(found.kinds)}; statuses {dict(sorted(found.statuses.items()))}")
    settled = found.memory_mb[len(found.memory_mb) // 5 :]
    if settled and settled[-1] - settled[0] > GROWTH_MB:
        print(f"FAULT memory grew by {settled[-1] - settled[0]:.0f} MB after the first fifth")
        wrong += 1
    if written := files_of_the_project() ^ before:
        print(f"FAULT files were written: {sorted(written)[:5]}")
        wrong += 1
    return min(wrong, 1)


def _show(server: Flask, case: Case) -> None:
    answer = ask(server, case)
    print(case, answer.status, dict(answer.headers), answer.text[:3000], sep="\n")


if __name__ == "__main__":
    code = main()
    sys.stdout.flush()
    os._exit(code)  # helpers that set paper would be waited for
