"""National targets beside the county's newest values: a panel a measure, the target as a line.

Nothing is tested, and what is not the same is said with each target.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from data.files.csv_file import origin
from data.gaps import group_sentences as said
from data.gaps.published_results import AreaYardsticks, MeasuredYardstick
from data.locale import Texts
from data.published import sentences as published
from data.sentences.words import join
from layouts.figures.chart import Chart, Column, Travels
from layouts.figures.gaps.equity_dots import plain
from layouts.figures.labels import wrapped
from layouts.figures.panel import Dot, Panel, Row
from layouts.figures.panels import panels_figure
from layouts.figures.travels import Published, published_travels
from layouts.theme import Palette

ROW_PX = 44  # the name of the line stands over the number of the dot
MAX_MEASURES = 3  # on a slide
_LABEL_EM, _TITLE_EM = 13.0, 26.0
_ROOM = 0.08
_KEY = "gaps.yardsticks"
CSV_COLUMNS: tuple[str, ...] = (
    "indicator", "indicator_name", "unit", "years", "years_inferred", "geography", "place",
    "value", "lower", "upper", "level_percent", "target", "target_differs", "publisher", "source",
    "licence",
)  # fmt: skip


def build_yardsticks(
    data: AreaYardsticks, *, theme: Palette, texts: Texts, scale: float = 1.0
) -> Chart:
    """A panel a measure: the area's value with its interval, the target as a line."""
    on_slide = scale > 1
    # what compares best has the room that a slide has
    best = sorted(data.measured, key=lambda entry: entry.yardstick.comparable != "yes")
    drawn = best[:MAX_MEASURES] if on_slide else data.measured
    panels = [_panel(entry, data, theme, texts, on_slide=on_slide) for entry in drawn]
    made = _travels(data, drawn, texts)
    return Chart(
        title=texts.t(f"{_KEY}.title", name=data.name.get(texts.lang)),
        sentence=" ".join(_in_words(entry, data, texts) for entry in best[:MAX_MEASURES]),
        figure=panels_figure(panels, theme=theme, row_px=ROW_PX, scale=scale),
        columns=_columns(texts),
        rows=[_row(entry, data, texts) for entry in data.measured],
        csv_columns=CSV_COLUMNS,
        csv_rows=[_csv(entry, data, texts) for entry in data.measured],
        notes=[made.source, *_notes(data, drawn, texts, on_slide=on_slide)],
        travels=made,
    )


# -- picture ----------------------------------------------------------------------------------


def _target(entry: MeasuredYardstick, texts: Texts) -> str:
    return said.number(entry.yardstick.drawn, entry.estimate.measure, texts.lang)


def _sure(entry: MeasuredYardstick, texts: Texts) -> str:
    """`95% interval 6.3–7.6`, at the level of its publisher, or that there is none."""
    e = entry.estimate
    between = said.limits(e.lower, e.upper, e.measure, texts.lang)
    if not between or e.level_percent is None:
        return published.level(e, texts)
    return published.with_limits(e.level_percent, between, texts, assumed=e.level_assumed)


def _panel(
    entry: MeasuredYardstick, data: AreaYardsticks, theme: Palette, texts: Texts, *, on_slide: bool
) -> Panel:
    e, lang = entry.estimate, texts.lang
    value = said.number(e.value, e.measure, lang)
    name = data.area.name.get(lang)
    dot = Dot(
        value=e.value,
        lower=e.lower,
        upper=e.upper,
        said=value,
        hover=f"<b>{name}</b><br>{value} {e.measure.unit_words.get(lang)}<br>{_sure(entry, texts)}",
        color=theme.ink,
        symbol="square-open",
    )
    target = texts.t(f"{_KEY}.line", target=_target(entry, texts))
    measure, unit = (
        e.measure.name,
        f"{e.measure.unit_words.get(lang)}, {published.years(entry.estimate, texts)}",
    )
    lines = [unit, entry.yardstick.differs.get(lang)]
    if on_slide:  # its small words say what differs
        measure, lines = (
            e.measure.short_name,
            [f"{published.years(entry.estimate, texts)}; {target}"],
        )
    ends = [x for x in (e.value, e.upper, entry.yardstick.drawn) if x == x]  # noqa: PLR0124  (NaN)
    return Panel(
        title=f"<b>{wrapped(measure.get(lang), _TITLE_EM, 'bold')}</b>,<br>"
        + "<br>".join(wrapped(line, _TITLE_EM) for line in lines),
        rows=(Row(wrapped(name, _LABEL_EM), (dot,)),),
        limits=(0.0, max(ends) * (1 + _ROOM)),
        line=(entry.yardstick.drawn, "" if on_slide else target),
        ticks={"tickformat": ","},
    )


# -- words ------------------------------------------------------------------------------------


def _in_words(entry: MeasuredYardstick, data: AreaYardsticks, texts: Texts) -> str:
    e, lang = entry.estimate, texts.lang
    return texts.t(
        f"{_KEY}.sentence",
        name=e.measure.name.get(lang),
        years=published.years(entry.estimate, texts),
        place=data.area.in_sentence.get(lang),
        value=said.number(e.value, e.measure, lang),
        interval=_sure(entry, texts),
        target=_target(entry, texts),
    )


def _differs(entry: MeasuredYardstick, texts: Texts) -> str:
    return texts.t(
        f"{_KEY}.differs",
        name=entry.estimate.measure.short_name.get(texts.lang),
        differs=entry.yardstick.differs.get(texts.lang),
    )


def _notes(
    data: AreaYardsticks, drawn: Sequence[MeasuredYardstick], texts: Texts, *, on_slide: bool
) -> list[str]:
    """Whose targets they are not, what differs; on a slide of what is drawn, in one."""
    whose = texts.t(f"{_KEY}.not_the_city")
    if on_slide:
        return [join(whose, *(_differs(entry, texts) for entry in drawn))]
    notes = [whose, *(_differs(entry, texts) for entry in data.measured)]
    for entry in data.measured:
        notes += published.inferred_notes(entry.estimate, texts)
    if data.share is not None:
        notes.append(published.county_note(data.share, texts))
    return notes


# -- table and download -----------------------------------------------------------------------


def _columns(texts: Texts) -> list[Column]:
    t = texts.t
    return [
        Column("measure", t("gaps.column.measure")),
        Column("group", t("common.place")),
        Column("value", t("gaps.column.value"), "number"),
        Column("interval", t("gaps.by_group.column.interval"), "interval"),
        Column("level", t("gaps.by_group.column.level")),
        Column("target", t(f"{_KEY}.column.target"), "number"),
        Column("unit", t("gaps.column.unit")),
        Column("years", t("gaps.column.years_measured")),
        Column("differs", t(f"{_KEY}.column.differs")),
    ]


def _row(entry: MeasuredYardstick, data: AreaYardsticks, texts: Texts) -> dict[str, str]:
    e, lang = entry.estimate, texts.lang
    return {
        "measure": e.measure.name.get(lang),
        "group": data.area.name.get(lang),
        "value": said.number(e.value, e.measure, lang),
        "interval": said.limits(e.lower, e.upper, e.measure, lang),
        "level": published.level(e, texts),
        "target": _target(entry, texts),
        "unit": e.measure.unit_words.get(lang),
        "years": published.years(entry.estimate, texts),
        "differs": entry.yardstick.differs.get(lang),
    }


def _csv(entry: MeasuredYardstick, data: AreaYardsticks, texts: Texts) -> Sequence[Any]:
    e, lang = entry.estimate, texts.lang
    cells = (
        e.measure.id, e.measure.name.get(lang), e.measure.unit_words.get(lang), e.years,
        e.years_inferred, e.area.kind, e.area.name.get(lang), e.value, e.lower, e.upper,
        e.level_percent, entry.yardstick.drawn, entry.yardstick.differs.get(lang),
        *origin([e.source, data.source], texts).values(),
    )  # fmt: skip
    return tuple(plain(cell) for cell in cells)


def _travels(data: AreaYardsticks, drawn: Sequence[MeasuredYardstick], texts: Texts) -> Travels:
    sources = {entry.estimate.source.id: entry.estimate.source for entry in data.measured}
    cited = [*(source.citation for source in sources.values()), data.source.citation]
    whole = texts.t("gaps.note.published", sources="; ".join(c.rstrip(".") for c in cited))
    named = [
        Published(
            entry.estimate.measure.short_name.get(texts.lang),
            entry.estimate.years,
            entry.estimate.source.publisher,
        )
        for entry in drawn
    ]
    targets = Published(texts.t(f"{_KEY}.targets"), data.source.vintage, data.source.publisher)
    return published_travels(whole, [*named, targets], texts)
