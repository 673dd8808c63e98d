"""Average pay beside the cost of living, a dot a county of the newest year: no trend is drawn."""

from __future__ import annotations

from math import nan

from data.files.csv_file import origin
from data.locale import Texts
from data.sentences.words import join
from data.wage import sentences as said
from data.wage.results import WageData
from layouts.figures.chart import Chart, Column
from layouts.figures.labels import wrapped
from layouts.figures.panel import Dot, Panel, Row
from layouts.figures.panels import panels_figure
from layouts.figures.travels import Published, published_travels
from layouts.theme import Palette

ROW_PX = 38
_LABEL_EM = 11.0
_LIMITS = (0.0, 1.45)
_EVEN = 1.0
CSV_COLUMNS: tuple[str, ...] = (
    "indicator", "indicator_name", "unit", "years", "geography", "place", "value", "publisher",
    "source", "licence",
)  # fmt: skip


def build_ratio(data: WageData, *, theme: Palette, texts: Texts, scale: float = 1.0) -> Chart:
    """Counties in the order of the city's file, with a line where pay and cost are even."""
    t, lang, values = texts.t, texts.lang, data.ratio
    measure, source = values[0].measure, values[0].source
    line = t("gaps.note.published", sources=source.citation.rstrip("."))
    rows = [
        Row(
            wrapped(e.area.name.get(lang), _LABEL_EM),
            (
                Dot(
                    value=e.value,
                    lower=nan,
                    upper=nan,
                    said=said.ratio_text(e, lang),
                    hover=f"<b>{e.area.name.get(lang)}</b><br>{said.ratio_text(e, lang)}",
                    color=theme.outcome_mark,
                ),
            ),
        )
        for e in values
    ]
    even = t("wage.ratio.even")
    panel = Panel(title="", rows=tuple(rows), limits=_LIMITS, line=(_EVEN, even))
    note = measure.note.get(lang) if measure.note else ""
    short = measure.short_name.get(lang)
    made = published_travels(line, [Published(short, values[0].years, source.publisher)], texts)
    return Chart(
        title=t("wage.ratio.chart", year=values[0].years),
        sentence=join(said.ratio(data, texts), measure.meaning.get(lang)),
        figure=panels_figure([panel], theme=theme, row_px=ROW_PX, scale=scale),
        columns=[
            Column("county", t("wage.column.county")),
            Column("ratio", t("wage.column.ratio"), "number"),
            Column("years", t("gaps.column.years_measured")),
            Column("source", t("gaps.column.source")),
        ],
        rows=[
            {
                "county": e.area.name.get(lang),
                "ratio": said.ratio_text(e, lang),
                "years": e.years,
                "source": source.publisher,
            }
            for e in values
        ],
        csv_columns=CSV_COLUMNS,
        csv_rows=[
            (
                measure.id, measure.name.get(lang), measure.unit_words.get(lang), e.years,
                e.area.kind, e.area.name.get(lang), e.value, *origin([source], texts).values(),
            )
            for e in values
        ],
        notes=[line, *([note] if note else [])],
        travels=made,
        caption=t("wage.ratio.warning"),
    )  # fmt: skip
