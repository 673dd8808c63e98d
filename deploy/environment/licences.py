"""The licences of what runs, from the metadata of the installed packages and of the bundles.

Metadata say a licence in four ways; `_SPDX` maps the words of them to the names of SPDX. A licence
that is in none of `ACCEPTED` stops the command and a test: somebody has to read it first.
"""

from __future__ import annotations

import re
from importlib.metadata import Distribution

from deploy.environment.bundles import bundles
from deploy.environment.locks import POSTGRES, ROOT, EnvironmentFaultError, installed, pinned

LIST = ROOT / "docs" / "dependency-licences.md"

# What the project can live with, and what each one asks of whoever passes the dashboard on.
ACCEPTED = {
    "0BSD": "nothing",
    "Apache-2.0": "keep the notice and the licence; say what was changed",
    "BSD-2-Clause": "keep the notice",
    "BSD-3-Clause": "keep the notice; no use of the authors' names",
    "CC0-1.0": "nothing",
    "ISC": "keep the notice",
    "LGPL-3.0-only": "used as it is, installed beside: keep the notice, pass its own licence on",
    "MIT": "keep the notice",
    "MIT-CMU": "keep the notice; no use of the authors' names",
    "MPL-2.0": "pass changes of its own files on under the same licence; we change none",
    "PSF-2.0": "keep the notice; say what was changed",
    "Zlib": "keep the notice",
}
_SPDX = {
    "apache 2": "Apache-2.0",
    "apache-2.0": "Apache-2.0",
    "bsd": "BSD-3-Clause",
    "bsd license": "BSD-3-Clause",
    "bsd 3-clause license": "BSD-3-Clause",
    "bsd-3-clause": "BSD-3-Clause",
    "mit": "MIT",
    "mit license": "MIT",
    "mpl-2.0": "MPL-2.0",
    "python software foundation license": "PSF-2.0",
}


def licence_of(package: Distribution) -> str:
    """SPDX expression of `package`. Raises EnvironmentFaultError where its metadata say none."""
    meta = package.metadata
    if "License-Expression" in meta:
        return meta["License-Expression"]
    words = [meta["License"].strip()] if "License" in meta else []
    words += [
        line.split(" :: ")[-1]
        for line in meta.get_all("Classifier") or []
        if line.startswith("License")
    ]
    for said in words:
        if said.lower() in _SPDX:
            return _SPDX[said.lower()]
    raise EnvironmentFaultError(
        f"{meta['Name']} says its licence in words that deploy/environment/licences.py does not "
        "know: "
        f"{[said[:60] for said in words if said]}"
    )


def refused(expression: str) -> set[str]:
    """Licences of `expression` that nobody has accepted; of a choice one accepted one is enough."""
    return {
        choice
        for part in re.split(r"\bAND\b", expression)
        for choice in _choices(part)
        if not any(each in ACCEPTED for each in _choices(part))
    }


def _choices(part: str) -> list[str]:
    return [word.strip(" ()") for word in re.split(r"\bOR\b", part)]


def table() -> str:
    """The list as Markdown. Raises EnvironmentFaultError for a licence that is not accepted."""
    always = pinned()
    rows = [
        (name, licence_of(installed(name)), "Python" if name in always else "Python (PostgreSQL)")
        for name in pinned(POSTGRES)
    ]
    rows += [(bundle.name, bundle.licence, "browser") for bundle in bundles()]
    for name, licence, _ in rows:
        if wrong := refused(licence):
            raise EnvironmentFaultError(
                f"{name} is under {', '.join(sorted(wrong))}: read it first"
            )
    lines = [f"| {name} | {licence} | {where} |" for name, licence, where in sorted(rows)]
    used = [f"| {licence} | {asks} |" for licence, asks in ACCEPTED.items() if _used(licence, rows)]
    return _FORM.format(packages="\n".join(lines), licences="\n".join(used))


def _used(licence: str, rows: list[tuple[str, str, str]]) -> bool:
    return any(licence in re.split(r"[\s()]+", said) for _, said, _ in rows)


_FORM = """# Licences of the packages that run

Written by `make licences` from the metadata of the installed packages and from the pinned bundles
of the browser; a test holds it to them and refuses a licence that is not in the first table. What
versions and files they are says the bill of materials (`make sbom`). Data have
[licences of their own](data-licences.md).

| licence | what it asks |
|---|---|
{licences}

| package | licence | runs in |
|---|---|---|
{packages}

Binary packages carry libraries of others: numpy OpenBLAS (BSD-3-Clause) and the runtime of gfortran
(GPL-3.0 with its exception for runtimes), pillow FreeType, libjpeg-turbo and more (free with
credit), lxml libxml2 (MIT), typst the typefaces Libertinus and New Computer Modern (OFL, GUST),
matplotlib DejaVu (free with credit), dash React, ReactDOM, prop-types and core-js (MIT), which
pages load, psycopg-binary libpq (PostgreSQL) and OpenSSL (Apache-2.0). Their texts lie beside each
package.
"""
