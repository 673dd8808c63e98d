"""Controls. The only module that knows the widget library (dash-mantine-components).

Selects come from Mantine because dcc's own fail axe; what Mantine itself misses (contrast, target
size, scrolling lists) is put right in assets/css/components.css. Everything else is plain HTML.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import dash_mantine_components as dmc
from dash import html
from dash.development.base_component import Component

from data.locale import Texts
from layouts import ids
from layouts.components import attributes
from layouts.components.attributes import aria
from layouts.theme import FONT_FAMILY

# Lists open inside the main landmark, above the sheet, and without motion.
_COMBOBOX: dict[str, Any] = {
    "shadow": "md",
    "transitionProps": {"duration": 0},
    "zIndex": 400,
    "portalProps": {"target": f"#{ids.MAIN}"},
}

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


def provider(*, children: Children, theme: str) -> Component:
    """Mantine's context around the whole page; `theme` is `light` or `dark`."""
    widget: Component = dmc.MantineProvider(
        children,
        id=ids.PROVIDER,
        forceColorScheme=theme,
        theme={
            "fontFamily": FONT_FAMILY,
            "headings": {"fontFamily": FONT_FAMILY},
            "respectReducedMotion": True,
            "cursorType": "pointer",
        },
    )
    return widget


def items(options: Sequence[Option | OptionGroup]) -> list[dict[str, Any]]:
    """Options in Mantine's shape."""
    found: list[dict[str, Any]] = []
    for entry in options:
        if isinstance(entry, OptionGroup):
            found.append({"group": entry.label, "items": items(entry.options)})
        else:
            found.append({"value": entry.value, "label": entry.label, "disabled": entry.disabled})
    return found


def select(
    *,
    texts: Texts,
    id: str,
    label: str,
    options: Sequence[Option | OptionGroup],
    value: str | None,
    searchable: bool = False,
    disabled: bool = False,
    description: str | None = None,
    class_name: str = "",
) -> Component:
    """A list to choose one thing from; `searchable` lets people type to narrow it.

    assets/clientside/shared/combobox.js adds the role and the state that Mantine leaves out.
    `class_name` may be `field--short` for a list of short words.
    """
    widget: Component = dmc.Select(
        id=id,
        label=label,
        description=description,
        data=items(options),
        value=value,
        searchable=searchable,
        disabled=disabled,
        placeholder=texts.t("common.type_to_search") if searchable else None,
        allowDeselect=False,
        clearSearchOnFocus=searchable,
        checkIconPosition="right",
        nothingFoundMessage=texts.t("common.nothing_found"),
        maxDropdownHeight=340,
        # The listbox itself scrolls: a scroll area around it is a region no keyboard can reach.
        withScrollArea=False,
        comboboxProps=_COMBOBOX,
        openOnFocus=False,
        className=f"field {class_name}".strip(),
    )
    return widget


def segmented(*, id: str, label: str, options: Sequence[Option], value: str) -> Component:
    """Two to four choices side by side; a radio group to assistive technology."""
    return html.Div(
        [
            html.Span(label, className="field__label", id=f"{id}-label"),
            dmc.SegmentedControl(
                id=id,
                data=items(options),
                value=value,
                transitionDuration=0,
                **{"aria-labelledby": f"{id}-label"},
            ),
        ],
        className="field field--segmented",
    )


def checkboxes(
    *, id: str, label: str, options: Sequence[Option], value: Sequence[str]
) -> Component:
    """Any number of choices; `value` is the list of what is on."""
    widget: Component = dmc.CheckboxGroup(
        [
            dmc.Checkbox(
                label=option.label, value=option.value, disabled=option.disabled, size="md"
            )
            for option in options
        ],
        id=id,
        label=label,
        value=list(value),
        className="field-checkboxes",
    )
    return widget


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


def sheet(*, texts: Texts, id: str, children: Children) -> Component:
    """Controls in a row on wide screens and in a sheet from the bottom on a phone.

    The same controls serve both, so no id appears twice; assets/clientside/shared/fold.js opens and
    closes the sheet and gives the focus back.
    """
    return html.Div(
        [
            html.Button(
                [html.Span("☰", **aria(hidden="true")), " ", texts.t("explore.controls.open")],
                type="button",
                className="button button--solid sheet__open",
                **aria(expanded="false", controls=id),
                **attributes.data(sheet_open=id),
            ),
            html.Div(
                [
                    html.Div(children, className="sheet__fields"),
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
