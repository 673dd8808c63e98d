"""The answers of the Gaps page and the cards in them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from data.change.sentences import lines
from data.cities.city import city
from data.gaps.change_sentences import changes_of_groups, notes_on_changes
from data.gaps.questions import CHANGE, CLUSTERS, DEATHS, RACE, SEGREGATION, SIZE
from data.gaps.results import GapsData, GroupKind
from data.gaps.state import GapState
from data.locale import Texts, texts
from data.locale.format import join_list
from data.models import Geography
from data.sentences.words import reason_text
from data.services import Services
from layouts import ids
from layouts.charts import gaps as gaps_charts
from layouts.charts import gaps_questions
from layouts.charts.file_names import gaps_name
from layouts.components.attributes import data as data_attributes
from layouts.components.chart_card import chart_card, graph, words_of
from layouts.components.folded import folded
from layouts.components.kept_together import kept_together
from layouts.components.legend import chart_legend
from layouts.components.quotation import quoted_claim
from layouts.components.static import static
from layouts.components.table import data_table
from layouts.components.terms import with_terms
from layouts.figures.chart import Chart
from layouts.figures.gaps.measures import in_words

_METHOD_OF_GROUPS: dict[GroupKind, str] = {
    GroupKind.FIFTHS: "fifths",
    GroupKind.HOLC_GRADE: gaps_charts.HISTORY_SECTION,
    GroupKind.COUNCIL_DISTRICT: "intervals_and_verdicts",
}


class Parts:
    """Makes the cards of one state."""

    def __init__(self, services: Services, state: GapState, base_path: str) -> None:
        self.services = services
        self.state = state
        self.base_path = base_path
        self.texts: Texts = texts(state.lang)
        self._cited: list[str] = []

    # -- addresses --------------------------------------------------------------------------

    def csv_href(self, name: str) -> str:
        """Address of the numbers of a part."""
        return f"{self.base_path}download/gaps/{name}.csv{self.state.of_numbers().to_query()}"

    def cite_href(self, chart: Chart) -> str:
        """Short address of a part."""
        return f"{self.base_path.rstrip('/')}{chart.travels.address}"

    def method_href(self, name: str) -> str:
        """Address of the section that explains a part, in the same language and theme."""
        kept = GapState(
            lang=self.state.lang, theme=self.state.theme, default_lang=self.state.default_lang
        ).to_query()
        section = gaps_charts.CHARTS.entries[name].method
        if name in (ids.GAP_PATTERNS, ids.GAP_GROUPS):
            section = _METHOD_OF_GROUPS[self.data().grouping.kind]
        return f"{self.base_path}methods{kept}#{section}"

    # -- cards ------------------------------------------------------------------------------

    def card(self, name: str, *, subordinate: bool = False, **extra: Any) -> Component | None:
        """The card of one part; None where this outcome or grouping has none.

        `subordinate` ones stand under a heading of their own fold.
        """
        chart = gaps_charts.build(self.services, self.state, name)
        if chart is None:
            return None
        self._cited.append(chart.notes[0])
        entry = gaps_charts.CHARTS.entries[name]
        drawn = graph(texts=self.texts, chart=name, figure=chart.figure, scrolls=not entry.is_map)
        extra.setdefault("picture", drawn)
        if (found := chart.legend) is not None:
            theme = self.state.theme.value
            extra["beside"] = static(chart_legend(found, texts=self.texts, theme=theme))
        return chart_card(
            texts=self.texts,
            chart=name,
            **words_of(chart),
            csv_href=self.csv_href(name),
            cite_href=self.cite_href(chart),
            file_name=gaps_name(self.services, self.state, entry),
            how_to_read=[p.strip() for p in self.texts.t(f"gaps.help.{name}").split("\n\n")],
            table=self._table(chart),
            method_href=self.method_href(name),
            subordinate=subordinate,
            sources_apart=True,
            **extra,
        )

    def _table(self, chart: Chart) -> Component:
        return static(
            data_table(
                texts=self.texts,
                caption=f"{chart.title}. {chart.notes[0]}",
                columns=chart.columns,
                rows=chart.rows,
            )
        )

    def data(self) -> GapsData:
        """The outcome in its groups."""
        return gaps_charts.data_of(self.services, self.state)

    def answer(self) -> list[Component | None]:
        """What answers the question of the state."""
        ask = gaps_questions.name_of(self.state.ask)
        t = self.texts.t
        key = f"gaps.ask.lead.{ask}"
        lead = (
            [html.P(with_terms(t(key), self.texts), className="gaps__lead")]
            if self.texts.has(key)
            else []
        )
        return [*lead, *_ANSWERS[ask](self)]

    # -- answers ----------------------------------------------------------------------------

    def size(self) -> list[Component]:
        """The groups, who is in them, and the gap by age or over everybody; measures folded."""
        data = self.data()
        reasons = dict.fromkeys(
            reason_text(reason, self.texts)
            for reason in (data.gap_reason, data.measures_reason, data.potential_reason)
            if reason
        )
        ages = self.card(ids.GAP_AGES) or self.card(ids.GAP_CURVE)
        potential = self.card(ids.GAP_POTENTIAL)
        return [
            *row(
                # its sentence has the value of each group, the finding the gap and its interval
                self.card(ids.GAP_PATTERNS, cited=(ids.FINDING_SENTENCE, ids.FINDING_DETAIL)),
                self.card(ids.GAP_GROUPS),
                kind="wide-first",
            ),
            *(html.P(reason, className="gaps__reason") for reason in reasons),
            *row(ages, potential),
            *self._sources(),
            *self._fold("gap", self._measures()),
        ]

    def _measures(self) -> Component | None:
        """Four measures in a sentence each; the table has all of them."""
        lines = in_words(self.data(), self.texts)
        picture = static(_definitions(lines))
        return self.card(ids.GAP_MEASURES, subordinate=True, picture=picture)

    def race(self) -> list[Component]:
        """Life expectancy as published of city and county; other measures folded."""
        return [
            *row(self.card(ids.GAP_LIFE_GAPS), self.card(ids.GAP_LIFE_GAPS_IN_COUNTY)),
            *row(self.card(ids.GAP_LIFE_BY_RACE), self.card(ids.GAP_LIFE_IN_COUNTY)),
            *self._sources(),
            *self._fold(
                "groups_published",
                *self._cards(ids.GAP_BETWEEN_GROUPS_IN_COUNTY, ids.GAP_GROUPS_IN_COUNTY),
            ),
            *self._fold(
                "city_published",
                *self._cards(ids.GAP_BETWEEN_GROUPS_IN_CITY, ids.GAP_GROUPS_IN_CITY),
            ),
            *self._fold("health_published", *self._cards(ids.GAP_MEASURES_BY_RACE)),
        ]

    def change(self) -> list[Component]:
        """What changed by the tests, homicides by district; years and targets folded."""
        whole = self.services.change.of_geography(Geography.CITY).get(city().id)
        said = [] if whole is None else lines(whole, self.texts)
        told = 0 if whole is None else len(whole.told)
        found = [_list(said[:told])] if told else []
        rest = [*said[told:], *self._of_county()]
        return [
            *row(*found, self.card(ids.GAP_CHANGE)),
            *self._sources(),
            *self._fold("untold", _list(rest) if rest else None, kind=""),
            *self._fold("published_change", *self._changes_of_groups(), kind=""),
            *self._fold("by_year", *self._cards(ids.GAP_COUNTS_BY_YEAR, ids.GAP_SHARES_BY_YEAR)),
            *self._fold("yardsticks", *self._cards(ids.GAP_YARDSTICKS)),
        ]

    def segregation(self) -> list[Component]:
        """How separately people live, and at the extremes."""
        return [*row(self.card(ids.GAP_SEGREGATION), self.card(ids.GAP_ICE)), *self._sources()]

    def history(self) -> list[Component]:
        """Graded land as it is now."""
        return [*row(self.card(ids.GAP_GRADES)), *self._sources()]

    def clusters(self) -> list[Component]:
        """Map of clusters, with what its colors mean; nothing where none are looked for."""
        return [*row(self.card(ids.GAP_CLUSTERS)), *self._sources()]

    def deaths(self) -> list[Component]:
        """The quotations, each with its warning and source."""
        quoted = self.services.gaps.quotations.values()
        parts = [quoted_claim(quotation, self.texts, html.H3) for quotation in quoted]
        return row(self.card(ids.GAP_DEATHS, picture=static(*parts, className="quotations")))

    # -- pieces -----------------------------------------------------------------------------

    def _cards(self, *names: str) -> list[Component | None]:
        return [self.card(name, subordinate=True) for name in names]

    def _fold(self, name: str, *parts: Component | None, kind: str = "even") -> list[Component]:
        """Parts under a heading that unfolds them, and their sources; nothing where none is."""
        shown = [part for part in parts if part is not None]
        if not shown:
            return []
        inside = [*(row(*shown, kind=kind) if kind else shown), *self._cited_here()]
        title = self.texts.t(f"gaps.fold.{name}")
        return [folded(title, inside, id=name, class_name="gaps__fold")]

    def _sources(self) -> list[Component]:
        """The sources of what is seen before anything is opened, under their own heading."""
        title = self.texts.t("gaps.ask.sources")
        found = self._cited_here()
        return [folded(title, found, id="sources", class_name="gaps__fold")] if found else []

    def _cited_here(self) -> list[Component]:
        """What the cards since the last list stand on, each source named once."""
        cited, self._cited = _distinct(self._cited), []
        if not cited:
            return []
        found = [html.Li(kept_together(source)) for source in cited]
        return [html.Ul(found, className="gaps__sources")]

    def _changes_of_groups(self) -> list[Component]:
        """Published values of two times, by race where they are so: findings, then notes."""
        found: list[Component] = []
        for area in self.services.published.entries.place:
            own = self.services.published.changes[area.id]
            if lines_of_area := changes_of_groups(own, self.texts):
                named = self.texts.t(
                    "change.by_group.lead", place=area.in_sentence.get(self.texts.lang)
                )
                notes = notes_on_changes(own, self.texts)
                found += [
                    html.P(named, className="gaps__lead"),
                    _list(lines_of_area),
                    html.Ul([html.Li(note) for note in notes], className="notes"),
                ]
        return found

    def _of_county(self) -> list[str]:
        """Why nobody can say it of the county by race: earlier releases came without a margin."""
        years = [release.years for release in self.services.gaps.by_race.county]
        if not years:
            return []
        return [self.texts.t("change.county", years=join_list(years, lang=self.texts.lang))]


_ANSWERS: Mapping[str, Callable[[Parts], list[Component]]] = {
    SIZE: Parts.size,
    RACE: Parts.race,
    CHANGE: Parts.change,
    SEGREGATION: Parts.segregation,
    gaps_questions.HISTORY: Parts.history,
    CLUSTERS: Parts.clusters,
    DEATHS: Parts.deaths,
}


def _distinct(cited: Sequence[str]) -> list[str]:
    """Lists of sources, without those that another one has in full."""
    found: list[str] = []
    named: list[set[str]] = []
    for line in sorted(dict.fromkeys(cited), key=len, reverse=True):
        own = set(line.partition(": ")[2].rstrip(".").split("; ")) or {line}
        if not any(own <= other for other in named):
            found.append(line)
            named.append(own)
    return sorted(found, key=cited.index)


def row(*cards: Component | None, kind: str = "even") -> list[Component]:
    """Cards side by side where there is room; nothing if there is no card."""
    shown = [card for card in cards if card is not None]
    return [html.Div(shown, className=f"gaps__row gaps__row--{kind}")] if shown else []


def _list(said: Sequence[str]) -> Component:
    return html.Ul([html.Li(line) for line in said], className="changes")


def _definitions(lines: Sequence[tuple[str, str]]) -> Component:
    """Names and sentences; the picture of the card takes them up as text."""
    return html.Div(
        [
            html.P(
                [html.Strong(f"{name}: "), sentence],
                className="measure",
                **data_attributes(export_text="true"),
            )
            for name, sentence in lines
        ],
        className="measures",
    )
