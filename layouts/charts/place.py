"""The charts of one place, for its page and for slides."""

from __future__ import annotations

from dataclasses import replace

from data.address import Theme, display_of, query_parameters
from data.atlas.places import find_place
from data.catalogue.schema import Source
from data.change.results import PlaceChanges
from data.decks.deck import PLACE
from data.files.names import file_name
from data.locale import Texts, texts
from data.models import Geography
from data.place.results import Inside, PlaceData
from data.place.sentences import around, place_name, place_title
from data.services import Services
from layouts import ids, paths
from layouts.charts import file_names
from layouts.charts.entries import Asked, ChartEntry, ChartFile, Named, PageCharts, by_id
from layouts.figures.changes import Drawn, build_changes, changes_slide
from layouts.figures.chart import Chart
from layouts.figures.place.ages import build_ages
from layouts.figures.place.beside import build_beside
from layouts.figures.place.inside import build_inside
from layouts.figures.place.measures import ages_slide, expected_slide, lead_measure, spine_slide
from layouts.figures.place.spine import build_spine
from layouts.figures.travels import addressed
from layouts.theme import Palette, palette

# The censuses of residents by age.
BLOCKS = ("blocks2010", "blocks2020")


def build_chart(
    services: Services, data: PlaceData, name: str, *, theme: Palette, texts: Texts
) -> Chart | None:
    """One of the charts of `ids.PLACE_CHARTS`. Raises KeyError for another name.

    None where nothing is published beside a measure of the place.
    """
    made = _built(services, data, name, theme, texts)
    return None if made is None else addressed(made, paths.of_embed(name, place=_id(data)))


def _id(data: PlaceData) -> str:
    return data.area.place_id


def _built(
    services: Services, data: PlaceData, name: str, theme: Palette, texts: Texts
) -> Chart | None:
    place = place_name(data.area.name, data.area.area_id, data.geography, texts)
    if name == ids.BESIDE:
        return _beside(services, data, theme=theme, texts=texts)
    if name == ids.AGE:
        return build_ages(
            data,
            place=place,
            theme=theme,
            texts=texts,
            sources=[services.atlas.catalogue.sources[key] for key in BLOCKS],
        )
    if name == ids.CHANGE:
        return build_changes(
            *_changes(services, data, texts),
            catalogue=services.atlas.catalogue,
            theme=theme,
            texts=texts,
        )
    modelled = {ids.SPINE: False, ids.EXPECTED: True}[name]
    return build_spine(
        data,
        themes=services.atlas.catalogue.themes,
        sources=_sources(services, data, modelled=modelled),
        place=place,
        modelled=modelled,
        theme=theme,
        texts=texts,
    )


def inside_chart(services: Services, data: PlaceData, found: Inside, texts: Texts) -> Chart:
    """The list of the places inside a place as sentence, table and download."""
    named = data.area.name, data.area.area_id, data.geography, texts
    return build_inside(
        found,
        source=services.atlas.catalogue.source_of(found.indicator),
        area=place_name(*named),
        title=place_title(*named),
        area_id=data.area.place_id,
        texts=texts,
    )


def inside_file(services: Services, place_id: str, measure: str, texts: Texts) -> ChartFile | None:
    """The same as a file, None where no places lie inside. Raises KeyError for a measure that they
    do not have.
    """
    found = services.place.inside(place_id, measure)
    if found is None:
        return None
    indicator = found.indicator
    name = file_name(place_id, "inside", indicator.id, indicator.years, lang=texts.lang)
    return ChartFile(name, inside_chart(services, services.place.data(place_id), found, texts))


def changes_of(services: Services, data: PlaceData) -> PlaceChanges:
    """What is said of change at the place of a page."""
    found = services.change.of_place(data.geography, data.area.area_id)
    return found or PlaceChanges.nothing(data.area, data.geography)


def around_of(services: Services, data: PlaceData, texts: Texts) -> str:
    """The census tracts around the place, where a change is theirs; else empty."""
    outside = [c.tracts for c in changes_of(services, data).changes if c.around]
    place = place_name(data.area.name, data.area.area_id, data.geography, texts)
    return around(place, max(outside), texts) if outside else ""


def _changes(services: Services, data: PlaceData, texts: Texts) -> tuple[PlaceChanges, Drawn]:
    named = data.area.name, data.area.area_id, data.geography, texts
    drawn = Drawn(
        place_id=data.area.place_id,
        place=place_name(*named),
        title=place_title(*named),
        around=around_of(services, data, texts),
    )
    return changes_of(services, data), drawn


def _beside(
    services: Services,
    data: PlaceData,
    *,
    theme: Palette,
    texts: Texts,
    scale: float = 1.0,
    chosen: str = "",
) -> Chart | None:
    found = services.place.beside(data.area.place_id)
    if not found:
        return None
    return build_beside(
        services.atlas.catalogue,
        data,
        found,
        services.published.county_share,
        place=place_name(data.area.name, data.area.area_id, data.geography, texts),
        theme=theme,
        texts=texts,
        scale=scale,
        chosen=chosen,
    )


def _sources(services: Services, data: PlaceData, *, modelled: bool) -> tuple[Source, ...]:
    """Every source behind a spine, once each."""
    used = {
        value.indicator.source: services.atlas.catalogue.source_of(value.indicator)
        for value in data.values.values()
        if value.modelled is modelled
    }
    return tuple(used.values())


def place_chart(
    services: Services,
    place_id: str,
    chart: str,
    *,
    theme: Theme,
    lang: str,
    scale: float,
    chosen: str = "",
) -> Chart | None:
    """One of `ids.PLACE_CHARTS` for a slide; None where the place or the chart is none.

    `chosen` is the indicator that leads the measures, and its number has the address; of other
    charts it is theirs. An area that was drawn has none that could be typed in.

    `notes` are the source, then what a speaker should know. Raises KeyError for another chart.
    """
    if find_place(services.atlas, place_id) is None:
        return None
    data = services.place.data(place_id)
    made = _slide(services, data, chart, theme=theme, lang=lang, scale=scale, chosen=chosen)
    led = lead_measure(data, chosen) if chart == ids.SPINE else None
    if made is None or data.geography is Geography.OWN:
        return made
    if led is None:
        return addressed(made, paths.of_embed(chart, place=place_id))
    return addressed(made, paths.of_number(place_id, led.indicator.id))


def _slide(
    services: Services,
    data: PlaceData,
    chart: str,
    *,
    theme: Theme,
    lang: str,
    scale: float,
    chosen: str,
) -> Chart | None:
    catalogue = services.atlas.catalogue
    about = catalogue, data, palette(theme.value), texts(lang), scale
    if chart == ids.CHANGE:
        return changes_slide(
            *_changes(services, data, texts(lang)),
            catalogue=catalogue,
            theme=palette(theme.value),
            texts=texts(lang),
            scale=scale,
        )
    if chart == ids.SPINE:
        return spine_slide(*about, chosen=chosen)
    if chart == ids.EXPECTED:
        return expected_slide(*about)
    if chart == ids.BESIDE:
        made = _beside(services, data, theme=about[2], texts=about[3], scale=scale, chosen=chosen)
        return None if made is None else _named_after(data, made, about[3])
    return ages_slide(*about)


def _named_after(data: PlaceData, made: Chart, spoken: Texts) -> Chart:
    """The chart under a title that stands alone on a slide."""
    name = place_title(data.area.name, data.area.area_id, data.geography, spoken)
    return replace(made, title=spoken.t("place.beside.slide_title", place=name))


# -- for the registry -------------------------------------------------------------------------


def _file(services: Services, asked: Asked) -> ChartFile | None:
    if find_place(services.atlas, asked.place) is None:
        return None
    asked_for = query_parameters(asked.query)
    lang, theme = display_of(asked_for, default_lang=asked.default_lang)
    data = services.place.data(asked.place)
    built = build_chart(services, data, asked.chart, theme=palette(theme.value), texts=texts(lang))
    if built is None:
        return None
    return ChartFile(file_names.place_name(asked.place, asked.chart, lang), built)


def _named(services: Services, asked: Asked) -> Named:
    return Named(places=(asked.place,))


CHARTS = PageCharts(
    page=PLACE,
    entries=by_id(
        ChartEntry(ids.SPINE),
        ChartEntry(ids.EXPECTED),
        ChartEntry(ids.BESIDE, "published_by_race", caveats=("place.beside.note.not_a_test",)),
        ChartEntry(ids.AGE),
        ChartEntry(ids.CHANGE, "has_it_changed"),
    ),
    file=_file,
    named=_named,
    asks=("place",),
)
