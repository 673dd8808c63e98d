"""The form of an agenda packet: native fields that ask for the file by its address."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from dash import html
from dash.development.base_component import Component

from data.catalogue.determinants import determinants
from data.decks.deck import MAX_SLIDES, from_link, ready_decks, to_link
from data.decks.packet import MAX_TYPED_CHARS, MOST, YES
from data.fact_sheets.choice import PAPERS
from data.locale import LANGUAGES
from data.models import CITY_PLACE
from data.plan.results import PlanData
from layouts import ids, paths
from layouts.components.attributes import aria, data
from layouts.components.place_options import OptionGroups, place_options
from layouts.request import PageRequest


def packet_form(request: PageRequest, plan: PlanData) -> Component:
    """Meeting, memos, papers on a place, slides; a deck of the page's address is among them."""
    t = request.texts.t
    fields = [
        _typed(request),
        _aims(request, plan),
        _papers(request),
        _deck(request),
        _more(request),
        f'<button type="submit" class="button button--solid" data-making="'
        f'{escape(t("packet.form.making"))}">{escape(t("packet.form.make"))}</button>',
    ]
    limits = t("packet.form.limits", sheets=MOST["sheet"], memos=MOST["memo"], slides=MAX_SLIDES)
    return html.Section(
        [
            html.H2(t("packet.form.title"), id=ids.PACKET),
            html.P(t("packet.form.lead")),
            html.Form(
                html.Div(className="packet", **data(html="".join(fields))),
                action=request.link(paths.PACKET).split("?")[0],
                method="get",
            ),
            html.P(limits, className="packet__note"),
        ],
        className="on-screen-only",
        **aria(labelledby=ids.PACKET),
    )


def _typed(request: PageRequest) -> str:
    t = request.texts.t
    lines = "".join(
        f'<p class="packet__field"><label for="packet-{name}">{escape(t(f"packet.form.{name}"))}'
        f'</label><input type="text" id="packet-{name}" name="{name}" maxlength="{most}"'
        ' autocomplete="off" aria-describedby="packet-printed"></p>'
        for name, most in MAX_TYPED_CHARS.items()
    )
    note = escape(t("packet.form.printed"))
    return f'<div class="packet__row">{lines}</div><p id="packet-printed">{note}</p>'


def _aims(request: PageRequest, plan: PlanData) -> str:
    lang = request.texts.lang
    boxes = (_box("aim", row.aim.id, row.aim.name.get(lang)) for row in plan.aims)
    return _group(request.texts.t("packet.form.aims"), boxes)


def _papers(request: PageRequest) -> str:
    """A place, and of each determinant memo and sheet."""
    t, lang = request.texts.t, request.texts.lang
    place = _select(
        "place", t("packet.form.place"), place_options(request.services, request.texts), CITY_PLACE
    )
    rows = (
        f'<div class="packet__pair"><span id="packet-{key}">{escape(entry.title.get(lang))}</span>'
        f"{_box('memo', key, t('packet.form.memo'), of=key)}"
        f"{_box('sheet', key, t('packet.form.sheet'), of=key)}</div>"
        for key, entry in determinants().items()
    )
    return _group(t("packet.form.papers"), [place, *rows])


def _deck(request: PageRequest) -> str:
    """The decks that are made beforehand; that of the address comes first and is chosen."""
    t, lang = request.texts.t, request.texts.lang
    given = from_link(request.parameters.get("deck", "")).deck
    ready = [(key, found.name[lang]) for key, found in ready_decks().items()
             if not found.needs_place]  # fmt: skip
    if given.slides:
        label = t("packet.form.own_deck", n=len(given.slides))
        link = f'<input type="hidden" name="deck" value="{escape(to_link(given))}">'
        return f"<p>{escape(label)}{link}</p>"
    options: OptionGroups = [("", [("", t("packet.form.no_deck")), *ready])]
    own = f"<p>{escape(t('packet.form.own'))}</p>"
    return _select("ready", t("packet.form.deck"), options, "") + own


def _more(request: PageRequest) -> str:
    t = request.texts.t
    boxes = [
        _box(name, YES, t(f"packet.form.{name}"), on=True) for name in ("districts", "sources")
    ]
    languages = [(code, t(f"fact_sheets.lang_{code}")) for code in LANGUAGES]
    papers = [(paper, t(f"fact_sheets.{paper}")) for paper in PAPERS]
    lists = [
        _select("lang", t("packet.form.language"), [("", languages)], request.texts.lang),
        _select("paper", t("fact_sheets.paper"), [("", papers)], PAPERS[0]),
    ]
    return _group(t("packet.form.more"), boxes) + f'<div class="packet__row">{"".join(lists)}</div>'


# -- fields -----------------------------------------------------------------------------------


def _group(legend: str, fields: Iterable[str]) -> str:
    return f"<fieldset><legend>{escape(legend)}</legend>{''.join(fields)}</fieldset>"


def _box(name: str, value: str, label: str, *, on: bool = False, of: str = "") -> str:
    """A box; `of`: the end of the id of the words that it belongs to."""
    field = f"packet-{name}-{value}"
    named = f' aria-labelledby="packet-{of} {field}-said"' if of else ""
    checked = " checked" if on else ""
    return (
        f'<label class="packet__box"><input type="checkbox" id="{field}" name="{name}"'
        f' value="{escape(value)}"{checked}{named}>'
        f' <span id="{field}-said">{escape(label)}</span></label>'
    )


def _select(name: str, label: str, groups: Sequence[tuple[str, Sequence[tuple[str, str]]]],
            value: str) -> str:  # fmt: skip
    made = []
    for group, members in groups:
        options = "".join(
            f'<option value="{escape(key)}"{" selected" if key == value else ""}>'
            f"{escape(said)}</option>"
            for key, said in members
        )
        made.append(f'<optgroup label="{escape(group)}">{options}</optgroup>' if group else options)
    field = f"packet-{name}"
    return (
        f'<p class="packet__field"><label for="{field}">{escape(label)}</label>'
        f'<select id="{field}" name="{name}">{"".join(made)}</select></p>'
    )
