"""Which screens of the story a city has: nothing is computed that Gaps does not hold."""

from __future__ import annotations

from collections.abc import Mapping

from data.atlas.atlas import Atlas
from data.cities.city import city
from data.gaps.age_split_sentences import early_years
from data.gaps.answers import GapAnswers
from data.gaps.results import GapsData
from data.gaps.state import read_gap
from data.sentences.words import known
from data.story.results import Screen, StoryData


def choices_of(screen: Screen) -> Mapping[str, str]:
    """What an address of Gaps chooses to show what a screen shows; nothing: as Gaps opens."""
    history = city().history
    return {"group": history.id} if screen is Screen.HISTORY and history else {}


def story_data(atlas: Atlas, gaps: GapAnswers) -> StoryData:
    """What the city has for each screen."""
    fifths = _gap(atlas, gaps, Screen.FIFTHS)
    history = _gap(atlas, gaps, Screen.HISTORY) if city().history else None
    quoted = [quotation for quotation in gaps.quotations.values() if quotation.on_slide]
    return StoryData(
        found=gaps.life_gaps.get("city"),
        since=gaps.life_gaps.get("county"),
        fifths=fifths,
        history=history,
        ages=fifths if fifths is not None and early_years(fifths) is not None else None,
        deaths=quoted[0] if quoted else None,
    )


def _gap(atlas: Atlas, gaps: GapAnswers, screen: Screen) -> GapsData | None:
    """The gap of a screen; None where there is none to speak of."""
    parsed = read_gap(choices_of(screen), atlas.catalogue)
    if parsed.notices:  # the outcome cannot be shown by these groups
        return None
    state = parsed.state
    data: GapsData = gaps.data(state.outcome, state.group, state.by)
    gap = data.gap
    return data if gap is not None and known(gap.worst, gap.best) else None
