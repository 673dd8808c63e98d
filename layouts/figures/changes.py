"""Changes of one place as pairs of dots: the earlier value over the later one, with intervals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import isfinite
from typing import Any

from data.catalogue.loader import Catalogue
from data.change.results import Basis, Change, Moment, PlaceChanges
from data.change.sentences import answer, change_in_place, summary
from data.files.csv_file import origin
from data.locale import Texts
from data.models import Geography, Unit
from data.sentences.words import (
    counted_value,
    interval_text,
    join,
    opening,
    place_label,
    short_name,
)
from layouts.figures.base import tick_format
from layouts.figures.chart import Chart, Column, Travels
from layouts.figures.labels import wrapped
from layouts.figures.panel import Dot, Panel, Row
from layouts.figures.panels import panels_figure
from layouts.figures.travels import Cited, flags_of_values, travels, value_flags
from layouts.theme import Palette, mark_style

ROW_PX = 32
SLIDE_ROW_PX = 40
MOST_ON_A_SLIDE = 3
_LABEL_EM = 12.0
_ROOM = 0.08  # beside the outermost marks, as a share of the scale
_TICKS = 4
_TITLE_EM = 19.0
CSV_COLUMNS = (
    "place_id", "place", "indicator", "indicator_name", "unit", "years", "events", "value", "lower",
    "upper", "flags", "earlier_years", "earlier_events", "earlier_value", "earlier_lower",
    "earlier_upper", "change", "change_lower", "change_upper", "p_value", "p_adjusted",
    "change_verdict", "not_tested_because", "publisher", "source", "licence",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Drawn:
    """What a chart of changes is drawn for: the place in addresses and in words.

    `around` are the census tracts around the place, where a value may be theirs.
    """

    place_id: str
    place: str
    title: str
    around: str = ""


def build_changes(
    changes: PlaceChanges, drawn: Drawn, *, catalogue: Catalogue, theme: Palette, texts: Texts
) -> Chart:
    """What was tested at one place, a panel a unit; table and download have all of it."""
    pictured = [change for change in changes.tested if change.earlier.shown and change.later.shown]
    panels = [
        _together([change for change in pictured if change.indicator.unit is unit], theme, texts)
        for unit in dict.fromkeys(change.indicator.unit for change in pictured)
    ]
    figure = panels_figure(panels, theme=theme, row_px=ROW_PX) if panels else {}
    return _chart(changes, drawn, pictured, figure, catalogue=catalogue, texts=texts)


def changes_slide(
    changes: PlaceChanges,
    drawn: Drawn,
    *,
    catalogue: Catalogue,
    theme: Palette,
    texts: Texts,
    scale: float,
) -> Chart:
    """The surest changes first, as many as a back row can read; one leads in words.

    Killings stand on no slide that nobody asked for them.
    """
    order = [*changes.told, *(change for change in changes.tested if not change.told)]
    found = [change for change in order if change.basis is not Basis.EVENTS][:MOST_ON_A_SLIDE]
    panels = [_alone(change, theme, texts) for change in found]
    figure = panels_figure(panels, theme=theme, row_px=SLIDE_ROW_PX, scale=scale) if panels else {}
    made = _chart(changes, drawn, found, figure, catalogue=catalogue, texts=texts)
    told_of = changes_travels(found or changes.changes, found, catalogue, texts)
    lead = (
        change_in_place(found[0], drawn.place, texts, around=drawn.around)
        if found
        else texts.t("change.in_place", place=opening(drawn.place), said=made.sentence)
    )
    others = [answer_named(change, texts) for change in found[1:]]
    title = texts.t("change.title_of", place=drawn.title)
    rows = [table_row(change, texts) for change in found] if found else made.rows
    return replace(made, title=title, sentence=join(lead, *others), rows=rows, travels=told_of)


def answer_named(change: Change, texts: Texts) -> str:
    """`Children under 18, 2010 and 2020: Down by 1.7 percentage points …`."""
    return texts.t(
        "change.named",
        name=opening(short_name(change.indicator, texts.lang)),
        years_before=change.earlier.years,
        years_after=change.later.years,
        said=answer(change, texts),
    )


def _chart(
    changes: PlaceChanges,
    drawn: Drawn,
    pictured: Sequence[Change],
    figure: dict[str, Any],
    *,
    catalogue: Catalogue,
    texts: Texts,
) -> Chart:
    made = changes_travels(changes.changes, pictured, catalogue, texts)
    return Chart(
        title=texts.t("change.chart"),
        sentence=summary(changes, texts),
        figure=figure,
        columns=change_columns(texts),
        rows=[table_row(change, texts) for change in changes.changes],
        csv_columns=CSV_COLUMNS,
        csv_rows=csv_rows(changes, drawn, catalogue, texts),
        csv_shared={"geography": changes.geography.value},
        notes=[made.source, *basis_notes(changes.tested, texts, changes.geography)],
        travels=made,
    )


def changes_travels(
    everything: Sequence[Change], pictured: Sequence[Change], catalogue: Catalogue, texts: Texts
) -> Travels:
    """Sources and flags of all of it, the key of what is drawn."""
    indicators = {
        moment.indicator.id: moment.indicator
        for change in everything
        for moment in (change.earlier, change.later)
    }
    shapes = {change.verdict.value for change in pictured}
    return travels(
        [Cited(each, catalogue.source_of(each)) for each in indicators.values()],
        flags=flags_of_values(
            [(change.indicator, change.flags) for change in everything if change.later.shown], texts
        ),
        shapes=shapes,
        texts=texts,
        said={shape: texts.t(f"change.key.{shape}") for shape in shapes},
    )


def basis_notes(tested: Sequence[Change], texts: Texts, geography: Geography) -> list[str]:
    """How each kind that was tested was tested, and that the tests are corrected together."""
    kinds = dict.fromkeys(change.basis for change in tested)
    notes = [texts.t(f"change.note.{kind.value}") for kind in kinds if kind is not Basis.UNTESTED]
    many = notes and geography is not Geography.CITY
    return [*notes, texts.t("change.note.many")] if many else notes


# -- picture ------------------------------------------------------------------------------------


def _together(changes: Sequence[Change], theme: Palette, texts: Texts) -> Panel:
    """Every change of one unit over one scale."""
    indicator = changes[0].indicator
    return Panel(
        title=f"<b>{texts.t(f'change.panel.{indicator.unit.value}')}</b>",
        rows=tuple(row for change in changes for row in _rows(change, theme, texts, named=True)),
        ticks=tick_format(indicator) | {"nticks": _TICKS},
        limits=_from_zero(changes),
    )


def _from_zero(changes: Sequence[Change]) -> tuple[float, float]:
    """A scale from zero, so that a small change looks small."""
    moments = [moment for change in changes for moment in (change.earlier, change.later)]
    ends = [end for moment in moments for end in (moment.value, moment.upper) if isfinite(end)]
    most = max(ends, default=1.0) or 1.0
    return -_ROOM * most, (1 + _ROOM) * most


def _alone(change: Change, theme: Palette, texts: Texts) -> Panel:
    """One change over a scale of its own, with its name and unit as the title."""
    indicator = change.indicator
    name = opening(short_name(indicator, texts.lang))
    title = name
    if indicator.unit is not Unit.PEOPLE:
        unit = texts.t(f"figures.unit.{indicator.unit.value}")
        title = texts.t("figures.axis", name=name, unit=unit)
    return Panel(
        title=f"<b>{wrapped(title, _TITLE_EM, 'bold')}</b>",
        rows=_rows(change, theme, texts, named=False),
        ticks=tick_format(indicator) | {"nticks": _TICKS},
        limits=_from_zero([change]),
    )


def _rows(change: Change, theme: Palette, texts: Texts, *, named: bool) -> tuple[Row, ...]:
    earlier = Dot(**_dot(change.earlier, texts), color=theme.ink_muted, symbol="circle-open")
    style = mark_style(change.verdict.value, theme.name)
    later = Dot(
        **_dot(change.later, texts), color=style.color, symbol=style.symbol, share=style.share
    )
    name = opening(short_name(change.indicator, texts.lang))
    label = texts.t("change.row", name=name, years=change.earlier.years)
    first = wrapped(label, _LABEL_EM) if named else change.earlier.years
    return Row(first, (earlier,)), Row(change.later.years, (later,))


def _dot(moment: Moment, texts: Texts) -> dict[str, Any]:
    said = counted_value(moment.value, moment.events, moment.indicator, texts)
    limits = interval_text(moment.lower, moment.upper, moment.indicator, texts.lang)
    return {
        "value": moment.value,
        "lower": moment.lower,
        "upper": moment.upper,
        "said": said,
        "hover": texts.t(
            "change.hover",
            name=opening(short_name(moment.indicator, texts.lang)),
            years=moment.years,
            value=f"{said} ({limits})" if limits else said,
        ),
    }


# -- table and download -------------------------------------------------------------------------


def change_columns(texts: Texts) -> list[Column]:
    """Measure, both times, what the test says, what to know about the numbers."""
    kinds = {"measure": "text", "earlier": "text", "later": "text", "change": "text",
             "note": "text"}  # fmt: skip
    return [Column(key, texts.t(f"change.column.{key}"), kind) for key, kind in kinds.items()]


def table_row(change: Change, texts: Texts) -> dict[str, str]:
    """One measure under `change_columns`."""
    return {
        "measure": opening(short_name(change.indicator, texts.lang)),
        "earlier": moment_cell(change.earlier, texts),
        "later": moment_cell(change.later, texts),
        "change": answer(change, texts),
        "note": ", ".join(value_flags(change.indicator, change.flags, texts)),
    }


def moment_cell(moment: Moment, texts: Texts) -> str:
    """`2010–2014: 24.1% (22.0–26.1)`, or only the years where there is no value."""
    if not moment.shown:
        return moment.years
    said = counted_value(moment.value, moment.events, moment.indicator, texts)
    limits = interval_text(moment.lower, moment.upper, moment.indicator, texts.lang)
    return f"{moment.years}: {said} ({limits})" if limits else f"{moment.years}: {said}"


def csv_rows(
    changes: PlaceChanges, drawn: Drawn, catalogue: Catalogue, texts: Texts
) -> list[list[Any]]:
    """A row a measure, both times side by side."""
    place = place_label(changes.name, changes.area_id, changes.geography, texts)
    rows = []
    for change in changes.changes:
        earlier, later, indicator = change.earlier, change.later, change.indicator
        sources = {m.indicator.source: catalogue.source_of(m.indicator) for m in (earlier, later)}
        cited = origin(tuple(sources.values()), texts)
        rows.append(
            [
                drawn.place_id, place, indicator.id, indicator.name.get(texts.lang),
                indicator.unit.value, later.years, later.events, later.value, later.lower,
                later.upper, " ".join(sorted(change.flags)), earlier.years, earlier.events,
                earlier.value, earlier.lower, earlier.upper, change.difference, change.lower,
                change.upper, change.p_value, change.p_adjusted, change.verdict.value,
                change.reason.value if change.reason else "",
                *(cited[name] for name in ("publisher", "source", "licence")),
            ]
        )  # fmt: skip
    return rows
