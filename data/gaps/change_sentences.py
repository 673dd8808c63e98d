"""Published values of two times in words. Only a test that finds a change brings a word of it."""

from __future__ import annotations

from collections.abc import Sequence

from data.gaps.group_sentences import difference, group_name, number
from data.gaps.group_sentences import unit_of_gap as unit_of_difference
from data.locale import Texts
from data.locale.format import join_list, printed_difference
from data.models import Unit
from data.published.changes import PublishedChange
from data.published.results import PublishedEstimate
from data.published.sentences import inferred_notes, level, years
from data.sentences.words import join

_SOURCE = "gaps.deaths.source"


def changes_of_groups(changes: Sequence[PublishedChange], texts: Texts) -> list[str]:
    """What the tests found, a sentence each; of what nobody can tell; what was not tested, why."""
    told = [_told(change, texts) for change in changes if change.told]
    same = [_named(c, texts) for c in changes if c.tested and not c.told]
    untold = [texts.t("change.same_of", count=len(same), names="; ".join(same))] if same else []
    return [*told, *untold, *_untested(changes, texts)]


def notes_on_changes(changes: Sequence[PublishedChange], texts: Texts) -> list[str]:
    """How they are tested, how sure a value is, which years are inferred, and whose they are."""
    tested = [change for change in changes if change.tested]
    if not tested:
        return []
    newest = [change.comparison.value for change in tested]
    inferred = [note for value in newest for note in inferred_notes(value, texts)]
    levels = dict.fromkeys(level(value, texts) for value in newest)
    sources = dict.fromkeys(value.source.citation for value in newest)
    return [
        texts.t("change.by_group.note", levels=join_list(list(levels), lang=texts.lang)),
        *dict.fromkeys(inferred),
        *(texts.t(_SOURCE, citation=citation) for citation in sources),
    ]


def change_answer(change: PublishedChange, texts: Texts) -> str:
    """Up or down by how much, where the test finds it; else that nobody can tell."""
    found = change.comparison
    if found.contrast is None or not change.told:
        return texts.t("change.same")
    measure, contrast = found.value.measure, found.contrast
    size = abs(printed_difference(found.value.value, found.other.value, decimals=measure.decimals))
    lower, upper = sorted((abs(contrast.lower), abs(contrast.upper)))
    amount = difference(size, measure, texts.lang)
    if measure.unit != Unit.USD.value:
        amount = f"{amount} {unit_of_difference(measure, texts)}"
    return texts.t(
        f"change.{'up' if contrast.difference > 0 else 'down'}",
        amount=amount,
        lower=difference(lower, measure, texts.lang),
        upper=difference(upper, measure, texts.lang),
    )


def _told(change: PublishedChange, texts: Texts) -> str:
    value, other = change.comparison.value, change.comparison.other
    said = texts.t(
        "change.told",
        subject=_measure_and_group(value, texts),
        earlier=number(other.value, other.measure, texts.lang),
        later=number(value.value, value.measure, texts.lang),
        years_before=years(other, texts),
        years_after=years(value, texts),
    )
    return join(said, change_answer(change, texts))


def _measure_and_group(value: PublishedEstimate, texts: Texts, *, short: bool = False) -> str:
    name = value.measure.short_name if short else value.measure.name
    return texts.t(
        "change.by_group.subject",
        measure=name.get(texts.lang),
        group=group_name(value, texts),
    )


def _named(change: PublishedChange, texts: Texts) -> str:
    value, other = change.comparison.value, change.comparison.other
    return texts.t(
        "change.with_years",
        names=_measure_and_group(value, texts, short=True),
        years_before=other.years,
        years_after=value.years,
    )


def _untested(changes: Sequence[PublishedChange], texts: Texts) -> list[str]:
    """Measures that could not be tested, by the reason."""
    by_reason: dict[str, dict[str, None]] = {}
    for change in changes:
        if why := change.comparison.why_not:
            name = change.comparison.value.measure.short_name.get(texts.lang)
            by_reason.setdefault(why, {})[name] = None
    return [
        texts.t("change.missing", subject="; ".join(names), reason=texts.t(why))
        for why, names in by_reason.items()
    ]
