"""The rows of Compare as HTML: a table a theme, a body a measure, a line a place.

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
# Percent of the scale: nearer to an end, the city's label would touch the words of that end.
_END_ROOM, _ANCHOR_ROOM = 28.0, 15.0


def rows_markup(figure: Mapping[str, Any], words: Mapping[str, str], link: str) -> str:
    """Everything below the controls, for the figure of layouts.figures.compare.rows.

    `words` are those of parts.words, `link` leads to the page that explains the measures.
    """
    groups = [_group(figure, group, words, link) for group in figure["groups"]]
    nothing = _filled('<p class="lead">{said}</p>', said=words["nothing"])
    return str(_cards(figure, words) + (_joined(groups) or nothing))


def _filled(template: str, **parts: object) -> Markup:
    """`template` with its parts in place of their names; what is no markup yet is escaped."""
    return Markup(template.format(**{name: escape(part) for name, part in parts.items()}))


def _joined(parts: Iterable[Markup]) -> Markup:
    return Markup("").join(parts)


def _small(text: str, kind: str) -> Markup:
    if not text:
        return Markup("")
    return _filled('<span class="{kind}">{text}</span>', kind=kind, text=text)


def _cards(figure: Mapping[str, Any], words: Mapping[str, str]) -> Markup:
    """On a phone one place is a card; the baseline stays beside it on every row."""
    buttons = [
        _filled(
            '<button type="button" class="button" data-card="{index}" data-id="{id}">{name}'
            "</button>",
            index=index,
            id=place["id"],
            name=place["name"],
        )
        for index, place in enumerate(figure["places"])
        if index != figure["baseline"]
    ]
    return _filled(
        '<div class="cmp-cards" data-heads="{heads}">'
        '<div role="group" aria-label="{card}" class="cmp-cards__places">{buttons}</div>'
        '<p class="cmp-cards__baseline">◆ {baseline}: {name}</p></div>',
        heads=" · ".join(figure["heads"][2:4]),
        card=words["card"],
        buttons=_joined(buttons),
        baseline=words["baseline"],
        name=words["baseline_name"],
    )


def _group(
    figure: Mapping[str, Any], group: Mapping[str, Any], words: Mapping[str, str], link: str
) -> Markup:
    heads = [
        _filled(
            '<th scope="col" role="columnheader" class="cmp-head-{i}">{head}</th>', i=i, head=head
        )
        for i, head in enumerate(figure["heads"])
    ]
    return _filled(
        '<details class="cmp-group" data-group="{key}"{opened}><summary class="cmp-group__head">'
        '<h2 class="cmp-group__name">{name}</h2><span class="cmp-group__count">{count}</span>'
        '</summary><table class="cmp-table" role="table">'
        '<caption class="visually-hidden">{caption}</caption>'
        '<thead role="rowgroup"><tr role="row">{heads}</tr></thead>{rows}</table></details>',
        key=group["key"],
        opened=Markup(" open") if group["open"] else "",
        name=group["name"],
        count=group["count"],
        caption=group["caption"],
        heads=_joined(heads),
        rows=_joined(_measure(figure, row, words, link) for row in group["rows"]),
    )


def _measure(
    figure: Mapping[str, Any], row: Mapping[str, Any], words: Mapping[str, str], link: str
) -> Markup:
    about = " · ".join(filter(None, (row["years"], row["kind"])))
    lines = [_line(figure, line, i, row["city"]) for i, line in enumerate(row["lines"])]
    return _filled(
        '<tbody role="rowgroup" data-row="{id}" data-years="{years}" data-source="{source}"{city}>'
        '<tr class="cmp-measure" role="row">'
        '<th scope="rowgroup" role="rowheader" class="cmp-measure__name">'
        '<a href="{link}#{id}">{name}</a>{about}</th>'
        '<td class="cmp-measure__scale" role="cell" aria-hidden="true">{scale}</td>'
        '<td class="cmp-measure__rest" role="cell" colspan="3">{button}</td></tr>{lines}</tbody>',
        id=row["id"],
        years=row["years"],
        source=figure["sources"][row["source"]],
        city=_city_at(row),
        link=link,
        name=row["name"],
        about=_small(about, "cmp-measure__about"),
        scale=_scale(row),
        button=_add_button(row, words),
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


def _line(
    figure: Mapping[str, Any], line: Sequence[Any], index: int, city: Sequence[Any] | None
) -> Markup:
    name, mark, *_, value, interval, difference, between, result, note = line
    is_baseline = index == figure["baseline"]
    return _filled(
        '<tr class="cmp-line{kind}" role="row" data-place="{index}" data-mark="{mark}">'
        '<th scope="row" role="rowheader" class="cmp-line__place">{name}</th>'
        '<td class="cmp-line__strip" role="cell">{strip}</td>'
        '<td class="cmp-line__value" role="cell">{value}</td>'
        '<td class="cmp-line__difference" role="cell">{difference}</td>'
        '<td class="cmp-line__result" role="cell">{glyph}'
        '<span class="cmp-line__words">{result}</span>{note}</td></tr>',
        kind=" cmp-line--baseline" if is_baseline else "",
        index=index,
        mark=mark,
        name=name or figure["places"][index]["name"],
        strip=_strip(line, city),
        value=Markup.escape(value) + _small(interval, "cmp-line__interval"),
        difference=Markup.escape(difference) + _small(between, "cmp-line__interval"),
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


def _strip(line: Sequence[Any], city: Sequence[Any] | None) -> Markup:
    """The city, the interval and the mark of one line, along the scale of its row.

    The city's line is the same in every strip of a row: where it stands is said once, by the row.
    """
    _, mark, at, low, high, *_ = line
    span = shape = Markup("")
    if low is not None and high is not None and mark:
        span = _filled(
            '<line class="{kind}" x1="{low}%" x2="{high}%" y1="0.8rem" y2="0.8rem"/>',
            kind="cmp-few" if mark == FEW else "cmp-interval",
            low=low,
            high=high,
        )
    if at is not None and mark in _SHAPES:
        shape = _filled(
            '<svg x="{at}%" y="0.8rem" overflow="visible">'
            '<path d="{path}" class="cmp-mark cmp-mark--{mark}"/></svg>',
            at=at,
            path=_SHAPES[mark],
            mark=mark,
        )
    return _filled(
        '<svg class="cmp-strip" aria-hidden="true" focusable="false">{city}{span}{shape}</svg>',
        city=_CITY if city is not None else "",
        span=span,
        shape=shape,
    )
