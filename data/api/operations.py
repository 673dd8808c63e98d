"""Every address of the API: its parameters, its answer, and an example that always answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

from pydantic import BaseModel

from data.api import answers, options, parameters, plan, results
from data.catalogue.determinants import determinants
from data.catalogue.loader import load_catalogue
from data.cities.city import city

ROOT = "/api/v1"
# The document that this is made into; it stands beside what it describes.
DOCUMENT = f"{ROOT}/openapi.json"
# Where it is read in words: the page of this site.
PAGE = "/api"


@dataclass(frozen=True, slots=True)
class Operation:
    """One address below ROOT: `path` has its variables in braces, and is empty for ROOT itself.

    `id` is the key of its words (`api.operations`), `part` of those of its heading (`api.parts`).
    `example` fills the variables, `asks` are parameters of the example.
    """

    id: str
    path: str
    part: str
    asked: type[BaseModel]
    answer: type[answers.Answer]
    example: Mapping[str, str] = field(default_factory=dict)
    asks: Mapping[str, str] = field(default_factory=dict)

    @property
    def rule(self) -> str:
        """The path as Flask writes it."""
        return self.below(self.path.replace("{", "<").replace("}", ">"))

    @property
    def template(self) -> str:
        """The path below ROOT, as the document writes it."""
        return f"/{self.path}"

    @property
    def address(self) -> str:
        """The example: a path of the site that always answers."""
        query = f"?{urlencode(self.asks, safe=',')}" if self.asks else ""
        return self.below(self.path.format(**self.example)) + query

    @staticmethod
    def below(path: str) -> str:
        """A path below ROOT as one of the site."""
        return f"{ROOT}/{path}" if path else ROOT


_PLACE, _OUTCOME = city().examples[0], city().defaults.outcome
OPERATIONS: tuple[Operation, ...] = (
    Operation("entry", "", "start", parameters.Asked, answers.Entry),
    Operation("version", "version", "start", parameters.Asked, answers.Version),
    Operation(
        "indicators",
        "indicators",
        "catalogue",
        parameters.OfIndicators,
        answers.Indicators,
        asks={"kind": "measured", "limit": "5"},
    ),
    Operation(
        "indicator",
        "indicators/{indicator}",
        "catalogue",
        parameters.Asked,
        answers.OneIndicator,
        {"indicator": _OUTCOME},
    ),
    Operation(
        "places",
        "places",
        "catalogue",
        parameters.OfPlaces,
        answers.Places,
        asks={"geography": city().home.value, "limit": "5"},
    ),
    Operation(
        "place",
        "places/{place}",
        "catalogue",
        parameters.Asked,
        answers.OnePlace,
        {"place": _PLACE},
    ),
    Operation(
        "search",
        "search",
        "catalogue",
        parameters.OfSearch,
        answers.Found,
        asks={"q": _PLACE.replace("-", " ").replace("_", " ")},
    ),
    Operation(
        "sources", "sources", "catalogue", parameters.Paged, answers.Sources, asks={"limit": "3"}
    ),
    Operation(
        "source",
        "sources/{source}",
        "catalogue",
        parameters.Asked,
        answers.OneSource,
        {"source": load_catalogue().indicator(_OUTCOME).source},
    ),
    Operation(
        "options",
        "options",
        "catalogue",
        parameters.OfOptions,
        options.Options,
        asks={"determinant": next(iter(determinants())), "limit": "2"},
    ),
    Operation(
        "estimates",
        "estimates",
        "numbers",
        parameters.OfEstimates,
        answers.Estimates,
        asks={"indicator": _OUTCOME, "geography": city().home.value, "limit": "2"},
    ),
    Operation(
        "estimate",
        "estimates/{place}/{indicator}",
        "numbers",
        parameters.OfEstimate,
        answers.OneEstimate,
        {"place": _PLACE, "indicator": _OUTCOME},
    ),
    Operation(
        "gaps", "gaps", "results", parameters.OfGaps, results.Gaps, asks={"outcome": _OUTCOME}
    ),
    Operation(
        "compare",
        "compare",
        "results",
        parameters.OfCompare,
        results.Comparison,
        asks={"places": f"{_PLACE},city"},
    ),
    *(
        (Operation("plan", "plan", "results", parameters.Asked, plan.HealthPlan),)
        if city().aims
        else ()
    ),
    Operation("charts", "charts", "results", parameters.Paged, results.Charts, asks={"limit": "5"}),
    Operation(
        "chart",
        "charts/{chart}",
        "results",
        parameters.OfChart,
        results.Chart,
        {"chart": "ranking"},
        {"outcome": _OUTCOME, "by": city().home.value},
    ),
)
BY_ID: Mapping[str, Operation] = {operation.id: operation for operation in OPERATIONS}
