"""What of an agenda packet is asked for: fields of a form, in whatever order. Never raises.

What there is not is named in a notice and left out; so is what is more than a packet holds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from data.address import trimmed, understood
from data.atlas.places import place_named
from data.catalogue.determinants import determinants
from data.decks.deck import SHOWN_CHARS, Deck, from_link, ready_decks
from data.decks.packet import MOST
from data.locale import Texts
from data.models import CITY_PLACE
from data.services import Services
from layouts.memo.memo import Occasion
from layouts.pack.contents import SheetOf

# Words of a field that are read: more than any form sends.
MOST_WORDS = 60
Fields = Mapping[str, Sequence[str]]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class AskedPacket:
    """The parts of a packet, in the order in which they are set, and what was left out."""

    occasion: Occasion
    aims: tuple[str, ...] = ()
    memos: tuple[SheetOf, ...] = ()
    districts: bool = False
    sheets: tuple[SheetOf, ...] = ()
    deck: Deck = field(default_factory=Deck)
    sources: bool = False
    notices: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """True where nothing is left that sources could be of."""
        parts = (self.aims, self.memos, self.sheets, self.deck.slides)
        return not any(parts) and not self.districts


def asked_packet(services: Services, fields: Fields, texts: Texts) -> AskedPacket:
    """The packet that the fields of a form ask for.

    `sheet` and `memo` name a determinant, each of which is taken for every `place` (the city by
    default), or both at once: `poverty/zip-64130`. `aim` names an aim of the plan, `deck` is a deck
    as its link carries it, `ready` the id of one that is made beforehand.
    """
    notices: list[str] = []
    places = _known(_words(fields, "place"), lambda w: place_named(services.atlas, w), "place",
                    texts, notices) or [CITY_PLACE]  # fmt: skip
    sheets, memos = (
        _of_places(services, _words(fields, kind), places, texts, notices)
        for kind in ("sheet", "memo")
    )
    data = services.plan.data
    known = frozenset(row.aim.id for row in data.aims) if data else frozenset()
    aims = _known(_words(fields, "aim"), lambda w: understood(w, known), "aim", texts, notices)
    deck = _deck(fields, texts, notices)
    has_districts = data is not None and any(
        measure.districts for row in data.aims for measure in row.measures
    )
    if "districts" in fields and not has_districts:
        notices.append(texts.t("packet.no_districts"))
    return AskedPacket(
        occasion=Occasion.typed({key: said[0] for key, said in fields.items() if said}),
        aims=tuple(_most(aims, "aim", texts, notices)),
        memos=tuple(_most(memos, "memo", texts, notices)),
        districts="districts" in fields and has_districts,
        sheets=tuple(_most(sheets, "sheet", texts, notices)),
        deck=deck,
        sources="sources" in fields,
        notices=tuple(dict.fromkeys(notices)),
    )


def _words(fields: Fields, key: str) -> list[str]:
    found = (trimmed(word) for said in fields.get(key, ()) for word in said.split(","))
    return list(dict.fromkeys(word for word in found if word))[:MOST_WORDS]


def _known(
    words: Iterable[str],
    find: Callable[[str], str | None],
    kind: str,
    texts: Texts,
    notices: list[str],
) -> list[str]:
    """Those words that are known, as the site writes them; the others are named."""
    found = {}
    for word in words:
        name = find(word)
        if name is None:
            notices.append(texts.t(f"packet.unknown.{kind}", value=word[:SHOWN_CHARS]))
        else:
            found[name] = True
    return list(found)


def _of_places(
    services: Services, words: Iterable[str], places: list[str], texts: Texts, notices: list[str]
) -> list[SheetOf]:
    found: list[SheetOf] = []
    for word in words:
        name, _, place = word.partition("/")
        there = places
        if place:
            there = _known([place], lambda w: place_named(services.atlas, w), "place", texts,
                           notices)  # fmt: skip
        factor = understood(name, determinants())
        if factor is None:
            notices.append(texts.t("packet.unknown.determinant", value=name[:SHOWN_CHARS]))
            continue
        found += [SheetOf(factor, at) for at in there]
    return list(dict.fromkeys(found))


def _deck(fields: Fields, texts: Texts, notices: list[str]) -> Deck:
    link, ready = ("".join(fields.get(key, ())[:1]).strip() for key in ("deck", "ready"))
    if link:
        parsed = from_link(trimmed(link))
        notices += [texts.t(n.key, value=n.value, used=n.used) for n in parsed.notices]
        return parsed.deck
    if not ready:
        return Deck()
    decks = {name: found for name, found in ready_decks().items() if not found.needs_place}
    name = understood(ready, decks)
    if name is None:
        notices.append(texts.t("deck.unknown_ready", value=ready[:SHOWN_CHARS], used=""))
        return Deck()
    return decks[name].deck(texts.lang)


def _most(parts: list[T], kind: str, texts: Texts, notices: list[str]) -> list[T]:
    """As many as a packet holds; that there were more is said."""
    most = MOST[kind]
    if len(parts) > most:
        notices.append(texts.t(f"packet.too_many.{kind}", n=len(parts), most=most))
    return parts[:most]
