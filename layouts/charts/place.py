"""The charts of one place."""

from __future__ import annotations

from data.address import Theme
from data.atlas.places import find_place
from data.locale import texts
from data.services import Services
from layouts import ids
from layouts.figures.chart import Chart
from layouts.theme import palette


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
    """One of `ids.PLACE_CHARTS` for a slide; None if there is no such place.

    `chosen` is the indicator that leads the measures.

    `notes` are the source, then what a speaker should know. Raises KeyError for another chart.
    """
    if find_place(services.atlas, place_id) is None:
        return None
    about = services, services.place.data(place_id), palette(theme.value), texts(lang), scale
    if chart == ids.SPINE:
        return _spine(*about, chosen=chosen)
    return {ids.EXPECTED: _expected, ids.AGE: _ages}[chart](*about)
