"""What must be said beside a chart that stands without its page."""

from __future__ import annotations

from data.decks.deck import EXPLORE, GAPS
from data.explore.sentences import predicted_warning
from data.services import Services
from layouts import ids
from layouts.charts import explore, gaps
from layouts.charts.offered import OF_GROUPS
from layouts.embed.asked import Wanted


def flags_of(wanted: Wanted) -> list[str]:
    """Which of its numbers are weak, and why."""
    return list(wanted.file.chart.travels.flags)


def source_of(wanted: Wanted) -> str:
    """Publisher, title and years of all that is drawn."""
    chart = wanted.file.chart
    return chart.notes[0] if chart.notes else chart.travels.source


def caveats_of(services: Services, wanted: Wanted) -> list[str]:
    """Sentences without which the chart would seem to say more than it does, once each."""
    said = [wanted.spoken.t(key) for key in wanted.entry.caveats]
    said.append(_predicted(services, wanted))
    sentence = wanted.file.chart.sentence
    return list(dict.fromkeys(words for words in said if words and words not in sentence))


def notes_of(wanted: Wanted, told: list[str]) -> list[str]:
    """The other notes of its card, without those that are `told` already."""
    chart = wanted.file.chart
    notes = [note for note in chart.notes[1:] if note not in told]
    full = chart.travels.source
    return notes if not full or full in (*chart.notes, *told) else [full, *notes]


def _predicted(services: Services, wanted: Wanted) -> str:
    """That life expectancy meets here what it was predicted from; empty where it does not."""
    asked, chart = wanted.asked, wanted.entry.id
    if wanted.charts.page == EXPLORE:
        state = explore.parsed(services, asked.query, asked.default_lang).state
        if chart == ids.FACTORS:
            found = services.explore.factors(state.outcome, state.by, state.inside)
            keys = dict.fromkeys(key for link in found.links for key in link.warnings)
            return predicted_warning(list(keys), None, wanted.spoken)
        data = explore.data_of(services, state)
        return predicted_warning(data.rule.warnings, data.observed, wanted.spoken)
    if wanted.charts.page == GAPS and chart in OF_GROUPS:
        groups = gaps.data_of(
            services, gaps.parsed(services, asked.query, asked.default_lang).state
        )
        return predicted_warning(groups.warnings, groups.observed, wanted.spoken)
    return ""
