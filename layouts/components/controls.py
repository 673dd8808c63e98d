"""Controls: native fields as the server writes them, and the small parts around them.

A field is HTML (docs/decisions/0097): it stands in the first document with its value, its form asks
by address where no script runs, and keyboards and phones know it. Dash has no select with a value,
so a `<div>` around the field carries it as `data-value`: callbacks listen to it and write it there,
and assets/clientside/shared/controls.js keeps field and `data-value` the same.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from dash import html
from dash.development.base_component import Component

from data.locale import Texts
from layouts import ids
from layouts.components import attributes
from layouts.components.attributes import aria
from layouts.components.static import to_html

Children = Component | str | Sequence["Component | str"]


@dataclass(frozen=True, slots=True)
class Option:
    """One thing to choose."""

    value: str
    label: str
    disabled: bool = False


@dataclass(frozen=True, slots=True)
class OptionGroup:
    """Options under one heading, such as a theme of the catalogue."""

    label: str
    options: Sequence[Option]


# -- what callbacks know of a field -----------------------------------------------------------


def value_of(id: str) -> tuple[str, str]:
    """Component and property of a field's value: a text, of checkboxes one with commas."""
    return ids.field(id), "data-value"


def markup_of(id: str) -> tuple[str, str]:
    """Component and property of a field's HTML, for a callback that changes what is offered."""
    return ids.field(id), "data-html"


def blocked_of(id: str) -> tuple[str, str]:
    """Component and property of the values that a select shows but does not give, with commas."""
    return ids.field(id), "data-blocked"


# -- fields -----------------------------------------------------------------------------------


def select(
    *,
    id: str,
    name: str,
    label: str,
    options: Sequence[Option | OptionGroup],
    value: str | None,
    class_name: str = "",
    hidden: bool = False,
) -> Component:
    """A list to choose one thing from. `name` is its key in the address.

    `class_name` may be `field--short` for a list of short words.
    """
    markup = select_markup(id=id, name=name, label=label, options=options, value=value)
    return _field(
        "select", id, markup=markup, value=value or "", class_name=class_name, hidden=hidden
    )


def select_markup(
    *,
    id: str,
    name: str,
    label: str,
    options: Sequence[Option | OptionGroup],
    value: str | None,
) -> str:
    """The HTML of a select. What is chosen is never off: a form would forget it."""
    listed = html.Select(
        [_listed(entry, value) for entry in options], id=id, name=name, autoComplete="off"
    )
    return to_html([html.Label(label, htmlFor=id), listed])


def _listed(entry: Option | OptionGroup, value: str | None) -> Component:
    if isinstance(entry, OptionGroup):
        return html.Optgroup([_listed(one, value) for one in entry.options], label=entry.label)
    chosen = entry.value == value
    return html.Option(
        entry.label, value=entry.value, selected=chosen, disabled=entry.disabled and not chosen
    )


def segmented(
    *, id: str, name: str, label: str, options: Sequence[Option], value: str
) -> Component:
    """Two to four choices side by side: radio buttons. `name` is their key in the address."""
    inner = _choices("radio", name, options, {value})
    markup = _fieldset(id, label, f'<span class="segments">{inner}</span>')
    return _field("radio", id, markup=markup, value=value, class_name="field--segmented")


def checkboxes(
    *, id: str, name: str, label: str, options: Sequence[Option], value: Collection[str]
) -> Component:
    """Any number of choices; `value` is what is on. `name` is their key in the address."""
    markup = _fieldset(id, label, _choices("checkbox", name, options, value))
    return _field("checkbox", id, markup=markup, value=",".join(sorted(value)))


def combobox(
    *,
    texts: Texts,
    id: str,
    label: str,
    offers: str,
    name: str = "",
    disabled: bool = False,
    class_name: str = "",
    **data: str,
) -> Component:
    """A field to type in, over a list of hundreds. Nothing is chosen: what is found is acted on.

    `offers` is the object of `window` whose `offered(field)` gives what can be found; the browser
    code (assets/clientside/shared/combobox.js) tells of a choice by `kc:chosen`. With a `name` the
    form of the field asks by address; without one it needs scripts.
    """
    markup = combobox_markup(texts=texts, id=id, label=label, name=name, disabled=disabled)
    classes = class_name if name else f"{class_name} field--script"
    return _field(
        "combobox",
        id,
        markup=markup,
        class_name=classes.strip(),
        **attributes.data(offers=offers, **data),
    )


def combobox_markup(*, texts: Texts, id: str, label: str, name: str, disabled: bool) -> str:
    """The HTML of a combobox (ARIA 1.2) with a closed, empty list."""
    said = {
        "id": id,
        "class": "combobox__input",
        "placeholder": texts.t("common.type_to_search"),
        "aria-controls": f"{id}-list",
        "data-none": texts.t("common.nothing_found"),
        **({"name": name} if name else {}),
    }
    off = " disabled" if disabled else ""
    return (
        f"{to_html(html.Label(label, htmlFor=id))}"
        f'<input type="text" role="combobox" autocomplete="off" spellcheck="false"'
        f' aria-autocomplete="list" aria-expanded="false"{_written(said)}{off}>'
        f'<div class="combobox__panel"><p class="combobox__status" role="status"></p>'
        f'<div id="{id}-list" class="combobox__list" role="listbox" aria-label="{escape(label)}"'
        f" hidden></div></div>"
    )


def _field(
    kind: str, id: str, *, markup: str, value: str = "", class_name: str = "", **more: Any
) -> Component:
    said = attributes.data(control=kind, value=value, html=markup)
    return html.Div(id=ids.field(id), className=f"field {class_name}".strip(), **said, **more)


def _fieldset(id: str, label: str, inner: str) -> str:
    return f'<fieldset id="{id}"><legend>{escape(label)}</legend>{inner}</fieldset>'


def _choices(kind: str, name: str, options: Sequence[Option], value: Collection[str]) -> str:
    # Dash has no inputs of these kinds
    return "".join(
        f'<label class="{kind}"><input{_written({"type": kind, "name": name, "value": one.value})}'
        f' autocomplete="off"{" checked" if one.value in value else ""}>'
        f"<span>{escape(one.label)}</span></label>"
        for one in options
    )


def _written(said: Mapping[str, str]) -> str:
    return "".join(f' {key}="{escape(value)}"' for key, value in said.items())


def form(
    *, action: str, kept: Sequence[Component], children: Sequence[Component], **properties: Any
) -> Component:
    """Fields that ask `action` by address where no script runs; `kept` is what the address keeps.

    Where scripts run each field acts by itself, and the form is never sent.
    """
    return html.Form(
        [*children, *kept],
        action=action,
        method="get",
        **properties,
        **attributes.data(fields="true"),
    )


def submit(texts: Texts) -> Component:
    """The button of a form, where no script runs."""
    button = html.Button(
        texts.t("common.show_chosen"), type="submit", className="button button--solid"
    )
    return html.Noscript(button, className="field--submit")


def fold(
    *,
    label: Children,
    children: Children,
    id: str | None = None,
    class_name: str = "",
    panel_id: str | None = None,
    loads: str | None = None,
    scroll_label: str | None = None,
) -> Component:
    """A native `<details>`. `loads` is the id of a store that is told whether it is open.

    With `scroll_label` the panel is a named region that the keyboard can scroll.
    """
    extra: dict[str, Any] = {"id": id} if id else {}
    if loads:
        extra |= attributes.data(loads=loads)
    panel: dict[str, Any] = {"id": panel_id} if panel_id else {}
    if scroll_label:
        panel |= {"tabIndex": 0, "role": "region", **attributes.aria(label=scroll_label)}
    return html.Details(
        [
            html.Summary(label, className="fold__toggle"),
            html.Div(children, className="fold__panel", **panel),
        ],
        className=f"fold {class_name}".strip(),
        **extra,
    )


def menu(*, label: Children, children: Children, id: str | None = None) -> Component:
    """A button that unfolds a small panel over the page; Escape or a click outside closes it."""
    return fold(label=label, children=children, id=id, class_name="fold--menu")


def button(
    *,
    id: str | dict[str, str],
    label: Children,
    kind: str = "plain",
    name: str | None = None,
    pressed: bool | None = None,
    disabled: bool = False,
    data: Mapping[str, str] | None = None,
    described_by: str | None = None,
) -> Component:
    """A button. `kind` is `plain`, `quiet` or `solid`; `name` replaces the label for readers.

    `data` are `data-` attributes without their prefix, underscores for hyphens; the browser code
    listens for them.
    """
    extra = attributes.data(**(data or {}))
    if name:
        extra |= aria(label=name)
    if pressed is not None:
        extra |= aria(pressed="true" if pressed else "false")
    if described_by:
        extra |= aria(describedby=described_by)
    return html.Button(
        label,
        id=id,
        type="button",
        n_clicks=0,
        disabled=disabled,
        className=f"button button--{kind}",
        **extra,
    )


def link_button(
    *,
    label: Children,
    href: str,
    id: str | None = None,
    name: str | None = None,
    kind: str = "plain",
    download: str | None = None,
) -> Component:
    """A link that looks like a button, for what has an address of its own.

    `download` is the name of the file that it saves.
    """
    extra: dict[str, Any] = {"id": id} if id else {}
    if name:
        extra |= aria(label=name)
    if download is not None:
        extra["download"] = download
    return html.A(label, href=href, className=f"button button--{kind}", **extra)


def sheet(
    *, texts: Texts, id: str, action: str, kept: Sequence[Component], children: Sequence[Component]
) -> Component:
    """Controls in a row on wide screens and in a sheet from the bottom on a phone; a form.

    The same controls serve both, so no id appears twice; assets/clientside/shared/fold.js opens and
    closes the sheet and gives the focus back.
    """
    return form(
        action=action,
        kept=kept,
        children=[
            html.Button(
                [html.Span("☰", **aria(hidden="true")), " ", texts.t("explore.controls.open")],
                type="button",
                className="button button--solid sheet__open",
                **aria(expanded="false", controls=id),
                **attributes.data(sheet_open=id),
            ),
            html.Div(
                [
                    html.Div([*children, submit(texts)], className="sheet__fields"),
                    html.Button(
                        texts.t("common.done"),
                        type="button",
                        className="button button--solid sheet__close",
                        **attributes.data(sheet_close=id),
                    ),
                ],
                id=id,
                role="group",
                tabIndex=-1,
                className="sheet",
                **aria(label=texts.t("explore.controls.label")),
            ),
        ],
        className="sheet-host",
    )
