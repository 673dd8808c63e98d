"""The table of districts of a packet: every measure of the plan that is known by district."""

from __future__ import annotations

from datetime import date
from typing import Any

from data.cities.city import city
from data.locale import Texts
from data.models import Flag, Verdict
from data.place.results import COMPARED
from data.place.sentences import place_title
from data.plan.results import Districts, DistrictValue, PlanData
from data.plan.sentences import districts_text
from data.sentences.words import interval_text, opening, short_name, value_text
from data.services import Services
from layouts.fact_sheets.content import PAPERS, named_sources
from layouts.figures.travels import flags_of_values

# Above the rest of the city, below it, not told apart: signs that a copier keeps apart.
ABOVE, BELOW, NOT_APART = "▲", "▼", "○"


def districts_content(
    services: Services, data: PlanData, *, texts: Texts, paper: str, made: date
) -> dict[str, Any]:
    """What the template `districts` sets."""
    t, lang = texts.t, texts.lang
    shown = _shown(data)
    named = named_sources(services, texts)
    title = t("packet.districts.title")
    names = [_district(entry, texts) for entry in shown[0].values]
    grouped: dict[str, list[str]] = {}
    for found in shown:
        grouped.setdefault(found.indicator.source, []).append(short_name(found.indicator, lang))
    sources = [f"{', '.join(measures)}: {named(key)}" for key, measures in grouped.items()]
    flags = flags_of_values(
        ((found.indicator, entry.value.flags) for found in shown for entry in found.values), texts
    )
    return {
        "template": "districts",
        "lang": lang,
        "paper": PAPERS[paper],
        "date": [made.year, made.month, made.day],
        "title": title,
        "city": city().name.get(lang),
        "author": t("fact_sheets.sheet.product"),
        "description": title,
        "how": t("packet.districts.how"),
        "members": [
            t("packet.districts.member", district=_district(entry, texts), name=entry.member.name,
              source=entry.member.source)
            for entry in shown[0].values
            if entry.member is not None
        ],
        "columns": [t("memo.column.measure"), *names, t("packet.districts.city")],
        "rows": [_row(found, texts) for found in shown],
        "key": t("packet.districts.key", above=ABOVE, below=BELOW, same=NOT_APART),
        "said": [districts_text(found, data.district_layer, texts) for found in shown]
        + list(dict.fromkeys(flags)),
        "sources": t("figures.note.sources", sources="; ".join(sources)),
    }  # fmt: skip


def _shown(data: PlanData) -> list[Districts]:
    """Each indicator once, in the order of the aims."""
    found = {
        measure.districts.indicator.id: measure.districts
        for row in data.aims
        for measure in row.measures
        if measure.districts is not None
    }
    return list(found.values())


def _district(entry: DistrictValue, texts: Texts) -> str:
    return place_title(entry.name, entry.place.area_id, entry.place.geography, texts)


def _row(found: Districts, texts: Texts) -> list[str]:
    indicator, lang = found.indicator, texts.lang
    unit = texts.t(f"figures.unit.{indicator.unit.value}")
    name = f"{opening(short_name(indicator, lang))} ({indicator.years}; {unit})"
    whole = interval_text(found.city_lower, found.city_upper, indicator, lang)
    of_city = value_text(found.city, indicator, lang)
    return [
        name,
        *(_cell(entry, found, texts) for entry in found.values),
        f"{of_city} ({whole})" if whole else of_city,
    ]


def _cell(entry: DistrictValue, found: Districts, texts: Texts) -> str:
    """Value, interval and the sign of the stored verdict; no sign where nothing was tested."""
    value, indicator = entry.value, found.indicator
    if not value.shown:
        flag = Flag.FEWER_THAN_10 if Flag.FEWER_THAN_10 in value.flags else Flag.NO_DATA
        return texts.t(f"packet.districts.{flag.value}")
    said = value_text(value.value, indicator, texts.lang)
    limits = interval_text(value.lower, value.upper, indicator, texts.lang)
    sign = ""
    if value.verdict in COMPARED:
        told = value.verdict is not Verdict.NOT_DIFFERENT
        sign = (ABOVE if value.difference > 0 else BELOW) if told else NOT_APART
    return " ".join(part for part in (said, f"({limits})" if limits else "", sign) if part)
