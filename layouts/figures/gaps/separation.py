"""Segregation by release, concentration at the extremes, and what became of graded land."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from data.catalogue.schema import Source
from data.files.csv_file import about, origin
from data.gaps import context_sentences as said
from data.gaps.results import (
    GradeRow,
    GradesNow,
    GroupKind,
    IceYear,
    SegregationData,
    SegregationYear,
)
from data.locale import Texts
from data.locale.format import format_number, format_people, format_share, printed_shares
from data.models import Geography
from data.sentences.words import interval_text, join, opening, short_name, value_text
from layouts.figures.base import axis_title, tick_format
from layouts.figures.chart import Chart, Column, Travels
from layouts.figures.gaps.equity_dots import plain
from layouts.figures.labels import wrapped
from layouts.figures.panel import Dot, Panel, Row
from layouts.figures.panels import panels_figure
from layouts.figures.travels import (
    Cited,
    Published,
    flags_of_values,
    published_travels,
    travels,
    with_groups,
)
from layouts.theme import Palette

NAN = float("nan")
ROW_PX = 36
DECIMALS = 3
MEASURES: tuple[str, ...] = ("dissimilarity", "isolation", "interaction", "entropy")
DRAWN: tuple[str, ...] = ("dissimilarity", "isolation")
_GRADE_STEPS = {"D": 4, "C": 3, "B": 1, "A": 0}


# -- segregation --------------------------------------------------------------------------------


def build_segregation(
    data: SegregationData, *, theme: Palette, texts: Texts, scale: float = 1.0
) -> Chart:
    """Dissimilarity and isolation, 0 to 1; the release that stands apart is hollow."""
    years = (*data.comparable, data.apart)
    panels = [
        Panel(
            title=f"<b>{texts.t(f'gaps.segregation.{name}')}</b>",
            rows=tuple(_year_row(data, year, name, theme, texts) for year in years),
            limits=(0.0, 1.0),
            ticks={"tickformat": ".1f"},
        )
        for name in DRAWN
    ]
    source = _sources(data.sources, texts)
    measure = texts.t("figures.segregation")
    published = [Published(measure, y.years, s.publisher) for s in data.sources for y in years]
    return Chart(
        title=texts.t("gaps.segregation.title"),
        sentence=said.segregation(data, texts),
        figure=panels_figure(panels, theme=theme, row_px=ROW_PX, scale=scale),
        columns=[
            Column("measure", texts.t("gaps.column.measure")),
            *(Column(year.years, year.years, "number") for year in years),
        ],
        rows=[
            {
                "measure": texts.t(f"gaps.segregation.{name}"),
                **{year.years: _number(getattr(year, name), texts) for year in years},
            }
            for name in (*MEASURES, "black_share")
        ],
        csv_columns=(
            "years",
            "tract_vintage",
            "tracts",
            "comparable",
            *MEASURES,
            "black_share",
        ),
        csv_shared={
            "indicator": "segregation",
            "indicator_name": texts.t("gaps.segregation.title"),
            "unit": "share",
            "geography": Geography.CITY.value,
            "place_id": Geography.CITY.value,
            **origin(data.sources, texts),
        },
        csv_rows=[_year_csv(data, year) for year in years],
        notes=[
            source,
            texts.t("gaps.note.apart", years=data.apart.years),
        ],
        travels=published_travels(source, published, texts),
    )


def _year_row(
    data: SegregationData, year: SegregationYear, name: str, theme: Palette, texts: Texts
) -> Row:
    apart = year is data.apart
    value = getattr(year, name)
    label = texts.t("gaps.segregation.apart", years=year.years) if apart else year.years
    return Row(
        wrapped(label, 10.5),
        (
            Dot(
                value=value,
                lower=NAN,
                upper=NAN,
                said=_number(value, texts, 2),
                hover=f"<b>{year.years}</b><br>{_number(value, texts)}",
                color=theme.factor_mark,
                symbol="circle-open" if apart else "circle",
            ),
        ),
    )


def _number(value: float, texts: Texts, decimals: int = DECIMALS) -> str:
    return format_number(value, decimals=decimals, lang=texts.lang)


def _year_csv(data: SegregationData, year: SegregationYear) -> Sequence[Any]:
    measures = (getattr(year, name) for name in MEASURES)
    return (year.years, year.vintage, year.tracts, year is not data.apart, *measures,
            year.black_share)  # fmt: skip


def _sources(sources: Sequence[Source], texts: Texts) -> str:
    names = (f"{source.publisher}, {source.title.get(texts.lang)}" for source in sources)
    return texts.t("gaps.note.published", sources="; ".join(names))


# -- concentration at the extremes --------------------------------------------------------------


def build_ice(data: SegregationData, *, theme: Palette, texts: Texts, scale: float = 1.0) -> Chart:
    """Share of residents by the index of the tract where they live, in one release."""
    found = data.ice
    panel = _ice_panel(found, theme, texts)
    made = travels([Cited(found.indicator, found.source)], texts=texts)
    return Chart(
        title=texts.t("gaps.ice.title"),
        sentence=said.ice(found, texts),
        figure=panels_figure([panel], theme=theme, row_px=36, scale=scale),
        columns=[
            Column("bin", texts.t("gaps.column.ice")),
            Column("share", _ice_name(found, texts), "number"),
        ],
        rows=[
            {"bin": _bin(low, high, texts), "share": share}
            for (low, high, _), share in zip(found.bins, _ice_shares(found, texts), strict=True)
        ],
        csv_columns=("city_value", "bin_from", "bin_to", "share_of_residents"),
        csv_shared=about(found.indicator, found.source, Geography.TRACT.value, texts),
        csv_rows=[(found.city, low, high, share) for low, high, share in found.bins],
        notes=[
            made.source,
            texts.t("gaps.note.ice"),
            said.ice_cut_offs(found, texts),
        ],
        travels=made,
    )


def _ice_shares(found: IceYear, texts: Texts) -> list[str]:
    """Printed shares of the bins: they add up to 100 %, and beyond the surplus at either end to
    what the sentence says of it.
    """
    first = sum(high <= -found.surplus for _, high, _ in found.bins)
    last = sum(low >= found.surplus for low, _, _ in found.bins)
    shares = printed_shares([share for *_, share in found.bins], first=first, last=last)
    return [format_share(share, lang=texts.lang) for share in shares]


def _ice_name(found: IceYear, texts: Texts) -> str:
    name, years = found.indicator.name.get(texts.lang), found.indicator.years
    return name if years in name else f"{name}, {years}"


def _bin(low: float, high: float, texts: Texts) -> str:
    ends = (format_number(edge, decimals=1, lang=texts.lang) for edge in (low, high))
    return texts.t("gaps.ice.bin", low=next(ends), high=next(ends))


def _ice_panel(found: IceYear, theme: Palette, texts: Texts) -> Panel:
    """Rows from the deprived to the privileged end."""
    steps = range(len(theme.factor) - 1, -1, -1)
    ends = {
        found.bins[0][0]: texts.t("gaps.ice.end.low"),
        found.bins[-1][0]: texts.t("gaps.ice.end.high"),
    }
    rows = tuple(
        Row(
            "<br>".join([_bin(low, high, texts), *([ends[low]] if low in ends else [])]),
            (
                Dot(
                    value=share * 100,
                    lower=NAN,
                    upper=NAN,
                    said=shown,
                    hover=f"<b>{_bin(low, high, texts)}</b><br>"
                    + texts.t("gaps.hover.share", share=shown),
                    color=theme.factor[step],
                ),
            ),
        )
        for (low, high, share), shown, step in zip(
            found.bins, _ice_shares(found, texts), steps, strict=True
        )
    )
    ticks = {"ticksuffix": "%"}
    return Panel(
        title=f"<b>{wrapped(_ice_name(found, texts), 35, 'bold')}</b>",
        rows=rows,
        limits=(-3.0, 70.0),  # the number of a small share needs room beside the names of rows
        ticks=ticks,
    )


# -- graded land, now ---------------------------------------------------------------------------


def build_grades(data: GradesNow, *, theme: Palette, texts: Texts, scale: float = 1.0) -> Chart:
    """One panel an indicator, a row a grade, D first; land never graded is hollow."""
    panels = [_grade_panel(row, theme, texts) for row in data.rows]
    made = _grade_travels(data, texts)
    return Chart(
        title=texts.t("gaps.grades.title"),
        sentence=join(
            *(said.grades_now(row, texts) for row in data.rows),
            texts.t("gap_sentences.grades_now.history"),
        ),
        figure=panels_figure(panels, theme=theme, row_px=34, scale=scale),
        columns=_grade_columns(data, texts),
        rows=[_grade_table(data, grade, people, texts) for grade, people in data.people],
        csv_columns=(
            "indicator", "years", "group", "value", "lower", "upper", "people",
            "indicator_name", "kind", "unit", "publisher", "source", "licence", "group_name",
        ),
        csv_shared={"geography": GroupKind.HOLC_GRADE.value},
        csv_rows=[
            tuple(plain(cell) for cell in (row.indicator.id, row.indicator.years, value.key,
                                           value.value, value.lower, value.upper, value.people,
                                           *_about_grade(row, data, texts),
                                           grade_name(value.key, texts)))
            for row in data.rows
            for value in row.values
        ],
        notes=[made.source, *made.flags],
        travels=made,
    )  # fmt: skip


def _grade_travels(data: GradesNow, texts: Texts) -> Travels:
    """The sources of the measures, then that of the grades."""
    cited = [Cited(row.indicator, _source_of(row, data)) for row in data.rows]
    of_measures = {entry.source.id for entry in cited}
    flags = flags_of_values([(entry.indicator, ()) for entry in cited], texts)
    made = travels(cited, flags=flags, texts=texts)
    grades = next(source for source in data.sources if source.id not in of_measures)
    return with_groups(made, grades, texts)


def _source_of(row: GradeRow, data: GradesNow) -> Source:
    return next(source for source in data.sources if source.id == row.indicator.source)


def _grade_panel(row: GradeRow, theme: Palette, texts: Texts) -> Panel:
    indicator, lang = row.indicator, texts.lang
    rows = []
    for value in row.values:
        shown = value_text(value.value, indicator, lang)
        interval = interval_text(value.lower, value.upper, indicator, lang)
        step = _GRADE_STEPS.get(value.key)
        dot = Dot(
            value=value.value,
            lower=value.lower,
            upper=value.upper,
            said=shown,
            hover=f"<b>{grade_name(value.key, texts)}</b><br>{shown}"
            + (f" ({interval})" if interval else ""),
            color=theme.control if step is None else theme.factor[step],
            symbol="circle-open" if step is None else "circle",
        )
        rows.append(Row(grade_name(value.key, texts), (dot,)))
    title = f"<b>{opening(axis_title(indicator, texts))}</b>, {indicator.years}"
    return Panel(title=title, rows=tuple(rows), ticks=tick_format(indicator))


def _about_grade(row: GradeRow, data: GradesNow, texts: Texts) -> tuple[str, ...]:
    """What the download says of the indicator of a row."""
    said = about(row.indicator, _source_of(row, data), "", texts)
    return tuple(
        said[key] for key in ("indicator_name", "kind", "unit", "publisher", "source", "licence")
    )


def grade_name(key: str, texts: Texts) -> str:
    """`Graded D`, `Never graded`."""
    named = "ungraded" if key == "U" else "name"
    return texts.t(f"gaps.group.holc_grade.{named}", group=key)


def _grade_columns(data: GradesNow, texts: Texts) -> list[Column]:
    columns = [
        Column("grade", texts.t("gaps.column.grade")),
        Column("people", texts.t("gaps.column.people_2010"), "number"),
    ]
    for row in data.rows:
        name = f"{opening(short_name(row.indicator, texts.lang))}, {row.indicator.years}"
        columns.append(Column(row.indicator.id, name, "number"))
    return columns


def _grade_table(data: GradesNow, grade: str, people: int, texts: Texts) -> dict[str, str]:
    cells = {"grade": grade_name(grade, texts), "people": format_people(people, lang=texts.lang)}
    for row in data.rows:
        found = next(value for value in row.values if value.key == grade)
        shown = value_text(found.value, row.indicator, texts.lang)
        interval = (
            interval_text(found.lower, found.upper, row.indicator, texts.lang)
            if np.isfinite(found.lower)
            else ""
        )
        cells[row.indicator.id] = f"{shown} ({interval})" if interval else shown
    return cells
