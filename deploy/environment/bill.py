"""The bill of materials of what runs (with PostgreSQL too), as CycloneDX JSON.

The same locks give the same bytes.

cyclonedx-py reads the locked packages with their hashes. What it cannot know is added: licences, as
the installed packages say them, and the browser code that npm brought. The whole is checked against
the schema of CycloneDX.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from deploy.environment.bundles import Bundle, bundles
from deploy.environment.licences import licence_of
from deploy.environment.locks import POSTGRES, ROOT, EnvironmentFaultError, installed, pinned

OUT = "sbom.cdx.json"
_SCHEMA = "1.6"


def bill() -> str:
    """The bill as JSON. Raises EnvironmentFaultError where it breaks the schema of CycloneDX."""
    made = _of_lock()
    versions = pinned(POSTGRES)
    parts = [part for part in made["components"] if _runs_here(part, versions)]
    for part in parts:
        part["licenses"] = [{"expression": licence_of(installed(part["name"]))}]
        part.pop("description", None)
    parts += [_component(bundle) for bundle in bundles()]
    made["components"] = sorted(parts, key=lambda part: part["bom-ref"])
    kept = {part["bom-ref"] for part in parts}
    made["dependencies"] = [{"ref": ref} for ref in sorted(kept)]
    text = json.dumps(made, indent=1, sort_keys=True) + "\n"
    _check(text)
    return text


def _runs_here(part: dict[str, Any], versions: dict[str, str]) -> bool:
    return versions.get(part["name"].lower()) == part.get("version")


def _of_lock() -> dict[str, Any]:
    """Every line of the lock as a component, with its hashes."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / OUT
        command = [sys.executable, "-m", "cyclonedx_py", "requirements", str(POSTGRES)]
        command += ["--pyproject", str(ROOT / "pyproject.toml"), "--output-reproducible"]
        command += ["--sv", _SCHEMA, "--no-validate", "-o", str(out)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            raise EnvironmentFaultError(done.stderr.strip())
        made: dict[str, Any] = json.loads(out.read_text(encoding="utf-8"))
    return made


def _component(bundle: Bundle) -> dict[str, Any]:
    return {
        "bom-ref": bundle.purl,
        "type": "library",
        "name": bundle.name,
        "version": bundle.version,
        "purl": bundle.purl,
        "hashes": [{"alg": "SHA-512", "content": bundle.sha512_hex}],
        "licenses": [{"expression": bundle.licence}],
        "properties": [{"name": "file", "value": bundle.file}],
    }


def _check(text: str) -> None:
    from cyclonedx.schema import SchemaVersion  # noqa: PLC0415 - only developers have it
    from cyclonedx.validation.json import JsonStrictValidator  # noqa: PLC0415

    wrong = JsonStrictValidator(SchemaVersion.from_version(_SCHEMA)).validate_str(text)
    if wrong:
        raise EnvironmentFaultError(f"The bill of materials breaks CycloneDX {_SCHEMA}: {wrong}")
