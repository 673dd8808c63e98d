"""Of what kind a request is, by its path: few words, none of which names a place or a visitor."""

from __future__ import annotations

PAGE, SWITCH, FILE, API, DOWNLOAD, EXPORT, EMBED, MACHINE = KINDS = (
    "page", "switch", "file", "api", "download", "export", "embed", "machine",
)  # fmt: skip

_BY_FOLDER = {
    "_dash-update-component": SWITCH,
    "assets": FILE,
    "bundles": FILE,
    "_dash-component-suites": FILE,
    "_dash-layout": FILE,
    "_dash-dependencies": FILE,
    "favicon.ico": FILE,
    "_favicon.ico": FILE,
    "api": API,
    "oembed": API,
    "embed": EMBED,
    "healthz": MACHINE,
    "livez": MACHINE,
    "readyz": MACHINE,
    "metrics": MACHINE,
    "robots.txt": MACHINE,
    ".well-known": MACHINE,
}
# What takes seconds where it is made; tables take none.
_BY_ENDING = {
    **dict.fromkeys(("pdf", "png", "docx", "pptx", "zip", "xlsx"), EXPORT),
    **dict.fromkeys(("csv", "json"), DOWNLOAD),
}
# The deck as a page and as data, which slides.json shares with tables.
_DECK_FILES = ("present/slides.html", "present/slides.json")


def kind_of(path: str, base_path: str) -> str:
    """The kind of the request for `path`, which stands below `base_path` or is a page's."""
    below = path[len(base_path) :] if path.startswith(base_path) else ""
    kind = _BY_FOLDER.get(below.partition("/")[0])
    if kind is not None:
        return kind
    if below in _DECK_FILES:
        return EXPORT
    return _BY_ENDING.get(below.rpartition(".")[2], PAGE)
