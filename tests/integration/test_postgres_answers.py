"""An app over PostgreSQL answers as one over the file: byte for byte, in whatever process."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from data.repository.engine import EXTRACT
from data.repository.loading import load
from tests import answers, shared
from tests.postgres import Server

ROOT = Path(__file__).parents[2]
# Another order of sets and dictionaries than this process has: replicas do not share one.
HASH_SEED = "139"


def test_answers_are_those_of_the_file(postgres_server: Server) -> None:
    url = postgres_server.new_database("answers")
    load(url, EXTRACT, reader="kc_answers")
    reader = postgres_server.url("answers", "kc_answers")
    with subprocess.Popen(
        [sys.executable, "-m", "tests.answers", reader],
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": HASH_SEED, "LOG_LEVEL": "ERROR"},
        stdout=subprocess.PIPE,
        text=True,
    ) as other:
        app = shared.app()
        asked = answers.asked(app, shared.services())
        ours = answers.answers(app, asked)
        said, _ = other.communicate()
    assert other.returncode == 0
    theirs = json.loads(said)
    assert len(ours) >= 300 and len({one[0] for one in ours}) >= 290
    assert [one for one, two in zip(ours, theirs, strict=True) if one != two] == []
    statuses = [one[1] for one in ours]
    assert statuses.count("200") >= 290, statuses
    assert sum(bool(one[3]) for one in ours) >= 100
