"""The minimum wage: its history, what was decided, who would have had a raise, what studies found.

Files that somebody compiled by hand, a source a row. `same` in a cell stands for what the row
before says.
"""

from __future__ import annotations

import re

import pandas as pd

from data.build.reading import SourceDirectory, SourceTable

FOLDER = "policy/wage"
STATE, FEDERAL = "state", "federal"
_SAME = re.compile(r"^same\b")
_ASSUMED = "date assumed by the source"
# As a cell of the history says it: "(federal 7.25 applied from 2009-07-24)".
_FLOOR = re.compile(r"federal (\d+\.\d+) applied from (\d{4}-\d{2}-\d{2})")
_DAY = r"\d{4}-\d{2}-\d{2}"
_COUNT = re.compile(r"(\d+)( \(about\))?")
_STUDY = (
    "study", "design", "outcome", "effect", "interval_or_precision", "doi_or_ref", "direction",
    "read_in", "caveat",
)  # fmt: skip


def history(source: SourceDirectory) -> pd.DataFrame:
    """Dollars an hour from each day on: authority, effective_date, hourly_usd, law, source,
    date_assumed. The federal floor has a row where it is said to have applied. Raises SourceError.
    """
    columns = ("effective_date", "hourly_usd", "law", "source", "source_url")
    file = f"{FOLDER}/missouri_minimum_wage_history.csv"
    table = source.csv(file, columns=columns, key=["effective_date"])
    _days(table, "effective_date")
    frame = table.frame
    usd = table.numbers("hourly_usd", blank=False)
    table.refuse(~usd.between(0.25, 100), "hourly_usd", "dollars an hour")
    table.refuse(usd.diff() < 0, "hourly_usd", "no less than the row before")
    named = _repeated(frame["source"])
    rows = pd.DataFrame(
        {
            "authority": STATE,
            "effective_date": frame["effective_date"],
            "hourly_usd": usd,
            "law": frame["law"],
            "source": named.str.removesuffix(f" ({_ASSUMED})"),
            "date_assumed": frame["source"].str.contains(_ASSUMED, regex=False).astype(int),
        }
    )
    floors = [
        {**row, "authority": FEDERAL, "effective_date": found[2], "hourly_usd": float(found[1]),
         "law": FEDERAL, "date_assumed": 0}
        for row, url in zip(rows.to_dict("records"), frame["source_url"], strict=True)
        if (found := _FLOOR.search(url))
    ]  # fmt: skip
    return pd.concat([rows, pd.DataFrame(floors, columns=rows.columns)], ignore_index=True)


def events(source: SourceDirectory) -> pd.DataFrame:
    """What was decided: event_date, event, source. Raises SourceError."""
    file = f"{FOLDER}/policy_timeline_kc.csv"
    table = source.csv(file, columns=("date", "event", "source", "url"), key=["date"])
    _days(table, "date")
    named = _repeated(table.frame["source"])
    return pd.DataFrame(
        {"event_date": table.frame["date"], "event": table.frame["event"], "source": named}
    )


def raised(source: SourceDirectory) -> pd.DataFrame:
    """Who would have had a raise: scenario, area, group_name, workers_raised, workers,
    share_percent, share_said, data_year, source, note. Raises SourceError.
    """
    columns = (
        "scenario", "geography", "group", "workers_directly_raised", "workers_total",
        "share_percent", "data_year", "source", "note",
    )  # fmt: skip
    table = source.csv(f"{FOLDER}/workers_affected_published.csv", columns=columns, key=[])
    frame = table.frame
    count = frame["workers_directly_raised"].str.extract(_COUNT)[0]
    wrong = frame["workers_directly_raised"].ne("") & count.isna()
    table.refuse(wrong, "workers_directly_raised", "a count, or about one")
    share = pd.to_numeric(frame["share_percent"], errors="coerce")
    table.refuse(~share.between(0, 100) & share.notna(), "share_percent", "a share")
    scenario = _repeated(frame["scenario"])
    table.refuse(pd.concat([scenario, frame["group"]], axis=1).duplicated(), "group", "once")
    return pd.DataFrame(
        {
            "scenario": scenario,
            "group_name": frame["group"],
            "area": frame["geography"],
            "workers_raised": pd.to_numeric(count),
            "about": frame["workers_directly_raised"].str.contains("about").astype(int),
            "workers": table.numbers("workers_total"),
            "share_percent": share,
            "share_said": frame["share_percent"],
            "data_year": frame["data_year"],
            "source": _repeated(frame["source"]),
            "note": frame["note"],
        }
    )


def studies(source: SourceDirectory) -> pd.DataFrame:
    """What was read of each study, as text. Raises SourceError."""
    file = f"{FOLDER}/evidence_minimum_wage_health.csv"
    table = source.csv(file, columns=_STUDY, key=["study"])
    return table.frame[list(_STUDY)].reset_index(drop=True)


def _days(table: SourceTable, column: str) -> None:
    table.refuse(~table.frame[column].str.fullmatch(_DAY), column, "a day: 2026-01-01")
    falls = table.frame[column] < table.frame[column].shift().fillna("")
    table.refuse(falls, column, "a day not before that of the row above")


def _repeated(cells: pd.Series) -> pd.Series:
    """The cells with what the row before says in the place of `same`."""
    return cells.mask(cells.str.contains(_SAME)).ffill()
