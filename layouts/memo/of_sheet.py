"""The memo on one determinant in one place: the finding of its fact sheet, and the options."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from data.catalogue.schema import Indicator
from data.fact_sheets import sentences as say
from data.fact_sheets.compute import FactSheet
from data.files.names import file_name
from data.locale import Texts
from data.locale.format import MISSING, format_day, format_number, format_value
from data.models import Flag, Geography, Unit
from data.numbers.words import flags_in_words, untested_for, withheld_for
from data.place.climb_sentences import name_of_larger
from data.place.results import PlaceValue
from data.sentences.options import listed
from data.sentences.words import (
    closed,
    counted_value,
    gap_between,
    interval_text,
    join,
    known,
    opening,
    short_name,
    value_text,
)
from data.services import Services
from layouts.fact_sheets.content import main_chart, named_sources
from layouts.memo.cited import Citations
from layouts.memo.memo import Memo
from layouts.paper.live_code import on_paper

Row = tuple[str, ...]
# Columns and their shares of the width. The whole city has no rest beside it, so nothing of it is
# tested against one.
OF_PLACE = {"measure": 1.5, "years": 0.75, "value": 1.25, "rest": 0.75, "test": 2.4}
OF_CITY = {"measure": 2.0, "years": 0.8, "value": 1.5, "remarks": 2.0}


def memo_of_sheet(
    services: Services, sheet: FactSheet, *, texts: Texts, paper: str, made: date, site: str
) -> Memo:
    """The memo of a fact sheet. `site` is the address of the site, as `live_url` gives it."""
    t, lang, determinant = texts.t, texts.lang, sheet.determinant
    title = determinant.title.get(lang)
    place, cited = say.name_of(sheet, texts), Citations(site, texts)
    gap = _gap(services, sheet, cited, texts)
    rows = tuple(_rows(services, sheet, cited, texts))
    found = join(say.finding(sheet, texts), gap or _told_of(sheet, cited))
    own = replace(sheet, facts=())  # a memo has none
    if sheet.geography is Geography.OWN or not rows:
        for line in say.source_lines(own, named_sources(services, texts), texts):
            cited.text(line)
    columns = OF_CITY if sheet.is_city else OF_PLACE
    check = say.claim_check(own, texts)
    options = cited.options((determinant.id,), made)
    return Memo(
        lang=lang,
        paper=paper,
        made=made,
        name=file_name("memo", paper, determinant.id, sheet.place_id, lang=lang),
        title=t("memo.title", title=title, place=place),
        purpose=t("memo.purpose", title=title, place=place),
        finding=found,
        sure=join(*check.can),
        why=join(*check.why),
        columns=tuple(t(f"memo.column.{name}") for name in columns),
        shares=tuple(columns.values()),
        rows=rows,
        parts=(),
        listed=listed(lang) if options else "",
        options=options,
        cannot=join(*check.cannot, t("memo.no_effect") if options else ""),
        cited=cited.all,
        seen=t(
            "memo.seen",
            product=t("shell.product"),
            version=services.atlas.data_version,
            date=format_day(made, lang=lang),
        ),
        no_address="" if on_paper(site, lang) else t("common.no_address"),
    )


def _told_of(sheet: FactSheet, cited: Citations) -> str:
    """The numbers of the citations that a finding of the place rests on: the first rows."""
    if sheet.geography is Geography.OWN:
        return ""
    told = bool(sheet.climb and sheet.climb.larger) + bool(sheet.headline)
    return "".join(f"[{n}]" for n in range(1, min(told, len(cited.all)) + 1))


def _rows(services: Services, sheet: FactSheet, cited: Citations, texts: Texts) -> Iterator[Row]:
    """The measures that lead, that of the place around first where the finding is told of it."""
    larger = None if sheet.climb is None else sheet.climb.larger
    if larger is not None:
        where = texts.t("memo.where", where=name_of_larger(larger.at, texts))
        mark = _mark(services, str(larger.at.place), larger.value, cited, texts)
        yield _row(larger.value, mark, texts, where=where)
    for value in sheet.values:
        place = "" if sheet.geography is Geography.OWN else sheet.place_id
        mark = _mark(services, place, value, cited, texts)
        yield _row(value, mark, texts, is_city=sheet.is_city)


def _mark(services: Services, place: str, value: PlaceValue, cited: Citations, texts: Texts) -> str:
    """The number of the citation; none of an area that was drawn, whose numbers have no page."""
    found = services.numbers.of(place, value.indicator.id, texts) if place else None
    return "" if found is None else cited.number(found)


def _row(
    value: PlaceValue, mark: str, texts: Texts, *, where: str = "", is_city: bool = False
) -> Row:
    indicator, lang = value.indicator, texts.lang
    name = " ".join(part for part in (short_name(indicator, lang), where, mark) if part)
    flags = [flag.words for flag in flags_in_words(value.flags - {Flag.WHOLE_CITY}, texts)]
    remarks = opening("; ".join(flags))
    if is_city:
        return (name, indicator.years, _measured(value, texts), remarks or MISSING)
    rest = value_text(value.rest, indicator, lang) if value.against_rest else MISSING
    tested = join(closed(opening(_tested(value, texts))), closed(remarks) if remarks else "")
    return (name, indicator.years, _measured(value, texts), rest, tested)


def _measured(value: PlaceValue, texts: Texts) -> str:
    """The value with its interval, or why there is none."""
    withheld, indicator = withheld_for(value), value.indicator
    if withheld is not None:
        return texts.t(f"number.withheld.{withheld}")
    if value.not_graded:
        return texts.t("fact_sheets.not_graded")
    said = counted_value(value.value, value.events, indicator, texts)
    interval = interval_text(value.lower, value.upper, indicator, texts.lang)
    return texts.t("memo.interval", value=said, interval=interval) if interval else said


def _tested(value: PlaceValue, texts: Texts) -> str:
    """What the stored test says, with the difference as printed; why there was none."""
    why = untested_for(value)
    if why is not None:
        return texts.t(f"number.why_not.{why}")
    verdict = texts.t(f"figures.verdict.{value.verdict.value}")
    if not known(value.difference, *value.difference_limits):
        return verdict
    indicator = value.indicator
    size = _signed(gap_between(value.value, value.rest, indicator), indicator, texts)
    return texts.t(
        "memo.tested",
        verdict=verdict,
        size=texts.t(f"sentences.amount.{indicator.unit.value}", value=size),
        lower=_signed(value.difference_lower, indicator, texts),
        upper=_signed(value.difference_upper, indicator, texts),
    )


def _signed(number: float, indicator: Indicator, texts: Texts) -> str:
    if indicator.unit is Unit.USD:
        said = format_value(number, unit=Unit.USD, decimals=0, lang=texts.lang)
    else:
        said = format_number(number, decimals=indicator.decimals, lang=texts.lang)
    return f"+{said}" if number > 0 else said


def _gap(services: Services, sheet: FactSheet, cited: Citations, texts: Texts) -> str:
    """The number of the citation of the gap between fifths: where its chart is; else nothing."""
    if not sheet.has_fifths:
        return ""
    chart, named = main_chart(services, sheet, texts), named_sources(services, texts)
    pair = (sheet.explore.outcome, sheet.explore.factor)
    data = "; ".join(dict.fromkeys(named(indicator.source) for indicator in pair))
    said = texts.t("number.cite.said", title=chart.title, data=data)
    return cited.at(said, chart.travels.address)
