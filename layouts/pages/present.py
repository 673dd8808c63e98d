"""Slides: ready-made decks, the visitor's own, and what plays and saves them.

The server reads what the address carries (a shared deck, a ready-made one); the visitor's own
slides live in the browser, so the list is drawn there.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any
from urllib.parse import urlencode

from dash import html
from dash.development.base_component import Component

from data.address import Notice, understood
from data.atlas.places import place_named
from data.cities.city import city
from data.decks.deck import (
    MAX_LINK_CHARS,
    MAX_NOTES_CHARS,
    MAX_SLIDES,
    MAX_TITLE_CHARS,
    Deck,
    ParsedDeck,
    ReadyDeck,
    View,
    from_link,
    ready_decks,
    to_link,
)
from data.decks.words import WORDS
from data.sentences.words import opening
from layouts import ids, paths
from layouts.charts.slide_form import BOTH, form_of
from layouts.components.attributes import aria
from layouts.components.attributes import data as data_attributes
from layouts.components.kept_in_form import kept_in_form
from layouts.components.notice import notice
from layouts.components.static import static
from layouts.components.word_choices import word_choices
from layouts.figures.slide_room import SHAPES
from layouts.request import PageRequest

_TEXTS: tuple[str, ...] = (
    "empty", "play", "play_name", "preparing", "ready", "not_ready", "share", "shared",
    "share_field", "too_long", "pptx", "html", "zip", "pdf", "copier", "undo", "undone", "clear",
    "saving", "saved", "turn", "waits", "failed", "toolbar", "list", "slide_title", "slide_notes",
    "up", "down", "duplicate", "delete", "play_from", "removed", "full", "own", "keep", "kept",
    "up_label", "down_label", "duplicate_label", "delete_label", "play_label",
)  # fmt: skip
_PACK_TEXTS: tuple[str, ...] = ("saving",)


def build(request: PageRequest) -> Component:
    """The page; the browser's code fills the list of slides."""
    t = request.texts.t
    parsed, source = asked(request)
    messages = [t(item.key, value=item.value, used=item.used) for item in parsed.notices]
    heading = {"link": "shared_title", "ready": "ready_made"}.get(source, "yours_title")
    return html.Div(
        [
            static(
                [
                    html.H1(t("present.title")),
                    html.P(t("present.lead"), className="lead"),
                    notice(texts=request.texts, messages=messages),
                    html.Section(
                        [
                            html.H2(t(f"present.{heading}"), id="deck-heading"),
                            html.Div(
                                [
                                    *_without_scripts(request, parsed.deck),
                                    _packet_link(request, parsed.deck),
                                ],
                                id=ids.DECK,
                                **data_attributes(deck=_boot(request, parsed.deck, source)),
                            ),
                        ],
                        className="deck-yours",
                        **aria(labelledby="deck-heading"),
                    ),
                    _ready(request),
                ]
            ),
        ],
        className="present",
    )


def asked(request: PageRequest) -> tuple[ParsedDeck, str]:
    """What the address asks to show, and whence: `link`, `ready`, or `own` for nothing."""
    link, name = request.parameters.get("deck", ""), request.parameters.get("ready", "")
    if link:
        parsed = from_link(link)
        return parsed, "link" if parsed.deck.slides else "own"
    if not name:
        return ParsedDeck(Deck()), "own"
    ready = ready_decks().get(understood(name, ready_decks()) or "")
    if ready is None:
        return _nothing("deck.unknown_ready", name), "own"
    lang = request.texts.lang
    if not ready.needs_place:
        return ParsedDeck(ready.deck(lang)), "ready"
    written = request.parameters.get("place", "")
    place = place_named(request.services.atlas, written)
    if place is None:
        return _nothing("deck.unknown_place", written), "own"
    named = request.parameters.get("measure", "")
    measure = understood(named, frozenset(ready.measures)) or ""
    deck = request.services.decks.of_place(ready, place, lang, measure=measure)
    notices = (Notice("deck.unknown_measure", named[:40], ""),) if named and not measure else ()
    return ParsedDeck(deck, notices), "ready"


def _without_scripts(request: PageRequest, deck: Deck) -> list[Component]:
    """The slides of the address as files and by name, until scripts take their place."""
    link = to_link(deck)
    if not link or len(link) > MAX_LINK_CHARS:
        return []
    t, lang = request.texts.t, request.texts.lang
    asked_form = form_of(request.parameters, default_lang=lang)
    form = {"shape": asked_form.shape.name, "languages": BOTH if asked_form.second else ""}
    query = urlencode({"deck": link, "lang": lang, **{k: v for k, v in form.items() if v}})
    base = request.asset("").removesuffix("assets/")
    files = [
        html.Li(html.A(t(f"present.{ending}"), href=f"{base}present/slides.{ending}?{query}"))
        for ending in ("pdf", "pptx", "html")
    ]
    names = [html.Li(view.title or _chart_name(view, request)) for view in deck.slides]
    return [html.P(t("present.as_files")), html.Ul(files), html.Ol(names)]


def _chart_name(view: View, request: PageRequest) -> str:
    """What a slide without a title of its own is called."""
    key = f"{'words' if view.page == WORDS else 'charts'}.{view.chart}.name"
    return opening(request.texts.t(key)) if request.texts.has(key) else view.chart


def _nothing(key: str, value: str) -> ParsedDeck:
    return ParsedDeck(Deck(), (Notice(key, value[:40], ""),))


def _packet_path(request: PageRequest) -> str:
    """Where the form of an agenda packet is; empty for a city without one."""
    return request.link(paths.PLAN) + f"#{ids.PACKET}" if "plan" in request.pages else ""


def _packet_link(request: PageRequest, deck: Deck) -> Component | None:
    """The way to a packet with the slides of the address, until scripts have a button for it."""
    if not deck.slides or "plan" not in request.pages:
        return None
    path = f"{paths.PLAN}?deck={to_link(deck)}"
    return html.A(request.texts.t("packet.title"), href=f"{request.link(path)}#{ids.PACKET}")


def _boot(request: PageRequest, deck: Deck, source: str) -> str:
    """What the browser's code starts from, as JSON."""
    base = request.asset("").removesuffix("assets/")
    boot: dict[str, Any] = {
        "source": source,
        "slides": [list(asdict(view).values()) for view in deck.slides],
        "lang": request.texts.lang,
        "theme": request.theme.value,
        "form": _form(request),
        "words": word_choices(request.texts),
        "limits": {
            "slides": MAX_SLIDES,
            "link": MAX_LINK_CHARS,
            "title": MAX_TITLE_CHARS,
            "notes": MAX_NOTES_CHARS,
        },
        "urls": {
            "prepare": f"{base}present/slides.json",
            "pptx": f"{base}present/slides.pptx",
            "html": f"{base}present/slides.html",
            "pdf": f"{base}present/slides.pdf",
            "zip": f"{base}present/slides.zip",
            "page": request.link(paths.PRESENT),
            "packet": _packet_path(request),
        },
        "file": request.texts.t("present.file.name"),
        "copier": request.texts.t("present.file.copier"),
        "pack": request.texts.t("pack.file.name"),
        "texts": {
            **{key: request.texts.t(f"present.{key}") for key in _TEXTS},
            "packet": request.texts.t("packet.title"),
            **{f"pack_{key}": request.texts.t(f"pack.button.{key}") for key in _PACK_TEXTS},
        },
    }
    return json.dumps(boot, ensure_ascii=False)


def _form(request: PageRequest) -> dict[str, Any]:
    """The shape and the languages that the address names, and those there are."""
    t = request.texts.t
    asked_form = form_of(request.parameters, default_lang=request.texts.lang)
    return {
        "shape": asked_form.shape.name if "shape" in request.parameters else "",
        "both": bool(asked_form.second),
        "label": t("present.form.label"),
        "choices": [
            ["shape", t("present.form.shape"), [[x, t(f"present.form.{x}")] for x in SHAPES]],
            [
                "languages",
                t("present.form.languages"),
                [["", t("present.form.one")], [BOTH, t("present.form.both")]],
            ],
        ],
    }


# -- ready-made decks -------------------------------------------------------------------------


def _ready(request: PageRequest) -> Component:
    cards = [html.Li(_ready_card(request, ready)) for ready in ready_decks().values()]
    return html.Section(
        [
            html.H2(request.texts.t("present.ready_title"), id="ready"),
            html.Ul(cards, className="deck-ready plain-list"),
        ]
    )


def _ready_card(request: PageRequest, ready: ReadyDeck) -> Component:
    t, lang = request.texts.t, request.texts.lang
    name = ready.name[lang]
    if ready.needs_place:
        action: Component = _choose_place(request, ready)
    else:
        href = request.link(f"{paths.PRESENT}?ready={ready.id}")
        action = html.A(
            t("present.ready_open", name=name), href=href, className="button button--plain"
        )
    return html.Article([html.H3(name), html.P(ready.about[lang]), action])


def _first_of_places() -> ReadyDeck:
    return next(ready for ready in ready_decks().values() if ready.needs_place)


def _choose_place(request: PageRequest, ready: ReadyDeck) -> Component:
    """A form that opens the deck with the chosen place; each deck has its own."""
    mark = "" if ready is _first_of_places() else f"-{ready.id}"
    t, lang = request.texts.t, request.texts.lang
    groups = [
        html.Optgroup(
            [
                html.Option(place.names[lang], value=place.place_id)
                for place in request.services.place_index.places
                if place.geography is geography and place.people_2020
            ],
            label=t(f"places.page.{geography.value}"),
        )
        for geography in city().layers
    ]
    first, *others = map(request.services.atlas.catalogue.indicator, ready.measures)
    measures = [
        html.Option(first.name.get(lang), value=""),
        *(html.Option(other.name.get(lang), value=other.id) for other in others),
    ]
    return html.Form(
        [
            html.Label(t("present.ready_place"), htmlFor=f"deck-place{mark}"),
            html.Select(groups, id=f"deck-place{mark}", name="place"),
            html.Label(t("present.ready_measure"), htmlFor=f"deck-measure{mark}"),
            html.Select(measures, id=f"deck-measure{mark}", name="measure"),
            *kept_in_form(request),
            html.Select(
                [html.Option(ready.id, value=ready.id, selected=True)], name="ready", hidden=True
            ),
            html.Button(t("present.ready_choose"), type="submit", className="button button--plain"),
        ],
        action=request.link(paths.PRESENT).split("?")[0],
        method="get",
        className="deck-ready__form",
    )
