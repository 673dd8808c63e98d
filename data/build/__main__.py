"""`python -m data.build --sources DIR`: build the extract; `refresh` and `accept`: renew it."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from data.build.errors import BuildError
from data.build.pipeline import run
from data.build.refresh import command
from data.catalogue.loader import load_catalogue
from data.checked import CatalogueError

ROOT = Path(__file__).resolve().parents[2]
EXTRACT = ROOT / "data" / "extract"


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit code 0, or 1 with the reason on stderr and the old extract untouched."""
    options = _parser(arguments).parse_args(arguments)
    try:
        _run(options)
    except (BuildError, CatalogueError) as error:
        print(f"{options.command} stopped: {error}", file=sys.stderr)
        return 1
    return 0


def _parser(arguments: Sequence[str] | None) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m data.build", description=__doc__)
    given = list(sys.argv[1:] if arguments is None else arguments)
    if given[:1] in (["refresh"], ["accept"], ["-h"], ["--help"]):
        command.add_arguments(parser.add_subparsers(dest="command"))
        return parser
    parser.set_defaults(command="build")
    parser.add_argument("--sources", type=Path, required=True, help="directory of source files")
    parser.add_argument("--out", type=Path, default=None, help="directory of the extract")
    parser.add_argument(
        "--assets",
        type=Path,
        default=None,
        help="directory of the boundaries (default: assets/geo, or OUT/geo with --out)",
    )
    return parser


def _run(options: argparse.Namespace) -> None:
    folders = _folders(options)
    if options.command == "refresh":
        command.refresh(options, folders, load_catalogue(), _say)
    elif options.command == "accept":
        command.take(options, folders, _say)
    else:
        run(folders.sources, folders.extract, folders.assets, load_catalogue(), _say)


def _folders(options: argparse.Namespace) -> command.Folders:
    extract = options.out or EXTRACT
    assets = options.assets
    if assets is None:
        is_default = extract.resolve() == EXTRACT
        assets = ROOT / "assets" / "geo" if is_default else extract / "geo"
    return command.Folders(getattr(options, "sources", extract), extract, assets)


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
