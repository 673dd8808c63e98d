"""The card of a number: the sentence, the number on a line, its verdict and its source."""

from __future__ import annotations

from functools import partial

from data.cities.city import city
from data.models import Geography, Kind
from data.numbers.cite import limits_text, title
from data.numbers.record import NumberRecord
from data.sentences.words import join, opening
from layouts.pages.number.page import beside_text, ends_of, heading, shape_of, strip_of
from layouts.pages.number.visit import path_of, visit_of
from layouts.previews.card import Card, Mark, Picture
from layouts.request import PageRequest


def number_card(request: PageRequest) -> Card | None:
    """What the page of a number says first; None where there is no such number."""
    visit = visit_of(request)
    record = visit.record
    if record is None:
        return None
    path = path_of(visit.key)
    if request.texts.lang != request.default_lang:
        path += f"{'&' if '?' in path else '?'}lang={request.texts.lang}"
    modelled = record.measure.kind != Kind.MEASURED.value
    remarks = [record.measure.kind_name] if modelled else []
    flags = opening("; ".join([*remarks, *(flag.words for flag in record.flags)]))
    verdict = opening(record.verdict_name) if record.test.done else ""
    return Card(
        path=path,
        title=title(record.model_copy(update={"interval_text": ""}), request.texts),
        about=_about(record, request.texts.lang),
        sentence=record.said or heading(record, request),
        description=join(record.said or "", f"{title(record, request.texts)}."),
        picture=partial(_picture, request, record, verdict, flags),
    )


def _about(record: NumberRecord, lang: str) -> str:
    """The place; what lies in the city with the city."""
    alone = record.measure.published or record.place.kind == Geography.CITY.value
    return record.place.name if alone else f"{record.place.name} · {city().name.get(lang)}"


def _picture(request: PageRequest, record: NumberRecord, verdict: str, flags: str) -> Picture:
    strip = strip_of(record, request.theme.value)
    source = record.sources[0]
    said = f"{source.publisher}, {source.title}, {record.years}."
    if strip is None:
        return Picture(detail=record.withheld_words or "", source=said)
    mark = Mark(
        name="",
        strip=strip,
        said=record.value_text,
        limits=limits_text(record, request.texts),
        shape=shape_of(record),
        verdict=verdict,
    )
    return Picture(
        marks=(mark,),
        beside=beside_text(record, request),
        ends=ends_of(strip, record, request.texts.lang),
        source=said,
        flags=(f"{flags}.",) if flags else (),
    )
