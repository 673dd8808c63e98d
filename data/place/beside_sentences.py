"""A place beside its county, state and nation in words. Nothing is tested, so nothing compares."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from data.catalogue.schema import Indicator
from data.locale import Texts
from data.locale.format import format_share, join_list
from data.models import Geography
from data.place.results import Beside, PlaceData
from data.published.results import CountyShare, PublishedEstimate
from data.sentences.words import interval_text, known, opening, short_name, value_text

# The level of every interval of our own.
OWN_LEVEL_PERCENT = 95
_KEY = "place.beside"
Limits = tuple[float, float, float]


def in_picture(found: Sequence[Beside], *, first: Iterable[str], count: int) -> tuple[Beside, ...]:
    """The `count` that a slide has room for: those named in `first`, then those that most areas
    are published of.
    """
    order = list(first)

    def place(entry: Beside) -> tuple[int, int]:
        name = entry.value.indicator.id
        return order.index(name) if name in order else len(order), -len(entry.published)

    return tuple(sorted(found, key=place)[:count])


def own_numbers(entry: Beside, data: PlaceData) -> tuple[tuple[Geography, Limits], ...]:
    """Value and limits of the place, then of the city; on the page of the city of it alone."""
    value = entry.value
    here = (data.geography, (value.value, value.lower, value.upper))
    if data.geography is Geography.CITY:
        return (here,)
    city = (Geography.CITY, (value.city, value.city_lower, value.city_upper))
    return (here, city) if known(value.city) else (here,)


def with_level(
    lower: float, upper: float, level_percent: int | None, indicator: Indicator, texts: Texts
) -> str:
    """`90% interval 21.9–23.3`; that none is published where there is none."""
    interval = interval_text(lower, upper, indicator, texts.lang)
    if not interval or level_percent is None:
        return texts.t(f"{_KEY}.no_interval")
    return texts.t(f"{_KEY}.interval", level=_level(level_percent, texts), interval=interval)


def years_of(estimate: PublishedEstimate, texts: Texts) -> str:
    """`2018–2022`, and that the years are inferred where they are."""
    if not estimate.years_inferred:
        return estimate.years
    return texts.t(f"{_KEY}.inferred", years=estimate.years)


def sentence(
    found: Sequence[Beside], data: PlaceData, *, place: str, led: Beside, texts: Texts
) -> str:
    """How many measures there are, and the numbers of the one that leads."""
    count = texts.t(f"{_KEY}.sentence", count=len(found), place=place)
    return f"{count} {in_words(led, data, place=place, texts=texts)}"


def in_words(
    entry: Beside, data: PlaceData, *, place: str, texts: Texts, intervals: bool = True
) -> str:
    """One measure: place, city, county, state and nation, with their intervals where a picture
    does not draw them.
    """
    names = {data.geography: place, Geography.CITY: texts.t("common.city")}
    numbers: list[_Said] = [
        (names[geography], limits, OWN_LEVEL_PERCENT)
        for geography, limits in own_numbers(entry, data)
    ]
    numbers += _published(entry, texts)
    return _measure(entry, numbers, texts, intervals=intervals)


def published_in_words(entry: Beside, texts: Texts) -> str:
    """One measure: what is published of county, state and nation, with intervals and years."""
    return _measure(entry, _published(entry, texts), texts, intervals=True)


_Said = tuple[str, Limits, int | None]


def _published(entry: Beside, texts: Texts) -> list[_Said]:
    found: list[_Said] = []
    for e in entry.published:
        name, years = e.area.name.get(texts.lang), years_of(e, texts)
        if years != entry.value.indicator.years:
            name = texts.t("figures.note.measure_years", name=name, years=years)
        found.append((name, (e.value, e.lower, e.upper), e.level_percent))
    return found


def _measure(entry: Beside, numbers: Sequence[_Said], texts: Texts, *, intervals: bool) -> str:
    indicator, lang = entry.value.indicator, texts.lang
    said = [
        texts.t(
            f"{_KEY}.number" if intervals else f"{_KEY}.number_alone",
            area=name,
            value=value_text(limits[0], indicator, lang),
            interval=with_level(*limits[1:], level, indicator, texts),
        )
        for name, limits, level in numbers
    ]
    name = opening(short_name(indicator, lang))
    return texts.t(f"{_KEY}.measure", name=name, years=indicator.years, numbers="; ".join(said))


def caveats(
    found: Sequence[Beside], data: PlaceData, share: CountyShare | None, texts: Texts
) -> list[str]:
    """Levels of the intervals, that nothing is tested, that the county is not the city."""
    levels = {e.level_percent for entry in found for e in entry.published}
    published = [_level(level, texts) for level in sorted(filter(None, levels))]
    whole = ".city" if data.geography is Geography.CITY else ".place"
    said = [
        texts.t(
            f"{_KEY}.note.levels{whole}",
            own=_level(OWN_LEVEL_PERCENT, texts),
            published=join_list(published, lang=texts.lang),
        ),
        texts.t(f"{_KEY}.note.not_a_test"),
    ]
    if share is not None:
        said.append(county_note(share, texts))
    return said


def _level(level_percent: int, texts: Texts) -> str:
    return format_share(level_percent / 100.0, lang=texts.lang)


def county_note(share: CountyShare, texts: Texts) -> str:
    """That the county is not the city, and how much of one lives in the other."""
    return texts.t(
        f"{_KEY}.note.county",
        county=share.county.in_sentence.get(texts.lang),
        year=str(share.year),
        of_city=format_share(share.of_city, lang=texts.lang),
        of_county=format_share(share.of_county, lang=texts.lang),
    )
