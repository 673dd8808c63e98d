"""`python -m tests.fuzz [--seed N] [--cases N] [--case N]`: requests that nobody sends.

Every case comes from the seed and its number alone; `--case N` asks that one again and shows it.
"""

from __future__ import annotations

import argparse
import logging
import os
import sys
import time

from flask import Flask

from tests import shared
from tests.fuzz.cases import made
from tests.fuzz.corpus import Corpus, corpus
from tests.fuzz.walk import ask, walk
from tests.fuzz.written import files_of_the_project

SEED, CASES, NOTES = 1939, 100_000, 50
# After a fifth of the cases the caches are as full as they get.
GROWTH_MB = 150.0


def main() -> int:
    """Walk, tell, and end with 1 where anything was wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--cases", type=int, default=CASES)
    parser.add_argument("--case", type=int)
    asked = parser.parse_args()
    logging.disable(logging.WARNING)
    server = shared.app().server
    ground = corpus(shared.app())
    if asked.case is not None:
        return _one(server, ground, asked.seed, asked.case)
    return _all(server, ground, asked.seed, asked.cases)


def _one(server: Flask, ground: Corpus, seed: int, number: int) -> int:
    case = made(ground, seed, number)
    answer = ask(server, case)
    print(case, answer.status, dict(answer.headers), answer.text[:3000], sep="\n")
    found = walk(server, ground, seed=seed, numbers=[number], tell=print)
    return 1 if found.faults else 0


def _all(server: Flask, ground: Corpus, seed: int, cases: int) -> int:
    def tell(number: int, what: str, case: str) -> None:
        again = f"python -m tests.fuzz --seed {seed} --case {number}"
        print(f"{what}\n  {case}\n  again: {again}", flush=True)

    before = files_of_the_project()
    started = time.monotonic()
    print(f"seed {seed}, {cases} cases", flush=True)
    each = max(1, cases // NOTES)
    found = walk(server, ground, seed=seed, numbers=range(cases), note_each=each, tell=tell)
    print(f"{found.faults} fault(s) in {time.monotonic() - started:.0f} s")
    print(f"kinds {dict(found.kinds)}; statuses {dict(sorted(found.statuses.items()))}")
    print(f"memory in MB: {' '.join(f'{mb:.0f}' for mb in found.memory_mb)}")
    wrong = 1 if found.faults else 0
    settled = found.memory_mb[len(found.memory_mb) // 5 :]
    if settled and settled[-1] - settled[0] > GROWTH_MB:
        print(f"FAULT memory grew by {settled[-1] - settled[0]:.0f} MB after the first fifth")
        wrong = 1
    if written := files_of_the_project() ^ before:
        print(f"FAULT files were written: {sorted(written)[:5]}")
        wrong = 1
    return wrong


if __name__ == "__main__":
    code = main()
    sys.stdout.flush()
    os._exit(code)  # helpers that set paper would be waited for
