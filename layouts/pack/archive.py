"""Zip files whose bytes depend on their contents and the day, not on the second. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

# Compressed already.
_PACKED = (".pdf", ".pptx", ".xlsx", ".png")
_WORKBOOK = ".xlsx"
_PROPERTIES = "docProps/core.xml"
_MOMENT = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


def zipped(files: Mapping[str, bytes], day: date) -> bytes:
    """The files by name, in their order, each dated `day`."""
    buffer = BytesIO()
    with ZipFile(buffer, "w") as archive:
        for name, body in files.items():
            entry = ZipInfo(name, (day.year, day.month, day.day, 0, 0, 0))
            entry.external_attr = 0o644 << 16
            entry.compress_type = ZIP_STORED if name.endswith(_PACKED) else ZIP_DEFLATED
            archive.writestr(entry, body)
    return buffer.getvalue()


def dated(office: bytes, day: date) -> bytes:
    """An Office file, and the workbooks inside it, with `day` for each moment it was made at."""
    with ZipFile(BytesIO(office)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    moment = f"{day.isoformat()}T00:00:00Z".encode()
    for name, body in files.items():
        if name.endswith(_WORKBOOK):
            files[name] = dated(body, day)
        elif name == _PROPERTIES:
            files[name] = _MOMENT.sub(moment, body)
    return zipped(files, day)
