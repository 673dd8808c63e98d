"""What a memo says, whichever file it becomes. Every text is ready to print."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from data.decks.packet import MAX_TYPED_CHARS
from data.decks.words import cleaned
from layouts.typefaces.typefaces import LIBERTINUS


@dataclass(frozen=True, slots=True)
class Occasion:
    """The meeting that a paper is for, as somebody typed it; empty texts leave a line to fill."""

    meeting: str = ""
    item: str = ""
    when: str = ""

    @classmethod
    def typed(cls, fields: Mapping[str, str]) -> Occasion:
        """From the fields of a form: in one line, cut, without letters that cannot be printed."""
        return cls(
            **{
                name: LIBERTINUS.printable(" ".join(cleaned(fields.get(name, ""), most).split()))
                for name, most in MAX_TYPED_CHARS.items()
            }
        )

    @property
    def is_empty(self) -> bool:
        """True where nobody typed anything."""
        return not (self.meeting or self.item or self.when)


@dataclass(frozen=True, slots=True)
class Cited:
    """A number or a paper: `address` is where it stands, empty where others cannot open it.

    `shown` is the address as it is printed; papers, whose texts name their journals, have none.
    `finds` is what a paper found.
    """

    text: str
    address: str = ""
    shown: str = ""
    finds: str = ""


@dataclass(frozen=True, slots=True)
class Listed:
    """One option as a row of the table. `as_of` is the day of law and status; `is_old`: they need
    another look.
    """

    what: str
    says: str
    who: str
    stands: str
    law: str
    as_of: str
    is_old: bool
    evidence: str
    concerns: str
    cost: str


@dataclass(frozen=True, slots=True)
class Memo:
    """One page. `rows` are as long as `columns`, which take `shares` of the width; `cited` are
    numbered from 1, as the texts name them. `parts` are a key, a name and a paragraph each.

    `sure` is what the numbers carry, `why` how they are tested. `listed` says who lists the
    options. `name` is that of its file, without the ending.
    """

    lang: str
    paper: str
    made: date
    name: str
    title: str
    purpose: str
    finding: str
    sure: str
    why: str
    columns: tuple[str, ...]
    shares: tuple[float, ...]
    rows: tuple[tuple[str, ...], ...]
    parts: tuple[tuple[str, str, str], ...]
    listed: str
    options: tuple[Listed, ...]
    cannot: str
    cited: tuple[Cited, ...]
    seen: str
    no_address: str
    occasion: Occasion = field(default_factory=Occasion)

    def for_occasion(self, occasion: Occasion) -> Memo:
        """The same for a meeting."""
        return replace(self, occasion=occasion)
