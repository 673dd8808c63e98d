"""Which page an address shows: its content, its metadata, its status."""

from __future__ import annotations

from functools import partial
from urllib.parse import urlencode

from dash import Dash, Input, Output, State, ctx
from dash.development.base_component import Component

from callbacks.server.watch.spoken import with_number
from callbacks.today import old_options
from data.address import Theme, clean_path, display_of, query_parameters
from data.atlas.places import place_named
from data.locale import LANGUAGES, texts
from data.locale.format import territory_of
from data.sentences.words import join
from data.services import Services
from data.settings import Settings
from layouts import ids, paths
from layouts.components.cite import words_to_cite
from layouts.components.place_search import place_search
from layouts.embed.oembed import has_leading
from layouts.frame import root, shell
from layouts.frame.broken import broken
from layouts.frame.document import PageMetadata, Preview
from layouts.frame.first_html import first_html
from layouts.pages import NOT_FOUND, PAGES
from layouts.previews.card import Card
from layouts.previews.cards import card_of, has_picture, picture_path
from layouts.previews.sheet import HEIGHT_PX, WIDTH_PX
from layouts.request import Link, Page, PageRequest

# What the browser says about requests that fail or last (assets/clientside/shared/network_say.js).
NETWORK_WORDS = (
    "waiting", "done", "offline", "unreachable", "strange", "busy", "line", "stopped", "broken",
    "slow", "outdated", "renewed", "scripts", "until", "next", "behind", "updating", "part",
    "retry", "reload",
)  # fmt: skip


def find_page(services: Services, pathname: str) -> Page:
    """The page at `pathname` (below the base path), or the not-found page."""
    return next((page for page in PAGES if page.matches(services, pathname)), NOT_FOUND)


def site_path(services: Services, pathname: str) -> str:
    """The path as the site writes it: `/Place/ZIP-64130.` is `/place/zip-64130`."""
    path = clean_path(pathname)
    if path.startswith(f"{paths.NUMBER}/"):
        return _number_path(services, path)
    head, _, last = path.rpartition("/")
    place = place_named(services.atlas, last) if head == paths.PLACE else None
    return path if place is None else f"{head}/{place}"


def _number_path(services: Services, path: str) -> str:
    """The path of a number; as it was written where there is none."""
    asked = services.numbers.reader.read(path.removeprefix(f"{paths.NUMBER}/"), {})
    known = asked.place and asked.measure
    return paths.of_number(asked.place, asked.measure) if known else path


def page_link(settings: Settings, lang: str, theme: Theme) -> Link:
    """Turns a path into an address that keeps base path, language and theme."""
    kept = {}
    if lang != settings.default_language:
        kept["lang"] = lang
    if theme is not Theme.LIGHT:
        kept["theme"] = theme.value

    def link(path: str) -> str:
        address, _, query = path.partition("?")
        extra = "&".join(part for part in (query, urlencode(kept)) if part)
        return settings.base_path.rstrip("/") + address + (f"?{extra}" if extra else "")

    return link


def page_request(services: Services, settings: Settings, pathname: str, query: str) -> PageRequest:
    """Everything a page needs to know about one visit."""
    pathname, parameters = site_path(services, pathname), query_parameters(query)
    lang, theme = display_of(parameters, default_lang=settings.default_language)
    return PageRequest(
        services=services,
        pathname=pathname,
        query=query,
        parameters=parameters,
        texts=texts(lang),
        theme=theme,
        default_lang=settings.default_language,
        link=page_link(settings, lang, theme),
        asset=lambda path: f"{settings.base_path}assets/{path}",
        pages=frozenset(page.key for page in PAGES),
        site=settings.public_url or settings.base_path.rstrip("/"),
        old_options=old_options(),
    )


def describe_page(
    services: Services, settings: Settings, pathname: str, query: str
) -> PageMetadata:
    """Title, description, language and status of the document at an address."""
    request = page_request(services, settings, pathname, query)
    page = find_page(services, request.pathname)
    canonical = page.canonical(request)
    joint = "&" if "?" in canonical else "?"
    t = request.texts.t
    name, card = t("shell.product"), card_of(request, page)
    is_shared = has_picture(request, page)
    title = card.title or ("" if page.path == "/" else t(f"pages.{page.key}.title"))
    return PageMetadata(
        title=f"{title} · {name}" if title else name,
        description=card.description,
        lang=request.texts.lang,
        noscript=t("shell.noscript"),
        theme=request.theme.value,
        content=partial(_content, request, page),
        canonical=canonical,
        alternates={lang: f"{canonical}{joint}lang={lang}" for lang in LANGUAGES},
        status=404 if page is NOT_FOUND else page.status(request),
        folders=page.folders,
        network={key: t(f"network.{key}", n="{n}") for key in NETWORK_WORDS},
        no_address=t("common.no_address"),
        citing=words_to_cite(request),
        site_name=name,
        view=card.path if is_shared else "",
        has_chart=is_shared and has_leading(page.key, request.parameters),
        locale=territory_of(request.texts.lang),
        preview=_preview(card) if is_shared else None,
    )


def _preview(card: Card) -> Preview:
    return Preview(
        path=picture_path(card),
        width_px=WIDTH_PX,
        height_px=HEIGHT_PX,
        alt=join(f"{card.about}.", card.description),
    )


def describe_form(request: PageRequest, page: Page, *, title: str, status: int) -> PageMetadata:
    """The document of a page without scripts and without a search: what a form is answered with."""
    name = request.texts.t("shell.product")
    drawn = shell.frame(request=request, page=page, pages=PAGES, content=page.build(request))
    content = first_html(root.build(drawn))
    return PageMetadata(
        title=f"{title} · {name}",
        description=title,
        lang=request.texts.lang,
        noscript="",
        theme=request.theme.value,
        content=lambda: content,
        status=status,
        lives=False,
    )


def describe_failure(settings: Settings, query: str, status: int) -> PageMetadata:
    """What stands in the place of a page that could not be made: words, and two ways on."""
    lang, theme = display_of(query_parameters(query), default_lang=settings.default_language)
    words, link = texts(lang), page_link(settings, lang, theme)
    t = words.t
    return PageMetadata(
        title=f"{t('shell.broken.title')} · {t('shell.product')}",
        description=t("shell.broken.said"),
        lang=lang,
        noscript="",
        theme=theme.value,
        content=lambda: first_html(broken(words, with_number(t("shell.broken.said"), words), link)),
        status=status,
        lives=False,
    )


def relative_path(settings: Settings, pathname: str | None) -> str:
    """The path below the base path, with its leading slash."""
    path = pathname or "/"
    base = settings.base_path.rstrip("/")
    return path[len(base) :] or "/" if base and path.startswith(base) else path


def show_page(
    services: Services, settings: Settings, pathname: str | None, query: str | None
) -> Component:
    """The whole page at an address: header, content, footer."""
    request = page_request(services, settings, relative_path(settings, pathname), query or "")
    return _drawn(request, find_page(services, request.pathname))


def _content(request: PageRequest, page: Page) -> str:
    """The page as the document carries it."""
    return first_html(root.build(_drawn(request, page)))


def _drawn(request: PageRequest, page: Page) -> Component:
    return shell.frame(
        request=request,
        page=page,
        pages=PAGES,
        content=page.build(request),
        search=place_search(request=request, id=ids.PLACE_SEARCH),
    )


def triggered() -> frozenset[str]:
    """Ids of all that a callback is called for: Dash tells of several changes at once.

    The address is among them when a page has just come, whatever else was done on it meanwhile.
    Only a callback of several inputs may ask: what is kept of others is not told apart by it, nor
    by names that are none of its inputs (server/keys.py).
    """
    names = (str(one["prop_id"]) for one in ctx.triggered)
    return frozenset(name.rpartition(".")[0] for name in names if name in ctx.inputs or name == ".")


def register(app: Dash, services: Services, settings: Settings) -> None:
    """Draw the page when the address's path changes; its own callbacks follow the query."""

    @app.callback(
        Output(ids.SHELL, "children"),
        Input(ids.LOCATION, "pathname"),
        State(ids.LOCATION, "search"),
    )
    def _show(pathname: str | None, query: str | None) -> Component:
        return show_page(services, settings, pathname, query)
