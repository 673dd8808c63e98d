"""Records of published values: every measure, period, area and group that others published."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache, partial

from data.catalogue.measures import EVERYONE, MeasureEntry
from data.gaps.group_sentences import one_gap, pair_of, side
from data.locale import Texts
from data.locale.format import MISSING, format_interval, format_value
from data.models import PUBLISHED, Unit, Verdict
from data.numbers.address import number_path
from data.numbers.elsewhere import Elsewhere, known
from data.numbers.keys import published_key
from data.numbers.past import thens
from data.numbers.publications import Publications
from data.numbers.record import NumberChange, NumberFlag, NumberGap, NumberRecord, NumberTest
from data.numbers.shared import Shared
from data.numbers.words import flag_in_words
from data.published.changes import PublishedChange
from data.published.results import PublishedEstimate
from data.repository.history import Held
from data.sentences.words import join, opening, reason_text

_SIGNED = (Unit.PERCENT.value, Unit.USD.value)


class PublishedNumbers:
    """Records of published values in one language. Thread-safe."""

    def __init__(self, shared: Shared, elsewhere: Elsewhere) -> None:
        self._shared = shared
        self._facts = shared.facts
        self._texts = shared.texts
        self._elsewhere = elsewhere
        self._tested = lru_cache(maxsize=None)(self._facts.gaps)

    def record(self, place: str, measure: str, period: str, group: str) -> NumberRecord | None:
        """The value of a period (the newest by default) and a group (all residents)."""
        found = estimate_of(self._shared.publications, place, measure, period, group)
        return None if found is None else self._record(found)

    def _record(self, found: PublishedEstimate) -> NumberRecord:
        texts, t, key = self._texts, self._texts.t, published_key(found)
        place = self._shared.area(found.area.id)
        shown = found.left_out is None
        path = {"period": key.period, "group": key.group}
        reason = "" if shown else opening(self._left_out(found))
        return NumberRecord(
            place=place,
            measure=self._shared.published(found),
            group=self._shared.group(found),
            years=found.years,
            years_inferred=found.years_inferred,
            data_through=found.span[1],
            value=known(found.value),
            lower=known(found.lower),
            upper=known(found.upper),
            level_percent=found.level_percent if found.limits else None,
            se=None,
            value_text=value_text(found, texts),
            interval_text=limits_text(found.measure, found.lower, found.upper, texts.lang),
            said=self._said(found, reason),
            withheld=None if shown else str(found.left_out).rpartition(".")[2],
            withheld_words=reason or None,
            events=known(found.numerator),
            people=known(found.denominator),
            verdict=Verdict.NOT_TESTED.value,
            verdict_name=t("figures.verdict.not_tested"),
            test=_untested(t("number.why_not.published")),
            coverage=None,
            own_share=None,
            tracts=None,
            flags=tuple(self._flags(found)),
            made="published",
            made_name=t("number.made.published"),
            rank=None,
            benchmarks=self._elsewhere.of_estimate(found),
            changes=tuple(self._changes(found)),
            gaps=tuple(self._gaps(found)),
            sources=(self._shared.source(found.source.id),),
            version=self._shared.atlas.data_version,
            address=self._shared.whole(number_path(key.place, key.measure, **path)),
            json_address=self._shared.whole(
                number_path(key.place, key.measure, ending="json", **path)
            ),
            csv_address=self._shared.whole(
                number_path(key.place, key.measure, ending="csv", **path)
            ),
            history=thens(
                self._shared.atlas.history, key, partial(_held_text, found.measure, texts)
            ),
        )

    def _left_out(self, found: PublishedEstimate) -> str:
        least = self._facts.entries.groups.least_residents
        return self._texts.t(str(found.left_out), least=f"{least:,}")

    def _said(self, found: PublishedEstimate, reason: str) -> str:
        texts = self._texts
        words = {
            "place": self._shared.area(found.area.id).inside,
            "name": found.measure.name.get(texts.lang),
            "years": found.years,
            "value": value_text(found, texts),
        }
        if found.left_out:
            return join(texts.t("number.said.missing", **words), f"{reason}.")
        name = found.group_name
        if name is None:
            return texts.t("number.said.published", **words)
        return texts.t("number.said.of_group", group=name.get(texts.lang), **words)

    def _flags(self, found: PublishedEstimate) -> Iterator[NumberFlag]:
        codes = {
            str(found.left_out).rpartition(".")[2]: found.left_out is not None,
            "no_error": found.limits is None and found.left_out is None,
            "years_inferred": found.years_inferred,
            "level_assumed": found.level_assumed and found.left_out is None,
        }
        return (flag_in_words(code, self._texts) for code, is_held in codes.items() if is_held)

    def _gaps(self, found: PublishedEstimate) -> Iterator[NumberGap]:
        """The tested gaps between its group and another one of the newest release."""
        for gap in self._tested(found.measure.id, found.area.id):
            if found in (gap.value, gap.other) and gap.contrast is not None:
                group, other = pair_of(gap)
                yield NumberGap(
                    group=group,
                    other_group=other,
                    difference=gap.contrast.difference,
                    difference_lower=gap.contrast.lower,
                    difference_upper=gap.contrast.upper,
                    p_value=gap.contrast.p_value,
                    result=side(gap),
                    words=one_gap(gap, self._texts),
                )

    def _changes(self, found: PublishedEstimate) -> Iterator[NumberChange]:
        for change in self._facts.changes.get(found.area.id, ()):
            if found in (change.comparison.value, change.comparison.other):
                yield self._change_of(change)

    def _change_of(self, change: PublishedChange) -> NumberChange:
        later, earlier = change.comparison.value, change.comparison.other
        contrast = change.comparison.contrast
        limits = (contrast.difference, contrast.lower, contrast.upper) if contrast else None
        return NumberChange(
            earlier_years=earlier.years,
            earlier_value=known(earlier.value),
            earlier_lower=known(earlier.lower),
            earlier_upper=known(earlier.upper),
            later_years=later.years,
            later_value=known(later.value),
            later_lower=known(later.lower),
            later_upper=known(later.upper),
            difference=limits[0] if limits else None,
            difference_lower=limits[1] if limits else None,
            difference_upper=limits[2] if limits else None,
            p_adjusted=known(change.p_adjusted),
            verdict=_verdict(change).value,
            words=self._change_in_words(change),
        )

    def _change_in_words(self, change: PublishedChange) -> str:
        texts, later = self._texts, change.comparison.value
        earlier = change.comparison.other
        said = texts.t(
            "change.told",
            subject=later.measure.name.get(texts.lang),
            earlier=value_text(earlier, texts),
            later=value_text(later, texts),
            years_before=earlier.years,
            years_after=later.years,
        )
        if not change.tested:
            return join(said, reason_text(change.comparison.why_not, texts))
        return join(said, texts.t(f"number.changed.{_verdict(change).value}"))


def estimate_of(
    publications: Publications, place: str, measure: str, period: str, group: str
) -> PublishedEstimate | None:
    """The published value that an address names; the newest of all residents by default."""
    wanted = group or EVERYONE
    found = [
        estimate
        for estimate in publications.estimates(measure.removeprefix(PUBLISHED))
        if published_key(estimate).place == place
        and estimate.group == wanted
        and period in ("", estimate.period)
    ]
    return found[-1] if found else None


def value_text(found: PublishedEstimate, texts: Texts) -> str:
    """The value with its unit in words: `12.3%`, `$54,000`, `149 people killed`."""
    return (
        texts.t("number.value.none")
        if found.left_out
        else _with_unit(found.value, found.measure, texts)
    )


def _with_unit(value: float, measure: MeasureEntry, texts: Texts) -> str:
    said = format_value(
        value, unit=measure.number_format, decimals=measure.decimals, lang=texts.lang
    )
    if measure.unit in _SIGNED:
        return said
    key = "index" if measure.unit == Unit.INDEX.value else "counted"
    return texts.t(f"number.value.{key}", value=said, unit=measure.unit_words.get(texts.lang))


def limits_text(measure: MeasureEntry, lower: float | None, upper: float | None, lang: str) -> str:
    """`68.1–74.3`; empty where there is no interval."""
    return format_interval(
        lower, upper, unit=measure.number_format, decimals=measure.decimals, lang=lang
    )


def _held_text(measure: MeasureEntry, texts: Texts, held: Held) -> tuple[str, str]:
    """Value and interval of an older version, in the unit of today."""
    if held.value is None:
        return MISSING, ""
    limits = limits_text(measure, held.lower, held.upper, texts.lang)
    return _with_unit(held.value, measure, texts), limits


def _untested(words: str) -> NumberTest:
    nothing = dict.fromkeys(
        ("other_value", "difference", "difference_se", "difference_lower", "difference_upper")
    )
    return NumberTest(
        done=False,
        against=None,
        against_name=None,
        test=None,
        test_name=None,
        why_not="published",
        why_not_words=words,
        p_adjusted=None,
        **nothing,
    )


def _verdict(change: PublishedChange) -> Verdict:
    contrast = change.comparison.contrast
    if contrast is None:
        return Verdict.NOT_TESTED
    if not change.told:
        return Verdict.NOT_DIFFERENT
    return Verdict.HIGHER if contrast.difference > 0 else Verdict.LOWER
