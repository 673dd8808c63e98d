"""`python -m data.build --sources DIR [--out DIR] [--assets DIR]`: build the extract."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from data.build.errors import BuildError
from data.build.pipeline import run
from data.catalogue.loader import load_catalogue
from data.checked import CatalogueError

ROOT = Path(__file__).resolve().parents[2]


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit code 0, or 1 with the reason on stderr and the old extract untouched."""
    parser = argparse.ArgumentParser(prog="python -m data.build", description=__doc__)
    parser.add_argument("--sources", type=Path, required=True, help="directory of source files")
    parser.add_argument("--out", type=Path, default=ROOT / "data" / "extract")
    parser.add_argument(
        "--assets",
        type=Path,
        default=None,
        help="directory of the boundaries (default: assets/geo, or OUT/geo with --out)",
    )
    options = parser.parse_args(arguments)
    default_out = ROOT / "data" / "extract"
    assets = options.assets
    if assets is None:
        is_default = options.out.resolve() == default_out
        assets = ROOT / "assets" / "geo" if is_default else options.out / "geo"
    try:
        run(options.sources, options.out, assets, load_catalogue(), _say)
    except (BuildError, CatalogueError) as error:
        print(f"build stopped: {error}", file=sys.stderr)
        return 1
    return 0


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
