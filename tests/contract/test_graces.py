"""Who waits for whom when a worker, a server or a release ends: each waits longer than the next."""

from __future__ import annotations

import re
from pathlib import Path

import yaml

from callbacks.room import foreman
from callbacks.server.crew import STOP_SECONDS
from data.settings import Settings
from deploy.release import swap

ROOT = Path(__file__).parents[2]
# What is said at the end still has to be sent, and looked for.
MARGIN_SECONDS = 5


def found(file: str, pattern: str) -> list[float]:
    text = (ROOT / file).read_text(encoding="utf-8")
    numbers = re.findall(pattern, text, re.MULTILINE)
    assert numbers, (file, pattern)
    return [float(number) for number in numbers]


LEAVE_SECONDS = found("gunicorn.conf.py", r"^graceful_timeout = (\d+)$")[0]
WORK_SECONDS = {lane: foreman.WAIT_SECONDS + most for lane, most in foreman.LIMIT_SECONDS.items()}


def test_a_worker_that_leaves_has_time_for_the_longest_work_and_to_send_it() -> None:
    longest = max(WORK_SECONDS.values()) + Settings().client_seconds
    assert longest + MARGIN_SECONDS <= LEAVE_SECONDS
    assert "graceful" not in (ROOT / "Procfile").read_text(encoding="utf-8")


def test_who_swaps_waits_for_the_last_of_the_old_workers() -> None:
    assert swap.DRAIN_SECONDS >= LEAVE_SECONDS + MARGIN_SECONDS


def test_a_stop_leaves_time_for_words_and_is_not_cut_short() -> None:
    """Work is refused in words before gunicorn kills workers, and that before anybody kills it."""
    assert foreman.LAST_SECONDS + MARGIN_SECONDS <= STOP_SECONDS < LEAVE_SECONDS
    compose = yaml.safe_load((ROOT / "deploy/compose.yaml").read_text(encoding="utf-8"))
    outside = [float(compose["services"]["app-1"]["stop_grace_period"].removesuffix("s"))]
    outside += found("deploy/systemd/health-equity.service", r"^TimeoutStopSec=(\d+)$")
    assert min(outside) >= STOP_SECONDS + MARGIN_SECONDS


def test_a_proxy_waits_for_what_the_room_may_take() -> None:
    nginx = "deploy/nginx/nginx.conf"
    everything, exports = found(nginx, r"^ +proxy_read_timeout (\d+)s;")
    assert everything >= min(WORK_SECONDS.values()) + MARGIN_SECONDS
    assert exports >= max(WORK_SECONDS.values()) + MARGIN_SECONDS
    said = found("docs/how-to/deploy.md", r"^up to (\d+) seconds for files")[0]
    assert said == exports
    kept = found("Procfile", r"--keep-alive (\d+)")[0]
    assert max(found(nginx, r"^ {8}keepalive_timeout (\d+)s;")) < kept
