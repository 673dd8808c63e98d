"""What was published by race and ethnicity. Life expectancy of city and county never join.

Groups stand in alphabetical order, none is the yardstick, and no word speaks of change.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from data.files.csv_file import origin
from data.gaps.context_sentences import life_by_race, measure_by_race
from data.gaps.published_results import ByRace, PublishedMeasure, PublishedRelease, alphabetical
from data.locale import Texts
from data.locale.format import format_number
from data.models import Geography, Unit
from data.sentences.words import join, opening
from layouts.figures.chart import Chart, Column
from layouts.figures.gaps.equity_dots import plain
from layouts.figures.labels import wrapped
from layouts.figures.panel import Dot, Panel, Row
from layouts.figures.panels import panels_figure
from layouts.figures.travels import Published, published_travels
from layouts.theme import Palette

ROW_PX = 34
NAN = float("nan")
LIFE_DECIMALS = 1
GROUPING = "race_ethnicity"
LIFE_COLUMNS: tuple[str, ...] = (
    "geography", "years", "group", "value", "difference_black_white", "quoted", "left_out",
    "citation", "publisher", "source", "licence",
)  # fmt: skip
MEASURE_COLUMNS: tuple[str, ...] = (
    "indicator", "unit", "years", "pooled", "group", "value", "years_in_mean", "left_out",
    "citation", "indicator_name", "publisher", "source", "licence",
)  # fmt: skip


def build_life_by_race(
    data: ByRace, place: str, *, theme: Palette, texts: Texts, scale: float = 1.0
) -> Chart:
    """A row a group and time of one `place`, `city` or `county`: the two never share a chart."""
    brief = scale > 1  # from the back row only what has a value can be read
    releases = data.of(place)
    name = texts.t(f"gaps.race.place.{place}")
    panel = Panel(
        title=f"<b>{texts.t('gaps.column.life')}</b>, {name}",
        rows=tuple(
            row for release in releases for row in _life_rows(release, theme, texts, brief=brief)
        ),
        limits=_life_limits(data),
    )
    notes = _notes(releases, texts)
    measure = texts.t("figures.life_by_race")
    published = [Published(measure, r.years, _origin(r, texts)[0]) for r in releases]
    return Chart(
        title=texts.t("gaps.race.life_title", place=name),
        sentence=life_by_race(data, place, texts),
        figure=panels_figure([panel], theme=theme, row_px=ROW_PX, scale=scale),
        columns=_life_columns(texts),
        rows=[row for release in releases for row in _life_table(release, texts)],
        csv_columns=LIFE_COLUMNS,
        csv_rows=[row for release in releases for row in _life_csv(release, texts)],
        csv_shared=life_shared(texts),
        notes=notes,
        travels=published_travels(notes[0], published, texts),
    )


def life_shared(texts: Texts) -> dict[str, str]:
    """What every row of a file of life expectancy by race says."""
    return {
        "indicator": "life_expectancy_by_race",
        "indicator_name": texts.t("columns.life_by_race"),
        "unit": Unit.YEARS.value,
        "grouping": GROUPING,
    }


def _life_limits(data: ByRace) -> tuple[float, float]:
    """One range for city and county, so that a year is as long in one as in the other."""
    numbers = [
        number
        for release in (*data.city, *data.county)
        for number in (release.everyone, *(value.value for value in release.values))
        if np.isfinite(number)
    ]
    room = (max(numbers) - min(numbers)) * 0.08
    return min(numbers) - room, max(numbers) + room


def _life_rows(
    release: PublishedRelease, theme: Palette, texts: Texts, *, brief: bool
) -> list[Row]:
    if not release.values:
        said = format_number(release.difference, decimals=LIFE_DECIMALS, lang=texts.lang)
        words = wrapped(texts.t("gaps.race.only_difference", years=said), 15.5)
        return [Row(f"<b>{release.years}</b>", words=words)]
    rows, all_of_them = [Row(f"<b>{release.years}</b>")], texts.t("gaps.race.everyone")
    for name, value, left_out in _with_everyone(release, texts):
        label = wrapped(name, 13.5)
        if left_out:
            if not brief:
                rows.append(Row(label, words=_short_reason(left_out, texts)))
            continue
        said = format_number(value, decimals=LIFE_DECIMALS, lang=texts.lang)
        hover = texts.t("gaps.hover.life", group=name, years=release.years, value=said)
        rows.append(Row(label, (_dot(value, said, hover, theme, everyone=name == all_of_them),)))
    return rows


def _dot(value: float, said: str, hover: str, theme: Palette, *, everyone: bool) -> Dot:
    """One published value, which has no interval; everybody's has its own shape and color."""
    return Dot(
        value=value,
        lower=NAN,
        upper=NAN,
        said=said,
        hover=hover,
        color=theme.ink if everyone else theme.outcome_mark,
        symbol="square-open" if everyone else "circle",
    )


def _short_reason(left_out: str, texts: Texts) -> str:
    """Few words on the chart; the notes have the whole reason."""
    return texts.t(f"gaps.race.left_out.{left_out.rpartition('.')[2]}")


def _with_everyone(
    release: PublishedRelease | PublishedMeasure, texts: Texts
) -> list[tuple[str, float, str | None]]:
    """Groups in alphabetical order, then everyone: name, value, reason it is left out."""
    found = [
        (value.name.get(texts.lang), value.value, value.left_out)
        for value in alphabetical(release.values, texts.lang)
    ]
    if np.isfinite(release.everyone):
        found.append((texts.t("gaps.race.everyone"), release.everyone, None))
    return found


def _life_columns(texts: Texts) -> list[Column]:
    t = texts.t
    return [
        Column("group", t("gaps.column.group")),
        Column("place", t("common.place")),
        Column("years", t("gaps.column.years_of_death")),
        Column("value", t("gaps.column.life"), "number"),
        Column("source", t("gaps.column.source")),
    ]


def _life_table(release: PublishedRelease, texts: Texts) -> list[dict[str, str]]:
    shared = {
        "place": release.title.get(texts.lang),
        "years": release.years,
        "source": release.citation,
    }
    rows = [
        {**shared, "group": name, "value": _cell(value, left_out, LIFE_DECIMALS, texts)}
        for name, value, left_out in _with_everyone(release, texts)
    ]
    key = "quoted" if release.quoted else "worked_out"
    said = format_number(release.difference, decimals=LIFE_DECIMALS, lang=texts.lang)
    difference = {**shared, "group": texts.t(f"gaps.race.difference_{key}"), "value": said}
    return [*rows, difference]


def _cell(value: float, left_out: str | None, decimals: int, texts: Texts) -> str:
    if left_out:
        return texts.t(left_out)
    return format_number(value, decimals=decimals, lang=texts.lang)


def _origin(published: PublishedRelease | PublishedMeasure, texts: Texts) -> tuple[str, ...]:
    """Publisher, title and licence; a quotation names its publisher first."""
    if published.source is not None:
        return tuple(origin([published.source], texts).values())
    return published.citation.partition(". ")[0], "", texts.t("columns.quoted")


def _life_csv(release: PublishedRelease, texts: Texts) -> list[Sequence[Any]]:
    shared = (release.difference, release.quoted)
    values = [(value.group, value.value, value.left_out or "") for value in release.values]
    values.append(("all", release.everyone, ""))
    return [
        tuple(
            plain(cell)
            for cell in (release.place, release.years, group, value, *shared,
                         left_out.rpartition(".")[2], release.citation, *_origin(release, texts))
        )
        for group, value, left_out in values
    ]  # fmt: skip


def _notes(releases: Sequence[PublishedRelease], texts: Texts) -> list[str]:
    notes = [
        texts.t(
            "gaps.note.published",
            sources=_citations(releases),
        ),
        texts.t("gaps.note.not_joined"),
    ]
    notes += [
        f"{release.title.get(texts.lang)}, {release.years}: {release.note.get(texts.lang)}"
        for release in releases
        if release.note is not None
    ]
    notes += _reasons(releases, texts)
    return notes


def _citations(entries: Sequence[PublishedRelease] | Sequence[PublishedMeasure]) -> str:
    """Publications once each; the sentence around them ends with its own full stop."""
    return "; ".join(dict.fromkeys(entry.citation.rstrip(".") for entry in entries))


def _reasons(
    entries: Sequence[PublishedRelease] | Sequence[PublishedMeasure], texts: Texts
) -> list[str]:
    """Why groups are left out, once each."""
    reasons = [value.left_out for entry in entries for value in entry.values if value.left_out]
    return [
        texts.t("gaps.note.left_out", reason=texts.t(reason)) for reason in dict.fromkeys(reasons)
    ]


# -- other measures -----------------------------------------------------------------------------


def build_measures_by_race(
    data: ByRace, *, theme: Palette, texts: Texts, scale: float = 1.0
) -> Chart:
    """A panel a measure, each with its own unit and a scale from zero."""
    panels = [_measure_panel(measure, theme, texts) for measure in data.measures]
    notes = _measure_notes(data.measures, texts)
    published = [
        Published(m.name.get(texts.lang), m.years, _origin(m, texts)[0]) for m in data.measures
    ]
    return Chart(
        title=texts.t("gaps.race.measures_title"),
        sentence=join(*(measure_by_race(m, texts) for m in data.measures if m.in_words)),
        figure=panels_figure(panels, theme=theme, row_px=34, scale=scale),
        columns=[
            Column("measure", texts.t("gaps.column.measure")),
            Column("group", texts.t("gaps.column.group")),
            Column("value", texts.t("gaps.column.value"), "number"),
            Column("unit", texts.t("gaps.column.unit")),
            Column("years", texts.t("gaps.column.years_measured")),
        ],
        rows=[row for measure in data.measures for row in _measure_rows(measure, texts)],
        csv_columns=MEASURE_COLUMNS,
        csv_rows=[row for measure in data.measures for row in _measure_csv(measure, texts)],
        csv_shared={"geography": Geography.CITY.value, "grouping": GROUPING},
        notes=notes,
        travels=published_travels(notes[0], published, texts),
    )


def _measure_panel(measure: PublishedMeasure, theme: Palette, texts: Texts) -> Panel:
    rows, top, all_of_them = [], 0.0, texts.t("gaps.race.everyone")
    for name, value, left_out in _with_everyone(measure, texts):
        if left_out:
            rows.append(Row(wrapped(name, 13.5), words=_short_reason(left_out, texts)))
            continue
        said = format_number(value, decimals=measure.decimals, lang=texts.lang)
        hover = f"<b>{name}</b><br>{said} {measure.unit.get(texts.lang)}, {measure.years}"
        dot = _dot(value, said, hover, theme, everyone=name == all_of_them)
        rows.append(Row(wrapped(name, 13.5), (dot,)))
        top = max(top, value)
    lang = texts.lang
    unit = wrapped(f"{measure.unit.get(lang)}, {measure.years}", 29)
    title = f"<b>{measure.name.get(lang)}</b><br>{unit}"
    return Panel(title=title, rows=tuple(rows), limits=(0.0, top * 1.1), ticks={"tickformat": ","})


def _measure_rows(measure: PublishedMeasure, texts: Texts) -> list[dict[str, str]]:
    return [
        {
            "group": name,
            "measure": measure.name.get(texts.lang),
            "value": _cell(value, left_out, measure.decimals, texts),
            "unit": measure.unit.get(texts.lang),
            "years": measure.years,
        }
        for name, value, left_out in _with_everyone(measure, texts)
    ]


def _measure_csv(measure: PublishedMeasure, texts: Texts) -> list[Sequence[Any]]:
    values: list[tuple[str, float, Any, str]] = [
        (value.group, value.value, years, value.left_out or "")
        for value, years in zip(measure.values, measure.years_by_group, strict=True)
    ]
    values.append(("all", measure.everyone, "", ""))
    return [
        tuple(
            plain(cell)
            for cell in (measure.id, measure.unit.get(texts.lang), measure.years, measure.pooled,
                         group, value, years, left_out.rpartition(".")[2], measure.citation,
                         measure.name.get(texts.lang), *_origin(measure, texts))
        )
        for group, value, years, left_out in values
    ]  # fmt: skip


def _measure_notes(measures: Sequence[PublishedMeasure], texts: Texts) -> list[str]:
    notes = [texts.t("gaps.note.published", sources=_citations(measures))]
    if any(measure.pooled for measure in measures):
        notes.append(texts.t("gaps.note.pooled"))
    notes += [
        f"{opening(measure.name.get(texts.lang))}: {measure.note.get(texts.lang)}"
        for measure in measures
        if measure.note is not None
    ]
    return [*notes, *_reasons(measures, texts)]
