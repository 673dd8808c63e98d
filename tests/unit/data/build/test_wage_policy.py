"""Files of wages that somebody compiled by hand: what `same` stands for, what is refused."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from data.build.errors import SourceError
from data.build.reading import SourceDirectory
from data.build.sources import wage_policy

HISTORY = """effective_date,hourly_usd,law,source,source_url
2009-01-01,7.05,CPI,A book v1,(federal 7.25 applied from 2009-07-24)
2013-01-01,7.35,CPI,same,
2014-01-01,7.50,CPI,same (date assumed by the source),
"""
EVENTS = """date,event,source,url
2017-08-08,Voters approve $10,A paper,
2017-08-28,The state forbids it,same,
"""
RAISED = """scenario,geography,group,workers_directly_raised,workers_total,share_percent,\
data_year,source,url,note
$13,City,all,51900,252100,20.6,2015,A,,
same,City,Black,,,27.5,2015,same,,
$15,State,all,900000 (about),,nearly a third,2024,B,,
"""
FILES = {
    "missouri_minimum_wage_history.csv": (HISTORY, wage_policy.history),
    "policy_timeline_kc.csv": (EVENTS, wage_policy.events),
    "workers_affected_published.csv": (RAISED, wage_policy.raised),
}


def read(folder: Path, file: str, *changes: tuple[str, str]) -> pd.DataFrame:
    text, reader = FILES[file]
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    (folder / wage_policy.FOLDER).mkdir(parents=True)
    (folder / wage_policy.FOLDER / file).write_text(text, encoding="utf-8")
    return reader(SourceDirectory(folder, {f"{wage_policy.FOLDER}/{file}": None}))


def test_the_history_has_the_federal_rate_as_a_row_of_its_own(tmp_path: Path) -> None:
    found = read(tmp_path, "missouri_minimum_wage_history.csv")
    federal = found[found["authority"] == wage_policy.FEDERAL]
    assert federal[["effective_date", "hourly_usd"]].to_numpy().tolist() == [["2009-07-24", 7.25]]
    state = found[found["authority"] == wage_policy.STATE]
    assert set(state["source"]) == {"A book v1"}
    assert state["date_assumed"].tolist() == [0, 0, 1]


def test_same_is_what_the_row_before_says(tmp_path: Path) -> None:
    assert set(read(tmp_path, "policy_timeline_kc.csv")["source"]) == {"A paper"}


def test_a_share_in_words_is_no_number_and_a_round_count_says_so(tmp_path: Path) -> None:
    found = read(tmp_path, "workers_affected_published.csv")
    assert found["scenario"].tolist() == ["$13", "$13", "$15"]
    last = found.iloc[-1]
    assert pd.isna(last["share_percent"]) and last["share_said"] == "nearly a third"
    assert (last["workers_raised"], last["about"]) == (900000, 1)


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("missouri_minimum_wage_history.csv", "2013-01-01", "2008-01-01", "day"),
        ("missouri_minimum_wage_history.csv", "2013-01-01", "1 Jan 2013", "day"),
        ("missouri_minimum_wage_history.csv", ",7.50,", ",6.50,", "row before"),
        ("missouri_minimum_wage_history.csv", ",7.50,", ",750,", "dollars"),
        ("policy_timeline_kc.csv", "2017-08-28", "2017-08-01", "day"),
        ("workers_affected_published.csv", "51900", "many", "count"),
        ("workers_affected_published.csv", "20.6", "206", "share"),
        ("workers_affected_published.csv", "Black", "all", "once"),
    ],
)
def test_what_is_written_otherwise_is_refused_with_its_file(
    tmp_path: Path, file: str, old: str, new: str, said: str
) -> None:
    with pytest.raises(SourceError, match=f"{file}.*{said}"):
        read(tmp_path, file, (old, new))
