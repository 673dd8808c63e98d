"""The form of Compare: a field that adds a place, and where no script runs every other choice."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from data.cities.city import city
from data.compare.results import ComparedPlace
from data.compare.sentences import place_name
from data.compare.state import CompareState, Order
from data.locale import Texts
from data.models import Geography
from layouts import ids, paths
from layouts.components.controls import (
    Option,
    checkboxes,
    combobox,
    combobox_markup,
    form,
    select,
    submit,
)
from layouts.components.kept_in_form import kept_in_form
from layouts.components.place_search import index_address
from layouts.request import PageRequest


def add_place(
    request: PageRequest, found: Sequence[ComparedPlace], state: CompareState
) -> Component:
    """A field that finds every place to compare; where no script runs, a form of all choices."""
    spoken = request.texts
    kinds = {
        f"kind_{geography.value}": spoken.t(f"places.kind.{geography.value}")
        for geography in city().with_page
        if geography is not Geography.CITY
    }
    field = combobox(
        texts=spoken,
        id=ids.COMPARE_ADD,
        name="add",
        label=spoken.t("compare.places.add"),
        disabled=state.is_full,
        offers="kcCompare",
        index=index_address(request),
        lang=spoken.lang,
        **kinds,
    )
    return form(
        action=request.link(paths.COMPARE).split("?")[0],
        kept=kept_in_form(request),
        children=[field, html.Noscript(_plain(found, state, spoken)), submit(spoken)],
        className="cmp-add",
    )


def _plain(found: Sequence[ComparedPlace], state: CompareState, spoken: Texts) -> list[Component]:
    """What the buttons of the page do, as fields by the keys of the address."""
    places = [Option(place.place_id, place_name(place, spoken)) for place in found]
    orders = [Option(order.value, said) for order, said in ordered(spoken)]
    chosen = {"baseline": state.baseline, "order": state.order.value}
    kept = checkboxes(
        id=ids.COMPARE_KEPT,
        name="places",
        label=spoken.t("compare.places.title"),
        options=places,
        value=state.places,
    )
    selects = [
        select(id=ids.compare_plain(name), name=name, label=label, options=offered,
               value=chosen[name])
        for name, label, offered in (
            ("baseline", spoken.t("compare.places.baseline"), places),
            ("order", spoken.t("compare.controls.order"), orders),
        )
    ]  # fmt: skip
    return [kept, *selects] if places else []


def add_markup(state: CompareState, spoken: Texts) -> str:
    """The HTML of that field; what is full takes no more."""
    return combobox_markup(
        texts=spoken,
        id=ids.COMPARE_ADD,
        name="add",
        label=spoken.t("compare.places.add"),
        disabled=state.is_full,
    )


def ordered(spoken: Texts) -> list[tuple[Order, str]]:
    """In which orders."""
    said = {Order.THEME: "theme", Order.CLEAREST: "clearest"}
    return [(order, spoken.t(f"compare.controls.{key}")) for order, key in said.items()]
