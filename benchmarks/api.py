"""What the benchmark asks of the API: every address, and numbers as a program asks for them."""

from __future__ import annotations

from data.api.operations import DOCUMENT, OPERATIONS, ROOT
from data.cities.city import city
from data.locale import LANGUAGES


def addresses() -> list[str]:
    """Paths of the API: every example in every language, and a number of each health measure."""
    examples = [
        f"{operation.address}{'&' if '?' in operation.address else '?'}lang={lang}"
        for operation in OPERATIONS
        for lang in LANGUAGES
    ]
    numbers = [
        f"{ROOT}/estimates/{place}/{measure}"
        for place in (*city().examples, "city")
        for measure in city().health
    ]
    return [DOCUMENT, *examples, *numbers]
