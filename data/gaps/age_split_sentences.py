"""The gap split by age in words: how much of it is lost at which age. Pure."""

from __future__ import annotations

from data.catalogue.schema import Indicator
from data.gaps.age_sentences import printed_gap, printed_stage_shares, printed_stages
from data.gaps.results import AgePart, GapsData
from data.gaps.sentences import end_words, headline
from data.locale import Texts
from data.locale.format import format_number, format_share, join_list
from data.sentences.gap import may_claim
from data.sentences.words import amount, join, subject

_KEY = "gap_sentences"


def ages(data: GapsData, texts: Texts) -> str:
    """How many years of the gap come from deaths at which age; the four stages of life."""
    found = data.ages
    if found is None:
        return ""
    outcome, gap = data.outcome, data.gap
    shares = printed_stage_shares(found)
    parts = [
        _age_part(part, number, share, outcome, texts)
        for part, number, share in zip(found.broad, printed_stages(data), shares, strict=True)
    ]
    said = texts.t(
        f"{_KEY}.ages.all",
        total=amount(printed_gap(data), outcome, texts),
        parts=join_list(parts, lang=texts.lang),
    )
    sure = gap is not None and may_claim(gap, outcome)
    return said if sure else join(said, texts.t(f"{_KEY}.ages.unsure"))


def early_years(data: GapsData) -> float | None:
    """Years of a sure gap that are lost before old age; None where no part of it can be told."""
    gap = data.gap
    if data.ages is None or gap is None or not may_claim(gap, data.outcome):
        return None
    early = sum(printed_stages(data)[:-1])
    # else the oldest have a part of their own sign
    return early if 0 < early < printed_gap(data) else None


def ages_headline(data: GapsData, texts: Texts) -> str:
    """How much of the gap is lost before old age; the gap's own headline where it is not sure."""
    found, outcome, early = data.ages, data.outcome, early_years(data)
    if found is None or early is None:
        return headline(data, texts)
    worst, best = end_words(data, texts)
    return texts.t(
        f"{_KEY}.ages.lead",
        early=format_number(early, decimals=outcome.decimals, lang=texts.lang),
        total=amount(printed_gap(data), outcome, texts),
        age=found.broad[-1].age_from,
        subject=subject(outcome, texts.lang),
        years=outcome.years,
        worst=worst,
        best=best,
    )


def _age_part(part: AgePart, years: float, share: float, outcome: Indicator, texts: Texts) -> str:
    key = "first" if part.age_from == 0 else "last" if part.age_to is None else "between"
    return texts.t(
        f"{_KEY}.ages.{key}",
        years=format_number(years, decimals=outcome.decimals, lang=texts.lang),
        share=format_share(share, lang=texts.lang),
        age_from=part.age_from,
        age_to=part.age_to,
        before=0 if part.age_to is None else part.age_to + 1,
    )
