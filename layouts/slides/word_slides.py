"""Slides of words: title, question, ask, story, thanks. What each says, in one or two languages.

Words that somebody typed are plain text, the same in every language. An ask takes its fact from a
tested finding of its deck alone (`facts`) and says who asks, who decides and what cannot be said.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from data.catalogue.determinants import determinants
from data.cities.city import city
from data.cities.options import Option, option_of
from data.decks.deck import View
from data.decks.words import NO_FACT, WordKind, fields_of
from data.locale import Texts, texts
from data.locale.format import format_day
from data.sentences.words import join
from layouts import paths
from layouts.figures.chart import Chart, Legend
from layouts.figures.slide_room import Shape, fitted_title
from layouts.slides.slide import Row, Second, Slide, Words
from layouts.slides.word_room import in_room
from layouts.typefaces.text_fit import cut_to

MOST_STORY_WORDS = 60
MOST_BY_EM = 32.0  # of whoever asks: more than a line of a foot leaves no room for the rest
_KEYS, _ABOUT = "words", " · "


@dataclass(frozen=True, slots=True)
class Fact:
    """A tested finding of a deck in one language: the sentence, its source, where it is live."""

    said: str
    source: str
    live: str


Facts = Mapping[int, Fact]  # by the number of their slide


@dataclass(frozen=True, slots=True)
class _Said:
    """What a slide of words says in one language. `foot` is the small line at its end."""

    title: str
    lead: str
    more: str = ""
    rows: tuple[Row, ...] = ()
    boxes: tuple[str, ...] = ()
    do_today: str = ""
    who_said: str = ""
    foot: str = ""
    source: str = ""
    live: str = ""
    why: str = ""
    empty: str = ""
    also: str = ""
    by: str = ""


def word_slide(
    view: View, *, langs: tuple[str, ...], facts: Mapping[str, Facts], shape: Shape, day: date
) -> Slide:
    """The slide of a view of words in the first of `langs`; a second one stands under it.

    `facts` are the tested findings of its deck by language. Everything that is cut is whole in the
    notes.
    """
    kind = WordKind(view.chart)
    first, *others = (_said(view, kind, texts(lang), facts.get(lang, {}), day) for lang in langs)
    title = first.title
    if others:  # what it is about has room in one language alone
        kickers = (said.title.partition(_ABOUT)[0] for said in (first, *others))
        title = _ABOUT.join(dict.fromkeys(filter(None, kickers)))
    slide = Slide(
        title=fitted_title(title, shape=shape),
        lead=first.lead,
        more=first.more,
        also=first.also,
        figures=(),
        legend=Legend(),
        table=(),
        source=join(*dict.fromkeys(s.foot for s in (first, *others)), first.source),
        notes=view.notes,
        live=first.live,
        chart=_nothing_drawn(first),
        words=replace(
            _words_of(kind, first), signed=join(*dict.fromkeys(s.foot for s in (first, *others)))
        ),
        second=_second(view, kind, first, others[0], langs[1]) if others else None,
        shape=shape,
    )
    return in_room(slide)


def _words_of(kind: WordKind, said: _Said) -> Words:
    return Words(
        kind=kind,
        rows=said.rows,
        boxes=said.boxes,
        do_today=said.do_today,
        who_said=said.who_said,
        why=said.why,
        empty=said.empty,
        signed=said.foot,
        by=said.by,
    )


def _second(view: View, kind: WordKind, first: _Said, said: _Said, lang: str) -> Second:
    """What the second language says in other words: typed ones stand there once."""
    is_told = kind is WordKind.STORY and "text" in fields_of(kind, view.query)
    return Second(
        lang=lang,
        lead="" if is_told or said.lead == first.lead else said.lead,
        more="" if said.more == first.more else said.more,
        words=_words_of(kind, said),
    )


def _nothing_drawn(said: _Said) -> Chart:
    """In the place of a chart: the words, for whoever asks for its title or its sentence."""
    return Chart(said.title, said.lead, {}, (), (), (), ())


def _said(view: View, kind: WordKind, spoken: Texts, facts: Facts, day: date) -> _Said:
    fields, empty = fields_of(kind, view.query), spoken.t(f"{_KEYS}.{kind.value}.empty")
    if kind is WordKind.ASK:
        said = _ask(view.title, fields, spoken, facts, day)
    elif kind is WordKind.STORY:
        said = _story(view.title, fields, spoken)
    else:
        said = _Said("", view.title, fields.get("text", ""))
    return replace(said, lead=said.lead or empty, empty=empty)


def _story(title: str, fields: Mapping[str, str], spoken: Texts) -> _Said:
    """What one person told, as told: the first words of a long one."""
    told, t = fields.get("text", ""), spoken.t
    parts = told.split(" ")
    shown = " ".join(parts[:MOST_STORY_WORDS]) + ("…" if len(parts) > MOST_STORY_WORDS else "")
    teller = fields.get("teller", "")
    return _Said(
        title or t(f"{_KEYS}.story.kicker"),
        t(f"{_KEYS}.story.quoted", text=shown) if told else "",
        who_said=t(f"{_KEYS}.story.teller", teller=teller) if teller else "",
        foot=t(f"{_KEYS}.story.one_person"),
        also=told if shown != told else "",
    )


# -- the ask ----------------------------------------------------------------------------------


def named_option(fields: Mapping[str, str]) -> Option | None:
    """The option that an ask names; None if it names none that is listed."""
    return option_of(city().options, fields.get("option", ""))


def fact_number(fields: Mapping[str, str], facts: Facts) -> int | None:
    """The slide whose fact an ask has: the one it names, else the first with a tested finding.

    None where it names another slide, or none is to be had.
    """
    written = fields.get("fact", "")
    if not written:
        return min(facts, default=None)
    number = int(written) if written.isascii() and written.isdigit() else 0
    return number if number in facts else None


def why_no_fact(fields: Mapping[str, str], facts: Facts) -> tuple[str, str]:
    """Why an ask stands without a fact, as key and value; two empty texts where it has one."""
    if fact_number(fields, facts) is not None:
        return "", ""
    written = fields.get("fact", "")
    if written == NO_FACT:
        return f"{_KEYS}.why.none_chosen", ""
    return (f"{_KEYS}.why.untested", written) if written else (f"{_KEYS}.why.no_fact", "")


def _ask(title: str, fields: Mapping[str, str], spoken: Texts, facts: Facts, day: date) -> _Said:
    t, option = spoken.t, named_option(fields)
    number = fact_number(fields, facts)
    fact = facts[number] if number is not None else Fact("", "", "")
    by = cut_to(fields.get("by", ""), MOST_BY_EM)
    by = by if any(letter.isalnum() for letter in by) else ""  # emoji sign nothing
    kicker = t(f"{_KEYS}.ask.kicker_own" if title else f"{_KEYS}.ask.kicker")
    determinant = determinants().get(fields.get("option", "").partition(".")[0])
    lead, live = title, fact.live
    if option is not None:
        lead = title or option.what.get(spoken.lang)
        if determinant is not None:
            named = determinant.title.get(spoken.lang)
            kicker = f"{kicker}{_ABOUT}{named}"
            live = f"{paths.FACT_SHEETS}?determinant={determinant.id}"
    return _Said(
        title=kicker,
        lead=lead,
        more=fact.said,
        rows=tuple(_rows(title, fields, option, spoken, day)),
        boxes=tuple(t(f"{_KEYS}.ask.{key}") for key in ("sign_up", "tell", "write")),
        do_today=t(f"{_KEYS}.ask.today"),
        foot=t(f"{_KEYS}.ask.by", by=by) if by else t(f"{_KEYS}.ask.by_missing"),
        source=fact.source,
        live=live,
        why=_why(fields, facts, option, spoken),
        by=by,
    )


def _why(fields: Mapping[str, str], facts: Facts, option: Option | None, spoken: Texts) -> str:
    """What whoever edits the ask should know of it."""
    key, fact = why_no_fact(fields, facts)
    written = fields.get("option", "")
    unknown = ""
    if written and option is None:
        unknown = spoken.t(f"{_KEYS}.why.unknown_option", option=written)
    return join(spoken.t(key, fact=fact) if key else "", unknown)


def _rows(
    title: str, fields: Mapping[str, str], option: Option | None, spoken: Texts, day: date
) -> list[Row]:
    t, lang, who = spoken.t, spoken.lang, fields.get("who", "")
    decides = t(f"{_KEYS}.ask.who_own", who=who) if who else ""
    if option is None:
        rows = [Row(t(f"{_KEYS}.ask.who"), decides)] if decides else []
        return [*rows, Row(t(f"{_KEYS}.ask.unsaid"), t(f"{_KEYS}.ask.unsaid_own"))]
    named = f" {t(f'{_KEYS}.ask.or')} ".join(t(f"options.who.{name.value}") for name in option.who)
    grade = t(f"options.grade.{option.grade.value}")
    if option.disputed:
        grade = t(f"{_KEYS}.ask.unsaid_disputed", grade=grade)
    is_old = option.is_old(day)
    known = t(
        f"{_KEYS}.ask.know_old" if is_old else f"{_KEYS}.ask.know_dated",
        day=format_day(option.as_of, lang=lang),
        status=option.status.get(lang),
    )
    rows = [Row(t(f"{_KEYS}.ask.listed"), option.what.get(lang))] if title else []
    return [
        *rows,
        Row(t(f"{_KEYS}.ask.who"), named),
        Row(t(f"{_KEYS}.ask.know"), known, is_gray=is_old),
        Row(t(f"{_KEYS}.ask.unsaid"), t(f"{_KEYS}.ask.unsaid_option", grade=grade)),
    ]
