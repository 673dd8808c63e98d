"""What the story asks for, remembered: the extract never changes while the app runs."""

from __future__ import annotations

from functools import cached_property

from data.atlas.atlas import Atlas
from data.gaps.answers import GapAnswers
from data.story.compute import story_data
from data.story.results import StoryData


class StoryAnswers:
    """Answers of the story. Thread-safe: nothing changes after construction."""

    def __init__(self, atlas: Atlas, gaps: GapAnswers) -> None:
        self._atlas = atlas
        self._gaps = gaps

    @cached_property
    def data(self) -> StoryData:
        """What this city has for each screen."""
        return story_data(self._atlas, self._gaps)
