"""Every headline and every number card says until when its data tell."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from dash.development.base_component import Component
from plotly.utils import PlotlyJSONEncoder

from data.catalogue.loader import load_catalogue
from data.locale import texts
from data.sentences.through import NAMED_MEASURES, data_through
from layouts import paths
from tests.shared import ADDRESSES, drawn

LINE = "number__line"  # a number and its buttons
HEADLINES = frozenset({"finding__detail", "cmp-head__places", "number__value", LINE})


def elements(part: Any) -> Iterator[Component]:
    if isinstance(part, list | tuple):
        for one in part:
            yield from elements(one)
    elif isinstance(part, Component):
        yield part
        yield from elements(getattr(part, "children", None))


def classes(part: Component) -> set[str]:
    return set(str(getattr(part, "className", "") or "").split())


def holders(page: Component) -> Iterator[Component]:
    """What holds a headline or the number of a card: the nearest element around it."""
    for part in elements(page):
        children = getattr(part, "children", None)
        if LINE in classes(part):
            continue
        if isinstance(children, list | tuple) and any(
            isinstance(child, Component) and classes(child) & HEADLINES for child in children
        ):
            yield part


@pytest.mark.parametrize("lang", [pytest.param("en", marks=pytest.mark.full), "es"])
def test_headlines_and_cards_say_it(lang: str) -> None:
    found = 0
    for address in ADDRESSES:
        page = drawn(f"{address}{'&' if '?' in address else '?'}lang={lang}")
        for holder in holders(page):
            found += 1
            if address.startswith(f"{paths.NUMBER}/"):  # in one line with its kind and years
                told = str(holder.to_plotly_json())
                assert re.search(r"(data through|datos hasta) \d{4}", told), address
                continue
            said = [p.children for p in elements(holder) if "through" in classes(p)]
            assert len(said) == 1, address
            assert str(said[0]).startswith(("Data through", "Datos hasta")), address
    assert found >= len(ADDRESSES) // 2


def test_one_year_many_years_and_a_span() -> None:
    known = load_catalogue().indicators
    spoken = texts("en")
    life, poverty = known["life_expectancy"], known["poverty_2023"]
    assert data_through([], spoken) == ""
    assert data_through([life, life], spoken) == f"Data through {life.year_end}."
    both = data_through([life, poverty], spoken)
    assert str(life.year_end) in both
    assert f"{poverty.year_end} (" in both
    every = list(known.values())[: NAMED_MEASURES + 1]
    span = data_through(every, spoken)
    assert str(min(i.year_end for i in every)) in span
    assert str(max(i.year_end for i in every)) in span


def test_the_data_page_lists_every_source_by_age() -> None:
    page = json.dumps(drawn("/data").to_plotly_json(), cls=PlotlyJSONEncoder)
    section = page.partition('id=\\"freshness')[2].partition("</table>")[0]
    sources = {s.id: s.freshness for s in load_catalogue().shown_sources if s.freshness}
    found = re.findall(r"#source-(\w+)", section)
    assert sorted(found) == sorted(sources)
    years = [sources[name].through for name in found]
    known = [year for year in years if year is not None]
    assert known == sorted(known)
    assert years[: len(known)] == known
