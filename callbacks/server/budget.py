"""How much a worker keeps in memory for those who ask next: one number, and who has which share.

The rest of a worker is what all share since before the fork, and what a request needs while it is
answered (docs/decisions/0145). First answers stand in a file and take nothing of this
(warm/store.py).
"""

from __future__ import annotations

from collections.abc import Mapping

WORKER_BYTES = 46_000_000

# In hundredths. A cache keeps nothing larger than a quarter of its own: files need room for the
# full chart library where there is no store. `remembered` are results that answers are made of
# (lru_cache in data and layouts): they are bounded by number, and a test weighs them.
SHARES: Mapping[str, int] = {
    "files": 15,
    "answers": 14,
    "documents": 13,
    "exports": 10,
    "api": 3,
    "remembered": 45,
}


def share_bytes(name: str) -> int:
    """What one of SHARES may hold."""
    return WORKER_BYTES * SHARES[name] // 100
