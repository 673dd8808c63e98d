"""Gaps between fifths, built by code."""

from __future__ import annotations

import pandas as pd

from data.catalogue.schema import Indicator
from data.locale import Texts
from data.pooling.fifths import FifthsGap
from data.sentences.gap import gap_detail, gap_headline
from data.sentences.words import join


def a_gap(
    *,
    worst: float = 71.9,
    best: float = 80.3,
    lower: float = -9.7,
    upper: float = -7.1,
    p_value: float = 1e-6,
    claim_allowed: bool = True,
) -> FifthsGap:
    """A gap whose two ends have intervals of one unit to each side."""
    return FifthsGap(
        worst=worst,
        worst_lower=worst - 1,
        worst_upper=worst + 1,
        best=best,
        best_lower=best - 1,
        best_upper=best + 1,
        difference=worst - best,
        difference_lower=lower,
        difference_upper=upper,
        p_value=p_value,
        claim_allowed=claim_allowed,
        groups=pd.DataFrame(),
    )


def gap_sentence(
    gap: FifthsGap | None,
    *,
    outcome: Indicator,
    factor: Indicator,
    texts: Texts,
    reason: str | None = None,
) -> str:
    """Headline and numbers in a row, as a page shows them."""
    headline = gap_headline(gap, outcome=outcome, factor=factor, texts=texts, reason=reason)
    return join(headline, gap_detail(gap, outcome=outcome, texts=texts))
