"""What the Data page lists: a line a measure, and which lines have the words that somebody types.

The newest release of a measure is a line; the older ones are told under it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from data.atlas.atlas import Atlas
from data.catalogue.measures import MeasureEntry
from data.catalogue.schema import Indicator, Source
from data.locale import Texts
from data.models import Kind
from data.numbers.address import published_id
from data.published.facts import PublishedFacts
from data.published.results import PublishedEstimate
from data.search.match import MAX_QUERY_CHARS, normalise
from data.sentences.words import measure


@dataclass(frozen=True, slots=True)
class Line:
    """One measure as it is listed. `id` is that of addresses, and the anchor on the page.

    `words` are what it is found by: `normalise` has taken case, accents and signs from them.
    """

    id: str
    name: str
    theme: str
    years: str
    kind: Kind
    through: int
    words: str


@dataclass(frozen=True, slots=True)
class Stored:
    """A measure of the atlas: its releases, the newest first."""

    line: Line
    releases: tuple[Indicator, ...]


@dataclass(frozen=True, slots=True)
class Published:
    """A measure that others published: its newest value of all residents in each area."""

    line: Line
    entry: MeasureEntry
    newest: tuple[PublishedEstimate, ...]
    sources: tuple[Source, ...]


def stored_lines(atlas: Atlas, texts: Texts) -> list[Stored]:
    """Measures of the atlas in the order of the catalogue, each where its newest release stands."""
    by_name: dict[str, list[Indicator]] = {}
    for indicator in atlas.catalogue.indicators.values():
        by_name.setdefault(measure(indicator, texts.lang), []).append(indicator)
    newest = {
        max(releases, key=_age).id: tuple(sorted(releases, key=_age, reverse=True))
        for releases in by_name.values()
    }
    themes = {theme.id: theme.name.get(texts.lang) for theme in atlas.catalogue.themes}
    return [
        Stored(_line(atlas, newest[name], themes[indicator.theme], texts), newest[name])
        for name, indicator in atlas.catalogue.indicators.items()
        if name in newest
    ]


def _age(indicator: Indicator) -> tuple[int, int]:
    return indicator.year_end, indicator.year_start


def _line(atlas: Atlas, releases: Sequence[Indicator], theme: str, texts: Texts) -> Line:
    newest, lang = releases[0], texts.lang
    said = [word for one in releases for word in (one.id, one.name.get(lang), one.years)]
    sources = [atlas.catalogue.source_of(one) for one in releases]
    return Line(
        id=newest.id,
        name=measure(newest, lang),
        theme=theme,
        years=newest.years,
        kind=newest.kind,
        through=newest.year_end,
        words=_words(theme, said, sources, texts),
    )


def published_lines(atlas: Atlas, facts: PublishedFacts, texts: Texts) -> list[Published]:
    """Published measures by theme, then by name."""
    themes = {theme.id: theme.name.get(texts.lang) for theme in atlas.catalogue.themes}
    order = {name: at for at, name in enumerate(themes)}
    found = [_published(entry, facts, themes[entry.theme], texts) for entry in facts.measures]
    return sorted(found, key=lambda one: (order[one.entry.theme], one.line.name))


def _published(entry: MeasureEntry, facts: PublishedFacts, theme: str, texts: Texts) -> Published:
    every = facts.estimates(entry.id)
    newest = {e.area.id: e for e in every if e.of_everyone} or {e.area.id: e for e in every}
    last = max(newest.values(), key=lambda estimate: estimate.span[::-1])
    sources = tuple({e.source.id: e.source for e in every}.values())
    name = entry.name.get(texts.lang)
    said = [name, published_id(entry.id), *dict.fromkeys(e.years for e in every)]
    line = Line(
        id=published_id(entry.id),
        name=name,
        theme=theme,
        years=last.years,
        kind=entry.kind,
        through=last.span[1],
        words=_words(theme, said, sources, texts),
    )
    return Published(line, entry, tuple(newest.values()), sources)


def _words(theme: str, said: Iterable[str], sources: Sequence[Source], texts: Texts) -> str:
    of_sources = (
        word
        for source in {source.id: source for source in sources}.values()
        for word in (source.id, source.title.get(texts.lang), source.publisher)
    )
    # each word once: the page is sent with them
    every = normalise(" ".join([theme, *said, *of_sources])).split()
    return " ".join(dict.fromkeys(every))


def asked_words(written: str) -> tuple[str, ...]:
    """What is looked for, as lines have it."""
    return tuple(normalise(written[:MAX_QUERY_CHARS]).split())


def has_words(line: Line, asked: Sequence[str]) -> bool:
    """Whether each of the words begins one of the line's; assets/clientside/data/filter.js too."""
    known = f" {line.words}"
    return all(f" {word}" in known for word in asked)
