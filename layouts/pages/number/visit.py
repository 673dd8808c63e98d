"""What a visit to the address of a number asks, and the number itself."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus

from data.numbers.address import Addresses
from data.numbers.find import HERE
from data.numbers.keys import NumberKey
from data.numbers.read import Asked
from data.numbers.record import NumberCitations, NumberRecord
from data.services import Services
from layouts import paths
from layouts.request import PageRequest


@dataclass(frozen=True, slots=True)
class Visit:
    """The number at an address, and its key; both None where `asked` names a fault."""

    asked: Asked
    record: NumberRecord | None = None

    @property
    def key(self) -> NumberKey:
        """What names the number. Only for one that there is."""
        assert self.record is not None
        asked = self.asked
        kind = self.record.place.kind
        return NumberKey(asked.place, asked.measure, kind, asked.period, asked.group)


def visit_of(request: PageRequest) -> Visit:
    """The number that the address of a request names."""
    numbers = request.services.numbers
    rest = request.pathname.removeprefix(paths.NUMBER).strip("/")
    asked = numbers.reader.read(rest, request.parameters)
    if asked.fault is not None:
        return Visit(asked)
    return Visit(asked, _of(request, asked, HERE))


def citations_of(request: PageRequest, asked: Asked) -> NumberCitations | None:
    """The citations, with the address at which others find the number."""
    lang = request.texts.lang
    told = Addresses(request.site, "" if lang == request.default_lang else lang)
    found = _of(request, asked, told)
    return found.citations if found is not None else None


def _of(request: PageRequest, asked: Asked, addresses: Addresses) -> NumberRecord | None:
    return request.services.numbers.of(
        asked.place,
        asked.measure,
        request.texts,
        period=asked.period,
        group=asked.group,
        version=asked.version,
        addresses=addresses,
    )


def find(services: Services, rest: str) -> object | None:
    """Every address below `/n/` is of this page: it says itself what there is not."""
    return services.numbers.reader.read(rest, {})


def status(request: PageRequest) -> int:
    """404 where there is no such number; a number that is withheld is there."""
    missing = visit_of(request).record is None
    return HTTPStatus.NOT_FOUND if missing else HTTPStatus.OK


def canonical(request: PageRequest) -> str:
    """The address of the number: period and group are a part of it."""
    visit = visit_of(request)
    return request.pathname if visit.record is None else path_of(visit.key)


def path_of(key: NumberKey) -> str:
    """Path of the page of a number."""
    return paths.of_number(key.place, key.measure, period=key.period, group=key.group)


def linked(request: PageRequest, path: str) -> str:
    """The address of a path of the site, which may end in a part of its page."""
    page, mark, part = path.partition("#")
    return request.link(page) + mark + part
