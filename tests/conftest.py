"""Fixtures of every kind of test. All are built by code."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

import pytest
import sqlalchemy as sa
from dash import ALL, Dash, Input, Output, State, dcc, html, set_props
from flask.testing import FlaskClient

from data.services import Services
from data.settings import Settings
from layouts.frame.document import PageMetadata
from tests import postgres, shared

AppMaker = Callable[..., Dash]

# A minute of work beside each server that a test starts; what needs it says so.
_WARM = "WARM_STORE"
os.environ[_WARM] = "off"
_OF_THE_MACHINE = [name.upper() for name in Settings.model_fields if name.upper() != _WARM]

# What a process has made for its tests it keeps: looking through all of that for garbage as often
# as Python does by itself is a tenth of their time.
gc.set_threshold(10_000, 20, 50)

# Engines are shared by many tests and have no owner that could close them; since Python 3.13 an
# SQLite connection that is dropped unclosed is a warning, and here a warning is an error.
_opened: list[sa.engine.interfaces.DBAPIConnection] = []


@sa.event.listens_for(sa.Pool, "connect")
def _remember(connection: sa.engine.interfaces.DBAPIConnection, _record: object) -> None:
    _opened.append(connection)


def pytest_configure() -> None:
    """No setting of the machine reaches a test, not even one that is read while they are collected.

    Not where this module is imported: servers of tests do that too, and have settings of their own.
    """
    for name in _OF_THE_MACHINE:
        os.environ.pop(name, None)


def pytest_unconfigure() -> None:
    """Close what is still open."""
    for connection in _opened:
        connection.close()


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[postgres.Server]:
    """A real PostgreSQL; where none is installed its tests are skipped and say so."""
    with postgres.running() as server:
        yield server


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """No setting of another test reaches a test, nor what another one read of gunicorn's."""
    gc.enable()
    for name in _OF_THE_MACHINE:
        monkeypatch.delenv(name, raising=False)


def describe_small_page(pathname: str, query: str) -> PageMetadata:
    """Metadata of the small app: one page, in Spanish where the query says so."""
    lang = "es" if "lang=es" in query else "en"
    return PageMetadata(
        title=f"Small <{lang}>",
        description='Says "hello"',
        lang=lang,
        noscript="Needs JavaScript",
        canonical=pathname,
        alternates={"es": f"{pathname}?lang=es"},
        status=200 if pathname == "/" else 404,
    )


def describe_small_failure(query: str, status: int) -> PageMetadata:
    """What stands where a page of the small app failed."""
    page = describe_small_page("/", query)
    return replace(page, title="Failed", status=status, lives=False)


def small_layout() -> html.Div:
    """A text that follows an input, a list that follows a pattern, and a place for notices."""
    return html.Div(
        [
            dcc.Input(id="word", value="a"),
            dcc.Store(id="times", data=1),
            html.P(id="echo"),
            html.P(id="length"),
            html.P(id="sum"),
            html.P(id="notice"),
            *(html.Button("+", id={"type": "item", "index": index}) for index in range(3)),
            dcc.Input(id="quick", value=""),
        ]
    )


def register_small_callbacks(app: Dash, calls: list[object]) -> None:
    """Callbacks that note each call in `calls`, so that a test sees what a cache saved."""

    @app.callback(
        Output("echo", "children"),
        Output("length", "children"),
        Input("word", "value"),
        State("times", "data"),
    )
    def _echo(word: str, times: int) -> tuple[str, int]:
        calls.append(word)
        return word * times, len(word)

    @app.callback(Output("sum", "children"), Input({"type": "item", "index": ALL}, "n_clicks"))
    def _sum(clicks: list[int | None]) -> int:
        return sum(click or 0 for click in clicks)

    app.clientside_callback(
        "function (value) { return value; }", Output("quick", "title"), Input("quick", "value")
    )


@pytest.fixture
def calls() -> list[object]:
    """What the small app's callback was called with."""
    return []


@pytest.fixture
def make_small_app(calls: list[object]) -> AppMaker:
    """Builds a small app with the whole server of the real one around it."""
    return small_apps(calls)


def small_apps(calls: list[object]) -> AppMaker:
    """The same where a fixture cannot be asked: it lives longer than a test."""

    def make(
        *,
        health: Callable[[], Mapping[str, str]] = lambda: {"data_version": "v1"},
        parts: Mapping[str, Callable[[], Mapping[str, str]]] | None = None,
        **settings: str,
    ) -> Dash:
        from callbacks.server import application  # unit tests of other parts need no server

        chosen = Settings(**settings)  # type: ignore[arg-type]
        app = application.build(
            chosen,
            describe=describe_small_page,
            describe_failure=describe_small_failure,
            notify=lambda: set_props("notice", {"children": "It did not work"}),
        )
        app.layout = small_layout()
        register_small_callbacks(app, calls)
        application.finish(app, chosen, health=health, parts=parts)
        return app

    return make


@pytest.fixture
def client(make_small_app: AppMaker) -> FlaskClient:
    """A client of the small app."""
    test_client: FlaskClient = make_small_app().server.test_client()
    return test_client


@pytest.fixture(scope="session")
def real_app() -> Dash:
    """The whole dashboard on the shipped extract."""
    return shared.app()


@pytest.fixture(scope="session")
def services() -> Services:
    """The services of the shipped extract."""
    return shared.services()


@pytest.fixture
def real_client(real_app: Dash) -> FlaskClient:
    """A client of the whole dashboard."""
    test_client: FlaskClient = real_app.server.test_client()
    return test_client
