"""What studies found, a row a study: words and no picture, for their numbers share no scale."""

from __future__ import annotations

from data.cities.wage import Study
from data.files.csv_file import origin
from data.locale import Texts
from data.wage import sentences as said
from data.wage.results import STUDIES, WageData
from layouts.figures.chart import Chart, Column, Travels

CSV_COLUMNS: tuple[str, ...] = (
    "indicator", "indicator_name", "unit", "years", "geography", "outcome", "effect", "found",
    "read", "caveat", "publisher", "source", "licence", "citation", "url",
)  # fmt: skip


def build_studies(data: WageData, *, texts: Texts) -> Chart:
    """Every study in the order of the city's file: reviews first, then by year."""
    t = texts.t
    line = t("wage.studies.source")
    return Chart(
        title=t("wage.studies.chart"),
        sentence=said.studies(data, texts),
        figure={"data": [], "layout": {}},
        columns=[
            Column("outcome", t("wage.column.outcome")),
            Column("found", t("wage.column.found")),
            Column("effect", t("wage.column.effect")),
            Column("caveat", t("wage.column.caveat")),
            Column("study", t("wage.column.study")),
            Column("read", t("wage.column.read")),
        ],
        rows=[_row(study, texts) for study in data.said.studies],
        csv_columns=CSV_COLUMNS,
        csv_rows=[_csv(study, data, texts) for study in data.said.studies],
        notes=[line],
        travels=Travels(source=line),
    )


def _row(study: Study, texts: Texts) -> dict[str, str]:
    lang = texts.lang
    return {
        "study": study.cite,
        "href": study.url,
        "outcome": study.outcome.get(lang),
        "found": texts.t(f"wage.studies.found.{study.found}"),
        "effect": said.effect(study, texts),
        "caveat": study.caveat.get(lang) if study.caveat else "",
        "read": texts.t(f"wage.studies.read.{study.read}"),
    }


def _csv(study: Study, data: WageData, texts: Texts) -> tuple[str, ...]:
    row, own = _row(study, texts), origin([data.sources[STUDIES]], texts)
    return (
        "minimum_wage_and_health", texts.t("wage.studies.chart"), "text", str(study.year), "",
        row["outcome"], row["effect"], row["found"], row["read"], row["caveat"], own["publisher"],
        own["source"], own["licence"], study.cite, study.url,
    )  # fmt: skip
