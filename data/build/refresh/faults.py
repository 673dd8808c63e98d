"""Why a refresh stops: which source, which file, what is wrong, what to do."""

from __future__ import annotations

from dataclasses import dataclass

from data.build.errors import BuildError
from data.catalogue.live import Live
from data.catalogue.loader import Catalogue


@dataclass(frozen=True, slots=True)
class Job:
    """One file to fetch: the id of its source, its path below SOURCES, where it is kept."""

    source: str
    file: str
    live: Live


class RefreshError(BuildError):
    """A file cannot be had, or is not what was asked for; the old one stays."""

    def __init__(self, job: Job, wrong: str, do: str) -> None:
        super().__init__(f"source {job.source}, file {job.file}: {wrong}. {do}")
        self.job = job


class NotThereError(RefreshError):
    """The publisher has no such file (yet)."""


def live_jobs(catalogue: Catalogue) -> list[Job]:
    """Every file that has an address, awaited ones too, in the order of sources and files."""
    sources = {**catalogue.sources, **catalogue.awaited_sources}
    return [
        Job(name, file.path, file.live)
        for name, source in sorted(sources.items())
        for file in source.files
        if file.live is not None
    ]
