"""One number with all that must be said of it: the public JSON of a number.

The API, the files and the page of a number say what stands here and nothing else. Names of fields
are those of the columns of files where there is one (data/files/csv_file.py). Words are in the
language that was asked for; a number that there is not is null. Values are in the unit of the
measure, percentages from 0 to 100; shares (`coverage`, `own_share`) run from 0 to 1.
"""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict


class Public(BaseModel):
    """What leaves the site as JSON: never changed once made."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class NumberPlace(Public):
    """Where it was found. `kind` is a geography of the site, or `county`, `state`, `country`.

    `inside` is the name within a sentence; `address` is its page, null for one without.
    """

    id: str
    name: str
    inside: str
    kind: str
    kind_name: str
    address: str | None


class NumberMeasure(Public):
    """What was measured. `id` is that of the address; `definition` says it in one line.

    `kind` says how: `measured`, `partly_modelled` (a model had a part) or `modelled` (expected of
    who lives there, never tested). `method` is the address of how it is made, `caveats` what must
    be known to read it.
    """

    id: str
    name: str
    short_name: str
    theme: str
    theme_name: str
    kind: Literal["measured", "partly_modelled", "modelled"]
    kind_name: str
    polarity: Literal["higher_is_better", "higher_is_worse", "none"]
    unit: str
    unit_name: str
    decimals: int
    definition: str
    caveats: tuple[str, ...]
    published: bool
    method: str


class NumberGroup(Public):
    """Residents that a published value is of, where it is not of all."""

    id: str
    name: str


class NumberFlag(Public):
    """Why a value is weak, missing or untested: the code of the files, and in words."""

    code: str
    words: str


class NumberTest(Public):
    """The test behind the verdict, or why there was none (`why_not`, a code, and in words).

    `difference` is value less the value of what it was compared with (`other_value`), with its 95%
    interval; `p_adjusted` is corrected for all tests of the same measure and kind of place.
    """

    done: bool
    against: str | None
    against_name: str | None
    test: str | None
    test_name: str | None
    why_not: str | None
    why_not_words: str | None
    other_value: float | None
    difference: float | None
    difference_se: float | None
    difference_lower: float | None
    difference_upper: float | None
    p_adjusted: float | None


class NumberRank(Public):
    """Place among `places` places of its kind, 1 = lowest value, as the range chance allows."""

    rank: int
    rank_lower: int
    rank_upper: int
    places: int


class NumberBenchmark(Public):
    """The same measure elsewhere: the city here, county, state and nation as published.

    Nothing is tested: the areas hold each other. `basis` is `own` (this site), `published`, or how
    the publisher of modelled values gives them: `crude`, `age_adjusted`. `address` is the page of
    that number, null where it has none.
    """

    place: str
    place_name: str
    value: float
    lower: float | None
    upper: float | None
    level_percent: int | None
    years: str
    basis: Literal["own", "published", "crude", "age_adjusted"]
    basis_name: str
    publisher: str
    address: str | None


class NumberChange(Public):
    """What the test says of an earlier value and a later one, one of which is this number.

    `verdict` is `higher`, `lower`, `not_different` or `not_tested`; `difference` is later less
    earlier with its 95% interval. `words` say it as the pages do.
    """

    earlier_years: str
    earlier_value: float | None
    earlier_lower: float | None
    earlier_upper: float | None
    later_years: str
    later_value: float | None
    later_lower: float | None
    later_upper: float | None
    difference: float | None
    difference_lower: float | None
    difference_upper: float | None
    p_adjusted: float | None
    verdict: str
    words: str


class NumberGap(Public):
    """The tested gap between two groups of one release, one of which this number is of.

    `difference` (with its 95% interval) is how much worse off `group` is than `other_group`; where
    no direction is better, what it has more. `result` is `worse`, `better` or `not_different`.
    """

    group: str
    other_group: str
    difference: float
    difference_lower: float
    difference_upper: float
    p_value: float
    result: str
    words: str


class NumberSource(Public):
    """Where it comes from, and what may be done with it. `through`: the last year it tells of."""

    id: str
    publisher: str
    title: str
    vintage: str
    licence: str
    citation: str
    url: str | None
    noncommercial: bool
    through: int | None


class NumberThen(Public):
    """What the number was up to version `until` of the data, and in it.

    `value` is null where it was withheld; all is null where there was no such number (`there`).
    """

    until: str
    date: str | None
    there: bool
    value: float | None
    lower: float | None
    upper: float | None
    level_percent: int | None
    value_text: str
    interval_text: str


class NumberAsked(Public):
    """Whether the number has changed since the version of the data that an address names (`v`).

    `changed` is null for a version that nobody knows; `then` is what it was, null where it is the
    same. `words` say it.
    """

    version: str
    date: str | None
    known: bool
    changed: bool | None
    then: NumberThen | None
    words: str


class NumberCitations(Public):
    """To copy. `{seen}` stands for the day on which somebody saw the number."""

    apa: str
    bibtex: str
    plain: str


class NumberRecord(Public):
    """One number. `said` is the sentence of it, `value_text` the value with its unit.

    `value` is null where it is withheld: `withheld` says why (a code, and in words). `upper` may
    stand alone then: the highest rate that few events allow. `history` is what it was in older
    versions of the data, the oldest first. `asked` and `citations` are made for one number, not
    for lists.
    """

    place: NumberPlace
    measure: NumberMeasure
    group: NumberGroup | None
    years: str
    years_inferred: bool
    data_through: int
    value: float | None
    lower: float | None
    upper: float | None
    level_percent: int | None
    se: float | None
    value_text: str
    interval_text: str
    said: str | None
    withheld: str | None
    withheld_words: str | None
    events: float | None
    people: float | None
    verdict: str
    verdict_name: str
    test: NumberTest
    coverage: float | None
    own_share: float | None
    tracts: int | None
    flags: tuple[NumberFlag, ...]
    made: str
    made_name: str
    rank: NumberRank | None
    benchmarks: tuple[NumberBenchmark, ...]
    changes: tuple[NumberChange, ...]
    gaps: tuple[NumberGap, ...] = ()
    sources: tuple[NumberSource, ...]
    version: str
    address: str
    json_address: str
    csv_address: str
    history: tuple[NumberThen, ...]
    asked: NumberAsked | None = None
    citations: NumberCitations | None = None
