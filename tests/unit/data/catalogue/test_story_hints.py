"""What a story may tell of somebody is asked about, and a plain story is not."""

from __future__ import annotations

import json
import shutil
import subprocess

import pytest

from data.catalogue.story_hints import found_in, story_hints
from data.locale import LANGUAGES, texts

ASKED = {
    "Call me at 816-555-0134": "phone",
    "mi número es (816) 555 0134": "phone",
    "write to rosa.p@example.org": "email",
    "We live at 3412 E 39th Street": "address",
    "vivimos en la calle Oak #3412": "address",
    "My son Marcus was hungry": "name",
    "nos dijo la Sra. Pérez que no": "name",
    "I asked Maria Lopez for help": "name",
    "ella se llama Guadalupe": "name",
    "She was DIAGNOSED last year": "diagnosis",
    "mi hijo tiene asma": "diagnosis",
    "we are undocumented": "status",
    "estamos sin papeles": "status",
}
PLAIN = (
    "We kept the oven open to heat the kitchen for two weeks.",
    "In Kansas City my rent rose by 200 dollars in 2019.",
    "Pagamos la renta o la luz, nunca las dos.",
    "The bus on Prospect Avenue stops at 7:30.",
    "I work from 6 to 2 and then from 3 to 11.",
)


@pytest.mark.parametrize("text", ASKED)
def test_what_may_harm_somebody_is_asked_about(text: str) -> None:
    assert ASKED[text] in dict(found_in(text))


@pytest.mark.parametrize("text", PLAIN)
def test_a_plain_story_is_not_asked_about(text: str) -> None:
    assert found_in(text) == ()


def test_every_hint_has_its_words() -> None:
    for hint in story_hints():
        for lang in LANGUAGES:
            assert texts(lang).has(f"stories.hint.{hint.id}")


def test_the_browser_finds_what_the_server_finds() -> None:
    node = shutil.which("node")
    assert node is not None
    wanted = [*ASKED, *PLAIN]
    patterns = [[hint.id, hint.pattern, hint.flags] for hint in story_hints()]
    code = """const [patterns, texts] = JSON.parse(require("fs").readFileSync(0, "utf8"));
      const all = (text) => patterns.flatMap(([id, pattern, flags]) => {
        const match = new RegExp(pattern, flags).exec(text);
        return match ? [[id, match[1].trim()]] : [];
      });
      console.log(JSON.stringify(texts.map(all)));"""
    made = subprocess.run(
        [node, "-e", code],
        input=json.dumps([patterns, wanted]),
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(made.stdout) == [[list(pair) for pair in found_in(text)] for text in wanted]
