"""Data: everything in one file, and the API, before the list of measures."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from data.everything.sizes import about_bytes
from data.everything.words import version_words
from data.locale.format import format_number
from data.sentences.words import join
from layouts import paths
from layouts.components.controls import link_button
from layouts.pages.data.measures import api_address
from layouts.request import PageRequest

BYTES_A_MEGABYTE = 1_000_000


def everything(request: PageRequest) -> Component:
    """The file of everything in this version of the data, as an archive and as a workbook.

    Links without `download`: with it browsers say nothing of a file that is still being made.
    """
    t, atlas = request.texts.t, request.services.atlas
    version = atlas.history.current
    buttons = [
        link_button(
            label=t(f"data_page.everything.{ending}", size=_size(request, ending)),
            href=request.link(paths.of_everything(version.version, ending)),
            kind="solid" if at == 0 else "plain",
        )
        for at, ending in enumerate(paths.EVERYTHING_ENDINGS)
    ]
    return html.Section(
        [
            html.H2(t("data_page.everything.title"), id="everything"),
            html.P(t("data_page.everything.said")),
            html.P(buttons, className="data-take__buttons"),
            html.P(
                join(version_words(version, request.texts), t("data_page.everything.same")),
                className="data-take__small",
            ),
        ]
    )


def _size(request: PageRequest, ending: str) -> str:
    megabytes = about_bytes(request.services.atlas, ending) / BYTES_A_MEGABYTE
    return format_number(megabytes, decimals=0, lang=request.texts.lang)


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
