"""Fields of a form that sends: native, with their words, help and what is wrong with them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from dash import html
from dash.development.base_component import Component

from data.locale import Texts
from layouts.components.attributes import aria, data
from layouts.components.controls import Option, OptionGroup, select_markup
from layouts.request import PageRequest

# Errors by the name of their field, in words.
Errors = Mapping[str, str]


def form(request: PageRequest, path: str, *children: Component) -> Component:
    """A form that sends to `path` and keeps language and theme. It carries no file."""
    return html.Form(
        list(children),
        action=request.link(path),
        method="post",
        encType="application/x-www-form-urlencoded",
        className="sending",
    )


def hidden(values: Mapping[str, str]) -> Component:
    """Values that a form carries along unseen."""
    return _raw("".join(_input("hidden", name, value=value) for name, value in values.items()))


def button(words: str, *, value: str, name: str = "step", solid: bool = False) -> Component:
    """A button that sends its form, which then says `name` = `value`."""
    return html.Button(
        words,
        type="submit",
        name=name,
        value=value,
        className="button button--solid" if solid else "button",
    )


def line(
    *,
    name: str,
    label: str,
    value: str = "",
    help: str = "",
    error: str = "",
    kind: str = "text",
    maximum: int | None = None,
    complete: str = "off",
) -> Component:
    """A line to type in. `kind` is that of HTML, `complete` what a browser may remember."""
    extra = {"maxlength": str(maximum)} if maximum else {}
    extra |= {"autocomplete": complete, "spellcheck": "false", "id": name}
    field = _input(kind, name, value=value, **_described(name, help, error), **extra)
    return _labelled(name, label, _raw(field), help=help, error=error)


def paragraphs(
    *, name: str, label: str, value: str, help: str = "", error: str = "", rows: int = 10
) -> Component:
    """Room for some paragraphs."""
    said = {"name": name, "id": name, "rows": str(rows), "autocomplete": "off"}
    said |= _described(name, help, error)
    # the first line break after the tag is none of the text
    field = f"<textarea{_attributes(said)}>\n{escape(value, quote=False)}</textarea>"
    return _labelled(name, label, _raw(field), help=help, error=error)


def choice(
    *,
    name: str,
    label: str,
    options: Sequence[Option | OptionGroup],
    value: str,
    help: str = "",
    error: str = "",
) -> Component:
    """A list to choose one from."""
    markup = select_markup(id=name, name=name, label=label, options=options, value=value)
    described = _attributes(_described(name, help, error))
    return html.Div(
        [
            html.Div(
                className="field",
                **data(html=markup.replace("<select", f"<select{described}", 1)),
            ),
            *_about(name, help, error),
        ],
        className="sending__field",
    )


def several(
    *, label: str, boxes: Sequence[Component], name: str, help: str = "", error: str = ""
) -> Component:
    """Boxes under one question."""
    return html.Fieldset(
        [html.Legend(label), *_about(name, help, error), *boxes],
        className="sending__field",
        **aria(**_names(name, help, error)),
    )


def box(
    *, name: str, label: str, value: str, on: bool, kind: str = "checkbox", id: str = ""
) -> Component:
    """One box to tick, or with `kind="radio"` one of several."""
    checked = {"checked": "checked"} if on else {}
    field = _input(kind, name, value=value, id=id or name, autocomplete="off", **checked)
    return html.Label(
        className="checkbox", **data(html=f"{field}<span>{escape(label, quote=False)}</span>")
    )


def trap(name: str, label: str) -> Component:
    """A field that no person sees or reaches; one who does reads that it stays empty."""
    field = _input("text", name, value="", tabindex="-1", autocomplete="off", id=name)
    return html.Div(
        className="sending__trap",
        **aria(hidden="true"),
        **data(html=f'<label for="{name}">{escape(label)}</label>{field}'),
    )


def problems(texts: Texts, errors: Errors) -> Component | None:
    """All that is wrong, above the form, each leading to its field; the browser begins here."""
    if not errors:
        return None
    links = [html.Li(html.A(words, href=f"#{name}")) for name, words in errors.items()]
    return html.Div(
        [html.H2(texts.t("share.errors.title"), id="errors"), html.Ul(links)],
        className="notice notice--warning",
        role="alert",
        tabIndex=-1,
        **aria(labelledby="errors"),
    )


def _labelled(name: str, label: str, field: Component, *, help: str, error: str) -> Component:
    return html.Div(
        [html.Label(label, htmlFor=name), *_about(name, help, error), field],
        className="sending__field",
    )


def _about(name: str, help: str, error: str) -> list[Component]:
    found: list[Component] = []
    if help:
        found.append(html.P(help, id=f"{name}-help", className="sending__help"))
    if error:
        found.append(html.P(error, id=f"{name}-error", className="sending__error"))
    return found


def _names(name: str, help: str, error: str) -> dict[str, str]:
    words = ((help, "help"), (error, "error"))
    ids = " ".join(f"{name}-{part}" for said, part in words if said)
    return {"describedby": ids} if ids else {}


def _described(name: str, help: str, error: str) -> dict[str, str]:
    said = {f"aria-{key}": value for key, value in _names(name, help, error).items()}
    return said | ({"aria-invalid": "true"} if error else {})


def _raw(markup: str) -> Component:
    return html.Div(**data(html=markup))


def _input(kind: str, name: str, *, value: str, **more: str) -> str:
    return f"<input{_attributes({'type': kind, 'name': name, 'value': value} | more)}>"


def _attributes(said: Mapping[str, str]) -> str:
    return "".join(f' {name}="{escape(words)}"' for name, words in said.items())
