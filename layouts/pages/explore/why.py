"""The way from the first screen to why all this is here."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from data.locale.format import format_value
from data.models import Unit
from layouts import paths
from layouts.components.kept_together import kept_together
from layouts.request import PageRequest

_PAGE = "story"


def why_link(request: PageRequest) -> Component | None:
    """A link with the number that the city was told; None where there is no story."""
    if _PAGE not in request.pages:
        return None
    spoken = request.texts
    words = spoken.t("explore.why.plain")
    if told := [release for release in request.services.gaps.by_race.city if release.quoted]:
        gap = told[0].difference
        years = format_value(gap, unit=Unit.YEARS, decimals=1, lang=spoken.lang)
        words = spoken.t("explore.why.years", years=years)
    link = html.A(kept_together(words), href=request.link(paths.STORY))
    return html.P(link, className="explore__why")
