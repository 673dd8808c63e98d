"""Sets one sheet: JSON on standard input, the file on standard output. Run as a process of its own.

typst keeps what it has set for the next ten pages, 15 MB each; a process gives it all back. It
imports nothing of the project, so it starts in a tenth of a second.
"""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from pathlib import Path

import typst

# A sheet unless the contents name another template.
TEMPLATES = {name: Path(__file__).with_name(f"{name}.typ") for name in ("template", "slides")}
PREVIEW_PPI = 110.0


def main() -> None:
    """`pdf` (PDF/UA-1) or `png` (the first page), as the first argument says."""
    sheet = sys.stdin.buffer.read().decode("utf-8")
    contents = json.loads(sheet)
    year, month, day = contents["date"]
    template = TEMPLATES[contents.get("template", "template")]
    # Only the typefaces inside typst: the same page on every machine.
    compiler = typst.Compiler(
        input=template,
        root=template.parent,
        font_paths=typst.Fonts(include_system_fonts=False),
        sys_inputs={"sheet": sheet},
    )
    made = datetime(year, month, day, tzinfo=UTC)
    if sys.argv[1] == "png":
        found = compiler.compile(format="png", ppi=PREVIEW_PPI, timestamp=made)
    else:
        found = compiler.compile(format="pdf", pdf_standards=["ua-1"], timestamp=made)
    pages = found if isinstance(found, list) else [found]
    sys.stdout.buffer.write(pages[0] or b"")


if __name__ == "__main__":
    main()
