"""What goes with a published value in words, on every page alike: level, years, whose county."""

from __future__ import annotations

from data.locale import Texts
from data.locale.format import format_share
from data.published.results import CountyShare, PublishedEstimate

_KEY = "published"


def level(value: PublishedEstimate, texts: Texts) -> str:
    """`95% interval`, at the level of the publisher; that there is none where there is none."""
    if value.level_percent is None:
        return no_interval(texts)
    key = "interval_assumed" if value.level_assumed else "interval"
    return texts.t(f"{_KEY}.{key}", level=percent(value.level_percent, texts))


def no_interval(texts: Texts) -> str:
    """That no interval was published."""
    return texts.t(f"{_KEY}.no_interval")


def with_limits(level_percent: int, limits: str, texts: Texts, *, assumed: bool = False) -> str:
    """`90% interval 21.9–23.3`, and that the level is assumed where it is."""
    key = "limits_assumed" if assumed else "limits"
    return texts.t(f"{_KEY}.{key}", level=percent(level_percent, texts), limits=limits)


def percent(level_percent: int, texts: Texts) -> str:
    """`90%`, as the language writes it."""
    return format_share(level_percent / 100.0, lang=texts.lang)


def years(value: PublishedEstimate, texts: Texts, *, inside: bool = False) -> str:
    """`2021–2023`, and that they are inferred; in few words `inside` brackets of others."""
    if not value.years_inferred:
        return value.years
    return texts.t(f"{_KEY}.{'inferred_inside' if inside else 'inferred'}", years=value.years)


def inferred_notes(value: PublishedEstimate, texts: Texts) -> list[str]:
    """From what its years are inferred; nothing where the publisher prints them."""
    reason = value.release.inferred_from
    if reason is None:
        return []
    name, why = value.measure.name.get(texts.lang), reason.get(texts.lang)
    return [texts.t(f"{_KEY}.inferred_note", name=name, years=value.years, reason=why)]


def county_note(share: CountyShare, texts: Texts) -> str:
    """That the county is not the city, and how much of each lies in the other."""
    return texts.t(
        f"{_KEY}.county",
        place=share.county.in_sentence.get(texts.lang),
        year=str(share.year),
        of_city=format_share(share.of_city, lang=texts.lang),
        of_county=format_share(share.of_county, lang=texts.lang),
    )
