"""Where a publisher keeps a source file, and what a download must hold before it is believed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal

from pydantic import Field, field_validator, model_validator

from data.checked import Strict

Format = Literal[
    "csv", "csv_gz", "csv_zip", "socrata_csv", "socrata_json", "census_api", "tiger_zip"
]
PAGED = ("socrata_csv", "socrata_json")


class Checks(Strict):
    """What is asked of a download. `columns`: of a zip, the attributes of its shapes."""

    columns: tuple[str, ...] = Field(min_length=1)
    least_rows: int = Field(ge=1)
    largest_bytes: int = Field(ge=1)
    id_column: str | None = None
    id_pattern: str | None = None  # a regular expression that every id matches as a whole
    sha256: str | None = Field(default=None, pattern=r"^[0-9a-f]{64}$")

    @field_validator("id_pattern")
    @classmethod
    def _compiles(cls, pattern: str | None) -> str | None:
        try:
            re.compile(pattern or "")
        except re.error as error:
            raise ValueError(f"no regular expression: {error}") from error
        return pattern


class Live(Strict):
    """A public address of a file. The key of an API stands in the environment, never here."""

    url: str = Field(pattern=r"^https://[^?#\s]+$")
    format: Format
    checks: Checks
    query: Mapping[str, str] = {}  # further parameters: `$where`, `$select`
    page_rows: int = Field(default=50_000, ge=1)  # of one Socrata answer
    variables: tuple[str, ...] = ()  # of the Census API, asked for in parts
    within: tuple[str, ...] = ()  # of the Census API: one request each, `state:29 county:095`
    key: str | None = None  # name of the environment variable that may hold an API key
    member: str | None = None  # of a csv_zip: the table's name in it, `160/Table9.csv`
    encoding: Literal["utf-8-sig", "latin-1"] = "utf-8-sig"
    # No file of this address has been fetched from its real host yet; the layout is from its
    # publisher's documents.
    untested: bool = True

    @model_validator(mode="after")
    def _consistent(self) -> Live:
        asks = self.format == "census_api"
        if bool(self.variables) != asks or bool(self.within) != asks:
            raise ValueError("variables and within belong to census_api, which needs both")
        if (self.member is None) == (self.format == "csv_zip"):
            raise ValueError("member names the table in a csv_zip, which needs it")
        if (self.checks.id_column is None) != (self.checks.id_pattern is None):
            raise ValueError("checks: id_column and id_pattern go together")
        return self
