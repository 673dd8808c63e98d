"""The PowerPoint file: words that fit, links, languages, alt texts, a clean master."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest
from flask.testing import FlaskClient
from pptx.enum.shapes import MSO_SHAPE_TYPE
from pptx.oxml.ns import qn
from pptx.util import Inches

from data.address import Theme
from data.decks.deck import Deck, ready_decks, to_link
from data.locale import texts
from data.services import Services
from layouts.paper.live_code import printed, with_language
from layouts.slides.build import build_deck
from layouts.slides.powerpoint.file import foot_of
from layouts.slides.powerpoint.inches import height_in
from layouts.slides.powerpoint.master import KICKER, KICKER_PT, NUMBER
from layouts.slides.slide import Slide
from tests.integration.powerpoint import ORIGIN, charts_on, opened, series_of, words_in
from tests.slide_views import PLACES, opening_views, ready_views, wide_views

LANGUAGES = {"en": "en-US", "es": "es-US"}
SMALLEST_PT = 14  # of the 13.33 in of a slide; 28 of the 1920 px of the HTML deck


@pytest.fixture(scope="module", params=["en", "es"])
def made(request: pytest.FixtureRequest, services: Services) -> tuple[str, list[Slide], Any]:
    """Language, slides and file of everything that can be a slide."""
    lang = request.param
    built, _ = build_deck(
        services,
        Deck((*opening_views(), *wide_views(), *ready_views(*PLACES))),
        lang=lang,
        theme=Theme.LIGHT,
    )
    slides = [slide for slide in built if slide is not None]
    return lang, slides, opened(slides, lang)


def test_a_file_takes_its_name_from_any_first_slide(services: Services) -> None:
    """A property of a file ends at 255 characters; the whole title is in the notes."""
    for view in wide_views():
        if not view.title and "neighborhood-129" not in view.query:
            continue
        built, _ = build_deck(services, Deck((view,)), lang="es", theme=Theme.LIGHT)
        (slide,) = (slide for slide in built if slide is not None)
        deck = opened([slide], "es")
        assert len(deck.core_properties.title) <= 255
        notes = deck.slides[0].notes_slide.notes_text_frame.text
        assert (view.title or slide.chart.title) in notes


# -- every slide ----------------------------------------------------------------------------------


def test_a_slide_has_its_finding_notes_source_and_link(made: tuple[str, list[Slide], Any]) -> None:
    lang, slides, deck = made
    assert len(deck.slides) == len(slides) > 30
    assert round(deck.slide_width / deck.slide_height, 2) == round(16 / 9, 2)
    for page, slide in zip(deck.slides, slides, strict=True):
        assert page.shapes.title.text == slide.lead
        assert page.shapes[0] is not None and page.shapes[0].shape_id == page.shapes.title.shape_id
        notes = page.notes_slide.notes_text_frame.text
        live = with_language(ORIGIN + slide.live, lang)
        said = [slide.notes, slide.lead, slide.more, slide.source, live]
        assert all(words in notes for words in said)
        address = printed(ORIGIN + slide.chart.travels.address, lang)
        source = foot_of(slide, address)[0]  # whole in the notes
        assert source.endswith(address)
        assert any(source in s.text_frame.text for s in page.shapes if s.has_text_frame)
        links = [rel.target_ref for rel in page.part.rels.values() if rel.is_external]
        assert set(links) == {live}
        codes = [s for s in page.shapes if s.shape_type == MSO_SHAPE_TYPE.PICTURE]
        assert codes[-1].click_action.hyperlink.address == live
        numbers = [f for f in page._element.iter(qn("a:fld")) if f.get("type") == "slidenum"]
        assert len(numbers) == 1


def test_every_word_has_its_language(made: tuple[str, list[Slide], Any]) -> None:
    lang, _, deck = made
    told = deck.core_properties
    assert told.language == LANGUAGES[lang]
    assert told.author == texts(lang).t("shell.product")
    assert told.title.startswith(told.author)
    for page in deck.slides:
        parts = [page._element, page.notes_slide._element]
        parts += [chart._chartSpace for chart in charts_on(page)]
        for run in (run for part in parts for run in part.iter(qn("a:r"))):
            assert run.find(qn("a:rPr")).get("lang") == LANGUAGES[lang]
        for chart in charts_on(page):
            assert chart._chartSpace.find(qn("c:lang")).get("val") == LANGUAGES[lang]


def test_charts_tables_and_pictures_have_alt_texts(made: tuple[str, list[Slide], Any]) -> None:
    _, slides, deck = made
    for page, slide in zip(deck.slides, slides, strict=True):
        for shape in page.shapes:
            about = next(shape._element.iter(qn("p:cNvPr")))
            is_code = shape.shape_type == MSO_SHAPE_TYPE.PICTURE and bool(
                shape.click_action.hyperlink.address
            )
            if is_code:
                assert ORIGIN in about.get("descr")
            elif shape.has_chart or shape.has_table or shape.shape_type == MSO_SHAPE_TYPE.PICTURE:
                assert slide.lead in about.get("descr")
            elif shape.shape_type == MSO_SHAPE_TYPE.AUTO_SHAPE:
                assert "decorative" in {e.tag.rpartition("}")[2] for e in about.iter()}


def test_nothing_leaves_the_slide_or_its_box(made: tuple[str, list[Slide], Any]) -> None:
    _, slides, deck = made
    for page, slide in zip(deck.slides, slides, strict=True):
        boxes = []
        for shape in page.shapes:
            assert shape.left >= 0 and shape.top >= 0
            assert shape.left + shape.width <= deck.slide_width
            assert shape.top + shape.height <= deck.slide_height, (slide.title, shape.name)
            if shape.shape_type != MSO_SHAPE_TYPE.AUTO_SHAPE:
                boxes.append(shape)
            if shape.has_text_frame and shape.text_frame.text.strip():
                need = sum(_height(p, shape) for p in shape.text_frame.paragraphs)
                assert need <= shape.height / Inches(1) + 0.02, (slide.title, shape.name)
        for number, one in enumerate(boxes):
            for other in boxes[number + 1 :]:
                assert not _overlap(one, other), (slide.title, one.name, other.name)


def test_a_chart_keeps_its_room_and_a_map_its_whole_legend(
    made: tuple[str, list[Slide], Any],
) -> None:
    _, slides, deck = made
    for page, slide in zip(deck.slides, slides, strict=True):
        least = Inches(2.2 if len(slide.lead) <= 320 else 1.7)  # five lines of headline
        assert all(s.height >= least for s in page.shapes if s.has_chart), slide.title
        if slide.is_map and slide.legend.entries:
            said = {s.text_frame.text for s in page.shapes if s.has_text_frame}
            legend = slide.legend
            outside = {legend.direction, legend.few_events, legend.no_data} - {""}
            assert said >= {words for _, words in legend.entries} | outside


def _height(paragraph: Any, shape: Any) -> float:
    size = paragraph.font.size or next((r.font.size for r in paragraph.runs if r.font.size), None)
    idx = shape.placeholder_format.idx if shape.is_placeholder else None
    points = size.pt if size is not None else {KICKER: KICKER_PT, NUMBER: SMALLEST_PT}[idx]
    bold = idx == 0
    after = paragraph.space_after.pt / 72 if paragraph.space_after is not None else 0
    return height_in(paragraph.text, points, shape.width / Inches(1), bold=bold) + after


def _overlap(one: Any, other: Any) -> bool:
    across = min(one.left + one.width, other.left + other.width) - max(one.left, other.left)
    down = min(one.top + one.height, other.top + other.height) - max(one.top, other.top)
    return bool(across > 0 and down > 0)


def test_type_can_be_read_from_afar(made: tuple[str, list[Slide], Any]) -> None:
    lang, _, deck = made
    source = texts(lang).t("present.player.source")
    for page in deck.slides:
        title = page.shapes.title.text_frame.paragraphs[0].font.size.pt
        assert 28 <= title <= 36
        for shape in page.shapes:
            assert all(size >= SMALLEST_PT for size in _sizes(shape._element)), shape.name
        sources = [s for s in page.shapes if s.name == source]
        assert sources and all(list(_sizes(s._element)) for s in sources)
        layout = page.slide_layout.placeholders
        assert all(size >= SMALLEST_PT for s in layout for size in _sizes(s._element))
        for chart in charts_on(page):
            assert all(size >= SMALLEST_PT for size in _word_sizes(chart))


def test_names_of_series_outlast_the_editing_of_their_data(
    made: tuple[str, list[Slide], Any],
) -> None:
    """PowerPoint takes each name from its cell as soon as somebody opens the worksheet."""
    _, _, deck = made
    names: set[str] = set()
    for page in deck.slides:
        for chart in charts_on(page):
            cells = words_in(chart.part.chart_workbook.xlsx_part.blob)
            for one in series_of(chart):
                at = one.find(f"{qn('c:tx')}//{qn('c:f')}").text.rpartition("!")[2]
                shown = one.find(f"{qn('c:tx')}//{qn('c:v')}").text or ""
                assert cells.get(at.replace("$", ""), "") == shown
                names.add(shown)
    assert any(name.startswith("▼ ") for name in names)


def _sizes(element: Any) -> Iterator[float]:
    for run in element.iter(qn("a:rPr"), qn("a:defRPr")):
        if run.get("sz"):
            yield int(run.get("sz")) / 100


def _word_sizes(chart: Any) -> Iterator[float]:
    """Sizes of words; the character that stands for a mark is none."""
    for run in chart._chartSpace.iter(qn("a:r")):
        if run.find(qn("a:t")).text != "▼":
            yield from _sizes(run)


def test_tables_are_tables_and_only_maps_are_pictures(made: tuple[str, list[Slide], Any]) -> None:
    _, slides, deck = made
    for page, slide in zip(deck.slides, slides, strict=True):
        pictures = [s for s in page.shapes if s.shape_type == MSO_SHAPE_TYPE.PICTURE]
        assert len(pictures) == 1 + slide.is_map
        tables = [s.table for s in page.shapes if s.has_table]
        assert len(tables) == bool(slide.table)
        for table in tables:
            shown = [row.cells[0].text for row in table.rows][-len(slide.table) :]
            assert shown == [head for head, _ in slide.table]
        if slide.figures and not slide.is_map:
            assert charts_on(page)


# -- the file -------------------------------------------------------------------------------------


def test_the_same_deck_gives_the_same_bytes(
    real_client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = to_link(ready_decks()["gap"].deck("en"))
    first = real_client.post("/present/slides.pptx?lang=en", data=link)
    from layouts.slides.powerpoint import master

    later = master.datetime(2001, 2, 3, 4, 5, 6, tzinfo=master.UTC)

    class Clock(master.datetime):  # type: ignore[misc, name-defined]
        @classmethod
        def now(cls, tz: Any = None) -> Any:
            return later

    monkeypatch.setattr(master, "datetime", Clock)
    second = real_client.post("/present/slides.pptx?lang=en", data=link)
    assert first.status_code == second.status_code == 200
    assert first.data == second.data


def test_the_master_has_one_layout_and_no_leftovers(made: tuple[str, list[Slide], Any]) -> None:
    lang, _, deck = made
    (layout,) = deck.slide_layouts
    assert layout.name == texts(lang).t("present.pptx_text.layout")
    names = [str(part.partname) for part in deck.part.package.iter_parts()]
    assert not [name for name in names if "thumbnail" in name or "printer" in name]
    tops = [shape.top for shape in layout.placeholders]
    assert all(a >= 0 for a in tops)
    assert all(one.shape_id != other.shape_id for one, other in pairwise(layout.placeholders))
