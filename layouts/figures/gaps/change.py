"""How homicides changed in the city and its districts; the table has every measure of change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from data.catalogue.loader import Catalogue
from data.change.results import Basis, Change, PlaceChanges
from data.change.sentences import answer
from data.gaps import captions
from data.locale import Texts
from data.locale.format import format_number, join_list
from data.models import Geography, Verdict
from data.sentences.words import gap_between, join, opening, place_label
from layouts.figures.changes import (
    CSV_COLUMNS,
    Drawn,
    basis_notes,
    change_columns,
    changes_travels,
    csv_rows,
    table_row,
)
from layouts.figures.chart import Chart, Column
from layouts.figures.labels import wrapped
from layouts.figures.panel import Dot, Panel, Row
from layouts.figures.panels import panels_figure
from layouts.theme import Palette, mark_style

ROW_PX = 34
_TITLE_EM = 24.0
_WORDS_EM = 15.5


def build_change(
    whole: PlaceChanges,
    districts: Sequence[PlaceChanges],
    *,
    catalogue: Catalogue,
    theme: Palette,
    texts: Texts,
    scale: float = 1.0,
) -> Chart | None:
    """The change of the homicide rate by place; None where the city has no two periods of them.

    Health alone is drawn: who lives somewhere is told in the table.
    """
    places = [whole, *districts]
    found = [change for place in places if (change := _events(place)) is not None]
    if len(found) != len(places):
        return None
    everything = [change for place in places for change in place.changes]
    pictured = [change for change in found if change.tested]
    made = changes_travels(everything, pictured, catalogue, texts)
    short = changes_travels(found, pictured, catalogue, texts)  # of what is drawn
    names = [_name(place, texts) for place in places]
    return Chart(
        title=texts.t("change.city.title"),
        sentence=_sentence(found, names, texts),
        figure=panels_figure(
            [_panel(found, names, theme, texts)], theme=theme, row_px=ROW_PX, scale=scale
        ),
        columns=[Column("place", texts.t("change.column.place")), *change_columns(texts)],
        rows=[
            {"place": name, **table_row(change, texts)}
            for place, name in zip(places, names, strict=True)
            for change in place.changes
        ],
        csv_columns=("geography", *CSV_COLUMNS),
        csv_rows=[
            [place.geography.value, *row]
            for place, name in zip(places, names, strict=True)
            for row in csv_rows(place, Drawn(place.place_id, name, name), catalogue, texts)
        ],
        notes=[
            made.source,
            *basis_notes([c for c in everything if c.tested], texts, Geography.COUNCIL_DISTRICT),
        ],
        caption=captions.change(found, texts),
        travels=replace(made, source_short=short.source_short, flags=short.flags),
    )


def _events(place: PlaceChanges) -> Change | None:
    return next((change for change in place.changes if change.basis is Basis.EVENTS), None)


def _name(place: PlaceChanges, texts: Texts) -> str:
    if place.geography is Geography.CITY:
        return opening(texts.t("common.city"))
    return place_label(place.name, place.area_id, place.geography, texts)


def _panel(changes: Sequence[Change], names: Sequence[str], theme: Palette, texts: Texts) -> Panel:
    title = texts.t(
        "change.difference",
        years_before=changes[0].earlier.years,
        years_after=changes[0].later.years,
    )
    return Panel(
        title=f"<b>{wrapped(title, _TITLE_EM, 'bold')}</b>",
        rows=tuple(
            _row(change, name, theme, texts) for change, name in zip(changes, names, strict=True)
        ),
        line=(0.0, ""),
    )


def _row(change: Change, name: str, theme: Palette, texts: Texts) -> Row:
    if not change.tested:
        return Row(name, words=wrapped(texts.t("change.city.few"), _WORDS_EM))
    style = mark_style(change.verdict.value, theme.name)
    size = gap_between(change.later.value, change.earlier.value, change.indicator)
    said = format_number(size, decimals=change.indicator.decimals, lang=texts.lang)
    hover = texts.t("change.hover_change", place=name, said=answer(change, texts))
    dot = Dot(
        value=change.difference,
        lower=change.lower,
        upper=change.upper,
        said=said,
        hover=hover,
        color=style.color,
        symbol=style.symbol,
        share=style.share,
    )
    return Row(name, (dot,))


def _sentence(changes: Sequence[Change], names: Sequence[str], texts: Texts) -> str:
    """What the tests say of the city, then of its districts, counted by what was found."""
    whole, *districts = changes
    said = [
        texts.t(
            "change.city.whole",
            years_before=whole.earlier.years,
            years_after=whole.later.years,
            said=answer(whole, texts),
        ),
    ]
    if districts:
        tested = sum(change.tested for change in districts)
        said.append(texts.t("change.city.districts", count=len(districts), tested=tested))
    for key, verdict in (("up", Verdict.HIGHER), ("down", Verdict.LOWER)):
        found = [n for n, c in zip(names[1:], districts, strict=True) if c.verdict is verdict]
        if found:
            said.append(texts.t(f"change.city.{key}", places=join_list(found, lang=texts.lang)))
    same = sum(change.verdict is Verdict.NOT_DIFFERENT for change in districts)
    return join(*said, texts.t("change.city.same", count=same) if same else "")
