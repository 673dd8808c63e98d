"""The gap in life expectancy by race, publication by publication: a row each, never joined.

City and county have a chart each, on one scale, so that a year is as long in one as in the other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from data.files.csv_file import origin
from data.gaps import life_gap_sentences as said
from data.gaps.group_sentences import side
from data.gaps.published_results import LifeGap, LifeGaps
from data.locale import Texts
from data.sentences.words import join
from layouts.figures.chart import Chart, Column
from layouts.figures.gaps.by_race import life_shared
from layouts.figures.gaps.equity_dots import plain
from layouts.figures.labels import wrapped
from layouts.figures.panel import Dot, Panel, Row
from layouts.figures.panels import panels_figure
from layouts.figures.travels import Published, key, key_line, published_travels
from layouts.theme import Palette, mark_style

ROW_PX = 44
TITLE_EM = 26.0  # a phone
_ROOM = 0.05  # of the longest gap
_UNTESTED = "not_tested"
CSV_COLUMNS: tuple[str, ...] = (
    "geography", "years", "years_inferred", "difference_black_white", "difference_lower",
    "difference_upper", "quoted", "citation", "publisher", "source", "licence",
)  # fmt: skip


def build_life_gaps(data: LifeGaps, *, theme: Palette, texts: Texts, scale: float = 1.0) -> Chart:
    """A row a publication of one place."""
    place = texts.t(f"gaps.race.place.{data.place}")
    unit = wrapped(texts.t("gaps.life_gaps.unit"), TITLE_EM)
    panel = Panel(
        title=f"<b>{wrapped(texts.t('gaps.life_gaps.gap'), TITLE_EM, 'bold')}</b><br>{unit}",
        rows=tuple(_row(gap, theme, texts) for gap in data.gaps),
        limits=(min(0.0, data.ends[0]) - data.ends[1] * _ROOM, data.ends[1] * (1 + 2 * _ROOM)),
        line=(0.0, texts.t("gaps.life_gaps.none")),
    )
    notes = [
        _sources(data, texts),
        texts.t("gaps.note.not_joined"),
        *said.life_gap_notes(data, texts),
    ]
    shapes = [_shape(gap) for gap in data.gaps]
    found = key(shapes, texts, {shape: texts.t(f"gaps.life_gaps.key.{shape}") for shape in shapes})
    measure = texts.t("figures.life_by_race")
    published = [Published(measure, gap.years, _origin(gap, texts)[0]) for gap in data.gaps]
    return Chart(
        title=texts.t("gaps.life_gaps.title", place=place),
        sentence=join(said.life_gap_headline(data, texts), said.life_gap_detail(data, texts)),
        figure=panels_figure([panel], theme=theme, row_px=ROW_PX, scale=scale),
        columns=_columns(texts),
        rows=[_table_row(gap, place, texts) for gap in data.gaps],
        csv_columns=CSV_COLUMNS,
        csv_rows=[_csv_row(gap, data.place, texts) for gap in data.gaps],
        csv_shared=life_shared(texts),
        notes=notes,
        travels=replace(
            published_travels(notes[0], published, texts),
            key=found,
            key_line=key_line(found, texts),
        ),
    )


def _shape(gap: LifeGap) -> str:
    return _UNTESTED if gap.tested is None else side(gap.tested)


def _row(gap: LifeGap, theme: Palette, texts: Texts) -> Row:
    style = mark_style(_shape(gap), theme.name)
    value, between = said.printed(gap, texts.lang), said.limits(gap, texts.lang)
    sure = f" ({between})" if between else ""
    how = texts.t(f"gaps.life_gaps.how.{_how(gap)}")
    dot = Dot(
        value=gap.difference,
        lower=gap.lower,
        upper=gap.upper,
        said=value,
        hover=f"<b>{gap.years}</b><br>{value}{sure} {texts.t('gaps.life_gaps.years')}<br>{how}",
        color=style.color,
        symbol=style.symbol,
    )
    return Row(f"<b>{gap.years}</b>", (dot,))


def _how(gap: LifeGap) -> str:
    """How its number came: quoted, of two published values, or those tested by their limits."""
    if gap.quoted:
        return "quoted"
    return "worked_out" if gap.tested is None else "tested"


def _columns(texts: Texts) -> list[Column]:
    t = texts.t
    return [
        Column("place", t("common.place")),
        Column("years", t("gaps.column.years_of_death")),
        Column("gap", t("gaps.life_gaps.unit"), "number"),
        Column("interval", t("figures.column.interval"), "interval"),
        Column("how", t("gaps.life_gaps.column")),
        Column("source", t("gaps.column.source")),
    ]


def _table_row(gap: LifeGap, place: str, texts: Texts) -> dict[str, str]:
    return {
        "place": place,
        "years": gap.years,
        "gap": said.printed(gap, texts.lang),
        "interval": said.limits(gap, texts.lang),
        "how": texts.t(f"gaps.life_gaps.how.{_how(gap)}"),
        "source": gap.citation,
    }


def _csv_row(gap: LifeGap, place: str, texts: Texts) -> Sequence[Any]:
    inferred = gap.tested is not None and gap.tested.value.years_inferred
    cells = (
        place, gap.years, inferred, gap.difference, gap.lower, gap.upper, gap.quoted, gap.citation,
        *_origin(gap, texts),
    )  # fmt: skip
    return tuple(plain(cell) for cell in cells)


def _origin(gap: LifeGap, texts: Texts) -> tuple[str, ...]:
    """Publisher, title and licence; a quotation names its publisher first."""
    if gap.source is not None:
        return tuple(origin([gap.source], texts).values())
    return gap.citation.partition(". ")[0], "", texts.t("columns.quoted")


def _sources(data: LifeGaps, texts: Texts) -> str:
    cited = dict.fromkeys(gap.citation.rstrip(".") for gap in data.gaps)
    return texts.t("gaps.note.published", sources="; ".join(cited))
