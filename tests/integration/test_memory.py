"""What a worker keeps for later stays within one budget (callbacks/server/budget.py)."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
import tracemalloc
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path
from types import BuiltinFunctionType, CodeType, FrameType, FunctionType, ModuleType
from typing import Any

import numpy as np
import pytest
from flask.testing import FlaskClient

import app as composition
from benchmarks.mixture import own_areas
from callbacks.server import budget
from callbacks.server.byte_cache import ByteCache, StoredAnswer
from callbacks.server.compression import QUICK_BROTLI_QUALITY, compress
from callbacks.server.watch.gate import CACHES
from data.repository.engine import EXTRACT
from data.services import Services
from data.settings import Settings

# What Python and its dictionaries take beside what is counted.
_ROUGHLY = 1.1


@pytest.fixture(scope="module")
def caches(services: Services) -> dict[str, ByteCache]:
    app = composition.assemble(Settings(), services)
    found: dict[str, ByteCache] = app.server.extensions[CACHES]
    return found


def test_shares_are_of_one_budget(caches: dict[str, ByteCache]) -> None:
    assert sum(budget.SHARES.values()) == 100
    assert {*caches, "remembered"} == {*budget.SHARES}


@pytest.mark.parametrize("kind", ["large", "many"])
def test_a_cache_stays_in_its_share_of_memory(caches: dict[str, ByteCache], kind: str) -> None:
    """Whatever is put there: measured by what Python holds, keys and entries included."""
    for name, cache in caches.items():
        share = budget.share_bytes(name)
        size = share // 5 if kind == "large" else 600
        tracemalloc.start()
        try:
            for number in range(2 * share // size):
                body = number.to_bytes(4, "big") * (size // 4)
                key = (f"{name}-{number:0120}", "br", ())
                cache.put(key, StoredAnswer(body, 200, "text/html", "br", f"{number:032}"))
            held, _ = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
        assert share / 2 < held < share * _ROUGHLY, name


# -- results that answers are made of ------------------------------------------------------------

_REMEMBERS = type(lru_cache(len))
_NOT_HELD = (ModuleType, type, FunctionType, BuiltinFunctionType, CodeType, FrameType, _REMEMBERS)
_TEXT = (str, bytes, int, float)
_PLACES = [f"neighborhood-{number}" for number in (12, 25, 40, 77)]


def limited() -> dict[str, Any]:
    """Every function of ours that remembers so many results, by name; of one with several, all."""
    gc.unfreeze()
    found: dict[str, Any] = {}
    for one in gc.get_objects():
        if isinstance(one, _REMEMBERS) and one.cache_parameters()["maxsize"] is not None:
            inner = getattr(one, "__wrapped__", one)
            of = getattr(inner, "func", inner)
            if str(of.__module__).partition(".")[0] in ("callbacks", "data", "layouts"):
                found[f"{of.__module__}.{of.__qualname__} {id(one)}"] = one
    return found


def _size(one: object) -> int:
    if isinstance(one, np.ndarray) and one.base is None:
        return max(one.nbytes, sys.getsizeof(one))
    return sys.getsizeof(one, 64)


def held_bytes(root: object, seen: set[int]) -> int:
    """What `root` holds and nobody in `seen` does, in bytes; they are in it from now on."""
    total, waiting = 0, [root]
    while waiting:
        one = waiting.pop()
        if id(one) in seen or (isinstance(one, _NOT_HELD) and one is not root):
            continue
        seen.add(id(one))
        total += _size(one)
        if not isinstance(one, _TEXT):
            waiting.extend(gc.get_referents(one))
    return total


def visits() -> Iterator[str]:
    """A few of every kind of page that visitors ask for with words of their own."""
    outcomes = ("diabetes", "asthma", "life_expectancy", "homicide_rate")
    for number, (place, outcome) in enumerate(zip(_PLACES, outcomes, strict=True)):
        other, (area,) = _PLACES[number - 1], own_areas(1, seed=number)
        yield from (
            f"/?outcome={outcome}", f"/?outcome={outcome}&in=council_district-{number + 1}",
            f"/?outcome={outcome}&by=zip&places=zip-64130", f"/place/{place}", area,
            f"/compare?places={place},{other},zip-64130", f"/n/{place}/poverty_150",
            f"/gaps?outcome={outcome}", f"/gaps?ask=clusters&outcome={outcome}",
            f"/api/v1/places/{place}", f"/places?q={place[-3:]}ivanho",
        )  # fmt: skip


def test_remembered_results_stay_in_their_share(
    real_client: FlaskClient, services: Services
) -> None:
    """Each function that remembers so many results, as full as it can be, with results as large
    as those of a walk: together they are no more than their share.
    """
    real_client.get("/compare?places=city,zip-64130")  # reads what most pages need
    for one in limited().values():
        one.cache_clear()
    everything = [*gc.get_objects()]
    there: set[int] = set()
    held_bytes(everything, there)
    del everything
    for path in visits():
        assert real_client.get(path).status_code == 200, path
    full: dict[str, float] = {}
    for name, one in limited().items():
        now, most = one.cache_info().currsize, one.cache_parameters()["maxsize"]
        if now:
            full[name] = held_bytes(one, there) / now * most
    told = sorted(((round(size / 1e6, 2), name) for name, size in full.items()), reverse=True)
    assert len(full) > 15
    assert sum(full.values()) < budget.share_bytes("remembered"), told


# -- what all processes share --------------------------------------------------------------------


_TELLS = pytest.mark.skipif(
    not Path("/proc/self/smaps_rollup").is_file(), reason="Linux says what a process holds"
)


def in_a_child(measure: Callable[[], int]) -> int:
    """What `measure` gives in a forked process, which shares all that this one holds."""
    begin, end = os.pipe()
    child = os.fork()
    if not child:
        gc.disable()
        try:
            os.write(end, str(measure()).encode())
        finally:
            os._exit(0)
    os.close(end)
    os.waitpid(child, 0)
    with os.fdopen(begin) as told:
        return int(told.read())


# In a process that holds little else, so that nothing else is copied meanwhile.
_READER = """
import gc, os
from pathlib import Path
from data.repository.engine import open_extract

def private_kb():
    lines = Path("/proc/self/smaps_rollup").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Private_Dirty:"))

with open_extract().engine.connect() as connection:
    memory = connection.connection.dbapi_connection
    tables = [n for (n,) in memory.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
    gc.freeze()
    if not os.fork():
        before = private_kb()
        for table in 2 * tables:
            for _row in memory.execute(f'SELECT * FROM "{table}"'):
                pass
        print(len(tables), private_kb() - before, flush=True)
        os._exit(0)
    os.wait()
"""


@_TELLS
def test_reading_the_extract_copies_none_of_it() -> None:
    """A forked worker that reads every row still shares the extract with the others."""
    told = subprocess.run(
        [sys.executable, "-c", _READER], capture_output=True, text=True, check=True, timeout=60
    )
    tables, grown_kb = map(int, told.stdout.split())
    assert tables > 10
    # its page cache and rows; a copy of all would be more than the size of the file
    assert 0 < grown_kb < EXTRACT.stat().st_size / 1024 * 0.7


def resident_kb(name: str) -> int:
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(name))


@_TELLS
def test_compressing_a_page_takes_little_memory(real_client: FlaskClient) -> None:
    """Every thread of a worker may be at it: more than 5 MB each would be another worker."""
    page = real_client.get("/data", headers={"Accept-Encoding": "identity"}).data
    assert len(page) > 200_000

    def squeezed() -> int:
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")  # the most is that of now
        before = resident_kb("VmRSS:")
        for encoding in ("br", "gzip"):
            compress(page, encoding=encoding, brotli_quality=QUICK_BROTLI_QUALITY)
        return resident_kb("VmHWM:") - before

    assert 0 < in_a_child(squeezed) < 5_000
