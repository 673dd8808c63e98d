"""What a form about a story asks before it is kept or sent, for the browser and without it."""

from __future__ import annotations

import json
from typing import Any

from data.catalogue.story_hints import found_in, story_hints
from data.locale import Texts
from layouts.components.attributes import data


def hints_for_browser(texts: Texts) -> dict[str, Any]:
    """The attribute by which assets/clientside/stories/hints.js knows what to ask about."""
    t = texts.t
    said = {
        "lead": t("stories.hint.lead"),
        "ask": t("stories.hint.ask"),
        "anyway": t("stories.hint.anyway"),
        "hints": [
            [hint.pattern, hint.flags, t(f"stories.hint.{hint.id}")] for hint in story_hints()
        ],
    }
    return data(hints=json.dumps(said, ensure_ascii=False))


def hints_said(text: str, texts: Texts) -> list[str]:
    """The questions about `text`, for a page that the server answers."""
    return [
        texts.t("stories.hint.ask", what=words, why=texts.t(f"stories.hint.{name}"))
        for name, words in found_in(text)
    ]
