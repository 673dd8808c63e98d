"""A browser asks about the same as the server: one list, written for both."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

from data.locale import LANGUAGES, texts
from data.stories.hints import hints_of
from layouts.components.story_hints import hints_for_browser
from tests.unit.data.stories.test_hints import ASKED, LEFT_ALONE

CODE = Path(__file__).parents[4] / "assets/clientside/stories/hints.js"


def asked_by_browser(lang: str, told: list[str]) -> list[list[str]]:
    """The questions of the browser about each text."""
    node = shutil.which("node")
    assert node is not None
    said = hints_for_browser(texts(lang))["data-hints"]
    script = f"""globalThis.window = {{}}; require({json.dumps(str(CODE))});
      const [said, told] = JSON.parse(require("fs").readFileSync(0, "utf8"));
      console.log(JSON.stringify(told.map((text) => window.kcHints.found(said, [text]))));"""
    sent = json.dumps([json.loads(said), told])
    done = subprocess.run(
        [node, "-e", script], input=sent, capture_output=True, text=True, check=True
    )
    found: list[list[str]] = json.loads(done.stdout)
    return found


def test_the_browser_asks_about_what_the_server_asks_about() -> None:
    for lang in LANGUAGES:
        t = texts(lang).t
        for text, asked in zip(ASKED, asked_by_browser(lang, [*ASKED]), strict=True):
            wanted = [
                t(f"share.hint.{hint.kind.value}", said=text[hint.start : hint.end])
                for hint in hints_of(text)
            ]
            assert asked == wanted, text


def test_the_browser_leaves_a_plain_story_alone() -> None:
    assert asked_by_browser("en", [*LEFT_ALONE]) == [[] for _ in LEFT_ALONE]
