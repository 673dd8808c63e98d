"""Pages of words alone, in every language at once: what stands where the site itself cannot answer.

They load nothing. A proxy in front sends them too, from files:
`python -m layouts.frame.plain deploy/nginx/pages` writes them.
"""

from __future__ import annotations

import sys
from html import escape
from pathlib import Path
from typing import Literal

from data.locale import LANGUAGES, Texts, texts

Kind = Literal["elsewhere", "busy", "large", "unread", "down"]
# By the name of the file, what a proxy says by itself.
FILES: dict[str, Kind] = {
    "400.html": "unread", "413.html": "large", "421.html": "elsewhere", "429.html": "busy",
    "503.html": "down",
}  # fmt: skip
# Attributes: the policy of the site takes no style element but those that it names.
_BODY = (
    "font:1.1rem/1.5 system-ui,sans-serif;max-width:36rem;margin:12vh auto;padding:0 1.25rem;"
    "overflow-wrap:break-word"
)
_HEADING = "font-size:1.5rem;line-height:1.25;margin-top:3rem"


def plain_page(kind: Kind, *, address: str = "") -> str:
    """One HTML document. `address` is where the site is, for `elsewhere`; empty where unknown."""
    spoken = [texts(lang) for lang in LANGUAGES]
    said = "\n".join(_section(kind, one, address) for one in spoken)
    title = " · ".join(one.t(f"plain.{kind}.title") for one in spoken)
    return f"""<!DOCTYPE html>
<html lang="{LANGUAGES[0]}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta name="color-scheme" content="light dark">
<title>{escape(title)}</title>
</head>
<body style="{_BODY}">
<main>
{said}
</main>
</body>
</html>
"""


def _section(kind: Kind, spoken: Texts, address: str) -> str:
    way_on = ""
    if kind == "elsewhere" and address:
        link = f'<a href="{escape(address)}/">{escape(address)}</a>'
        way_on = f"<p>{escape(spoken.t('plain.elsewhere.go')).format(address=link)}</p>\n"
    level = "h1" if spoken.lang == LANGUAGES[0] else "h2"
    return f"""<section lang="{spoken.lang}">
<{level} style="{_HEADING}">{escape(spoken.t(f"plain.{kind}.title"))}</{level}>
<p>{escape(spoken.t(f"plain.{kind}.said"))}</p>
{way_on}</section>"""


def main(folder: Path) -> None:
    """Write the pages of a proxy into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, kind in FILES.items():
        (folder / name).write_text(plain_page(kind), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
