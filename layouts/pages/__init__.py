"""The pages of the site, in the order of the navigation: words in the line, then menus."""

from __future__ import annotations

from data.cities.city import city
from data.gaps.questions import questions
from data.models import PlaceId
from layouts import paths
from layouts.components.terms import TERMS
from layouts.pages import api, fact_sheets, methods, not_found, places, present
from layouts.pages.compare import page as compare
from layouts.pages.data import page as data_page
from layouts.pages.explore import page as explore
from layouts.pages.gaps import page as gaps
from layouts.pages.number import page as number
from layouts.pages.number import visit as number_visit
from layouts.pages.place import page as place
from layouts.pages.plan import page as plan
from layouts.pages.stories import page as stories
from layouts.pages.story import page as story
from layouts.pages.wage import page as wage
from layouts.request import Page

# Examples that can be put together into an area of one's own.
_HOMES = [
    place.area_id
    for place in map(PlaceId.parse, city().examples)
    if place is not None and place.geography is city().home
]
ACT, TAKE_IT, DATA = "act", "take_it", "data"
PAGES: tuple[Page, ...] = (
    Page(
        "story",
        paths.STORY,
        story.build,
        examples=(paths.STORY, f"{paths.STORY}?place={city().examples[0]}"),
    ),
    Page(
        "explore",
        paths.EXPLORE,
        explore.build,
        examples=(paths.EXPLORE,),
        folders=("explore", "map"),
        terms=("interval", "percentage_point", "partly_modelled", "effective_places", "r", "ice"),
    ),
    Page("places", paths.PLACES, places.build, examples=(paths.PLACES,)),
    Page(
        "place",
        paths.PLACE,
        place.build,
        in_navigation=False,
        find=place.find,
        describe=place.describe,
        status=place.status,
        examples=(
            *(paths.of_place(known) for known in ("city", *city().examples)),
            paths.OWN,
            f"{paths.OWN}?pick={','.join(_HOMES)}",
        ),
        folders=("place",),
    ),
    Page(
        "number",
        paths.NUMBER,
        number.build,
        in_navigation=False,
        find=number_visit.find,
        describe=number.describe,
        status=number_visit.status,
        canonical=number_visit.canonical,
        examples=tuple(
            paths.of_number(place, city().life_expectancy) for place in ("city", *city().examples)
        ),
        folders=("number",),
    ),
    Page(
        "compare",
        paths.COMPARE,
        compare.build,
        examples=(paths.COMPARE, f"{paths.COMPARE}?places={','.join((*city().examples, 'city'))}"),
        folders=("compare",),
        terms=("interval", "percentage_point", "partly_modelled", "coverage"),
    ),
    Page(
        "gaps",
        paths.GAPS,
        gaps.build,
        examples=(
            paths.GAPS,
            f"{paths.GAPS}?outcome={city().health[-1]}",
            *(f"{paths.GAPS}?group={land.id}" for land in (city().history,) if land),
            *(f"{paths.GAPS}?ask={question}" for question in questions()[1:]),
        ),
        terms=tuple(term for term in TERMS if term not in {"r", "effective_places"}),
    ),
    *(
        (Page("plan", paths.PLAN, plan.build, menu=ACT, examples=(paths.PLAN,)),)
        if city().aims
        else ()
    ),
    *(
        (Page("wage", paths.WAGE, wage.build, menu=ACT, examples=(paths.WAGE,)),)
        if city().wage
        else ()
    ),
    Page(
        "stories",
        paths.STORIES,
        stories.build,
        menu=ACT,
        examples=(paths.STORIES,),
        folders=("stories",),
    ),
    Page(
        "fact_sheets",
        paths.FACT_SHEETS,
        fact_sheets.build,
        menu=TAKE_IT,
        examples=(paths.FACT_SHEETS,),
        folders=("fact_sheets",),
    ),
    Page(
        "present",
        paths.PRESENT,
        present.build,
        menu=TAKE_IT,
        examples=(paths.PRESENT,),
        folders=("present",),
    ),
    Page(
        "data",
        paths.DATA,
        data_page.build,
        menu=DATA,
        examples=(paths.DATA,),
        folders=("data",),
    ),
    Page(
        "api",
        paths.API_GUIDE,
        api.build,
        menu=DATA,
        examples=(paths.API_GUIDE,),
        folders=("api",),
    ),
    Page("methods", paths.METHODS, methods.build, menu=DATA, examples=(paths.METHODS,)),
)
NOT_FOUND = Page("not_found", "", not_found.build, in_navigation=False, examples=("/nowhere",))
