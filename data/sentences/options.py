"""Options in words: every text of one, in one language, for pages, paper, slides and the API."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from data.cities.options import Citation, Grade, Option
from data.locale import texts
from data.locale.format import format_day

# The strongest kind of evidence has this many dots, none found has none.
MOST_DOTS = len(Grade) - 1


@dataclass(frozen=True, slots=True)
class CitationTold:
    """One cited text: `finds` is what it found, `how` its design and how much of it was read."""

    text: str
    url: str | None
    finds: str
    how: str


@dataclass(frozen=True, slots=True)
class OptionTold:
    """One option. `ref` is its address, `determinant.option`.

    `as_of` says of which day law and status are and from which day on they need another look: true
    on every day. `check` and `check_said` are for what is made on a day on which it is old.
    `dots` of MOST_DOTS stand for `grade`; `evidence` says the grade and whether it is disputed.
    """

    ref: str
    what: str
    says: str
    who: tuple[str, ...]
    status: str
    law: str
    url: str
    source: str
    as_of: str
    check: str
    check_said: str
    grade: str
    grade_said: str
    evidence: str
    dots: int
    dots_said: str
    supports: tuple[CitationTold, ...]
    opposes: tuple[CitationTold, ...]
    concerns: str
    cost: str | None
    cost_source: str | None
    cost_url: str | None


def tell(determinant: str, option: Option, lang: str) -> OptionTold:
    """Every text of an option of `determinant`, in `lang`."""
    t, day = texts(lang).t, format_day(option.as_of, lang=lang)
    grade, dots = t(f"options.grade.{option.grade.value}"), dots_of(option.grade)
    return OptionTold(
        ref=f"{determinant}.{option.id}",
        what=option.what.get(lang),
        says=option.says.get(lang),
        who=tuple(t(f"options.who.{decider.value}") for decider in option.who),
        status=option.status.get(lang),
        law=option.law.get(lang),
        url=option.url,
        source=option.source,
        as_of=t("options.as_of", day=day, until=format_day(option.old_from, lang=lang)),
        check=t("options.check"),
        check_said=t("options.check_said", day=day),
        grade=grade,
        grade_said=t(f"options.grade_said.{option.grade.value}"),
        evidence=f"{grade}; {t('options.disputed')}" if option.disputed else grade,
        dots=dots,
        dots_said=t("options.dots", n=str(dots), most=str(MOST_DOTS)),
        supports=_cited(option.supports, lang),
        opposes=_cited(option.opposes, lang),
        concerns=option.concerns.get(lang),
        cost=option.cost.get(lang) if option.cost else None,
        cost_source=option.cost.source if option.cost else None,
        cost_url=option.cost.url if option.cost else None,
    )


def tell_all(determinant: str, options: Sequence[Option], lang: str) -> tuple[OptionTold, ...]:
    """Those of one determinant, in the order of their file."""
    return tuple(tell(determinant, option, lang) for option in options)


def listed(lang: str) -> str:
    """Who lists options, and that nobody recommends one: said wherever they stand."""
    return texts(lang).t("options.listed")


def dots_of(grade: Grade) -> int:
    """How many dots stand for a grade: MOST_DOTS for trials, 0 where no study was found."""
    return MOST_DOTS - list(Grade).index(grade)


def _cited(citations: Sequence[Citation], lang: str) -> tuple[CitationTold, ...]:
    t = texts(lang).t
    return tuple(
        CitationTold(
            text=cited.text,
            url=cited.url,
            finds=cited.finds.get(lang),
            how=f"{t(f'options.design.{cited.design.value}')}, "
            f"{t(f'options.read.{cited.read.value}')}",
        )
        for cited in citations
    )
