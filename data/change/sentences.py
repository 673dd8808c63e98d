"""Change in words. Only a test that finds a change brings a word of change.

Sentences of one place; `place` is its name inside a sentence.
"""

from __future__ import annotations

from collections.abc import Sequence

from data.change.results import Change, Moment, PlaceChanges, Reason
from data.locale import Texts
from data.locale.format import format_count, format_number, join_list
from data.models import Unit, Verdict
from data.sentences.words import (
    amount,
    gap_between,
    is_few,
    join,
    known,
    opening,
    quantity,
    quantity_beside,
    subject,
    value_text,
)


def change_sentence(change: Change, texts: Texts) -> str:
    """One measure at both times, then what the test says, or why there is none."""
    named = opening(subject(change.indicator, texts.lang))
    if not (change.earlier.shown and change.later.shown):
        return texts.t("change.missing", subject=named, reason=answer(change, texts))
    said = texts.t(
        "change.told",
        subject=named,
        earlier=moment_text(change.earlier, texts),
        later=moment_text(change.later, texts, beside=not is_few(change.later.events)),
        years_before=change.earlier.years,
        years_after=change.later.years,
    )
    return join(said, answer(change, texts))


def lines(changes: PlaceChanges, texts: Texts) -> list[str]:
    """What changed, a sentence each; of what nobody can tell; what could not be tested, and why."""
    told = [change_sentence(change, texts) for change in changes.changes if change.told]
    same = [change for change in changes.tested if not change.told]
    names = _names_by_years(same, texts)
    untold = [texts.t("change.same_of", count=len(same), names=names)] if same else []
    rest = [change_sentence(change, texts) for change in changes.changes if not change.tested]
    return [*told, *untold, *rest, *never(changes, texts)]


def _names_by_years(changes: Sequence[Change], texts: Texts) -> str:
    """`residents and children under 18 (2010 and 2020); Black residents (2010–2014 and …)`."""
    found: dict[tuple[str, str], list[str]] = {}
    for change in changes:
        years = change.earlier.years, change.later.years
        found.setdefault(years, []).append(subject(change.indicator, texts.lang))
    return "; ".join(
        texts.t(
            "change.with_years",
            names=join_list(names, lang=texts.lang),
            years_before=years[0],
            years_after=years[1],
        )
        for years, names in found.items()
    )


def change_in_place(change: Change, place: str, texts: Texts, *, around: str = "") -> str:
    """The same for where it stands alone; `around` are the tracts whose number it is."""
    said = texts.t("change.in_place", place=opening(place), said=change_sentence(change, texts))
    return join(said, of_tracts([change], around, texts))


def answer(change: Change, texts: Texts) -> str:
    """Up or down by how much where the test finds it, else why nobody can say."""
    if change.verdict is Verdict.NOT_DIFFERENT:
        return texts.t("change.same")
    if not change.told:
        return reason_sentence(change, texts)
    indicator = change.indicator
    size = amount(
        gap_between(change.later.value, change.earlier.value, indicator),
        indicator,
        texts,
        label=indicator.counted is not None,
    )
    key = "up" if change.verdict is Verdict.HIGHER else "down"
    if not known(change.lower, change.upper) or change.lower * change.upper <= 0:
        return texts.t(f"change.{key}_alone", amount=size)
    lower, upper = (
        format_number(end, decimals=indicator.decimals, lang=texts.lang)
        for end in sorted((abs(change.lower), abs(change.upper)))
    )
    return texts.t(f"change.{key}", amount=size, lower=lower, upper=upper)


def reason_sentence(change: Change, texts: Texts) -> str:
    """Why nobody can say whether one measure changed."""
    reason = change.reason or Reason.NO_DATA
    return texts.t(
        f"change.reason.{reason.value}",
        years_before=change.earlier.years,
        years_after=change.later.years,
    )


def moment_text(moment: Moment, texts: Texts, *, beside: bool = False) -> str:
    """The value of one time with its unit, few events before it; `beside` another without unit."""
    indicator = moment.indicator
    if indicator.counted is not None and is_few(moment.events):
        return indicator.counted.few.get(texts.lang).format(
            count=format_count(moment.events, lang=texts.lang),
            span=moment.span,
            value=format_number(moment.value, decimals=indicator.decimals, lang=texts.lang),
        )
    if indicator.unit is Unit.PEOPLE:  # the subject already says whom
        return value_text(moment.value, indicator, texts.lang)
    return (quantity_beside if beside else quantity)(moment.value, indicator, texts)


def of_tracts(changes: Sequence[Change], around: str, texts: Texts) -> str:
    """That numbers are rather those of the tracts `around` the place; nothing if they are not."""
    outside = around and any(change.around for change in changes)
    return texts.t("change.of_tracts", around=around) if outside else ""


def summary(changes: PlaceChanges, texts: Texts) -> str:
    """How many were tested, which went up or down, of how many nobody can tell."""
    if changes.reason is not None:
        reason = texts.t(f"change.reason.{changes.reason.value}")
        return texts.t("change.summary.nobody", reason=reason)
    tested = changes.tested
    said = [texts.t("change.summary.tested", count=len(tested))]
    if not changes.told:
        return join(*said, texts.t("change.summary.none"))
    said += changed_names(changes, texts)
    if left := len(tested) - len(changes.told):
        said.append(texts.t("change.summary.same", count=left))
    return join(*said)


def changed_names(changes: PlaceChanges, texts: Texts) -> list[str]:
    """Which measures the tests find up, and which down."""
    found = []
    for key, verdict in (("up", Verdict.HIGHER), ("down", Verdict.LOWER)):
        names = [
            subject(change.indicator, texts.lang)
            for change in changes.tested
            if change.verdict is verdict
        ]
        if names:
            listed = join_list(names, lang=texts.lang)
            found.append(texts.t(f"change.summary.{key}", names=listed))
    return found


def never(changes: PlaceChanges, texts: Texts) -> list[str]:
    """What can never be asked: what is known for one time only, and what a model expects."""
    said = [
        texts.t(
            "change.once",
            subject=opening(subject(indicator, texts.lang)),
            years=indicator.years,
        )
        for indicator in changes.once
    ]
    return [*said, texts.t("change.modelled")] if changes.modelled else said
