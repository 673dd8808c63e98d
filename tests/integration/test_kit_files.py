"""Each document of the kit at its own address, and a clear word where an address names nothing."""

from __future__ import annotations

from io import BytesIO

import pytest
from flask.testing import FlaskClient
from pypdf import PdfReader

from data.decks.deck import ready_decks, to_link
from data.locale import texts
from layouts.paper.kit_looks import DOCUMENTS

DECK = to_link(ready_decks()["gap"].deck("en"))


@pytest.mark.parametrize("kind", DOCUMENTS)
def test_a_document_is_reached_alone_and_for_a_deck(real_client: FlaskClient, kind: str) -> None:
    for query in ("sheet=es&paper=a4&place=zip-64130&determinant=housing", f"lang=es&deck={DECK}"):
        answer = real_client.get(f"/kit/{kind}.pdf?{query}")
        assert answer.status_code == 200, answer.data[:200]
        root = PdfReader(BytesIO(answer.data)).trailer["/Root"]
        assert str(root["/Lang"]).startswith("es")
        is_own = "deck=" in query  # what somebody put together is kept by nobody
        assert answer.headers["Cache-Control"] == ("no-store" if is_own else "no-cache")


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/kit/poster.pdf", 404),
        ("/kit/cards.pdf?size=huge", 400),
        ("/kit/cards.pdf?cards=9999", 400),
        ("/kit/cards.pdf?from=7", 400),
        ("/kit/cards.pdf?place=nowhere", 400),
        ("/kit/cards.pdf?sheet=xx", 400),
        ("/kit/guide.pdf?sheet=both", 400),
        ("/kit/points.pdf?determinant=luck", 400),
        ("/kit/guide.pdf?deck=eJx", 400),
    ],
)
def test_what_is_no_choice_is_named(real_client: FlaskClient, path: str, status: int) -> None:
    answer = real_client.get(f"{path}{'&' if '?' in path else '?'}lang=es")
    assert answer.status_code == status
    said = answer.data.decode()
    assert texts("es").t("kit.error_title") in said
    wrong = path.partition("=")[2] or "poster"
    assert wrong in said
    assert "/stories?lang=es" in said
