"""Who lives here by age: two censuses as dots, the city as a mark beside them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data.catalogue.schema import Source
from data.files.csv_file import origin
from data.locale import Texts
from data.locale.format import format_people, format_share, printed_shares
from data.place.results import AgeView, PlaceData
from data.place.sentences import OLD, YOUNG, age_sentence
from data.sentences.words import place_label
from layouts.figures.base import BEFORE, CHANGE, CITY, KEY, NOW, axis, base_layout, note
from layouts.figures.chart import Chart, Column, Travels
from layouts.theme import Palette

BAND_PX = 28
# Room beside the marks at both ends, as a share of the scale: a mark at zero is off the names.
_ROOM = 0.05
TOP_PX = 40
_EXTRA = "<extra></extra>"
CSV_COLUMNS = ("place_id", "place", "age", "people_2010", "share_2010", "people_2020",
               "share_2020", "city_share_2020")  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class _Shares:
    """Shares of residents by age, 0 to 1: the place in both censuses, the city in the later."""

    before: NDArray[np.float64]
    now: NDArray[np.float64]
    city: NDArray[np.float64]

    def printed(self, name: str, lang: str) -> list[str]:
        """The shares of one census in words: they add up to 100 %, and those of the young and of
        the old to what the sentence says of them.
        """
        found = printed_shares(getattr(self, name).tolist(), first=YOUNG, last=OLD)
        return [format_share(share, lang=lang) for share in found]


def shares(people: NDArray[np.float64]) -> NDArray[np.float64]:
    """Share of each band, 0 to 1; NaN where nobody is counted."""
    total = people.sum()
    return people / total if total > 0 else np.full_like(people, np.nan)


def build_ages(
    data: PlaceData,
    *,
    place: str,
    theme: Palette,
    texts: Texts,
    sources: Sequence[Source] = (),
    scale: float = 1.0,
) -> Chart:
    """Shares of residents by age, oldest on top, in 2010 and 2020."""
    ages = data.ages
    parts = _Shares(shares(ages.people_2010), shares(ages.people_2020), shares(ages.city_2020))
    names = [texts.t(f"place.age.band.{band}") for band in ages.bands]
    return Chart(
        title=texts.t("place.age.title"),
        sentence=age_sentence(ages, place=place, texts=texts),
        figure={
            "data": _traces(ages, names, parts, theme, texts, scale=scale),
            "layout": _layout(ages, names, parts, theme, texts, scale=scale),
        },
        columns=_columns(texts),
        rows=_rows(ages, names, parts, texts),
        csv_columns=CSV_COLUMNS,
        csv_rows=_csv(data, parts, texts),
        csv_shared={
            "indicator": "residents_by_age",
            "indicator_name": texts.t("columns.residents_by_age"),
            "unit": "people",
            "years": "2010, 2020",
            "geography": data.geography.value,
            **origin(sources, texts),
        },
        notes=_notes(ages, texts),
        travels=Travels(source=texts.t("place.age.source")),
    )


def _traces(
    ages: AgeView,
    names: list[str],
    parts: _Shares,
    theme: Palette,
    texts: Texts,
    *,
    scale: float,
) -> list[dict[str, Any]]:
    """City marks, lines from one census to the other, and a dot for each census."""
    rows = list(range(len(names)))
    line = {"symbol": "line-ns-open", "size": round(18 * scale), "color": theme.city_line}
    city = {
        **_dots(parts.city, rows, line, CITY),
        "text": names,
        "customdata": parts.printed("city", texts.lang),
        "hovertemplate": texts.t("place.age.hover_city") + _EXTRA,
    }
    traces = [city]
    if not ages.withheld:
        traces.append(_between(parts, rows, theme))
    hollow = {"symbol": "circle-open", "size": round(9 * scale), "color": theme.outcome_mark}
    filled = {"symbol": "circle", "size": round(11 * scale), "color": theme.outcome_mark}
    for year, name, role, people, marker in (
        (2010, "before", BEFORE, ages.people_2010, hollow),
        (2020, "now", NOW, ages.people_2020, filled),
    ):
        share = getattr(parts, name)
        if np.isfinite(share).any():
            rows_said = zip(parts.printed(name, texts.lang), people, strict=True)
            traces.append(
                {
                    **_dots(share, rows, marker, role),
                    "text": names,
                    "customdata": [
                        [said, format_people(n, lang=texts.lang)] for said, n in rows_said
                    ],
                    "hovertemplate": texts.t("place.age.hover", year=year) + _EXTRA,
                }
            )
    return traces


def _dots(
    share: NDArray[np.float64], rows: list[int], marker: dict[str, Any], role: Mapping[str, str]
) -> dict[str, Any]:
    line = {"width": 2, "color": marker["color"]}
    return {
        "type": "scatter",
        "meta": role,
        "mode": "markers",
        "x": np.round(share * 100, 1).tolist(),
        "y": rows,
        "marker": {**marker, "line": line},
        "cliponaxis": False,
    }


def _between(parts: _Shares, rows: list[int], theme: Palette) -> dict[str, Any]:
    x: list[float | None] = []
    y: list[int | None] = []
    for row, before, now in zip(rows, parts.before, parts.now, strict=True):
        if np.isfinite(before) and np.isfinite(now):
            x += [round(float(before) * 100, 1), round(float(now) * 100, 1), None]
            y += [row, row, None]
    line = {"color": theme.outcome_mark, "width": 2}
    return {
        "type": "scatter", "meta": CHANGE, "mode": "lines", "x": x, "y": y, "line": line,
        "hoverinfo": "skip",
    }  # fmt: skip


def _scale(parts: _Shares) -> list[float]:
    """From zero to the largest share in percent, and room on both sides for the marks there."""
    shown = np.concatenate([parts.before, parts.now, parts.city])
    most = float(np.nanmax(shown)) * 100
    return [round(-_ROOM * most, 2), round((1 + _ROOM) * most, 2)]


def _layout(
    ages: AgeView,
    names: list[str],
    parts: _Shares,
    theme: Palette,
    texts: Texts,
    *,
    scale: float,
) -> dict[str, Any]:
    key = "legend_withheld" if ages.withheld else "legend"
    words = texts.t(f"place.age.{key}", mark=theme.outcome_mark, city=theme.city_line)
    return base_layout(
        theme,
        scale=scale,
        height=round((TOP_PX + 24 + BAND_PX * len(ages.bands)) * scale),
        dragmode=False,
        margin={
            "l": round(86 * scale),
            "r": round(12 * scale),
            "t": round(TOP_PX * scale),
            "b": round(24 * scale),
        },
        xaxis=axis(theme, ticksuffix="%", range=_scale(parts), nticks=6),
        yaxis=axis(
            theme,
            range=[-0.5, len(names) - 0.5],
            tickvals=list(range(len(names))),
            ticktext=names,
            tickfont={"color": theme.ink},
        ),
        annotations=[
            note(KEY, words, theme, x=0, y=1, xanchor="left", yanchor="bottom", yshift=8,
                 font={"color": theme.ink})
        ],
    )  # fmt: skip


def _columns(texts: Texts) -> list[Column]:
    kinds = {"age": "text", "people_2010": "number", "share_2010": "number",
             "people_2020": "number", "share_2020": "number", "city": "number"}  # fmt: skip
    return [Column(key, texts.t(f"place.age.column.{key}"), kind) for key, kind in kinds.items()]


def _rows(
    ages: AgeView,
    names: list[str],
    parts: _Shares,
    texts: Texts,
) -> list[dict[str, str]]:
    lang = texts.lang
    before, now, city = (parts.printed(key, lang) for key in ("before", "now", "city"))
    return [
        {
            "age": name,
            "people_2010": format_people(ages.people_2010[i], lang=lang),
            "share_2010": before[i],
            "people_2020": format_people(ages.people_2020[i], lang=lang),
            "share_2020": now[i],
            "city": city[i],
        }
        for i, name in enumerate(names)
    ]


def _csv(
    data: PlaceData,
    parts: _Shares,
    texts: Texts,
) -> list[list[Any]]:
    ages, area = data.ages, data.area
    place = place_label(area.name, area.area_id, data.geography, texts)
    rows = []
    for i, band in enumerate(ages.bands):
        before, now, city = parts.before[i], parts.now[i], parts.city[i]
        cells = [ages.people_2010[i], before, ages.people_2020[i], now, city]
        numbers: list[Any] = ["" if np.isnan(cell) else float(cell) for cell in cells]
        rows.append([data.area.place_id, place, band, *numbers])
    return rows


def _notes(ages: AgeView, texts: Texts) -> list[str]:
    notes = [texts.t("place.age.source"), texts.t("place.age.noise")]
    if ages.withheld:
        notes.append(texts.t("place.age.withheld"))
    return notes
