"""The plan: each row is what the services say, the headline counts rows, tests judge targets."""

from __future__ import annotations

import csv
import io
import re
import shutil
from collections.abc import Iterator
from datetime import date
from html import unescape
from math import hypot, isfinite
from pathlib import Path
from typing import Any

import pytest
import yaml

from callbacks.routing import show_page
from data.change.results import Change
from data.checked import CatalogueError, Text
from data.cities.city import city
from data.cities.plan import Member
from data.cities.targets import Target
from data.locale import LANGUAGES, texts
from data.models import Geography, Layer
from data.plan import sentences as said
from data.plan.answers import PlanAnswers
from data.plan.log import DecisionLog
from data.plan.results import AimRow, Follow, MeasureRow, PlanData, Status, Track
from data.plan.tables import aims_csv, decisions_csv
from data.published.results import shares_years
from data.settings import Settings
from data.stats.published import se_from_limits
from layouts.charts import plan as plan_charts
from layouts.frame.first_html import first_html
from layouts.pages import PAGES
from layouts.theme import LIGHT_PALETTE as LIGHT
from tests.contract.test_own_causes import CAUSAL
from tests.shared import services
from tests.tiny_city import shown

SERVICES = services()
CITY = city().id


def _data() -> PlanData:
    found = SERVICES.plan.data
    assert found is not None
    return found


DATA = _data()
ROWS = [(row, measure) for row in DATA.aims for measure in row.measures]


def test_the_aims_are_those_of_the_source_in_its_order() -> None:
    plan = city().plan
    assert plan is not None
    assert [row.aim for row in DATA.aims] == list(plan.aims)
    assert len(DATA.aims) == 6
    for row in DATA.aims:
        assert row.measures or row.aim.missing


@pytest.mark.parametrize(("row", "measure"), ROWS, ids=lambda x: getattr(x, "id", ""))
def test_a_row_is_what_the_services_say(row: AimRow, measure: MeasureRow) -> None:
    if measure.area is None:
        _of_this_site(measure)
    else:
        _of_a_publisher(measure)
    later = measure.latest
    if later is not None:
        assert not shares_years(*(r.years.replace("–", "-") for r in (measure.baseline, later)))
    tested = measure.follow in (Follow.FOLLOWED, Follow.BEFORE)
    assert tested == (measure.change is not None and measure.change.tested)
    if tested:
        assert later is not None and DATA.plan.start is not None
        reaches = later.end >= DATA.plan.start
        assert measure.follow is (Follow.FOLLOWED if reaches else Follow.BEFORE)


def _of_this_site(measure: MeasureRow) -> None:
    indicator = measure.about
    changes = SERVICES.change.of_place(Geography.CITY, CITY)
    assert changes is not None
    found = [c for c in changes.changes if c.measure == indicator.id]
    if found:
        assert measure.change == found[0]
        held = [(r.value, r.lower, r.upper) for r in (measure.baseline, measure.newest)]
        moments = (found[0].earlier, found[0].later)
        assert held == [(m.value, m.lower, m.upper) for m in moments]
    else:
        value = SERVICES.place.data("city").values[indicator.id]
        read = measure.baseline
        assert (read.value, measure.latest) == (value.value, None)
        assert isfinite(read.lower) == isfinite(value.lower)
        assert read.flags == value.flags
    if measure.gap is not None:
        gap = measure.gap
        factor = gap.grouping.factor
        assert factor is not None
        assert indicator.id in (gap.outcome.id, factor.id)
        shown_on_explore = SERVICES.explore.data(gap.outcome.id, factor.id, Geography.NEIGHBORHOOD)
        beside = shown_on_explore.gap
        assert beside is not None and gap.gap is not None
        assert shown_on_explore.rule.fifths_allowed
        assert gap.gap.difference == pytest.approx(beside.difference)
        assert gap.gap.difference_lower == pytest.approx(beside.difference_lower)
    else:
        assert texts("en").has(str(measure.gap_reason))


def _of_a_publisher(measure: MeasureRow) -> None:
    assert measure.area is not None
    newest = SERVICES.published.latest(measure.about.id, measure.area.id)
    assert newest is not None
    assert measure.newest.value == newest.value
    assert measure.newest.level_percent == newest.level_percent
    told = [c for c in SERVICES.published.changes[measure.area.id] if c.comparison.value is newest]
    if told and told[0].tested:
        assert measure.change is told[0]
        assert measure.baseline.value == told[0].comparison.other.value
    elif told:
        assert measure.follow is Follow.UNTESTED and measure.why == told[0].comparison.why_not
    else:
        assert measure.follow is Follow.ONCE
    held = SERVICES.published.yardsticks(measure.about.id)
    assert [beside.yardstick for beside in measure.yardsticks] == list(held)
    assert measure.gap is None


@pytest.mark.parametrize(("row", "measure"), ROWS, ids=lambda x: getattr(x, "id", ""))
def test_districts_are_all_there_with_their_stored_verdicts(
    row: AimRow, measure: MeasureRow
) -> None:
    found = measure.districts
    if found is None:
        return
    ids = SERVICES.atlas.areas(Layer.COUNCIL_DISTRICT)["area_id"].tolist()
    assert [entry.place.area_id for entry in found.values] == ids
    for entry in found.values:
        stored = SERVICES.place.data(str(entry.place)).values[found.indicator.id]
        assert (entry.value.verdict, entry.value.flags) == (stored.verdict, stored.flags)
        assert entry.member is None  # nobody is named without a source


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_headline_counts_the_rows(lang: str) -> None:
    spoken = texts(lang)
    by_status = {
        Status.FOLLOWED: [
            r for r in DATA.aims if any(m.follow is Follow.FOLLOWED for m in r.measures)
        ],
        Status.NONE: [r for r in DATA.aims if not r.measures],
    }
    followed, none = len(by_status[Status.FOLLOWED]), len(by_status[Status.NONE])
    counts = {"count": len(DATA.aims), "followed": followed, "none": none}
    counts["baseline"] = len(DATA.aims) - followed - none
    headline = said.plan_headline(DATA, spoken)
    assert headline.startswith(spoken.t("plan_page.headline", **counts))
    assert spoken.t("plan_page.no_target") in headline
    assert {s.value: n for s, n in DATA.counts.items()} == {
        "followed": followed,
        "baseline": counts["baseline"],
        "none": none,
    }


# -- targets ----------------------------------------------------------------------------------


def _entry(measure: str, target: float, by: int) -> dict[str, Any]:
    name = measure.removeprefix("published_")
    key = {"indicator" if name == measure else "published": name}
    who = {"en": "A made-up department", "es": "Un departamento inventado"}
    return {**key, "target": target, "by": by, "set_by": who, "source": "Made up for a test."}


@pytest.fixture(name="with_targets")
def _with_targets(tmp_path: Path) -> Iterator[Any]:
    """The plan of a copy of the city's folder that holds made-up targets."""

    def made(*entries: dict[str, Any]) -> PlanData:
        shutil.rmtree(tmp_path / "copy", ignore_errors=True)
        shutil.copytree(city().folder, tmp_path / "copy")
        file = tmp_path / "copy" / "targets.yaml"
        file.write_text(yaml.safe_dump({"targets": list(entries)}), encoding="utf-8")
        with shown(tmp_path):
            answers = PlanAnswers(
                SERVICES.atlas, SERVICES.published, SERVICES.change, SERVICES.gaps
            )
            found = answers.data
        assert found is not None
        return found

    yield made


SET = (
    (
        ("published_city_high_school", 85.0, 2030, Track.ON_TRACK),
        ("published_city_preschool", 40.0, 2027, Track.CANNOT_TELL),
        ("published_city_eviction_filings", 5.0, 2027, Track.CANNOT_TELL),
        ("uninsured", 8.0, 2027, Track.NO_LATER_DATA),
        ("homicide_rate", 10.0, 2027, Track.NO_LATER_DATA),
    ),
    (("published_city_high_school", 99.9, 2022, Track.NOT_ON_TRACK),),
    (("published_city_high_school", 97.0, 2027, Track.CANNOT_TELL),),
)


@pytest.mark.parametrize("targets", SET)
def test_a_target_is_judged_by_its_test(
    targets: tuple[tuple[str, float, int, Track], ...], with_targets: Any
) -> None:
    data = with_targets(*(_entry(measure, target, by) for measure, target, by, _ in targets))
    rows = {m.id: m for aim in data.aims for m in aim.targets}
    assert len(rows) == len(targets)
    for measure, target, by, track in targets:
        _judged(rows[measure], target, by, track)
    # all of them are one family of tests
    tried = [t for t in (m.target for m in rows.values()) if t and isfinite(t.p_value)]
    assert all(t.p_adjusted >= t.p_value for t in tried)
    assert max(t.p_adjusted for t in tried) == pytest.approx(max(t.p_value for t in tried))


def _judged(row: MeasureRow, target: float, by: int, track: Track) -> None:
    found = row.target
    assert found is not None and found.track is track
    for lang in LANGUAGES:
        words = said.target_text(row, texts(lang))
        assert texts(lang).t(f"plan_page.target.track.{track.value}") in words
        assert found.target.source in words
    if not isfinite(found.needed):
        return
    ends = (row.baseline, row.latest)
    middles = [(r.start + r.end + 1) / 2 for r in ends]
    passed = min(1.0, (middles[1] - middles[0]) / (by + 1 - middles[0]))
    errors = [se_from_limits(r.lower, r.upper, r.level_percent) for r in ends]
    assert found.passed == pytest.approx(passed)
    assert found.needed == pytest.approx((1 - passed) * row.baseline.value + passed * target)
    half = 1.959964 * hypot(errors[1], (1 - passed) * errors[0])
    assert found.upper - found.difference == pytest.approx(half, rel=1e-5)
    beyond = found.lower > 0 or found.upper < 0
    assert beyond == (track in (Track.ON_TRACK, Track.NOT_ON_TRACK))


def test_a_target_for_counts_is_judged_as_widely_as_their_change(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Homicides vary more from year to year than their own intervals say."""
    who = Text(en="Somebody", es="Alguien")
    asked = Target(indicator="homicide_rate", target=10.0, by=2027, set_by=who, source="A test.")
    monkeypatch.setitem(city().__dict__, "targets", (asked,))
    earlier = DATA.plan.model_copy(update={"start": 2015})
    row = SERVICES.plan._maker.data(earlier).aim("violence")
    measure = row.measure("homicide_rate") if row else None
    assert measure is not None and measure.target is not None and measure.latest is not None
    assert measure.follow is Follow.FOLLOWED and isinstance(measure.change, Change)
    ends = [(r, se_from_limits(r.lower, r.upper, 95)) for r in (measure.baseline, measure.latest)]
    (_, before), (_, after) = ends
    stretch = se_from_limits(measure.change.lower, measure.change.upper, 95) / hypot(before, after)
    assert stretch > 1.2
    half = 1.959964 * stretch * hypot(after, (1 - measure.target.passed) * before)
    found = measure.target
    assert found.upper - found.difference == pytest.approx(half, rel=1e-5)


def test_nobody_set_a_target_yet() -> None:
    assert city().targets == ()
    assert not any(row.targets for row in DATA.aims)
    assert isinstance(DATA.aim("violence").measures[0].change, Change)  # type: ignore[union-attr]


def test_a_target_for_what_no_aim_measures_stops_the_start(with_targets: Any) -> None:
    with pytest.raises(CatalogueError, match=r"targets\.yaml: no measure of an aim 'uninsuredd'"):
        with_targets(_entry("uninsuredd", 1.0, 2027))


# -- decisions --------------------------------------------------------------------------------


def test_the_log_is_sorted_and_each_entry_says_who_says_so() -> None:
    log = SERVICES.plan.log
    dates = [entry.date for entry in log.decisions]
    assert dates == sorted(dates, reverse=True)
    for entry in log.decisions:
        assert entry.source and str(entry.year) in entry.source
        assert log.body(entry.body)


def test_each_filter_leaves_what_fits_and_nothing_else() -> None:
    log = SERVICES.plan.log
    assert log.chosen(log.parsed("").state) == log.decisions
    for body in log.bodies:
        for year in ("", *log.years):
            for aim in ("", "none", *(a.id for a in log.aims)):
                state = log.parsed(f"?body={body.id}&year={year}&aim={aim}").state
                fits = [
                    e
                    for e in log.decisions
                    if e.body == body.id
                    and year in ("", str(e.year))
                    and (not e.aims if aim == "none" else aim in ("", *e.aims))
                ]
                assert list(log.chosen(state)) == fits


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_filter_that_is_none_says_so_and_leaves_nothing_out(lang: str) -> None:
    log = SERVICES.plan.log
    parsed = log.parsed("?body=senate&aim=peace&year=1066", default_lang=lang)
    assert log.chosen(parsed.state) == log.decisions
    assert [notice.value for notice in parsed.notices] == ["senate", "peace", "1066"]
    for notice in parsed.notices:
        assert notice.value in texts(lang).t(notice.key, value=notice.value, used="")


def test_a_link_that_travelled_asks_for_the_same() -> None:
    log = SERVICES.plan.log
    mangled = log.parsed("?BODY=City-Council&amp;aim=HOUSING&year=2021.")
    assert mangled.notices == ()
    assert mangled.state.to_query() == "?body=city_council&aim=housing&year=2021"


def test_the_log_is_a_file_too() -> None:
    log = SERVICES.plan.log
    chosen = log.chosen(log.parsed("?aim=housing").state)
    rows = list(csv.DictReader(io.StringIO(decisions_csv(chosen, log, texts("en")))))
    assert [row["date"] for row in rows] == [entry.date for entry in chosen]
    assert all(row["aims"] == "housing" and row["citation"] for row in rows)


# -- the page ---------------------------------------------------------------------------------


def _words(query: str = "") -> str:
    """What a reader without scripts reads."""
    markup = first_html(show_page(SERVICES, Settings(), "/plan", query))
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", markup)).split())


def _flat(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_says_each_row_with_interval_years_source_and_verdict(lang: str) -> None:
    spoken, page = texts(lang), _words(f"?lang={lang}")
    assert _flat(said.plan_headline(DATA, spoken)) in page
    for text in said.definitions(DATA, spoken):
        assert _flat(re.sub(r"\s+", " ", text)).replace(" .", ".")[:40] in page
    for row in DATA.aims:
        assert row.aim.published.get(lang) in page
        assert _flat(said.missing_text(row, spoken)) in page
        for measure in row.measures:
            for reading in filter(None, (measure.baseline, measure.latest)):
                assert _flat(said.value_in_words(reading, measure, spoken)) in page
                assert _flat(said.interval_in_words(reading, measure, spoken)) in page
                assert said.years_text(reading, spoken) in page
            assert _flat(said.change_text(measure, DATA, spoken)) in page
            assert _flat(said.gap_text(measure, spoken)) in page
            assert all(source.publisher in page for source in measure.sources)
            words = said.districts_text(measure.districts, DATA.district_layer, spoken)
            assert _flat(words) in page


@pytest.mark.parametrize("lang", LANGUAGES)
def test_nothing_is_called_a_target_that_nobody_set(lang: str) -> None:
    spoken, page = texts(lang), _words(f"?lang={lang}")
    for track in Track:
        if track is not Track.NO_LATER_DATA:  # said of measures too
            assert spoken.t(f"plan_page.target.track.{track.value}") not in page
    assert spoken.t("plan_page.page.head.target") not in page
    for measure in (m for row in DATA.aims for m in row.measures):
        for beside in measure.yardsticks:
            sentence = said.yardstick_text(beside, "Healthy People 2030", spoken)
            assert _flat(sentence) in page
            assert ("no target of the city" if lang == "en" else "no un objetivo de la") in sentence


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_text_of_the_plan_claims_a_cause(lang: str) -> None:
    spoken, plan = texts(lang), city().plan
    assert plan is not None
    own = [spoken.t(key) for key in spoken.keys() if key.startswith("plan_page.")]  # noqa: SIM118
    own += [text.get(lang) for aim in plan.aims for text in (aim.name, aim.missing) if text]
    # how numbers were made, marks of a chart, work that is done: no claim about health
    made = (
        r"made in the same way|hechas de la misma|cannot say|pueden? decirlo|The shape|ese trabajo"
    )
    pattern = re.compile(rf"\b(?:{CAUSAL[lang]})\b", re.IGNORECASE)
    for text in own:
        for sentence in re.split(r"(?<=[.!?])\s+", text):
            assert not pattern.search(sentence) or re.search(made, sentence), sentence


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_filter_that_is_none_is_named_on_the_page(lang: str) -> None:
    page = _words(f"?lang={lang}&body=senate&year=1066")
    for value, key in (("senate", "body"), ("1066", "year")):
        said_there = texts(lang).t(f"notice.unknown_decision_{key}", value=value)
        assert _flat(said_there) in page
    nothing = _words(f"?lang={lang}&body=health_commission&aim=housing")
    assert texts(lang).t("plan_page.log.nothing") in nothing


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_empty_log_says_how_to_add(lang: str, monkeypatch: pytest.MonkeyPatch) -> None:
    empty = DecisionLog((), (), SERVICES.plan.log.aims)
    monkeypatch.setitem(SERVICES.plan.__dict__, "log", empty)
    page, spoken = _words(f"?lang={lang}"), texts(lang)
    assert spoken.t("plan_page.log.empty") in page
    assert spoken.t("plan_page.log.add") in page
    assert spoken.t("plan_page.log.form.show") not in page


def test_a_member_is_named_with_the_district_wherever_it_goes() -> None:
    plan = city().plan
    assert plan is not None
    member = Member(name="A. Made-Up", source="A test.", as_of=date(2026, 1, 31))
    named = plan.model_copy(update={"members": {"3": member}})
    data = SERVICES.plan._maker.data(named)
    row = data.aim("violence")
    assert row is not None
    found = plan_charts.build_districts(
        row, data, catalogue=SERVICES.atlas.catalogue, theme=LIGHT, texts=texts("en")
    )
    assert found is not None
    labels = [label for key, axis in found.figure["layout"].items()
              if key.startswith("yaxis") for label in axis["ticktext"]]  # fmt: skip
    assert [label for label in labels if member.name in label] == ["District 3<br>A. Made-Up"] * 2
    at = found.csv_columns.index("member")
    assert {row[at] for row in found.csv_rows} == {"", member.name}


def test_the_rows_are_a_file_too() -> None:
    rows = list(csv.DictReader(io.StringIO(aims_csv(DATA, texts("es")))))
    assert [(r["aim"], r["indicator"]) for r in rows] == [
        (row.aim.id, measure.measure_id) for row, measure in ROWS
    ]
    for line, (_, measure) in zip(rows, ROWS, strict=True):
        assert float(line["value"]) == pytest.approx(measure.newest.value, rel=1e-6)
        assert line["follow"] == measure.follow.value
        assert bool(line["change_verdict"]) == (measure.follow in (Follow.FOLLOWED, Follow.BEFORE))


def test_a_target_stands_on_the_page_as_its_department_set_it(
    with_targets: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = with_targets(_entry("published_city_high_school", 85.0, 2030))
    monkeypatch.setitem(SERVICES.plan.__dict__, "data", data)
    page, spoken = _words(), texts("en")
    assert spoken.t("plan_page.page.head.target") in page
    (measure,) = [m for row in data.aims for m in row.targets]
    assert _flat(said.target_text(measure, spoken)) in page
    assert "A made-up department" in page and "Made up for a test." in page


def test_a_city_with_aims_has_the_page_in_its_menu() -> None:
    (page,) = [page for page in PAGES if page.key == "plan"]
    assert page.menu == "act"
