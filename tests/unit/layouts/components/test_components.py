"""The parts that pages are put together from: names, roles, ids and colors."""

from __future__ import annotations

import re

import pytest

from data.locale import LANGUAGES, texts
from layouts import ids
from layouts.components import chart_card, controls, finding, legend, notice, panel, table
from layouts.figures.chart import Column
from layouts.theme import DARK, LIGHT, palette
from tests.unit.layouts.trees import by_class, by_type, element_ids, prop, text, walk, with_prop


def a_card(lang="en", chart=ids.MAP, **extra):
    return chart_card.chart_card(
        texts=texts(lang),
        chart=chart,
        title="Title of the chart",
        sentence="What it shows.",
        source="Source and years",
        csv_href="/download/explore/map.csv?x=1",
        cite_href="/embed/map?x=1",
        how_to_read=["First.", "Second."],
        notes=["A caveat."],
        **extra,
    )


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("chart", ids.CHARTS)
class TestChartCard:
    def test_lays_out_every_id_of_the_chart_once(self, lang, chart):
        assert sorted(element_ids(a_card(lang, chart))) == sorted(ids.chart(chart).all())

    def test_is_named_by_its_title_and_described_by_its_sentence(self, lang, chart):
        card = a_card(lang, chart)
        names = {prop(node, "id"): text(node) for node in with_prop(card, "id")}
        assert names[prop(card, "aria-labelledby")] == "Title of the chart"
        assert names[prop(card, "aria-describedby")] == "What it shows."

    def test_tells_the_store_when_the_table_is_unfolded(self, lang, chart):
        card = a_card(lang, chart)
        details = next(n for n in walk(card) if prop(n, "id") == ids.chart(chart).table_details)
        assert prop(details, "data-loads") == ids.chart(chart).table_open

    def test_every_download_says_of_what(self, lang, chart):
        card = a_card(lang, chart)
        here = texts(lang).t(f"charts.{chart}.name")
        for element in (ids.chart(chart).csv, ids.chart(chart).png, ids.chart(chart).svg):
            node = next(n for n in walk(card) if prop(n, "id") == element)
            assert here in prop(node, "aria-label")


def test_csv_is_a_link_so_that_it_works_without_a_callback():
    link = next(n for n in walk(a_card()) if prop(n, "id") == ids.chart(ids.MAP).csv)
    assert prop(link, "href") == "/download/explore/map.csv?x=1"


def test_a_tall_graph_keeps_its_height_and_scrolls_by_keyboard():
    figure = {"data": [], "layout": {"height": 4320}}
    (frame,) = by_class(a_card(scrolls=True, figure=figure), "chart-card__plot--scrolls")
    assert prop(frame, "tabIndex") == 0
    assert prop(frame, "role") == "region"
    assert prop(frame, "aria-label")
    (graph,) = by_type(frame, "Graph")
    assert prop(graph, "style") == {"height": "calc(4320px * var(--wall))"}


def test_no_button_of_a_chart_sends_it_anywhere():
    (graph,) = by_type(a_card(), "Graph")
    config = prop(graph, "config")
    assert config["showSendToCloud"] is False
    assert config["plotlyServerURL"] == ""
    assert config["modeBarButtons"] == [["select2d", "lasso2d"]]


def test_a_graph_that_fits_is_no_stop_for_the_keyboard():
    (frame,) = by_class(a_card(), "chart-card__plot")
    assert prop(frame, "tabIndex") is None


COLUMNS = [
    Column("name", "Neighborhood"),
    Column("value", "Years", "number"),
    Column("interval", "95% interval", "interval"),
]
ROWS = [
    {"name": "Ivanhoe", "value": "70.1", "interval": "68.0–72.2"},
    {"name": "Brookside", "value": "82.0", "interval": "80.1–83.9"},
]
PLACES = ["neighborhood-1", "neighborhood-2"]


class TestDataTable:
    def a_table(self, **extra):
        return table.data_table(
            texts=texts("en"), caption="Life expectancy", columns=COLUMNS, rows=ROWS, **extra
        )

    def test_heads_columns_and_rows(self):
        heads = by_type(self.a_table(), "Th")
        assert [text(head) for head in heads if prop(head, "scope") == "col"] == [
            "Neighborhood",
            "Years",
            "95% interval",
        ]
        assert [text(head) for head in heads if prop(head, "scope") == "row"] == [
            "Ivanhoe",
            "Brookside",
        ]

    def test_the_scrolling_region_is_reachable_and_named(self):
        region = self.a_table()
        assert prop(region, "tabIndex") == 0
        assert prop(region, "aria-label") == "Life expectancy"

    def test_rows_are_selected_by_buttons_that_name_their_place(self):
        tree = self.a_table(places=PLACES, selected={"neighborhood-2"})
        buttons = by_type(tree, "Button")
        assert [prop(button, "data-place") for button in buttons] == PLACES
        assert [prop(button, "aria-pressed") for button in buttons] == ["false", "true"]
        assert [prop(button, "aria-label") for button in buttons] == [
            "Select Ivanhoe",
            "Select Brookside",
        ]

    def test_places_must_fit_the_rows(self):
        with pytest.raises(ValueError, match="1 places for 2 rows"):
            self.a_table(places=PLACES[:1])

    def test_without_places_there_is_nothing_to_select(self):
        assert not by_type(self.a_table(), "Button")


@pytest.mark.parametrize("theme", (LIGHT, DARK))
class TestLegends:
    def colors(self, tree):
        styles = [prop(node, "style") or {} for node in walk(tree)]
        return [style["backgroundColor"] for style in styles if "backgroundColor" in style]

    def test_swatches_have_the_colors_of_the_fill_in_the_given_order(self, theme):
        fills = palette(theme).outcome[::-1]
        classes = [legend.LegendClass(color, f"class {i}") for i, color in enumerate(fills)]
        tree = legend.map_legend(texts=texts("en"), theme=theme, title="Years", classes=classes)
        assert self.colors(tree) == list(fills)
        assert [text(node) for node in by_class(tree, "legend__label")] == [
            f"class {i}" for i in range(5)
        ]

    def test_classes_outside_the_scale_appear_only_if_they_occur(self, theme):
        common = {"texts": texts("en"), "theme": theme, "title": "Rate", "classes": []}
        assert not by_class(legend.map_legend(**common), "swatch")
        tree = legend.map_legend(**common, no_data=True, few_events=True)
        assert by_class(tree, "swatch--hatch")
        assert self.colors(tree) == [palette(theme).few_events]

    def test_the_worst_of_both_stands_at_the_top_right(self, theme):
        tree = legend.bivariate_legend(
            texts=texts("en"),
            theme=theme,
            outcome="Shorter life expectancy",
            factor="More poverty",
            outcome_thirds=["80–86", "76–80", "65–76"],
            factor_thirds=["1–9%", "9–22%", "22–70%"],
        )
        cells = palette(theme).bivariate
        assert self.colors(tree) == [*cells[2], *cells[1], *cells[0]]
        corner = by_class(tree, "bivariate__cell")[2]
        assert text(corner) == "65–76 and 22–70%"
        assert prop(corner, "style")["backgroundColor"] == cells[2][2]


@pytest.mark.parametrize("lang", LANGUAGES)
class TestSelection:
    rows = (
        panel.SelectionRow("Ivanhoe", "2,204", "70.1", "68.0–72.2", href="/place/neighborhood-1"),
        panel.SelectionRow("Kansas City", "508,090", "75.9", city=True),
    )

    def test_a_description_always_says_that_it_is_no_test(self, lang):
        t = texts(lang)
        tree = panel.selection_summary(
            texts=t, headline="2,204 people: 70.1 years", value_label="Years", rows=self.rows
        )
        assert t.t("explore.selection.not_a_test", count=1) in text(tree)
        assert "68.0–72.2" in text(tree)

    def test_the_city_stands_apart(self, lang):
        tree = panel.selection_table(texts=texts(lang), value_label="Years", rows=self.rows)
        (city,) = by_class(tree, "selection__city")
        assert "Kansas City" in text(city)

    def test_location_is_offered_only_where_boundaries_are_known(self, lang):
        t = texts(lang)
        children = panel.selection_empty(texts=t)
        common = {"texts": t, "children": children, "geography": "neighborhood"}
        without = panel.selection_panel(**common)
        assert ids.LOCATE not in element_ids(without)
        with_file = panel.selection_panel(**common, boundaries_href="/assets/geo/x.geojson")
        (button,) = with_prop(with_file, "data-locate")
        assert prop(button, "data-boundaries") == "/assets/geo/x.geojson"
        assert prop(button, "aria-describedby") in element_ids(with_file)

    def test_the_way_out_is_marked_for_the_browser_code(self, lang):
        tree = panel.selection_panel(texts=texts(lang), children=[], geography="zip")
        (button,) = with_prop(tree, "data-clear-selection")
        assert prop(button, "id") == ids.SELECTION_CLEAR


class TestControls:
    groups = (
        controls.OptionGroup(
            "Illness",
            [controls.Option("a", "Asthma"), controls.Option("b", "Stroke", disabled=True)],
        ),
        controls.Option("c", "Other"),
    )

    def markup(self, field):
        return prop(field, "data-html")

    def test_select_keeps_groups_and_disabled_options_and_says_what_is_chosen(self):
        field = controls.select(id="x", name="n", label="Out & in", options=self.groups, value="a")
        assert prop(field, "id") == ids.field("x")
        assert prop(field, "data-value") == "a"
        assert self.markup(field) == (
            '<label for="x">Out &amp; in</label><select autocomplete="off" id="x" name="n">'
            '<optgroup label="Illness"><option selected value="a">Asthma</option>'
            '<option disabled value="b">Stroke</option></optgroup>'
            '<option value="c">Other</option></select>'
        )

    def test_what_is_chosen_is_never_off_or_a_form_would_forget_it(self):
        field = controls.select(id="x", name="n", label="l", options=self.groups, value="b")
        assert '<option selected value="b">' in self.markup(field)

    def test_segments_and_checkboxes_are_named_groups_of_inputs(self):
        options = [controls.Option(value, value.upper()) for value in "abc"]
        radio = controls.segmented(id="m", name="map", label="Map", options=options, value="b")
        many = controls.checkboxes(
            id="l", name="layers", label="Map", options=options, value={"c", "a"}
        )
        assert prop(many, "data-value") == "a,c"
        for field, kind, on in ((radio, "radio", "b"), (many, "checkbox", "ac")):
            markup = self.markup(field)
            assert "<legend>Map</legend>" in markup
            assert markup.count(f'type="{kind}"') == 3
            found = re.findall(r'value="(.)"[^>]* checked>', markup)
            assert found == list(on)

    @pytest.mark.parametrize("lang", LANGUAGES)
    def test_a_combobox_names_its_list_and_without_a_name_needs_scripts(self, lang):
        made = {"texts": texts(lang), "id": "x", "label": "Find", "offers": "kcSome"}
        markup = self.markup(controls.combobox(**made, name="add", disabled=True))
        for words in ('for="x"', 'id="x"', 'role="combobox"', 'aria-controls="x-list"',
                      'id="x-list"', 'name="add"', " disabled>"):  # fmt: skip
            assert words in markup
        assert texts(lang).t("common.nothing_found") in markup
        assert "field--script" in prop(controls.combobox(**made), "className")

    def test_a_form_asks_by_address_and_its_button_is_for_pages_without_scripts(self):
        tree = controls.form(
            action="/gaps", kept=[], children=[controls.submit(texts("en"))], className="f"
        )
        assert (prop(tree, "action"), prop(tree, "method")) == ("/gaps", "get")
        (without,) = by_type(tree, "Noscript")
        (button,) = by_type(without, "Button")
        assert prop(button, "type") == "submit"

    def test_the_button_of_the_sheet_points_at_the_sheet(self):
        tree = controls.sheet(texts=texts("en"), id="the-sheet", action="/", kept=[], children=[])
        (opener,) = with_prop(tree, "data-sheet-open")
        assert prop(opener, "aria-controls") == "the-sheet"
        assert prop(opener, "aria-expanded") == "false"
        assert "the-sheet" in element_ids(tree)

    def test_a_button_says_what_it_does(self):
        button = controls.button(
            id="b", label="+", name="Add", pressed=True, data={"set_value": "1"}
        )
        assert prop(button, "aria-label") == "Add"
        assert prop(button, "aria-pressed") == "true"
        assert prop(button, "data-set-value") == "1"
        assert prop(button, "type") == "button"


class TestWords:
    def test_the_finding_is_the_first_heading(self):
        tree = finding.finding(
            texts=texts("en"),
            sentence="Shorter.",
            detail="72 against 80",
            through="Data through 2015.",
            paragraphs=["Sure."],
            cite_href="/embed/map",
            source="map-source",
        )
        (heading,) = by_type(tree, "H1")
        assert text(heading) == "Shorter."
        assert prop(tree, "aria-labelledby") == prop(heading, "id")
        assert "Sure." in text(tree)
        assert "Data through 2015." in text(tree)

    def test_a_notice_carries_a_word_beside_its_color(self):
        for lang in LANGUAGES:
            box = notice.notice(texts=texts(lang), messages=["One.", "Two."], tone="warning")
            assert text(box).startswith(texts(lang).t("common.tone.warning"))
            assert len(by_type(box, "P")) == 2

    def test_nothing_to_say_takes_no_room(self):
        assert prop(notice.notice(texts=texts("en"), messages=[]), "hidden") is True
