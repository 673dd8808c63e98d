"""What the front page says of an extract, in English: the other language has the same numbers."""

from __future__ import annotations

from sqlalchemy.engine import Engine

from data.atlas.atlas import Atlas
from data.catalogue.loader import load_catalogue
from data.explore.compute import explore_data
from data.explore.sentences import association_sentence, map_sentence, ranking_sentence
from data.explore.state import ViewState
from data.locale import texts
from data.repository.queries import Repository
from data.sentences.gap import gap_detail, gap_headline


def front_page(engine: Engine) -> tuple[str, ...]:
    """Headline, detail, map, ranking and association of the view without any query."""
    held = Repository(engine)
    catalogue = load_catalogue().having(held.indicator_ids(), held.source_ids())
    view = ViewState()
    if not {view.outcome, view.factor} <= held.indicator_ids():
        return ()
    data = explore_data(
        Atlas(catalogue, engine, held.boundaries()), view.outcome, view.factor, view.by
    )
    spoken = texts("en")
    return (
        gap_headline(
            data.gap,
            outcome=data.outcome,
            factor=data.factor,
            texts=spoken,
            reason=data.gap_reason,
        ),
        gap_detail(data.gap, outcome=data.outcome, texts=spoken),
        map_sentence(data, mode=view.map_mode.value, texts=spoken),
        ranking_sentence(data, texts=spoken),
        association_sentence(
            data.association,
            outcome=data.outcome,
            factor=data.factor,
            geography=data.geography,
            texts=spoken,
            reason=data.association_reason,
        ),
    )
