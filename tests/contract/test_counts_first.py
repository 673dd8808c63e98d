"""Where a rate rests on 10 to 19 events, their count is said before it, wherever it is printed.

Places x languages x outputs: cards, what stands out, charts, tables, Compare, the panel of Explore,
slides, sheets, downloads. `make test` walks a seeded sample, `make test-all` every such place.
"""

from __future__ import annotations

import csv
import io
import random
import re
from collections.abc import Iterator
from datetime import date
from html import unescape

import pytest

from data.address import Theme
from data.catalogue.determinants import determinants
from data.compare.results import CompareRow
from data.compare.row_sentences import row_finding
from data.compare.sentences import place_summaries
from data.compare.state import Order
from data.decks.deck import COMPARE, PLACE, View
from data.explore.state import ViewState
from data.files.estimate_table import estimate_csv
from data.gaps import age_split_sentences
from data.gaps import sentences as gaps
from data.locale import LANGUAGES, Texts, texts
from data.locale.format import format_count, format_number
from data.models import Flag, Geography, Layer
from data.sentences.words import quantity
from layouts import ids
from layouts.charts import explore as explore_charts
from layouts.charts.offered import COMPARED, COMPARED_ROW
from layouts.components.static import to_html
from layouts.fact_sheets.content import content, main_chart
from layouts.figures.compare.rows import build_compare
from layouts.pages.explore.selection import panel_children
from layouts.pages.place import parts as place_parts
from layouts.pages.place import similar as place_similar
from layouts.pages.place.number import number
from layouts.request import PageRequest
from tests.contract.test_gaps_walk import CHOICES, SPOKEN, SPOKEN_TOO, data_of
from tests.one_slide import build_slide
from tests.shared import services

SERVICES = services()
RATE = SERVICES.atlas.catalogue.indicator("homicide_rate")
LAYERS = (Layer.NEIGHBORHOOD, Layer.ZIP, Layer.COUNCIL_DISTRICT)
DAY = date(2026, 1, 1)
# Words of every text that speaks of homicides.
SPEAKS = re.compile(r"homicid|killed|asesinad|víctim|100,000", re.IGNORECASE)
Few = tuple[str, float, float]


def few_places() -> list[Few]:
    """Place, events and rate of every place with from 10 to 19 events."""
    found = []
    for layer in LAYERS:
        rows = SERVICES.atlas.estimates(RATE.id, layer)
        flagged = rows["flags"].fillna("").str.contains(Flag.FROM_10_TO_19.value)
        for row in rows[flagged].itertuples():
            found.append((f"{layer.value}-{row.area_id}", float(row.events), float(row.value)))
    return found


EVERY = few_places()
SAMPLE = random.Random(9).sample(EVERY, 5)


def in_numbers(few: Few, lang: str) -> tuple[str, str]:
    """Count and rate as they are printed."""
    _, events, value = few
    return format_count(events, lang=lang), format_number(value, decimals=1, lang=lang)


def at(number: str, said: str) -> int:
    """Where the number stands, unless as a limit of an interval: another place may have that."""
    found = re.search(rf"(?<![\d.,–]){re.escape(number)}(?![\d,–]|\.\d)", said)
    return found.start() if found else -1


def assert_count_first(few: Few, said: str, lang: str, *, must: bool = False) -> None:
    count, rate = in_numbers(few, lang)
    plain = " ".join(unescape(re.sub(r"<[^>]+>", " ", said)).split())
    plain = re.sub(r"\d{4}–\d{2,4}|\b100,000\b|\b11 (years|años)", "", plain)
    where = at(rate, plain)
    assert not must or where >= 0, (few, plain)
    if where >= 0 and SPEAKS.search(said):
        assert 0 <= at(count, plain) < where, (few, plain)


def a_request(place: str, spoken: Texts) -> PageRequest:
    def same(path: str) -> str:
        return path

    return PageRequest(
        SERVICES, f"/place/{place}", "", {}, spoken, Theme.LIGHT, "en", same, same, frozenset()
    )


# -- outputs --------------------------------------------------------------------------------------


def of_the_page(few: Few, spoken: Texts) -> Iterator[str]:
    """Each card, each thing that stands out, each cell of the similar places."""
    place = few[0]
    request, data = a_request(place, spoken), SERVICES.place.data(place)
    yield to_html(number(request, data, data.values[RATE.id]))
    whole = to_html(place_parts.standouts(request, data))
    yield from re.findall(r"<li>.*?</li>", whole)
    if data.similar.places:
        similar = to_html(place_similar.similar(request, data))
        yield from re.findall(r"<tr.*?</tr>", similar)


def of_explore(few: Few, spoken: Texts) -> Iterator[str]:
    place = few[0]
    by = Geography(place.rpartition("-")[0])
    state = ViewState(
        outcome=RATE.id, factor="poverty_2015", by=by, lang=spoken.lang, places=frozenset({place})
    )
    panel = panel_children(SERVICES, state, frozenset({place}), lambda path: path)
    yield to_html(panel[0])
    yield from re.findall(r"<tr.*?</tr>", " ".join(to_html(part) for part in panel[1:]))
    for name in ids.CHARTS:
        chart = explore_charts.build(SERVICES, state, name)
        row = next(row for row in chart.rows if row["place_id"] == place)
        keys = [column.key for column in chart.columns]
        assert keys.index("events") < keys.index("outcome")
        yield " ".join([RATE.id, *(row[key] for key in keys)])
        for trace in chart.figure["data"]:
            yield from (
                f"{RATE.id} {said[1]}" for said in trace.get("customdata", ()) if said[0] == place
            )


def of_compare(few: Few, spoken: Texts) -> Iterator[str]:
    place = few[0]
    data = SERVICES.compare.data((place, "city"), "city")
    chart = build_compare(data, order=Order.THEME, texts=spoken)
    yield from (" ".join(row.values()) for row in chart.rows)
    yield from place_summaries(data, spoken)
    yield row_finding(data, homicides(data.rows), spoken)
    for query in (f"places={place},city", f"places={place},city&measure={RATE.id}"):
        chart = COMPARED_ROW if "measure" in query else COMPARED
        yield from of_a_slide(View(COMPARE, chart, query), spoken)


def homicides(rows: tuple[CompareRow, ...]) -> CompareRow:
    return next(row for row in rows if row.indicator.id == RATE.id)


def of_a_slide(view: View, spoken: Texts) -> Iterator[str]:
    slide = build_slide(SERVICES, view, lang=spoken.lang, theme=Theme.LIGHT)
    if slide is None:
        return
    yield from (" ".join(row.values()) for row in slide.chart.rows)
    yield from re.split(r"\n|(?<=[.!?]) ", " ".join((slide.lead, slide.more)) + "\n" + slide.also)
    for figure in slide.figures:
        titles = [note["text"] for note in figure["layout"].get("annotations", ())]
        drawn = [said for trace in figure["data"] for said in trace.get("text", ()) or ()]
        about = [title for title in titles if SPEAKS.search(title)]
        if len(about) == len(titles) == 1:
            yield f"{about[0]} {' '.join(map(str, drawn))}"


def of_sheets(few: Few, spoken: Texts) -> Iterator[str]:
    for determinant in sorted(determinants()):
        sheet = SERVICES.fact_sheets.data(determinant, few[0])
        yield from (" ".join(row.values()) for row in main_chart(SERVICES, sheet, spoken).rows)
        made = content(SERVICES, sheet, texts=spoken, paper="letter", made=DAY, live="")
        yield made["finding"]
        yield from made["facts"]


OUTPUTS = {
    "page": of_the_page,
    "explore": of_explore,
    "compare": of_compare,
    "slide": lambda few, spoken: of_a_slide(
        View(f"{PLACE}/{few[0]}", ids.SPINE, f"measure={RATE.id}"), spoken
    ),
}


def walk(few: Few, lang: str) -> None:
    for output in OUTPUTS.values():
        for said in output(few, texts(lang)):
            assert_count_first(few, said, lang)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_count_comes_before_the_rate(lang: str) -> None:
    assert len(EVERY) >= 25
    for few in SAMPLE:
        walk(few, lang)
    for said in of_sheets(SAMPLE[0], texts(lang)):
        assert_count_first(SAMPLE[0], said, lang)


@pytest.mark.full
@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_count_comes_before_every_rate(lang: str) -> None:
    for few in EVERY:
        walk(few, lang)
        for said in of_sheets(few, texts(lang)):
            assert_count_first(few, said, lang)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_count_is_on_every_card_and_panel(lang: str) -> None:
    """Where the rate is the thing that is shown, it is found, and the count with it."""
    for few in EVERY:
        data = SERVICES.place.data(few[0])
        request = a_request(few[0], texts(lang))
        card = to_html(number(request, data, data.values[RATE.id]))
        assert_count_first(few, card, lang, must=True)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_groups_of_few_events_say_their_count(lang: str) -> None:
    data = SERVICES.gaps.data(RATE.id, "council_district", None)
    (few,) = [few for few in EVERY if few[0].startswith("council_district")]
    said = gaps.patterns(data, texts(lang)).partition("(")[2]
    assert_count_first(few, f"{RATE.id} {said}", lang, must=True)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_downloads_have_the_count_before_the_value(lang: str) -> None:
    source = SERVICES.atlas.catalogue.source_of(RATE)
    for layer in LAYERS:
        text = estimate_csv(SERVICES.atlas.repository, RATE, source, layer, texts(lang))
        table = csv.DictReader(io.StringIO(text))
        names = list(table.fieldnames or ())
        assert names.index("events") < names.index("value") < names.index("flags")
        counts = {row["place_id"]: row["events"] for row in table}
        assert all(float(counts[few[0]]) == few[1] for few in EVERY if few[0] in counts)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_rate_of_homicides_says_where(lang: str) -> None:
    """Killed here, for every 100,000 residents: never as if residents had been counted."""
    for events in (float("nan"), 14.0, 140.0):
        said = quantity(31.4, RATE, texts(lang), events=events)
        assert re.search(r"killed here|asesinadas aquí", said), said
        assert "100,000" in said


def sentences_of_homicides(lang: str) -> Iterator[str]:
    """What Gaps, Explore, Compare and slides say of homicides, sentence by sentence."""
    spoken = texts(lang)
    for choice in (c for c in CHOICES if c[0] == RATE.id):
        data = data_of(choice)
        yield from (getattr(gaps, name)(data, spoken) for name in (*SPOKEN, *SPOKEN_TOO))
        yield age_split_sentences.ages(data, spoken)
    for by in (Geography.NEIGHBORHOOD, Geography.ZIP, Geography.COUNCIL_DISTRICT):
        state = ViewState(outcome=RATE.id, factor="poverty_2015", by=by, lang=lang)
        for name in ids.CHARTS:
            view = View("explore", name, state.to_query().lstrip("?"))
            slide = build_slide(SERVICES, view, lang=lang, theme=Theme.LIGHT)
            assert slide is not None
            yield f"{slide.chart.sentence} {slide.lead} {slide.more}"
    for few in SAMPLE:
        data = SERVICES.compare.data((few[0], "zip-64130", "city"), "city")
        yield from (*place_summaries(data, spoken), row_finding(data, homicides(data.rows), spoken))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_sentence_of_a_rate_says_where(lang: str) -> None:
    seen = 0
    for said in sentences_of_homicides(lang):
        for sentence in re.split(r"(?<=[a-z%)]\.) ", said):
            if "100,000" in sentence:
                assert re.search(r"killed here|asesinadas aquí", sentence), sentence
                seen += 1
    assert seen > 50
