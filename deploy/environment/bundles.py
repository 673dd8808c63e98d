"""What runs and comes from npm: the browser code of others, as the bundles pin it."""

from __future__ import annotations

import base64
from dataclasses import dataclass

from layouts import plotly_bundle, zoom_bundle

# What advisories call it: the slim bundle is the same code under another name.
_CODE_OF = {plotly_bundle.PACKAGE: "plotly.js"}
# npm says so of each; the bundles themselves carry no word of it.
_LICENCES = {"d3-ease": "BSD-3-Clause", plotly_bundle.PACKAGE: "MIT"}


@dataclass(frozen=True)
class Bundle:
    """A package of npm, part of a file below assets/vendor."""

    name: str
    version: str
    sha512: str
    file: str

    @property
    def purl(self) -> str:
        """Its address among all packages (https://github.com/package-url)."""
        return f"pkg:npm/{self.name}@{self.version}"

    @property
    def licence(self) -> str:
        """SPDX name of its licence."""
        return _LICENCES.get(self.name, "ISC")

    @property
    def audited(self) -> str:
        """The name under which holes of its code are told."""
        return _CODE_OF.get(self.name, self.name)

    @property
    def sha512_hex(self) -> str:
        """The digest of npm's archive in the way of a bill of materials."""
        return base64.b64decode(self.sha512).hex()


def bundles() -> list[Bundle]:
    """Every package of npm whose code pages load."""
    plotly = Bundle(
        plotly_bundle.PACKAGE,
        plotly_bundle.PINNED_VERSION,
        plotly_bundle.PINNED_INTEGRITY.removeprefix("sha512-"),
        f"assets/vendor/{plotly_bundle.bundle_path().name}",
    )
    gestures = f"assets/vendor/{zoom_bundle.bundle_path().name}"
    return [plotly, *(Bundle(*pinned, gestures) for pinned in zoom_bundle.PINNED)]
