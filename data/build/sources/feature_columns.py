"""Columns of a GeoJSON file, each checked: a wrong one is named with its file and row."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd

from data.build.errors import SourceError


def refuse_feature(
    file: str, frame: gpd.GeoDataFrame, column: str, expected: str, wrong: pd.Series
) -> None:
    """Raise SourceError for the first feature that is wrong, if there is one."""
    if wrong.any():
        at = int(wrong.to_numpy().argmax())
        raise SourceError(
            file, row=at + 1, column=column, value=frame[column].iloc[at], expected=expected
        )


def tiers(file: str, frame: gpd.GeoDataFrame, column: str) -> pd.Series:
    """How early something is drawn, 1 first."""
    tier = pd.to_numeric(frame[column], errors="coerce")
    refuse_feature(file, frame, column, "1, 2, 3 …", ~((tier >= 1) & (tier % 1 == 0)))
    found: pd.Series = tier.astype(int)
    return found


def flags(file: str, frame: gpd.GeoDataFrame, column: str) -> pd.Series:
    """True or false."""
    known = frame[column].map(lambda value: str(value) in ("True", "False"))
    refuse_feature(file, frame, column, "true or false", ~known)
    said: pd.Series = frame[column].astype(str).eq("True")
    return said


def names(file: str, frame: gpd.GeoDataFrame, column: str) -> pd.Series:
    """A name, of every feature."""
    text = frame[column].fillna("").astype(str).str.strip()
    refuse_feature(file, frame, column, "a name", text.eq(""))
    found: pd.Series = text
    return found
