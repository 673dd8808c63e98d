"""Layers of a city: where their outlines come from, and what their areas are called."""

from __future__ import annotations

from data.checked import Strict, Text


class LayerSource(Strict):
    """The file of a layer's outlines below SOURCES, and the properties that it is read from.

    Without `name` an area is called by its id. `people_2020` is a published count that the build
    repeats; ids that begin with `unnamed` are areas without a name of their own.
    """

    file: str
    id: str
    name: str | None = None
    people_2020: str | None = None
    unnamed: str | None = None


class LayerWords(Strict):
    """Where a layer comes from, and what its areas are called: `one`, `many`, and `short` where
    the kind is plain.

    `definite` has the article that its language puts before all of them. `number` and `year` tell
    how many there are, in words, and of when. Groups have no `source`: their outlines are those of
    their members.
    """

    source: LayerSource | None = None
    one: Text
    many: Text
    short: Text | None = None
    shorts: Text | None = None
    definite: Text | None = None
    number: Text | None = None
    year: int | None = None

    @property
    def forms(self) -> dict[str, Text]:
        """Every form that there is, by what texts call it."""
        year = Text(en=str(self.year), es=str(self.year)) if self.year else None
        found = {
            "one": self.one,
            "many": self.many,
            "short": self.short or self.one,
            "shorts": self.shorts or self.many,
            "definite": self.definite or self.many,
            "number": self.number,
            "year": year,
        }
        return {form: text for form, text in found.items() if text}
