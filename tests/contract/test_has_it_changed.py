"""No sentence of change without its test, and no place without an answer.

Every place and Gaps, in both languages: a word of change stands only where a test found one; else
the text says that nobody can tell, and why. `make test` walks all sentences and a seeded sample of
pages and slides, `make test-all` every page.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import pytest

from data.address import Theme
from data.change.results import PlaceChanges
from data.change.sentences import answer, change_sentence, changed_names, lines, never, summary
from data.cities.city import city
from data.decks.deck import GAPS, PLACE, View
from data.gaps.change_sentences import change_answer, changes_of_groups, notes_on_changes
from data.locale import LANGUAGES, texts
from data.locale.format import join_list
from data.models import PlaceId
from data.published.changes import changes as published_changes
from data.published.results import shares_years
from data.sentences.words import subject
from layouts import ids
from layouts.charts import gaps as gaps_charts
from layouts.charts.place import build_chart
from layouts.figures.changes import answer_named
from layouts.theme import palette
from tests.one_slide import build_slide
from tests.shared import drawn, services

SERVICES = services()
PLACES: dict[str, PlaceChanges] = {
    str(PlaceId(geography, area_id)): changes
    for geography in city().with_page
    for area_id, changes in SERVICES.change.of_geography(geography).items()
}
WORDS = {
    "en": r"grew|grown|fell|fallen|rose|risen|increas\w*|decreas\w*|shrank|shrunk|dropped|gained"
    r"|climbed|declin\w*|went (?:up|down)|(?:up|down) by|(?<![a-z]\s)(?:up|down)(?=:| in )"
    r"|(?:more|fewer|less|higher|lower|longer|shorter) than (?:in \d{4}|before)",
    "es": r"aument\w*|subió|subieron|creci\w+|bajó|bajaron|disminuy\w+|descen\w+|cayó|cayeron"
    r"|reduj\w+|(?:más|menos|mayor|menor) que (?:en \d{4}|antes)",
}
SAMPLED = 8
CHOSEN = [
    "city", "council_district-1", "council_district-3", "zip-64133", "zip-64130",
    "neighborhood-25", "neighborhood-181", "neighborhood-113", "neighborhood-U1", "neighborhood-U4",
    *random.Random(52).sample(sorted(PLACES), SAMPLED),
]  # fmt: skip


def words(said: str, lang: str) -> list[str]:
    return re.findall(rf"\b(?:{WORDS[lang]})(?!\w)", said, re.IGNORECASE)


def strings(tree: Any) -> Iterator[str]:
    """Every text of a component, whole where parts of it are kept on one line."""
    if isinstance(tree, str):
        yield tree
    elif isinstance(tree, (list, tuple)):
        if any(isinstance(part, str) for part in tree):
            yield "".join(said for part in tree for said in strings(part))
            return
        for part in tree:
            yield from strings(part)
    elif hasattr(tree, "children"):
        yield from strings(tree.children)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_word_of_change_has_its_test(lang: str) -> None:
    spoken, told, untold = texts(lang), 0, 0
    for place_id, changes in PLACES.items():
        for change in changes.changes:
            for said in (change_sentence(change, spoken), answer(change, spoken)):
                assert bool(words(said, lang)) == change.told, (place_id, said)
            told += change.told
            untold += not change.told
        assert bool(words(summary(changes, spoken), lang)) == bool(changes.told), place_id
        listed = lines(changes, spoken)
        assert sum(bool(words(said, lang)) for said in listed) == len(changes.told), place_id
        assert not any(words(said, lang) for said in never(changes, spoken))
    assert told > 100 and untold > 1000


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_place_has_an_answer(lang: str) -> None:
    """A tested change, or that nobody can tell; each measure is in it with its years or reason."""
    spoken = texts(lang)
    assert len(PLACES) == len(SERVICES.place_index.places)
    for place_id, changes in PLACES.items():
        if changes.reason is not None:
            assert not changes.tested, place_id
            assert spoken.t(f"change.reason.{changes.reason.value}") in summary(changes, spoken)
            continue
        said = " ".join(lines(changes, spoken)).casefold()
        for change in changes.changes:
            assert subject(change.indicator, lang).casefold() in said, (place_id, change.measure)
            assert change.earlier.years in said or change.reason is not None
        for indicator in changes.once:
            assert indicator.years in said, place_id


def assert_only_tested(
    texts_found: list[str], changes: list[PlaceChanges], lang: str, more: Sequence[str] = ()
) -> None:
    """Each text with a word of change is the answer of a test that found one, or counts them.

    `more`: answers of other tests.
    """
    spoken = texts(lang)
    allowed = [
        said
        for place in changes
        for change in place.told
        for said in (answer(change, spoken), answer_named(change, spoken))
    ]
    allowed += [*more, *(summary(place, spoken) for place in changes if place.told)]
    allowed += [spoken.t(f"change.key.{verdict}") for verdict in ("higher", "lower")]
    for said in texts_found:
        rest = said
        for each in sorted(allowed, key=len, reverse=True):
            rest = rest.replace(each, "")
        assert not words(rest, lang), said


def page_texts(address: str, lang: str, help_key: str) -> list[str]:
    """The texts of a page; how to read a chart explains its marks and is no finding."""
    explained = {p.strip() for p in texts(lang).t(help_key).split("\n\n")}
    return [said for said in strings(drawn(address)) if said.strip() not in explained]


def params(full: bool) -> list[Any]:
    marks = [pytest.mark.full] if full else []
    rest = sorted(set(PLACES) - set(CHOSEN)) if full else CHOSEN
    return [pytest.param(place_id, marks=marks) for place_id in rest]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("place_id", [*params(full=False), *params(full=True)])
def test_a_page_of_a_place_says_it(place_id: str, lang: str) -> None:
    changes = PLACES[place_id]
    found = page_texts(f"/place/{place_id}?lang={lang}", lang, "place.help.change")
    assert_only_tested(found, [changes], lang)
    spoken = texts(lang)
    expected = [summary(changes, spoken)] if changes.reason else lines(changes, spoken)
    for said in expected:
        assert said in found, (place_id, said)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_gaps_says_it_of_the_city_and_its_districts(lang: str) -> None:
    spoken = texts(lang)
    found = page_texts(f"/gaps?ask=change&lang={lang}", lang, "gaps.help.gap-change")
    known = [PLACES[p] for p in PLACES if p == "city" or p.startswith("council_district-")]
    of_groups = [c for own in SERVICES.published.changes.values() for c in own]
    answers = [change_answer(c, spoken) for c in of_groups if c.told]
    answers += changed_names(PLACES["city"], spoken)
    assert_only_tested(found, known, lang, answers)
    for said in [*lines(PLACES["city"], spoken), *changes_of_groups(of_groups, spoken)]:
        assert said in found, said
    years = join_list([each.years for each in SERVICES.gaps.by_race.county], lang=lang)
    assert spoken.t("change.county", years=years) in found  # and no number beside a number
    state = gaps_charts.parsed(SERVICES, f"?lang={lang}", "en").state
    chart = gaps_charts.build(SERVICES, state, ids.GAP_CHANGE)
    assert chart is not None
    assert len(chart.rows) == len(chart.csv_rows) == sum(len(place.changes) for place in known)
    assert spoken.t("change.city.same", count=5) in chart.sentence


@pytest.mark.parametrize("lang", LANGUAGES)
def test_published_values_by_group_change_by_a_test_only(lang: str) -> None:
    spoken = texts(lang)
    own = SERVICES.published.changes["city"]
    assert {c.comparison.value.measure.id for c in own if c.told} >= {"city_employment"}
    assert any(c.tested and not c.told for c in own) and any(not c.tested for c in own)
    for each in own:
        value, other = each.comparison.value, each.comparison.other
        assert not shares_years(value.period, other.period)
        assert bool(words(change_answer(each, spoken), lang)) == each.told
        if each.told:
            found = each.comparison.contrast
            assert found is not None and found.lower * found.upper > 0
        if not each.tested:
            why = each.comparison.why_not
            assert why is not None and spoken.t(why) in " ".join(changes_of_groups(own, spoken))
    said = changes_of_groups(own, spoken)
    assert sum(bool(words(line, lang)) for line in said) == sum(each.told for each in own)
    notes = " ".join(notes_on_changes(own, spoken))
    for each in own:
        if each.tested:
            assert each.comparison.value.source.citation in notes
            assert each.comparison.value.years in notes, "inferred, and from what"


def test_a_correction_takes_back_what_one_test_alone_finds() -> None:
    """Of many tests at the edge, one by itself is no finding."""
    own = next(c for c in SERVICES.published.changes["city"] if c.told).comparison
    assert published_changes([[own.other, own.value]])[0].told
    near = replace(own.value, value=own.other.value, lower=own.other.lower, upper=own.other.upper)
    assert not any(c.told for c in published_changes([[own.other, near]] * 3))
    weak = replace(
        own.value,
        value=own.other.value + 1.6,
        lower=own.other.value + 0.2,
        upper=own.other.value + 3.0,
    )
    alone = published_changes([[own.other, weak]])[0]
    among = published_changes([[own.other, weak], *[[own.other, near]] * 30])[0]
    assert among.p_adjusted > alone.p_adjusted


@pytest.mark.parametrize("lang", LANGUAGES)
def test_slides_and_files_say_no_more(lang: str) -> None:
    for place_id in CHOSEN:
        view = View(f"{PLACE}/{place_id}", ids.CHANGE, "")
        slide = build_slide(SERVICES, view, lang=lang, theme=Theme.LIGHT)
        assert slide is not None
        said = [slide.title, slide.lead, slide.more, slide.also, slide.source]
        if not PLACES[place_id].told:
            assert not any(words(each, lang) for each in said), said
        chart = build_chart(
            SERVICES, SERVICES.place.data(place_id), ids.CHANGE, theme=palette("light"),
            texts=texts(lang),
        )  # fmt: skip
        assert_only_tested(
            [c for row in chart.rows for c in row.values()], [PLACES[place_id]], lang
        )
        at = {name: chart.csv_columns.index(name) for name in ("change", "change_verdict")}
        for row, change in zip(chart.csv_rows, PLACES[place_id].changes, strict=True):
            assert (row[at["change"]] == row[at["change"]]) == change.tested
            assert row[at["change_verdict"]] == change.verdict.value
    slide = build_slide(SERVICES, View(GAPS, ids.GAP_CHANGE, ""), lang=lang, theme=Theme.LIGHT)
    assert slide is not None and slide.figures
    assert not words(f"{slide.lead} {slide.more}", lang)
