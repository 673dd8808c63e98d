"""Our own styles and browser code, each in one file: what a page asks for beside its document.

`assets/css` is one sheet; `assets/css/embed` with a few of its parts is that of a chart alone.
`assets/clientside` has a folder for what every page needs and one a page; a page names the folders
that it needs beside those of every page (`Page.scripts`). A bundle has its hash in its name, so
that a browser asks for it once.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from pathlib import Path

ASSETS_FOLDER = Path(__file__).parents[1] / "assets"
# Below the base path; callbacks/server/bundled.py answers there.
ADDRESS = "bundles/"

# What every page has, in this order: none needs another one while it loads.
EVERY_PAGE = ("start", "shared", "paper")
# What every page has once it is touched; the search for places alone where that is touched.
WOKEN = ("search",)
STYLES, SCRIPTS = "page.css", "page.js"
# A chart alone (layouts/embed) has a sheet of its own: what a chart needs of the page's, and the
# little that stands around it.
EMBED_STYLES = "chart.css"
_OF_A_CHART = ("tokens", "palette", "components", "drawn", "map", "map_base", "forced_colors")

# Those that have their lines for themselves: what stands behind code could be part of a text.
_COMMENTS = re.compile(rb"^[ \t]*/\*(?:(?!\*/).)*\*/[ \t]*\n", re.MULTILINE | re.DOTALL)
_CODE = ASSETS_FOLDER / "clientside"


@dataclass(frozen=True, slots=True)
class Bundle:
    """`content` as it is sent, `name` with its hash in it (`page.0123456789ab.css`)."""

    name: str
    content: bytes
    mimetype: str


@cache
def all_bundles() -> dict[str, Bundle]:
    """Every bundle by its plain name, such as `page.css`, `page.js` or `explore.js`.

    Read once a process: files that change while it runs are new at its next start.
    """
    sheets = ASSETS_FOLDER / "css"
    alone = [sheets / f"{name}.css" for name in _OF_A_CHART]
    alone += sorted((sheets / "embed").glob("*.css"))
    styles = {STYLES: sorted(sheets.glob("*.css")), EMBED_STYLES: alone}
    found = {name: made_bundle(name, _joined(files), "text/css") for name, files in styles.items()}
    code = {SCRIPTS: [file for folder in EVERY_PAGE for file in _scripts_of(folder)]}
    code |= {f"{folder}.js": _scripts_of(folder) for folder in page_folders()}
    found |= {
        name: made_bundle(name, _joined(files), "text/javascript") for name, files in code.items()
    }
    return found


@cache
def by_address() -> dict[str, Bundle]:
    """Every bundle by the name that it is asked for with."""
    return {bundle.name: bundle for bundle in all_bundles().values()}


def page_folders() -> list[str]:
    """The folders of browser code that only some pages need, or that can wait."""
    folders = sorted(path.name for path in _CODE.iterdir() if path.is_dir())
    return [folder for folder in folders if folder not in EVERY_PAGE]


def address_of(name: str) -> str:
    """Where the bundle of a plain name stands below the base path. Raises KeyError."""
    return ADDRESS + all_bundles()[name].name


def _scripts_of(folder: str) -> list[Path]:
    return sorted((_CODE / folder).glob("*.js"))


def _joined(files: list[Path]) -> bytes:
    """Without comments, which are for those who read the files: a fifth of what would be sent."""
    return _COMMENTS.sub(b"", b"\n".join(file.read_bytes() for file in files))


def made_bundle(name: str, content: bytes, mimetype: str) -> Bundle:
    """`content` under `name` (`page.css`) with its hash in it."""
    stem, _, ending = name.partition(".")
    mark = blake2b(content, digest_size=6).hexdigest()
    return Bundle(f"{stem}.{mark}.{ending}", content, mimetype)
