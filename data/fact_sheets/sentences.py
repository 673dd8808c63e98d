"""A fact sheet in words. Only stored verdicts, or the one test of a gap, bring comparison."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from data.catalogue.pairs import PREDICTED_FROM
from data.catalogue.schema import Indicator
from data.explore.sentences import association_sentence, predicted_warning, too_few
from data.fact_sheets.compute import FactSheet
from data.locale import Texts
from data.locale.format import format_count, format_number, format_people, join_list
from data.models import Flag, Geography, Kind, Verdict
from data.place.beside_sentences import published_in_words
from data.place.climb_sentences import details, name_of_larger, nothing_around, where_around
from data.place.results import COMPARED, Climb, Larger, PlaceValue
from data.place.sentences import around, place_name, place_title
from data.pooling.fifths import FifthsGap
from data.sentences.gap import gap_headline
from data.sentences.words import (
    closed,
    interval_text,
    join,
    known,
    opening,
    quantity,
    short_name,
    subject,
    value_text,
)

_NAMED_REASONS: tuple[tuple[frozenset[Flag], str], ...] = (
    (frozenset({Flag.NO_ERROR}), "no_error"),
    (frozenset({Flag.PREDICTED_TABLES}), "predicted_tables"),
    (frozenset({Flag.FEWER_THAN_10}), "fewer_than_10"),
    (frozenset({Flag.NO_DATA, Flag.COVERAGE_UNDER_50}), "coverage"),
)
_KEEPS_CAPITAL = "Black "  # in the middle of an English sentence
_PLACE_REASONS = (Flag.NO_RESIDENTS, Flag.FEW_RESIDENTS, Flag.SURROUNDING_TRACT)


@dataclass(frozen=True, slots=True)
class ClaimCheck:
    """What may be said, what may not, and why: short sentences, the weightiest first."""

    can: tuple[str, ...]
    cannot: tuple[str, ...]
    why: tuple[str, ...]


def title_of(sheet: FactSheet, texts: Texts) -> str:
    """The place as a heading."""
    return place_title(sheet.name, sheet.area_id, sheet.geography, texts)


def name_of(sheet: FactSheet, texts: Texts) -> str:
    """The place inside a sentence."""
    return place_name(sheet.name, sheet.area_id, sheet.geography, texts)


def people_line(sheet: FactSheet, texts: Texts) -> str:
    """How many people live there, as a line under the heading."""
    if sheet.people == 0:
        return texts.t("fact_sheets.sheet.people_none")
    people = format_people(sheet.people, lang=texts.lang)
    return texts.t("fact_sheets.sheet.people", people=people)


# -- the finding and the facts ----------------------------------------------------------------


def finding(sheet: FactSheet, texts: Texts) -> str:
    """The one thing to remember: the gap of the city, or the place beside the rest of it.

    Where the place cannot be told apart, what can be told around it opens the sheet under its own
    name, and the place follows.
    """
    data = sheet.explore
    if sheet.has_fifths and data.gap is not None:
        headline = gap_headline(data.gap, outcome=data.outcome, factor=data.factor, texts=texts)
        return join(headline, _gap_interval(data.gap, data.outcome, texts))
    climb = sheet.climb
    if climb is None:
        return _of_place(sheet, texts)
    if climb.larger is None:
        around = nothing_around(climb, place=name_of(sheet, texts), texts=texts)
        return join(_of_place(sheet, texts), around)
    return join(_around(sheet, climb.larger, texts), _itself(sheet, climb, texts))


def _of_place(sheet: FactSheet, texts: Texts) -> str:
    """The measure that leads, beside the rest of the city."""
    value = sheet.headline
    if value is None:
        key = "nobody" if sheet.people == 0 else "nothing"
        return texts.t(f"fact_sheets.{key}", place=name_of(sheet, texts))
    if not value.shown:
        return _few(sheet, value, texts)
    said = texts.t(
        "fact_sheets.fact",
        where=_where(sheet, value, texts),
        said=_says(value, texts),
        years=value.indicator.years,
    )
    return said if value.not_graded else join(said, _compared(value, texts))


def _around(sheet: FactSheet, larger: Larger, texts: Texts) -> str:
    """The measure in the larger place, named, with all that goes with the number."""
    value = larger.value
    said = texts.t(
        "fact_sheets.fact",
        where=where_around(larger.at, place=name_of(sheet, texts), texts=texts),
        said=_says(value, texts),
        years="; ".join([value.indicator.years, *details(value, texts)]),
    )
    return join(said, comparison(value, texts)) if value.may_be_told else said


def _itself(sheet: FactSheet, climb: Climb, texts: Texts) -> str:
    """The place alone, after what is told around it: in few words if it is the same measure."""
    value = sheet.headline
    if value is None or value.indicator is not climb.own.indicator or not value.shown:
        return _of_place(sheet, texts)
    if value.not_graded or value.indicator.counted is not None:
        return _of_place(sheet, texts)
    place = name_of(sheet, texts)
    said = texts.t(
        "fact_sheets.alone",
        place=around(place, value.tracts, texts) if value.around else place,
        value=quantity(value.value, value.indicator, texts),
    )
    return join(said, _compared(value, texts))


def _gap_interval(gap: FifthsGap, outcome: Indicator, texts: Texts) -> str:
    """Years and interval of the gap; the chart has the values of the groups."""
    low, high = sorted((abs(gap.difference_lower), abs(gap.difference_upper)))
    return texts.t(
        "fact_sheets.gap_interval",
        years=outcome.years,
        lower=format_number(low, decimals=outcome.decimals, lang=texts.lang),
        upper=format_number(high, decimals=outcome.decimals, lang=texts.lang),
    )


def _compared(value: PlaceValue, texts: Texts) -> str:
    """What the verdict allows beside the rest of the city, whose number stands in the chart."""
    if Flag.WHOLE_CITY in value.flags:
        return ""
    if value.verdict not in COMPARED or not known(value.difference):
        said = "counted" if value.is_count else "not_tested"
        return texts.t(f"fact_sheets.compare.plain.{said}")
    if value.verdict is Verdict.NOT_DIFFERENT:
        return texts.t("fact_sheets.compare.plain.not_different")
    direction = "higher" if value.difference > 0 else "lower"
    return texts.t(f"fact_sheets.compare.plain.{direction}")


def facts(sheet: FactSheet, texts: Texts) -> tuple[str, ...]:
    """One sentence or two a measure, with years, interval and what the stored verdict allows."""
    return tuple(_fact(sheet, value, texts) for value in sheet.facts)


def beside_line(sheet: FactSheet, sources: Callable[[str], str], texts: Texts) -> str:
    """What is published of county, state and nation by the same definition; empty without any.

    `sources` gives title and publisher by source id.
    """
    if sheet.beside is None:
        return ""
    titles = dict.fromkeys(sources(e.source.id) for e in sheet.beside.published)
    said = published_in_words(sheet.beside, texts)
    return texts.t("fact_sheets.beside_line", said=said, source="; ".join(titles))


def comparison(value: PlaceValue, texts: Texts) -> str:
    """What the stored verdict allows to be said beside the rest of the city."""
    if Flag.WHOLE_CITY in value.flags:
        return ""
    indicator, lang = value.indicator, texts.lang
    if value.verdict not in COMPARED or not known(value.difference):
        if not known(value.city):
            return texts.t("fact_sheets.compare.no_city")
        city = value_text(value.city, indicator, lang)
        said = "counted" if value.is_count else "not_tested"
        return texts.t(f"fact_sheets.compare.{said}", city=city)
    rest = value_text(value.rest, indicator, lang)
    if value.verdict is Verdict.NOT_DIFFERENT:
        return texts.t("fact_sheets.compare.not_different", rest=rest)
    direction = "higher" if value.difference > 0 else "lower"
    return texts.t(f"fact_sheets.compare.{direction}", rest=rest)


def _fact(sheet: FactSheet, value: PlaceValue, texts: Texts) -> str:
    if not value.shown:
        return _few(sheet, value, texts)  # what says nothing is no fact
    interval = interval_text(value.lower, value.upper, value.indicator, texts.lang)
    said = texts.t(
        "fact_sheets.fact_interval" if interval else "fact_sheets.fact",
        where=_where(sheet, value, texts),
        said=_says(value, texts),
        years=value.indicator.years,
        interval=interval,
    )
    return said if value.not_graded else join(said, comparison(value, texts))


def _few(sheet: FactSheet, value: PlaceValue, texts: Texts) -> str:
    return texts.t(
        "fact_sheets.few",
        where=_where(sheet, value, texts),
        n=value.indicator.years_counted,
        years=value.indicator.years,
        upper=format_number(value.upper, decimals=value.indicator.decimals, lang=texts.lang),
    )


def _says(value: PlaceValue, texts: Texts) -> str:
    """The value in words; of few events the count comes before the rate."""
    indicator = value.indicator
    number = value_text(value.value, indicator, texts.lang)
    if value.not_graded:
        return texts.t("fact_sheets.not_graded")
    if Flag.FROM_10_TO_19 in value.flags:
        events = format_count(value.events, lang=texts.lang)
        return texts.t("fact_sheets.counted", killed=events, value=number)
    return texts.t(f"fact_sheets.says.{indicator.id}", value=number)


def _where(sheet: FactSheet, value: PlaceValue, texts: Texts) -> str:
    place = name_of(sheet, texts)
    if value.around:
        place = around(place, value.tracts, texts)
    return opening(texts.t("place.in", place=place))


# -- the link to health -----------------------------------------------------------------------


def link_sentence(sheet: FactSheet, texts: Texts) -> str:
    """The correlation over neighborhoods with its honest interval."""
    data = sheet.explore
    said = association_sentence(
        data.association,
        outcome=data.outcome,
        factor=data.factor,
        geography=data.geography,
        texts=texts,
        reason=data.association_reason,
    )
    few = int((too_few(data.frame["outcome_flags"]) & data.frame["outcome"].isna()).sum())
    if few:
        said = join(said, texts.t("fact_sheets.picture.few", count=few))
    if sheet.is_city or is_marked(sheet):
        return said
    place = opening(name_of(sheet, texts))
    return join(said, texts.t("fact_sheets.picture.not_marked", place=place))


def is_marked(sheet: FactSheet) -> bool:
    """True where the place has both values, so that the scatter names it."""
    pair = (sheet.outcome, sheet.factor)
    return not sheet.is_city and all(value is not None and value.shown for value in pair)


# -- claim check ------------------------------------------------------------------------------


def claim_check(sheet: FactSheet, texts: Texts) -> ClaimCheck:
    """What the numbers of this sheet carry. Made from flags and verdicts, never by hand."""
    return ClaimCheck(
        can=tuple(_can(sheet, texts)),
        cannot=tuple(_cannot(sheet, texts)),
        why=tuple(_why(sheet, texts)),
    )


def _shown(sheet: FactSheet) -> tuple[PlaceValue, ...]:
    """Everything with a number: headline, chart and facts, each once."""
    return tuple({v.indicator.id: v for v in (*sheet.values, *sheet.facts)}.values())


def warning(sheet: FactSheet, texts: Texts) -> str:
    """That life expectancy was partly predicted from the sheet's factor; empty where it was not."""
    data = sheet.explore
    return predicted_warning(data.rule.warnings, data.observed, texts)


def _names(values: Iterable[PlaceValue], chosen: Callable[[PlaceValue], bool], texts: Texts) -> str:
    names = [short_name(value.indicator, texts.lang) for value in values if chosen(value)]
    inside = [name if name.startswith(_KEEPS_CAPITAL) else name[:1].lower() + name[1:]
              for name in names]  # fmt: skip
    return opening(join_list(inside, lang=texts.lang))


def _is_different(value: PlaceValue) -> bool:
    return value.verdict in COMPARED - {Verdict.NOT_DIFFERENT}


def _link_direction(sheet: FactSheet) -> str:
    found = sheet.explore.association
    if found is None or not (found.r_upper < 0 or found.r_lower > 0):
        return ""
    return "opposite" if found.r_upper < 0 else "together"


def _outcome(sheet: FactSheet, texts: Texts) -> str:
    return subject(sheet.explore.outcome, texts.lang)


def _can(sheet: FactSheet, texts: Texts) -> Iterable[str]:
    if found := tuple(_differences(sheet, texts)):
        yield from found
    elif sheet.has_fifths:
        yield texts.t("fact_sheets.check.gap")
    elif _shown(sheet):
        yield texts.t("fact_sheets.check.described")
    if direction := _link_direction(sheet):
        yield texts.t(f"fact_sheets.check.{direction}", outcome=_outcome(sheet, texts))


def _differences(sheet: FactSheet, texts: Texts) -> Iterable[str]:
    """What differs from the rest of the city by its stored verdict: here, and around."""
    if names := _names(_shown(sheet), _is_different, texts):
        yield texts.t("fact_sheets.check.differs", names=names)
    larger = None if sheet.climb is None else sheet.climb.larger
    if larger is not None and larger.told:
        yield texts.t(
            "fact_sheets.check.differs_around",
            names=_names([larger.value], _is_different, texts),
            around=name_of_larger(larger.at, texts),
        )


def _cannot(sheet: FactSheet, texts: Texts) -> Iterable[str]:
    if not sheet.is_city and (
        names := _names(_shown(sheet), lambda value: not _is_different(value), texts)
    ):
        yield texts.t("fact_sheets.check.apart", names=names)
    if not _link_direction(sheet):
        yield texts.t("fact_sheets.check.link", outcome=_outcome(sheet, texts))
    yield texts.t("fact_sheets.check.cause")


def _why(sheet: FactSheet, texts: Texts) -> Iterable[str]:
    values = _shown(sheet)
    flags = {flag for value in values for flag in value.flags}
    if sheet.is_city:
        yield texts.t("fact_sheets.why.whole_city")
    elif any(value.verdict in COMPARED for value in values):
        own = sheet.geography is Geography.OWN
        yield texts.t("fact_sheets.why.own" if own else "fact_sheets.why.test")
    reason = next((flag for flag in _PLACE_REASONS if flag in flags), None)
    if reason is not None:
        yield texts.t(f"fact_sheets.why.{reason.value}")
    for wanted, key in _NAMED_REASONS:
        if names := _names(values, lambda value: bool(wanted & value.flags), texts):  # noqa: B023  (called at once)
            yield texts.t(f"fact_sheets.why.{key}", names=names)
    yield from _why_the_link(sheet, texts)


def _why_the_link(sheet: FactSheet, texts: Texts) -> Iterable[str]:
    data = sheet.explore
    kinds = {data.outcome.kind, *(value.indicator.kind for value in _shown(sheet))}
    if Kind.PARTLY_MODELLED in kinds and PREDICTED_FROM not in data.rule.warnings:
        yield texts.t("fact_sheets.why.partly")
    if data.factor.no_fifths == "part_of_area":
        yield texts.t("fact_sheets.why.part_of_city")
    if "pairs.different_years" in data.rule.warnings:
        yield texts.t("fact_sheets.why.years")
    yield texts.t("fact_sheets.why.places")


# -- sources ----------------------------------------------------------------------------------


def _used(sheet: FactSheet) -> tuple[Indicator, ...]:
    """Every measure that the sheet shows a number of, each once."""
    data = sheet.explore
    shown = [*_shown(sheet), *([sheet.climb.own] if sheet.climb else [])]
    return tuple(dict.fromkeys([*(v.indicator for v in shown), data.outcome, data.factor]))


def source_ids(sheet: FactSheet) -> tuple[str, ...]:
    """Ids of the sources of its measures, each once."""
    return tuple(dict.fromkeys(indicator.source for indicator in _used(sheet)))


def source_lines(sheet: FactSheet, sources: Callable[[str], str], texts: Texts) -> tuple[str, ...]:
    """Each source once: what comes from it, with years. `sources` gives the title by source id."""
    grouped: dict[str, list[str]] = {}
    for indicator in _used(sheet):
        named = f"{short_name(indicator, texts.lang)} ({indicator.years})"
        grouped.setdefault(indicator.source, []).append(named)
    return tuple(
        closed(f"{join_list(names, lang=texts.lang)}: {sources(source)}")
        for source, names in grouped.items()
    )
