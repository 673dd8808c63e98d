"""What is wrong with an answer, whatever was asked."""

from __future__ import annotations

import json
from html.parser import HTMLParser

from lxml import etree
from werkzeug.test import TestResponse

from tests.fuzz.cases import MARK, Case

# Asked for something that is none of the server's: 501 names an unknown method or coding.
FINE_5XX = {501, 503}
VOID = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track")
)
OPTIONAL = frozenset(("p", "li", "dt", "dd", "option", "tr", "td", "th", "thead", "tbody", "html"))
TRACES = ("Traceback (most recent call last)", 'File "/', "werkzeug.exceptions", "sqlalchemy.")
BODILESS = {204, 304}


class _Nesting(HTMLParser):
    """Whether every element ends where it should."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.wrong = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open[-1] != tag and self.open[-1] in OPTIONAL:
            self.open.pop()
        if not self.open or self.open.pop() != tag:
            self.wrong = self.wrong or f"</{tag}> at {self.getpos()}"


def faults(case: Case, answer: TestResponse, *, whole: bool) -> list[str]:
    """What must never be; with `whole` also whether the body is well formed, which takes time."""
    found = []
    status = answer.status_code
    if status >= 500 and status not in FINE_5XX:
        found.append(f"status {status}")
    if status == 503 and "Retry-After" not in answer.headers:
        found.append("503 without Retry-After")
    body = answer.get_data()
    if (case.method == "HEAD" or status in BODILESS) and body:
        found.append(f"{case.method} {status} with a body")
    if any("\r" in value or "\n" in value for _, value in answer.headers):
        found.append("a line break in a header")
    return found + (_of_body(answer, body, whole=whole) if body else [])


def _of_body(answer: TestResponse, body: bytes, *, whole: bool) -> list[str]:
    kind = answer.headers.get("Content-Type", "").partition(";")[0]
    if "Content-Encoding" in answer.headers:
        return [] if kind else ["no Content-Type"]
    text = body.decode("utf-8", errors="replace")
    found = [f"says {trace!r}" for trace in TRACES if trace in text]
    if answer.headers.get("X-Content-Type-Options") != "nosniff":
        found.append("no nosniff")
    if kind in ("text/html", "image/svg+xml", "application/xml") and MARK in text:
        found.append(f"unescaped input: {text[max(0, text.index(MARK) - 60) :][:140]!r}")
    if not kind:
        found.append("no Content-Type")
    elif whole and (wrong := _malformed(kind, text, body)):
        found.append(wrong)
    return found


def _malformed(kind: str, text: str, body: bytes) -> str:
    try:
        if kind.endswith("json"):
            json.loads(text)
        elif kind.endswith("xml"):
            etree.fromstring(body)
        elif kind == "text/html":
            nesting = _Nesting()
            nesting.feed(text)
            nesting.close()
            left = [tag for tag in nesting.open if tag not in OPTIONAL]
            return f"HTML: {nesting.wrong or left}" if nesting.wrong or left else ""
    except (ValueError, etree.XMLSyntaxError) as error:
        return f"{kind}: {error}"
    return ""
