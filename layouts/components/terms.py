"""Words that need explaining, marked where they stand and explained once a page.

`with_terms` makes a link of the first form of each known term in a text. It leads to the words of
the page (`words_of_page`), where they stand without scripts; with them assets/clientside/shared/
terms.js opens the explanation at the term itself. The methods page has all terms under the same
ids, so `#term-r` leads somewhere on every page that says it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from dash import html
from dash.development.base_component import Component

from data.locale import Texts
from layouts import ids, paths
from layouts.components.attributes import aria
from layouts.components.kept_together import Words, kept_together
from layouts.request import Link

# In the order of the list; each has its texts under `glossary.<term>`.
TERMS: tuple[str, ...] = (
    "interval",
    "percentage_point",
    "partly_modelled",
    "effective_places",
    "r",
    "slope_index",
    "dissimilarity",
    "ice",
    "cluster",
    "coverage",
)
SECTION = "glossary"
_ANCHOR = "term-"
_OPENER = "term"
_HREF = re.compile(rf'href="#{_ANCHOR}(\w+)"')


@dataclass(frozen=True, slots=True)
class _Known:
    """The terms of a language: what finds a form in a text, and the term of each form."""

    pattern: re.Pattern[str]
    terms: Mapping[str, str]


def forms_of(term: str, texts: Texts) -> list[str]:
    """How sentences have a term."""
    return texts.t(f"glossary.{term}.forms").split("|")


@lru_cache(maxsize=8)
def _known(texts: Texts) -> _Known:
    terms = {form: term for term in TERMS for form in forms_of(term, texts)}
    # the longest first; at the start of a sentence with a capital
    either = "|".join(map(_either, sorted(terms, key=len, reverse=True)))
    folded = {form.casefold(): term for form, term in terms.items()}
    return _Known(re.compile(rf"(?<!\w)(?:{either})(?!\w)"), folded)


def _either(form: str) -> str:
    if len(form) == 1:
        return re.escape(form)
    small, large = re.escape(form[0].lower()), re.escape(form[0].upper())
    return f"[{small}{large}]{re.escape(form[1:])}"


def with_terms(text: str, texts: Texts) -> Words:
    """`text` as `kept_together` has it, the first form of each known term in it a link.

    For running text only: what stands in a heading, a link or a button takes no links.
    """
    parts = kept_together(text)
    if _known(texts).pattern.search(text) is None:
        return parts
    told: set[str] = set()
    found: list[str | Component] = []
    for part in [parts] if isinstance(parts, str) else parts:
        found += _marked(part, texts, told) if isinstance(part, str) else [part]
    return found[0] if len(found) == 1 and isinstance(found[0], str) else found


def _marked(text: str, texts: Texts, told: set[str]) -> Iterator[str | Component]:
    known, at = _known(texts), 0
    for match in known.pattern.finditer(text):
        term = known.terms[match[0].casefold()]
        if term in told:
            continue
        told.add(term)
        if match.start() > at:
            yield text[at : match.start()]
        yield html.A(match[0], href=f"#{anchor(term)}", className=_OPENER)
        at = match.end()
    if rest := text[at:]:
        yield rest


def anchor(term: str) -> str:
    """The id of a term's explanation, on every page that has it."""
    return f"{_ANCHOR}{term}"


def used_in(content: Any) -> frozenset[str]:
    """The terms that `content` marks, in components and in markup that it carries."""
    found: set[str] = set()
    for node in _components(content):
        markup = getattr(node, "data-html", None)
        if markup:
            found.update(_HREF.findall(markup))
        elif getattr(node, "className", None) == _OPENER:
            found.add(str(getattr(node, "href", "")).removeprefix(f"#{_ANCHOR}"))
    return frozenset(found)


def _components(node: Any) -> Iterator[Component]:
    if isinstance(node, (list, tuple)):
        for child in node:
            yield from _components(child)
    elif isinstance(node, Component):
        yield node
        yield from _components(getattr(node, "children", None))


def words_of_page(texts: Texts, link: Link, terms: Iterable[str]) -> Component | None:
    """The explanations of `terms`, at the end of a page; None without any.

    Not seen where scripts show them at the term (assets/css/terms.css).
    """
    wanted = frozenset(terms)
    if not wanted:
        return None
    more = html.A(texts.t("charts.tools.method"), href=f"{link(paths.METHODS)}#{SECTION}")
    return html.Aside(
        [definitions(texts, [term for term in TERMS if term in wanted]), html.P(more)],
        id=ids.TERMS,
        className="terms",
        **aria(label=texts.t("glossary.of_page")),
    )


def definitions(texts: Texts, terms: Iterable[str]) -> Component:
    """A list of terms with what they mean, each under its anchor."""
    return html.Dl(
        [
            html.Div(
                [
                    html.Dt(texts.t(f"glossary.{term}.name")),
                    html.Dd(texts.t(f"glossary.{term}.said")),
                ],
                id=anchor(term),
            )
            for term in terms
        ],
        className="terms__list",
    )
