"""Everything an agenda packet holds, as the template `packet` sets it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from data.address import Theme
from data.cities.city import city
from data.fact_sheets import sentences as say
from data.fact_sheets.compute import FactSheet
from data.files.names import file_name
from data.locale import Texts
from data.locale.format import format_day
from data.plan.results import AimRow
from data.services import Services
from layouts.fact_sheets.content import PAPERS, content, live_path
from layouts.memo.memo import Memo
from layouts.memo.of_aim import memo_of_aim
from layouts.memo.of_sheet import memo_of_sheet
from layouts.memo.page import memo_content
from layouts.pack import contents, words
from layouts.pack.contents import SheetOf
from layouts.packet.asked import AskedPacket
from layouts.packet.districts import districts_content
from layouts.slides.build import build_deck
from layouts.slides.pdf_pages import pdf_content
from layouts.slides.slide import Slide

Part = dict[str, Any]
SHEET = "fact_sheet"


def packet_name(asked: AskedPacket, paper: str, lang: str) -> str:
    """Name of the file: the meeting and the item, where somebody typed them."""
    typed = asked.occasion
    return file_name("packet", paper, typed.meeting, typed.item, typed.when, lang=lang)


class PacketMaker:
    """Puts one packet together. `site` is the address of the site, as `live_url` gives it."""

    def __init__(
        self,
        services: Services,
        asked: AskedPacket,
        *,
        texts: Texts,
        paper: str,
        made: date,
        site: str,
    ) -> None:
        self._services, self._asked = services, asked
        self._texts, self._paper, self._made, self._site = texts, paper, made, site
        self._notes: list[str] = []  # what names sources
        built, notices = build_deck(services, asked.deck, lang=texts.lang, theme=Theme.LIGHT)
        self._slides: tuple[Slide | None, ...] = built
        said = [texts.t(note.key, value=note.value, used=note.used) for note in notices]
        self.left_out = (*asked.notices, *said)

    @property
    def is_empty(self) -> bool:
        """True where nothing of what was asked for is there."""
        asked = self._asked
        return not (
            any(self._slides) or asked.sheets or asked.memos or asked.aims or asked.districts
        )

    def content(self) -> dict[str, Any]:
        """The JSON of the template, its pictures not drawn yet."""
        t, asked, made = self._texts.t, self._asked, self._made
        typed = asked.occasion
        item = f"{t('memo.item')} {typed.item}" if typed.item else ""
        said = " · ".join(filter(None, (item, typed.meeting, typed.when)))
        return {
            "template": "packet",
            "lang": self._texts.lang,
            "paper": PAPERS[self._paper],
            "date": [made.year, made.month, made.day],
            "title": t("packet.title"),
            "city": city().name.get(self._texts.lang),
            "author": t("fact_sheets.sheet.product"),
            "description": t("packet.description"),
            "running": said or t("packet.title"),
            "occasion": [
                [t("packet.meeting"), typed.meeting],
                [t("memo.item"), typed.item],
                [t("packet.when"), typed.when],
            ],
            "left_out": list(self.left_out),
            "how": [t(f"packet.how.{key}") for key in ("parts", "honest", "options")],
            "words": {
                "page": t("packet.page", n="{n}", of="{of}"),
                "contents": t("packet.contents"),
                "left_out": t("packet.left_out"),
                "how": t("packet.how.title"),
                "made": t("packet.made", date=format_day(made, lang=self._texts.lang)),
            },
            "parts": list(self._parts()),
        }

    def _parts(self) -> Iterator[Part]:
        yield from self._memos()
        data = self._services.plan.data
        if self._asked.districts and data is not None:
            made = districts_content(
                self._services, data, texts=self._texts, paper=self._paper, made=self._made
            )
            self._notes.append(made["sources"])
            yield {"title": self._texts.t("packet.part.districts"), "content": made}
        yield from self._sheets()
        if any(self._slides):
            yield self._deck()
        if self._asked.sources:
            yield self._sources()

    def _memos(self) -> Iterator[Part]:
        typed, chosen = self._asked.occasion, self._of(self._asked.memos)
        memos = [*map(self._of_aim, self._aims()), *map(self._of_sheet, chosen)]
        for memo in memos:
            self._notes += [cited.text for cited in memo.cited]
            yield {
                "title": self._texts.t("packet.part.memo", title=memo.title),
                "content": memo_content(memo.for_occasion(typed), self._texts),
            }

    def _of_aim(self, aim: AimRow) -> Memo:
        return memo_of_aim(
            self._services,
            aim,
            texts=self._texts,
            paper=self._paper,
            made=self._made,
            site=self._site,
        )

    def _of_sheet(self, sheet: FactSheet) -> Memo:
        return memo_of_sheet(
            self._services,
            sheet,
            texts=self._texts,
            paper=self._paper,
            made=self._made,
            site=self._site,
        )

    def _aims(self) -> list[AimRow]:
        data = self._services.plan.data
        rows = {row.aim.id: row for row in data.aims} if data else {}
        return [rows[aim] for aim in self._asked.aims]

    def _of(self, chosen: Sequence[SheetOf]) -> Iterator[FactSheet]:
        for one in chosen:
            yield self._services.fact_sheets.data(one.determinant, one.place)

    def _sheets(self) -> Iterator[Part]:
        for sheet in self._of(self._asked.sheets):
            path = live_path(sheet.determinant.id, sheet.place_id, self._texts.lang)
            made = content(
                self._services,
                sheet,
                texts=self._texts,
                paper=self._paper,
                made=self._made,
                live=self._site + path,
            )
            title = sheet.determinant.title.get(self._texts.lang)
            place = say.title_of(sheet, self._texts)
            yield {
                "title": self._texts.t("packet.part.sheet", title=title, place=place),
                "content": {"template": SHEET, **made},
            }

    def _deck(self) -> Part:
        shown = [slide for slide in self._slides if slide is not None]
        self._notes += [note for slide in shown for note in slide.chart.notes]
        made = pdf_content(
            shown, texts=self._texts, live_url=lambda path: self._site + path, made=self._made
        )
        return {"title": self._texts.t("packet.part.slides"), "content": made}

    def _sources(self) -> Part:
        asked, services = self._asked, self._services
        sheets = tuple(dict.fromkeys((*asked.sheets, *asked.memos)))
        used = contents.indicators_of(services, asked.deck, (), sheets)
        lang = self._texts.lang
        made = words.citations(
            services,
            slides=self._slides,
            sheets=sheets,
            indicators=used,
            sources=contents.sources_of(services, used, self._notes, lang),
            texts=self._texts,
            day=self._made,
        )
        return {
            "title": self._texts.t("packet.part.sources"),
            "content": {**made, "paper": PAPERS[self._paper]},
        }
