"""The panel of Explore that describes the chosen places beside the city."""

from __future__ import annotations

from dash.development.base_component import Component

from data.compare.state import compare_query
from data.explore.sentences import selection_sentence
from data.explore.state import ViewState
from data.locale import texts
from data.locale.format import format_people
from data.models import Layer
from data.sentences.words import counted_value, interval_text, opening, place_label, value_text
from data.services import Services
from layouts import paths
from layouts.charts import explore as explore_charts
from layouts.components.panel import SelectionRow, selection_empty, selection_summary
from layouts.figures.inputs import flag_note
from layouts.request import Link


def _place_link(services: Services, place_id: str, link: Link) -> str | None:
    """Address of a place's own page; census tracts have none."""
    known = services.place_index.get(place_id)
    return link(paths.of_place(place_id)) if known else None


def _selected_rows(
    services: Services, state: ViewState, places: frozenset[str], link: Link
) -> list[SelectionRow]:
    """Each chosen place as every other page shows it, then the city."""
    spoken, lang = texts(state.lang), state.lang
    data = explore_charts.data_of(services, state)
    indicator = data.outcome
    chosen = data.frame[data.frame["place_id"].isin(places)]
    rows = [
        SelectionRow(
            name=place_label(row["name"], row["area_id"], state.by, spoken),
            href=_place_link(services, row["place_id"], link),
            people=format_people(row["people"], lang=lang),
            value=counted_value(row["outcome"], row["outcome_events"], indicator, spoken),
            interval=interval_text(row["outcome_lower"], row["outcome_upper"], indicator, lang),
            note=flag_note(row["outcome_flags"], spoken),
        )
        for _, row in chosen.iterrows()
    ]
    city = data.city
    people = int(services.atlas.areas(Layer.CITY)["people_2020"].sum())
    rows.append(
        SelectionRow(
            name=opening(spoken.t("common.city")),
            people=format_people(people, lang=lang),
            value=value_text(city.outcome, indicator, lang),
            interval=interval_text(city.outcome_lower, city.outcome_upper, indicator, lang),
            city=True,
        )
    )
    return rows


def panel_children(
    services: Services, state: ViewState, places: frozenset[str], link: Link
) -> list[Component]:
    """The chosen places together beside the city, in words; then each of them.

    `link` turns a path into an address; a single place can be opened at once.
    """
    spoken = texts(state.lang)
    if not places:
        return selection_empty(texts=spoken)
    chosen = services.explore.describe(state.outcome, state.factor, state.by, places)
    value = chosen.outcome
    rows = _selected_rows(services, state, places, link)
    headline = selection_sentence(
        names=[row.name for row in rows if not row.city],
        people=chosen.people,
        value=value.value,
        lower=value.lower,
        upper=value.upper,
        city=value.city,
        events=value.events,
        indicator=value.indicator,
        geography=state.by,
        texts=spoken,
    )
    return selection_summary(
        texts=spoken,
        headline=headline,
        value_label=value.indicator.short_name.get(state.lang),
        rows=rows,
        open_href=rows[0].href if len(places) == 1 else None,
        compare_href=_compare_link(services, places, link),
    )


def _compare_link(services: Services, places: frozenset[str], link: Link) -> str | None:
    """Address that compares the chosen places; None where none of them has a page (tracts)."""
    known = sorted(place for place in places if services.place_index.get(place))
    return link(paths.COMPARE + compare_query(known)) if known else None
