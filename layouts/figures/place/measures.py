"""One place on a slide: its measures beside the city, what a model expects of it, its ages.

Measures stand in a panel each, the place over the city, both with intervals. What a model expects
is never tested or compared: its panels say so, and their marks have no verdict.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from math import nan

from data.catalogue.loader import Catalogue
from data.cities.city import city
from data.decks.place_sentences import place_finding
from data.locale import Texts
from data.models import Geography, Role
from data.place.climb_sentences import climb_sentence, title_of_larger
from data.place.results import COMPARED, SIDES, Climb, PlaceData, PlaceValue
from data.place.sentences import around, nothing_sentence, place_name, place_title, spine_sentence
from data.sentences.words import (
    counted_value,
    few_count,
    interval_text,
    join,
    opening,
    short_name,
    value_text,
)
from layouts import ids
from layouts.figures.base import axis_title, tick_format
from layouts.figures.chart import Chart, Column
from layouts.figures.labels import wrapped
from layouts.figures.panel import Dot, Panel, Row
from layouts.figures.panels import panels_figure
from layouts.figures.place.ages import build_ages
from layouts.figures.place.spine import shape_of
from layouts.figures.travels import Cited, flags_of_values, travels, value_flags
from layouts.theme import Palette, mark_style

MAX_MEASURES = 3
_LABEL_EM = 10.0
_TITLE_EM = 19.0
_ROW_PX = 40
_CSV = ("indicator", "years", "place", "value", "lower", "upper", "verdict")


def _name(data: PlaceData, spoken: Texts) -> str:
    return place_name(data.area.name, data.area.area_id, data.geography, spoken)


def _title(data: PlaceData, spoken: Texts) -> str:
    return place_title(data.area.name, data.area.area_id, data.geography, spoken)


def ages_slide(
    catalogue: Catalogue, data: PlaceData, theme: Palette, spoken: Texts, scale: float
) -> Chart:
    """The ages as the page draws them; no picture where nobody is counted."""
    place = _name(data, spoken)
    made = build_ages(data, place=place, theme=theme, texts=spoken, scale=scale)
    withheld = data.ages.withheld
    nobody = withheld and not data.ages.people_2010.sum() > 0
    source, *notes = made.notes
    said = spoken.t("place.age.withheld") if withheld and not nobody else ""
    return replace(
        made,
        title=f"{_title(data, spoken)}: {_inside(made.title)}",
        sentence=join(made.sentence, said),
        figure={} if nobody else made.figure,
        notes=[source, *(note for note in notes if note != said)],
    )


def _inside(title: str) -> str:
    return title[:1].lower() + title[1:]


def spine_slide(
    catalogue: Catalogue,
    data: PlaceData,
    theme: Palette,
    spoken: Texts,
    scale: float,
    *,
    chosen: str,
) -> Chart:
    """What was chosen, headline measures of a place and what stands out most."""
    found, led = measures(data, chosen), lead_measure(data, chosen)
    climbs = [climb for value in (led, *missing(data)) if (climb := _climb(data, value))]
    made = _chart(catalogue, data, found, climbs=climbs, theme=theme, texts=spoken, scale=scale)
    said = (_finding(data, led, spoken), _around(data, led, spoken), *_lacks(data, found, spoken))
    return replace(made, sentence=join(*said))


def _climb(data: PlaceData, value: PlaceValue | None) -> Climb | None:
    return None if value is None else data.climbs.get(value.indicator.id)


def _around(data: PlaceData, value: PlaceValue | None, spoken: Texts) -> str:
    """What can be told around the place where it cannot be told itself; empty where it can."""
    climb = _climb(data, value)
    return "" if climb is None else climb_sentence(climb, place=_name(data, spoken), texts=spoken)


def _finding(data: PlaceData, led: PlaceValue | None, spoken: Texts) -> str:
    if led is None:
        return nothing_sentence(data, spoken)
    return place_finding(led, place=_name(data, spoken), texts=spoken)


def place_caveats(data: PlaceData, chart: str, spoken: Texts, chosen: str = "") -> list[str]:
    """What a slide of a place may not leave out: what it has no number for, and whose they are.

    Nor that the number which leads is not apart from the rest of the city, or was not tested.
    """
    if chart in (ids.AGE, ids.BESIDE, ids.CHANGE):
        return []
    if chart == ids.EXPECTED:
        return [whose(_expectations(data), _name(data, spoken), spoken)]
    led = lead_measure(data, chosen)
    is_apart = led is not None and led.verdict in SIDES
    finding = "" if is_apart else _finding(data, led, spoken)
    around = _around(data, led, spoken)
    drawn = spoken.t("place.own.slide") if data.geography is Geography.OWN else ""
    return [finding, around, drawn, *_lacks(data, measures(data, chosen), spoken)]


def _lacks(data: PlaceData, values: Sequence[PlaceValue], spoken: Texts) -> list[str]:
    return [whose(values, _name(data, spoken), spoken), *_missing(data, spoken)]


def missing(data: PlaceData) -> list[PlaceValue]:
    """What a place has no number for among its headlines."""
    return [value for value in data.headline if not value.shown and not value.modelled]


def _missing(data: PlaceData, spoken: Texts) -> Iterable[str]:
    """That a place has no number, and the one around it."""
    name = opening(_name(data, spoken))
    for value in missing(data):
        of = short_name(value.indicator, spoken.lang)
        yield spoken.t("fact_sheets.missing", name=of, place=name)
        yield _around(data, value, spoken)


def expected_slide(
    catalogue: Catalogue, data: PlaceData, theme: Palette, spoken: Texts, scale: float
) -> Chart:
    """Three modelled values, the same for every place, with the sentence of the page."""
    values = _expectations(data)
    climbs = [climb for value in values if (climb := _climb(data, value))]
    made = _chart(catalogue, data, values, climbs=climbs, theme=theme, texts=spoken, scale=scale)
    place = _name(data, spoken)
    said = spine_sentence(data, values, place=place, modelled=True, texts=spoken)
    around = [climb_sentence(climb, place=place, texts=spoken) for climb in climbs]
    said = join(said, whose(values, place, spoken), *around)
    notes = [spoken.t(f"place.expected.{key}") for key in ("lead", "slide_note")]
    title = f"{made.title}: {_inside(spoken.t('place.expected.title'))}"
    return replace(made, title=title, sentence=said, notes=[*made.notes, *notes])


def _expectations(data: PlaceData) -> list[PlaceValue]:
    return [data.values[name] for name in city().expected if name in data.values]


def whose(values: Sequence[PlaceValue], place: str, spoken: Texts) -> str:
    """That numbers are rather those of the tracts around the place; nothing if they are its own."""
    outside = [value for value in values if value.shown and value.around]
    if not outside:
        return ""
    key = "all" if len(outside) == sum(value.shown for value in values) else "some"
    named = around(place, max(value.tracts for value in outside), spoken)
    return spoken.t(f"place.slide_around.{key}", around=named)


def _chart(
    catalogue: Catalogue,
    data: PlaceData,
    values: Sequence[PlaceValue],
    *,
    climbs: Sequence[Climb] = (),
    theme: Palette,
    texts: Texts,
    scale: float,
) -> Chart:
    """Panels, table and sources of `values`; its sentence is for the caller to say.

    What is told around the place stands in the table and the file, under the larger place's name.
    """
    name = _title(data, texts)
    city = "" if data.geography is Geography.CITY else opening(texts.t("common.city"))
    panels = [_panel(value, name, city, theme, texts) for value in values]
    figure = panels_figure(panels, theme=theme, row_px=_ROW_PX, scale=scale) if panels else {}
    shown = [value for value in values if value.shown]
    larger = [
        (climb.larger.value, title_of_larger(climb.larger.at, texts))
        for climb in climbs
        if climb.larger is not None
    ]
    made = travels(
        [
            Cited(v.indicator, catalogue.source_of(v.indicator))
            for v in (*values, *(climb.own for climb in climbs))
        ],
        flags=flags_of_values([(v.indicator, v.flags) for v in shown], texts),
        shapes=map(shape_of, shown),
        texts=texts,
    )
    return Chart(
        title=_title(data, texts),
        sentence="",
        figure=figure,
        columns=_columns(texts),
        rows=[
            *(row for value in values for row in _rows(value, name, city, texts)),
            *(row for value, around in larger for row in _rows(value, around, city, texts)),
        ],
        csv_columns=_CSV,
        csv_rows=[
            *(row for value in values for row in _numbers(value, name, city, texts)),
            *(row for value, around in larger for row in _numbers(value, around, city, texts)),
        ],
        notes=[made.source] if values else [],
        travels=made,
    )


def measures(data: PlaceData, chosen: str = "") -> list[PlaceValue]:
    """The chosen measure, the headline ones, then social factors that stand out, each once.

    None without a value or made by a model. Killings stand on no slide unless somebody chose them:
    a place is more than the worst that happened there.
    """
    wanted = [data.values[chosen]] if chosen in data.values else []
    factors = [value for value in data.standouts if value.indicator.role is Role.FACTOR]
    found = {
        value.indicator.id: value
        for value in (*wanted, *data.headline, *factors)
        if value.shown and not value.modelled
    }
    return list(found.values())[:MAX_MEASURES]


def lead_measure(data: PlaceData, chosen: str = "") -> PlaceValue | None:
    """What a slide of the place says first: what was chosen, else life expectancy if tested.

    Else a social factor; None where the place has no measure of its own.
    """
    found = measures(data, chosen)
    tested = [value for value in found if value.verdict in COMPARED]
    clear = [value for value in tested if value.verdict in SIDES]
    wanted = [value for value in found if value.indicator.id == chosen]
    life = [value for value in tested if value.indicator.id == city().life_expectancy]
    ranked = (*clear, *tested, *found)
    factors = [value for value in ranked if value.indicator.role is Role.FACTOR]
    return next(iter((*wanted, *life, *factors, *found)), None)


def _panel(value: PlaceValue, name: str, city: str, theme: Palette, texts: Texts) -> Panel:
    indicator = value.indicator
    beside, *limits = _beside(value)
    there = Dot(
        value=beside,
        lower=limits[0],
        upper=limits[1],
        said=value_text(beside, indicator, texts.lang),
        hover="",
        color=theme.city_line,
    )
    said = [f"<b>{opening(axis_title(indicator, texts))}</b>", indicator.years]
    if value.shown and (count := few_count(value.events, indicator, texts.lang)):
        said.append(count)
    title = wrapped(", ".join(said), _TITLE_EM, "bold")
    if value.modelled:
        title += f"<br>{wrapped(texts.t('place.expected.label'), _TITLE_EM)}"
    rows = [_here(value, name, theme, texts)]
    if city:
        rows.append(Row(wrapped(_beside_name(value, city, texts), _LABEL_EM), (there,)))
    return Panel(title=title, rows=tuple(rows), ticks=tick_format(indicator))


def _beside(value: PlaceValue) -> tuple[float, float, float]:
    """What the place stands beside, with its limits: the rest of the city, which has none stored,
    where a verdict holds the place against it.
    """
    if value.against_rest:
        return value.rest, nan, nan
    return value.city, value.city_lower, value.city_upper


def _beside_name(value: PlaceValue, city: str, texts: Texts) -> str:
    return texts.t("compare.place.rest") if city and value.against_rest else city


def _here(value: PlaceValue, name: str, theme: Palette, texts: Texts) -> Row:
    """The row of the place: its value with the mark of its verdict, or that there is none."""
    label = wrapped(name, _LABEL_EM)
    if not value.shown:
        return Row(label, words=texts.t("place.numbers.no_value"))
    if value.not_graded:
        return Row(label, words=texts.t("place.spine.not_graded"))
    style = mark_style(shape_of(value), theme.name)
    dot = Dot(
        value=value.value,
        lower=value.lower,
        upper=value.upper,
        said=value_text(value.value, value.indicator, texts.lang),
        hover="",
        color=style.color,
        symbol=style.symbol,
        share=style.share,
    )
    return Row(label, (dot,))


def _columns(texts: Texts) -> list[Column]:
    return [
        Column("measure", texts.t("present.column.measure")),
        Column("place", texts.t("common.place")),
        Column("value", texts.t("present.column.value"), "number"),
        Column("interval", texts.t("figures.column.interval"), "interval"),
        Column("note", texts.t("figures.column.note")),
    ]


def _rows(value: PlaceValue, name: str, city: str, texts: Texts) -> list[dict[str, str]]:
    indicator, lang = value.indicator, texts.lang
    measure = f"{opening(axis_title(indicator, texts))}, {indicator.years}"
    entries = (
        (name, value.events, value.value, value.lower, value.upper),
        (_beside_name(value, city, texts), nan, *_beside(value)),
    )
    return [
        {
            "measure": measure,
            "place": place,
            "value": texts.t("place.spine.not_graded")
            if value.not_graded and place == name
            else counted_value(number, events, indicator, texts),
            "interval": interval_text(low, high, indicator, lang),
            "note": ", ".join(value_flags(indicator, value.flags, texts)) if place == name else "",
        }
        for place, events, number, low, high in entries
        if place
    ]


def _numbers(value: PlaceValue, name: str, city: str, texts: Texts) -> Sequence[Sequence[object]]:
    indicator = value.indicator
    here = (name, value.value, value.lower, value.upper, value.verdict.value)
    there = (_beside_name(value, city, texts), *_beside(value), "")
    return [(indicator.id, indicator.years, *entry) for entry in (here, there) if entry[0]]
