"""The addresses of the API: what each checks, who answers it, and the document about them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NoReturn

import orjson
from dash import Dash
from flask import Response, request
from pydantic import BaseModel, ValidationError

from callbacks.api.delivery import JSON, ApiDelivery, View, let_others_read
from callbacks.api.v1 import catalogue, charts, numbers, options, places, plan, results
from callbacks.api.v1.asked import refuse_parameters, visit
from callbacks.api.v1.directory import Directory
from callbacks.live import site
from callbacks.server.problems import BELOW, RefusedError
from callbacks.server.watch.gate import CACHES
from data.api.document import document, promise
from data.api.operations import DOCUMENT, OPERATIONS, Operation
from data.api.parameters import Asked
from data.api.problem import ProblemKind
from data.services import Services
from data.settings import Settings

# Who answers each operation: a function of the visit and of the words in its path.
_ANSWERS: Mapping[str, Callable[..., BaseModel]] = {
    "entry": catalogue.entry,
    "version": catalogue.version,
    "indicators": catalogue.indicators,
    "indicator": catalogue.indicator,
    "places": places.places,
    "place": places.place,
    "search": places.search,
    "sources": catalogue.sources,
    "source": catalogue.source,
    "options": options.options,
    "estimates": numbers.estimates,
    "estimate": numbers.estimate,
    "gaps": results.gaps,
    "compare": results.compare,
    "plan": plan.plan,
    "charts": charts.charts,
    "chart": charts.chart,
}


def register(app: Dash, services: Services, settings: Settings) -> None:
    """Add the API below the base path, and an answer for every address below `/api/` that is none.

    The server of `app` answers other methods and every failure (callbacks/server/problems.py).
    """
    base = settings.base_path.rstrip("/")
    delivery = ApiDelivery(settings, services.atlas.data_version)
    app.server.extensions[CACHES]["api"] = delivery.kept
    directory = Directory(services)

    def add(path: str, name: str, view: View) -> None:
        app.server.add_url_rule(
            f"{base}{path}", f"api_{name}", view, methods=["GET"], strict_slashes=False
        )

    for operation in OPERATIONS:
        view = _view(operation, directory, settings)
        add(operation.rule, operation.id, delivery.kept_by(view))
    add(DOCUMENT, "openapi", delivery.kept_by(_document_view(settings)))
    add(f"/{BELOW}<path:path>", "nothing", _nothing)
    let_others_read(app.server, settings)


def _view(operation: Operation, directory: Directory, settings: Settings) -> View:
    """The function that Flask calls: the models of its operation check and write what it does."""
    names = tuple(field.alias or name for name, field in operation.asked.model_fields.items())

    def before(_request: Any, _response: Any, error: ValidationError | None, *_: Any) -> None:
        if error is not None:
            refuse_parameters(settings, error, names)

    def answer(**variables: str) -> tuple[BaseModel, int, dict[str, str]]:
        asked = visit(directory, settings, request.context.query)  # type: ignore[attr-defined]
        found = _ANSWERS[operation.id](asked, **variables)
        return found, 200, {"Content-Language": asked.lang}

    return promise(operation, before=before)(answer)


def _document_view(settings: Settings) -> View:
    def answer() -> Response:
        try:
            asked = Asked.model_validate(request.args.to_dict())
        except ValidationError as error:
            refuse_parameters(settings, error, Asked.model_fields)
        lang = asked.lang or settings.default_language
        found = document(lang, site(settings), settings.default_language)
        response = Response(orjson.dumps(found), mimetype=JSON)
        response.headers["Content-Language"] = lang
        return response

    return answer


def _nothing(path: str) -> NoReturn:
    raise RefusedError(ProblemKind.NOT_FOUND)
