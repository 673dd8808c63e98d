"""The meeting pack: slides, fact sheets in both languages, the numbers, the sources, a read-me."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator
from datetime import date
from functools import partial

from data.catalogue.determinants import determinants
from data.deck import Deck
from data.fact_sheet import fact_sheet
from data.locale import LANGUAGES, Texts, texts
from data.place import find_place
from data.services import Services
from data.view_state import Theme
from layouts.fact_sheets.content import content
from layouts.fact_sheets.press import Press
from layouts.figures.chart import Chart
from layouts.slides.build import build_deck
from layouts.slides.html_file import html_file
from layouts.slides.payload import LiveUrl, payload
from layouts.slides.pptx_file import pptx_file
from layouts.slides.slide import Slide

CITY = "city"
# Equal packs have equal bytes: a zip file would write the time of day.
_NO_TIME = (1980, 1, 1, 0, 0, 0)


def pack(
    services: Services, deck: Deck, *, lang: str, live_url: LiveUrl, press: Press, made: date
) -> bytes:
    """The zip file. Raises BusyError of the press where too many sheets are being made."""
    found, _ = build_deck(services, deck, lang=lang, theme=Theme.LIGHT)
    slides = [slide for slide in found if slide is not None]
    spoken = texts(lang)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as folder:

        def add(name: str, body: str | bytes) -> None:
            entry = zipfile.ZipInfo(name, date_time=_NO_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            folder.writestr(entry, body)

        add("slides.pptx", pptx_file(slides, texts=spoken, live_url=live_url))
        plays = payload(services, deck, lang=lang, live_url=live_url)
        add("slides.html", html_file(plays, title=spoken.t("pages.present.title")))
        for number, slide in enumerate(slides, start=1):
            add(f"numbers/slide-{number:02}.csv", "\ufeff" + csv_text(slide.chart))
        add(f"{spoken.t('present.pack.sources')}.txt", citations(slides, spoken, live_url))
        for name, body in sheets(services, place_of(services, deck), press, live_url, made):
            add(f"fact-sheets/{name}", body)
        for code in LANGUAGES:
            add(f"README-{code}.txt", texts(code).t("present.pack.readme") + "\n")
    return buffer.getvalue()


def place_of(services: Services, deck: Deck) -> str:
    """The first place that the deck is about; the city where it is about none that exists."""
    pages = (view.page.partition("/")[2] for view in deck.slides)
    return next((p for p in pages if p and find_place(services, p) is not None), CITY)


def sheets(
    services: Services, place: str, press: Press, live_url: LiveUrl, made: date
) -> Iterator[tuple[str, bytes]]:
    """Name and PDF of each fact sheet of a place, in every language."""
    for determinant in determinants():
        sheet = fact_sheet(services, determinant, place)
        for code in LANGUAGES:
            told = partial(
                content,
                services,
                sheet,
                texts=texts(code),
                paper="letter",
                made=made,
                live=live_url(f"/place/{place}"),
            )
            yield f"{determinant}-{place}-{code}.pdf", press.print(told)


def csv_text(chart: Chart) -> str:
    """The numbers behind a slide, unrounded."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(chart.csv_columns)
    writer.writerows(chart.csv_rows)
    return buffer.getvalue()


def citations(slides: list[Slide], spoken: Texts, live_url: LiveUrl) -> str:
    """One page: for every slide its sources and where its live view is."""
    parts = [spoken.t("present.pack.sources"), ""]
    for number, slide in enumerate(slides, start=1):
        live = spoken.t("present.pptx_text.live", url=live_url(slide.live))
        parts += [f"{number}. {slide.title}", *slide.chart.notes, live, ""]
    return "\n".join(parts)
