"""Groups of places that people call by one name: one YAML file a group, in the city's folder.

Nobody chose them by eye: each names who groups these places, and what is unsure about it. A place
may be in several groups, or in none.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Self

from pydantic import Field, model_validator

from data.checked import CatalogueError, Strict, Text, label, read_checked

# As addresses have it, after `group-`.
GroupId = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
_Names = tuple[Annotated[str, Field(min_length=1)], ...]


class AlsoCalled(Strict):
    """Other names, by the language they are said in."""

    en: _Names = ()
    es: _Names = ()

    def get(self, lang: str) -> tuple[str, ...]:
        """Those of one language."""
        return self.es if lang == "es" else self.en


class GroupSource(Strict):
    """Who groups the places so: a citation, and where it can be read."""

    citation: str = Field(min_length=1)
    url: str | None = Field(default=None, pattern=r"^https?://\S+$")


class PlaceGroup(Strict):
    """One group. `members` are ids of home places. `in_sentence` has the article of its name, where
    people say one.

    `basis`: what the sources say belongs together. `caveat`: what is unsure about the members, and
    how they were found.
    """

    id: GroupId
    name: Text
    in_sentence: Text | None = None
    also_called: AlsoCalled = AlsoCalled()
    members: tuple[str, ...] = Field(min_length=2)
    basis: Text
    caveat: Text
    sources: tuple[GroupSource, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _once(self) -> Self:
        twice = sorted({member for member in self.members if self.members.count(member) > 1})
        if twice:
            raise ValueError(f"members: {twice[0]} is named twice")
        return self


def read_groups(folder: Path) -> Mapping[str, PlaceGroup]:
    """The groups of `folder`, by id in text order; none where there is no folder.

    Raises CatalogueError, which names the file and the field.
    """
    found: dict[str, PlaceGroup] = {}
    files: dict[str, Path] = {}
    named: dict[str, Path] = {}
    for path in sorted(folder.glob("*.yaml")):
        group = read_checked(path, PlaceGroup)
        for field, word, before in (("id", group.id, files), ("name", group.name.en, named)):
            if word in before:
                other = label(before[word])
                raise CatalogueError(f"{label(path)}: {field}: {word!r} is also in {other}")
            before[word] = path
        if group.id != path.stem:
            raise CatalogueError(f"{label(path)}: id is {group.id!r}, the file's name differs")
        found[group.id] = group
    return MappingProxyType(dict(sorted(found.items())))
