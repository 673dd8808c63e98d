"""One place, phone first: a sentence for a person, what stands out, has it changed, around it.

Everything else is folded: all measures, what a model expects, who lives here, how we know. What can
be done with the page comes last.
"""

from __future__ import annotations

from collections.abc import Mapping

from dash import dcc, html
from dash.development.base_component import Component

from data.atlas.places import find_place
from data.locale import Texts
from data.models import Geography
from data.place.results import PlaceData
from data.place.sentences import place_name, place_title
from data.services import Services
from layouts import ids, paths
from layouts.charts import file_names
from layouts.charts import place as place_charts
from layouts.charts.place import build_chart
from layouts.components.attributes import data as attributes
from layouts.components.chart_card import chart_card, words_of
from layouts.components.later import graph_later, is_open
from layouts.components.my_location import my_location
from layouts.components.shared_stories import shared_beside
from layouts.components.static import static
from layouts.components.table import data_table
from layouts.components.voices import press_of_place, voices_beside
from layouts.figures.chart import Chart
from layouts.pages.place import actions, own, parts, people
from layouts.pages.place import changes as place_changes
from layouts.pages.place import grouping as place_grouping
from layouts.pages.place import headline as place_headline
from layouts.pages.place import similar as place_similar
from layouts.pages.place.around import inside_and_around
from layouts.pages.place.part import part
from layouts.pages.place.whole import whole_city
from layouts.request import PageRequest
from layouts.theme import palette

# Longer tables are fetched when they are opened.
SMALL_TABLE_ROWS = 20


def find(services: Services, place_id: str) -> object | None:
    """The place at an address below `/place/`; None if there is none."""
    return own.is_asked(place_id) or find_place(services.atlas, place_id)


def build(request: PageRequest) -> Component:
    """The page, complete but for the long tables, which are fetched when they are opened."""
    if own.is_to_draw(request):
        return own.drawing(request)
    data = data_of(request)
    theme = palette(request.theme.value)
    charts = {
        name: chart
        for name in ids.PLACE_CHARTS
        if (chart := build_chart(request.services, data, name, theme=theme, texts=request.texts))
    }
    cards = {name: card(request, data, chart, name) for name, chart in charts.items()}
    return html.Div(
        [
            # what a table that is fetched later belongs to
            dcc.Store(
                id=ids.PLACE_STORE,
                data={
                    "place": data.area.place_id,
                    "lang": request.texts.lang,
                    "theme": request.theme.value,
                },
            ),
            place_headline.headline(request, data),
            whole_city(request, data) if _is_whole(data) else parts.standouts(request, data),
            place_changes.changed(request, data, cards[ids.CHANGE]),
            inside_and_around(request, data),
            place_grouping.grouping(request, data),
            html.Div(
                [
                    None if _is_whole(data) else parts.numbers(request, data),
                    *(_folded(request, name, cards) for name in (ids.SPINE, ids.EXPECTED)),
                    _folded(request, ids.BESIDE, cards),
                    _who(request, data, charts[ids.AGE], cards[ids.AGE]),
                    None if _is_whole(data) else place_similar.similar(request, data),
                    parts.evidence(request, data),
                    _sheets(request, data),
                ],
                className="place__parts",
            ),
            _voices(request, data),
            my_location(
                request=request,
                id=ids.PLACE_LOCATE,
                kind="plain",
                lead=request.texts.t("place.locate"),
            ),
            actions.actions(request, data),
        ],
        className="place",
        **attributes(place=data.area.place_id),
    )


def _voices(request: PageRequest, data: PlaceData) -> Component | None:
    """What people of the place said, as stories; nothing of an area that somebody drew."""
    place = data.area.place_id
    found = voices_beside(request, press_of_place(place), shared_beside(request, place))
    return None if found is None else static(found)


def _is_whole(data: PlaceData) -> bool:
    return data.geography is Geography.CITY


def describe(request: PageRequest) -> tuple[str, str]:
    """Title and description of the document."""
    if own.is_to_draw(request):
        return own.described(request)
    data = data_of(request)
    title = place_title(data.area.name, data.area.area_id, data.geography, request.texts)
    return title, request.texts.t("pages.place.description", place=title)


def data_of(request: PageRequest) -> PlaceData:
    """What the page at this address is drawn from. Raises KeyError for an unknown place."""
    place_id = own.place_of(request)
    data: PlaceData = request.services.place.data(place_id)
    return data


def status(request: PageRequest) -> int:
    """400 for an outline that cannot be used; the page says what is wrong with it."""
    return own.status(request)


def name_of(data: PlaceData, texts: Texts) -> str:
    """The place inside a sentence."""
    return place_name(data.area.name, data.area.area_id, data.geography, texts)


def csv_path(data: PlaceData, name: str) -> str:
    """Address of the numbers behind a chart, below the base path."""
    return f"/download/place/{data.area.place_id}/{name}.csv"


def _folded(request: PageRequest, name: str, cards: Mapping[str, Component]) -> Component | None:
    """A part that is one chart; nothing where no measure of the place is published elsewhere."""
    if name not in cards:
        return None
    title = request.texts.t(f"place.part.{name}")
    return part(name, title, [is_open(name), cards[name]], loads=ids.chart(name).is_open)


def _sheets(request: PageRequest, data: PlaceData) -> Component | None:
    listed = actions.sheets(request, data)
    return None if listed is None else part("sheets", request.texts.t("place.sheets"), [listed])


def card(request: PageRequest, data: PlaceData, drawn: Chart, name: str) -> Component:
    """The card of a chart of the page."""
    texts = request.texts
    method = place_charts.CHARTS.entries[name].method
    small = len(drawn.rows) <= SMALL_TABLE_ROWS
    return chart_card(
        texts=texts,
        chart=name,
        **words_of(drawn),
        how_to_read=texts.t(f"place.help.{name}").split("\n\n"),
        csv_href=request.link(csv_path(data, name)),
        cite_href=request.link(drawn.travels.address),
        file_name=file_names.place_name(data.area.place_id, name, texts.lang),
        picture=graph_later(texts=texts, chart=name, figure=drawn.figure),
        above=_lead(name, texts),
        scrolls=True,
        table=table(request, data, drawn) if small else None,
        method_href=f"{request.link(paths.METHODS)}#{method}" if method else None,
        subordinate=True,
    )


def table(request: PageRequest, data: PlaceData, drawn: Chart) -> Component:
    """The numbers behind a chart; each of a measure leads to its address."""
    rows, linked = drawn.rows, ""
    if data.geography is not Geography.OWN and all("measure" in row for row in rows):
        rows = [{**row, "href": _href(request, data, row["measure"])} for row in rows]
        linked = "value"
    return data_table(
        texts=request.texts,
        caption=f"{drawn.title}. {name_of(data, request.texts)}",
        columns=drawn.columns,
        rows=rows,
        linked=linked,
    )


def _href(request: PageRequest, data: PlaceData, measure: str) -> str:
    return request.link(paths.of_number(data.area.place_id, measure))


def _lead(name: str, texts: Texts) -> Component | None:
    """What must be known before looking at a chart."""
    key = f"place.{name}.lead"
    return html.P(texts.t(key), className="place__lead") if texts.has(key) else None


def _who(request: PageRequest, data: PlaceData, ages: Chart, card: Component) -> Component:
    shown = data.ages.people_2010.sum() > 0 or not data.ages.withheld
    columns = html.Div(
        [
            card if shown else html.P(ages.sentence),
            people.groups(request, data) if data.area.people_2020 else None,
        ],
        className="place__columns",
    )
    title = request.texts.t("place.who.title")
    return part("who", title, [is_open(ids.AGE), columns], loads=ids.chart(ids.AGE).is_open)
