"""The API says what pages and files say, promises what it does, and refuses in words."""

from __future__ import annotations

import csv
import io
import json
import random
import re
from collections.abc import Iterator, Mapping
from datetime import date
from html import unescape
from typing import Any
from urllib.parse import urlencode

import pytest
import schemathesis
from dash import Dash
from flask.testing import FlaskClient
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import events, from_schema

from data.api.document import document
from data.api.operations import DOCUMENT, OPERATIONS, ROOT, Operation
from data.api.problem import MEDIA_TYPE, ProblemKind
from data.cities.city import city
from data.compare.state import compare_query
from data.files.csv_file import COLUMNS, cell_value
from data.files.estimate_table import estimate_csv
from data.gaps.state import gap_outcomes
from data.locale import LANGUAGES, texts
from data.models import Estimator, Geography, Layer, PlaceId
from data.outline import OwnWord, picked_homes
from data.plan.sentences import change_text, plan_headline
from data.sentences.options import listed
from layouts import ids
from layouts.charts.registry import PAGES
from tests.shared import services

SITE = "http://localhost"
RNG = random.Random(1_400)
ATLAS = services().atlas
CHARTS = [(page.page, entry.id) for page in PAGES.values() for entry in page.entries.values()]
PLACES = f"{city().examples[0]},city"
COMPARE_FILE = f"/download/compare.csv{compare_query(PLACES.split(','))}"
Answer = Mapping[str, Any]


def asked(client: FlaskClient, path: str, **words: str) -> Answer:
    """What the API answers, which must be an answer."""
    response = client.get(f"{ROOT}{path}?{urlencode(words)}")
    assert response.status_code == 200, response.get_data(as_text=True)
    found: Answer = response.get_json()
    assert found["version"] == ATLAS.data_version
    return found


def example(operation: Operation, **words: str) -> str:
    """The address of an operation that always answers."""
    mark = "&" if operation.asks else "?"
    return f"{operation.address}{mark}{urlencode(words)}"


def file_rows(client: FlaskClient, address: str) -> list[dict[str, str]]:
    response = client.get(address.removeprefix(SITE))
    assert response.status_code == 200, address
    return list(csv.DictReader(io.StringIO(response.get_data(as_text=True).lstrip("\ufeff"))))


# -- it is what it promises ---------------------------------------------------------------------


def failures(app: Dash, examples: int) -> Iterator[str]:
    """What schemathesis finds with all of its checks, in the process of the test."""
    config = SchemathesisConfig.from_dict(
        {
            "seed": 14,
            # its client in the process reads no compressed body
            "headers": {"Accept-Encoding": "identity"},
            "generation": {
                "max-examples": examples,
                "database": "none",
                "deterministic": True,
            },
            "phases": {"stateful": {"enabled": False}},
        }
    )
    schema = schemathesis.openapi.from_wsgi(DOCUMENT, app.server, config=config)
    tried = 0
    for event in from_schema(schema).execute():
        if isinstance(event, events.NonFatalError | events.FatalError):
            yield str(event)
        if isinstance(event, events.ScenarioFinished):
            for checks in event.recorder.checks.values():
                tried += 1
                yield from (
                    f"{event.label}: {check.failure_info.failure.title}"
                    f" {check.failure_info.code_sample}"
                    for check in checks
                    if check.failure_info is not None
                )
    assert tried > 10 * len(OPERATIONS)


def test_schemathesis_finds_nothing(real_app: Dash) -> None:
    assert list(failures(real_app, 2)) == []


@pytest.mark.full
def test_schemathesis_finds_nothing_in_many_tries(real_app: Dash) -> None:
    assert list(failures(real_app, 60)) == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_document_says_what_everything_means(lang: str) -> None:
    found = document(lang, SITE, "en")
    if lang == LANGUAGES[0]:  # its form is the same in every language
        schemathesis.openapi.from_dict(dict(found)).validate()
    fields = [
        (name, field, said.get("description"))
        for name, schema in found["components"]["schemas"].items()
        for field, said in schema.get("properties", {}).items()
    ]
    assert len(fields) > 200
    assert [one for one in fields if not one[2]] == []
    for methods in found["paths"].values():
        operation = methods["get"]
        assert operation["summary"] and operation["description"]
        assert all(one["description"] for one in operation["parameters"])
        refusals = {code for code in operation["responses"] if code != "200"}
        assert refusals == {"400", "404", "405", "406", "422", "500"}


def test_the_document_knows_where_it_is(real_client: FlaskClient) -> None:
    found = real_client.get(DOCUMENT).get_json()
    assert found["servers"] == [{"url": f"{SITE}{ROOT}"}]
    assert found["openapi"].startswith("3.1")
    assert set(found["paths"]) == {operation.template for operation in OPERATIONS}


# -- answers on the wire ------------------------------------------------------------------------


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.id)
def test_an_answer_is_compressed_kept_and_open_to_all(
    real_client: FlaskClient, operation: Operation
) -> None:
    address = example(operation, lang="es")
    whole = real_client.get(address)
    assert whole.headers["Access-Control-Allow-Origin"] == "*"
    assert whole.headers["Content-Language"] == "es" == whole.get_json()["language"]
    assert ATLAS.data_version in whole.headers["ETag"]
    for encoding in ("br", "gzip"):
        sent = real_client.get(address, headers={"Accept-Encoding": encoding})
        if len(whole.data) > 500:
            assert sent.headers["Content-Encoding"] == encoding
            assert len(sent.data) < len(whole.data)
        again = real_client.get(
            address, headers={"Accept-Encoding": encoding, "If-None-Match": sent.headers["ETag"]}
        )
        assert (again.status_code, again.data) == (304, b"")
    head = real_client.head(address)
    assert (head.status_code, head.data) == (200, b"")
    assert head.headers["ETag"] == whole.headers["ETag"]


def test_other_sites_may_ask_first(real_client: FlaskClient) -> None:
    sent = real_client.options(f"{ROOT}/indicators")
    assert sent.status_code == 200
    assert sent.headers["Access-Control-Allow-Origin"] == "*"
    assert "GET" in sent.headers["Access-Control-Allow-Methods"]


def test_pages_stay_closed_to_other_sites(real_client: FlaskClient) -> None:
    assert "Access-Control-Allow-Origin" not in real_client.get("/data").headers


# -- refusals -----------------------------------------------------------------------------------

UNUSABLE = {
    f"{ROOT}/estimates?colour=red": (422, "indicator, geography, place, kind"),
    f"{ROOT}/estimates?limit=many": (422, "many"),
    f"{ROOT}/estimates?limit=0": (422, "1"),
    f"{ROOT}/estimates?limit=100000": (422, "200"),
    f"{ROOT}/estimates?limit=5.0": (422, "5.0"),
    f"{ROOT}/estimates?limit=5&limit=6": (422, "limit"),
    f"{ROOT}/estimates?kind=guessed": (422, "measured, partly_modelled, modelled"),
    f"{ROOT}/estimates?indicator=": (422, "indicator"),
    f"{ROOT}/estimates?indicator=luck": (404, "luck"),
    f"{ROOT}/estimates?place=zip-00000": (404, "zip-00000"),
    f"{ROOT}/estimates?amp;place=city": (422, "amp;place"),
    f"{ROOT}/indicators/luck": (404, "luck"),
    f"{ROOT}/indicators?theme=luck": (404, "luck"),
    f"{ROOT}/places/own-nothing": (404, "own-nothing"),
    f"{ROOT}/sources/luck": (404, "luck"),
    f"{ROOT}/search": (422, "q"),
    f"{ROOT}/search?q={'x' * 101}": (422, "100"),
    f"{ROOT}/search?q={'x' * 5000}": (400, ""),
    f"{ROOT}/compare": (422, "places"),
    f"{ROOT}/compare?places=nowhere": (404, "nowhere"),
    f"{ROOT}/compare?places={PLACES}&baseline=nowhere": (404, "nowhere"),
    f"{ROOT}/compare?places={','.join(f'zip-{n}' for n in range(9))}": (422, "7"),
    f"{ROOT}/gaps?group=luck": (404, "luck"),
    f"{ROOT}/charts/luck": (404, "luck"),
    f"{ROOT}/charts/spine": (404, "place"),
    f"{ROOT}/charts/spine?place=city&outcome=poverty": (404, "outcome"),
    f"{ROOT}/nothing": (404, ROOT),
    "/api/v2/indicators": (404, ROOT),
    "/api/nothing/at/all.html": (404, ROOT),
    "/api/v1/\0": (404, ROOT),
}  # fmt: skip


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("address", UNUSABLE)
def test_what_cannot_be_answered_is_said_in_words(
    real_client: FlaskClient, address: str, lang: str
) -> None:
    status, named = UNUSABLE[address]
    mark = "&" if "?" in address else "?"
    sent = real_client.get(f"{address}{mark}lang={lang}")
    found = sent.get_json()
    assert sent.status_code == found["status"] == status
    assert sent.mimetype == MEDIA_TYPE
    assert named in found["detail"]
    assert sent.headers["Content-Language"] == lang
    titles = {texts(lang).t(f"api.problems.{kind.value}.title") for kind in ProblemKind}
    assert found["title"] in titles
    assert sent.headers["Access-Control-Allow-Origin"] == "*"
    assert sent.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_nothing_can_be_written(real_client: FlaskClient, method: str) -> None:
    sent = real_client.open(f"{ROOT}/indicators", method=method)
    assert (sent.status_code, sent.mimetype) == (405, MEDIA_TYPE)
    assert {"GET", "HEAD"} <= set(sent.headers["Allow"].split(", "))


def test_who_takes_no_json_is_told(real_client: FlaskClient) -> None:
    sent = real_client.get(f"{ROOT}/version", headers={"Accept": "text/csv"})
    assert (sent.status_code, sent.mimetype) == (406, MEDIA_TYPE)
    browser = {"Accept": "text/html,application/xml;q=0.9,*/*;q=0.8"}
    assert real_client.get(f"{ROOT}/version", headers=browser).status_code == 200


def test_a_failure_is_a_problem_too(
    real_client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("secret")

    monkeypatch.setattr(ATLAS.__class__, "data_version", property(fail))
    real_client.application.config["PROPAGATE_EXCEPTIONS"] = False
    sent = real_client.get(f"{ROOT}/sources?limit=2&offset=7")
    assert (sent.status_code, sent.mimetype) == (500, MEDIA_TYPE)
    assert "secret" not in sent.get_data(as_text=True)


def test_words_are_understood_as_in_addresses_of_pages(real_client: FlaskClient) -> None:
    found = asked(
        real_client, "/estimates", indicator="Life-Expectancy", geography="ZIP", lang="ES-mx"
    )
    plain = asked(
        real_client, "/estimates", indicator="life_expectancy", geography="zip", lang="es"
    )
    assert found["items"] == plain["items"]


# -- the same numbers as everywhere -------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("geography", city().mapped)
def test_estimates_are_those_of_the_file(
    real_client: FlaskClient, geography: Geography, lang: str
) -> None:
    offered = [i for i in ATLAS.catalogue.indicators.values() if geography in i.geographies]
    indicator = RNG.choice(offered)
    source = ATLAS.catalogue.source_of(indicator)
    layer = indicator.layer_of(geography)
    text = estimate_csv(ATLAS.repository, indicator, source, layer, texts(lang))
    rows = {row["place_id"]: row for row in csv.DictReader(io.StringIO(text))}
    items = list(
        every(
            real_client, "/estimates", indicator=indicator.id, geography=geography.value, lang=lang
        )
    )
    assert [item["place"]["id"] for item in items] == list(rows) or {
        item["place"]["id"] for item in items
    } == set(rows)
    for item in items:
        row = rows[item["place"]["id"]]
        for name in ("value", "lower", "upper"):
            said = cell_value(row[name], COLUMNS[name])
            assert item[name] == (None if said is None else pytest.approx(float(said))), item
        assert item["verdict"] == row["verdict"]
        assert {flag["code"] for flag in item["flags"]} == set(row["flags"].split())
        assert item["years"] == row["years"]
        assert item["measure"]["kind"] == row["kind"]


def every(client: FlaskClient, path: str, **words: str) -> Iterator[Answer]:
    """All entries of a list, part by part, by the addresses that the answers name."""
    found = asked(client, path, **words)
    count = 0
    while True:
        yield from found["items"]
        count += len(found["items"])
        if found["next"] is None:
            break
        found = client.get(found["next"].removeprefix(SITE)).get_json()
    assert count == found["total"]


def test_every_kind_of_number_is_listed(real_client: FlaskClient) -> None:
    total = asked(real_client, "/estimates", limit="1")["total"]
    assert total == len(list(services().numbers.keys()))
    measures = list(every(real_client, "/indicators", limit="1000"))
    assert len({measure["id"] for measure in measures}) == len(measures)
    published = RNG.choice([measure for measure in measures if measure["published"]])
    values = list(every(real_client, "/estimates", indicator=published["id"]))
    name = published["id"].removeprefix("published-")
    facts = services().numbers.publications.estimates(name)
    assert len(values) == len(facts)
    first = values[0]
    one = asked(
        real_client,
        f"/estimates/{first['place']['id']}/{published['id']}",
        period=facts[0].period,
        group=facts[0].group,
    )["estimate"]
    assert {**one, "citations": None} == {**first, "citations": None}


def test_places_are_found_by_what_people_type(real_client: FlaskClient) -> None:
    listed = {place["id"]: place for place in every(real_client, "/places", limit="1000")}
    for found in RNG.sample(services().place_index.places, 8):
        items = asked(real_client, "/search", q=found.names["es"], lang="es", limit="50")["items"]
        assert found.place_id in [item["id"] for item in items]
        assert listed[found.place_id]["people_2020"] == found.people_2020
        one = asked(real_client, f"/places/{found.place_id}")["place"]
        assert one == listed[found.place_id]


@pytest.mark.parametrize(("where", "chart"), CHARTS)
def test_a_chart_is_its_file(real_client: FlaskClient, where: str, chart: str) -> None:
    lang = RNG.choice(LANGUAGES)
    entry = next(one for one in every(real_client, "/charts", limit="1000") if one["id"] == chart)
    words = {
        "place": city().examples[0],
        "places": PLACES,
        "measure": city().defaults.outcome,
    }
    needed = {name: words[name] for name in entry["required"]}
    if chart == ids.GAP_CURVE:
        needed["outcome"] = next(
            i.id for i in gap_outcomes(ATLAS.catalogue) if i.estimator is Estimator.EVENT_RATE
        )
    found = asked(real_client, f"/charts/{chart}", **needed, lang=lang)
    assert found["page"] == where
    assert found["sentence"] and found["title"] and found["notes"]
    keys = {column["key"] for column in found["columns"]}
    assert all(set(row) == keys for row in found["rows"])
    columns = found["csv"]["columns"]
    if found["csv_address"] is None:
        # the comparison is one file for all of its rows
        rows = file_rows(real_client, f"{COMPARE_FILE}&lang={lang}")
    else:
        rows = file_rows(real_client, found["csv_address"])
        assert len(rows) == len(found["csv"]["rows"])
    assert list(rows[0]) == columns
    said = [{name: cell_value(row[name], COLUMNS[name]) for name in columns} for row in rows]
    for row in found["csv"]["rows"]:
        assert dict(zip(columns, row, strict=True)) in said
    shown = real_client.get(found["address"].removeprefix(SITE))
    assert shown.status_code == 200


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_comparison_is_that_of_its_page(real_client: FlaskClient, lang: str) -> None:
    found = asked(real_client, "/compare", places=PLACES, lang=lang)
    rows = file_rows(real_client, f"{COMPARE_FILE}&lang={lang}")
    told = {
        (measure["measure"]["indicator"], value["place_id"]): (measure, value)
        for measure in found["measures"]
        for value in measure["values"]
    }
    assert len(told) == len(rows)
    names = (
        "value", "lower", "upper", "difference", "difference_lower", "difference_upper",
        "p_adjusted", "baseline_verdict", "not_tested_because",
    )  # fmt: skip
    for row in rows:
        _, value = told[row["indicator"], row["place_id"]]
        for name in names:
            said = cell_value(row[name], COLUMNS[name])
            exact = isinstance(said, str) or said is None
            assert value[name] == (said if exact else pytest.approx(said)), (row, name)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_gap_is_that_of_its_page(real_client: FlaskClient, lang: str) -> None:
    options = services().gaps.options(city().defaults.outcome)
    for option in RNG.sample(options, 2):
        found = asked(real_client, "/gaps", group=option.id, lang=lang)
        chart = asked(real_client, "/charts/gap-patterns", group=option.id, lang=lang)
        columns = chart["csv"]["columns"]
        rows = [dict(zip(columns, row, strict=True)) for row in chart["csv"]["rows"]]
        assert [g["group_name"] for g in found["groups"]] == [r["group_name"] for r in rows]
        for group, row in zip(found["groups"], rows, strict=True):
            for name in ("value", "lower", "upper", "people", "areas", "factor_from"):
                said = row[name]
                assert group[name] == (None if said is None else pytest.approx(said))
        page = real_client.get(found["address"].removeprefix(SITE)).get_data(as_text=True)
        assert json.dumps(found["sentence"], ensure_ascii=False)[1:40] in page


def test_a_drawn_area_has_charts_and_a_comparison_and_is_not_logged(
    real_client: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    homes = ATLAS.areas(Layer(city().home.value))["area_id"]
    picked = OwnWord(picked_homes(homes[:2], homes), "Mi área")
    place = str(PlaceId(Geography.OWN, picked.area_id))
    assert asked(real_client, f"/places/{place}")["place"]["id"] == place
    chart = asked(real_client, "/charts/spine", place=place)
    assert place in {row[chart["csv"]["columns"].index("place_id")] for row in chart["csv"]["rows"]}
    assert asked(real_client, "/compare", places=f"{place},city")["places"][0]["id"] == place
    assert real_client.get(f"{ROOT}/estimates?place={place}").status_code == 404
    lines = [str(record.__dict__.get("fields")) for record in caplog.records]
    assert lines and not any(place in line for line in lines)


# -- options ------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_plan_is_that_of_its_page(real_client: FlaskClient, lang: str) -> None:
    found, data, spoken = asked(real_client, "/plan", lang=lang), services().plan.data, texts(lang)
    assert data is not None
    assert found["headline"] == plan_headline(data, spoken)
    for aim, row in zip(found["aims"], data.aims, strict=True):
        assert (aim["id"], aim["status"]) == (row.aim.id, row.status.value)
        for told, measure in zip(aim["measures"], row.measures, strict=True):
            assert told["baseline"]["value"] == measure.baseline.value
            assert (told["latest"] is None) == (measure.latest is None)
            assert told["change"] == change_text(measure, data, spoken)
            assert told["own_target"] is None
    log = services().plan.log.decisions
    assert [entry["date"] for entry in found["decisions"]] == [entry.date for entry in log]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_options_are_those_of_the_city(real_client: FlaskClient, lang: str) -> None:
    today = date.today()
    for name, options in city().options.items():
        found = asked(real_client, "/options", determinant=name, lang=lang)
        assert found["listed"] == listed(lang)
        assert [(one["id"], one["old"], one["check_from"]) for one in found["items"]] == [
            (f"{name}.{option.id}", option.is_old(today), option.old_from.isoformat())
            for option in options
        ]
        assert [one["what"] for one in found["items"]] == [o.what.get(lang) for o in options]
    every = asked(real_client, "/options", lang=lang)["items"]
    assert len(every) == sum(map(len, city().options.values()))
    refused = real_client.get(f"{ROOT}/options?determinant=weather&lang={lang}")
    assert (refused.status_code, "weather" in refused.get_json()["detail"]) == (404, True)


# -- the page about it --------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_has_every_address_and_its_examples_answer(
    real_client: FlaskClient, lang: str
) -> None:
    page = real_client.get(f"/api?lang={lang}&theme=dark").get_data(as_text=True)
    links = {unescape(found) for found in re.findall(r'<a href="(/api/v1[^"]*)"', page)}
    tried = {unescape(f) for f in re.findall(r'<a class="api__try" href="([^"]+)"', page)}
    tried |= {unescape(f) for f in re.findall(r'<a href="([^"]+)" class="api__try"', page)}
    assert len(tried) == len(OPERATIONS)
    for address in links | tried:
        answer = real_client.get(address)
        assert answer.status_code == 200, address
        assert answer.headers["Content-Language"] == lang
    refused = real_client.get(f"{ROOT}/estimates?luck=1&lang={lang}").get_json()["type"]
    for anchor in (refused.partition("#")[2], *(f"operation-{one.id}" for one in OPERATIONS)):
        assert f'id="{anchor}"' in page
    linked, explained = (set(re.findall(rf'{at}(model-\w+)"', page)) for at in ('href="#', 'id="'))
    assert linked <= explained
