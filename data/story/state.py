"""The address of the story: `?place=…`, the reader's own place. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field

from data.address import Notice, Reader, Theme, printed_query, query_parameters
from data.atlas.atlas import Atlas
from data.atlas.places import place_named


@dataclass(frozen=True, slots=True)
class StoryState:
    """Everything that a link to the story restores. `place` is an address id; empty for none."""

    place: str = ""
    lang: str = "en"
    theme: Theme = Theme.LIGHT
    default_lang: str = field(default="en", compare=False)

    def to_query(self) -> str:
        """The query with its question mark, or an empty string for the default view."""
        return printed_query(
            [
                ("place", self.place, ""),
                ("lang", self.lang, self.default_lang),
                ("theme", self.theme.value, Theme.LIGHT.value),
            ]
        )


@dataclass(frozen=True, slots=True)
class ParsedStory:
    """A state that can be shown, and what was not understood."""

    state: StoryState
    notices: tuple[Notice, ...]


def parse_story(query: str, atlas: Atlas, *, default_lang: str = "en") -> ParsedStory:
    """State of the story for `query` (with or without its question mark). Never raises."""
    reader = Reader(query_parameters(query))
    written = reader.parameters.get("place", "")
    place = place_named(atlas, written) if written else None
    if written and place is None:
        reader.note("notice.unknown_place", written)
    lang, theme = reader.display(default_lang)
    return ParsedStory(StoryState(place or "", lang, theme, default_lang), tuple(reader.notices))
