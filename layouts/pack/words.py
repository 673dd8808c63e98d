"""The pack in words, in one language each: what is inside, and the sources."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from textwrap import fill
from typing import Any

from data.catalogue.determinants import determinants
from data.catalogue.schema import Source
from data.cities.city import city
from data.fact_sheets.options import papers_of
from data.locale import Texts
from data.locale.format import format_day
from data.sentences.words import short_name
from data.services import Services
from layouts.pack.contents import UNDER_EVERY_NUMBER, SheetOf
from layouts.paper.live_code import on_paper
from layouts.slides.slide import Slide

WIDTH = 92
# Measures of a source that are named; a survey may stand behind twenty.
MOST_NAMES = 6


def citations(
    services: Services,
    *,
    slides: Sequence[Slide | None],
    sheets: Sequence[SheetOf],
    indicators: Sequence[str],
    sources: Sequence[Source],
    texts: Texts,
    day: date,
) -> dict[str, Any]:
    """What the template `sources` sets on one page.

    Source lines of the slides, the sources in full with their measures, papers cited.
    """
    t = texts.t
    shown = [
        t("pack.citations.slide", n=number, title=slide.title, source=slide.source)
        for number, slide in enumerate(slides, start=1)
        if slide is not None and slide.words is None
    ]
    full = [_source(services, source, indicators, texts) for source in sources]
    papers = dict.fromkeys(
        paper
        for sheet in sheets
        for paper in papers_of(determinants()[sheet.determinant], texts).texts
    )
    sections = (
        (t("pack.citations.slides"), shown),
        (t("pack.citations.sources"), full),
        (t("pack.citations.papers"), list(papers)),
    )
    return {
        "template": "sources",
        "lang": texts.lang,
        "date": [day.year, day.month, day.day],
        "title": t("pack.citations.title"),
        "city": city().name.get(texts.lang),
        "author": t("fact_sheets.sheet.product"),
        "description": t("pack.readme.citations", citations=t("pack.citations.title")),
        "made": t("fact_sheets.sheet.made", date=format_day(day, lang=texts.lang)),
        "how": t("pack.citations.how"),
        "sections": [[title, items] for title, items in sections if items],
    }


def _source(services: Services, source: Source, indicators: Sequence[str], texts: Texts) -> str:
    found = [services.atlas.catalogue.indicators[name] for name in indicators]
    names = [f"{short_name(i, texts.lang)} ({i.years})" for i in found if i.source == source.id]
    if len(names) > MOST_NAMES:
        more = texts.t("pack.citations.more", count=len(names) - MOST_NAMES)
        names = [*names[:MOST_NAMES], more]
    other = "base" if source.id in UNDER_EVERY_NUMBER else "named"
    use = "; ".join(names) or texts.t(f"pack.citations.{other}")
    address = f" {source.url}" if source.url else ""
    return texts.t(
        "pack.citations.source",
        citation=source.citation.strip(),
        address=address,
        licence=source.licence.get(texts.lang),
        use=use,
    )


def readme(
    *,
    files: Sequence[str],
    notices: Sequence[str],
    texts: Texts,
    day: date,
    live: str,
    named: Mapping[str, str],
) -> str:
    """What each part is for, what the numbers cannot say, and every file.

    `live` is the address of the deck; `named` are the folders `slides`, `sheets`, `kit`, `data` of
    the pack and the files of its `citations`.
    """
    t, address = texts.t, on_paper(live, texts.lang)
    order = ("slides", "usb", "pdf", "sheets", "kit", "data", "citations")
    parts = [t(f"pack.readme.{key}", **named) for key in order]
    parts.insert(order.index("data") + 1, t("columns.spreadsheet"))
    sections = [
        (t("pack.readme.inside"), parts),
        (t("pack.readme.honest"), [t("pack.readme.places"), t("pack.readme.intervals")]),
        (t("pack.readme.files"), list(files)),
    ]
    if notices:
        sections.insert(2, (t("pack.readme.left_out"), list(notices)))
    opening = [
        t("pack.made", date=format_day(day, lang=texts.lang)),
        t("pack.readme.live", url=address) if address else t("common.no_address"),
    ]
    return _page(t("pack.readme.title"), opening, *sections)


def _page(title: str, opening: Sequence[str], *sections: tuple[str, list[str]]) -> str:
    lines = [title, "=" * len(title), "", *(_wrapped(text) for text in opening)]
    for heading, items in sections:
        if items:
            lines += ["", heading, "-" * len(heading)]
            lines += [_wrapped(item, mark="- ") for item in items]
    # Windows shows plain text with accents only with a mark and its own ends of lines.
    return "\ufeff" + "\r\n".join("\n".join(lines).split("\n")) + "\r\n"


def _wrapped(text: str, *, mark: str = "") -> str:
    return fill(
        text,
        WIDTH,
        initial_indent=mark,
        subsequent_indent=" " * len(mark),
        break_long_words=False,
        break_on_hyphens=False,
    )
