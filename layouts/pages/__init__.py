"""The pages of the site, in the order of the navigation."""

from __future__ import annotations

from layouts import paths
from layouts.pages import data_page, fact_sheets, methods, not_found, places, present
from layouts.pages.compare import page as compare
from layouts.pages.explore import page as explore
from layouts.pages.gaps import page as gaps
from layouts.pages.place import page as place
from layouts.request import Page

PAGES: tuple[Page, ...] = (
    Page("explore", paths.EXPLORE, explore.build),
    Page("compare", paths.COMPARE, compare.build),
    Page("places", paths.PLACES, places.build),
    Page(
        "place",
        paths.PLACE,
        place.build,
        in_navigation=False,
        find=place.find,
        describe=place.describe,
        example="/place/city",
    ),
    Page("gaps", paths.GAPS, gaps.build),
    Page("fact_sheets", paths.FACT_SHEETS, fact_sheets.build),
    Page("present", paths.PRESENT, present.build),
    Page("data", paths.DATA, data_page.build),
    Page("methods", paths.METHODS, methods.build),
)
NOT_FOUND = Page("not_found", "", not_found.build, in_navigation=False)
