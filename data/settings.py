"""Settings from the environment: read once at start, refused with one clear message."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal, NoReturn

from pydantic import AfterValidator, Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError

from data.repository.engine import EXTRACT, sqlite_url
from data.repository.servers import is_postgres, masked, parse_url

_ORIGIN = re.compile(r"https?://(\*\.)?[A-Za-z0-9.-]+(:\d{1,5})?")
_BASE_PATH = re.compile(r"/([A-Za-z0-9._~-]+/)*")
_HOST_NAME = re.compile(r"(\*\.)?[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*|\[[0-9A-Fa-f:.]+\]")
_PUBLIC_URL = re.compile(r"https?://[A-Za-z0-9.-]+(:\d{1,5})?(/[A-Za-z0-9._~/-]*)?")
_CONTACT = re.compile(r"(mailto:[^\s@<>]+@[A-Za-z0-9.-]+|https://[^\s<>]+|tel:\+?[0-9-]+)")

# What a person reads after "allowed:", by field.
_ALLOWED = {
    "database_url": "a SQLAlchemy address, such as sqlite:////srv/kc.sqlite or "
    "postgresql://reader:password@host/name",
    "default_language": "en or es",
    "base_path": "a path that starts with a slash, such as / or /health/",
    "log_level": "DEBUG, INFO, WARNING or ERROR",
    "frame_ancestors": "'self', 'none' or origins with spaces between, such as https://city.example",
    "public_url": "an address that starts with http:// or https://, without ? or #",
    "allowed_hosts": "names with spaces between, such as old.example.org *.example.org 192.168.1.5",
    "client_seconds": "a whole number of seconds from 1 to 300",
    "plotly_bundle": "auto or full",
    "proxies": "the number of your own proxies in front, 0 to 5",
    "makers": "a whole number from 1 to 16",
    "maker_megabytes": "a whole number from 100 to 100000",
    "warm_store": "auto or off",
    "download_folder": "a folder for the file of everything, such as /var/cache/equity",
    "metrics": "off or on",
    "security_contact": "an address that starts with mailto:, https:// or tel:",
    "stories_database_url": "sqlite for a file below var/, sqlite:////srv/stories.sqlite "
    "(not the extract, nothing below assets), or postgresql://user:password@host/name",
    "stories_token_hash": "sha256: and 64 digits, as `python -m data stories token` prints them; "
    "never the token itself",
    "stories_secret": "at least 32 characters by chance, the same on every machine",
    "stories_per_hour": "a whole number from 1 to 100000",
    "stories_per_address": "a whole number from 1 to 100000",
}
# Shown to nobody, not even where they are wrong.
_SECRET = ("stories_token_hash", "stories_secret")
_TOKEN_HASH = re.compile(r"sha256:[0-9a-f]{64}")
_MIN_SECRET_CHARS = 32
# Where stories are kept when nobody says where: beside nothing that is served or committed.
STORIES_FILE = Path(__file__).parents[1] / "var/stories.sqlite"
_PUBLIC_FOLDER = Path(__file__).parents[1] / "assets"
_OWN_FILE = ("sqlite", "sqlite://")


class SettingsError(ValueError):
    """A setting cannot be used. The message names the variable, its value and what is allowed."""


def _database_url(value: str) -> str:
    """The whole address, by the driver that is installed; of a file as it is written."""
    url = _url(value)
    return url.render_as_string(hide_password=False) if is_postgres(url) else value


def _url(value: str) -> URL:
    try:
        return parse_url(value)
    except ArgumentError as error:
        raise ValueError(masked(str(error))) from error


def _base_path(value: str) -> str:
    path = value if value.endswith("/") else value + "/"
    if not _BASE_PATH.fullmatch(path):
        raise ValueError("not a path")
    return path


def _frame_ancestors(value: str) -> str:
    words = [f"'{word.strip(chr(39))}'" if _is_keyword(word) else word for word in value.split()]
    alone = "'none'" in words and len(words) > 1
    if not words or alone or not all(_is_keyword(w) or _ORIGIN.fullmatch(w) for w in words):
        raise ValueError("not a list of origins")
    return " ".join(words)


def _is_keyword(word: str) -> bool:
    return word.strip("'") in ("self", "none")


def _public_url(value: str) -> str:
    if value and not _PUBLIC_URL.fullmatch(value):
        raise ValueError("not an address")
    return value.rstrip("/")


def _security_contact(value: str) -> str:
    if value and not _CONTACT.fullmatch(value):
        raise ValueError("not an address")
    return value


def _allowed_hosts(value: str) -> str:
    names = value.lower().split()
    if not all(_HOST_NAME.fullmatch(name) for name in names):
        raise ValueError("not a list of names")
    return " ".join(names)


def _stories_url(value: str) -> str:
    """The whole address of the stories, by the driver that is installed."""
    if not value:
        return value
    if value in _OWN_FILE:
        return f"sqlite:///{STORIES_FILE}"
    url = _url(value)
    if url.get_backend_name() == "sqlite":
        _check_file(url.database)
    elif not is_postgres(url) or not url.database:
        raise ValueError("not one of the databases that are tried")
    return url.render_as_string(hide_password=False)


def _check_file(name: str | None) -> None:
    if not name or name == ":memory:" or name.startswith("file:"):
        raise ValueError("what is only in memory keeps nothing")
    path = Path(name).resolve()
    if path == EXTRACT.resolve() or path.is_relative_to(_PUBLIC_FOLDER) or path.is_dir():
        raise ValueError("not a file for stories alone")


def _stories_token_hash(value: str) -> str:
    if value and not _TOKEN_HASH.fullmatch(value):
        raise ValueError("not a hash")
    return value


def _stories_secret(value: str) -> str:
    if value and len(value) < _MIN_SECRET_CHARS:
        raise ValueError("too short")
    return value


class Settings(BaseSettings):
    """What an operator may change, each with the environment variable of the same name.

    `base_path` starts and ends with a slash. `frame_ancestors` is ready for the header.
    `public_url` has no slash at its end; empty where the operator gave none. `download_folder` too:
    then it is one below the machine's folder for such things (data/everything/kept.py).
    `security_contact`: whom to tell of a hole; `metrics`: whether they are counted and answered.
    `allowed_hosts` are names beside that of `public_url`, in small letters, with a space between.
    `stories_database_url` is whole, with its driver; empty where no stories are taken.
    """

    model_config = SettingsConfigDict(frozen=True, extra="ignore", env_ignore_empty=True)

    database_url: Annotated[str, AfterValidator(_database_url)] = Field(
        default_factory=lambda: sqlite_url(EXTRACT)
    )
    default_language: Literal["en", "es"] = "en"
    base_path: Annotated[str, AfterValidator(_base_path)] = "/"
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    frame_ancestors: Annotated[str, AfterValidator(_frame_ancestors)] = "'self'"
    public_url: Annotated[str, AfterValidator(_public_url)] = ""
    allowed_hosts: Annotated[str, AfterValidator(_allowed_hosts)] = ""
    client_seconds: Annotated[int, Field(ge=1, le=300)] = 20
    plotly_bundle: Literal["auto", "full"] = "auto"
    warm_store: Literal["auto", "off"] = "auto"
    download_folder: str = ""
    metrics: Literal["off", "on"] = "off"
    security_contact: Annotated[str, AfterValidator(_security_contact)] = ""
    proxies: Annotated[int, Field(ge=0, le=5)] = 0
    makers: Annotated[int, Field(ge=1, le=16)] = 3
    # Five times what the largest ready-made pack was seen to take (75); see docs/decisions/0144.
    maker_megabytes: Annotated[int, Field(ge=100, le=100_000)] = 400
    stories_database_url: Annotated[str, AfterValidator(_stories_url)] = ""
    stories_token_hash: Annotated[str, AfterValidator(_stories_token_hash)] = ""
    stories_secret: Annotated[str, AfterValidator(_stories_secret)] = ""
    stories_per_hour: Annotated[int, Field(ge=1, le=100_000)] = 100
    stories_per_address: Annotated[int, Field(ge=1, le=100_000)] = 20

    @classmethod
    def from_environment(cls) -> Settings:
        """Read the environment.

        Raises:
            SettingsError: a variable holds a value that is not allowed; all such are named.

        """
        try:
            return cls()
        except ValidationError as error:
            _refuse(error)


def _refuse(error: ValidationError) -> NoReturn:
    """Say in one line a variable what is wrong and what is allowed."""
    raise SettingsError("\n".join(_line(dict(problem)) for problem in error.errors())) from error


def _line(problem: Mapping[str, object]) -> str:
    location = problem["loc"]
    name = str(location[0]) if isinstance(location, tuple) and location else "settings"
    shown = "***" if name in _SECRET else masked(str(problem["input"]))
    return f'{name.upper()}="{shown}" cannot be used; allowed: {_ALLOWED[name]}'
