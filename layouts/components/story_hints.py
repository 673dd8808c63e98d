"""What a browser asks about before it keeps a story: the same as the server, in the same words."""

from __future__ import annotations

import json
from typing import Any

from data.locale import Texts
from data.stories.hints_in_browser import browser_hints, harmless
from layouts.components.attributes import data


def hints_for_browser(texts: Texts) -> dict[str, Any]:
    """The attribute from which assets/clientside/stories/hints.js knows what to ask about."""
    t = texts.t
    said = {
        "lead": t("stories.hint.lead"),
        "anyway": t("stories.hint.anyway"),
        "harmless": harmless(),
        "hints": [
            # the browser fills in what it found
            [
                hint.pattern,
                hint.group,
                hint.names,
                t(f"share.hint.{hint.kind.value}", said="{said}"),
            ]
            for hint in browser_hints()
        ],
    }
    return data(hints=json.dumps(said, ensure_ascii=False))
