"""Which social factors go with an outcome: a dot and an interval of r for each, sorted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from data.explore.factor_sentences import factors_sentence
from data.explore.results import FactorLink, FactorLinks
from data.files.csv_file import about, about_factor
from data.locale import Texts
from data.locale.format import format_number
from data.sentences.words import opening, places_word, reason_text, short_name, subject
from layouts.figures.chart import Chart, Column
from layouts.figures.inputs import titled
from layouts.figures.labels import wrapped
from layouts.figures.panel import Dot, Panel, Row
from layouts.figures.panels import panels_figure
from layouts.figures.travels import Cited, travels
from layouts.theme import Palette, mark_style

# A slide holds so many rows that a back row can read; whoever speaks has the others.
SLIDE_ROWS = 8
ROW_PX = 34
_LABEL_EM = 15
_DECIMALS = 2
CSV_COLUMNS = (
    "factor", "factor_name", "factor_kind", "factor_unit", "factor_years", "r", "r_lower",
    "r_upper", "places", "n_effective", "p_value", "p_adjusted", "association", "warnings",
    "factor_publisher", "factor_source", "factor_licence",
)  # fmt: skip


def build_factors(found: FactorLinks, *, theme: Palette, texts: Texts, scale: float = 1.0) -> Chart:
    """The list; on a slide (`scale` over 1) its first rows. Without a row it says why."""
    shown = found.links if scale == 1 else found.links[:SLIDE_ROWS]
    shapes = [shape_of(link) for link in shown]
    words = {shape: texts.t(f"figures.factors.{kind_of_shape(shape)}") for shape in shapes}
    cited = [Cited(found.outcome, found.outcome_source)]
    cited += [Cited(link.factor, link.source) for link in shown]
    made = travels(cited, shapes=shapes, texts=texts, said=words)
    if scale != 1:
        # the rows name the measures with their years
        publishers = "; ".join(dict.fromkeys(entry.source.publisher for entry in cited))
        made = replace(made, source_short=texts.t("figures.note.sources", sources=publishers))
    name = subject(found.outcome, texts.lang)
    title = texts.t("figures.title.factors", outcome=name, years=found.outcome.years)
    return Chart(
        title=titled(title, found.within, texts),
        sentence=factors_sentence(found, texts=texts),
        figure=_figure(found, shown, theme, texts, scale),
        columns=_columns(texts),
        rows=[_row(link, texts) for link in found.links],
        csv_columns=CSV_COLUMNS,
        csv_rows=[_csv_row(link, texts) for link in found.links],
        csv_shared={
            **about(found.outcome, found.outcome_source, found.geography.value, texts),
            **({"within": str(found.within.place)} if found.within else {}),
        },
        # twenty titles of sources would be longer than the list: they come last
        notes=[
            made.source_short,
            *_warnings(found, texts),
            texts.t("figures.note.factors"),
            made.source,
        ],
        travels=made,
    )


def shape_of(link: FactorLink) -> str:
    """The mark of a factor: which way it goes where the test tells, hollow where it cannot."""
    if link.modelled:
        return "modelled"
    if not link.told:
        return "not_different"
    return "higher" if link.r > 0 else "lower"


def in_words(found: FactorLinks, texts: Texts) -> list[str]:
    """For whoever speaks: each factor with its numbers."""
    return [
        texts.t(
            "figures.factors.in_words", factor=_name(link, texts), n=link.n,
            n_effective=round(link.n_effective), **_numbers(link, texts),
        )
        for link in found.links
    ]  # fmt: skip


def kind_of_shape(shape: str) -> str:
    """What a mark means, as the end of a text key."""
    return {"higher": "together", "lower": "opposite", "not_different": "unclear"}.get(shape, shape)


def _figure(
    found: FactorLinks,
    shown: Sequence[FactorLink],
    theme: Palette,
    texts: Texts,
    scale: float,
) -> dict[str, Any]:
    brief = scale > 1  # from the back row the numbers say nothing; whoever speaks has them
    key = "panel_brief" if brief else "panel"
    heading = texts.t(f"figures.factors.{key}", subject=subject(found.outcome, texts.lang))
    rows = tuple(_drawn(found, link, theme, texts, brief=brief) for link in shown)
    if not rows:
        words = wrapped(reason_text(found.reason, texts), 40)
        rows = (Row("", words=words),)
    panel = Panel(
        title=heading,
        rows=rows,
        ticks={"tickformat": ".1f"},
        line=(0.0, ""),
        limits=(-1.0, 1.0),
    )
    return panels_figure([panel], theme=theme, row_px=ROW_PX, scale=scale)


def _drawn(
    found: FactorLinks, link: FactorLink, theme: Palette, texts: Texts, *, brief: bool
) -> Row:
    shape = shape_of(link)
    style = mark_style(shape, theme.name)
    name = _name(link, texts)
    worth = texts.t(
        "figures.scatter.n",
        n=link.n,
        places=places_word(found.geography, texts, count=link.n),
        n_effective=round(link.n_effective),
    )
    limits = texts.t("figures.scatter.r", **_numbers(link, texts))
    said = opening(texts.t(f"figures.factors.{kind_of_shape(shape)}"))
    label = texts.t(
        "figures.factors.label", factor=name, n=link.n, n_effective=round(link.n_effective)
    )
    return Row(
        wrapped(label, _LABEL_EM),
        (
            Dot(
                value=link.r,
                lower=link.lower,
                upper=link.upper,
                said="" if brief else _number(link.r, texts),
                hover=f"<b>{name}</b><br>{limits}<br>{worth}<br>{said}",
                color=style.color,
                symbol=style.symbol,
            ),
        ),
    )


def _name(link: FactorLink, texts: Texts) -> str:
    short = opening(short_name(link.factor, texts.lang))
    return texts.t("figures.note.measure_years", name=short, years=link.factor.years)


def _numbers(link: FactorLink, texts: Texts) -> dict[str, str]:
    ends = {"r": link.r, "lower": link.lower, "upper": link.upper}
    return {key: _number(value, texts) for key, value in ends.items()}


def _number(value: float, texts: Texts) -> str:
    return format_number(value, decimals=_DECIMALS, lang=texts.lang)


# -- table and download -----------------------------------------------------------------------


def _columns(texts: Texts) -> list[Column]:
    kinds = {
        "factor": "text", "r": "number", "r_interval": "interval", "places": "number",
        "n_effective": "number", "association": "text",
    }  # fmt: skip
    return [
        Column(key, texts.t(f"figures.factors.column.{key}"), kind) for key, kind in kinds.items()
    ]


def _row(link: FactorLink, texts: Texts) -> dict[str, str]:
    numbers = _numbers(link, texts)
    return {
        "factor": _name(link, texts),
        "r": numbers["r"],
        "r_interval": texts.t("figures.factors.interval", **numbers),
        "places": str(link.n),
        "n_effective": str(round(link.n_effective)),
        "association": texts.t(f"figures.factors.{kind_of_shape(shape_of(link))}"),
    }


def _csv_row(link: FactorLink, texts: Texts) -> tuple[Any, ...]:
    own = about_factor(link.factor, link.source, texts) | {
        "r": link.r,
        "r_lower": link.lower,
        "r_upper": link.upper,
        "places": link.n,
        "n_effective": link.n_effective,
        "p_value": link.p_value,
        "p_adjusted": link.p_adjusted,
        "association": kind_of_shape(shape_of(link)),
        "warnings": " ".join(key.rpartition(".")[2] for key in link.warnings),
    }
    return tuple(own[column] for column in CSV_COLUMNS)


def _warnings(found: FactorLinks, texts: Texts) -> list[str]:
    """What must be said beside the pairs, each once with the factors that it is of."""
    of: dict[str, list[str]] = {}
    for link in found.links:
        for key in link.warnings:
            of.setdefault(key, []).append(_name(link, texts))
    every = len(found.links)
    return [
        reason_text(key, texts)
        if len(names) == every
        else texts.t(
            "figures.note.flagged",
            flag=reason_text(key, texts).removesuffix("."),
            measures=", ".join(names),
        )
        for key, names in of.items()
    ]
