"""A real Chromium against gunicorn. Any console error or request elsewhere fails the test."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.serving import BROWSER_FLAGS, PATIENCE_MS, Watch, awake, chromium_path
from tests.browser.sharing_a_server import shared_by_all


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder drives a browser."""
    for item in items:
        if "/tests/browser/" in item.path.as_posix():
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The Chromium on PATH, quiet on the network."""
    return {
        **browser_type_launch_args,
        "executable_path": chromium_path(),
        "args": BROWSER_FLAGS,
    }


@pytest.fixture(scope="session")
def server_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The dashboard on the shipped data; no slash at the end. All processes of a run share it, so
    that each page is made once.
    """
    folder = tmp_path_factory.getbasetemp()
    in_parts = "PYTEST_XDIST_WORKER" in os.environ
    with shared_by_all(folder.parent if in_parts else folder) as url:
        yield url


@pytest.fixture(scope="session")
def base_url(server_url: str) -> str:
    """Lets tests write `page.goto("/")`."""
    return server_url


@pytest.fixture
def watched_url(server_url: str) -> str:
    """The server that a test may talk to; a test with a server of its own overrides it."""
    return server_url


@pytest.fixture
def watch(watched_url: str, context: BrowserContext) -> Iterator[Watch]:
    """Listens to the browser; what it heard is judged after the test."""
    parts = urlsplit(watched_url)
    heard = Watch(origin=f"{parts.scheme}://{parts.netloc}")
    heard.attach(context)
    yield heard
    assert heard.verdict() == []


@pytest.fixture
def page(watch: Watch, page: Page) -> Page:
    """A page that is being watched, and lives wherever a test goes with it (`arrive` for the first
    page as it comes). A slow machine only makes a failing test fail later.
    """
    page.set_default_timeout(PATIENCE_MS)
    expect.set_options(timeout=PATIENCE_MS)
    for name in ("goto", "reload", "go_back"):
        setattr(page, name, awake(page, name))
    return page
