"""A slide for each view of a deck: the finding, the chart, the legend, the source; or words."""

from __future__ import annotations

from datetime import date

from data.address import Notice, Theme
from data.decks.deck import Deck, View
from data.decks.words import NO_FACT, WORDS, WordKind, fields_of
from data.services import Services
from layouts.figures.slide_room import WIDE, Shape
from layouts.slides.draft import Draft
from layouts.slides.drafts import draft_of
from layouts.slides.laid_out import laid_out
from layouts.slides.slide import Slide
from layouts.slides.word_slides import Fact, Facts, named_option, why_no_fact, word_slide

Drafts = tuple[Draft | None, ...]


def build_deck(
    services: Services,
    deck: Deck,
    *,
    lang: str,
    theme: Theme,
    shape: Shape = WIDE,
    second: str = "",
    day: date | None = None,
) -> tuple[tuple[Slide | None, ...], tuple[Notice, ...]]:
    """A slide a view, None where there is nothing to show, and notices that say so.

    `second` is a language that stands on each slide under the first one. `day` is the one on which
    an option may be old, today where none is given.
    """
    langs = (lang, second) if second else (lang,)
    drafts = {spoken: _drafts(services, deck, spoken, theme) for spoken in langs}
    facts = {spoken: facts_of(found) for spoken, found in drafts.items()}
    slides: list[Slide | None] = []
    notices: list[Notice] = []
    for at, view in enumerate(deck.slides):
        if view.page == WORDS:
            day = day or date.today()
            slides.append(word_slide(view, langs=langs, facts=facts, shape=shape, day=day))
            notices += _notices(view, at + 1, facts[lang])
            continue
        slides.append(_laid_out([drafts[spoken][at] for spoken in langs], langs, shape))
        if slides[-1] is None:
            notices.append(Notice("deck.no_chart", str(at + 1), view.chart))
    return tuple(slides), tuple(notices)


def _drafts(services: Services, deck: Deck, lang: str, theme: Theme) -> Drafts:
    return tuple(
        None if view.page == WORDS else draft_of(services, view, lang=lang, theme=theme)
        for view in deck.slides
    )


def _laid_out(drafts: list[Draft | None], langs: tuple[str, ...], shape: Shape) -> Slide | None:
    first, *others = drafts
    if first is None:
        return None
    second = (langs[1], others[0]) if others and others[0] is not None else None
    return laid_out(first, shape, langs[0], second)


def facts_of(drafts: Drafts) -> Facts:
    """The tested findings of a deck, by the number of their slide."""
    return {
        number: Fact(draft.fact, draft.chart.travels.foot, draft.path)
        for number, draft in enumerate(drafts, start=1)
        if draft is not None and draft.fact
    }


def _notices(view: View, number: int, facts: Facts) -> list[Notice]:
    """What an ask names that there is none of."""
    if view.chart != WordKind.ASK:
        return []
    fields = fields_of(WordKind.ASK, view.query)
    found = []
    if why_no_fact(fields, facts)[0] and fields.get("fact") != NO_FACT:
        key = "untested_fact" if "fact" in fields else "no_fact"
        found.append(Notice(f"deck.{key}", str(number), fields.get("fact", "")))
    if fields.get("option") and named_option(fields) is None:
        found.append(Notice("deck.unknown_option", str(number), fields["option"]))
    return found
