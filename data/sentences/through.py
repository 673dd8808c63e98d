"""Until when the numbers tell: said beside every headline and number."""

from __future__ import annotations

from collections.abc import Iterable

from data.catalogue.schema import Indicator
from data.locale import Texts
from data.locale.format import join_list
from data.sentences.words import short_name

# Of more measures the first and the last year are said: the years of each stand beside it.
NAMED_MEASURES = 4


def data_through(indicators: Iterable[Indicator], texts: Texts) -> str:
    """`Data through 2015.`, or which year of which measure; empty without an indicator."""
    years: dict[int, list[str]] = {}
    for indicator in {found.id: found for found in indicators}.values():
        years.setdefault(indicator.year_end, []).append(short_name(indicator, texts.lang))
    if not years:
        return ""
    if len(years) == 1:
        return texts.t("sentences.through.one", year=str(next(iter(years))))
    if sum(map(len, years.values())) > NAMED_MEASURES:
        first, last = str(min(years)), str(max(years))
        return texts.t("sentences.through.span", first=first, last=last)
    said = [
        texts.t("sentences.through.of", year=str(year), measures=join_list(names, lang=texts.lang))
        for year, names in sorted(years.items())
    ]
    return texts.t("sentences.through.many", years=join_list(said, lang=texts.lang))
