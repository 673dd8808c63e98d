"""Which awaited sources take part in a build."""

from __future__ import annotations

from collections.abc import Callable

from data.build.sources.registry import CHECKED, DRAWN
from data.catalogue.loader import Catalogue
from data.catalogue.measures import load_measures


def with_awaited(catalogue: Catalogue, is_there: Callable[[str], bool]) -> Catalogue:
    """The catalogue with the awaited sources all of whose files are there and that something reads:
    an indicator, a published measure, a map, or a check of the build's own tracts.
    """
    return catalogue.with_files(is_there, {*load_measures().sources, *CHECKED, *DRAWN})
