"""Fact sheets for offline use: `python -m layouts.fact_sheets --place zip-64130 --out folder`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from data.catalogue.determinants import determinants
from data.fact_sheet import fact_sheet
from data.locale import LANGUAGES, texts
from data.place import find_place
from data.repository.engine import ExtractError
from data.services import Services
from data.settings import Settings
from layouts.fact_sheets.content import PAPERS, content
from layouts.fact_sheets.press import Press


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit code 0; 1 when the extract cannot be read; 2 for a wrong question."""
    options = _parser().parse_args(arguments)
    settings = Settings.from_environment()
    try:
        services = Services.open(settings.database_url)
    except ExtractError as error:
        print(error, file=sys.stderr)
        return 1
    places = _listed(options.place)
    chosen = list(determinants()) if options.determinant == "all" else _listed(options.determinant)
    langs = _listed(options.lang)
    wrong = [place for place in places if find_place(services, place) is None]
    wrong += [name for name in chosen if name not in determinants()]
    wrong += [lang for lang in langs if lang not in LANGUAGES]
    if wrong:
        known = ", ".join(determinants())
        print(f"Unknown: {', '.join(wrong)}. Determinants: {known}. Places: city, "
              "neighborhood-113, zip-64130, council_district-3.", file=sys.stderr)  # fmt: skip
        return 2
    wanted = [(d, place, lang) for place in places for d in chosen for lang in langs]
    options.out.mkdir(parents=True, exist_ok=True)
    press, live = Press(typesetters=1), (options.live or settings.public_url).rstrip("/")
    for number, (determinant, place, lang) in enumerate(wanted, start=1):
        made = content(
            services,
            fact_sheet(services, determinant, place),
            texts=texts(lang),
            paper=options.paper,
            made=date.today(),
            live=f"{live}/place/{place}" if live else "",
        )
        file = options.out / f"{determinant}-{place}-{lang}.pdf"
        file.write_bytes(press.print(lambda made=made: made))  # type: ignore[misc]
        print(f"{number}/{len(wanted)} {file}", flush=True)
    return 0


def _listed(value: str) -> list[str]:
    return list(dict.fromkeys(word.strip() for word in value.split(",") if word.strip()))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m layouts.fact_sheets", description=__doc__)
    parser.add_argument("--place", required=True, help="places, separated by commas")
    parser.add_argument("--determinant", default="all", help="determinants; default: all eight")
    parser.add_argument("--lang", default=",".join(LANGUAGES), help="languages; default: both")
    parser.add_argument("--paper", choices=sorted(PAPERS), default="letter")
    parser.add_argument("--live", default="", help="address of the dashboard, for link and QR code")
    parser.add_argument("--out", type=Path, required=True, help="folder for the PDFs")
    return parser


if __name__ == "__main__":
    sys.exit(main())
