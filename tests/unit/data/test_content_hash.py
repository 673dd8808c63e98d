"""The identity of an extract: the same bytes as one `json.dumps` a row, written by the thousand."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from data.repository import content

VALUES = st.one_of(
    st.none(), st.integers(), st.floats(allow_nan=False), st.text(), st.sampled_from(["][", "], ["])
)
ROWS = st.lists(st.tuples(VALUES, VALUES, VALUES), max_size=7)


@given(ROWS, st.integers(1, 3))
def test_it_is_the_hash_of_each_row_in_turn(rows: list[tuple[Any, ...]], at_once: int) -> None:
    names = [table.name for table in content._hashed()]
    expected = hashlib.sha256()
    for name in names:
        expected.update(name.encode())
        for row in rows:
            expected.update(json.dumps(row, ensure_ascii=False).encode())
    whole = content._ROWS_AT_ONCE
    try:
        content._ROWS_AT_ONCE = at_once
        assert content.content_hash(dict.fromkeys(names, rows)) == expected.hexdigest()
    finally:
        content._ROWS_AT_ONCE = whole
