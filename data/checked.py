"""YAML files held against a model; what is wrong is said with the file and the field."""

from __future__ import annotations

from collections.abc import Hashable
from pathlib import Path
from typing import Annotated, Any, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

Slug = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]


class CatalogueError(Exception):
    """A file of the catalogue or of the city is missing or wrong; the message names the field."""


class Strict(BaseModel):
    """An entry that refuses a field it does not know, and never changes."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Text(Strict):
    """One text in every language of the site."""

    en: str = Field(min_length=1)
    es: str = Field(min_length=1)

    def get(self, lang: str) -> str:
        """Text in `lang` (`en` or `es`)."""
        return self.es if lang == "es" else self.en


_Entry = TypeVar("_Entry", bound=Strict)


class _UniqueKeys(_Loader):  # type: ignore[misc]  # the base is chosen at run time
    """A YAML loader that refuses a key written twice (PyYAML would silently keep the last)."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        keys = [key.value for key, _ in node.value]
        twice = sorted({key for key in keys if keys.count(key) > 1})
        if twice:
            raise yaml.constructor.ConstructorError(
                problem=f"{twice[0]!r} is written twice", problem_mark=node.start_mark
            )
        found: dict[Hashable, Any] = super().construct_mapping(node, deep)
        return found


def read_checked(path: Path, model: type[_Entry]) -> _Entry:
    """One YAML file as `model`. Raises CatalogueError, which names the file and the field."""
    return validated(read_yaml(path), model, path)


def read_yaml(path: Path) -> Any:
    """What a YAML file says. Raises CatalogueError if it cannot be read, or says a key twice."""
    try:
        return yaml.load(path.read_text(encoding="utf-8"), _UniqueKeys)
    except OSError as error:
        raise CatalogueError(f"{label(path)}: cannot be read ({error.strerror})") from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f", line {mark.line + 1}" if mark else ""
        problem = getattr(error, "problem", None) or error
        raise CatalogueError(f"{label(path)}{line}: {problem}") from error


def validated(content: Any, model: type[_Entry], path: Path) -> _Entry:
    """`content`, read from `path`, as `model`. Raises CatalogueError."""
    try:
        return model.model_validate(content)
    except ValidationError as error:
        problems = [
            f"{'.'.join(str(part) for part in found['loc']) or 'whole file'}: {found['msg']}"
            for found in error.errors()
        ]
        raise CatalogueError(f"{label(path)}: " + "; ".join(problems)) from error


def label(path: Path) -> str:
    """How a message names a file: with its folder, which says what it is about."""
    return path.name if path.parent.name == "catalogue" else f"{path.parent.name}/{path.name}"
