"""Data: everything in one file, and the API, before the list of measures."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from layouts import paths
from layouts.components.controls import link_button
from layouts.pages.data.measures import api_address
from layouts.request import PageRequest


def everything(request: PageRequest) -> Component:
    """The file of everything in this version of the data, as an archive and as a workbook."""
    t, version = request.texts.t, request.services.atlas.data_version
    buttons = [
        link_button(
            label=t(f"data_page.everything.{ending}"),
            href=request.link(paths.of_everything(version, ending)),
            kind="solid" if at == 0 else "plain",
            download="",
        )
        for at, ending in enumerate(paths.EVERYTHING_ENDINGS)
    ]
    return html.Section(
        [
            html.H2(t("data_page.everything.title"), id="everything"),
            html.P(t("data_page.everything.said")),
            html.P(buttons, className="data-take__buttons"),
            html.P(
                t("data_page.everything.version", version=version), className="data-take__small"
            ),
        ]
    )


def api(request: PageRequest) -> Component:
    """Where programs ask, and the document that says how."""
    t = request.texts.t
    return html.Section(
        [
            html.H2(t("data_page.api.title"), id="api"),
            html.P(t("data_page.api.said")),
            html.P(
                [
                    link_button(label=t("data_page.api.guide"), href=request.link(paths.API_GUIDE)),
                    html.A(html.Code(paths.API), href=api_address(request, paths.API)),
                ],
                className="data-take__buttons",
            ),
            html.P(t("data_page.api.number"), className="data-take__small"),
        ]
    )
