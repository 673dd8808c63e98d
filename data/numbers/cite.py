"""Citations of a number: in plain words, as APA and as BibTeX.

`{seen}` stands in all three for the day on which somebody saw the number: an answer of the server
knows no clock. Whoever copies fills it in: in the words of the language, for BibTeX as 2026-11-29.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from data.locale import Texts
from data.locale.format import format_share
from data.numbers.record import NumberCitations, NumberRecord

SEEN = "{seen}"
_KEY = "number.cite"
_NOT_IN_KEYS = re.compile(r"[^A-Za-z0-9]+")
# What TeX reads as an order, and what it reads as the sign itself.
_TEX: dict[str, str] = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "%": r"\%",
    "#": r"\#", "_": r"\_", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
    "–": "--", "\u202f": "~", "\u00a0": "~", "−": "$-$",
}  # fmt: skip
_TEX_SIGNS = str.maketrans(_TEX)


def citations(record: NumberRecord, address: str, *, year: int, texts: Texts) -> NumberCitations:
    """The three citations of a number that stands at `address`; `year` is that of the data."""
    words = {
        "site": texts.t("shell.product"),
        "said": said(record, texts),
        "title": title(record, texts),
        "data": _data(record, texts),
        "version": record.version,
        "address": address,
        "seen": SEEN,
        "year": year,
    }
    return NumberCitations(
        plain=texts.t("cite.whole", **words),
        apa=texts.t(f"{_KEY}.apa", **words),
        bibtex=_bibtex(record, words, texts),
    )


def said(record: NumberRecord, texts: Texts) -> str:
    """What is cited: the number and where its data are from."""
    return texts.t(f"{_KEY}.said", title=title(record, texts), data=_data(record, texts))


def title(record: NumberRecord, texts: Texts) -> str:
    """`Life expectancy, ZIP code 64130, 2010–2015: 69.9 years (95% interval 68.4–71.4)`."""
    measure = record.measure.name
    if record.group is not None:
        measure = texts.t(f"{_KEY}.group", measure=measure, group=record.group.name)
    named = _without_years(measure, record.years)
    limits = limits_text(record, texts)
    said = texts.t(
        f"{_KEY}.title",
        measure=named,
        place=record.place.name,
        years=record.years,
        value=record.value_text,
    )
    return f"{said} ({limits})" if limits else said


def limits_text(record: NumberRecord, texts: Texts) -> str:
    """`95% interval 68.4–71.4`; empty where there is none."""
    if not record.interval_text or record.level_percent is None:
        return ""
    level = format_share(record.level_percent / 100.0, lang=texts.lang)
    return texts.t(f"{_KEY}.interval", level=level, limits=record.interval_text)


def _without_years(name: str, years: str) -> str:
    """The name of a measure that ends in its years, which stand behind the place."""
    return name.removesuffix(f", {years}")


def _data(record: NumberRecord, texts: Texts) -> str:
    said = [
        texts.t(f"{_KEY}.data", publisher=s.publisher, title=s.title, vintage=s.vintage)
        for s in record.sources
    ]
    return "; ".join(said)


def _bibtex(record: NumberRecord, words: Mapping[str, object], texts: Texts) -> str:
    named = (record.place.id, record.measure.id, record.years, record.version)
    group = (record.group.id,) if record.group is not None else ()
    key = "-".join(_NOT_IN_KEYS.sub("-", part) for part in (*named[:2], *group, *named[2:]))
    note = tex(texts.t(f"{_KEY}.bibtex_note", **{**words, "seen": "\0"})).replace("\0", SEEN)
    fields = {
        "author": f"{{{tex(str(words['site']))}}}",
        "title": f"{{{tex(str(words['title']))}}}",
        "year": str(words["year"]),
        "version": tex(record.version),
        "url": str(words["address"]),
        "urldate": SEEN,
        "note": note,
    }
    lines = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items())
    return f"@misc{{{key},\n{lines}\n}}"


def tex(text: str) -> str:
    """`text` as TeX prints it."""
    return text.translate(_TEX_SIGNS)
