"""Why a build stops: messages that let a person find the line in the file."""

from __future__ import annotations


class BuildError(Exception):
    """The build cannot go on; the old extract stays as it was."""


class SourceError(BuildError):
    """A source file is not what was expected.

    Names the file and, where they apply, the line (1 = header), the column, the value found and
    what was expected.
    """

    def __init__(
        self,
        file: str,
        *,
        expected: str,
        row: int | None = None,
        column: str | None = None,
        value: object = None,
    ) -> None:
        self.file = file
        self.row = row
        self.column = column
        self.value = value
        self.expected = expected
        parts = [f"file {file}"]
        if row is not None:
            parts.append(f"row {row}")
        if column is not None:
            parts.append(f"column {column!r}")
        if value is not None:
            parts.append(f"value {value!r}")
        super().__init__(", ".join(parts) + f": expected {expected}")


class CheckError(BuildError):
    """The finished tables break a rule: they are not put in place."""
