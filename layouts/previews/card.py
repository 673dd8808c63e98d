"""What a shared link says before anybody opens it. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from layouts.components.interval_strip import Strip
from layouts.figures.chart import Legend


@dataclass(frozen=True, slots=True)
class Mark:
    """One number on a line. `said` is the number in words, `limits` its interval, empty for none.

    `shape` is a name of `theme.MARKS`, or empty for a plain dot; `verdict` says it in words.
    """

    name: str
    strip: Strip
    said: str
    limits: str = ""
    shape: str = ""
    verdict: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """What the picture of a card shows under its sentence.

    One mark is drawn large, several are rows under `heading`. `beside` says what the tick on their
    lines is. `figure` is a map, as `layouts.pictures` draws it; `legend` says what its fills mean.
    `source` has publishers and years of every number on the card, `flags` say which are weak.
    """

    detail: str = ""
    heading: str = ""
    marks: tuple[Mark, ...] = ()
    beside: str = ""
    ends: tuple[str, str] = ("", "")
    figure: Mapping[str, Any] | None = None
    legend: Legend | None = None
    source: str = ""
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Card:
    """What one view says where its link is shared.

    `path` is its address below the base path as the site writes it, without a theme: equal views
    have equal cards. `short` is that of the number that it is about, empty where it is about
    several. `title` is that of the view, empty where the page's own says it. `about` names what the
    finding is about, `sentence` is the finding; `description` says its numbers with their interval
    too, for where there is no picture. `picture` is made only for a card that is drawn.
    """

    path: str
    title: str
    about: str
    sentence: str
    description: str
    picture: Callable[[], Picture] = Picture
    short: str = ""
