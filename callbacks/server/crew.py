"""Who works and who leaves: what gunicorn's master does with workers that finish what they began.

A worker that was told to end may need minutes for an export (gunicorn.conf.py), and takes no
visitor any more. gunicorn counts it as a worker all that time, and on HUP hears no signal until it
is gone. Here it counts no longer (docs/decisions/0143).
"""

from __future__ import annotations

import math
import signal
from collections.abc import Callable
from typing import Any

from callbacks.server.relay import Relay

# A stop without anybody who takes over keeps everybody else waiting: exports end with words before.
STOP_SECONDS = 30


def lead(arbiter: Any, relay: Relay, *, last_call: Callable[[], None]) -> None:
    """Take over from gunicorn who is started and who is told to end. `last_call` is called when
    this server stops and nobody takes its place.
    """
    stop = arbiter.stop

    def stop_all(graceful: bool = True) -> None:
        has_successor = arbiter.reexec_pid != 0
        if not (has_successor and relay.is_wanted()):
            relay.shut()
        if graceful and not has_successor:
            seconds = min(arbiter.cfg.graceful_timeout, STOP_SECONDS)
            arbiter.cfg.set("graceful_timeout", seconds)
            last_call()
        stop(graceful)

    arbiter.stop = stop_all
    arbiter.manage_workers = lambda: manage(arbiter)


def manage(arbiter: Any) -> None:
    """As many workers as are wanted, without those that leave; the oldest leave first."""
    stay = sorted(
        ((worker.age, pid) for pid, worker in arbiter.WORKERS.items() if not worker.leaves)
    )
    for _, pid in stay[: max(0, len(stay) - arbiter.num_workers)]:
        worker = arbiter.WORKERS[pid]
        worker.leaves = True
        # nobody's elder: on HUP gunicorn waits, deaf, for workers that are older than the new ones
        worker.age = math.inf
        arbiter.kill_worker(pid, signal.SIGTERM)
    for _ in range(arbiter.num_workers - len(stay)):
        arbiter.spawn_worker()
