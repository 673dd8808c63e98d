"""Legends of the map in HTML: text that reflows, that readers read, in the colors of the fill."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component

from data.locale import Texts
from layouts.components.attributes import aria
from layouts.figures.chart import Legend
from layouts.figures.legend import steps_of
from layouts.theme import palette


@dataclass(frozen=True, slots=True)
class LegendClass:
    """One class of a map: its fill, its range in words (`72.4–75.1`), how many places."""

    color: str
    label: str
    places: int | None = None


def _swatch(style: dict[str, str], kind: str = "fill") -> Component:
    return html.Span(className=f"swatch swatch--{kind}", style=style, **aria(hidden="true"))


def _entry(*, texts: Texts, swatch: Component, label: str, places: int | None) -> Component:
    words: list[Component | str] = [html.Span(label, className="legend__label")]
    if places is not None:
        words.append(
            html.Span(
                str(places),
                className="legend__places",
                title=texts.t("charts.legend.places", n=places),
            )
        )
    return html.Li([swatch, *words], className="legend__entry")


def _special(*, texts: Texts, theme: str, no_data: bool, few_events: bool) -> list[Component]:
    colors = palette(theme)
    entries = []
    if few_events:
        fill = {"backgroundColor": colors.few_events, "borderColor": colors.hatch}
        label = texts.t("charts.legend.few_events")
        entries.append(_entry(texts=texts, swatch=_swatch(fill, "few"), label=label, places=None))
    if no_data:
        label = texts.t("charts.legend.no_data")
        entries.append(_entry(texts=texts, swatch=_swatch({}, "hatch"), label=label, places=None))
    return entries


def chart_legend(legend: Legend, *, texts: Texts, theme: str) -> Component:
    """The legend of a chart."""
    if (square := legend.square) is not None:
        return bivariate_legend(
            texts=texts,
            theme=theme,
            outcome=square.up,
            factor=square.across,
            outcome_thirds=square.rows[::-1],
            factor_thirds=square.columns,
            no_data=bool(legend.no_data),
        )
    labels = legend.in_full or tuple(words for _, words in legend.entries)
    places = legend.places or (None,) * len(labels)
    return map_legend(
        texts=texts,
        theme=theme,
        title=legend.title,
        classes=[
            LegendClass(color, label, count)
            for (color, _), label, count in zip(legend.entries, labels, places, strict=True)
        ],
        direction=legend.direction,
        no_data=bool(legend.no_data),
        few_events=bool(legend.few_events),
    )


def map_legend(
    *,
    texts: Texts,
    theme: str,
    title: str,
    classes: Sequence[LegendClass],
    direction: str | None = None,
    no_data: bool = False,
    few_events: bool = False,
) -> Component:
    """Classes in the order given (worst first reads best), then the classes outside the scale.

    `direction` says what dark means, for instance "darker: shorter lives expected".
    """
    entries = [
        _entry(
            texts=texts,
            swatch=_swatch({"backgroundColor": entry.color}),
            label=entry.label,
            places=entry.places,
        )
        for entry in classes
    ]
    special = _special(texts=texts, theme=theme, no_data=no_data, few_events=few_events)
    return html.Div(
        [
            html.P(title, className="legend__title"),
            html.P(direction, className="legend__direction") if direction else None,
            html.Ul([*entries, *special], className="legend__list"),
        ],
        className="legend",
    )


def bivariate_legend(
    *,
    texts: Texts,
    theme: str,
    outcome: str,
    factor: str,
    outcome_thirds: Sequence[str],
    factor_thirds: Sequence[str],
    no_data: bool = False,
) -> Component:
    """The 3 x 3 as a table: columns are thirds of the factor, rows thirds of the outcome.

    `outcome` and `factor` are axis words ("shorter life expectancy"), the thirds their ranges,
    best first; fewer than three where many places share one value. The worst-and-worst cell stands
    at the top right, as on the chart.
    """
    cells = palette(theme).bivariate
    rows = []
    for down, outcome_range in reversed(steps_of(outcome_thirds)):
        squares = [
            html.Td(
                html.Span(
                    texts.t("charts.legend.cell", outcome=outcome_range, factor=factor_range),
                    className="visually-hidden",
                ),
                className="bivariate__cell",
                style={"backgroundColor": cells[down][across]},
            )
            for across, factor_range in steps_of(factor_thirds)
        ]
        head = html.Th(outcome_range, scope="row", className="bivariate__range")
        rows.append(html.Tr([head, *squares]))
    foot = html.Tr(
        [
            html.Td(className="bivariate__corner"),
            *(html.Th(text, scope="col", className="bivariate__range") for text in factor_thirds),
        ]
    )
    special = _special(texts=texts, theme=theme, no_data=no_data, few_events=False)
    return html.Div(
        [
            html.P(outcome, className="axis-word"),
            html.Table(
                [
                    html.Caption(texts.t("charts.legend.both"), className="visually-hidden"),
                    html.Tbody([*rows, foot]),
                ],
                className="bivariate",
            ),
            html.P(factor, className="axis-word axis-word--factor"),
            html.Ul(special, className="legend__list") if special else None,
        ],
        className="legend legend--bivariate",
    )
