"""`python -m deploy.environment slim | bill | licences | audit | outdated`."""

from __future__ import annotations

import sys
from pathlib import Path

from deploy.environment.locks import EnvironmentFaultError


def main(arguments: list[str]) -> int:
    """One of the commands; its exit code."""
    match arguments:
        case ["slim"]:
            from deploy.environment import slim  # noqa: PLC0415 - each command loads what it needs

            print(slim.main())
        case ["bill", out]:
            from deploy.environment import bill  # noqa: PLC0415

            Path(out).write_text(bill.bill(), encoding="utf-8")
            print(f"{out} is written and keeps the schema of CycloneDX.")
        case ["licences"]:
            from deploy.environment import licences  # noqa: PLC0415

            licences.LIST.write_text(licences.table(), encoding="utf-8")
        case ["audit"]:
            from deploy.environment import audit  # noqa: PLC0415

            return audit.main()
        case ["outdated"]:
            from deploy.environment import outdated  # noqa: PLC0415

            print(outdated.main())
        case _:
            print(__doc__)
            return 2
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except EnvironmentFaultError as problem:
        sys.exit(f"{problem}")
