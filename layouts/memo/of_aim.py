"""The memo on one aim of the city's plan: what has moved by a test, and what could be decided."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from data.catalogue.yardsticks import load_yardsticks
from data.change.results import Change
from data.files.names import file_name
from data.locale import Texts
from data.locale.format import MISSING
from data.models import CITY_PLACE
from data.numbers.keys import NumberKey, published_key
from data.plan import sentences as say
from data.plan.results import AimRow, Follow, MeasureRow, PlanData, Reading
from data.published.changes import PublishedChange
from data.sentences.options import listed
from data.sentences.words import closed, join
from data.services import Services
from layouts.memo.cited import Citations, when_seen
from layouts.memo.memo import Memo
from layouts.paper.live_code import on_paper

# Of those that touch an aim, the newest.
MOST_DECISIONS = 2
COLUMNS = {"measure": 1.5, "baseline": 2.2, "latest": 1.9, "change": 1.7}


def memo_of_aim(
    services: Services, aim: AimRow, *, texts: Texts, paper: str, made: date, site: str
) -> Memo:
    """The memo of an aim. `site` is the address of the site, as `live_url` gives it.

    Raises ValueError for a city without a plan.
    """
    data = services.plan.data
    if data is None or data.plan.source is None or data.plan.title is None:
        raise ValueError("the city has no plan with aims")
    t, lang, plan = texts.t, texts.lang, data.plan
    cited = Citations(site, texts)
    name, title = aim.aim.name.get(lang), data.plan.title.get(lang)
    told = cited.text(data.plan.source.citation, data.plan.source.url or "")
    rows = tuple(_row(services, row, data, cited, texts) for row in aim.measures)
    parts = tuple(_parts(services, aim, data, texts))
    options = cited.options(aim.aim.determinants, made)
    return Memo(
        lang=lang,
        paper=paper,
        made=made,
        name=file_name("memo", paper, plan.name.get("en"), aim.aim.id, lang=lang),
        title=t("memo.aim.title", aim=name, plan=f"{plan.name.get(lang)} {plan.years}"),
        purpose=join(
            t("memo.aim.purpose", aim=aim.aim.published.get(lang), plan=title, source=told),
            say.how_read(data, texts),
        ),
        finding=_finding(aim, data, texts),
        sure=join(*(say.target_text(row, texts) for row in aim.targets)),
        why=t("plan_page.definition.chosen"),
        columns=tuple(t(f"memo.column.{column}") for column in COLUMNS),
        shares=tuple(COLUMNS.values()),
        rows=rows,
        parts=parts,
        listed=listed(lang) if options else "",
        options=options,
        cannot=join(t("plan_page.definition.no_effect"), t("memo.no_effect") if options else ""),
        cited=cited.all,
        seen=when_seen(services, made, texts),
        no_address="" if on_paper(site, lang) else t("common.no_address"),
    )


def _finding(aim: AimRow, data: PlanData, texts: Texts) -> str:
    """What is held of the aim, every change that a test found, and what no number counts."""
    told = [say.change_text(row, data, texts) for row in aim.measures if row.told]
    tested = any(row.follow in (Follow.FOLLOWED, Follow.BEFORE) for row in aim.measures)
    if tested and not told:
        told = [texts.t("memo.aim.no_change")]
    held = texts.t(f"memo.aim.status.{aim.status.value}")
    return join(held, *told, say.missing_text(aim, texts))


def _row(
    services: Services, row: MeasureRow, data: PlanData, cited: Citations, texts: Texts
) -> tuple[str, ...]:
    earlier, later = _keys(row)
    name = texts.t(
        "memo.aim.measure", name=say.measure_name(row, texts), area=say.area_name(row, texts)
    )
    before = _mark(services, earlier, row.baseline.years, cited, texts)
    latest = MISSING
    if row.latest is not None:
        mark = _mark(services, later, row.latest.years, cited, texts)
        latest = _reading(row.latest, row, mark, texts)
    return (
        name,
        _reading(row.baseline, row, before, texts),
        latest,
        say.change_text(row, data, texts),
    )


def _reading(reading: Reading, row: MeasureRow, mark: str, texts: Texts) -> str:
    said = say.reading_text(reading, row, texts)
    years = say.years_text(reading, texts)
    return " ".join(filter(None, (closed(f"{said}, {years}"), mark)))


def _keys(row: MeasureRow) -> tuple[NumberKey | None, NumberKey | None]:
    """What names the baseline and the latest value."""
    if isinstance(row.change, Change):
        moments = (row.change.earlier, row.change.later)
        earlier, later = (
            NumberKey(CITY_PLACE, moment.indicator.id, CITY_PLACE) for moment in moments
        )
        return earlier, later
    if isinstance(row.change, PublishedChange):
        compared = row.change.comparison
        return published_key(compared.other), published_key(compared.value)
    return NumberKey(row.place_id, row.measure_id, CITY_PLACE), None


def _mark(
    services: Services,
    key: NumberKey | None,
    years: str,
    cited: Citations,
    texts: Texts,
) -> str:
    """The number of the citation: of the page, which tells of more years than that of the value."""
    if key is None:
        return ""
    found = services.numbers.of(key.place, key.measure, texts, period=key.period, group=key.group)
    return "" if found is None else cited.page(found, years)


def _parts(
    services: Services, aim: AimRow, data: PlanData, texts: Texts
) -> Iterator[tuple[str, str, str]]:
    """Gaps, districts, national yardsticks, decisions; each only where there is something."""
    lang, log = texts.lang, services.plan.log
    name = load_yardsticks().name
    found = {
        "gap": [
            *(say.gap_text(row, texts) for row in aim.measures if row.gap is not None),
            *say.gap_notes(aim, texts),
        ],
        "districts": [
            say.districts_text(row.districts, data.district_layer, texts)
            for row in aim.measures
            if row.districts is not None
        ],
        "yardsticks": [
            say.yardstick_text(beside, name.get(lang) if name else "", texts)
            for row in aim.measures
            for beside in row.yardsticks
        ],
        "decided": [
            texts.t(
                "memo.aim.decision",
                date=entry.date,
                body=log.body(entry.body).name.get(lang),
                motion=entry.motion.get(lang),
                source=entry.source,
            )
            for entry in log.touching(aim.aim.id)[:MOST_DECISIONS]
        ],
    }
    for key, said in found.items():
        if said:
            yield key, texts.t(f"memo.head.{key}"), join(*said)
