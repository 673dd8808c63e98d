"""The document of one chart alone: as little as a frame needs."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from urllib.parse import urlencode

from data.address import Theme
from layouts import bundles, paths
from layouts.embed.page import Host

_FORMS = {"json": "application/json+oembed", "xml": "text/xml+oembed"}


@dataclass(frozen=True, slots=True)
class Framed:
    """What the document of a chart says: `content` is its HTML.

    `address` is that of the chart below the base path; empty where there is no chart, and so
    nothing that another site could ask for.
    """

    title: str
    lang: str
    theme: Theme
    content: str
    address: str = ""


def document(framed: Framed, at: Host) -> str:
    """The whole document, which asks for one sheet of styles and for nothing else.

    Machines that list pages are told to leave it out: its page says the same with more around it.
    """
    styles = f"{at.base}/{bundles.address_of(bundles.EMBED_STYLES)}"
    return f"""<!DOCTYPE html>
<html lang="{escape(framed.lang)}" data-theme="{framed.theme.value}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(framed.title)}</title>
<meta name="robots" content="noindex">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="{at.base}/assets/icons/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="{styles}">
{discovery(at.site, framed.address, framed.title) if framed.address else ""}</head>
<body>
{framed.content}
</body>
</html>
"""


def discovery(site: str, address: str, title: str) -> str:
    """Where a site that wants to show `address` asks for the code of its frame (oembed.com)."""
    lines = []
    for form, kind in _FORMS.items():
        asked = urlencode({"url": site + address, "format": form})
        href = escape(f"{site}{paths.OEMBED}?{asked}")
        lines.append(f'<link rel="alternate" type="{kind}" href="{href}" title="{escape(title)}">')
    return "".join(line + "\n" for line in lines)
