"""What stands on a sheet of the static renderer, for tests."""

from __future__ import annotations

from collections.abc import Sequence

from layouts.pictures.canvas import Sheet
from layouts.pictures.words import Words


def placed(sheet: Sheet) -> Sequence[Words]:
    """Every line on a sheet as it was put there."""
    return [artist for artist in sheet.figure.artists if isinstance(artist, Words)]


def said(sheet: Sheet) -> list[str]:
    """Every line on a sheet, without markup."""
    return [words.text for words in placed(sheet)]
