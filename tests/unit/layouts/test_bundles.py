"""What is sent of our styles and browser code: all of it but comments on lines of their own."""

import re

import pytest

from layouts import bundles

COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


def code(text: str) -> list[str]:
    return [line.strip() for line in COMMENT.sub("", text).splitlines() if line.strip()]


@pytest.mark.parametrize("name", ["page.css", "page.js", "map.js"])
def test_no_code_is_lost_with_the_comments(name: str) -> None:
    sent = bundles.all_bundles()[name].content.decode()
    ending = name.partition(".")[2]
    folders = {"page.js": bundles.EVERY_PAGE, "map.js": ("map",)}.get(name, ("css",))
    root = bundles.ASSETS_FOLDER / ("clientside" if ending == "js" else "")
    files = [file for folder in folders for file in sorted((root / folder).glob(f"*.{ending}"))]
    assert code(sent) == [line for file in files for line in code(file.read_text("utf-8"))]
    assert not re.search(r"^\s*/\*[^*]*\*/$", sent, re.MULTILINE)


def test_a_comment_beside_code_stays() -> None:
    text = b"a /* b */\n/* c */ d\n  /* e\n f */\ng\n/* h */\n"
    assert bundles._COMMENTS.sub(b"", text) == b"a /* b */\n/* c */ d\ng\n"
