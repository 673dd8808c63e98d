"""What a memo cites: numbers with the addresses of their pages, then papers, numbered in order."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from data.cities.city import city
from data.cities.options import Option
from data.locale import Texts
from data.locale.format import format_day
from data.numbers.address import Addresses
from data.numbers.cite import said, title
from data.numbers.record import NumberRecord
from data.sentences.options import CitationTold, tell
from data.services import Services
from layouts.memo.memo import Cited, Listed
from layouts.paper.live_code import on_paper, printed


class Citations:
    """Collects what is cited and says its number, each text once. `site`: where the site stands."""

    def __init__(self, site: str, texts: Texts) -> None:
        self._site, self._texts = site, texts
        self._cited: dict[Cited, int] = {}
        self._data: dict[str, int] = {}

    def number(self, record: NumberRecord) -> str:
        """`[1]`: a number with its data, which are named in full once."""
        path = Addresses().with_version(record.address, record.version)
        whole, data = said(record, self._texts), ",".join(source.id for source in record.sources)
        if data in self._data:
            data_as = self._texts.t("memo.data_as", n=self._data[data])
            whole = f"{title(record, self._texts)}. {data_as}"
        mark = self.at(whole, path)
        self._data.setdefault(data, len(self._cited))
        return mark

    def page(self, record: NumberRecord, years: str) -> str:
        """`[1]`: the page of a number that has a value of some of its years, or of all."""
        data = ",".join(source.id for source in record.sources)
        key = "memo.page" if years == record.years else "memo.page_of_all"
        named = "; ".join(f"{source.publisher}, {source.title}" for source in record.sources)
        words = self._texts.t(
            key,
            measure=record.measure.name,
            place=record.place.name,
            years=years,
            whole=record.years,
        )
        said_of = self._texts.t("memo.data", data=named)
        if data in self._data:
            said_of = self._texts.t("memo.data_as", n=self._data[data])
        path = Addresses().with_version(record.address, record.version)
        mark = self.at(f"{words} {said_of}", path)
        self._data.setdefault(data, len(self._cited))
        return mark

    def at(self, text: str, path: str) -> str:
        """`[1]`: a text that stands at a path of the site."""
        address, lang = self._site + path, self._texts.lang
        return self._mark(Cited(text, on_paper(address, lang), printed(address, lang)))

    def text(self, text: str, address: str = "") -> str:
        """`[1]`: a text that stands nowhere on the site."""
        return self._mark(Cited(text, address))

    def paper(self, cited: CitationTold) -> str:
        """`[1]`: a paper with what it found, how it knows and how much of it was read."""
        how = self._texts.t("memo.how", how=cited.how)
        return self._mark(Cited(f"{cited.text} {how}", cited.url or "", finds=cited.finds))

    def options(self, determinants: Iterable[str], made: date) -> tuple[Listed, ...]:
        """Every option of some determinants, in their order."""
        return tuple(
            self._listed(name, option, made)
            for name in determinants
            for option in city().options.get(name, ())
        )

    def _listed(self, determinant: str, option: Option, made: date) -> Listed:
        """An option as a row, with the numbers of what speaks for it and against it."""
        t, told = self._texts.t, tell(determinant, option, self._texts.lang)
        refs = {
            key: "".join(self.paper(cited) for cited in papers)
            for key, papers in (("supports", told.supports), ("opposes", told.opposes))
        }
        said_of = [t(f"memo.{key}", refs=found) for key, found in refs.items() if found]
        return Listed(
            what=told.what,
            says=told.says,
            who=", ".join(told.who),
            stands=told.status,
            law=told.law,
            as_of=t("memo.as_of", day=format_day(option.as_of, lang=self._texts.lang)),
            is_old=option.is_old(made),
            evidence=". ".join([told.evidence, *said_of]) + ".",
            concerns=told.concerns,
            cost=t("memo.cost", cost=told.cost, source=told.cost_source) if told.cost else "",
        )

    @property
    def all(self) -> tuple[Cited, ...]:
        """Everything cited so far, in the order of its numbers."""
        return tuple(self._cited)

    def _mark(self, cited: Cited) -> str:
        return f"[{self._cited.setdefault(cited, len(self._cited) + 1)}]"


def when_seen(services: Services, made: date, texts: Texts) -> str:
    """Whose numbers they are, of which version, and when they were seen."""
    return texts.t(
        "memo.seen",
        product=texts.t("shell.product"),
        version=services.atlas.data_version,
        date=format_day(made, lang=texts.lang),
    )
