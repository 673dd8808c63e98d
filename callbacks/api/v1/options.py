"""What could be decided: options with who decides, law, date, evidence and concerns."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlencode

from callbacks.api.v1.asked import Visit, cut, known
from callbacks.today import old_options
from data.api import options as answers
from data.api.parameters import OfOptions
from data.catalogue.determinants import determinants
from data.cities.city import city
from data.cities.options import Citation, Option
from data.sentences.options import listed, tell
from layouts import paths


def options(visited: Visit) -> answers.Options:
    """Options of one determinant, or of all in the order of their sheets."""
    asked: OfOptions = visited.asked
    chosen = asked.determinant and known(
        visited, "determinant", asked.determinant, determinants().keys()
    )
    names = (chosen,) if chosen else tuple(determinants())
    found = cut(visited, "options", _options(visited, names))
    return answers.Options(**found, listed=listed(visited.lang))


def _options(visited: Visit, names: tuple[str, ...]) -> Iterator[answers.OptionAnswer]:
    old = old_options()
    for name in names:
        for option in city().options.get(name, ()):
            yield _option(visited, name, option, old)


def _option(
    visited: Visit, determinant: str, option: Option, old: frozenset[str]
) -> answers.OptionAnswer:
    lang, told = visited.lang, tell(determinant, option, visited.lang)
    query = urlencode({"determinant": determinant})
    return answers.OptionAnswer(
        id=told.ref,
        determinant=determinant,
        determinant_name=determinants()[determinant].title.get(lang),
        what=told.what,
        says=told.says,
        who=option.who,
        who_names=told.who,
        status=told.status,
        law=told.law,
        url=told.url,
        source=told.source,
        as_of=option.as_of.isoformat(),
        check_from=option.old_from.isoformat(),
        old=told.ref in old,
        grade=option.grade,
        grade_name=told.grade,
        disputed=option.disputed,
        supports=_cited(option.supports, lang),
        opposes=_cited(option.opposes, lang),
        concerns=told.concerns,
        cost=told.cost,
        cost_source=told.cost_source,
        cost_url=told.cost_url,
        address=visited.page(f"{paths.FACT_SHEETS}?{query}#options"),
    )


def _cited(citations: tuple[Citation, ...], lang: str) -> tuple[answers.OptionCitation, ...]:
    return tuple(
        answers.OptionCitation(
            text=cited.text,
            url=cited.url,
            finds=cited.finds.get(lang),
            design=cited.design,
            read=cited.read,
        )
        for cited in citations
    )
