"""Which sheet is wanted: determinant, place, language or both, paper, size of print. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from data.files.names import sheet_name
from data.locale import LANGUAGES

PAPERS: tuple[str, ...] = ("letter", "a4")
USUAL, LARGE = "usual", "large"
PRINTS: tuple[str, ...] = (USUAL, LARGE)
# In place of a language: every one, back to back in one file.
BOTH = "both"
SHEETS: tuple[str, ...] = (*LANGUAGES, BOTH)
# Pages of a sheet in one language.
PAGES = {USUAL: 1, LARGE: 2}


@dataclass(frozen=True, slots=True)
class Choice:
    """A sheet, and what could not be understood of the question for it.

    `lang` is one of SHEETS, `paper` of PAPERS, `print` of PRINTS.
    """

    determinant: str
    place: str
    lang: str
    paper: str = PAPERS[0]
    print: str = USUAL
    messages: tuple[str, ...] = ()

    @property
    def is_large(self) -> bool:
        """True for large print."""
        return self.print == LARGE

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages of its pages, in their order."""
        return tuple(LANGUAGES) if self.lang == BOTH else (self.lang,)

    @property
    def pages(self) -> int:
        """How many pages the file has."""
        return PAGES[self.print] * len(self.languages)

    @property
    def file_name(self) -> str:
        """Name of the saved sheet, without its ending."""
        return sheet_name(
            self.determinant,
            self.place,
            paper=self.paper,
            lang="-".join(self.languages),
            large=self.is_large,
        )
