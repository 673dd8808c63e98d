"""Every component id: constants for what exists once, makers for parts that repeat.

Callbacks and layouts import these; no other module writes an id as a literal.
"""

from __future__ import annotations

from dataclasses import dataclass

# Shell, on every page
LOCATION = "location"
FAILURE = "failure"  # above every page: a callback failed
SHELL = "shell"
MAIN = "main"
LIVE = "live"  # polite announcements for screen readers
NOTICES = "notices"
TERMS = "terms"  # what words mean that the page marks
PLACE_SEARCH = "place-search"
LANGUAGE_TOGGLE = "language-toggle"
THEME_TOGGLE = "theme-toggle"
VIEW_STORE = "view"  # the address as a parsed state; everything listens to it
CHARTS_STORE = "charts"  # figures as the server sent them, before the selection is drawn in

# Explore: the address of its own. A callback with ids of one page may listen only to that page.
EXPLORE_LOCATION = "explore-location"

NAMES_STORE = "names"  # names of the places by id; travels only when the geography changes
GEOGRAPHY_STORE = "geography"  # which places are drawn: their kind, and what they lie in
ASK_STORE = "ask"  # what the selection panel is to describe; empty views ask nothing

# Explore: the finding
FINDING = "finding"
FINDING_SENTENCE = "finding-sentence"
FINDING_DETAIL = "finding-detail"
FINDING_HOW_SURE = "finding-how-sure"

# Explore: controls
CONTROLS_SHEET = "controls-sheet"
OUTCOME_SELECT = "outcome-select"
FACTOR_SELECT = "factor-select"
GEOGRAPHY_SELECT = "geography-select"
INSIDE_SELECT = "inside-select"  # the whole city, or a part of it
MAP_MODE = "map-mode"
LAYERS = "layers"
PAIR_NOTE = "pair-note"  # why a factor cannot be chosen

# Explore: selection
SELECTION_STORE = "selection"
SELECTION_PANEL = "selection-panel"
SELECTION_WAITING = "selection-waiting"  # which places the panel will describe
SELECTION_TITLE = "selection-title"
SELECTION_CLEAR = "selection-clear"
LOCATE = "locate"
LOCATE_STATUS = "locate-status"
MAP_LEGEND = "map-legend"
MAP_KEYS = "map-keys"  # what the keys do, for readers
MAP_STRIP = "map-strip"  # what is said of the place that is pointed at
MAP_AT = "map-at"  # the part of the sheet that somebody zoomed to, as the address says it
PEOPLE_STORE = "people"  # residents of the places in words; travels with their names
RANKING_FIND = "ranking-find"

# Compare: the address of its own, the parts that a new address redraws, the rows
COMPARE_LOCATION = "compare-location"
COMPARE_SHOWN = "compare-shown"  # the query that is drawn now
COMPARE_NOTICES = "compare-notices"
COMPARE_HEAD = "compare-head"
COMPARE_TITLE = "compare-title"
COMPARE_NAMED = "compare-named"  # the places of the finding
COMPARE_SUMMARY = "compare-summary"
COMPARE_NOTES = "compare-notes"
COMPARE_PLACES = "compare-places"
COMPARE_ADD = "compare-add"
COMPARE_KEPT = "compare-kept"  # the places, where no script runs
COMPARE_CONTROLS = "compare-controls"
COMPARE_ROWS = "compare-rows"
COMPARE_SOURCES = "compare-sources"
COMPARE_STATUS = "compare-status"

MAP = "map"
SCATTER = "scatter"
RANKING = "ranking"
CHARTS: tuple[str, ...] = (MAP, SCATTER, RANKING)
FACTORS = "factors"  # which factors go with the outcome: fetched when it is opened
FACTORS_OPEN = "factors-open"
FACTORS_PANEL = "factors-panel"


# Data: the field over the list of measures, and how many it found
DATA_FILTER = "data-filter"
DATA_FOUND = "data-found"

# Places: the list of all
PLACES_LOCATE = "places-locate"
LOST_SEARCH = "lost-search"
SEARCH_KEY = "search-key"

# Place: one neighborhood, ZIP code, district or the city
PLACE_STORE = "place-view"
PLACE_LOCATE = "place-locate"
OWN = "own-area"
SPINE = "spine"
EXPECTED = "expected"
AGE = "age"
CHANGE = "change"
BESIDE = "beside"  # county, state and nation
INSIDE = "inside"  # the list of places inside
PLACE_CHARTS: tuple[str, ...] = (SPINE, EXPECTED, BESIDE, AGE, CHANGE)
SHARE_STATUS = "share-status"

# Slides: what the browser's code fills
DECK = "deck"
OWN_STORIES = "own-stories"  # stories that stay in the browser

# Gaps: the address of its own, controls, and what a change of them rewrites
GAPS_LOCATION = "gaps-location"
GAPS_SHOWN = "gaps-shown"  # the query that is drawn now
GAPS_NOTICES = "gaps-notices"
GAPS_FINDING = "gaps-finding"
GAPS_OUTCOME = "gaps-outcome"
GAPS_GROUP = "gaps-group"
GAPS_BY = "gaps-by"
GAPS_QUESTIONS = "gaps-questions"  # the tabs
GAPS_ANSWER = "gaps-answer"  # the charts under the finding

# The plan
PLAN_DECISIONS = "decisions"  # the log
PACKET = "packet"

# The story
STORY_SEARCH = "story-search"
STORY_LOCATE = "story-locate"
STORY_PLACE = "story-place"  # where the reader's own place is told, and where links to it lead

GAP_PATTERNS = "gap-patterns"
GAP_GROUPS = "gap-groups"
GAP_MEASURES = "gap-measures"
GAP_POTENTIAL = "gap-potential"
GAP_AGES = "gap-ages"
GAP_CURVE = "gap-curve"
GAP_LIFE_BY_RACE = "gap-race-life"  # of the city
GAP_LIFE_IN_COUNTY = "gap-race-county"
GAP_MEASURES_BY_RACE = "gap-race-measures"
GAP_LIFE_GAPS = "gap-race-gap"  # of the city
GAP_LIFE_GAPS_IN_COUNTY = "gap-race-gap-county"
GAP_GROUPS_IN_COUNTY = "gap-race-groups-county"
GAP_BETWEEN_GROUPS_IN_COUNTY = "gap-race-between-county"
GAP_GROUPS_IN_CITY = "gap-race-groups-city"
GAP_BETWEEN_GROUPS_IN_CITY = "gap-race-between-city"
# their slide draws the measures that the caption says in words
OF_PUBLISHED_GROUPS = frozenset(
    {
        GAP_GROUPS_IN_COUNTY,
        GAP_BETWEEN_GROUPS_IN_COUNTY,
        GAP_GROUPS_IN_CITY,
        GAP_BETWEEN_GROUPS_IN_CITY,
    }
)
GAP_COUNTS_BY_YEAR = "gap-city-counts"
GAP_SHARES_BY_YEAR = "gap-city-shares"
OF_CITY_BY_YEAR = frozenset({GAP_COUNTS_BY_YEAR, GAP_SHARES_BY_YEAR})
GAP_YARDSTICKS = "gap-yardsticks"
GAP_SEGREGATION = "gap-segregation"
GAP_ICE = "gap-ice"
GAP_GRADES = "gap-grades"
GAP_CHANGE = "gap-change"
GAP_CLUSTERS = "gap-clusters"
GAP_DEATHS = "gap-deaths"

# Wage
WAGE_HISTORY = "wage-history"
WAGE_RAISED = "wage-raised"
WAGE_PAY = "wage-pay"
WAGE_PAY_GAPS = "wage-pay-gaps"
WAGE_RATIO = "wage-ratio"
WAGE_STUDIES = "wage-studies"
WAGE_MAP = "wage-map"


@dataclass(frozen=True, slots=True)
class ChartIds:
    """Ids of one chart card. `chart` is `map`, `scatter`, `ranking` or a later page's name."""

    chart: str

    @property
    def card(self) -> str:
        """The figure element around everything."""
        return f"{self.chart}-card"

    @property
    def title(self) -> str:
        """The heading that names the chart."""
        return f"{self.chart}-title"

    @property
    def graph(self) -> str:
        """The dcc.Graph."""
        return f"{self.chart}-graph"

    @property
    def sentence(self) -> str:
        """The finding in words: caption and text alternative."""
        return f"{self.chart}-sentence"

    @property
    def source(self) -> str:
        """One line under the sentence: source and years."""
        return f"{self.chart}-source"

    @property
    def notes(self) -> str:
        """Every source and caveat, beside the help."""
        return f"{self.chart}-notes"

    @property
    def help(self) -> str:
        """The text of "How to read this"."""
        return f"{self.chart}-help"

    @property
    def help_details(self) -> str:
        """The folding element around the help."""
        return f"{self.chart}-help-details"

    @property
    def table_details(self) -> str:
        """The folding element around the table."""
        return f"{self.chart}-table-details"

    @property
    def later(self) -> str:
        """Where the graph is put once the fold around it opens."""
        return f"{self.chart}-later"

    @property
    def is_open(self) -> str:
        """The store that knows whether the fold around the graph is open."""
        return f"{self.chart}-open"

    @property
    def table_open(self) -> str:
        """The store that knows whether the table is unfolded, so that it loads only then."""
        return f"{self.chart}-table-open"

    @property
    def key(self) -> str:
        """What the shapes of the marks mean."""
        return f"{self.chart}-key"

    @property
    def table(self) -> str:
        """Where the table is put once opened."""
        return f"{self.chart}-table"

    @property
    def csv(self) -> str:
        """Download as CSV."""
        return f"{self.chart}-csv"

    @property
    def png(self) -> str:
        """Download as PNG."""
        return f"{self.chart}-png"

    @property
    def svg(self) -> str:
        """Download as SVG."""
        return f"{self.chart}-svg"

    @property
    def add_slide(self) -> str:
        """Add the view to the visitor's slides."""
        return f"{self.chart}-add-slide"

    @property
    def cite(self) -> str:
        """Copy the citation."""
        return f"{self.chart}-cite"

    @property
    def embed(self) -> str:
        """Copy the code of a frame."""
        return f"{self.chart}-embed"

    def all(self) -> tuple[str, ...]:
        """Every id of the card, for the test that compares ids used with ids laid out."""
        return (
            self.card,
            self.title,
            self.graph,
            self.sentence,
            self.source,
            self.notes,
            self.key,
            self.help,
            self.help_details,
            self.table_details,
            self.table_open,
            self.table,
            self.csv,
            self.png,
            self.svg,
            self.add_slide,
            self.cite,
            self.embed,
        )


def chart(name: str) -> ChartIds:
    """Ids of the chart card called `name`."""
    return ChartIds(name)


def field(control: str) -> str:
    """Id of what carries the value of a control; the control itself has its own."""
    return f"{control}-field"


def compare_plain(key: str) -> str:
    """Id of a list of Compare for pages without scripts, by its key of the address."""
    return f"compare-plain-{key}"


def map_tool(act: str) -> str:
    """Id of the button of the map that does `act`."""
    return f"map-{act}"


def places_heading(geography: str) -> str:
    """Id of the heading over one kind of place in the list of all."""
    return f"places-{geography}"


def plan_chart(aim: str) -> str:
    """Id of the chart of an aim of the plan, by district."""
    return f"plan-{aim}"


def aim(name: str) -> str:
    """Id of the block of an aim of the plan."""
    return f"aim-{name}"


def letter(name: str) -> str:
    """Id of the heading over the neighborhoods that begin with a letter."""
    return f"letter-{name}"
