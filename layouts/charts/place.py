"""The charts of one place."""

from __future__ import annotations

from data.address import Theme
from data.atlas.places import find_place
from data.locale import texts
from data.services import Services
from layouts import ids
from layouts.figures.chart import Chart
from layouts.figures.place.measures import ages_slide, expected_slide, spine_slide
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
    data, catalogue = services.place.data(place_id), services.atlas.catalogue
    about = catalogue, data, palette(theme.value), texts(lang), scale
    if chart == ids.SPINE:
        return spine_slide(*about, chosen=chosen)
    if chart == ids.EXPECTED:
        return expected_slide(*about)
    return ages_slide(*about)
