"""Sections and cards of the Gaps page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from data.change.sentences import lines
from data.cities.city import city
from data.gaps.change_sentences import changes_of_groups, notes_on_changes
from data.gaps.results import GapsData, GroupKind
from data.gaps.state import GapState
from data.locale import Texts, texts
from data.locale.format import join_list
from data.models import Geography
from data.sentences.words import reason_text
from data.services import Services
from layouts import ids
from layouts.charts import gaps as gaps_charts
from layouts.charts.file_names import gaps_name
from layouts.components.attributes import data as data_attributes
from layouts.components.chart_card import chart_card, graph, words_of
from layouts.components.legend import chart_legend
from layouts.components.quotation import quoted_claim
from layouts.components.static import static
from layouts.components.table import data_table
from layouts.figures.chart import Chart
from layouts.figures.gaps.measures import in_words

_METHOD_OF_GROUPS: dict[GroupKind, str] = {
    GroupKind.FIFTHS: "fifths",
    GroupKind.HOLC_GRADE: gaps_charts.HISTORY_SECTION,
    GroupKind.COUNCIL_DISTRICT: "intervals_and_verdicts",
}
# Neighborhoods named for a kind of cluster: those of the tracts with most residents.


class Parts:
    """Makes the cards of one state."""

    def __init__(self, services: Services, state: GapState, base_path: str) -> None:
        self.services = services
        self.state = state
        self.base_path = base_path
        self.texts: Texts = texts(state.lang)
        self.data: GapsData = gaps_charts.data_of(services, state)

    # -- addresses --------------------------------------------------------------------------

    def csv_href(self, name: str) -> str:
        """Address of the numbers of a part."""
        return f"{self.base_path}download/gaps/{name}.csv{self.state.to_query()}"

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
            section = _METHOD_OF_GROUPS[self.data.grouping.kind]
        return f"{self.base_path}methods{kept}#{section}"

    # -- cards ------------------------------------------------------------------------------

    def card(self, name: str, **extra: Any) -> Component | None:
        """The card of one part; None where this outcome or grouping has none."""
        chart = gaps_charts.build(self.services, self.state, name)
        if chart is None:
            return None
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
            subordinate=True,
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

    def patterns(self) -> Component | None:
        """The equity dot plot; its key says what the shapes of its dots mean."""
        return self.card(ids.GAP_PATTERNS)

    def groups_map(self) -> Component | None:
        """The small map with its legend in the colors of the fill."""
        return self.card(ids.GAP_GROUPS)

    def measures(self) -> Component | None:
        """Four measures in a sentence each; the table has all of them."""
        lines = in_words(self.data, self.texts)
        return self.card(ids.GAP_MEASURES, picture=static(_definitions(lines)))

    def clusters(self) -> Component | None:
        """Map of clusters, with what its colors mean."""
        return self.card(ids.GAP_CLUSTERS)

    def deaths(self) -> Component | None:
        """The quotations, each with its warning and source."""
        quoted = self.services.gaps.quotations.values()
        parts = [quoted_claim(quotation, self.texts) for quotation in quoted]
        return self.card(ids.GAP_DEATHS, picture=static(*parts, className="quotations"))

    # -- sections ---------------------------------------------------------------------------

    def groups_section(self) -> list[Component]:
        """The groups: their values, and who is in them."""
        t, grouping = self.texts.t, self.data.grouping
        groups = t(f"gaps.section.groups.{grouping.kind.value}")
        lead = [t("gaps.section.groups.lead", groups=groups)]
        if grouping.places_not_people:
            lead.append(t("gaps.section.groups.places_not_people"))
        if not self.data.groups:
            lead = [reason_text(self.data.gap_reason, self.texts)]
        return [
            heading(t("gaps.section.groups.title"), "groups"),
            *(html.P(text, className="gaps__lead") for text in lead),
            *_row(self.patterns(), self.groups_map(), kind="wide-first"),
        ]

    def measures_section(self) -> list[Component]:
        """The gap in numbers: measures, potential, ages, the whole distribution."""
        t = self.texts.t
        reasons = dict.fromkeys(
            reason_text(reason, self.texts)
            for reason in (
                self.data.gap_reason,
                self.data.measures_reason,
                self.data.potential_reason,
            )
            if reason
        )
        shown = [
            self.measures(),
            self.card(ids.GAP_AGES) or self.card(ids.GAP_CURVE),
            self.card(ids.GAP_POTENTIAL),
        ]
        lead = []
        if self.data.measures and self.data.gap is not None:
            lead = [html.P(t("gaps.section.gap.lead"), className="gaps__lead")]
        return [
            heading(t("gaps.section.gap.title"), "gap"),
            *lead,
            *(html.P(reason, className="gaps__reason") for reason in reasons),
            *_row(*shown, kind="split"),
        ]

    def clusters_section(self) -> list[Component]:
        """Clusters of the outcome on census tracts, or why there are none to look for."""
        t = self.texts.t
        found = gaps_charts.clusters_of(self.services, self.state)
        head = heading(t("gaps.section.clusters.title"), "clusters")
        if found.reason is not None:
            return [head, html.P(reason_text(found.reason, self.texts), className="gaps__reason")]
        lead = html.P(t("gaps.section.clusters.lead"), className="gaps__lead")
        return [head, lead, *_row(self.clusters())]

    def change_section(self) -> Component:
        """Has it changed? The city in sentences, its districts in the chart and table."""
        t = self.texts.t
        whole = self.services.change.of_geography(Geography.CITY).get(city().id)
        said = [] if whole is None else [*lines(whole, self.texts), *self._of_county()]
        card = self.card(ids.GAP_CHANGE)
        return html.Section(
            [
                heading(t("change.title"), "change"),
                html.P(t("change.lead"), className="gaps__lead"),
                html.P(t("change.city.lead"), className="gaps__lead") if card else None,
                html.Ul([html.Li(line) for line in said], className="changes"),
                *self._changes_of_groups(),
                *(_row(card) or ([] if said else [html.P(t("gaps.section.lacking"))])),
            ],
            className="gaps__section",
        )

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
                    html.Ul([html.Li(line) for line in lines_of_area], className="changes"),
                    html.Ul([html.Li(note) for note in notes], className="notes"),
                ]
        return found

    def _of_county(self) -> list[str]:
        """Why nobody can say it of the county by race: earlier releases came without a margin."""
        years = [release.years for release in self.services.gaps.by_race.county]
        if not years:
            return []
        return [self.texts.t("change.county", years=join_list(years, lang=self.texts.lang))]

    def fixed_section(self, key: str, *cards: Component | None, kind: str = "even") -> Component:
        """A section that no control changes; `kind` says how its cards share the width.

        Where the city has nothing for any of its cards, a sentence says so in their place.
        """
        t = self.texts.t
        if row := _row(*cards, kind=kind):
            lead = html.P(t(f"gaps.section.{key}.lead"), className="gaps__lead")
            said = [lead, *row]
        else:
            said = [html.P(t("gaps.section.lacking"))]
        title = heading(t(f"gaps.section.{key}.title"), key)
        return html.Section([title, *said], className="gaps__section")


def heading(text: str, anchor: str) -> Component:
    """The heading of a section, where its link in the contents leads."""
    return html.H2(text, id=anchor, tabIndex=-1)


def _row(*cards: Component | None, kind: str = "even") -> list[Component]:
    """Cards side by side where there is room; nothing if there is no card."""
    shown = [card for card in cards if card is not None]
    return [html.Div(shown, className=f"gaps__row gaps__row--{kind}")] if shown else []


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
