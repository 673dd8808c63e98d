"""Command line: `python -m data estimates --indicator X --by G`, `… catalogue`, `… everything`,
`… load`, `… stories`.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from data.catalogue.loader import Catalogue, load_catalogue
from data.catalogue.schema import Indicator
from data.checked import CatalogueError
from data.cities.city import city
from data.everything.kept import NO_ROOM, NOT_WRITTEN, Why
from data.files.csv_file import REQUIRED
from data.files.estimate_table import estimate_table, frame_csv
from data.locale import texts
from data.models import Geography, Layer
from data.repository.engine import EXTRACT, open_engine, sqlite_url
from data.repository.errors import ExtractError
from data.repository.queries import Repository
from data.stories import command as stories

CATALOGUE_COLUMNS = ["id", "name", "theme", "role", "kind", "unit", "years", "source", "by"]
NICER = 10  # steps by which a process lets others go first


class UsageError(Exception):
    """What was asked for does not exist."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit code 0; 1 when the extract cannot be read or loaded; 2 for a wrong question; 3 when a
    file cannot be written, or a role not be made; 4 when there is no room for a file.
    """
    options = _parser().parse_args(arguments)
    if options.command == "load":
        return _load(options)
    if options.command == "everything":
        return _everything(options)
    if options.command == "stories":
        return stories.run(options)
    try:
        frame = _estimates(options) if options.command == "estimates" else _catalogue(options)
        _print(frame, options.format)
    except UsageError as error:
        print(error, file=sys.stderr)
        return 2
    except (CatalogueError, ExtractError) as error:
        print(error, file=sys.stderr)
        return 1
    except BrokenPipeError:  # `| head` closed the pipe: nothing more to say
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m data", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    estimates = commands.add_parser("estimates", help="values of one indicator by place")
    estimates.add_argument("--indicator", required=True)
    estimates.add_argument("--by", choices=sorted(city().geographies), default=city().home)
    catalogue = commands.add_parser("catalogue", help="the indicators there are")
    catalogue.add_argument("--lang", choices=["en", "es"], default="en")
    everything = commands.add_parser("everything", help="all numbers in one zip and one workbook")
    everything.add_argument("--out", required=True, type=Path, help="folder of the files")
    everything.add_argument("--only", choices=["zip", "xlsx"], help="one of the two")
    everything.add_argument("--background", action="store_true", help="let others go first")
    load = commands.add_parser("load", help="write the extract into a PostgreSQL server")
    load.add_argument("url", help="postgresql://user@host/database, of a role that may write")
    load.add_argument("--from", dest="file", type=Path, default=EXTRACT, help="the SQLite file")
    load.add_argument("--reader", default="", metavar="NAME", help="a role that may only read it")
    load.add_argument("--replace", action="store_true", help="make tables of another schema anew")
    stories.add_to(commands.add_parser("stories", help="moderate shared stories"))
    for command in (estimates, catalogue):
        command.add_argument("--format", choices=["csv", "json"], default="csv")
    return parser


def _load(options: argparse.Namespace) -> int:
    from data.repository.loading import LoadError, load  # noqa: PLC0415 - asked for by operators

    try:
        done = load(
            options.url,
            options.file,
            histories=[EXTRACT.parent],
            reader=options.reader,
            replace=options.replace,
        )
    except (ExtractError, LoadError) as error:
        print(error, file=sys.stderr)
        return 1
    if done.is_new:
        print(f"Loaded {done.rows:,} rows, version {done.version}, into {done.where}.")
        print("Servers go on with what they have read until they start again or get HUP.")
    else:
        print(f"{done.where} holds version {done.version} already: nothing to do.")
    for words in filter(None, (done.granted, done.sql)):
        print(words)
    return NOT_WRITTEN if done.sql else 0


def _everything(options: argparse.Namespace) -> int:
    from data.everything.make import WRITERS, make  # noqa: PLC0415 - brings what workbooks need

    if options.background:
        os.nice(NICER)
    url = os.environ.get("DATABASE_URL") or sqlite_url(EXTRACT)
    try:
        for file in make(url, options.out, [options.only] if options.only else WRITERS):
            print(file)
    except ExtractError as error:
        print(error, file=sys.stderr)
        return 1
    except OSError as error:
        print(f"{options.out} cannot be written: {error.strerror or error}", file=sys.stderr)
        return NO_ROOM if Why.of(error) is Why.FULL else NOT_WRITTEN
    return 0


def _estimates(options: argparse.Namespace) -> pd.DataFrame:
    engine = open_engine(os.environ.get("DATABASE_URL"))
    try:
        repository = Repository(engine)
        known = load_catalogue().having(repository.indicator_ids(), repository.source_ids())
        if options.indicator not in known.indicators:
            raise UsageError(f"no indicator {options.indicator!r}; see: python -m data catalogue")
        indicator = known.indicators[options.indicator]
        layer = _layer(indicator, Geography(options.by))
        return estimate_table(repository, indicator, known.source_of(indicator), layer, texts("en"))
    finally:
        engine.dispose()


def _layer(indicator: Indicator, by: Geography) -> Layer:
    if by not in indicator.geographies:
        offered = ", ".join(indicator.geographies)
        raise UsageError(f"{indicator.id} is not given by {by.value}; there is: {offered}")
    return indicator.layer_of(by)


def _known() -> Catalogue:
    """What the extract holds; where there is none, what every extract holds."""
    try:
        engine = open_engine(os.environ.get("DATABASE_URL"))
    except ExtractError:
        return load_catalogue()
    try:
        held = Repository(engine)
        return load_catalogue().having(held.indicator_ids(), held.source_ids())
    finally:
        engine.dispose()


def _catalogue(options: argparse.Namespace) -> pd.DataFrame:
    rows = [
        (
            i.id,
            i.name.get(options.lang),
            i.theme,
            i.role.value,
            i.kind.value,
            i.unit.value,
            i.years,
            i.source,
            " ".join(i.geographies),
        )
        for i in _known().indicators.values()
    ]
    return pd.DataFrame(rows, columns=CATALOGUE_COLUMNS)


def _print(frame: pd.DataFrame, style: str) -> None:
    if style == "csv":
        if set(REQUIRED) <= set(frame.columns):
            print(frame_csv(frame), end="")
        else:
            print(frame.to_csv(index=False), end="")
        return
    rows = json.loads(frame.to_json(orient="records"))
    print(json.dumps(rows, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    sys.exit(main())
