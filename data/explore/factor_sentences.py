"""Which social factors go with an outcome, in words: never that one brings about the other."""

from __future__ import annotations

from data.explore.results import FactorLinks
from data.explore.within_sentences import area_name
from data.locale import Texts
from data.sentences.words import join, opening, places_word, reason_text, subject

_KEY = "sentences.factors"


def factors_sentence(found: FactorLinks, *, texts: Texts) -> str:
    """How many factors the test tells from no link at all; without a factor the reason."""
    if not found.links:
        return opening(reason_text(found.reason, texts))
    told = sum(link.told for link in found.links)
    worth = [round(link.n_effective) for link in found.links]
    if all(link.modelled for link in found.links):
        kind = "modelled"
    else:
        kind = "none" if not told else "some"
    about = {
        "n": len(found.links),
        "told": told,
        "subject": subject(found.outcome, texts.lang),
        "years": found.outcome.years,
        "places": places_word(found.geography, texts),
        "fewest": min(worth),
        "most": max(worth),
    }
    within = found.within
    where = texts.t(f"{_KEY}.{'inside' if within else 'across'}", **about, **(
        {"area": area_name(within, texts)} if within else {}
    ))  # fmt: skip
    said = texts.t(f"{_KEY}.{kind}", where=where, **about)
    return join(said, texts.t(f"{_KEY}.worth", **about), texts.t("sentences.association.people"))
