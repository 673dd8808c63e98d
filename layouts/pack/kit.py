"""The kit of a meeting: guide, talking points, table questions, sign-up sheet, story cards.

What may be said is the claim check of the fact sheets and what a test found of the slides, word for
word: nothing here claims anything of its own, and what somebody typed on a slide is no talking
point.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import accumulate
from typing import Any

from data.catalogue.determinants import determinants
from data.cities.city import city
from data.decks.deck import Deck
from data.decks.words import WORDS
from data.fact_sheets import sentences as say
from data.files.names import file_name as named
from data.locale import LANGUAGES, Texts, texts
from data.locale.format import format_day, join_list
from data.sentences.options import tell
from data.services import Services
from layouts.charts.file_names import deck_name
from layouts.pack.contents import ALWAYS, SheetOf, sheets_of
from layouts.paper.kit_looks import PAPERS, SIZES, Look
from layouts.paper.live_code import code_svg, on_paper, whole_in_print
from layouts.slides.slide import Slide

# Minutes of each part of the meeting.
AGENDA: tuple[tuple[str, int], ...] = (
    ("welcome", 5), ("numbers", 15), ("tables", 15), ("stories", 10), ("choose", 10), ("close", 5),
)  # fmt: skip
CONSENTS: tuple[str, ...] = ("aloud", "print", "lawmaker", "online", "group")
ACTS: tuple[str, ...] = ("bring", "speak", "drive", "translate", "pray")
_ROWS = {"normal": 12, "large": 8}
_CARD_WORDS: tuple[str, ...] = (
    "title", "both", "how_many", "sentence", "decide", "uses", "name", "first_name", "until",
    "minor", "sign", "none", "stub", "stub_back", "stays",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Finding:
    """What a slide's chart says in words: where the slide stands, its chart, and its sources.

    `tested` is what a test found, empty where the slide only describes; `lead` its large words.
    """

    number: int
    chart: str
    tested: str
    lead: str
    more: str
    source: str


@dataclass(frozen=True, slots=True)
class Meeting:
    """What a meeting is about: its fact sheets, findings and slides; `live` is the deck's address.

    `titles` are those of every slide with its number.
    """

    sheets: tuple[SheetOf, ...]
    findings: tuple[Finding, ...] = ()
    titles: tuple[tuple[int, str], ...] = ()
    live: str = ""

    @property
    def determinants(self) -> tuple[str, ...]:
        """Ids of what it is about, in the order of the sheets."""
        return tuple(dict.fromkeys(sheet.determinant for sheet in self.sheets))

    @property
    def topic(self) -> str:
        """What the story cards ask about: what the deck adds to the sheet that is always there."""
        return next((name for name in self.determinants if name != ALWAYS), ALWAYS)


def meeting_of(services: Services, deck: Deck, built: Sequence[Slide | None], live: str) -> Meeting:
    """The meeting of a deck, whose slides were built in the language that is spoken."""
    shown = [
        (number, view, slide)
        for number, (view, slide) in enumerate(zip(deck.slides, built, strict=True), start=1)
        if slide is not None
    ]
    return Meeting(
        sheets=sheets_of(services, deck),
        findings=tuple(
            Finding(n, slide.chart.title, slide.fact, slide.lead, slide.more, slide.source)
            for n, view, slide in shown
            if view.page != WORDS
        ),
        titles=tuple((n, slide.title or slide.lead) for n, _, slide in shown),
        live=live,
    )


def deck_file(kind: str, deck: Deck, spoken: Texts, look: Look) -> str:
    """Name of a document of a deck, without its ending: another deck has another name."""
    return deck_name("-".join((city().slug, *_stem(kind, spoken, look))), deck, spoken.lang)


def sheet_file(kind: str, sheet: SheetOf, spoken: Texts, look: Look) -> str:
    """Name of a document about a place and a determinant, without its ending."""
    numbers = f"{look.numbers[0]}-{look.numbers[-1]}" if look.numbers else ""
    parts = (*_stem(kind, spoken, look), look.paper, sheet.determinant, sheet.place, numbers)
    return named(*parts, lang=spoken.lang)


def _stem(kind: str, spoken: Texts, look: Look) -> tuple[str, ...]:
    large = spoken.t("kit.large") if look.size == "large" else ""
    sides = "-".join(LANGUAGES) if look.both else ""
    return tuple(part for part in (spoken.t(f"kit.{_key(kind)}.file"), large, sides) if part)


def _key(kind: str) -> str:
    return "card" if kind == "cards" else kind


def content(
    services: Services, kind: str, meeting: Meeting, *, spoken: Texts, look: Look, made: date
) -> dict[str, Any]:
    """What the template `kit` sets: one of DOCUMENTS; with `look.both` cards in two languages."""
    t = spoken.t
    title = t(f"kit.{_key(kind)}.title")
    parts: dict[str, Callable[[Services, Meeting, Texts, Look], dict[str, Any]]] = {
        "guide": partial(_guide, made=made),
        "points": _points,
        "questions": _questions,
        "signup": _signup,
        "cards": _cards,
    }
    return {
        "template": "kit",
        "kind": kind,
        "lang": spoken.lang,
        "paper": PAPERS[look.paper],
        "k": SIZES[look.size],
        "large": look.size == "large",
        "date": [made.year, made.month, made.day],
        "title": title,
        "city": city().name.get(spoken.lang),
        "author": t("fact_sheets.sheet.product"),
        "description": f"{title}. {_of(services, meeting, spoken)}",
        "of": _of(services, meeting, spoken),
        "made": t("fact_sheets.sheet.made", date=format_day(made, lang=spoken.lang)),
        "made_by": t("kit.made_by", product=t("fact_sheets.sheet.product")),
        # filled in by the template, which counts the pages
        "page": t("kit.page", n="{n}", of="{of}"),
        "lead": "",
        "live": None,
        **parts[kind](services, meeting, spoken, look),
    }


def _sheet(services: Services, sheet: SheetOf) -> Any:
    return services.fact_sheets.data(sheet.determinant, sheet.place)


def _places(services: Services, meeting: Meeting, spoken: Texts) -> str:
    named = (say.title_of(_sheet(services, sheet), spoken) for sheet in meeting.sheets)
    return join_list(list(dict.fromkeys(named)), lang=spoken.lang)


def _title(determinant: str, lang: str) -> str:
    return determinants()[determinant].title.get(lang)


def _of(services: Services, meeting: Meeting, spoken: Texts) -> str:
    place = _places(services, meeting, spoken)
    return spoken.t("kit.of", place=place, title=_title(meeting.topic, spoken.lang))


def _live(meeting: Meeting, spoken: Texts) -> dict[str, Any]:
    """The code that leads to the deck, or that there is no address that others could open."""
    address = on_paper(meeting.live, spoken.lang)
    if not address:
        return {"said": spoken.t("common.no_address"), "address": ""}
    return {
        "said": spoken.t("kit.live"),
        "address": address,
        "shown": whole_in_print(address).partition("?")[0],
        "qr": code_svg(address),
        "alt": spoken.t("fact_sheets.sheet.alt.qr", link=address),
    }


# -- the documents ----------------------------------------------------------------------------


def _guide(
    services: Services, meeting: Meeting, spoken: Texts, look: Look, *, made: date
) -> dict[str, Any]:
    t = spoken.t
    titles = join_list(
        [_title(name, spoken.lang) for name in meeting.determinants], lang=spoken.lang
    )
    needs = {
        "slides": t("kit.guide.needs.slides", count=len(meeting.titles)),
        "sheets": t("kit.guide.needs.sheets", sheets=titles),
        "papers": t("kit.guide.needs.papers"),
        "room": t("kit.guide.needs.room"),
    }
    if not meeting.titles:
        del needs["slides"]
    return {
        "lead": t("kit.guide.lead", places=_places(services, meeting, spoken)),
        "live": _live(meeting, spoken),
        "need": t("kit.guide.need"),
        "needs": list(needs.values()),
        "plan": t("kit.guide.plan"),
        "agenda": _agenda(meeting, spoken, made),
        "after": t("kit.guide.after"),
        "afters": [t(f"kit.guide.afters.{key}") for key in ("cards", "list", "say")],
    }


def _agenda(meeting: Meeting, spoken: Texts, made: date) -> list[dict[str, Any]]:
    t = spoken.t
    ends = list(accumulate(minutes for _, minutes in AGENDA))
    found = []
    for (part, minutes), end in zip(AGENDA, ends, strict=True):
        says, items = t(f"kit.guide.{part}_says", minutes=1), list[str]()
        if part == "numbers":
            says, items = _numbers_part(meeting, minutes, spoken)
        elif part == "choose":
            items = _to_choose(meeting, spoken, made)
        span = t("kit.guide.minutes", start=end - minutes, end=end)
        found.append(
            {"minutes": span, "title": t(f"kit.guide.{part}"), "says": says, "items": items}
        )
    return found


def _numbers_part(meeting: Meeting, minutes: int, spoken: Texts) -> tuple[str, list[str]]:
    t = spoken.t
    if not meeting.titles:
        return t("kit.guide.numbers_none"), []
    each = max(1, minutes // len(meeting.titles))
    shown = [t("kit.guide.numbers_one", n=n, title=title) for n, title in meeting.titles]
    return t("kit.guide.numbers_says", minutes=each), shown


def _to_choose(meeting: Meeting, spoken: Texts, made: date) -> list[str]:
    """What could be decided, by determinant, as the city's folder lists it; marked where old."""
    found = []
    for name in meeting.determinants:
        told = []
        for option in city().options.get(name, ()):
            said = tell(name, option, spoken.lang)
            told.append(f"{said.what} ({said.check})" if option.is_old(made) else said.what)
        if told:
            title = _title(name, spoken.lang)
            found.append(spoken.t("kit.guide.choose_list", title=title, options="; ".join(told)))
    return found


def _points(services: Services, meeting: Meeting, spoken: Texts, look: Look) -> dict[str, Any]:
    t = spoken.t
    slides = [
        {
            "title": t("kit.points.slide", n=finding.number, title=finding.chart),
            "say": [finding.tested] if finding.tested else [],
            "dont": [],
            "asked": _behind(finding, spoken),
            "source": finding.source,
        }
        for finding in meeting.findings
    ]
    sheets = [_checked(services, sheet, spoken) for sheet in meeting.sheets]
    sections = ((t("kit.points.sheets"), sheets), (t("kit.points.slides"), slides))
    return {
        "lead": f"{t('kit.points.lead')} {t('kit.points.ask')}",
        "columns": [t(f"kit.points.{key}") for key in ("say", "dont", "asked")],
        "sections": [[title, entries] for title, entries in sections if entries],
    }


def _behind(finding: Finding, spoken: Texts) -> list[str]:
    """What a slide tells beside what was tested; its large words, where nothing was, marked so."""
    described = "" if finding.tested else spoken.t("kit.points.described", said=finding.lead)
    return [said for said in (described, finding.more) if said]


def _checked(services: Services, sheet: SheetOf, spoken: Texts) -> dict[str, Any]:
    """The claim check of a fact sheet, its finding first."""
    found = _sheet(services, sheet)
    check = say.claim_check(found, spoken)
    title = determinants()[sheet.determinant].title.get(spoken.lang)
    return {
        "title": spoken.t("kit.of", place=say.title_of(found, spoken), title=title),
        "say": [say.finding(found, spoken), *check.can],
        "dont": list(check.cannot),
        "asked": list(check.why),
        "source": "",
    }


def _questions(services: Services, meeting: Meeting, spoken: Texts, look: Look) -> dict[str, Any]:
    t = spoken.t
    anyway = [t(f"kit.questions.any.{key}") for key in "abc"]
    return {
        "lead": t("kit.questions.lead"),
        "enough": t("kit.questions.enough"),
        "tables": [
            {
                "title": _title(name, spoken.lang),
                "questions": [*_asked("questions", name, spoken), *anyway],
            }
            for name in meeting.determinants
        ],
    }


def _asked(where: str, determinant: str, spoken: Texts) -> list[str]:
    """Two questions about a determinant; those about anything where nobody wrote its own."""
    own = determinant if spoken.has(f"kit.{where}.{determinant}.a") else "any"
    return [spoken.t(f"kit.{where}.{own}.{key}") for key in "ab"]


def _signup(services: Services, meeting: Meeting, spoken: Texts, look: Look) -> dict[str, Any]:
    words = ("stays", "need", "until", "holder", "name", "reach", "language")
    return {
        **{key: spoken.t(f"kit.signup.{key}") for key in words},
        "acts": [spoken.t(f"kit.signup.{key}") for key in ACTS],
        "rows": _ROWS[look.size],
    }


def _cards(services: Services, meeting: Meeting, spoken: Texts, look: Look) -> dict[str, Any]:
    others = [texts(lang) for lang in LANGUAGES if lang != spoken.lang] if look.both else []
    numbers = look.numbers or ("",)
    cards = [
        _card(services, meeting, number, each, is_both=look.both and look.size != "large")
        for number in numbers
        for each in (spoken, *others)
    ]
    return {"cards": cards}


def _card(
    services: Services, meeting: Meeting, number: str, spoken: Texts, *, is_both: bool
) -> dict[str, Any]:
    t = spoken.t
    shown = number or t("kit.card.blank_number")
    first, second = _asked("card", meeting.topic, spoken)
    return {
        "lang": spoken.lang,
        "of": _of(services, meeting, spoken),
        **{key: t(f"kit.card.{key}") for key in _CARD_WORDS},
        "both": t("kit.card.both") if is_both else "",
        "a": first,
        "b": second,
        "consents": [t(f"kit.card.{key}") for key in CONSENTS],
        "back": t("kit.card.back", number=shown),
        "stub_story": t("kit.card.stub_story", number=shown),
    }
