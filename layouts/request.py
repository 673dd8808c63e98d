"""What a page is built from, and how a page describes itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from data.address import Theme
from data.locale import Texts
from data.services import Services

Link = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class PageRequest:
    """One visit: the address below the base path, its query, language, theme and services.

    `link` turns a path of the site (`/methods`) into an address with base path, language and
    theme; `asset` does it for a file under assets/. `pages` are the keys of the pages that exist,
    so that one page links to another only where it is there. `site` is where the site stands for
    others: its public address, or the path of its root where nobody said one. `old_options` are the
    addresses of options that are old on the day of the visit, all that a page may know of that day.
    """

    services: Services
    pathname: str
    query: str
    parameters: Mapping[str, str]
    texts: Texts
    theme: Theme
    default_lang: str
    link: Link
    asset: Link
    pages: frozenset[str] = frozenset()
    site: str = ""
    old_options: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the site. `key` is its text prefix: `pages.<key>.title`, `.nav`, `.description`.

    `find` says what an address below `path` shows: None where there is no such thing (404).
    `status` is the HTTP status of one that is there but cannot be shown as asked.
    `canonical` is the one address of what is shown, where a part of the query belongs to it.
    `describe` gives title and description of one such address, where the texts of the page are not
    enough; `examples` are addresses of this kind that always exist and together show all of its
    parts, the page as it opens first. Tests walk them for what must be true of every page. `menu`
    is the menu of the navigation that holds it (text: `shell.menus.<menu>`); without one it stands
    in the line. `folders`
    are those of assets/clientside that it needs beside what every page does. `terms` are words that
    its callbacks may bring and that need explaining (layouts/components/terms.py). One that `sends`
    has a form whose words go to the server: its footer says so.
    """

    key: str
    path: str
    build: Callable[[PageRequest], Any]
    in_navigation: bool = True
    menu: str = ""
    find: Callable[[Services, str], object | None] | None = None
    describe: Callable[[PageRequest], tuple[str, str]] | None = None
    status: Callable[[PageRequest], int] = lambda request: 200
    canonical: Callable[[PageRequest], str] = lambda request: request.pathname
    examples: tuple[str, ...] = ()
    folders: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()
    sends: bool = False

    def matches(self, services: Services, pathname: str) -> bool:
        """True if this page answers `pathname`."""
        clean = pathname.rstrip("/") or "/"
        if self.find is None:
            return clean == self.path
        return clean.startswith(self.path + "/") and (
            self.find(services, clean[len(self.path) + 1 :]) is not None
        )
