"""What a frame shows: title, finding, picture, source, links. No navigation, and no script."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dash import html
from dash.development.base_component import Component

from data.cities.city import city
from data.sentences.notices import notice_texts
from data.services import Services
from layouts import ids, paths
from layouts.components.attributes import aria
from layouts.components.chart_card import notes_list
from layouts.components.controls import fold
from layouts.components.drawn import picture_of
from layouts.components.explore_map import map_credit
from layouts.components.kept_together import kept_together
from layouts.components.key import key_list
from layouts.components.legend import chart_legend
from layouts.components.notice import notice
from layouts.components.static import element, properties, to_html
from layouts.components.table import data_table
from layouts.embed.asked import Lacking, Wanted
from layouts.embed.caveats import caveats_of, flags_of, notes_of, source_of
from layouts.embed.drawing import Drawing, drawing
from layouts.embed.frame_code import Size, code, is_offered, size_of, who_may

_TITLE, _SENTENCE = "embed-title", "embed-sentence"


@dataclass(frozen=True, slots=True)
class Host:
    """Where the site stands: below which path, and its whole address, both without a slash at the
    end. `frame_ancestors` is the setting.
    """

    base: str
    site: str
    frame_ancestors: str


def whole(services: Services, wanted: Wanted, at: Host) -> str:
    """The chart as HTML. It may raise what its builders raise."""
    drawn = drawing(services, wanted)
    told = [source_of(wanted), *flags_of(wanted), *caveats_of(services, wanted)]
    return to_html(_chart(services, wanted, at, drawn, told), _written)


def size(services: Services, wanted: Wanted, width_px: int) -> Size:
    """Of a frame of `width_px` in which nothing has to be scrolled to."""
    told = [source_of(wanted), *flags_of(wanted), *caveats_of(services, wanted)]
    return _size(wanted, drawing(services, wanted), told, width_px)


def problem(lacking: Lacking, at: Host) -> str:
    """What stands where there is no such chart, as HTML."""
    t = lacking.spoken.t
    home = html.A(t("embed.home"), href=f"{at.base}{paths.EXPLORE}{lacking.shown}", **_ELSEWHERE)
    said = [html.H1(t("embed.problem"), className="chart-card__title"), html.P(lacking.said)]
    return to_html(html.Main([*said, html.P(home)], className="embed embed--problem"))


# A link inside a frame would put the whole site into it.
_ELSEWHERE: Mapping[str, Any] = {"target": "_blank", "rel": "noopener"}


def _written(node: Component) -> str | None:
    picture = picture_of(node)
    return None if picture is None else element("div", properties(node), picture())


def _chart(
    services: Services, wanted: Wanted, at: Host, drawn: Drawing | None, told: Sequence[str]
) -> Component:
    spoken, chart = wanted.spoken, wanted.file.chart
    messages = notice_texts(services.atlas, wanted.notices, spoken)
    source, *more = told
    figure = html.Figure(
        [
            html.H1(kept_together(wanted.title), id=_TITLE, className="chart-card__title"),
            notice(texts=spoken, messages=messages) if messages else None,
            html.P(kept_together(chart.sentence), id=_SENTENCE, className="chart-card__sentence"),
            *_frame(wanted, drawn),
            html.Figcaption(
                [
                    key_list(chart.travels.key, spoken) if chart.travels.key else None,
                    html.P(kept_together(source), className="chart-card__source"),
                    html.P(kept_together(" ".join(more)), className="embed__flags")
                    if more
                    else None,
                    *(map_credit(spoken) if wanted.entry.id == ids.MAP else ()),
                ],
                className="chart-card__caption",
            ),
        ],
        className="chart-card",
        **aria(labelledby=_TITLE, describedby=_SENTENCE),
    )
    return html.Main(
        [figure, _tools(services, wanted, at, drawn, told), _foot(services, wanted, at)],
        className="embed",
    )


def _frame(wanted: Wanted, drawn: Drawing | None) -> list[Component]:
    """The picture, with the legend of a map beside it; the table itself where there is none."""
    if drawn is None:
        return [_table(wanted)]
    legend = wanted.file.chart.legend
    if legend is None:
        return [html.Div(drawn.content, className="embed__frame")]
    beside = chart_legend(legend, texts=wanted.spoken, theme=wanted.theme.value)
    return [html.Div([beside, drawn.content], className="embed__frame embed__frame--legend")]


def _table(wanted: Wanted) -> Component:
    chart = wanted.file.chart
    caption = f"{wanted.title}. {source_of(wanted)}"
    return data_table(texts=wanted.spoken, caption=caption, columns=chart.columns, rows=chart.rows)


def _tools(
    services: Services, wanted: Wanted, at: Host, drawn: Drawing | None, told: Sequence[str]
) -> Component:
    spoken, title = wanted.spoken, wanted.title
    notes = notes_of(wanted, list(told))
    folds = [
        fold(label=spoken.t("charts.tools.table"), children=_table(wanted)) if drawn else None,
        fold(label=spoken.t("embed.notes"), children=notes_list(notes)) if notes else None,
        fold(label=spoken.t("cite.label"), children=_citation(services, wanted, at)),
        fold(label=spoken.t("embed.label"), children=_offer(wanted, at, drawn, told)),
    ]
    return html.Div(
        folds,
        className="embed__tools",
        role="group",
        **aria(label=spoken.t("charts.tools.label", title=title)),
    )


def _citation(services: Services, wanted: Wanted, at: Host) -> Component:
    """What Cite copies on the page of the chart. No script runs here, and no server has a clock."""
    chart = wanted.file.chart
    said = [part if part.endswith(".") else f"{part}." for part in (wanted.title, chart.sentence)]
    citation = wanted.spoken.t(
        "cite.whole",
        said=" ".join([*said, source_of(wanted)]),
        site=wanted.spoken.t("shell.product"),
        version=services.atlas.data_version,
        address=at.site + wanted.cited,
        seen=wanted.spoken.t("embed.seen"),
    )
    return html.P(citation, className="embed__code")


def _offer(wanted: Wanted, at: Host, drawn: Drawing | None, told: Sequence[str]) -> list[Component]:
    """The code of the frame, and who may show it."""
    spoken, address = wanted.spoken, at.site + wanted.address
    may = html.P(who_may(at.frame_ancestors, site=at.site, texts=spoken))
    link = html.P([spoken.t("embed.link"), " ", html.Code(address, className="embed__code")])
    if not is_offered(at.frame_ancestors):
        return [may, link]
    frame = _size(wanted, drawn, told)
    written = code(address=address, title=wanted.title, width="100%", height_px=frame.height_px)
    said = html.Pre(
        html.Code(written),
        className="embed__code",
        role="region",
        tabIndex=0,
        **aria(label=spoken.t("embed.code")),
    )
    return [html.P(spoken.t("embed.paste")), said, may, link]


def _size(
    wanted: Wanted, drawn: Drawing | None, told: Sequence[str], width_px: int | None = None
) -> Size:
    chart = wanted.file.chart
    legend = chart.legend
    rows = 0 if legend is None else len(legend.entries) + bool(legend.direction)
    keys = " ".join(entry.said for entry in chart.travels.key)
    base = city().base_map if wanted.entry.id == ids.MAP else None
    credited = base.credit.get(wanted.spoken.lang) if base and base.credit else ""
    return size_of(
        drawn,
        title=wanted.title,
        sentence=chart.sentence,
        small=[words for words in (keys, told[0], " ".join(told[1:]), credited) if words],
        legend_rows=rows,
        **({} if width_px is None else {"width_px": width_px}),
    )


def _foot(services: Services, wanted: Wanted, at: Host) -> Component:
    spoken, method = wanted.spoken, wanted.entry.method
    links = [
        html.A(spoken.t("embed.open"), href=at.base + wanted.page, **_ELSEWHERE),
        html.A(
            "CSV",
            href=at.base + wanted.csv,
            download=f"{wanted.file.name}.csv",
            **aria(label=spoken.t("charts.tools.csv_name", title=wanted.title)),
        ),
    ]
    if method:
        href = f"{at.base}{paths.METHODS}{wanted.shown}#{method}"
        links.append(html.A(spoken.t("charts.tools.method"), href=href, **_ELSEWHERE))
    said = spoken.t("embed.version", version=services.atlas.data_version)
    return html.Div(
        [
            html.P(links, className="embed__links"),
            html.P(f"{spoken.t('shell.product')}. {said}"),
            html.P(at.site + wanted.address, className="embed__address"),
        ],
        className="embed__foot",
    )
