"""The pages of the site, in the order of the navigation."""

from __future__ import annotations

from layouts.pages import data_page, fact_sheets, methods, not_found, places, present
from layouts.pages.compare import page as compare
from layouts.pages.explore import page as explore
from layouts.pages.gaps import page as gaps
from layouts.pages.place import page as place
from layouts.request import Page

PAGES: tuple[Page, ...] = (
    Page("explore", "/", explore.build),
    Page("compare", "/compare", compare.build),
    Page("places", "/places", places.build),
    Page(
        "place",
        "/place",
        place.build,
        in_navigation=False,
        find=place.find,
        describe=place.describe,
        example="/place/city",
    ),
    Page("gaps", "/gaps", gaps.build),
    Page("fact_sheets", fact_sheets.PATH, fact_sheets.build),
    Page("present", "/present", present.build),
    Page("data", "/data", data_page.build),
    Page("methods", "/methods", methods.build),
)
NOT_FOUND = Page("not_found", "", not_found.build, in_navigation=False)
