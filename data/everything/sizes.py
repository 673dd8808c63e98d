"""How large the files of everything are, for whoever is about to load one: before any is made."""

from __future__ import annotations

import sqlalchemy as sa

from data.atlas.atlas import Atlas
from data.repository import tables as t

# What a number adds to a file, and what a row of the database adds to the zip, which holds two of
# them; measured on made files (tests/integration/test_everything.py).
_A_NUMBER_BYTES = {"zip": 52, "xlsx": 158}
_A_ROW_BYTES = {"zip": 62, "xlsx": 0}
_COUNTED = (t.estimate, t.published_estimate, t.published_estimate_noncommercial)


def about_bytes(atlas: Atlas, ending: str) -> int:
    """Bytes of a file of this version, to the nearest million or so."""
    with atlas.repository.engine.connect() as connection:
        rows = {
            table.name: connection.execute(
                sa.select(sa.func.count()).select_from(table)
            ).scalar_one()
            for table in t.metadata.sorted_tables
        }
    numbers = sum(rows[table.name] for table in _COUNTED)
    return numbers * _A_NUMBER_BYTES[ending] + sum(rows.values()) * _A_ROW_BYTES[ending]
