"""What a map, a ranking, a selection or a scatter shows, in words."""

from __future__ import annotations

from collections.abc import Sequence
from math import nan

import numpy as np
import pandas as pd

from data.catalogue.pairs import PREDICTED_FROM
from data.catalogue.schema import Indicator
from data.explore.results import AssociationView, CityValues, ExploreData
from data.explore.within_sentences import shown_inside, within_sentence
from data.locale import Texts
from data.locale.format import format_number, format_people, join_list
from data.models import Flag, Geography, Kind, ObservedLink, Polarity, Verdict
from data.rules import MIN_PLACES_FOR_MIDDLE
from data.sentences.gap import gap_headline
from data.sentences.words import (
    join,
    known,
    opening,
    place_label,
    places_word,
    quantity,
    quantity_beside,
    quantity_with_interval,
    reason_text,
    subject,
    value_text,
)

# Verdicts by what they say of the value, whatever the polarity.
_BETTER_WORSE_AS_LOW = {
    "higher_is_better": (Verdict.WORSE, Verdict.BETTER),
    "higher_is_worse": (Verdict.BETTER, Verdict.WORSE),
    "none": (Verdict.LOWER, Verdict.HIGHER),
}


def map_sentence(data: ExploreData, *, mode: str, texts: Texts) -> str:
    """What the map colors: city value, middle half of places, how many have no value."""
    if mode == "both":
        return join(shown_inside(data, texts), _both_sentence(data, texts))
    column = "factor" if mode == "factor" else "outcome"
    indicator = data.factor if mode == "factor" else data.outcome
    values = data.frame[column].to_numpy(dtype=np.float64)
    city = _city_text(data.city, column, indicator, texts)
    lead = texts.t(
        "sentences.map.outcome",
        name=subject(indicator, texts.lang),
        years=indicator.years,
        city=city,
    )
    modelled = indicator.kind is Kind.MODELLED
    # Half of the places with many events are not half of the places.
    whole = data.geography.covers_city and not _too_few_here(data.frame, column).any()
    return join(
        shown_inside(data, texts),
        lead,
        texts.t("sentences.map.modelled") if modelled else "",
        _middle(values, indicator, data.geography, texts) if whole else "",
        _missing(data.frame, column, data.geography, texts),
        "" if data.geography.covers_city else texts.t("sentences.map.parts_only"),
    )


def _city_text(city: CityValues, column: str, indicator: Indicator, texts: Texts) -> str:
    return quantity_with_interval(
        getattr(city, column),
        getattr(city, f"{column}_lower"),
        getattr(city, f"{column}_upper"),
        indicator,
        texts,
    )


def _middle(
    values: np.ndarray[tuple[int], np.dtype[np.float64]],
    indicator: Indicator,
    geography: Geography,
    texts: Texts,
) -> str:
    finite = values[np.isfinite(values)]
    if len(finite) < MIN_PLACES_FOR_MIDDLE:
        return ""
    low, high = np.quantile(finite, (0.25, 0.75))
    return texts.t(
        "sentences.map.middle",
        places=places_word(geography, texts),
        lower=value_text(float(low), indicator, texts.lang),
        upper=quantity(float(high), indicator, texts),
    )


def too_few(flags: pd.Series) -> pd.Series:
    """True where an area has too few events for a rate, by its stored flags."""
    return flags.fillna("").str.split().map(lambda found: Flag.FEWER_THAN_10.value in found)


def _too_few_here(frame: pd.DataFrame, column: str) -> pd.Series:
    """Places of a view without a value for want of events."""
    return too_few(frame[f"{column}_flags"]) & frame[column].isna()


def _missing(frame: pd.DataFrame, column: str, geography: Geography, texts: Texts) -> str:
    absent = frame[column].isna()
    few = _too_few_here(frame, column)
    n, places = len(frame), places_word(geography, texts, count=len(frame))

    def counted(key: str, count: int) -> str:
        said = texts.t(f"sentences.map.{key}", count=count, n=n, places=places)
        return said if count else ""

    return join(counted("no_data", int((absent & ~few).sum())), counted("too_few", int(few.sum())))


def _both_sentence(data: ExploreData, texts: Texts) -> str:
    cells = data.frame["bivariate_class"].to_numpy()
    worst = (cells >= 0) & (cells % 3 == _dark_third(data.outcome, data.outcome_tertiles))
    worst &= cells // 3 == _dark_third(data.factor, data.factor_tertiles)
    return texts.t(
        "sentences.map.both",
        count=int(worst.sum()),
        n=int((cells >= 0).sum()),
        places=places_word(data.geography, texts),
        outcome=subject(data.outcome, texts.lang),
        factor=subject(data.factor, texts.lang),
        years=data.outcome.years,
        factor_years=data.factor.years,
        people=format_people(data.people_in(worst), lang=texts.lang),
    )


def _dark_third(indicator: Indicator, tertiles: tuple[float, ...]) -> int:
    """Which third, counted from the lowest values, is drawn darkest."""
    return 0 if indicator.polarity is Polarity.HIGHER_IS_BETTER else len(tertiles)


def headline_of(data: ExploreData, texts: Texts) -> str:
    """The gap between the end fifths as a headline, or why there is none to speak of."""
    return gap_headline(
        data.gap,
        outcome=data.outcome,
        factor=data.factor,
        texts=texts,
        reason=data.gap_reason,
    )


def ranking_sentence(data: ExploreData, *, texts: Texts) -> str:
    """How many places differ from the rest of the city by the stored verdict, and how.

    Only these verdicts bring words of comparison; modelled and untested values have none.
    """
    if data.within is not None:
        return within_sentence(data, data.within, texts=texts)
    outcome, lang = data.outcome, texts.lang
    shown = data.frame[data.frame["outcome"].notna()]
    n = len(shown)
    common = {
        "n": n,
        "places": places_word(data.geography, texts, count=n),
        "place": places_word(data.geography, texts, count=1),
        "city": quantity(data.city.outcome, outcome, texts),
    }
    named = opening(subject(outcome, lang))
    if outcome.kind is Kind.MODELLED:
        return texts.t("sentences.ranking.modelled", subject=named, **common)
    untested = int((~shown["verdict"].isin([v.value for v in _TESTED])).sum())
    if untested == n or outcome.outcome_words is None:
        return texts.t("sentences.ranking.plain", subject=named, **common)
    note = texts.t("sentences.ranking.untested", count=untested, n=n) if untested else ""
    return join(_counted(shown, outcome, common, texts), note)


def places_apart(data: ExploreData, *, texts: Texts) -> str:
    """How many places the test tells from the rest of the city; empty where it tells none."""
    apart = [verdict.value for verdict in _TESTED - {Verdict.NOT_DIFFERENT}]
    found = data.frame["verdict"].isin(apart) & data.frame["outcome"].notna()
    tested = data.outcome.kind is not Kind.MODELLED and data.outcome.outcome_words is not None
    return ranking_sentence(data, texts=texts) if tested and found.any() else ""


_TESTED = frozenset(Verdict) - {Verdict.NOT_TESTED}


def _counted(
    shown: pd.DataFrame, outcome: Indicator, common: dict[str, object], texts: Texts
) -> str:
    words = outcome.outcome_words
    assert words is not None  # ranking_sentence
    below, beyond = _BETTER_WORSE_AS_LOW[outcome.polarity.value]
    low = int((shown["verdict"] == below.value).sum())
    high = int((shown["verdict"] == beyond.value).sum())
    key = {
        (True, True): "both",
        (True, False): "low",
        (False, True): "high",
        (False, False): "none",
    }
    counted = texts.t(
        f"sentences.ranking.{key[low > 0, high > 0]}",
        **{**common, "low": low, "high": high},
        subject=subject(outcome, texts.lang),
        lower=words.lower.get(texts.lang),
        higher=words.higher.get(texts.lang),
    )
    has_others = 0 < low + high < len(shown)
    return join(counted, texts.t("sentences.ranking.others") if has_others else "")


def selection_sentence(
    *,
    names: Sequence[str],
    people: float,
    value: float,
    lower: float,
    upper: float,
    city: float,
    events: float = nan,
    indicator: Indicator,
    geography: Geography,
    texts: Texts,
) -> str:
    """Chosen places together beside the city; a single one by its name. No word compares them."""
    kind = "value" if known(value) else "no_value"
    said = texts.t(
        f"sentences.selection.{kind}",
        which=opening(names[0]) if len(names) == 1 else _number_of(len(names), geography, texts),
        people=format_people(people, lang=texts.lang),
        name=subject(indicator, texts.lang),
        value=quantity_with_interval(value, lower, upper, indicator, texts, events=events),
        city=quantity_beside(city, indicator, texts)
        if known(value)
        else quantity(city, indicator, texts),
    )
    modelled = indicator.kind is Kind.MODELLED
    return join(
        said,
        texts.t("sentences.selection.modelled") if modelled else "",
    )


def _number_of(count: int, geography: Geography, texts: Texts) -> str:
    places = places_word(geography, texts, count=count)
    return texts.t("sentences.selection.which", count=count, places=places)


def unmarked_sentence(
    places: Sequence[tuple[str, str]], geography: Geography, *, two: bool, texts: Texts
) -> str:
    """That places (name, area id) have no number, or none for one of `two` measures."""
    names = [place_label(name, area_id, geography, texts) for name, area_id in places]
    key = f"present.unmarked.{'two' if two else 'one'}"
    listed = join_list(names, lang=texts.lang)
    return opening(texts.counted(key, len(names), places=listed))


# Kinds of association whose interval leaves out zero.
_CLAIMS = ("opposite", "together")


def association_sentence(
    association: AssociationView | None,
    *,
    outcome: Indicator,
    factor: Indicator,
    geography: Geography,
    texts: Texts,
    reason: str | None = None,
) -> str:
    """R with its honest interval; a direction only where the interval leaves out zero.

    Modelled outcomes get the number and the warning, no direction. Without an association the
    reason is the sentence.
    """
    if association is None:
        return opening(reason_text(reason, texts))
    lang = texts.lang

    def number(value: float) -> str:
        return format_number(value, decimals=2, lang=lang)

    said = texts.t(
        f"sentences.association.{_kind(association, outcome, factor)}",
        n=association.n,
        places=places_word(geography, texts, count=association.n),
        outcome=subject(outcome, lang),
        factor=subject(factor, lang),
        r=number(association.r),
        lower=number(association.r_lower),
        upper=number(association.r_upper),
    )
    worth = texts.t("sentences.association.worth", n_effective=round(association.n_effective))
    return join(said, worth, texts.t("sentences.association.people"))


def association_headline(
    association: AssociationView,
    *,
    outcome: Indicator,
    factor: Indicator,
    geography: Geography,
    texts: Texts,
) -> str:
    """The same without a coefficient, for large words that stand alone: both ends, all years.

    A word of comparison only where the interval of r leaves out zero and no model made the numbers.
    """
    lang, words, ends = texts.lang, outcome.outcome_words, factor.factor_words
    assert words is not None and ends is not None  # of every outcome and factor of Explore
    worst_is_high = factor.polarity is not Polarity.HIGHER_IS_BETTER
    rises = (association.r > 0) == worst_is_high  # towards the worse end of the factor
    kind = _kind(association, outcome, factor)
    at_worst, at_best = (words.higher, words.lower) if rises else (words.lower, words.higher)
    return texts.t(
        f"sentences.association.headline.{'tends' if kind in _CLAIMS else kind}",
        n=association.n,
        places=places_word(geography, texts, count=association.n),
        subject=subject(outcome, lang),
        years=outcome.years,
        at_worst=at_worst.get(lang),
        at_best=at_best.get(lang),
        worst=ends.worst.get(lang),
        best=ends.best.get(lang),
        factor_years=factor.years,
    )


def pair_warnings(
    warnings: Sequence[str], observed: ObservedLink | None, texts: Texts
) -> list[str]:
    """What must be said beside a pair; what was predicted, with r where nothing was."""
    said = []
    for key in warnings:
        text = reason_text(key, texts)
        if key == PREDICTED_FROM and observed is not None:
            r = format_number(observed.r, decimals=2, lang=texts.lang)
            text = join(text, texts.t("sentences.association.observed", n=observed.n, r=r))
        said.append(text)
    return said


def predicted_warning(warnings: Sequence[str], observed: ObservedLink | None, texts: Texts) -> str:
    """Only the warning that goes wherever life expectancy meets what it was predicted from."""
    return join(*pair_warnings([key for key in warnings if key == PREDICTED_FROM], observed, texts))


def _kind(association: AssociationView, outcome: Indicator, factor: Indicator) -> str:
    if Kind.MODELLED in (outcome.kind, factor.kind):
        return "modelled"
    if association.r_upper < 0:
        return "opposite"
    if association.r_lower > 0:
        return "together"
    return "unclear"
