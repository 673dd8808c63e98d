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
from data.plan.results import AimRow, Beside, Follow, MeasureRow, PlanData, Reading
from data.published.changes import PublishedChange
from data.sentences.options import listed
from data.sentences.words import closed, join
from data.services import Services
from layouts.memo.cited import Citations, when_seen
from layouts.memo.memo import Memo
from layouts.paper.live_code import on_paper

# Of those that touch an aim, the newest.
MOST_DECISIONS = 2
COLUMNS = {"measure": 1.3, "baseline": 1.8, "latest": 1.8, "change": 2.3}


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
    parts = tuple(_parts(services, aim, data, cited, texts))
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
        sure=join(*_sure(aim, texts)),
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


def _sure(aim: AimRow, texts: Texts) -> Iterator[str]:
    """A department's own targets with their verdicts, and national yardsticks."""
    for row in aim.measures:
        if row.target is not None:
            yield say.target_text(row, texts)
        yield from (_yardstick(found, texts) for found in row.yardsticks)


def _yardstick(found: Beside, texts: Texts) -> str:
    name = load_yardsticks().name
    return say.yardstick_text(found, name.get(texts.lang) if name else "", texts)


def _row(
    services: Services, row: MeasureRow, data: PlanData, cited: Citations, texts: Texts
) -> tuple[str, ...]:
    earlier, later = _keys(row)
    name = texts.t(
        "memo.aim.measure", name=say.measure_name(row, texts), area=say.area_name(row, texts)
    )
    marks = [_mark(services, key, cited, texts) for key in (earlier, later)]
    latest = MISSING
    if row.latest is not None:
        latest = _reading(row.latest, row, marks[1], texts)
    return (
        name,
        _reading(row.baseline, row, marks[0], texts),
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


def _mark(services: Services, key: NumberKey | None, cited: Citations, texts: Texts) -> str:
    if key is None:
        return ""
    found = services.numbers.of(key.place, key.measure, texts, period=key.period, group=key.group)
    return "" if found is None else cited.number(found)


def _parts(
    services: Services, aim: AimRow, data: PlanData, cited: Citations, texts: Texts
) -> Iterator[tuple[str, str]]:
    """Gaps, districts, and what was decided so far; each only where there is something."""
    gaps = [say.gap_text(row, texts) for row in aim.measures if row.gap is not None]
    if gaps:
        yield texts.t("memo.column.gap"), join(*gaps)
    told = [
        say.districts_text(row.districts, data.district_layer, texts)
        for row in aim.measures
        if row.districts is not None
    ]
    if told:
        yield texts.t("memo.head.districts"), join(*told)
    log = services.plan.log
    decided = [
        texts.t(
            "memo.aim.decision",
            date=entry.date,
            body=log.body(entry.body).name.get(texts.lang),
            motion=entry.motion.get(texts.lang),
            source=cited.text(entry.source, entry.url or ""),
        )
        for entry in log.touching(aim.aim.id)[:MOST_DECISIONS]
    ]
    if decided:
        yield texts.t("memo.head.decided"), join(*decided)
