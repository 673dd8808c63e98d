"""Fact sheets: choose a social factor and a place, look at the page, take it with you."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import urlencode

from dash import html
from dash.development.base_component import Component

from data.address import language_of, understood
from data.atlas.places import find_place, place_named
from data.catalogue.determinants import determinants
from data.fact_sheets.choice import BOTH, LARGE, PAGES, PAPERS, PRINTS, SHEETS, USUAL, Choice
from data.locale import Texts
from data.models import CITY_PLACE, Geography, Layer, PlaceId
from data.numbers.findings import tells_apart
from data.place.sentences import place_title
from data.sentences.words import short_name
from layouts import paths
from layouts.components.attributes import aria, data
from layouts.components.fact_links import fact_links
from layouts.components.kept_in_form import kept_in_form
from layouts.components.notice import notice
from layouts.components.options import options_section
from layouts.components.place_options import place_options
from layouts.components.shared_stories import shared_beside
from layouts.components.static import static, to_html
from layouts.components.voices import press_about, voices_beside
from layouts.request import PageRequest

DEFAULT_DETERMINANT = "poverty"
_WAIT = "sheet-wait"


def build(request: PageRequest) -> Component:
    """The page for one address."""
    t = request.texts.t
    choice = chosen(request)
    return static(
        [
            html.H1(t("fact_sheets.title")),
            html.P(t("fact_sheets.lead"), className="lead"),
            notice(texts=request.texts, messages=choice.messages) if choice.messages else None,
            html.Div([_form(request, choice), _preview(request, choice)], className="sheets"),
            options_section(
                choice.determinant,
                determinants()[choice.determinant].title.get(request.texts.lang),
                texts=request.texts,
                old=request.old_options,
            ),
            voices_beside(
                request, press_about(choice.determinant), shared_beside(request, choice.place)
            ),
        ],
    )


def chosen(request: PageRequest) -> Choice:
    """The choice in the address; what is unknown falls back and is named."""
    asked, t = request.parameters, request.texts.t
    messages = []

    def one_of(key: str, found: str | None, fallback: str, message: str) -> str:
        if found is None and key in asked:
            messages.append(t(f"fact_sheets.{message}", value=asked[key][:60]))
        return found or fallback

    place = place_named(request.services.atlas, asked.get("place", ""))
    determinant = understood(asked.get("determinant", ""), determinants())
    paper = understood(asked.get("paper", ""), PAPERS)
    size = understood(asked.get("print", ""), PRINTS)
    sheet = understood(asked.get("sheet", ""), SHEETS) or language_of(asked.get("sheet", ""))
    return Choice(
        determinant=one_of("determinant", determinant, DEFAULT_DETERMINANT, "unknown_determinant"),
        place=one_of("place", place, CITY_PLACE, "unknown_place"),
        lang=one_of("sheet", sheet, request.texts.lang, "unknown_option"),
        paper=one_of("paper", paper, PAPERS[0], "unknown_option"),
        print=one_of("print", size, USUAL, "unknown_option"),
        messages=tuple(messages),
    )


# -- parts ------------------------------------------------------------------------------------


def _form(request: PageRequest, choice: Choice) -> Component:
    """A plain form: it works before any script has loaded."""
    t, lang = request.texts.t, request.texts.lang
    titles = [(entry.id, entry.title.get(lang)) for entry in determinants().values()]
    papers = [(paper, t(f"fact_sheets.{paper}")) for paper in PAPERS]
    sizes = [(size, t(f"fact_sheets.{size}")) for size in PRINTS]
    languages = [(code, t(f"fact_sheets.lang_{code}")) for code in SHEETS]
    return html.Form(
        [
            html.H2(t("fact_sheets.form"), className="visually-hidden"),
            _select("determinant", [("", titles)], choice.determinant, request.texts),
            _select(
                "place",
                [*_drawn(request, choice), *place_options(request.services, request.texts)],
                choice.place,
                request.texts,
            ),
            _select("language", [("", languages)], choice.lang, request.texts, name="sheet"),
            _select("paper", [("", papers)], choice.paper, request.texts),
            _select("size", [("", sizes)], choice.print, request.texts, name="print"),
            *kept_in_form(request),
            html.Button(t("fact_sheets.show"), type="submit", className="button button--solid"),
            html.P(t("fact_sheets.copies"), className="sheets__note"),
            html.P(t("fact_sheets.duplex"), className="sheets__note") if choice.pages > 1 else None,
        ],
        action=request.link(paths.FACT_SHEETS).split("?")[0],
        method="get",
        className="sheets__form",
    )


def _drawn(request: PageRequest, choice: Choice) -> list[tuple[str, list[tuple[str, str]]]]:
    """The area that was drawn, where the sheet is of one: it is on no list."""
    place = PlaceId.parse(choice.place)
    if place is None or place.geography is not Geography.OWN:
        return []
    name = request.services.compare.place(choice.place).name
    return [("", [(choice.place, place_title(name, "", Geography.OWN, request.texts))])]


def _select(
    key: str,
    groups: list[tuple[str, list[tuple[str, str]]]],
    value: str,
    texts: Texts,
    *,
    name: str = "",
) -> Component:
    options: list[Component] = []
    for label, members in groups:
        made = [html.Option(text, value=key, selected=key == value) for key, text in members]
        options += [html.Optgroup(made, label=label)] if label else made
    field = f"sheet-{key}"
    return html.Div(
        [
            html.Label(texts.t(f"fact_sheets.{key}"), htmlFor=field),
            html.Select(options, id=field, name=name or key, className="sheets__select"),
        ],
        className="sheets__field",
    )


def _preview(request: PageRequest, choice: Choice) -> Component:
    t, services = request.texts.t, request.services
    found = find_place(services.atlas, choice.place)
    assert found is not None  # `chosen` names only places that exist
    geography, area_id = found
    areas = services.atlas.of(Layer(geography.value), area_id).areas(Layer(geography.value))
    name = str(areas.loc[areas["area_id"] == area_id, "name"].iloc[0])
    title = determinants()[choice.determinant].title.get(request.texts.lang)
    place = place_title(name, area_id, geography, request.texts)
    pdf = _address(request, choice, "pdf")
    label = t("fact_sheets.preview", title=title, place=place)
    making = data(making=t("fact_sheets.making"))
    return html.Section(
        [
            html.H2(f"{title} · {place}"),
            html.Div(
                [
                    html.A(
                        t("fact_sheets.download"),
                        href=pdf,
                        className="button button--solid",
                        download=f"{choice.file_name}.pdf",
                        **making,
                    ),
                    html.A(t("fact_sheets.memo"), href=_memo(request, choice), className="button"),
                    html.A(
                        t("fact_sheets.print"),
                        href=pdf,
                        target="_blank",
                        className="button",
                        **making,
                    ),
                ],
                className="sheets__actions",
            ),
            *_pictures(request, choice, label, pdf),
            # filled by clientside/fact_sheets/preview.js: the preview is being made, or was refused
            html.P(
                id=_WAIT,
                className="sheets__wait",
                role="status",
                **data(
                    making=t("fact_sheets.preview_making"),
                    busy=t("fact_sheets.preview_busy"),
                    waits=t("fact_sheets.preview_waits"),
                    failed=t("fact_sheets.preview_failed"),
                ),
            ),
            html.P(t("fact_sheets.preview_note"), className="sheets__note"),
            _images(request, choice),
        ],
        className="sheets__preview",
    )


def _images(request: PageRequest, choice: Choice) -> Component | None:
    """Links to images of the tested findings of the sheet; None where it has none."""
    sheet = request.services.fact_sheets.data(choice.determinant, choice.place)
    if sheet.geography is Geography.OWN:
        return None
    once = {value.indicator.id: value for value in (*sheet.values, *sheet.facts)}
    lines = [
        html.Li(
            fact_links(request, choice.place, name, short_name(v.indicator, request.texts.lang))
        )
        for name, v in once.items()
        if tells_apart(v)
    ]
    if not lines:
        return None
    return html.Div([html.H3(request.texts.t("fact.links")), html.Ul(lines)])


def _pictures(request: PageRequest, choice: Choice, label: str, pdf: str) -> list[Component]:
    """Every page as a picture; those of both languages are the pictures of each."""
    of_pages = [
        (replace(choice, lang=lang), page)
        for lang in choice.languages
        for page in range(1, PAGES[choice.print] + 1)
    ]
    several = len(of_pages) > 1
    return [
        html.A(
            html.Img(
                src=_address(request, shown, "png", page=page),
                alt=request.texts.t("fact_sheets.preview_page", label=label, page=number)
                if several
                else label,
                className="sheets__image",
                width=935,
                height=1210,
                **aria(describedby=_WAIT),
            ),
            href=pdf,
        )
        for number, (shown, page) in enumerate(of_pages, start=1)
    ]


def _address(request: PageRequest, choice: Choice, kind: str, *, page: int = 1) -> str:
    """Address of the sheet with the base path; language and paper are the sheet's own."""
    base = request.link(paths.FACT_SHEETS).split("?")[0].removesuffix(paths.FACT_SHEETS)
    return base + path_of(choice, kind, page=page, reader=request.texts.lang)


def path_of(choice: Choice, kind: str, *, page: int = 1, reader: str = "") -> str:
    """Address of the sheet below the base path; `kind` is `pdf` or, of one `page`, `png`.

    `reader` is the language in which a sheet of both says what is wrong.
    """
    asked = {"lang": reader if choice.lang == BOTH else choice.lang, "paper": choice.paper}
    asked |= {"sheet": BOTH} if choice.lang == BOTH else {}
    asked |= {"print": LARGE} if choice.is_large else {}
    asked |= {"page": str(page)} if page > 1 else {}
    query = urlencode(asked)
    return f"{paths.FACT_SHEETS}/{choice.determinant}/{choice.place}.{kind}?{query}"


def _memo(request: PageRequest, choice: Choice) -> str:
    """Address of the memo on the same determinant and place."""
    return _address(request, choice, "pdf").replace(paths.FACT_SHEETS, paths.MEMO, 1)


def problem_page(
    *,
    texts: Texts,
    title: str,
    message: str,
    home: str,
    again_seconds: int = 0,
    help_key: str = "fact_sheets.error_help",
    home_key: str = "fact_sheets.title",
    more: Sequence[Component] = (),
) -> str:
    """A small whole document for an address of a file that cannot be made. `home`: where to go.

    `more` stands under the message. It asks for its address again after `again_seconds`, if that is
    not 0.
    """
    t = texts.t
    again = [html.P(html.A(t("network.retry"), href=""))] if again_seconds else []
    body = to_html(
        html.Main(
            [
                html.H1(title, style={"fontSize": "1.5rem", "lineHeight": "1.25"}),
                html.P(message),
                *again,  # an empty address is the page's own
                *more,
                html.P([t(help_key), " ", html.A(t(home_key), href=home)]),
            ]
        )
    )
    named = {"viewport": "width=device-width, initial-scale=1", "color-scheme": "light dark"}
    metas = [html.Meta(name=name, content=content) for name, content in named.items()]
    head = to_html([*metas, html.Title(title)])
    if again_seconds:
        head += to_html(html.Meta(httpEquiv="refresh", content=str(again_seconds)))
    style = (
        "font:1.1rem/1.5 system-ui,sans-serif;max-width:40rem;margin:3rem auto;padding:0 1rem;"
        "overflow-wrap:break-word"
    )
    return (
        f'<!doctype html><html lang="{texts.lang}"><head><meta charset="utf-8">{head}</head>'
        f'<body style="{style}">{body}</body></html>'
    )
