"""Fact sheets for offline use: `python -m layouts.fact_sheets --place zip-64130 --out folder`."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from datetime import date
from itertools import product
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from data.atlas.places import find_place
from data.catalogue.determinants import determinants
from data.cities.city import city
from data.fact_sheets.choice import BOTH, PAPERS, PRINTS, SHEETS, USUAL, Choice
from data.locale import LANGUAGES
from data.models import CITY_PLACE, Layer, geography_of, printed_ids
from data.repository.errors import ExtractError
from data.services import Services
from data.settings import Settings, SettingsError
from layouts.fact_sheets.content import printed_content
from layouts.paper.live_code import is_public
from layouts.paper.press import Press, PressError

AT_ONCE = 2
# Words for many places, in the order in which `all` writes them.
_SETS = {
    "districts": Layer.COUNCIL_DISTRICT,
    "groups": Layer.GROUP,
    "zips": Layer.ZIP,
    "neighborhoods": Layer.NEIGHBORHOOD,
}
SETS = {word: layer for word, layer in _SETS.items() if geography_of(layer) in city().layers}
ALL = "all"


class Question(NamedTuple):
    """Which sheets are wanted, and where to put them."""

    sheets: list[Choice]
    live: str
    out: Path


class QuestionError(Exception):
    """What cannot be understood: one sentence a line."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit code 0; 1 when the data or a sheet fails; 2 for a wrong question; 130 when stopped."""
    options = _parser().parse_args(arguments)
    try:
        settings = Settings.from_environment()
        services = Services.open(settings.database_url)
        question = _understood(options, services, settings)
        for number, file in enumerate(_written(services, question), start=1):
            print(f"{number}/{len(question.sheets)} {file}", flush=True)
    except QuestionError as error:
        print(error, file=sys.stderr)
        return 2
    except (SettingsError, ExtractError, PressError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Stopped: every file that is there is whole.", file=sys.stderr)
        return 130
    return 0


def _written(services: Services, question: Question) -> Iterator[Path]:
    """The files, each as soon as it is there."""
    press = Press(typesetters=AT_ONCE)

    def write(choice: Choice) -> Path:
        made = press.print(
            lambda: printed_content(services, choice, made=date.today(), site=question.live)
        )
        return _put(question.out / f"{choice.file_name}.pdf", made)

    with ThreadPoolExecutor(AT_ONCE) as writers:
        waiting = [writers.submit(write, sheet) for sheet in question.sheets]
        try:
            for done in as_completed(waiting):
                yield done.result()
        finally:
            writers.shutdown(cancel_futures=True)
            press.rest()


def _put(file: Path, body: bytes) -> Path:
    """Write the file whole or not at all."""
    part = file.with_name(f".{file.name}.{os.getpid()}.part")
    try:
        part.write_bytes(body)
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)
    return file


# -- the question -----------------------------------------------------------------------------


def _understood(options: argparse.Namespace, services: Services, settings: Settings) -> Question:
    """The question, with its folder made. Raises QuestionError with everything that is wrong."""
    wrong: list[str] = []
    places = _places(options.place, services, wrong)
    chosen = list(determinants()) if options.determinant == ALL else _listed(options.determinant)
    langs = _listed(options.languages)
    wrong += _unknown("determinant", chosen, determinants())
    wrong += _unknown("language", langs, SHEETS)
    wrong += _unknown("paper", [options.paper], PAPERS)
    wrong += _unknown("size of print", [options.print], PRINTS)
    named = (("place", _listed(options.place)), ("determinant", chosen), ("language", langs))
    wrong += [f"No {what} is named." for what, values in named if not values]
    live = (options.live or settings.public_url).rstrip("/")
    if live and (urlsplit(live).scheme not in ("http", "https") or not urlsplit(live).netloc):
        wrong.append(f"The address of the dashboard must begin with http:// or https://: {live!r}.")
    elif live and not is_public(live):
        wrong.append(f"Nobody can reach {live} from paper: set PUBLIC_URL, or LIVE, to the site.")
    if wrong:
        raise QuestionError("\n".join(wrong))
    try:
        options.out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise QuestionError(f"The folder {options.out} cannot be made: {error.strerror}.") from None
    sheets = [
        Choice(determinant, place, lang, options.paper, options.print)
        for place, determinant, lang in product(places, chosen, langs)
    ]
    return Question(sheets, live, options.out)


def _places(asked: str, services: Services, wrong: list[str]) -> list[str]:
    """Ids of the places, each once; sentences about those that do not exist go to `wrong`."""
    found: list[str] = []
    for word in _listed(asked):
        if word == ALL:
            found.append(CITY_PLACE)
        if word in SETS or word == ALL:
            for layer in SETS.values() if word == ALL else [SETS[word]]:
                found += printed_ids(geography_of(layer), services.atlas.areas(layer)["area_id"])
        elif find_place(services.atlas, word) is not None:
            found.append(word)
        else:
            wrong.append(
                f"There is no place {word!r}: name city, {', '.join(city().examples)} or the like, "
                f"or {', '.join(SETS)} or {ALL}."
            )
    return list(dict.fromkeys(found))


def _unknown(what: str, values: Sequence[str], known: Iterable[str]) -> list[str]:
    listed = list(known)
    return [
        f"There is no {what} {value!r}: choose from {', '.join(listed)}."
        for value in values
        if value not in listed
    ]


def _listed(value: str) -> list[str]:
    return list(dict.fromkeys(word.strip() for word in value.split(",") if word.strip()))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m layouts.fact_sheets", description=__doc__)
    many = ", ".join(SETS)
    parser.add_argument("--place", required=True, help=f"places with commas, {many} or {ALL}")
    parser.add_argument("--determinant", default=ALL, help="determinants; default: all")
    parser.add_argument(
        "--languages", default=",".join(LANGUAGES), help=f"default: a file each; {BOTH}: one file"
    )
    parser.add_argument("--paper", default="letter", help=f"{' or '.join(PAPERS)}; default: letter")
    parser.add_argument("--print", default=USUAL, help=f"{' or '.join(PRINTS)}; default: {USUAL}")
    parser.add_argument("--live", default="", help="address of the dashboard, for link and QR code")
    parser.add_argument("--out", type=Path, required=True, help="folder for the PDFs")
    return parser


if __name__ == "__main__":
    sys.exit(main())
