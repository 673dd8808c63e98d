"""What a sheet says of the options of its determinant, and the papers that it cites, numbered."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from data.catalogue.determinants import Determinant
from data.cities.city import city
from data.cities.options import Citation, Option, Read
from data.locale import Texts
from data.locale.format import format_day, join_list
from data.sentences.options import MOST_DOTS, tell
from data.sentences.words import closed, join, opening

MOST_AUTHORS = 2
_AUTHOR = re.compile(r"et al|.+ [A-Z]{1,3}")


@dataclass(frozen=True, slots=True)
class OptionRow:
    """One option as a row of a sheet.

    `dots` of `most` stand for the evidence; `cited` says whether studies disagree, as `disputed`
    does, and names the papers for and against by number.
    `as_of` is the day of law and status in words; `check` is empty until that is a year ago.
    """

    what: str
    who: str
    evidence: str
    dots: int
    most: int
    disputed: str
    cited: str
    law: str
    as_of: str
    check: str
    concerns: str


@dataclass(frozen=True, slots=True)
class Papers:
    """What a sheet cites: `texts` in the order of their numbers, and how much of them was read."""

    texts: tuple[str, ...]
    read: str

    def listed(self, *, short: bool = False) -> str:
        """Every paper after its number; `short`: of three authors and more the first."""
        texts = map(_of_first_author, self.texts) if short else self.texts
        return join(*(f"[{n}] {text}" for n, text in enumerate(texts, start=1)), self.read)


def options_of(determinant: Determinant) -> tuple[Option, ...]:
    """What is listed for a determinant in this city, in the order of its file."""
    return city().options.get(determinant.id, ())


def papers_of(determinant: Determinant, texts: Texts) -> Papers:
    """The papers of a sheet: what the plan of the city and the options rest on, else the body."""
    options = options_of(determinant)
    found = dict.fromkeys(_own(determinant))
    read: dict[str, Read] = {}
    for cited in _cited(options):
        found.setdefault(cited.text)
        read.setdefault(cited.text, cited.read)
    said = []
    for how in (Read.ABSTRACT, Read.PRESS, Read.TITLE):
        numbers = [str(n) for n, text in enumerate(found, start=1) if read.get(text) is how]
        if numbers:
            listed = join_list(numbers, lang=texts.lang)
            said.append(texts.t(f"fact_sheets.option.read.{how.value}", numbers=listed))
    return Papers(tuple(found), " ".join(closed(opening(line)) for line in said))


def plan_line(determinant: Determinant, texts: Texts) -> str:
    """What the city's plan says; its citations are counted from 1 where the body does not stand."""
    if determinant.chip is None:
        return ""
    chip = determinant.chip.get(texts.lang)
    own = _own(determinant)
    for number, text in enumerate(determinant.citations, start=1):
        if text in own:
            chip = chip.replace(f"[{number}]", f"[{own.index(text) + 1}]")
    return chip


def option_rows(determinant: Determinant, texts: Texts, *, made: date) -> tuple[OptionRow, ...]:
    """Every option of the determinant as a row of the sheet that is made on the day `made`."""
    numbers = {text: n for n, text in enumerate(papers_of(determinant, texts).texts, start=1)}
    return tuple(
        _row(determinant, option, numbers, texts, made=made) for option in options_of(determinant)
    )


def _row(
    determinant: Determinant, option: Option, numbers: dict[str, int], texts: Texts, *, made: date
) -> OptionRow:
    told = tell(determinant.id, option, texts.lang)
    sides = (("for", option.supports), ("against", option.opposes))
    disputed = [texts.t("options.disputed")] if option.disputed else []
    cited = [
        texts.t(f"fact_sheets.option.{side}", papers=_references(papers, numbers))
        for side, papers in sides
        if papers
    ]
    return OptionRow(
        what=told.what,
        who=", ".join(told.who),
        evidence=told.grade,
        dots=told.dots,
        most=MOST_DOTS,
        disputed=_sentence(disputed),
        cited=_sentence([*disputed, *cited]),
        law=told.law,
        as_of=texts.t("fact_sheets.option.as_of", day=format_day(option.as_of, lang=texts.lang)),
        check=told.check if option.is_old(made) else "",
        concerns=told.concerns,
    )


def _of_first_author(citation: str) -> str:
    """`Komro KA, Livingston MD, Markowitz S. …` as `Komro KA, et al. …`."""
    authors, stop, rest = citation.partition(". ")
    named = authors.split(", ")
    if len(named) <= MOST_AUTHORS or not all(_AUTHOR.fullmatch(name) for name in named):
        return citation
    return f"{named[0]}, et al{stop}{rest}"


def _sentence(parts: Sequence[str]) -> str:
    return closed(opening(", ".join(parts))) if parts else ""


def _references(papers: Sequence[Citation], numbers: dict[str, int]) -> str:
    return "".join(f"[{n}]" for n in sorted({numbers[paper.text] for paper in papers}))


def _own(determinant: Determinant) -> list[str]:
    """What its own texts on the sheet cite: body and plan, or the plan alone beside options."""
    if not options_of(determinant) or determinant.chip is None:
        return list(determinant.citations) if not options_of(determinant) else []
    chip = determinant.chip.en
    return [text for n, text in enumerate(determinant.citations, 1) if f"[{n}]" in chip]


def _cited(options: Iterable[Option]) -> Iterable[Citation]:
    for option in options:
        yield from option.citations
