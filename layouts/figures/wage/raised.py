"""Who would have had a raise, as others published it: not recomputed, without an interval."""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite, nan
from typing import Any

from data.files.csv_file import origin
from data.locale import Texts
from data.locale.format import format_number
from data.models import Unit
from data.sentences.words import closed, join, opening
from data.wage import sentences as said
from data.wage.results import RAISED, RaisedScenario, RaisedShare, WageData
from layouts.figures.chart import Chart, Column, Travels
from layouts.figures.labels import wrapped
from layouts.figures.panel import Dot, Panel, Row
from layouts.figures.panels import panels_figure
from layouts.theme import Palette

ROW_PX = 38
_LABEL_EM, _TITLE_EM = 13.5, 23.0
_MOST_PERCENT = 45.0
CSV_COLUMNS: tuple[str, ...] = (
    "indicator", "indicator_name", "unit", "years", "geography", "place", "proposal", "group",
    "group_name", "value", "workers_raised", "workers", "publisher", "source", "licence", "url",
)  # fmt: skip


def build_raised(data: WageData, *, theme: Palette, texts: Texts, scale: float = 1.0) -> Chart:
    """A panel for each estimate that has groups, one for the others together."""
    t = texts.t
    grouped = [found for found in data.raised if len(found.shares) > 1]
    others = [found for found in data.raised if len(found.shares) == 1]
    panels = [_of_groups(found, data, theme, texts) for found in grouped]
    if others and not (scale > 1 and grouped):
        panels.append(_of_everyone(others, theme, texts))
    authors = dict.fromkeys(_by(found, texts) for found in data.raised)
    line = t("wage.raised.source", authors="; ".join(authors))
    assumed = [
        join(f"{found.about.name.get(texts.lang)}:", found.about.assumes.get(texts.lang))
        for found in data.raised
    ]
    unsure = closed(opening(said.no_interval(texts)))
    return Chart(
        title=t("wage.raised.chart"),
        sentence=join(*(said.raised(found, texts) for found in data.raised)),
        figure=panels_figure(panels, theme=theme, row_px=ROW_PX, scale=scale),
        columns=[
            Column("proposal", t("wage.column.proposal")),
            Column("group", t("wage.column.group")),
            Column("share", t("wage.column.share"), "number"),
            Column("raised", t("wage.column.raised"), "number"),
            Column("workers", t("wage.column.workers"), "number"),
            Column("author", t("wage.column.author")),
        ],
        rows=[_row(found, share, data, texts) for found in data.raised for share in found.shares],
        csv_columns=CSV_COLUMNS,
        csv_rows=[
            _csv(found, share, data, texts) for found in data.raised for share in found.shares
        ],
        notes=[line, unsure, *assumed],
        travels=Travels(source=line, flags=[unsure]),
        caption=t("wage.raised.published", authors="; ".join(authors)),
    )


def _by(found: RaisedScenario, texts: Texts) -> str:
    """Who published it, and of when it is."""
    return f"{found.about.author}, {found.about.when.get(texts.lang)}"


def _dot(share: RaisedShare, name: str, theme: Palette, texts: Texts) -> Dot:
    words = said.share_of(share, texts)
    return Dot(
        value=share.share_percent,
        lower=nan,
        upper=nan,
        said=words,
        hover=f"<b>{name}</b><br>{words}<br>{said.no_interval(texts)}",
        color=theme.outcome_mark,
    )


def _drawn(share: RaisedShare, name: str, theme: Palette, texts: Texts) -> Row:
    label = wrapped(name, _LABEL_EM)
    if not isfinite(share.share_percent):
        return Row(label, words=said.share_of(share, texts))
    return Row(label, (_dot(share, name, theme, texts),))


def _panel(title: str, under: str, rows: Sequence[Row]) -> Panel:
    return Panel(
        title=f"<b>{wrapped(title, _TITLE_EM, 'bold')}</b><br>{wrapped(under, _TITLE_EM)}",
        rows=tuple(rows),
        limits=(0.0, _MOST_PERCENT),
        ticks={"ticksuffix": "%", "nticks": 4},
    )


def _of_groups(found: RaisedScenario, data: WageData, theme: Palette, texts: Texts) -> Panel:
    about, lang = found.about, texts.lang
    under = texts.t(
        "wage.raised.under", who=about.who.get(lang), author=about.author, when=about.when.get(lang)
    )
    rows = [
        _drawn(share, said.group_of(share, data, texts), theme, texts) for share in found.shares
    ]
    return _panel(about.name.get(lang), under, rows)


def _of_everyone(others: Sequence[RaisedScenario], theme: Palette, texts: Texts) -> Panel:
    rows = [
        _drawn(found.everyone, found.about.name.get(texts.lang), theme, texts) for found in others
    ]
    authors = dict.fromkeys(_by(found, texts) for found in others)
    under = texts.t("wage.raised.under_state", authors="; ".join(authors))
    return _panel(texts.t("wage.raised.state"), under, rows)


def _row(found: RaisedScenario, share: RaisedShare, data: WageData, texts: Texts) -> dict[str, str]:
    lang = texts.lang
    workers = format_number(share.workers, decimals=0, lang=lang) if isfinite(share.workers) else ""
    return {
        "proposal": found.about.name.get(lang),
        "group": said.group_of(share, data, texts),
        "share": said.share_of(share, texts),
        "raised": said.workers_of(share, texts),
        "workers": workers,
        "author": _by(found, texts),
    }


def _csv(found: RaisedScenario, share: RaisedShare, data: WageData, texts: Texts) -> Sequence[Any]:
    own, about, lang = origin([data.sources[RAISED]], texts), found.about, texts.lang
    value = share.share_percent if isfinite(share.share_percent) else share.share_said
    return (
        "workers_raised", texts.t("wage.raised.name"), Unit.PERCENT.value, about.years, "",
        about.who.get(lang), about.name.get(lang), share.group,
        said.group_of(share, data, texts), value, share.workers_raised, share.workers,
        about.author, own["source"], own["licence"], about.source.url,
    )  # fmt: skip
