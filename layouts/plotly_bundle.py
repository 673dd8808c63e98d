"""The slim plotly bundle: maps, dots and lines are all this site draws, for a third of the bytes.

`python -m layouts.plotly_bundle` fetches it with npm, checks it and puts it below `assets/`.
Where npm or a network is absent the full bundle of the plotly package serves instead, so nothing
depends on this step.
"""

from __future__ import annotations

import base64
import hashlib
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

from plotly.offline import get_plotlyjs_version  # type: ignore[import-untyped]

PACKAGE = "plotly.js-geo-dist-min"
# Both change together when plotly is upgraded: docs/how-to/update-packages.md says how.
PINNED_VERSION = "4.1.1"
PINNED_INTEGRITY = (
    "sha512-XPBno+FN2WGUTqtim/0UKmKqZ3kZ5ooAWqITWWGooqV"
    "WRd+cIZDh1Pv10N3848uQdgrrqyGratT00bREBPux3Q=="
)
VENDOR_FOLDER = Path(__file__).parents[1] / "assets" / "vendor"

_FILE_IN_PACKAGE = "package/plotly-geo.min.js"
_NPM_TIMEOUT_S = 90


class BundleError(Exception):
    """The slim bundle cannot be fetched or is not the pinned one; the message says why."""


def bundle_path(*, folder: Path = VENDOR_FOLDER) -> Path:
    """Where the slim bundle lies. Its name carries its version."""
    return folder / f"plotly-geo-{PINNED_VERSION}.min.js"


def served_asset(choice: str, *, folder: Path = VENDOR_FOLDER) -> str:
    """The slim bundle below assets/, for pages to load; empty where the full one serves.

    That is with `choice` "full", and where there is no bundle of the plotly package's own version:
    figures made for one version are not for the other.
    """
    path = folder / f"plotly-geo-{get_plotlyjs_version()}.min.js"
    return f"vendor/{path.name}" if choice != "full" and path.exists() else ""


def fetch(*, folder: Path = VENDOR_FOLDER) -> Path:
    """Fetch the pinned bundle with npm into `folder` and give its path.

    Raises:
        BundleError: npm is absent or fails, or what came is not what is pinned.

    """
    if get_plotlyjs_version() != PINNED_VERSION:
        raise BundleError(
            f"the plotly package carries plotly.js {get_plotlyjs_version()}, "
            f"the pin is {PINNED_VERSION}"
        )
    target = bundle_path(folder=folder)
    if not target.exists():
        put(target, script_of(packed(f"{PACKAGE}@{PINNED_VERSION}")))
    return target


def put(target: Path, script: bytes) -> None:
    """Write a whole file or none."""
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_suffix(".part")
    part.write_bytes(script)
    part.replace(target)


def packed(package: str) -> bytes:
    """A package (`name@version`) as the registry holds it. Raises BundleError where npm fails."""
    npm = shutil.which("npm")
    if npm is None:
        raise BundleError("npm is not installed")
    with tempfile.TemporaryDirectory() as folder:
        command = [npm, "pack", package, "--pack-destination", folder, "--fetch-retries=0"]
        try:
            subprocess.run(command, check=True, capture_output=True, timeout=_NPM_TIMEOUT_S)
        except (subprocess.SubprocessError, OSError) as error:
            raise BundleError("npm could not fetch the package") from error
        return next(Path(folder).glob("*.tgz")).read_bytes()


def check_integrity(content: bytes, integrity: str = PINNED_INTEGRITY) -> None:
    """Raises BundleError unless a package's `content` has the pinned hash, as npm writes it."""
    digest = base64.b64encode(hashlib.sha512(content).digest()).decode()
    if f"sha512-{digest}" != integrity:
        raise BundleError(f"the package's hash is sha512-{digest}, not the pinned one")


def script_of(
    content: bytes, *, integrity: str = PINNED_INTEGRITY, path: str = _FILE_IN_PACKAGE
) -> bytes:
    """The file at `path` in a package. Raises BundleError where it is not the pinned one."""
    check_integrity(content, integrity)
    with tempfile.TemporaryFile() as file:
        file.write(content)
        file.seek(0)
        with tarfile.open(fileobj=file, mode="r:gz") as archive:
            member = archive.extractfile(path)
            if member is None:
                raise BundleError(f"the package has no {path}")
            return member.read()


def main() -> int:
    """Fetch, or say why the full bundle will serve. Never a reason to stop a set-up."""
    try:
        message = f"Slim plotly bundle: {fetch().name}"
    except BundleError as error:
        message = f"Full plotly bundle in use: {error}."
    sys.stderr.write(message + "\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
