"""What the download says of itself in words, in one language each."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from data.catalogue.schema import Source
from data.locale import Texts
from data.locale.format import format_day, format_number
from data.repository.history import Version

_FILES = ("numbers", "measures", "places", "sources", "columns", "geo", "sqlite", "datapackage")
_HONEST = ("range", "kind", "empty", "verdict", "places_not_people", "several")


def title(texts: Texts) -> str:
    """What the whole is called."""
    return texts.t("everything.title", product=texts.t("shell.product"))


def version_words(version: Version, texts: Texts) -> str:
    """The version and its date: `Version 1a2b … of March 4, 2026`."""
    if not version.date:
        return texts.t("everything.made.undated", version=version.version)
    day = format_day(date.fromisoformat(version.date), lang=texts.lang)
    return texts.t("everything.made.dated", version=version.version, date=day)


def honest_words(version: Version, texts: Texts) -> list[str]:
    """What whoever uses the numbers must know, and how to cite them: headings begin with `##`."""
    t = texts.t
    return [
        "## " + t("everything.readme.honest"),
        *(t(f"everything.readme.{key}") for key in _HONEST),
        "## " + t("everything.readme.cite"),
        t("everything.readme.cite_how", product=t("shell.product"), version=version.version),
        t("everything.readme.later", version=version.version),
    ]


def readme(version: Version, texts: Texts, *, rows: int, name: str, has_noncommercial: bool) -> str:
    """README of the zip (Markdown). `name`: of the database, without its ending."""
    t = texts.t
    count = format_number(rows, decimals=0, lang=texts.lang)
    files = [t(f"everything.readme.{key}", n=count, name=name) for key in _FILES]
    files.append(t("everything.readme.licences"))
    if has_noncommercial:
        files.append(t("everything.readme.noncommercial"))
    head = ["# " + title(texts), version_words(version, texts)]
    inside = ["## " + t("everything.readme.inside"), *(f"- {line}" for line in files)]
    honest = [
        line if line.startswith("#") else f"- {line}" for line in honest_words(version, texts)
    ]
    return _markdown([*head, t("everything.description"), *inside, *honest])


def licences(sources: Sequence[Source], texts: Texts, *, has_noncommercial: bool) -> str:
    """LICENCES (Markdown): each licence with its sources."""
    t = texts.t
    lines = ["# " + t("everything.licences.title"), t("everything.licences.lead")]
    if has_noncommercial:
        lines.append(t("everything.licences.open"))
    return _markdown([*lines, *_by_licence(sources, texts)])


def noncommercial(sources: Sequence[Source], texts: Texts, *, name: str) -> str:
    """LICENCE of the folder of what is for noncommercial use only (Markdown)."""
    t = texts.t
    return _markdown(
        [
            "# " + t("everything.licences.noncommercial_title"),
            t("everything.licences.noncommercial"),
            t("everything.licences.noncommercial_sqlite", name=name),
            *_by_licence(sources, texts),
        ]
    )


def _by_licence(sources: Sequence[Source], texts: Texts) -> list[str]:
    lines = []
    for licence in dict.fromkeys(source.licence.get(texts.lang) for source in sources):
        lines.append(f"## {licence}")
        for source in (s for s in sources if s.licence.get(texts.lang) == licence):
            said = texts.t(
                "everything.licences.source",
                publisher=source.publisher,
                title=source.title.get(texts.lang),
                years=source.vintage,
                citation=source.citation.strip(),
            )
            lines.append(f"- {said}{f' {source.url}' if source.url else ''}")
    return lines


def _markdown(lines: Sequence[str]) -> str:
    """Lines of a list stand together, everything else apart."""
    text = ""
    for line, after in zip(lines, [*lines[1:], ""], strict=True):
        together = line.startswith("- ") and after.startswith("- ")
        text += line + ("\n" if together or not after else "\n\n")
    return text
