"""The page of wages in words. Every number is of the extract, or plain arithmetic that says so."""

from __future__ import annotations

from collections.abc import Iterable
from math import isfinite

from data.cities.wage import Study
from data.locale import Texts
from data.locale.format import format_day, format_number, format_value, join_list
from data.models import Unit
from data.published import sentences as published
from data.published.results import PublishedEstimate
from data.sentences.words import closed, join, opening
from data.wage.results import (
    HISTORY,
    HOURS_A_WEEK,
    WEEKS_A_YEAR,
    RaisedScenario,
    RaisedShare,
    Rate,
    WageData,
)

FOUND = ("better", "none", "mixed", "worse")


def dollars(usd: float, lang: str, *, decimals: int = 2) -> str:
    """`$15.00`: an hour's pay has cents, as no other amount here."""
    return "$" + format_number(usd, decimals=decimals, lang=lang)


def law_of(rate: Rate, data: WageData, texts: Texts) -> str:
    """The law behind a rate in words; as the row calls it where nobody put it in words."""
    said = data.said.facts.laws.get(rate.law)
    return said.get(texts.lang) if said else rate.law


def today(data: WageData, texts: Texts) -> str:
    """The rate with its first day, and what it comes to in a year of full time, by arithmetic."""
    lang, rate = texts.lang, data.newest
    return texts.t(
        "wage.today",
        state=data.said.facts.state.get(lang),
        usd=dollars(rate.usd, lang),
        since=format_day(rate.since, lang=lang),
        hours=HOURS_A_WEEK,
        weeks=WEEKS_A_YEAR,
        year_usd=dollars(rate.full_time_usd, lang, decimals=0),
    )


def today_in_short(data: WageData, texts: Texts) -> str:
    """The same in one sentence, for a column of a sheet."""
    lang, rate = texts.lang, data.newest
    return texts.t(
        "wage.today_in_short",
        state=data.said.facts.state.get(lang),
        usd=dollars(rate.usd, lang),
        since=format_day(rate.since, lang=lang),
        year_usd=dollars(rate.full_time_usd, lang, decimals=0),
    )


def today_source(data: WageData, texts: Texts) -> str:
    """Where the rate of today is from, as a line of sources."""
    source, lang = data.sources[HISTORY], texts.lang
    named = f"{texts.t('wage.history.name')} ({data.newest.since.year})"
    return closed(f"{named}: {source.title.get(lang)}, {source.publisher}")


def history(data: WageData, texts: Texts) -> str:
    """From the first rate to the last, in dollars of the day, and where the federal one applied."""
    lang, first, last = texts.lang, data.rates[0], data.newest
    said = texts.t(
        "wage.history.sentence",
        state=data.said.facts.state.get(lang),
        first=dollars(first.usd, lang),
        first_day=format_day(first.since, lang=lang),
        last=dollars(last.usd, lang),
        last_day=format_day(last.since, lang=lang),
    )
    return join(said, floor(data, texts))


def floor(data: WageData, texts: Texts) -> str:
    """Where a federal rate above the state's applied; empty where none did."""
    found = data.floor
    if found is None or found.until is None:
        return ""
    lang = texts.lang
    return texts.t(
        "wage.history.floor",
        usd=dollars(found.usd, lang),
        since=format_day(found.since, lang=lang),
        until=format_day(found.until, lang=lang),
    )


def group_of(share: RaisedShare, data: WageData, texts: Texts) -> str:
    """The group as a label."""
    found = data.said.raised.groups.get(share.group)
    return found.get(texts.lang) if found else share.group


def share_of(share: RaisedShare, texts: Texts) -> str:
    """`20.6%`; in words where the publisher gives no number."""
    if isfinite(share.share_percent):
        decimals = 0 if share.share_said.isdigit() else 1
        return format_value(
            share.share_percent, unit=Unit.PERCENT, decimals=decimals, lang=texts.lang
        )
    key = f"wage.raised.share_said.{share.share_said.replace(' ', '_')}"
    return texts.t(key) if texts.has(key) else share.share_said


def workers_of(share: RaisedShare, texts: Texts) -> str:
    """`51,900`, `about 900,000`; empty where none was published."""
    if not isfinite(share.workers_raised):
        return ""
    said = format_number(share.workers_raised, decimals=0, lang=texts.lang)
    return texts.t("wage.raised.about", count=said) if share.about else said


def raised(scenario: RaisedScenario, texts: Texts) -> str:
    """One estimate in one sentence, with its author and year."""
    share, lang = scenario.everyone, texts.lang
    return texts.t(
        "wage.raised.sentence",
        name=scenario.about.name.get(lang),
        workers=workers_of(share, texts),
        share=share_of(share, texts),
        who=scenario.about.who.get(lang),
        author=scenario.about.author,
        when=scenario.about.when.get(lang),
    )


def ratio(data: WageData, texts: Texts) -> str:
    """How many counties lie below 1, from which to which."""
    values = sorted(data.ratio, key=lambda e: e.value)
    lang, below = texts.lang, sum(e.value < 1 for e in values)
    low, high = values[0], values[-1]
    return texts.t(
        "wage.ratio.sentence",
        year=low.years,
        below=below,
        counties=len(values),
        low=ratio_text(low, lang),
        low_name=low.area.in_sentence.get(lang),
        high=ratio_text(high, lang),
        high_name=high.area.in_sentence.get(lang),
    )


def ratio_text(value: PublishedEstimate, lang: str) -> str:
    """`0.74`."""
    return format_number(value.value, decimals=value.measure.decimals, lang=lang)


def no_interval(texts: Texts) -> str:
    """That no interval was published."""
    return published.no_interval(texts)


def studies(data: WageData, texts: Texts) -> str:
    """How many are listed and what they found, which is no measure of their weight."""
    found = [study.found for study in data.said.studies]
    counted = [
        texts.t(f"wage.studies.counted.{key}", n=found.count(key)) for key in FOUND if key in found
    ]
    return texts.t(
        "wage.studies.sentence", n=len(found), counted=join_list(counted, lang=texts.lang)
    )


def studies_by_finding(data: WageData, texts: Texts) -> tuple[tuple[str, str], ...]:
    """Names of the studies by what they found, the reviews first: (what, who), each once."""
    listed = data.said.studies
    reviews = [study for study in listed if study.kind == "review"]
    rows = [(texts.t("wage.studies.reviews"), _named(reviews))] if reviews else []
    for key in FOUND:
        single = [study for study in listed if study.found == key and study not in reviews]
        if single:
            rows.append((texts.t(f"wage.studies.found.{key}"), _named(single)))
    return tuple(rows)


def _named(studies: Iterable[Study]) -> str:
    """`Komro 2016, Tsao 2016`."""
    return ", ".join(f"{study.cite.partition(' ')[0]} {study.year}" for study in studies)


def effect(study: Study, texts: Texts) -> str:
    """What a study found, with its interval, or that none was read."""
    said = study.effect.get(texts.lang)
    if study.kind == "review":
        return said
    if study.interval is None:
        return join(said, texts.t("wage.studies.no_interval"))
    return join(said, closed(opening(study.interval.get(texts.lang))))


def awaited(data: WageData, texts: Texts) -> str:
    """What is awaited, and from whom; empty where nothing is."""
    if not data.awaited:
        return ""
    names = [indicator.name.get(texts.lang) for indicator, _ in data.awaited]
    sources = dict.fromkeys(
        f"{source.publisher}, {source.title.get(texts.lang)}" for _, source in data.awaited
    )
    return texts.t(
        "wage.jobs.awaited", names=join_list(names, lang=texts.lang), sources="; ".join(sources)
    )
