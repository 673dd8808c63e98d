"""Which rows of a comparison stand where on its page, and in which order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from data.compare.parts import FOLDED, Part, leads, parts_of
from data.compare.results import CompareData, CompareRow
from data.compare.sentences import may_lead
from data.compare.state import Order
from data.locale import Texts


@dataclass(frozen=True, slots=True)
class Section:
    """Rows under one heading of their part: a theme, or how clear they are."""

    name: str
    rows: tuple[CompareRow, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """One part of the page. `about` is a sentence on its rows; empty where none is needed."""

    part: Part
    name: str
    about: str
    sections: tuple[Section, ...]

    @property
    def rows(self) -> tuple[CompareRow, ...]:
        """Every row, in the order of the page."""
        return tuple(row for section in self.sections for row in section.rows)


def grouped(data: CompareData, *, order: Order, texts: Texts) -> list[Group]:
    """The parts of the page: what is in sight first, then what is folded and not empty."""
    parts = parts_of(data)
    in_sight = parts[Part.APART]
    by_theme = order is Order.THEME
    sections = _themes(in_sight, texts) if by_theme else _by_clearness(in_sight, texts)
    first = Group(Part.APART, texts.t("compare.group.apart.name"), _told(in_sight, texts), sections)
    folded = [
        Group(
            part=part,
            name=texts.t(f"compare.group.{part.value}.name"),
            about=texts.t(f"compare.group.{part.value}.about"),
            sections=_themes(parts[part], texts),
        )
        for part in FOLDED
        if parts[part]
    ]
    return [first, *folded]


def _told(rows: Sequence[CompareRow], texts: Texts) -> str:
    """That nothing is told apart, or why a measure that is not told apart stands there too."""
    if not rows:
        return texts.t("compare.group.apart.nothing")
    untold = [row for row in rows if not row.is_different]
    return texts.t("compare.group.apart.lead_only") if untold else ""


def _themes(rows: Sequence[CompareRow], texts: Texts) -> tuple[Section, ...]:
    found: dict[str, list[CompareRow]] = {}
    for row in rows:
        found.setdefault(row.theme.name.get(texts.lang), []).append(row)
    return tuple(Section(name, tuple(its)) for name, its in found.items())


def _by_clearness(rows: Sequence[CompareRow], texts: Texts) -> tuple[Section, ...]:
    """The leading measure, then the others by the size of their difference in standard errors.

    What has no better and no worse is never ordered by size: it stands last, as in the catalogue.
    """
    first = [row for row in rows if leads(row)]
    others = [row for row in rows if not leads(row)]
    ranked = sorted(filter(may_lead, others), key=lambda row: -row.clearness)
    no_side = [row for row in others if not may_lead(row)]
    named = {"real": ranked, "no_side": no_side}
    return (
        *_themes(first, texts),
        *(
            Section(texts.t(f"compare.group.{key}"), tuple(found))
            for key, found in named.items()
            if found
        ),
    )
