"""Shared stories in their database: the same from SQLite and PostgreSQL, and gone when gone."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from data.__main__ import main
from data.repository import servers
from data.settings import Settings
from data.stories import database
from data.stories.codes import is_token
from data.stories.database import StoriesDown, StoriesError
from data.stories.limits import HOUR_SECONDS, Limit
from data.stories.model import Action, Actor, Reason, State, Use
from data.stories.store import ChangedError, GoneError, LimitedError, Store
from data.stories.tables import HEAD, Base
from tests.postgres import Server
from tests.stories import (
    MANY,
    Clock,
    fast_folder,
    opened,
    sent,
)

ROOT = Path(__file__).parents[2]
KINDS = ("sqlite", "postgres")


@pytest.fixture(scope="module")
def server(postgres_server: Server) -> str:
    """The address of a database of its own, by the driver that is installed."""
    return str(
        Settings(stories_database_url=postgres_server.new_database("stories")).stories_database_url
    )


@pytest.fixture
def emptied(server: str) -> str:
    """The server without tables."""
    engine = database.open_engine(server)
    with engine.begin() as connection:
        connection.exec_driver_sql("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    engine.dispose()
    return server


@pytest.fixture
def folder() -> Iterator[Path]:
    with fast_folder() as found:
        yield found


@pytest.fixture(params=KINDS)
def url(request: pytest.FixtureRequest, folder: Path) -> str:
    """An empty database of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{folder}/stories.sqlite"
    found: str = request.getfixturevalue("emptied")
    return found


def life(store: Store, clock: Clock) -> list[object]:
    """Everything that can happen to stories, and all that can be asked: plain values."""
    for number in range(6):
        place = ("zip-64130", "council_district-3", "")[number % 3]
        uses = frozenset({Use.ONLINE, Use.PRINT} if number % 2 else {Use.ONLINE})
        ends = date(2026, 7, 1) if number == 5 else date(2026, 12, 15)
        text = f'story {number}: "ñ" 👩\u200d🌾 <b>\nsecond line\'; --'
        store.tell(
            sent(number, text=text, place=place, uses=uses, ends_on=ends),
            addresses=["a"],
            limit=MANY,
        )
    ids = [story.id for story in store.kept()]
    store.approve(ids[0], actor=Actor.MODERATOR)
    store.approve(ids[1], edited="shorter", seen=store.kept()[1].told, actor=Actor.MODERATOR)
    store.approve(ids[2], actor=Actor.COMMAND_LINE)
    store.refuse(ids[3], Reason.TOO_PRIVATE, actor=Actor.MODERATOR)
    store.approve(ids[5], actor=Actor.MODERATOR)
    seen: list[object] = [store.kept(), store.kept(State.WAITING), store.revision()]
    seen += [store.published((use,)) for use in Use]
    seen += [store.published((Use.ONLINE,), place) for place in ("zip-64130", "zip-1", "")]
    seen += [store.of_code(f"{number:064x}") for number in range(6)]
    store.withdraw(ids[2], actor=Actor.MODERATOR)
    store.take_back(f"{0:064x}")
    clock.now += timedelta(days=40)  # the refusal and one consent have ended
    seen += [store.revision(), store.kept(), store.published((Use.ONLINE,)), store.events()]
    for gone in (0, 2, 3, 5):
        with pytest.raises(GoneError):
            store.of_code(f"{gone:064x}")
    with pytest.raises(GoneError):
        store.approve(ids[0], actor=Actor.MODERATOR)
    return seen


def lived(address: str) -> list[object]:
    """The same in a database of its own."""
    clock = Clock()
    with opened(address, clock) as store:
        return life(store, clock)


def test_postgres_and_sqlite_give_the_same_answers(emptied: str, folder: Path) -> None:
    assert lived(f"sqlite:///{folder}/stories.sqlite") == lived(emptied)


def test_a_server_without_an_encoding_gives_the_same_answers(
    postgres_server: Server, emptied: str
) -> None:
    """As Debian makes one where no language is set."""
    assert lived(postgres_server.new_database("bare_stories", "SQL_ASCII")) == lived(emptied)


def test_a_story_lives_its_life(url: str) -> None:
    clock = Clock()
    with opened(url, clock) as store:
        seen = life(store, clock)
        left = store.kept()
    assert [story.told[:7] for story in left] == ["story 1", "story 4"]
    assert left[0].text == "shorter" and left[0].told.startswith("story 1:")
    actions = [event.action for event in seen[-1]]  # type: ignore[attr-defined]
    assert actions.count(Action.ENDED) == 2 and Action.TAKEN_BACK in actions
    assert all(event.at % 86_400 == 0 for event in seen[-1] if event.actor is Actor.TELLER)  # type: ignore[attr-defined]


def test_what_was_told_twice_is_kept_once(url: str) -> None:
    with opened(url) as store:
        first = store.tell(sent(1), addresses=["a"], limit=MANY)
        assert store.tell(sent(1), addresses=["a"], limit=MANY) == first
        with pytest.raises(ChangedError):
            store.tell(sent(1, text="another"), addresses=["a"], limit=MANY)
        with pytest.raises(ChangedError):
            store.approve(first.id, seen="not what was told", actor=Actor.MODERATOR)
        assert store.kept() == (first,)


def test_limits_are_exact_whoever_asks(url: str) -> None:
    """Two stores stand for two workers; their threads ask at once."""
    limit = Limit("story", overall=9, per_address=4)
    clock = Clock()

    def tell(number: int) -> str:
        store = stores[number % 2]
        try:
            store.tell(sent(number), addresses=[f"a{number % 3}", "before"], limit=limit)
        except LimitedError as error:
            return str(error)
        return "kept"

    with opened(url, clock) as one, opened(url, clock) as two, ThreadPoolExecutor(6) as pool:
        stores = (one, two)
        said = list(pool.map(tell, range(30)))
        assert said.count("kept") == len(one.kept()) == 9
        with pytest.raises(LimitedError):
            one.count_try(limit, ["z"])
        clock.now += timedelta(seconds=HOUR_SECONDS + 1)
        for _ in range(4):
            one.count_try(limit, ["now", "a0"])
        with pytest.raises(LimitedError, match="address"):
            two.count_try(limit, ["next", "now"])  # the key has turned; the hour has not passed
        assert one.kept()[0].id  # the limits of an hour delete no story


def test_sessions_end(url: str) -> None:
    clock = Clock()
    with opened(url, clock) as store:
        store.open_session("h", seconds=60)
        assert store.has_session("h") and not store.has_session("g")
        clock.now += timedelta(seconds=60)
        assert not store.has_session("h")
        store.open_session("h", seconds=60)
        store.close_session("h")
        assert not store.has_session("h")


# -- gone from the disk --------------------------------------------------------------------------


def holds(folder: Path, words: bytes) -> list[str]:
    files = [file for file in folder.rglob("*") if file.is_file()]
    return [file.name for file in files if words in file.read_bytes()]


def leave(store: Store, clock: Clock, way: str) -> None:
    """Every way in which a story goes."""
    if way == "taken back":
        store.take_back(f"{1:064x}")
    elif way == "withdrawn":
        store.withdraw(2, actor=Actor.MODERATOR)
    elif way == "ended":
        clock.now += timedelta(days=16)
        store.revision()
    else:
        store.refuse(2, Reason.HURTFUL, actor=Actor.MODERATOR)
        clock.now += timedelta(days=31)
        store.revision()


@pytest.mark.parametrize("way", ["taken back", "withdrawn", "ended", "refused"])
def test_a_story_that_goes_is_gone_from_the_disk(way: str, folder: Path) -> None:
    """No file beside the database holds it either; the stories around it stay."""
    clock = Clock()
    with opened(f"sqlite:///{folder}/stories.sqlite", clock) as store:
        for number in range(5):
            ends = date(2026, 7, 1) if number == 1 else date(2026, 12, 15)
            text = f"told-{number} " * 150
            store.tell(sent(number, text=text, ends_on=ends), addresses=["a"], limit=MANY)
            store.approve(number + 1, edited=f"edited-{number} " * 90, actor=Actor.MODERATOR)
        assert holds(folder, b"told-1") and holds(folder, b"edited-1")
        leave(store, clock, way)
        assert holds(folder, b"told-1") == holds(folder, b"edited-1") == []
        assert holds(folder, f"{1:064x}".encode()) == []
        assert len(store.kept()) == 4
    assert holds(folder, b"told-2") and [file.name for file in folder.iterdir()] == [
        "stories.sqlite"
    ]


def test_postgres_keeps_no_row_of_a_story_that_goes(emptied: str) -> None:
    """The file of the table is another one, and none of its tables says the words."""
    with opened(emptied) as store:
        store.tell(sent(77, text="told-77 " * 40), addresses=["a"], limit=MANY)
        engine = database.open_engine(emptied)
        where = "SELECT pg_relation_filepath('stories'), current_setting('data_directory')"
        with engine.connect() as connection:
            before, folder = connection.exec_driver_sql(where).one()
            connection.exec_driver_sql("CHECKPOINT")
        assert b"told-77" in (Path(folder) / before).read_bytes()
        store.take_back(f"{77:064x}")
        with engine.connect() as connection:
            connection.exec_driver_sql("CHECKPOINT")
        assert holds(Path(folder) / "base", b"told-77") == []
        engine.dispose()


def test_a_sweep_that_has_to_wait_is_made_up_for(folder: Path) -> None:
    with opened(f"sqlite:///{folder}/stories.sqlite") as store:
        store.tell(sent(1, text="told-1 " * 100), addresses=["a"], limit=MANY)
        with pytest.MonkeyPatch.context() as patch:

            def busy(_engine: sa.Engine) -> None:
                raise StoriesDown

            patch.setattr(database, "sweep", busy)
            store.take_back(f"{1:064x}")
        assert holds(folder, b"told-1") == []  # overwritten all the same
        store._sweep_again = 0
        store.revision()
        with database.reading(store._engine) as connection:
            assert connection.exec_driver_sql("SELECT unswept FROM shelf").scalar() == 0


# -- killed --------------------------------------------------------------------------------------

WRITER = """
import sys
from tests.postgres import Server
from tests.stories import MANY, sent
from data.stories.store import Store
store = Store(sys.argv[1])
store.prepare()
for number in range(100000):
    store.tell(sent(number, text=f"told-{number} " * 60), addresses=["a"], limit=MANY)
    print(number, flush=True)
"""


def test_a_killed_writer_loses_nothing_acknowledged(tmp_path: Path) -> None:
    """On a real disk, killed in the midst of writing, twice over the same file."""
    url = f"sqlite:///{tmp_path}/stories.sqlite"
    for after in (9, 14):
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITER.replace("range(1", f"range({after * 1000}, 1"), url],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert writer.stdout is not None
        said = [int(writer.stdout.readline()) for _ in range(after)]
        os.kill(writer.pid, signal.SIGKILL)
        said += [int(line) for line in writer.stdout if line.endswith("\n")]
        writer.wait()
        writer.stdout.close()
        with opened(url) as store:
            kept = {story.told for story in store.kept()}
            assert {f"told-{number} " * 60 for number in said} <= kept
            assert all(store.of_code(f"{number:064x}") for number in said)


# -- tables --------------------------------------------------------------------------------------


def test_migrations_lead_up_down_and_to_the_models(url: str) -> None:
    engine = database.open_engine(url)
    for _ in range(2):
        database.bring_up_to_date(engine)
        with engine.connect() as connection:
            context = MigrationContext.configure(connection, opts={"compare_type": True})
            assert compare_metadata(context, Base.metadata) == []
        database.migrate(engine, "base")
        with engine.connect() as connection:
            assert sa.inspect(connection).get_table_names() == ["alembic_version"]
    engine.dispose()
    script = ScriptDirectory(str(ROOT / "data/stories/migrations"))
    assert script.get_current_head() == HEAD


def test_tables_of_a_newer_version_are_refused(url: str) -> None:
    with opened(url) as store, database.writing(store._engine) as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = 'stories_9999'")
    with pytest.raises(StoriesError, match="stories_9999"):
        Store(url).prepare()


def test_the_file_is_of_its_owner_alone(folder: Path) -> None:
    with opened(f"sqlite:///{folder}/deep/stories.sqlite"):
        assert (folder / "deep/stories.sqlite").stat().st_mode & 0o077 == 0
        assert (folder / "deep").stat().st_mode & 0o077 == 0
    with pytest.raises(StoriesError, match="cannot be opened"):
        Store(f"sqlite:///{folder}/deep/stories.sqlite/below.sqlite")


def test_a_server_that_is_there_and_says_nothing_is_left(
    emptied: str, postgres_server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Stopped, not ended: its limits of time do not run either. Then it goes on."""
    monkeypatch.setattr(servers, "CONNECT_SECONDS", 1)
    monkeypatch.setattr(servers, "STATEMENT_SECONDS", 0.5)
    with opened(emptied) as store:
        before = store.revision()  # its connection stays in the pool
        with postgres_server.frozen():
            with pytest.raises(StoriesDown):
                store.revision()
            with pytest.raises(StoriesDown, match="away"):  # at once: nobody waits twice
                store.revision()
        assert store.circuit.ask_now() and store.revision() == before


def test_a_dead_database_is_said_without_what_was_sent(folder: Path) -> None:
    with pytest.raises(StoriesDown):
        Store(f"postgresql+psycopg://kc@/none?host={folder}").prepare()
    path = folder / "stories.sqlite"
    with opened(f"sqlite:///{path}") as store:
        path.write_bytes(b"no database at all, and long enough to be read as one" * 9)
        with pytest.raises(StoriesDown) as caught:
            store.tell(sent(1, text="private words"), addresses=["a"], limit=MANY)
    assert "private words" not in str(caught.value)


# -- the command line ----------------------------------------------------------------------------


def test_the_command_line_moderates(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    url = f"sqlite:///{folder}/stories.sqlite"
    ask: Callable[..., int] = lambda *words: main(["stories", *words])  # noqa: E731
    assert ask("list") == 2 and "STORIES_DATABASE_URL" in capsys.readouterr().err
    monkeypatch.setenv("STORIES_DATABASE_URL", url)
    ends = date(2050, 1, 1)
    with opened(url) as store:
        for number in range(3):
            told = sent(number, text=f"=story {number}", ends_on=ends)
            store.tell(told, addresses=["a"], limit=MANY)
    assert ask("approve", "1", "--text", "=1+1") == ask("refuse", "2", "--reason", "twice") == 0
    capsys.readouterr()
    assert ask("list", "--state", "approved") == 0
    assert [(row["text"], row["told"]) for row in json.loads(capsys.readouterr().out)] == [
        ("=1+1", "=story 0")
    ]
    assert ask("export", "--use", "online", "--format", "csv") == 0
    assert "\n'=1+1," in capsys.readouterr().out.replace("\r", "")  # no formula
    assert ask("export", "--use", "aloud") == 0 and json.loads(capsys.readouterr().out) == []
    assert ask("withdraw", "1") == 0 and ask("withdraw", "1") == 2
    assert "no story 1" in capsys.readouterr().err
    assert ask("purge") == 0 and holds(folder, b"=1+1") == []
    capsys.readouterr()
    assert ask("log") == 0
    assert [row["action"] for row in json.loads(capsys.readouterr().out)][-1] == "withdrawn"


def test_the_command_line_makes_a_token(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["stories", "token"]) == 0
    said = capsys.readouterr().out
    token, kept = said.splitlines()[1].strip(), said.rpartition("STORIES_TOKEN_HASH=")[2].strip()
    assert is_token(token, kept) and token not in kept
