"""The gap in life expectancy by race in words: who found it and when; no side without its test."""

from __future__ import annotations

from collections.abc import Sequence

from data.gaps.group_sentences import between, difference, names_inside, side
from data.gaps.published_results import LifeGap, LifeGaps
from data.locale import Texts
from data.locale.format import format_number, join_list
from data.published.sentences import county_note, inferred_notes
from data.sentences.words import join, opening

_KEY = "gap_sentences.life_gaps"


def life_gap_headline(data: LifeGaps, texts: Texts) -> str:
    """The leading gap in one sentence."""
    gap = data.leading
    if gap.tested is not None:
        return _claim(gap, data.place, texts)
    words = _words(gap, data.place, texts)
    if gap.quoted and gap.difference > 0:
        return texts.t(f"{_KEY}.found", **words)
    return texts.t(f"{_KEY}.{'quoted' if gap.quoted else 'values'}", **words)


def life_gap_in_short(data: LifeGaps, texts: Texts) -> tuple[str, str]:
    """The leading gap, then its limits; the whole sentence where it has none, or no side."""
    gap = data.leading
    found = gap.tested
    if found is None or found.contrast is None or side(found) == "not_different":
        return life_gap_headline(data, texts), ""
    one, other = names_inside(found, texts)
    sentence = texts.t(
        f"gap_findings.race.{side(found)}",
        place=texts.t(f"gap_sentences.life_by_race.place.{data.place}"),
        years=gap.years,
        group=one,
        beside=other,
        size=printed(gap, texts.lang),
    )
    return sentence, texts.t("gap_findings.race.limits", limits=limits(gap, texts.lang))


def life_gap_detail(data: LifeGaps, texts: Texts) -> str:
    """The other publications, newest first, and why nothing is said of change."""
    county = "" if data.share is None else texts.t(f"{_KEY}.county")
    said = [texts.t(f"{_KEY}.item", **_words(gap, data.place, texts)) for gap in data.others]
    if not said:
        return county
    others = texts.t(f"{_KEY}.others", gaps=join_list(said, lang=texts.lang))
    apart = texts.t("gap_sentences.life_by_race.apart")
    return join(others, texts.t(f"{_KEY}.untested"), apart, county)


def life_gap_notes(data: LifeGaps, texts: Texts) -> Sequence[str]:
    """How much of city and county lie in each other; how each number was measured and tested."""
    found = [] if data.share is None else [county_note(data.share, texts)]
    for gap in data.gaps:
        if gap.note is not None:
            place = texts.t(f"gap_sentences.life_by_race.place.{data.place}")
            found.append(f"{opening(place)}, {gap.years}: {gap.note.get(texts.lang)}")
        if gap.tested is not None:
            found += [texts.t("gap_sentences.by_group.note.test")]
            found += inferred_notes(gap.tested.value, texts)
    return found


def printed(gap: LifeGap, lang: str) -> str:
    """Its size: `6.5`; with limits, alone without its two values, `7.05`."""
    if gap.tested is None:
        return format_number(gap.difference, decimals=1, lang=lang)
    return difference(gap.difference, gap.tested.value.measure, lang, finer=1)


def limits(gap: LifeGap, lang: str) -> str:
    """`6.5–7.6`; empty without limits."""
    if gap.tested is None:
        return ""
    return between(gap.lower, gap.upper, gap.tested.value.measure, lang)


def _claim(gap: LifeGap, place: str, texts: Texts) -> str:
    found = gap.tested
    assert found is not None and found.contrast is not None  # life_gap_headline
    turned = found.contrast if found.contrast.difference > 0 else found.contrast.scaled(-1.0)
    measure, lang = found.value.measure, texts.lang
    one, other = names_inside(found, texts)
    return texts.t(
        f"{_KEY}.{side(found)}",
        place=texts.t(f"gap_sentences.life_by_race.place.{place}"),
        years=gap.years,
        group=one,
        beside=other,
        size=difference(turned.difference, measure, lang, finer=1),
        limits=between(turned.lower, turned.upper, measure, lang),
    )


def _words(gap: LifeGap, place: str, texts: Texts) -> dict[str, str]:
    return {
        "place": texts.t(f"gap_sentences.life_by_race.place.{place}"),
        "years": gap.years,
        "size": format_number(abs(gap.difference), decimals=1, lang=texts.lang),
    }
