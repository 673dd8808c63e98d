"""The rows of Compare as HTML: a table a part of the page, a body a measure.

Two places stand in one line a measure; more of them in a line each, under the name of the measure.
Thousands of cells would cost Dash's renderer seconds (layouts/components/static.py), so the markup
is written here and put in place whole. `_filled` escapes every text that goes in; it takes half the
time of Markup.format.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from markupsafe import Markup, escape

from layouts.figures.compare.rows import FEW
from layouts.paths import MEASURE_MARK

# Half sizes in px, drawn around 0,0. Shape first: color never stands alone.
_UP = "M0,-5.5 L5.5,4.5 L-5.5,4.5 Z"
_DOWN = "M0,5.5 L5.5,-4.5 L-5.5,-4.5 Z"
_SHAPES = {
    "better": _UP,
    "worse": _DOWN,
    "higher": _UP,
    "lower": _DOWN,
    "baseline": "M0,-6 L6,0 L0,6 L-6,0 Z",
    "not_different": "M4.5,0 A4.5,4.5 0 1 1 -4.5,0 A4.5,4.5 0 1 1 4.5,0 Z",
    "not_tested": "M2.6,0 A2.6,2.6 0 1 1 -2.6,0 A2.6,2.6 0 1 1 2.6,0 Z",
}
_GLYPHS = {"better": "▲", "worse": "▼", "higher": "▲", "lower": "▼", "not_different": "○"}
_CITY = Markup('<line class="cmp-city" y2="100%"/>')
_TRACKS = ("0.8rem", "1.75rem")  # heights of two places in one row
_IN_SIGHT = (
    '<section class="cmp-group cmp-group--shown" data-group="{key}" data-heads="{heads}">'
    '<div class="cmp-group__head">'
    '<h2 class="cmp-group__name">{name}</h2></div>{about}{table}</section>'
)
_FOLDED = (
    '<details class="cmp-group" data-group="{key}"><summary class="cmp-group__head">'
    '<h2 class="cmp-group__name">{name}</h2> <span class="cmp-group__count">{count}</span>'
    "</summary>{about}{table}</details>"
)
# Percent of the scale: nearer to an end, the city's label would touch the words of that end.
_END_ROOM, _ANCHOR_ROOM = 28.0, 15.0


def rows_markup(figure: Mapping[str, Any], words: Mapping[str, str], link: str) -> str:
    """Everything below the controls, for the figure of layouts.figures.compare.rows.

    `words` are those of parts.words, `link` leads to the page that explains the measures.
    """
    groups = [_group(figure, group, words, link) for group in figure["groups"]]
    cards = Markup("") if figure["is_pair"] else _cards(figure, words)
    return str(cards + _joined(groups))


def _filled(template: str, **parts: object) -> Markup:
    """`template` with its parts in place of their names; what is no markup yet is escaped."""
    return Markup(template.format(**{name: escape(part) for name, part in parts.items()}))


def _joined(parts: Iterable[Markup]) -> Markup:
    return Markup("").join(parts)


def _small(text: str, kind: str) -> Markup:
    if not text:
        return Markup("")
    return _filled('<span class="{kind}">{text}</span>', kind=kind, text=text)


def _first_card(figure: Mapping[str, Any]) -> int:
    """The place that a phone shows beside the baseline until another one is chosen."""
    return 1 if figure["baseline"] == 0 else 0


def _cards(figure: Mapping[str, Any], words: Mapping[str, str]) -> Markup:
    """On a phone one place is a card; the baseline stays beside it on every row."""
    buttons = [
        _filled(
            '<button type="button" class="button" data-card="{index}" data-id="{id}"'
            ' aria-pressed="{pressed}">{name}</button>',
            pressed="true" if index == _first_card(figure) else "false",
            index=index,
            id=place["id"],
            name=place["name"],
        )
        for index, place in enumerate(figure["places"])
        if index != figure["baseline"]
    ]
    return _filled(
        '<div class="cmp-cards">'
        '<div role="group" aria-label="{card}" class="cmp-cards__places">{buttons}</div>'
        '<p class="cmp-cards__baseline">◆ {baseline}: {name}</p></div>',
        card=words["card"],
        buttons=_joined(buttons),
        baseline=words["baseline"],
        name=words["baseline_name"],
    )


def _group(
    figure: Mapping[str, Any], group: Mapping[str, Any], words: Mapping[str, str], link: str
) -> Markup:
    """One part: in sight, or folded under its name and the count of its rows."""
    frame = _FOLDED if group["folded"] else _IN_SIGHT
    return _filled(
        frame,
        key=group["key"],
        heads=" · ".join(figure["beside"]),
        name=group["name"],
        count=group["count"],
        about=_filled('<p class="cmp-group__about">{said}</p>', said=group["about"])
        if group["about"]
        else "",
        table=_table(figure, group, words, link) if group["sections"] else "",
    )


def _table(
    figure: Mapping[str, Any], group: Mapping[str, Any], words: Mapping[str, str], link: str
) -> Markup:
    heads = [
        _filled(
            '<th scope="col" role="columnheader" class="cmp-head-{i}">{head}</th>', i=i, head=head
        )
        for i, head in enumerate(figure["heads"])
    ]
    return _filled(
        '<table class="cmp-table{kind}" role="table">'
        '<caption class="visually-hidden">{caption}</caption>'
        '<thead role="rowgroup"><tr role="row">{heads}</tr></thead>{sections}</table>',
        kind=" cmp-table--pair" if figure["is_pair"] else "",
        caption=group["caption"],
        heads=_joined(heads),
        sections=_joined(_section(figure, one, words, link) for one in group["sections"]),
    )


def _section(
    figure: Mapping[str, Any], section: Mapping[str, Any], words: Mapping[str, str], link: str
) -> Markup:
    draw = _pair if figure["is_pair"] else _measure
    return _filled(
        '<tbody role="rowgroup" class="cmp-theme"><tr role="row"><th scope="rowgroup"'
        ' role="rowheader" colspan="{columns}">{name}</th></tr></tbody>{rows}',
        columns=len(figure["heads"]),
        name=section["name"],
        rows=_joined(draw(figure, row, words, link) for row in section["rows"]),
    )


def _pair(
    figure: Mapping[str, Any], row: Mapping[str, Any], words: Mapping[str, str], link: str
) -> Markup:
    """Two places in one line: both on the scale, both values, their gap and what the test says."""
    base = figure["baseline"]
    other, baseline = row["lines"][1 - base], row["lines"][base]
    _, mark, *_, result, note = other
    about = " · ".join(filter(None, (row["years"], row["kind"], row["city"] and row["city"][1])))
    return _filled(
        '<tbody role="rowgroup" data-row="{id}" data-years="{years}" data-source="{source}"{city}>'
        '<tr class="cmp-line cmp-line--pair" role="row" data-place="{index}" data-mark="{mark}">'
        '<th scope="row" role="rowheader" class="cmp-measure__name">'
        '<a href="{link}#{id}">{name}</a>{about}</th>'
        '<td class="cmp-line__strip" role="cell">{strip}</td>{value}{baseline}'
        '<td class="cmp-line__difference" role="cell">{glyph}{difference}</td>'
        '<td class="cmp-line__result" role="cell"><span class="cmp-line__words">{result}</span>'
        "{note}{button}</td></tr></tbody>",
        id=row["id"],
        years=row["years"],
        source=figure["sources"][row["source"]],
        city=_city_at(row),
        index=1 - base,
        mark=mark,
        link=link,
        name=row["name"],
        about=_small(about, "cmp-measure__about"),
        strip=_strip((other, baseline), row["city"]),
        value=_pair_value(figure, row, 1 - base, words),
        baseline=_pair_value(figure, row, base, words),
        glyph=_glyph(mark),
        difference=_gap(row, 1 - base),
        result=result,
        note=_small(note, "cmp-line__note"),
        button=_acts(row, words),
    )


def _pair_value(
    figure: Mapping[str, Any], row: Mapping[str, Any], index: int, words: Mapping[str, str]
) -> Markup:
    """A value under the name of its place, which is seen where the column has no head.

    The number of the census tract around a place says so below, without the name once more.
    """
    name, mark, *_, value, interval, _difference, _between, _result, note = row["lines"][index]
    is_baseline, around = index == figure["baseline"], row["around"][index]
    own = around or not name
    return _filled(
        '<td class="cmp-line__{kind}" role="cell" data-place="{index}" data-mark="{mark}">'
        '<span class="cmp-line__place{other}">{place}</span>{value}{around}{note}</td>',
        kind="base" if is_baseline else "value",
        index=index,
        mark=mark,
        other="" if own else " is-other",
        place=figure["places"][index]["name"] if own else name,
        value=_with_interval(value, interval),
        around=_small(words["around"] if around else "", "cmp-line__around"),
        note=_small(note, "cmp-line__note") if is_baseline else "",
    )


def _gap(row: Mapping[str, Any], index: int) -> Markup:
    """The difference of a place with its interval on one line; what it is counted in comes last."""
    number, between = row["numbers"][index], row["lines"][index][8]
    if not number:
        return Markup("")
    unit = _small(row["unit"], "cmp-line__unit")
    return _with_interval(number, between) + " " + unit


def _with_interval(said: str, interval: str) -> Markup:
    if not interval:
        return Markup.escape(said)
    return Markup.escape(said) + " " + _small(f"({interval})", "cmp-line__interval")


def _measure(
    figure: Mapping[str, Any], row: Mapping[str, Any], words: Mapping[str, str], link: str
) -> Markup:
    about = " · ".join(filter(None, (row["years"], row["kind"])))
    lines = [_line(figure, row, i) for i in range(len(row["lines"]))]
    return _filled(
        '<tbody role="rowgroup" data-row="{id}" data-years="{years}" data-source="{source}"{city}>'
        '<tr class="cmp-measure" role="row">'
        '<th scope="rowgroup" role="rowheader" class="cmp-measure__name">'
        '<a href="{link}#{id}">{name}</a>{about}</th>'
        '<td class="cmp-measure__scale" role="cell" aria-hidden="true">{scale}</td>'
        '<td role="cell"></td>'
        '<td class="cmp-measure__unit" role="cell" aria-hidden="true">{unit}</td>'
        '<td class="cmp-measure__rest" role="cell">{button}</td></tr>{lines}</tbody>',
        id=row["id"],
        years=row["years"],
        source=figure["sources"][row["source"]],
        city=_city_at(row),
        link=link,
        name=row["name"],
        about=_small(about, "cmp-measure__about"),
        scale=_scale(row),
        unit=row["unit"],
        button=_acts(row, words),
        lines=_joined(lines),
    )


def _city_at(row: Mapping[str, Any]) -> Markup:
    """Where the city's line stands in every strip of a row (assets/css/compare.css draws it)."""
    city = row["city"]
    return Markup("") if city is None else _filled(' style="--city:{at}%"', at=city[0])


def _scale(row: Mapping[str, Any]) -> Markup:
    """Ends of the scale and the city's label; an end that the label would touch gives way."""
    low, high = row["ends"] or ("", "")
    if row["city"] is None:
        return _small(low, "cmp-scale__low") + _small(high, "cmp-scale__high")
    at, said = row["city"]
    anchor = "start" if at <= _ANCHOR_ROOM else "end" if at >= 100 - _ANCHOR_ROOM else "middle"
    label = _filled(
        '<span class="cmp-scale__city is-{anchor}" style="left:{at}%">{said}</span>',
        anchor=anchor,
        at=at,
        said=said,
    )
    left = _small(low if at > _END_ROOM else "", "cmp-scale__low")
    right = _small(high if at < 100 - _END_ROOM else "", "cmp-scale__high")
    return left + label + right


def _acts(row: Mapping[str, Any], words: Mapping[str, str]) -> Markup:
    """Cite the row, add it to the slides."""
    return _filled(
        '<span class="cmp-acts"><a class="cite" href="{at}" aria-label="{name}" data-cite="">{cite}'
        "</a>{button}</span>",
        button=_add_button(row, words),
        at=words["cite_at"].replace(MEASURE_MARK, row["id"]),
        name=words["cite_name"].replace("{title}", row["name"]),
        cite=words["cite"],
    )


def _add_button(row: Mapping[str, Any], words: Mapping[str, str]) -> Markup:
    """The small button that adds a row to the slides (assets/clientside/shared/deck_add.js)."""
    return _filled(
        '<button type="button" class="button button--quiet cmp-add-row" title="{name}"'
        ' aria-label="{name}" data-add-slide="{chart}" data-measure="{id}" data-added="{added}"'
        ' data-full="{full}" data-see="{see}"><span aria-hidden="true">+</span>'
        '<span class="cmp-add-row__words">{add}</span></button>',
        name=words["add_name"].replace("{title}", row["name"]),
        chart=words["add_chart"],
        id=row["id"],
        added=words["added"],
        full=words["full"],
        see=words["see"],
        add=words["add"],
    )


def _line(figure: Mapping[str, Any], row: Mapping[str, Any], index: int) -> Markup:
    line = row["lines"][index]
    name, mark, *_, value, interval, _difference, _between, result, note = line
    is_baseline = index == figure["baseline"]
    is_card = index == _first_card(figure)
    return _filled(
        '<tr class="cmp-line{kind}" role="row" data-place="{index}" data-mark="{mark}">'
        '<th scope="row" role="rowheader" class="cmp-line__place">{name}</th>'
        '<td class="cmp-line__strip" role="cell">{strip}</td>'
        '<td class="cmp-line__value" role="cell">{value}</td>'
        '<td class="cmp-line__difference" role="cell">{difference}</td>'
        '<td class="cmp-line__result" role="cell">{glyph}'
        '<span class="cmp-line__words">{result}</span>{note}</td></tr>',
        kind=" cmp-line--baseline" if is_baseline else " is-card" if is_card else "",
        index=index,
        mark=mark,
        name=name or figure["places"][index]["name"],
        strip=_strip((line,), row["city"]),
        value=_with_interval(value, interval),
        difference=_gap(row, index),
        glyph=_glyph(mark),
        result=result,
        note=_small(note, "cmp-line__note"),
    )


@cache
def _glyph(mark: str) -> Markup:
    if mark not in _GLYPHS:
        return Markup("")
    return _filled(
        '<span class="cmp-glyph cmp-mark--{mark}" aria-hidden="true">{glyph}</span>',
        mark=mark,
        glyph=_GLYPHS[mark],
    )


def _strip(lines: Sequence[Sequence[Any]], city: Sequence[Any] | None) -> Markup:
    """The city, and below each other the intervals and marks of `lines`, along the scale of a row.

    The city's line is the same in every strip of a row: where it stands is said once, by the row.
    """
    return _filled(
        '<svg class="cmp-strip" aria-hidden="true" focusable="false">{city}{tracks}</svg>',
        city=_CITY if city is not None else "",
        tracks=_joined(_track(line, at) for line, at in zip(lines, _TRACKS, strict=False)),
    )


def _track(line: Sequence[Any], height: str) -> Markup:
    _, mark, at, low, high, *_ = line
    span = shape = Markup("")
    if low is not None and high is not None and mark:
        span = _filled(
            '<line class="{kind}" x1="{low}%" x2="{high}%" y1="{height}" y2="{height}"/>',
            kind="cmp-few" if mark == FEW else "cmp-interval",
            low=low,
            high=high,
            height=height,
        )
    if at is not None and mark in _SHAPES:
        shape = _filled(
            '<svg x="{at}%" y="{height}" overflow="visible">'
            '<path d="{path}" class="cmp-mark cmp-mark--{mark}"/></svg>',
            at=at,
            height=height,
            path=_SHAPES[mark],
            mark=mark,
        )
    return span + shape
