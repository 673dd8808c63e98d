"""Pages of numbers over HTTP: every number in both languages, its files, and hostile addresses."""

from __future__ import annotations

import csv
import html
import io
import json
import random
import re
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from callbacks.routing import describe_page
from data.files.csv_file import COLUMNS, cell_text
from data.locale import LANGUAGES, texts
from data.numbers.address import number_path
from data.numbers.keys import NumberKey
from data.numbers.record import NumberRecord
from data.numbers.row import row_of
from data.settings import Settings
from tests.shared import app, services

NUMBERS = services().numbers
CLIENT = app().server.test_client()
RNG = random.Random(1_407)
KEYS = list(NUMBERS.keys())
# a few of every kind of place, and of what is published
BY_KIND = {
    kind: [key for key in KEYS if (key.geography, key.measure[:9] == "published") == kind]
    for kind in {(key.geography, key.measure[:9] == "published") for key in KEYS}
}
SAMPLE = [
    *(key for kind in sorted(BY_KIND) for key in RNG.sample(BY_KIND[kind], 2)),
    next(key for key in KEYS if key.group == "black" and key.period == "2019-2023"),
]
WITHHELD = next(
    key
    for key, record in zip(KEYS, NUMBERS.every(texts("en"), KEYS), strict=True)
    if record.value is None
)
_TAGS = re.compile(r"<[^>]+>")


def path_of(key: NumberKey, lang: str, ending: str = "") -> str:
    path = number_path(key.place, key.measure, period=key.period, group=key.group, ending=ending)
    return f"{path}{'&' if '?' in path else '?'}lang={lang}"


def words_of(page: str) -> str:
    return " ".join(html.unescape(_TAGS.sub(" ", page)).split())


def unbroken(text: str | None) -> str:
    """Without blanks, which elements bring and take."""
    return "".join((text or "").split())


def record_of(key: NumberKey, lang: str) -> NumberRecord:
    found = NUMBERS.of(key.place, key.measure, texts(lang), period=key.period, group=key.group)
    assert found is not None
    return found


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_says_all_that_the_record_says(lang: str) -> None:
    for key in SAMPLE:
        answer = CLIENT.get(path_of(key, lang))
        assert answer.status_code == 200, key
        said, record = words_of(answer.text), record_of(key, lang)
        wanted = [
            record.said,
            record.value_text,
            record.interval_text,
            record.measure.definition,
            record.made_name[1:],
            record.sources[0].licence,
            record.sources[0].citation,
            record.version,
            *(flag.words[1:] for flag in record.flags),
            *record.measure.caveats,
            *(change.words[1:] for change in record.changes),
            *(gap.words[1:] for gap in record.gaps),
            record.test.test_name if record.test.done else record.test.why_not_words,
            record.verdict_name[1:] if record.test.done else "",
            *(benchmark.place_name for benchmark in record.benchmarks),
        ]
        for words in wanted:
            assert unbroken(words) in unbroken(said), (key, words)
        assert record.place.name in answer.text.partition("</title>")[0]
        main = answer.text.partition("<article")[2].partition("</article>")[0]
        links = [html.unescape(link) for link in re.findall(r'href="(/[^"]+)"', main)]
        assert all("lang=es" in link.partition("#")[0] for link in links) or lang == "en", links
        assert not [link for link in links if "?" in link.partition("#")[2]]


def test_its_files_say_the_same() -> None:
    for at, key in enumerate(SAMPLE):
        lang = LANGUAGES[at % len(LANGUAGES)]
        answer = CLIENT.get(path_of(key, lang, "json"))
        assert answer.status_code == 200 and answer.headers["ETag"]
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        found, record = json.loads(answer.text), record_of(key, lang)
        own = json.loads(record.model_dump_json())
        for name in ("value", "lower", "upper", "test", "flags", "rank", "said", "years"):
            assert found[name] == own[name], (key, name)
        assert found["address"].startswith("http://localhost/n/")
        answer = CLIENT.get(path_of(key, lang, "csv"))
        (row,) = csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff")))
        cells = {name: cell_text(cell, COLUMNS[name]) for name, cell in row_of(record).items()}
        assert {**row, "address": cells["address"]} == cells, key
        again = CLIENT.get(
            path_of(key, lang, "csv"), headers={"If-None-Match": answer.headers["ETag"]}
        )
        assert again.status_code == 304


def test_a_withheld_number_says_why_and_climbs() -> None:
    key = NumberKey(WITHHELD.place, WITHHELD.measure, WITHHELD.geography)
    record = record_of(key, "en")
    assert record.value is None
    said = unbroken(words_of(CLIENT.get(path_of(key, "en")).text))
    assert unbroken(record.withheld_words) in said
    climbed = NUMBERS.nearby.climbed(key, record.place.inside, texts("en"))
    assert climbed is None or unbroken(climbed.sentence) in said


def test_a_mangled_address_is_understood() -> None:
    key = SAMPLE[-1]
    good = CLIENT.get(path_of(key, "en")).text
    place, measure = key.place.upper().replace("-", "_"), key.measure.replace("_", "-").title()
    asked = f"period={key.period}&group={key.group.upper()}"
    mangled = CLIENT.get(f"/N/{place}/{measure}.?{asked}&lang=en).")
    assert mangled.status_code == 200
    assert unbroken(record_of(key, "en").said) in unbroken(words_of(mangled.text))
    assert "<h1>" in good


def test_an_old_version_says_whether_the_number_has_changed() -> None:
    history = services().atlas.history
    key = SAMPLE[0]
    for version in history.versions:
        page = CLIENT.get(f"{path_of(key, 'en')}&v={version.version}")
        answer = CLIENT.get(f"{path_of(key, 'en', 'json')}&v={version.version}")
        asked = json.loads(answer.text)["asked"]
        assert asked["known"] and asked["words"] in words_of(page.text)
        then = NUMBERS.of(key.place, key.measure, texts("en"), version=version.version)
        assert then is not None and then.asked is not None
        assert (then.asked.then is not None) == then.asked.changed
    page = CLIENT.get(f"{path_of(key, 'en')}&v=nonsense")
    assert "nonsense" in words_of(page.text)


def test_a_number_that_is_no_longer_given_says_what_it_was() -> None:
    known = {(key.measure, key.place) for key in KEYS}
    gone = [
        key
        for key, pasts in services().atlas.history.past.items()
        if key[:2] not in known and any(past.held for past in pasts)
    ]
    for measure, place, period, group in RNG.sample(gone, min(3, len(gone))):
        path = number_path(place, measure, period=period, group=group)
        answer = CLIENT.get(path)
        assert answer.status_code == 404 and "no longer given" in words_of(answer.text), path


WRONG = {
    "/n/atlantis/life_expectancy": "atlantis",
    "/n/city/no_such_thing": "no_such_thing",
    "/n/city": "no measure",
    "/n/city/life_expectancy?period=1890": "1890",
    "/n/city/life_expectancy?group=martians": "martians",
    "/n/zip-64130/published-infant_deaths": "not given",
}


@pytest.mark.parametrize("path", WRONG)
def test_what_there_is_not_is_named_and_something_near_is_offered(path: str) -> None:
    answer = CLIENT.get(path)
    assert answer.status_code == 404
    said = words_of(answer.text)
    assert WRONG[path] in said
    links = re.findall(r'href="(/(?:n|place)/[^"]+)"', answer.text)
    if "atlantis" not in path:
        assert links, path
    for link in links[:3]:
        assert CLIENT.get(html.unescape(link)).status_code == 200, link
    path, _, query = path.partition("?")
    told = CLIENT.get(f"{path}.json?{query}") if path.count("/") == 3 else None
    if told is not None:
        assert told.status_code == 404 and told.mimetype == "application/problem+json"
        assert WRONG[path + (f"?{query}" if query else "")] in json.loads(told.text)["detail"]


@settings(max_examples=25, deadline=None)
@given(
    st.text(max_size=60),
    st.text(max_size=60),
    st.text(max_size=30),
    st.sampled_from(["", ".json", ".csv"]),
)
def test_no_address_breaks_the_server(place: str, measure: str, word: str, ending: str) -> None:
    asked = f"period={quote(word)}&group={quote(word)}&v={quote(word)}"
    for path in (f"{quote(place)}/{quote(measure)}", f"city/{quote(measure)}"):
        assert CLIENT.get(f"/n/{path}{ending}?{asked}").status_code < 500


def test_machines_are_told_the_period_that_is_shown() -> None:
    key = next(key for key in reversed(KEYS) if key.group)
    site = Settings(public_url="https://kc.example")
    path = number_path(key.place, key.measure, period=key.period, group=key.group)
    told = describe_page(services(), site, *path.split("?"))
    assert told.canonical == path and told.view == path
    assert told.alternates["es"] == f"{path}&lang=es"
    record = record_of(key, "en")
    assert record.value_text in told.title and str(record.said) in told.description


def test_every_measure_period_and_group_has_a_page() -> None:
    """Every published value is reached by the address that its record says."""
    for key in BY_KIND[("city", True)] + BY_KIND.get(("county", True), []):
        asked = {"period": key.period, "group": key.group}
        found = NUMBERS.reader.read(f"{key.place}/{key.measure}", asked)
        assert found.fault is None
        assert (found.period, found.group) == (key.period, key.group)
