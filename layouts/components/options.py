"""Options of one determinant as cards: what, who decides, law, evidence, concerns, and its date.

Plain HTML for pages and paper. An old one is gray and says so in words.
"""

from __future__ import annotations

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from data.cities.city import city
from data.cities.options import Grade
from data.locale import Texts
from data.sentences.options import (
    MOST_DOTS,
    CitationTold,
    OptionTold,
    dots_of,
    listed,
    tell_all,
)
from layouts.components.attributes import aria

_FULL, _EMPTY = "●", "○"
_Shown = Sequence[str | Component]


def options_section(
    determinant: str, title: str, *, texts: Texts, old: frozenset[str], id: str = "options"
) -> Component | None:
    """What could be decided about `determinant`, called `title`; None where nothing is listed.

    `old` are addresses of options that are old on the day of the visit (PageRequest.old_options).
    """
    options = city().options.get(determinant, ())
    if not options:
        return None
    t, told = texts.t, tell_all(determinant, options, texts.lang)
    return html.Section(
        [
            html.H2(t("options.title", determinant=title), id=f"{id}-title"),
            html.P(listed(texts.lang), className="options__listed"),
            html.Div([_card(one, texts, one.ref in old) for one in told], className="options"),
            _grades(texts),
        ],
        id=id,
        **aria(labelledby=f"{id}-title"),
    )


def dots(count: int, said: str) -> Component:
    """`count` dots of MOST_DOTS, which a screen reader hears as `said`."""
    shown = _FULL * count + _EMPTY * (MOST_DOTS - count)
    return html.Span(shown, role="img", className="option__dots", **aria(label=said))


def _card(told: OptionTold, texts: Texts, is_old: bool) -> Component:
    t, name = texts.t, f"option-{told.ref.replace('.', '-')}"
    head: list[str | Component] = [told.what]
    if is_old:
        head += [" ", html.Strong(told.check, className="option__check")]
    rows: list[tuple[str, _Shown]] = [
        ("who", [" · ".join(told.who)]),
        ("status", [told.status]),
        ("law", [html.A(told.law, href=told.url, rel="noopener")]),
        ("evidence", [dots(told.dots, told.dots_said), " ", told.evidence]),
        ("supports", _cited(told.supports, texts)),
        ("opposes", _cited(told.opposes, texts)),
        ("concerns", [told.concerns]),
    ]
    if told.cost:
        source = _small(told.cost_source or "", told.cost_url)
        rows.append(("cost", [told.cost, " ", source]))
    return html.Article(
        [
            html.H3(head, id=name),
            html.P(told.says),
            html.Dl([_row(t(f"options.label.{key}"), content) for key, content in rows]),
            html.P(
                [
                    html.Strong(f"{told.check_said} " if is_old else ""),
                    f"{told.as_of} {t('options.label.source')}: {told.source}.",
                ],
                className="option__source",
            ),
        ],
        className="option option--old" if is_old else "option",
        **aria(labelledby=name),
    )


def _row(label: str, content: _Shown) -> Component:
    return html.Div([html.Dt(label), html.Dd(list(content))])


def _cited(citations: Sequence[CitationTold], texts: Texts) -> _Shown:
    if not citations:
        return [texts.t("options.label.none")]
    cited = [html.Li([f"{one.finds} ", _small(one.text, one.url, one.how)]) for one in citations]
    return [html.Ul(cited)]


def _small(text: str, url: str | None, how: str = "") -> Component:
    """A citation in small print, in the language it is printed in; a link where there is one."""
    inside = (
        html.A(text, href=url, rel="noopener", lang="en") if url else html.Span(text, lang="en")
    )
    return html.Small([inside, f" ({how})" if how else ""])


def _grades(texts: Texts) -> Component:
    t = texts.t
    return html.Details(
        [
            html.Summary(t("options.grades")),
            html.Dl(
                [
                    html.Div(
                        [
                            html.Dt(
                                [
                                    html.Span(_FULL * dots_of(grade), **aria(hidden="true")),
                                    " ",
                                    t(f"options.grade.{grade.value}"),
                                ]
                            ),
                            html.Dd(t(f"options.grade_said.{grade.value}")),
                        ]
                    )
                    for grade in Grade
                ]
            ),
        ],
        className="options__grades",
    )
