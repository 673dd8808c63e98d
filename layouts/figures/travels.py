"""Sources, flags and the key of shapes of a chart: once in words, for every output alike."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from data.catalogue.schema import Indicator, Source
from data.locale import Texts
from data.locale.format import join_list
from data.models import Flag, Geography
from data.sentences.words import join, kind_of_number, opening, places_word, short_name
from layouts.figures.chart import Chart, KeyEntry, Travels
from layouts.figures.inputs import TABLE_FLAGS
from layouts.theme import LIGHT, MARKS, mark_style

# More places with a flag are counted; table and download say it of each.
NAMED_PLACES = 3


@dataclass(frozen=True, slots=True)
class Cited:
    """A measure and where its numbers come from."""

    indicator: Indicator
    source: Source


def travels(
    cited: Sequence[Cited],
    *,
    flags: Sequence[str] = (),
    shapes: Iterable[str] = (),
    texts: Texts,
    said: Mapping[str, str] | None = None,
) -> Travels:
    """What goes with a chart of the measures `cited`, each once.

    `shapes` are those of its marks; `said` has other words for some (the place compared with).
    """
    once = list({entry.indicator.id: entry for entry in cited}.values())
    found = key(shapes, texts, said)
    return Travels(
        source=source_line(once, texts),
        source_short=short_line(once, texts),
        flags=tuple(flags),
        key=found,
        key_line=key_line(found, texts),
    )


def addressed(chart: Chart, address: str) -> Chart:
    """The chart with the path under which it, or the one number that it is about, is found."""
    return replace(chart, travels=replace(chart.travels, address=address))


# -- sources ----------------------------------------------------------------------------------


def also_drawn(made: Travels, credit: str) -> Travels:
    """With the credit of what is drawn beside the numbers, wherever the source is said."""
    return replace(
        made, source=join(made.source, credit), source_short=join(made.source_short, credit)
    )


@dataclass(frozen=True, slots=True)
class Published:
    """A measure that has no indicator of ours: its name, its years, who published it."""

    name: str
    years: str
    publisher: str


def published_travels(source: str, found: Sequence[Published], texts: Texts) -> Travels:
    """What goes with published numbers; `source` is their citations in full."""
    years: dict[tuple[str, str], list[str]] = {}
    for entry in found:
        years.setdefault((entry.publisher, entry.name), []).append(entry.years)
    said = [
        (publisher, _measure(name, ", ".join(dict.fromkeys(of)), texts))
        for (publisher, name), of in years.items()
    ]
    return Travels(source=source, source_short=_by_source(said, texts))


def source_line(cited: Sequence[Cited], texts: Texts) -> str:
    """Publisher, title and years of every measure; one measure alone is not named."""
    if len(cited) == 1:
        indicator, source = cited[0].indicator, cited[0].source
        return texts.t(
            "figures.note.source",
            publisher=source.publisher,
            title=source.title.get(texts.lang),
            years=indicator.years,
        )
    return _together(
        [f"{e.source.publisher}, {e.source.title.get(texts.lang)}" for e in cited], cited, texts
    )


def short_line(cited: Sequence[Cited], texts: Texts) -> str:
    """Measures, years and publishers."""
    return _together([entry.source.publisher for entry in cited], cited, texts)


def _together(named: Sequence[str], cited: Sequence[Cited], texts: Texts) -> str:
    said = [
        (name, _measure(short_name(entry.indicator, texts.lang), entry.indicator.years, texts))
        for name, entry in zip(named, cited, strict=True)
    ]
    return _by_source(said, texts)


def _measure(name: str, years: str, texts: Texts) -> str:
    return texts.t("figures.note.measure_years", name=opening(name), years=years)


def _by_source(said: Sequence[tuple[str, str]], texts: Texts) -> str:
    """(source, measure) in a line: measures of one source stand before it together."""
    measures: dict[str, list[str]] = {}
    for source, measure in said:
        measures.setdefault(source, []).append(measure)
    if not measures:
        return ""
    parts = [
        texts.t("figures.note.of_source", measures=", ".join(dict.fromkeys(of)), source=source)
        for source, of in measures.items()
    ]
    key = "sources" if len(parts) > 1 else "source_one"
    return texts.t(f"figures.note.{key}", sources="; ".join(parts))


def with_groups(made: Travels, areas: Source, texts: Texts) -> Travels:
    """The same with the source of the areas that the groups are made of."""
    t, publisher = texts.t, areas.publisher
    whole = t("gaps.note.groups", publisher=publisher, title=areas.title.get(texts.lang))
    short = t("gaps.note.groups_short", publisher=publisher)
    return replace(
        made, source=join(made.source, whole), source_short=join(made.source_short, short)
    )


# -- flags ------------------------------------------------------------------------------------


def flags_of_places(
    indicator: Indicator, flagged: Iterable[tuple[str, str]], geography: Geography, texts: Texts
) -> list[str]:
    """`Homicides, from 10 to 19 events: 25 neighborhoods.` of (place, its flags as stored)."""
    found: dict[Flag, list[str]] = {}
    for place, flags in flagged:
        held = set(flags.split())
        for flag in TABLE_FLAGS:
            if flag.value in held:
                found.setdefault(flag, []).append(place)
    return [
        texts.t(
            "figures.note.flag",
            measure=opening(short_name(indicator, texts.lang)),
            flag=texts.t(f"figures.flag.{flag.value}"),
            places=join_list(found[flag], lang=texts.lang)
            if len(found[flag]) <= NAMED_PLACES
            else f"{len(found[flag])} {places_word(geography, texts, count=len(found[flag]))}",
        )
        for flag in TABLE_FLAGS
        if flag in found
    ]


def flags_of_values(values: Iterable[tuple[Indicator, Iterable[Flag]]], texts: Texts) -> list[str]:
    """`Low reliability: Crowding, No car.` of numbers of one place, with how they were made."""
    found: dict[str, list[str]] = {}
    for indicator, flags in values:
        name = opening(short_name(indicator, texts.lang))
        for said in value_flags(indicator, flags, texts):
            found.setdefault(said, []).append(name)
    return [
        texts.t(
            "figures.note.flagged", flag=opening(said), measures=", ".join(dict.fromkeys(names))
        )
        for said, names in found.items()
    ]


def value_flags(indicator: Indicator, flags: Iterable[Flag], texts: Texts) -> list[str]:
    """Every flag of one number in words, and whether a model had a part in it."""
    held = set(flags)
    said = [texts.t(f"figures.flag.{flag.value}") for flag in TABLE_FLAGS if flag in held]
    if how := kind_of_number(indicator, held, texts):
        said.append(how)
    return said


# -- shapes -----------------------------------------------------------------------------------


def key(
    shapes: Iterable[str], texts: Texts, said: Mapping[str, str] | None = None
) -> tuple[KeyEntry, ...]:
    """An entry for each of `shapes`, in the order of `theme.MARKS`."""
    found = set(shapes)
    words = said or {}
    return tuple(
        KeyEntry(
            shape,
            mark_style(shape, LIGHT).glyph,
            words.get(shape) or texts.t(f"figures.verdict.{shape}"),
        )
        for shape in MARKS
        if shape in found
    )


def key_line(entries: Sequence[KeyEntry], texts: Texts) -> str:
    """`Marks: ▲ better than the rest of the city; • not tested.`; empty without shapes."""
    if not entries:
        return ""
    marks = "; ".join(f"{entry.glyph}\u00a0{entry.said}" for entry in entries)
    return texts.t("figures.note.key", marks=marks)
