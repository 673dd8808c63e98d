"""An area that a visitor draws: the page to draw it on, and what its own page says of it.

The form works by itself: neighborhoods as boxes, a circle around a point. The map that it is drawn
on is the browser's (assets/clientside/place/own.js), which writes the outline into the form.
"""

from __future__ import annotations

import json
from html import escape
from http import HTTPStatus

from dash import html
from dash.development.base_component import Component

from data.address import Theme
from data.cities.city import city
from data.locale.format import format_number
from data.models import Geography, Layer, PlaceId
from data.outline import CIRCLE_MILES, MAX_CORNERS, MAX_NAME_CHARS, MAX_PICKED
from data.place.own import OwnAsked, own_asked
from data.place.results import PlaceData
from data.sentences.words import opening, place_label, places_word
from layouts import ids, paths
from layouts.components.attributes import data
from layouts.components.notice import notice
from layouts.components.static import to_html
from layouts.request import PageRequest

_LAST = Geography.OWN.value
# What the map in the browser says.
_WORDS = (
    "map", "cursor", "corner", "placed", "moved", "removed", "full", "few", "ready", "circle_set",
    "draw_first", "circle_first", "pick_first", "picked", "unpicked", "picks", "many_picked",
    "found", "not_found", "no_location", "crosses",
)  # fmt: skip
_TOOLS = ("undo", "clear", "closer", "farther", "locate", "go")


def is_asked(place_id: str) -> bool:
    """True for the address below `/place/` that is none of a place's own."""
    return place_id == _LAST


def _asked(request: PageRequest) -> OwnAsked:
    return own_asked(request.services.atlas, request.parameters)


def is_to_draw(request: PageRequest) -> bool:
    """True where the address names no area that can be shown."""
    if request.pathname.rstrip("/") != paths.OWN:
        return False
    asked = _asked(request)
    return asked.word is None or asked.edit


def place_of(request: PageRequest) -> str:
    """The id of the place at this address."""
    if request.pathname.rstrip("/") == paths.OWN and (word := _asked(request).word):
        return str(PlaceId(Geography.OWN, word.area_id))
    return request.pathname.rstrip("/").removeprefix(paths.PLACE + "/")


def status(request: PageRequest) -> int:
    """400 for an outline that cannot be used."""
    wrong = request.pathname.rstrip("/") == paths.OWN and _asked(request).wrong
    return HTTPStatus.BAD_REQUEST if wrong else HTTPStatus.OK


def described(request: PageRequest) -> tuple[str, str]:
    """Title and description of the page to draw on."""
    return request.texts.t("place.own.title"), request.texts.t("place.own.description")


def note(request: PageRequest, found: PlaceData) -> Component:
    """On the page of a drawn area: who chose it, what that means for a test, how to change it."""
    t = request.texts.t
    href = request.link(paths.of_place(found.area.place_id) + "&edit=yes")
    method = f"{request.link(paths.METHODS)}#own_areas"
    return html.P(
        [
            t("place.own.note"),
            " ",
            html.A(t("place.own.change"), href=href),
            " · ",
            html.A(t("pages.methods.nav"), href=method),
        ],
        className="place__around",
        role="note",
    )


# -- the page to draw on ------------------------------------------------------------------------


def drawing(request: PageRequest) -> Component:
    """The form, and the place of the map."""
    t, asked = request.texts.t, _asked(request)
    messages = []
    if asked.wrong:
        messages.append(t(f"place.own.wrong.{asked.wrong.value}", **_told(request, asked)))
    head = [
        html.H1(t("place.own.title")),
        html.P(t("place.own.lead"), className="lead"),
        notice(texts=request.texts, messages=messages, tone="warning") if messages else None,
    ]
    markup = f"{to_html(head)}{_form(request, asked)}"
    return html.Div(className="own", id=ids.OWN, **data(html=markup))


def _told(request: PageRequest, asked: OwnAsked) -> dict[str, str]:
    return {
        "value": asked.value,
        "max": str(MAX_CORNERS),
        "most": str(MAX_PICKED),
        "example": _example(request),
    }


def _example(request: PageRequest) -> str:
    """A point near the middle of the city, as it is to be written."""
    west, south, east, north = request.services.atlas.bounds(Layer.CITY.value)
    return f"{(south + north) / 2:.3f}, {(west + east) / 2:.3f}"


def _form(request: PageRequest, asked: OwnAsked) -> str:
    """A plain GET form as HTML: Dash has no fields that work before its scripts do."""
    t = request.texts.t
    shape = escape(_shape(request, asked))
    button = html.Button(t("place.own.show"), type="submit", className="button button--solid")
    parts = [
        _ways(request),
        '<div class="own__map" data-own-map hidden></div>',
        '<p class="own__status" role="status" data-own-status></p>',
        _circle(request),
        _picks(request, asked),
        _name(request, asked),
        f'<input type="hidden" name="shape" value="{shape}" disabled>',
        '<input type="hidden" name="pick" value="" disabled data-own-joined>',
        *(
            f'<input type="hidden" name="{key}" value="{escape(value)}">'
            for key, value in _kept(request).items()
        ),
        to_html(html.P(button)),
        to_html(html.P(t("place.own.private"), className="place__small")),
    ]
    action = request.link(paths.OWN).split("?")[0]
    return (
        f'<form action="{escape(action)}" method="get" class="own__form" data-own="form"'
        f" {_attributes(request)}>{''.join(parts)}</form>"
    )


def _attributes(request: PageRequest) -> str:
    """What the map is drawn from, and its words."""
    atlas, t = request.services.atlas, request.texts.t
    words = {key: t(f"place.own.say.{key}", place="{place}", n="{n}") for key in _WORDS}
    tools = {key: t(f"place.own.tool.{key}") for key in _TOOLS}
    told = {
        "homes": atlas.geojson_url(city().home.value),
        "city": atlas.geojson_url(Layer.CITY.value),
        "bounds": json.dumps([round(x, 5) for x in atlas.bounds(Layer.CITY.value)]),
        "labels": json.dumps(_labels(request, city().home), ensure_ascii=False),
        "places": json.dumps(_places(request), ensure_ascii=False),
        "words": json.dumps({**words, **tools}, ensure_ascii=False),
        "most": str(MAX_CORNERS),
        "picks": str(MAX_PICKED),
    }
    return " ".join(f'data-{key}="{escape(value)}"' for key, value in told.items())


def _labels(request: PageRequest, geography: Geography) -> list[list[str | float]]:
    """Id, name and middle of every place of a kind."""
    areas = request.services.atlas.areas(Layer(geography.value))
    return [
        [
            str(area["area_id"]),
            place_label(str(area["name"]), str(area["area_id"]), geography, request.texts),
            float(area["lon"]),
            float(area["lat"]),
        ]
        for area in areas.to_dict("records")
    ]


def _places(request: PageRequest) -> list[tuple[str, list[list[str | float]]]]:
    """Name and middle of what the map can be moved to, by kind."""
    return [
        (
            opening(places_word(geography, request.texts)),
            sorted(
                (label[1:] for label in _labels(request, geography)),
                key=lambda label: str(label[0]).casefold(),
            ),
        )
        for geography in city().layers
        if geography is not Geography.CITY
    ]


def _shape(request: PageRequest, asked: OwnAsked) -> str:
    """The outline that is being changed, also one that cannot be used as it is."""
    if asked.word is not None and asked.word.outline.corners:
        return asked.word.outline.shape[1:]
    return request.parameters.get("shape", "")[:2000]


def _kept(request: PageRequest) -> dict[str, str]:
    kept = {"lang": request.texts.lang} if request.texts.lang != request.default_lang else {}
    return kept | ({} if request.theme is Theme.LIGHT else {"theme": request.theme.value})


def _ways(request: PageRequest) -> str:
    """How to make the area; only the map needs to know, so only the map shows it."""
    t = request.texts.t
    made = [
        _box("radio", "way", way, t(f"place.own.way.{way}"), checked=way == "draw", form="")
        for way in ("draw", "circle", "pick")
    ]
    legend = escape(t("place.own.way.title"))
    return f'<fieldset class="own__ways" data-own-ways hidden><legend>{legend}</legend>' + (
        f"{''.join(made)}</fieldset>"
    )


def _circle(request: PageRequest) -> str:
    t = request.texts.t
    radii = [
        _box("radio", "miles", f"{miles:g}", _miles(request, miles), checked=miles == 1)
        for miles in CIRCLE_MILES
    ]
    hint = t("place.own.at_hint", example=_example(request))
    point = _field("at", t("place.own.at"), "", hint=hint, more='autocomplete="off"')
    return (
        f'<fieldset class="own__circle" data-own-circle><legend>{escape(t("place.own.circle"))}'
        f"</legend>{''.join(radii)}{point}</fieldset>"
    )


def _miles(request: PageRequest, miles: float) -> str:
    decimals = 0 if miles == int(miles) else 1
    said = format_number(miles, decimals=decimals, lang=request.texts.lang)
    return request.texts.t("place.own.miles", miles=said)


def _name(request: PageRequest, asked: OwnAsked) -> str:
    t = request.texts.t
    more = f'maxlength="{MAX_NAME_CHARS}" autocomplete="off"'
    hint = t("place.own.name_hint")
    return _field("name", t("place.own.name"), asked.name, hint=hint, more=more)


def _picks(request: PageRequest, asked: OwnAsked) -> str:
    """Every neighborhood as a box, folded."""
    t = request.texts.t
    picked = set(asked.word.outline.picked) if asked.word else set()
    labels = sorted(_labels(request, city().home), key=lambda label: str(label[1]).casefold())
    boxes = [
        _box("checkbox", "pick", str(area_id), str(name), checked=area_id in picked)
        for area_id, name, *_ in labels
    ]
    is_open = " open" if picked else ""
    return (
        f'<details class="own__picks" data-own-picks{is_open}><summary>'
        f"{escape(t('place.own.pick'))}</summary><div>{''.join(boxes)}</div></details>"
    )


def _box(
    kind: str, name: str, value: str, label: str, *, checked: bool, form: str | None = None
) -> str:
    """A box or a button of a row with its label; `form=""` keeps it out of what is sent."""
    state = " checked" if checked else ""
    outside = "" if form is None else ' form=""'
    return (
        f'<label class="own__box"><input type="{kind}" name="{name}" value="{escape(value)}"'
        f"{state}{outside}> {escape(label)}</label>"
    )


def _field(name: str, label: str, value: str, *, hint: str, more: str) -> str:
    field = f"own-{name}"
    return (
        f'<p class="own__field"><label for="{field}">{escape(label)}</label>'
        f'<input type="text" id="{field}" name="{name}" value="{escape(value)}"'
        f' aria-describedby="{field}-hint" {more}>'
        f'<span class="own__hint" id="{field}-hint">{escape(hint)}</span></p>'
    )
