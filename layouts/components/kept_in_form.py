"""What a form that asks by address must carry along, since it drops the rest of the address."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from data.address import Theme
from layouts.request import PageRequest


def kept_in_form(request: PageRequest, *also: str) -> list[Component]:
    """Language and theme of the page, and the keys of `also` that its address has.

    Hidden lists, since Dash has no hidden inputs.
    """
    kept = {"lang": request.texts.lang} if request.texts.lang != request.default_lang else {}
    if request.theme is not Theme.LIGHT:
        kept["theme"] = request.theme.value
    kept |= {key: request.parameters[key] for key in also if key in request.parameters}
    return [
        html.Select([html.Option(value, value=value, selected=True)], name=name, hidden=True)
        for name, value in kept.items()
    ]
