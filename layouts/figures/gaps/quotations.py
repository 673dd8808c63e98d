"""Claims and tables of others, as they were published: a table without a picture."""

from __future__ import annotations

from collections.abc import Sequence

from data.gaps.published_results import Quotation, QuotedFigure
from data.locale import Texts
from data.locale.format import format_number
from layouts.figures.chart import Chart, Column, Travels
from layouts.figures.travels import Published, published_travels


def build_quotations(quotations: Sequence[Quotation], *, texts: Texts) -> Chart:
    """Every quoted number with the publication it comes from."""
    lang = texts.lang
    return Chart(
        title=texts.t("gaps.deaths.title"),
        sentence=texts.t("gaps.deaths.sentence"),
        figure={},
        columns=[
            Column("factor", texts.t("gaps.column.what")),
            Column("amount", texts.t("gaps.column.amount"), "number"),
            Column("title", texts.t("gaps.column.where_published")),
            Column("source", texts.t("gaps.column.source")),
        ],
        rows=[
            {
                "factor": figure.name.get(lang),
                "amount": amount_text(figure, texts),
                "title": quotation.title.get(lang),
                "source": quotation.citation,
            }
            for quotation in quotations
            for figure in quotation.figures
        ],
        csv_columns=(
            "quotation", "indicator", "value", "unit", "citation", "url", "indicator_name",
            "geography", "years", "publisher",
        ),
        csv_shared={"licence": texts.t("columns.quoted")},
        csv_rows=[
            (quotation.id, figure.id, figure.amount, figure.unit, quotation.citation,
             quotation.url or "", figure.name.get(lang), quotation.geography, quotation.years,
             quotation.publisher)
            for quotation in quotations
            for figure in quotation.figures
        ],
        notes=[texts.t("gaps.note.quoted"), *(q.warning.get(lang) for q in quotations)],
        travels=quotation_travels(quotations, texts),
    )  # fmt: skip


def quotation_travels(quotations: Sequence[Quotation], texts: Texts) -> Travels:
    """The publications in full and short."""
    told = [Published(q.title.get(texts.lang), q.years, q.publisher) for q in quotations]
    citations = dict.fromkeys(quotation.citation for quotation in quotations)
    return published_travels(" ".join(citations), told, texts)


def amount_text(figure: QuotedFigure, texts: Texts) -> str:
    """`245,000 deaths`, `50%`, `9.5 times`."""
    decimals = 0 if float(figure.amount).is_integer() else 1
    value = format_number(figure.amount, decimals=decimals, lang=texts.lang)
    return texts.t(f"gaps.deaths.unit.{figure.unit}", value=value)
