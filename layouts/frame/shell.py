"""What every page stands in: skip link, header, main landmark, footer, announcements."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from dash import html
from dash.development.base_component import Component

from data.address import Theme
from data.locale import LANGUAGES
from layouts import ids, paths
from layouts.components.attributes import aria, data
from layouts.components.controls import Children
from layouts.components.terms import used_in, words_of_page
from layouts.request import Page, PageRequest

REPOSITORY_PAGES = ("data", "api", "methods")


def _switch_link(
    request: PageRequest,
    *,
    id: str,
    key: str,
    value: str,
    default: str,
    label: Children,
    name: str,
    lang: str | None,
) -> Component:
    """A link that changes one word of the address and keeps the rest, as it was when the page came;
    clientside/shared/page.js keeps it as it is now.
    """
    kept = {name: word for name, word in request.parameters.items() if name != key}
    changed = kept if value == default else kept | {key: value}
    extra: dict[str, Any] = {"lang": lang, "hrefLang": lang} if lang else {}
    return html.A(
        label,
        id=id,
        href=f"?{urlencode(changed, safe=',')}",
        className="shell__switch",
        title=name,
        **aria(label=name),
        **data(set_param=key, set_value=value, default_value=default),
        **extra,
    )


def _language_switch(request: PageRequest) -> Component:
    other = next(lang for lang in LANGUAGES if lang != request.texts.lang)
    return _switch_link(
        request,
        id=ids.LANGUAGE_TOGGLE,
        key="lang",
        value=other,
        default=request.default_lang,
        label=other.upper(),
        name=request.texts.t("shell.other_language"),
        lang=other,
    )


def _theme_switch(request: PageRequest) -> Component:
    other = Theme.LIGHT if request.theme is Theme.DARK else Theme.DARK
    name = request.texts.t(f"shell.theme_{other.value}")
    return _switch_link(
        request,
        id=ids.THEME_TOGGLE,
        key="theme",
        value=other.value,
        default=Theme.LIGHT.value,
        label=[
            html.Span("◐", className="shell__switch-icon", **aria(hidden="true")),
            # in the menu of a phone there is room for its words
            html.Span(name, className="shell__switch-words"),
        ],
        name=name,
        lang=None,
    )


def _menu(request: PageRequest) -> Component:
    """What unfolds the pages on a phone: CSS shows what follows while this is open.

    It holds nothing itself, so on a wide screen the same links stand in the line.
    """
    name = request.texts.t("shell.menu")
    bars = html.Span("☰", **aria(hidden="true"))
    return html.Details(
        html.Summary(bars, className="shell__menu-toggle", title=name, **aria(label=name)),
        className="shell__menu",
    )


def _link(request: PageRequest, page: Page, entry: Page) -> Component:
    here = aria(current="page") if entry.key == page.key else {}
    return html.Li(
        html.A(
            request.texts.t(f"pages.{entry.key}.nav"),
            href=request.link(entry.path),
            className="shell__link",
            **here,
        )
    )


def _group(request: PageRequest, page: Page, menu: str, entries: Sequence[Page]) -> Component:
    """A menu of the line: native, so that it unfolds without scripts; fold.js gives it manners.

    In the menu of a phone CSS shows what it holds and leaves its word out.
    """
    here = aria(current="true") if page.menu == menu else {}
    links = html.Ul([_link(request, page, entry) for entry in entries])
    word = request.texts.t(f"shell.menus.{menu}")
    return html.Li(
        html.Details(
            [
                html.Summary(word, className="fold__toggle shell__link shell__word", **here),
                html.Div(links, className="fold__panel"),
            ],
            className="fold fold--menu shell__group",
        )
    )


def _navigation(request: PageRequest, page: Page, pages: Sequence[Page]) -> Component:
    """The words of the line, then the menus, each in the order of the pages."""
    shown = sorted((entry for entry in pages if entry.in_navigation), key=lambda p: bool(p.menu))
    items: list[Component] = []
    for menu, found in groupby(shown, key=lambda entry: entry.menu):
        entries = list(found)
        if menu:
            items.append(_group(request, page, menu, entries))
        else:
            items += [_link(request, page, entry) for entry in entries]
    return html.Nav(
        html.Ul(items, className="shell__words"),
        className="shell__nav",
        **aria(label=request.texts.t("shell.nav")),
    )


def _home(pages: Sequence[Page]) -> str:
    """Where the site's name leads: to why it exists, once that is told."""
    told = any(page.path == paths.STORY for page in pages)
    return paths.STORY if told else paths.EXPLORE


def _header(
    request: PageRequest, page: Page, pages: Sequence[Page], search: Component | None
) -> Component:
    t = request.texts.t
    return html.Header(
        [
            _menu(request),
            html.A(
                t("shell.product_short"),
                href=request.link(_home(pages)),
                className="shell__product",
            ),
            _navigation(request, page, pages),
            html.Div(search, className="shell__search", role="search")
            if search is not None
            else None,
            _language_switch(request),
            _theme_switch(request),
        ],
        className="shell__header",
    )


def _footer(request: PageRequest, page: Page, pages: Sequence[Page]) -> Component:
    t = request.texts.t
    private = "shell.footer.sending" if page.sends else "shell.footer.privacy"
    existing = {page.key: page for page in pages}
    links = [
        html.Li(html.A(t(f"pages.{key}.nav"), href=request.link(existing[key].path)))
        for key in REPOSITORY_PAGES
        if key in existing
    ]
    return html.Footer(
        [
            html.P(t("shell.footer.about"), className="shell__about"),
            html.P(t("shell.footer.licences")),
            html.P(t(private)),
            html.Ul(links, className="shell__footer-links") if links else None,
            # Filled by the browser code, shown in print only: where this sheet comes from.
            html.P(className="shell__address", **data(print_address="true")),
        ],
        className="shell__footer",
    )


def frame(
    *,
    request: PageRequest,
    page: Page,
    pages: Sequence[Page],
    content: Children,
    search: Component | None = None,
) -> Component:
    """The whole page for one visit. `search` is the header's place search.

    The navigation shows only `pages` that exist; the current one carries `aria-current`.
    """
    t = request.texts.t
    return html.Div(
        [
            html.A(t("shell.skip_link"), href=f"#{ids.MAIN}", className="skip-link"),
            _header(request, page, pages, search),
            html.Main(content, id=ids.MAIN, tabIndex=-1, className=f"main main--{page.key}"),
            words_of_page(request.texts, request.link, (*used_in(content), *page.terms)),
            _footer(request, page, pages),
            html.Div(
                id=ids.LIVE,
                className="visually-hidden",
                role="status",
                **aria(live="polite"),
            ),
        ],
        className="app",
        lang=request.texts.lang,
        # assets/clientside/start has them there before the page is drawn
        **data(theme=request.theme.value, folders=" ".join(page.folders)),
    )
