"""The command line of a release."""

from __future__ import annotations

import argparse
import sys


def main() -> int:
    """Run the command that is asked for; its exit code."""
    parser = argparse.ArgumentParser(prog="python -m deploy.release")
    commands = parser.add_subparsers(dest="command", required=True)
    checked = commands.add_parser("check", help="what must hold before a release")
    checked.add_argument("--only", default="", help="names of checks with commas between")
    swapped = commands.add_parser("swap", help="the code that is in place now takes over")
    swapped.add_argument("pid", type=int, help="process id of gunicorn's master")
    swapped.add_argument("--seconds", type=float, default=120.0, help="then all stays as it was")
    asked = parser.parse_args()
    if asked.command == "swap":
        from deploy.release import swap  # noqa: PLC0415 - it needs no package, and so works where one fails

        return swap.main(asked.pid, limit_seconds=asked.seconds)
    from deploy.release import check  # noqa: PLC0415

    return check.main([name for name in asked.only.split(",") if name])


if __name__ == "__main__":
    sys.exit(main())
