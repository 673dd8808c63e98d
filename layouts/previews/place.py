"""The card of a place: the sentence for a person, its number on a line, and the verdict."""

from __future__ import annotations

from functools import partial

from data.cities.city import city
from data.locale import Texts
from data.locale.format import format_scale
from data.models import Flag, Geography
from data.place.person import lead_value, missing, missing_sentence, person_sentence
from data.place.results import COMPARED, PlaceData, PlaceValue
from data.place.sentences import limits_of, people_sentence, place_name, place_title
from data.sentences.words import join, kind_of_number, opening, quantity, quantity_beside
from data.services import Services
from layouts import paths
from layouts.components.interval_strip import Strip, scale
from layouts.figures.inputs import flag_note
from layouts.figures.place.spine import shape_of
from layouts.figures.travels import Cited, travels
from layouts.pages.place import own
from layouts.pages.place.number import SAID
from layouts.pages.place.page import data_of
from layouts.previews.card import Card, Mark, Picture
from layouts.request import PageRequest
from layouts.theme import LIGHT, mark_style


def place_card(request: PageRequest) -> Card | None:
    """What the page of a place says first; None where the place is still to be drawn."""
    if own.is_to_draw(request):
        return None
    data, texts = data_of(request), request.texts
    title = place_title(data.area.name, data.area.area_id, data.geography, texts)
    name = place_name(data.area.name, data.area.area_id, data.geography, texts)
    led = lead_value(data)
    path = paths.of_place(data.area.place_id)
    if texts.lang != request.default_lang:
        path += f"{'&' if '?' in path else '?'}lang={texts.lang}"
    is_whole = data.geography is Geography.CITY
    if led is None:
        absent = [missing_sentence(value, place=name, texts=texts) for value in missing(data)]
        sentence, detail = people_sentence(data, texts), join(*absent)
    else:
        sentence = person_sentence(led, place=name, texts=texts)
        detail = _numbers(led, texts)
    return Card(
        path=path,
        title=title,
        about=title if is_whole else f"{title} · {city().name.get(texts.lang)}",
        sentence=sentence,
        description=join(sentence, detail),
        picture=partial(_picture, request.services, led, detail, texts),
        short=_short(data, led),
    )


def _short(data: PlaceData, led: PlaceValue | None) -> str:
    """Where its number stands; what was drawn is found under its own address alone."""
    if led is None or data.geography is Geography.OWN:
        return ""
    return paths.of_number(data.area.place_id, led.indicator.id)


def _numbers(value: PlaceValue, texts: Texts) -> str:
    """Like `69.9 years (95% interval 68.4–71.4). Worse than the rest of the city.`, in words."""
    said, limits = _said(value, texts), limits_of(value, texts)
    whole = f"{said} ({limits})." if limits else f"{said}."
    verdict = _verdict(value, texts)
    return join(whole, f"{verdict}." if verdict else "", _how_made(value, texts))


def _said(value: PlaceValue, texts: Texts) -> str:
    return quantity(value.value, value.indicator, texts, events=value.events)


def _verdict(value: PlaceValue, texts: Texts) -> str:
    if value.modelled or value.verdict not in COMPARED:
        return ""
    return opening(texts.t(f"figures.verdict.{value.verdict.value}"))


def _how_made(value: PlaceValue, texts: Texts) -> str:
    """Whose number it rather is, how it was made, and what is weak about it."""
    said = (
        kind_of_number(value.indicator, value.flags, texts),
        flag_note(" ".join(value.flags), texts, SAID),
    )
    told = opening("; ".join(part for part in said if part))
    return f"{told}." if told else ""


def _picture(services: Services, value: PlaceValue | None, detail: str, texts: Texts) -> Picture:
    if value is None:
        return Picture(detail=detail)
    indicator, shape = value.indicator, shape_of(value)
    is_whole = Flag.WHOLE_CITY in value.flags
    strip = Strip(
        value=value.value,
        lower=value.lower,
        upper=value.upper,
        beside=float("nan") if is_whole else value.beside,
        around=(value.spread.lower, value.spread.upper),
        glyph=mark_style(shape, LIGHT).glyph,
        kind=shape,
    )
    low, high = (
        format_scale(end, unit=indicator.unit, decimals=indicator.decimals, lang=texts.lang)
        for end in scale(strip)
    )
    held = "rest" if value.against_rest else "city"
    beside = texts.t(f"place.numbers.{held}", value=quantity_beside(value.beside, indicator, texts))
    made = travels([Cited(indicator, services.atlas.catalogue.source_of(indicator))], texts=texts)
    return Picture(
        marks=(
            Mark(
                name="",
                strip=strip,
                said=_said(value, texts),
                limits=limits_of(value, texts),
                shape=shape,
                verdict=_verdict(value, texts),
            ),
        ),
        beside="" if is_whole else beside,
        ends=(low, high),
        source=made.source_short or made.source,
        flags=tuple(filter(None, [_how_made(value, texts)])),
    )
