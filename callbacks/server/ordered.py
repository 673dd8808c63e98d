"""The same page has the same bytes in every process.

Dash lists the `data-` and `aria-` attributes of a component in the order of a set, which is another
one in each process: two machines behind one address would give two answers to one question.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from dash.development.base_component import Component

_WILD = ("data-", "aria-")


def register() -> None:
    """Have them by their names, in all apps of this process."""
    plain: Callable[[Component], dict[str, Any]] = Component.to_plotly_json
    if getattr(plain, "is_ordered", False):
        return

    @wraps(plain)
    def to_plotly_json(component: Component) -> dict[str, Any]:
        said = plain(component)
        props = said["props"]
        wild = sorted(name for name in props if name.startswith(_WILD))
        if len(wild) > 1:
            for name in wild:
                props[name] = props.pop(name)
        return said

    to_plotly_json.is_ordered = True  # type: ignore[attr-defined]
    Component.to_plotly_json = to_plotly_json  # type: ignore[method-assign]
