"""Pages that say why a file of paper cannot be made: what is wrong, or that it takes a moment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus

from flask import Response

from data.address import display_of, language_of, query_parameters, understood
from data.fact_sheets.choice import PAPERS
from data.locale import Texts, texts
from data.sentences.words import join
from data.settings import Settings
from layouts import paths
from layouts.pages.fact_sheets import problem_page

RETRY_SECONDS = 5


@dataclass(frozen=True, slots=True)
class Paper:
    """What an address says of the paper itself; `wrong` are its words that are no choice, `fields`
    all of them.
    """

    texts: Texts
    paper: str
    wrong: tuple[str, ...]
    fields: Mapping[str, str]


def asked_paper(query: str, settings: Settings) -> Paper:
    """Language and paper of an address; the usual ones where it names none that exists."""
    asked = query_parameters(query)
    found = {
        "lang": language_of(asked.get("lang", "")),
        "paper": understood(asked.get("paper", ""), PAPERS),
    }
    wrong = tuple(asked[key] for key, known in found.items() if key in asked and known is None)
    lang, _ = display_of(asked, default_lang=settings.default_language)
    return Paper(texts(lang), found["paper"] or PAPERS[0], wrong, asked)


@dataclass(frozen=True, slots=True)
class Problems:
    """Refusals in the words of one kind of file: `words` is the prefix of their texts, `page` where
    another one can be chosen, `page_name` the text of its name.
    """

    texts: Texts
    base: str
    words: str = "fact_sheets"
    page: str = paths.FACT_SHEETS
    page_name: str = "fact_sheets.title"

    def refuse(
        self,
        status: HTTPStatus,
        message: str,
        value: str = "",
        *,
        title: str = "error",
        again_seconds: int = 0,
        also: Sequence[str] = (),
    ) -> Response:
        """A page with `message`, a text below the prefix, in the place of a file; `also` are more
        sentences.
        """
        t = self.texts.t
        body = problem_page(
            texts=self.texts,
            title=t(f"{self.words}.{title}_title"),
            message=join(t(f"{self.words}.{message}", value=value[:60]), *also),
            home=f"{self.base}{self.page}?lang={self.texts.lang}",
            again_seconds=again_seconds,
            help_key=f"{self.words}.error_help",
            home_key=self.page_name,
        )
        response = Response(body, status, mimetype="text/html")
        response.headers["Cache-Control"] = "no-store"
        return response

    def later(self, reason: str) -> Response:
        """503: the same will work in a while."""
        busy = HTTPStatus.SERVICE_UNAVAILABLE
        response = self.refuse(busy, reason, title="busy", again_seconds=RETRY_SECONDS)
        response.headers["Retry-After"] = str(RETRY_SECONDS)
        return response
