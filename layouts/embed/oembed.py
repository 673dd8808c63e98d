"""What a site is told that asks how to show one of our addresses (oembed.com, version 1.0)."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit
from xml.etree import ElementTree

from layouts import ids
from layouts.charts.offered import COMPARED
from layouts.embed.asked import Wanted
from layouts.embed.frame_code import Size, code

# The chart that stands for a page, by the page's key.
LEADING: Mapping[str, str] = {
    "explore": ids.MAP,
    "gaps": ids.GAP_PATTERNS,
    "place": ids.SPINE,
    "compare": COMPARED,
}
# Numbers change with a new extract alone.
KEPT_SECONDS = 3600
Answer = Mapping[str, str | int]


def has_leading(page: str, parameters: Mapping[str, str]) -> bool:
    """Whether a chart stands for a view of a page: Compare has none before places are chosen."""
    return page in LEADING and (page != "compare" or "places" in parameters)


def below_site(url: str, sites: tuple[str, ...]) -> tuple[str, str] | None:
    """Path and query of a whole address below one of `sites`, which have no slash at their end.

    http and https are the same site here: a proxy may speak either. None for another site's.
    """
    try:
        asked = urlsplit(url.strip())
        own = [urlsplit(site) for site in sites]
        wanted = asked.hostname, asked.port
        bases = [site.path for site in own if (site.hostname, site.port) == wanted]
    except ValueError:  # a port that is none, brackets that do not close
        return None
    if asked.scheme not in ("http", "https"):
        return None
    path = asked.path or "/"
    for base in bases:
        if path == base or path.startswith(f"{base}/"):
            return path[len(base) :] or "/", asked.query
    return None


def answer(wanted: Wanted, size: Size, *, site: str, where: str) -> Answer:
    """The frame of a chart as code, and what goes with it. `where` says in words which sites may
    show it; assets/clientside/shared/embed.js tells whoever copies the code.
    """
    address = site + wanted.address
    return {
        "version": "1.0",
        "type": "rich",
        "title": wanted.title,
        "provider_name": wanted.spoken.t("shell.product"),
        "provider_url": f"{site}/",
        "cache_age": KEPT_SECONDS,
        "html": code(
            address=address,
            title=wanted.title,
            width=str(size.width_px),
            height_px=size.height_px,
        ),
        "width": size.width_px,
        "height": size.height_px,
        "where": where,
    }


def link(wanted: Wanted, *, site: str, where: str) -> Answer:
    """The same without a frame, where no page may show one."""
    kept = ("version", "title", "provider_name", "provider_url", "cache_age", "where")
    told = answer(wanted, Size(0, 0), site=site, where=where)
    return {"type": "link", **{name: told[name] for name in kept}}


def as_xml(told: Answer) -> bytes:
    """The answer as a document of XML."""
    root = ElementTree.Element("oembed")
    for name, value in told.items():
        ElementTree.SubElement(root, name).text = str(value)
    written: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return written
