"""The HTML document around the app: title, description, language, icons and links for machines."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from html import escape
from types import MappingProxyType
from typing import Protocol

from data.cities.city import city
from layouts import bundles
from layouts.bundles import Bundle
from layouts.embed.document import discovery


@dataclass(frozen=True)
class Preview:
    """The picture of a page's link: its path below the root of the site, size in px, and words."""

    path: str
    width_px: int
    height_px: int
    alt: str


@dataclass(frozen=True)
class PageMetadata:
    """What the document says about one page, in the language of that page, and the page itself.

    `content` makes the page as HTML (layouts/frame/first_html.py); it may raise. `noscript` says
    what needs scripts, and a page that never `lives` has none. `network` are the words about
    requests that fail, as assets/clientside/shared/network_say.js reads them. `folders` are those
    of the browser code that the page needs beside what every page does.

    `canonical` is the address of the page from the root of the site on. `alternates` are its
    addresses by language. Both are links only where the site's public address is known. `status` is
    the HTTP status (404 for an unknown page). `no_address` stands for the page's address on paper
    where others cannot open it; `citing` are the words of assets/clientside/shared/cite.js.

    Where its link is shared: `site_name`, `view` (the address of this very view, as `canonical`),
    `locale` (`es_US`) and `preview`, both addresses only where the site's public one is known.
    With `has_chart` another site may ask for a frame of the one that leads it (layouts/embed).
    """

    title: str
    description: str
    lang: str
    noscript: str
    theme: str = "light"
    content: Callable[[], str] = field(default=lambda: "", compare=False)
    canonical: str = ""
    alternates: Mapping[str, str] = field(
        default_factory=lambda: MappingProxyType({}), compare=False
    )
    status: int = 200
    folders: tuple[str, ...] = ()
    network: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}), compare=False)
    no_address: str = ""
    citing: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}), compare=False)
    lives: bool = True
    site_name: str = ""
    view: str = ""
    has_chart: bool = False
    locale: str = ""
    preview: Preview | None = None


class DescribesPages(Protocol):
    """How the server asks for the metadata of a page."""

    def __call__(self, pathname: str, query: str) -> PageMetadata:
        """The page at `pathname` (below the base path, with its slash) and `query` (without the
        question mark). An unknown page has status 404.
        """
        ...


class DescribesFailures(Protocol):
    """How the server asks for what stands in the place of a page that could not be made."""

    def __call__(self, query: str, status: int) -> PageMetadata:
        """A page of words alone, in the language that `query` asks for. Never raises."""
        ...


@dataclass(frozen=True)
class DocumentParts:
    """The pieces that Dash makes: `metas` and `inline` scripts are ready HTML.

    `config` is what its renderer reads, `scripts` are the addresses of its own scripts, in the
    order in which they must run. `plotly` is that of the slim chart library, which comes when a
    chart is touched; empty where Dash's own serves.
    """

    metas: str
    config: Bundle
    scripts: tuple[str, ...]
    inline: str
    plotly: str = ""


@dataclass(frozen=True)
class Site:
    """Where the site stands. `assets_url` and `base_path` end with a slash, `public_url` has none.

    `public_url` is empty where the operator gave none; `is_public` is False where only this machine
    or its network can open the site. `version` is what requests of the page repeat
    (callbacks/server/version.py).
    """

    assets_url: str
    base_path: str = "/"
    public_url: str = ""
    is_public: bool = False
    version: str = ""


def render(page: PageMetadata, parts: DocumentParts, site: Site) -> str:
    """The whole document."""
    assets_url = site.assets_url
    title, description = escape(page.title), escape(page.description)
    return f"""<!DOCTYPE html>
<html lang="{escape(page.lang)}" data-theme="{escape(page.theme)}" \
data-storage="{city().storage_prefix}" data-version="{site.version}">
<head>
{parts.metas}
<title>{title}</title>
<meta name="description" content="{description}">
<meta name="color-scheme" content="light dark">
{_shared(page, site.public_url)}
{_site(page, site)}
{_links(page, site.public_url)}<link rel="icon" href="{assets_url}icons/favicon.ico" sizes="32x32">
<link rel="icon" href="{assets_url}icons/icon.svg" type="image/svg+xml">
<link rel="apple-touch-icon" href="{assets_url}icons/apple-touch-icon.png">
<link rel="stylesheet" href="{site.base_path}{bundles.address_of(bundles.STYLES)}">
{_code(page, site)}</head>
<body>
{_noscript(page)}
<div id="network" class="network" role="status" data-words="{_json(page.network)}"></div>
<div id="react-entry-point" hidden></div>
<div id="first">{page.content()}</div>
{parts.inline}
{_start(page, parts, site)}
</body>
</html>
"""


def _shared(page: PageMetadata, public_url: str) -> str:
    """What stands where the link is shared; whole addresses only where the site's own is known."""
    told = {
        "og:type": "website",
        "og:site_name": page.site_name,
        "og:title": page.title,
        "og:description": page.description,
        "og:locale": page.locale,
    }
    card = "summary"
    if public_url and page.view:
        told["og:url"] = public_url + page.view
    if public_url and page.preview is not None:
        card = "summary_large_image"
        told |= {
            "og:image": public_url + page.preview.path,
            "og:image:type": "image/png",
            "og:image:width": str(page.preview.width_px),
            "og:image:height": str(page.preview.height_px),
            "og:image:alt": page.preview.alt,
        }
    lines = [
        f'<meta property="{name}" content="{escape(words)}">'
        for name, words in told.items()
        if words
    ]
    return "\n".join([*lines, f'<meta name="twitter:card" content="{card}">'])


def _noscript(page: PageMetadata) -> str:
    words = f'<p class="noscript">{escape(page.noscript)}</p>'
    return f"<noscript>{words}</noscript>" if page.noscript else ""


def _code(page: PageMetadata, site: Site) -> str:
    address = f"{site.base_path}{bundles.address_of(bundles.SCRIPTS)}"
    return f'<script src="{address}" defer></script>\n' if page.lives else ""


def _start(page: PageMetadata, parts: DocumentParts, site: Site) -> str:
    """What assets/clientside/start loads when the page is touched, or the browser has time.

    All bundles of pages are named: a visitor who goes back may come to another page.
    """
    if not page.lives:
        return ""
    told = {
        "config": f"{site.base_path}{bundles.ADDRESS}{parts.config.name}",
        "scripts": parts.scripts,
        "plotly": parts.plotly,
        "folders": (*bundles.WOKEN, *page.folders),
        "bundles": {
            folder: site.base_path + bundles.address_of(f"{folder}.js")
            for folder in bundles.page_folders()
        },
    }
    # A `<` inside a script could end it.
    text = json.dumps(told, separators=(",", ":")).replace("<", "\\u003c")
    return f'<script id="start" type="application/json">{text}</script>'


def _site(page: PageMetadata, site: Site) -> str:
    """What assets/clientside/paper/address.js makes the address on paper from, and what is cited
    with it.
    """
    words = {
        "address": site.public_url,
        "base": site.base_path,
        "none": page.no_address,
        **page.citing,
    }
    told = [f'data-{key}="{escape(value)}"' for key, value in words.items()]
    return f'<meta name="site" {" ".join(told)}{" data-open=yes" if site.is_public else ""}>'


def _json(words: Mapping[str, str]) -> str:
    return escape(json.dumps(dict(words), ensure_ascii=False))


def _links(page: PageMetadata, public_url: str) -> str:
    """Links for search engines, which must be whole addresses."""
    if not public_url or not page.canonical:
        return ""
    lines = [f'<link rel="canonical" href="{escape(public_url + page.canonical)}">']
    lines += [
        f'<link rel="alternate" hreflang="{escape(lang)}" href="{escape(public_url + address)}">'
        for lang, address in page.alternates.items()
    ]
    framed = discovery(public_url, page.view, page.title) if page.has_chart and page.view else ""
    return "".join(line + "\n" for line in lines) + framed
