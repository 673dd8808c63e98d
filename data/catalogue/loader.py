"""Reads the catalogue: one YAML file an indicator, one a source, the themes in their order."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from data.catalogue.schema import Indicator, Source, Theme
from data.checked import CatalogueError, Strict, label, read_yaml, validated
from data.cities.city import CITY_FILE, City, city
from data.models import Estimator, Geography, Role

_HERE = Path(__file__).parent
# Within a theme: what people come for first, background last.
_ROLE_ORDER = (Role.OUTCOME, Role.FACTOR, Role.GROUP, Role.CARE, Role.CONTEXT)
_Entry = TypeVar("_Entry", bound=Strict)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Everything the project knows about its indicators. Indicators stand in theme order.

    `indicators` and `sources` are those that every extract holds. Those of awaited sources wait
    apart, so that no page names what has no value, until `having` or `with_files` lets them in.
    `lacking` are the indicators of other cities: of this one there is nothing.
    """

    indicators: Mapping[str, Indicator]
    sources: Mapping[str, Source]
    themes: tuple[Theme, ...]
    awaited_indicators: Mapping[str, Indicator] = field(default_factory=dict)
    awaited_sources: Mapping[str, Source] = field(default_factory=dict)
    lacking: frozenset[str] = frozenset()

    def indicator(self, indicator_id: str) -> Indicator:
        """The indicator called `indicator_id`. Raises KeyError, with the nearest known ids."""
        try:
            return self.indicators[indicator_id]
        except KeyError:
            near = get_close_matches(indicator_id, self.indicators, n=3)
            hint = f"; did you mean {', '.join(near)}?" if near else ""
            raise KeyError(f"no indicator {indicator_id!r} in the catalogue{hint}") from None

    def source_of(self, indicator: Indicator) -> Source:
        """Where the values of `indicator` were published."""
        return self.sources[indicator.source]

    @property
    def shown_sources(self) -> tuple[Source, ...]:
        """The sources that a page may name; what is not confirmed is in the extract only."""
        return tuple(source for source in self.sources.values() if source.confirmed)

    def by_theme(self) -> tuple[tuple[Theme, tuple[Indicator, ...]], ...]:
        """Themes in order, each with its indicators; themes without any are left out."""
        grouped = (
            (theme, tuple(i for i in self.indicators.values() if i.theme == theme.id))
            for theme in self.themes
        )
        return tuple((theme, members) for theme, members in grouped if members)

    def having(self, indicator_ids: Collection[str], source_ids: Collection[str] = ()) -> Catalogue:
        """The catalogue of an extract that holds these indicators and files of these sources.

        What was awaited and has come is among them.
        """
        found = {
            i.source for name, i in self.awaited_indicators.items() if name in set(indicator_ids)
        }
        return self._letting_in(found | (set(source_ids) & set(self.awaited_sources)))

    def with_files(self, is_there: Callable[[str], bool], read: Collection[str] = ()) -> Catalogue:
        """The catalogue of a build: awaited sources all of whose files are there take part.

        Those that no indicator rests on take part if they are `read` for something else, such as
        published values; else they stay out: nobody could see what they hold.
        """
        used = {i.source for i in self.awaited_indicators.values()} | set(read)
        found = {
            name
            for name in used & set(self.awaited_sources)
            if all(is_there(file.path) for file in self.awaited_sources[name].files)
        }
        return self._letting_in(found)

    def _letting_in(self, sources: Collection[str]) -> Catalogue:
        if not sources:
            return self
        coming = {n: i for n, i in self.awaited_indicators.items() if i.source in sources}
        let_in = {n: s for n, s in self.awaited_sources.items() if n in sources}
        return replace(
            self,
            indicators=_ordered({**self.indicators, **coming}, self.themes),
            sources=MappingProxyType(dict(sorted({**self.sources, **let_in}.items()))),
            awaited_indicators=_without(self.awaited_indicators, coming),
            awaited_sources=_without(self.awaited_sources, let_in),
        )

    @property
    def expected_rows(self) -> dict[str, int | None]:
        """Every source file, by path below SOURCES, with the rows it must have (None: any)."""
        return {file.path: file.rows for s in self.sources.values() for file in s.files}


@cache
def load_catalogue() -> Catalogue:
    """The catalogue of this project, read once: what its city has, which is all that it names.

    Raises CatalogueError.
    """
    found = of_city(read_catalogue(_HERE), city())
    check_city(city(), found)
    return found


def of_city(whole: Catalogue, own: City) -> Catalogue:
    """The catalogue without the layers and the sources that the city lacks.

    Raises CatalogueError for a source that nobody knows.
    """
    for name in own.lacks:
        if name not in {*whole.sources, *whole.awaited_sources}:
            raise CatalogueError(f"{label(own.folder / CITY_FILE)}: lacks: no source {name!r}")
    indicators = _over_layers(whole.indicators, own)
    return replace(
        whole,
        indicators=indicators,
        sources=_without(whole.sources, own.lacks),
        awaited_indicators=_over_layers(whole.awaited_indicators, own),
        awaited_sources=_without(whole.awaited_sources, own.lacks),
        themes=tuple(
            theme.model_copy(update={"name": own.themes.get(theme.id, theme.name)})
            for theme in whole.themes
        ),
        lacking=frozenset(whole.indicators) - frozenset(indicators),
    )


def _over_layers(indicators: Mapping[str, Indicator], own: City) -> Mapping[str, Indicator]:
    found = {}
    for name, indicator in indicators.items():
        layers = tuple(
            g for g in Geography if g in own.geographies and _is_given(indicator, g, own)
        )
        if layers and indicator.source not in own.lacks:
            usual = indicator.default_geography
            first = usual if usual in own.geographies else layers[0]
            changes = {"geographies": layers, "default_geography": first}
            found[name] = indicator.model_copy(update=changes)
    return MappingProxyType(found)


def _is_given(indicator: Indicator, geography: Geography, own: City) -> bool:
    """Whether an indicator is told of places of a kind.

    Of groups whatever is told of their members: a group is all of their people. Counts by area are
    not: from that of a group and those of its members one could work out a count that is not told.
    """
    if geography is not Geography.GROUP:
        return geography in indicator.geographies
    counted_by_area = indicator.estimator is Estimator.AREA_RATE
    return own.home in indicator.geographies and not counted_by_area


def check_city(own: City, catalogue: Catalogue) -> None:
    """Raise CatalogueError for indicators that the city names and the catalogue does not know."""
    for name in sorted(own.indicators - set(catalogue.indicators)):
        near = get_close_matches(name, catalogue.indicators, n=3)
        hint = f"; did you mean {', '.join(near)}?" if near else ""
        raise CatalogueError(f"{label(own.folder / CITY_FILE)}: no indicator {name!r}{hint}")


def read_catalogue(directory: Path) -> Catalogue:
    """The catalogue under `directory` (themes.yaml, sources/, indicators/).

    Raises CatalogueError, which names the file and the field, if anything is wrong.
    """
    themes = _themes(directory / "themes.yaml")
    sources = _entries(directory / "sources", Source)
    indicators = _entries(directory / "indicators", Indicator)
    theme_ids = [theme.id for theme in themes]
    for found in indicators.values():
        _check_references(found, indicators=indicators, sources=sources, themes=theme_ids)
    _check_files(sources)
    late_sources = {name: s for name, s in sources.items() if s.awaited}
    late = {name: i for name, i in indicators.items() if i.source in late_sources}
    return Catalogue(
        indicators=_ordered(_without(indicators, late), themes),
        sources=_without(sources, late_sources),
        themes=themes,
        awaited_indicators=_ordered(late, themes),
        awaited_sources=MappingProxyType(late_sources),
    )


def _ordered(
    indicators: Mapping[str, Indicator], themes: tuple[Theme, ...]
) -> Mapping[str, Indicator]:
    place = {theme.id: at for at, theme in enumerate(themes)}
    order = sorted(
        indicators.values(), key=lambda i: (place[i.theme], _ROLE_ORDER.index(i.role), i.id)
    )
    return MappingProxyType({i.id: i for i in order})


def _without(entries: Mapping[str, _Entry], gone: Collection[str]) -> Mapping[str, _Entry]:
    return MappingProxyType({name: e for name, e in entries.items() if name not in gone})


def _themes(path: Path) -> tuple[Theme, ...]:
    listed = read_yaml(path)
    if not isinstance(listed, list):
        raise CatalogueError(f"{path.name}: expected a list of themes")
    themes = tuple(validated(entry, Theme, path) for entry in listed)
    ids = [theme.id for theme in themes]
    for theme_id in ids:
        if ids.count(theme_id) > 1:
            raise CatalogueError(f"{path.name}: theme {theme_id!r} is listed twice")
    return themes


def _entries(directory: Path, model: type[_Entry]) -> dict[str, _Entry]:
    paths = sorted(directory.glob("*.yaml"))
    if not paths:
        raise CatalogueError(f"{directory.name}/: no YAML file there")
    found: dict[str, _Entry] = {}
    for path in paths:
        entry = validated(read_yaml(path), model, path)
        entry_id = str(getattr(entry, "id", ""))
        if entry_id != path.stem:
            raise CatalogueError(f"{label(path)}: id is {entry_id!r}, the file's name differs")
        found[entry_id] = entry
    return found


def _check_references(
    indicator: Indicator,
    *,
    indicators: Mapping[str, Indicator],
    sources: Mapping[str, Source],
    themes: list[str],
) -> None:
    where = f"indicators/{indicator.id}.yaml"
    if indicator.theme not in themes:
        raise CatalogueError(f"{where}: theme: {indicator.theme!r} is not in themes.yaml")
    if indicator.source not in sources:
        raise CatalogueError(f"{where}: source: no sources/{indicator.source}.yaml")
    others = [other for other in indicators.values() if other.id != indicator.id]
    for name in indicator.never_with:
        if not any(name in other.kin for other in others):
            raise CatalogueError(f"{where}: never_with: no indicator or family {name!r}")
    if indicator.family and indicator.family not in {other.family for other in others}:
        raise CatalogueError(f"{where}: family: no other indicator of {indicator.family!r}")


def _check_files(sources: Mapping[str, Source]) -> None:
    """Each file belongs to one source, so that publisher and licence are unambiguous."""
    owner: dict[str, str] = {}
    for source in sources.values():
        for file in source.files:
            if file.path in owner:
                raise CatalogueError(
                    f"sources/{source.id}.yaml: files: {file.path} is also in "
                    f"sources/{owner[file.path]}.yaml"
                )
            owner[file.path] = source.id
