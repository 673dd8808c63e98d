"""The API in words: every address with an example that answers, made from the OpenAPI document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from dash import html
from dash.development.base_component import Component

from data.api.document import document
from data.api.operations import DOCUMENT, OPERATIONS, ROOT, Operation
from data.api.problem import ProblemKind
from layouts.components.attributes import aria, data
from layouts.components.static import static
from layouts.request import PageRequest

_JSON = "application/json"
_MODEL = "#/components/schemas/"
Said = list[Component | str]
_WORDS = ("waits", "failed", "status", "close", "answer", "cut")


def build(request: PageRequest) -> Component:
    """The page."""
    t = request.texts.t
    found = document(request.texts.lang, "", request.default_lang)
    words = data(**{word: t(f"api_page.try.{word}") for word in _WORDS})
    return static(
        [
            html.H1(t("pages.api.title")),
            html.P(t("api.lead"), className="lead"),
            html.P(_coded(t("api.description"))),
            html.P(t("api.licence_note")),
            _start(request),
            _contents(request),
            *(
                _part(request, part, list(operations), found)
                for part, operations in groupby(OPERATIONS, key=lambda one: one.part)
            ),
            _problems(request),
            _models(request, found),
        ],
        className="prose api",
        **words,
    )


def _coded(text: str) -> Said:
    """The text with what stands between backticks as code."""
    pieces = text.split("`")
    return [html.Code(piece) if at % 2 else piece for at, piece in enumerate(pieces)]


def _below(request: PageRequest, path: str) -> str:
    """An address of the API: it takes the language, and refuses the colors of a page."""
    base = request.asset("").removesuffix("assets/").rstrip("/")
    if request.texts.lang == request.default_lang:
        return base + path
    return f"{base}{path}{'&' if '?' in path else '?'}lang={request.texts.lang}"


def _start(request: PageRequest) -> Component:
    t = request.texts.t
    rows = (("base", _below(request, ROOT), ROOT), ("openapi", _below(request, DOCUMENT), DOCUMENT))
    return html.Dl(
        [
            part
            for key, address, said in rows
            for part in (
                html.Dt(t(f"api_page.{key}")),
                html.Dd(html.A(html.Code(said), href=address)),
            )
        ]
    )


def _contents(request: PageRequest) -> Component:
    t = request.texts.t
    parts = [(f"part-{part}", t(f"api.heads.{part}")) for part in _parts()]
    parts += [("problems", t("api_page.problems")), ("models", t("api_page.models"))]
    return html.Ul([html.Li(html.A(name, href=f"#{id}")) for id, name in parts])


def _parts() -> Sequence[str]:
    return tuple(dict.fromkeys(operation.part for operation in OPERATIONS))


# -- addresses ----------------------------------------------------------------------------------


def _part(
    request: PageRequest, part: str, operations: Sequence[Operation], found: Mapping[str, Any]
) -> Component:
    t = request.texts.t
    return html.Section(
        [
            html.H2(t(f"api.heads.{part}"), id=f"part-{part}"),
            html.P(t(f"api.parts.{part}")),
            *(_operation(request, operation, found) for operation in operations),
        ]
    )


def _operation(request: PageRequest, operation: Operation, found: Mapping[str, Any]) -> Component:
    t = request.texts.t
    said = found["paths"][operation.template]["get"]
    answer = said["responses"]["200"]["content"][_JSON]["schema"]["$ref"].removeprefix(_MODEL)
    return html.Section(
        [
            html.H3(said["summary"], id=f"operation-{operation.id}"),
            html.P(html.Code(f"GET {operation.below(operation.path)}")),
            html.P(_coded(said["description"])),
            html.P(
                [
                    t("api_page.example"),
                    " ",
                    html.A(
                        html.Code(operation.address),
                        href=_below(request, operation.address),
                        className="api__try",
                    ),
                ]
            ),
            _folded(
                t("api_page.parameters"),
                [t(f"api_page.head.{head}") for head in ("parameter", "form", "meaning")],
                [_parameter(request, one) for one in said["parameters"]],
            ),
            _fields(request, t("api_page.answer"), found["components"]["schemas"][answer]),
        ],
        className="api__operation",
    )


def _parameter(request: PageRequest, said: Mapping[str, Any]) -> tuple[Said, ...]:
    t, schema = request.texts.t, said["schema"]
    known = [t("api_page.needed")] if said["required"] else []
    if "default" in schema:
        known.append(t("api_page.usually", value=schema["default"]))
    if "maximum" in schema:
        known.append(t("api_page.most", most=schema["maximum"]))
    return (
        [html.Code(said["name"])],
        _type(schema),
        _coded(" ".join([f"{said['description']}.", *known])),
    )


# -- models -------------------------------------------------------------------------------------


def _models(request: PageRequest, found: Mapping[str, Any]) -> Component:
    """What stands inside answers; each answer itself stands at its address."""
    t, schemas = request.texts.t, found["components"]["schemas"]
    answers = {operation.answer.__name__ for operation in OPERATIONS}
    return html.Section(
        [
            html.H2(t("api_page.models"), id="models"),
            html.P(t("api_page.models_said")),
            *(
                _fields(request, name, schema, id=f"model-{name}")
                for name, schema in schemas.items()
                if name not in answers
            ),
        ]
    )


def _fields(
    request: PageRequest, title: str, schema: Mapping[str, Any], *, id: str = ""
) -> Component:
    """What a model is and each of its fields; of a choice, the words that may stand."""
    t = request.texts.t
    rows: list[tuple[Said, ...]] = [
        ([html.Code(name)], _type(field), _coded(field["description"]))
        for name, field in schema.get("properties", {}).items()
    ]
    if not rows:
        rows = [([html.Code(word)], [], []) for word in schema.get("enum", ())]
    heads = [t(f"api_page.head.{head}") for head in ("field", "form", "meaning")]
    return _folded(title, heads, rows, id=id, said=schema.get("description", ""))


def _folded(
    title: str,
    heads: Sequence[str],
    rows: Sequence[tuple[Said, ...]],
    *,
    id: str = "",
    said: str = "",
) -> Component:
    """A table under its name, folded away."""
    table = html.Table(
        [
            html.Caption(title, className="visually-hidden"),
            html.Thead(html.Tr([html.Th(head, scope="col") for head in heads])),
            html.Tbody(
                [
                    html.Tr([html.Th(first, scope="row"), *(html.Td(cell) for cell in others)])
                    for first, *others in rows
                ]
            ),
        ],
        className="data-table",
    )
    scroll = html.Div(
        table, className="table-scroll", role="region", tabIndex=0, **aria(label=title)
    )
    held = [html.P(said), scroll] if said else [scroll]
    known: dict[str, Any] = {"id": id} if id else {}
    return html.Details([html.Summary(title), *held], **known)


def _type(schema: Mapping[str, Any]) -> Said:
    """The form of a value, with links to the models that it holds."""
    if "anyOf" in schema:
        return [part for one in schema["anyOf"] for part in (" | ", *_type(one))][1:]
    if "$ref" in schema:
        name = schema["$ref"].removeprefix(_MODEL)
        return [html.A(html.Code(name), href=f"#model-{name}")]
    if schema.get("type") == "array":
        return [*_type(schema.get("items", {})), "[ ]"]
    if "enum" in schema:
        return [html.Code(" | ".join(schema["enum"]))]
    return [html.Code(schema.get("type", "object"))]


# -- problems -----------------------------------------------------------------------------------


def _problems(request: PageRequest) -> Component:
    t = request.texts.t
    return html.Section(
        [
            html.H2(t("api_page.problems"), id="problems"),
            html.P(_coded(t("api_page.problems_said"))),
            *(
                html.Section(
                    [
                        html.H3(
                            f"{kind.status.value} · {t(f'api.problems.{kind.value}.title')}",
                            id=f"problem-{kind.value}",
                        ),
                        html.P(t(f"api.problems.{kind.value}.said")),
                    ]
                )
                for kind in ProblemKind
            ),
        ]
    )
