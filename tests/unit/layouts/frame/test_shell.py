"""What every page stands in."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from dash import html

from data.address import Theme
from data.locale import LANGUAGES, Texts, texts
from layouts import ids
from layouts.frame import shell
from layouts.pages import PAGES as ALL
from layouts.request import Page, PageRequest
from tests.unit.layouts.trees import by_class, by_type, element_ids, prop, text, walk, with_prop

PAGES = (
    Page(key="explore", path="/", build=lambda request: html.Div()),
    Page(key="data", path="/data", build=lambda request: html.Div()),
    Page(key="lost", path="/lost", build=lambda request: html.Div(), in_navigation=False),
)
_NAMES = {"pages.explore.nav": "Explore", "pages.data.nav": "Data", "pages.lost.nav": "Lost"}


def a_request(lang="en", theme=Theme.LIGHT):
    known = texts(lang)
    words = {key: known.t(key) for key in known.keys()} | _NAMES  # noqa: SIM118
    return PageRequest(
        services=SimpleNamespace(),
        pathname="/",
        query="",
        parameters={},
        texts=Texts(lang, words),
        theme=theme,
        default_lang="en",
        link=lambda path: f"/base{path}",
        asset=lambda path: f"/base/assets/{path}",
    )


def a_page(*, page=PAGES[0], search=None, **how):
    return shell.frame(
        request=a_request(**how),
        page=page,
        pages=PAGES,
        content=html.H1("Content"),
        search=search,
    )


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("theme", list(Theme))
class TestFrame:
    def test_landmarks_stand_once_and_in_order(self, lang, theme):
        tree = a_page(lang=lang, theme=theme)
        kinds = [node.to_plotly_json()["type"] for node in walk(tree)]
        marks = [kind for kind in kinds if kind in ("Header", "Nav", "Main", "Footer")]
        assert marks == ["Header", "Nav", "Main", "Footer"]

    def test_the_skip_link_comes_first_and_leads_to_main(self, lang, theme):
        tree = a_page(lang=lang, theme=theme)
        link = by_type(tree, "A")[0]
        assert prop(link, "href") == f"#{ids.MAIN}"
        (main,) = by_type(tree, "Main")
        assert prop(main, "id") == ids.MAIN
        assert prop(main, "tabIndex") == -1

    def test_language_and_theme_stand_on_the_page(self, lang, theme):
        tree = a_page(lang=lang, theme=theme)
        (app,) = by_class(tree, "app")
        assert prop(app, "lang") == lang
        assert prop(app, "data-theme") == theme.value

    def test_switches_offer_the_other_one(self, lang, theme):
        switches = {
            prop(node, "data-set-param"): node
            for node in with_prop(a_page(lang=lang, theme=theme), "data-set-param")
        }
        assert prop(switches["lang"], "data-set-value") != lang
        assert prop(switches["lang"], "lang") == prop(switches["lang"], "data-set-value")
        assert prop(switches["theme"], "data-set-value") != theme.value
        assert all(prop(node, "aria-label") for node in switches.values())

    def test_says_that_nothing_leaves_the_page(self, lang, theme):
        (footer,) = by_type(a_page(lang=lang, theme=theme), "Footer")
        assert texts(lang).t("shell.footer.privacy") in text(footer)


def test_navigation_shows_the_pages_meant_for_it_and_marks_the_current_one():
    (navigation,) = by_type(a_page(page=PAGES[1]), "Nav")
    links = by_type(navigation, "A")
    assert [text(link) for link in links] == ["Explore", "Data"]
    assert [prop(link, "href") for link in links] == ["/base/", "/base/data"]
    assert [prop(link, "aria-current") for link in links] == [None, "page"]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("page", ALL, ids=lambda page: page.key)
def test_every_page_is_reached_without_scripts_and_marked_with_its_menu(lang, page):
    """Words in the line first, then native menus, each with the pages that say so."""
    request = a_request(lang=lang)
    tree = shell.frame(request=request, page=page, pages=ALL, content=html.H1("Content"))
    (navigation,) = by_type(tree, "Nav")
    shown = sorted((p for p in ALL if p.in_navigation), key=lambda p: bool(p.menu))
    links = by_type(navigation, "A")
    assert [prop(link, "href") for link in links] == [request.link(p.path) for p in shown]
    menus = by_type(navigation, "Details")
    assert len(menus) == len({p.menu for p in shown if p.menu}) == 3
    for menu in menus:
        (word,) = by_type(menu, "Summary")
        held = [p for p in shown if request.link(p.path) in
                {prop(link, "href") for link in by_type(menu, "A")}]  # fmt: skip
        assert {text(word)} == {request.texts.t(f"shell.menus.{p.menu}") for p in held}
        assert prop(word, "aria-current") == ("true" if page in held else None)
    marked = [link for link in links if prop(link, "aria-current")]
    assert len(marked) == (1 if page.in_navigation else 0)


def test_the_name_of_the_site_leads_to_its_story_once_there_is_one():
    story = Page(key="explore", path="/story", build=lambda request: html.Div())
    for pages, path in ((PAGES, "/"), ((story, *PAGES), "/story")):
        tree = shell.frame(request=a_request(), page=PAGES[0], pages=pages, content="")
        (name,) = by_class(tree, "shell__product")
        assert prop(name, "href") == f"/base{path}"


def test_what_the_menu_of_a_phone_unfolds_follows_it():
    """CSS shows siblings of an open menu; what unfolds comes after it for the keyboard too."""
    (header,) = by_type(a_page(), "Header")
    parts = [part for part in header.children if part is not None]
    menu = parts[0]
    assert menu in by_type(header, "Details") and prop(by_type(menu, "Summary")[0], "aria-label")
    after = {node for part in parts[1:] for node in walk(part)}
    assert {*by_type(header, "Nav"), *with_prop(header, "data-set-param")} <= after


def test_footer_links_only_to_pages_that_exist():
    (footer,) = by_type(a_page(), "Footer")
    assert [prop(link, "href") for link in by_type(footer, "A")] == ["/base/data"]


def test_search_is_a_landmark_only_if_there_is_one():
    assert not [node for node in walk(a_page()) if prop(node, "role") == "search"]
    tree = a_page(search=html.Div("find"))
    (region,) = [node for node in walk(tree) if prop(node, "role") == "search"]
    assert text(region) == "find"


def test_ids_are_unique():
    found = element_ids(a_page())
    assert len(found) == len(set(found))
