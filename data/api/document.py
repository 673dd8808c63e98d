"""The OpenAPI document, made by spectree from the models that check and write the answers.

`promise` is what binds a function that answers to its models; the document is made of the same
promises. Its words stand in the locale under the names of operations, parameters, models and
fields, so there is one in each language.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from functools import lru_cache
from http import HTTPStatus
from typing import Any, NamedTuple

from spectree import Response, SpecTree
from spectree.model_adapter.protocol import SchemaMode
from spectree.model_adapter.pydantic_adapter import PydanticModelAdapter
from spectree.plugins.flask_plugin import FlaskPlugin

from data.api.operations import BY_ID, OPERATIONS, PAGE, ROOT, Operation
from data.api.problem import MEDIA_TYPE, Problem
from data.locale import Texts, texts

OPENAPI = "3.1.0"
API_VERSION = "1.0.0"
LICENCE = "MIT"
_PROBLEMS = (
    HTTPStatus.BAD_REQUEST,
    HTTPStatus.NOT_FOUND,
    HTTPStatus.METHOD_NOT_ALLOWED,
    HTTPStatus.NOT_ACCEPTABLE,
    HTTPStatus.UNPROCESSABLE_ENTITY,
    HTTPStatus.INTERNAL_SERVER_ERROR,
)
_JSON = "application/json"
_KEPT = 16  # documents: languages, and the names that a server is asked by
_CAPITAL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
Before = Callable[..., None]
# What stands in an address, as the type of its parameter.
_READ: Mapping[str, Callable[[str], Any]] = {"integer": int, "array": lambda text: text.split(",")}


class _Route(NamedTuple):
    """An operation as spectree's plugin meets the rules of an app."""

    rule: str
    function: Callable[..., Any]

    def __str__(self) -> str:
        return self.rule


class _Listed(FlaskPlugin):
    """Reads the table of operations, where spectree's own reads the rules of a running app."""

    routes: tuple[_Route, ...] = ()

    def find_routes(self) -> Iterator[_Route]:
        """Every operation."""
        yield from self.routes

    def parse_func(self, route: _Route) -> Iterator[tuple[str, Callable[..., Any]]]:
        """The one method that there is."""
        yield "GET", route.function


class _Remembering(PydanticModelAdapter):
    """Makes the schema of a model once: each operation asks for that of every refusal again."""

    def __init__(self) -> None:
        super().__init__()
        self._made: dict[tuple[Any, ...], dict[str, Any]] = {}

    def json_schema(
        self, model: type[Any], *, ref_template: str, mode: SchemaMode = "validation"
    ) -> dict[str, Any]:
        """The schema, which spectree copies before it changes it."""
        key = (model, ref_template, mode)
        if key not in self._made:
            self._made[key] = super().json_schema(model, ref_template=ref_template, mode=mode)
        return self._made[key]


_adapter: Any = _Remembering()  # its own types are narrower than what spectree asks for
_SPEC = SpecTree(
    backend=_Listed,
    model_adapter=_adapter,
    mode="strict",
    annotations=False,
    openapi_version=OPENAPI,
    version=API_VERSION,
    naming_strategy=lambda model: model.__name__,
    nested_naming_strategy=lambda _parent, child: child,
    validation_error_model=Problem,
)


def promise(
    operation: Operation, *, before: Before = lambda *_: None
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Binds the function that answers to the models of its operation.

    What is asked is checked by the one and stands in `request.context.query`; what is answered is
    written by the other. `before` is called as spectree says, with the error of a wrong request.
    """
    refusals = {f"HTTP_{status.value}": Problem for status in _PROBLEMS}
    bind: Callable[[Callable[..., Any]], Callable[..., Any]] = _SPEC.validate(
        query=operation.asked,
        resp=Response(HTTP_200=operation.answer, **refusals),
        tags=(operation.part,),
        operation_id=operation.id,
        before=before,
    )
    return bind


def _stub() -> None:
    """Stands for the function that answers."""


@lru_cache(maxsize=1)
def _raw() -> Mapping[str, Any]:
    """The document as spectree makes it, without words."""

    def route(operation: Operation) -> _Route:
        path = operation.template.replace("{", "<").replace("}", ">")
        return _Route(path, promise(operation)(_stub))

    listed = _SPEC.backend
    assert isinstance(listed, _Listed)
    listed.routes = tuple(route(operation) for operation in OPERATIONS)
    return dict(_SPEC.spec)


@lru_cache(maxsize=_KEPT)
def document(lang: str, site: str, default_lang: str) -> Mapping[str, Any]:
    """The OpenAPI document in `lang` of the API below `site`, the address of the whole site."""
    said = _Said(texts(lang), site, default_lang)
    whole = deepcopy(dict(_raw()))
    schemas = whole["components"]["schemas"]
    return {
        "openapi": OPENAPI,
        "info": said.info(),
        "servers": [{"url": f"{site}{ROOT}"}],
        "externalDocs": {"url": f"{site}{PAGE}?lang={lang}", "description": said.t("api.page")},
        "tags": said.tags(),
        "paths": {path: said.path(found) for path, found in whole["paths"].items()},
        "components": {
            "schemas": {
                name: said.model(name, schema)
                for name, schema in sorted(schemas.items())
                if not _is_asked(name)
            }
        },
    }


def _is_asked(name: str) -> bool:
    """Models of parameters: each of their fields stands at its operation."""
    return name in {operation.asked.__name__ for operation in OPERATIONS}


class _Said:
    """Puts the words of a language into the document."""

    def __init__(self, spoken: Texts, site: str, default_lang: str) -> None:
        self.t = spoken.t
        self._spoken, self._site, self._default_lang = spoken, site, default_lang

    def info(self) -> dict[str, Any]:
        """What it is, and under which licence."""
        return {
            "title": self.t("api.title", product=self.t("shell.product")),
            "version": API_VERSION,
            "summary": self.t("api.lead"),
            "description": self.t("api.description"),
            "license": {
                "name": self.t("api.licence", licence=LICENCE),
                "url": f"{self._site}/data?lang={self._spoken.lang}#sources",
            },
        }

    def tags(self) -> list[dict[str, str]]:
        """The headings."""
        parts = dict.fromkeys(operation.part for operation in OPERATIONS)
        return [{"name": part, "description": self.t(f"api.parts.{part}")} for part in parts]

    def path(self, found: Mapping[str, Any]) -> dict[str, Any]:
        """One address."""
        return {method: self._operation(said) for method, said in found.items()}

    def _operation(self, found: Mapping[str, Any]) -> dict[str, Any]:
        operation = BY_ID[found["operationId"]]
        return {
            "operationId": operation.id,
            "summary": self.t(f"api.operations.{operation.id}.title"),
            "description": self.t(f"api.operations.{operation.id}.said"),
            "tags": [operation.part],
            "parameters": [self._parameter(operation, one) for one in found["parameters"]],
            "responses": {
                code: self._response(code, one) for code, one in found["responses"].items()
            },
        }

    def _parameter(self, operation: Operation, found: Mapping[str, Any]) -> dict[str, Any]:
        name, schema = found["name"], _plain(found["schema"])
        if name == "lang":
            schema["default"] = self._default_lang
        own = f"api.parameters.{operation.id}.{name}"
        known = self._spoken.has(own)
        said = {
            **{key: value for key, value in found.items() if key not in ("schema", "description")},
            "description": self.t(own if known else f"api.parameters.any.{name}"),
            "schema": schema,
        }
        example = {**operation.example, **operation.asks}.get(name)
        if example is not None:
            said["example"] = _READ.get(schema.get("type", ""), str)(example)
        return said

    def _response(self, code: str, found: Mapping[str, Any]) -> dict[str, Any]:
        content = found["content"][_JSON]
        if int(code) >= HTTPStatus.BAD_REQUEST:
            said = self.t(f"api.statuses.{code}")
            return {"description": said, "content": {MEDIA_TYPE: content}}
        tag = {"description": self.t("api.etag"), "schema": {"type": "string"}}
        return {
            "description": self.t(f"api.statuses.{code}"),
            "headers": {"ETag": tag},
            "content": {_JSON: content},
        }

    def model(self, name: str, schema: Mapping[str, Any]) -> dict[str, Any]:
        """One model: it, and each of its fields."""
        key = _CAPITAL.sub("_", name).casefold()
        said = {**_plain(schema), "description": self.t(f"api.models.{key}")}
        fields = schema.get("properties")
        if fields:
            said["properties"] = {
                field: {**_plain(found), "description": self.t(self.field_key(key, field))}
                for field, found in fields.items()
            }
        return said

    def field_key(self, model: str, field: str) -> str:
        """Where it stands what a field means: of this model, of any, or of a column of files."""
        own = (f"api.fields.{model}.{field}", f"api.fields.any.{field}")
        return next((key for key in own if self._spoken.has(key)), f"columns.meaning.{field}")


def _plain(schema: Mapping[str, Any]) -> dict[str, Any]:
    """The schema without what repeats a name, and without defaults that say nothing."""
    found = {key: value for key, value in schema.items() if key not in ("title", "description")}
    if found.get("default", "") is None:
        del found["default"]
    return found
