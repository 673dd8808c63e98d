"""How often within an hour: counted in the database, so that all workers count together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from data.stories.tables import TryRow

HOUR_SECONDS = 3600


@dataclass(frozen=True, slots=True)
class Limit:
    """So many of a kind within any hour, from all and from one address."""

    kind: str
    overall: int
    per_address: int


class LimitedError(Exception):
    """The limit is reached. `from_all`: whoever asks must wait; else this address alone."""

    def __init__(self, *, from_all: bool) -> None:
        super().__init__("all" if from_all else "address")
        self.from_all = from_all


def check(session: Session, limit: Limit, addresses: Sequence[str], *, now: int) -> None:
    """Count a try at `now`, in seconds. `addresses` are the hashes of the address by the key of
    this hour, and of the one before, from which tries still count. Call it while the shelf is held.

    Raises:
        LimitedError: nothing is counted then.

    """
    # What is later than an hour from now was counted by a clock that has been set back since.
    past, ahead = TryRow.at <= now - HOUR_SECONDS, TryRow.at > now + HOUR_SECONDS
    session.execute(sa.delete(TryRow).where(past | ahead))
    of_kind = sa.select(sa.func.count()).select_from(TryRow).where(TryRow.kind == limit.kind)
    if session.scalars(of_kind.where(TryRow.address.in_(addresses))).one() >= limit.per_address:
        raise LimitedError(from_all=False)
    if session.scalars(of_kind).one() >= limit.overall:
        raise LimitedError(from_all=True)
    session.add(TryRow(kind=limit.kind, address=addresses[0], at=now))
