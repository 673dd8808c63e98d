"""Published measures in YAML: what is left out or contradicts itself is refused by name."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from data.catalogue.measures import read_measures
from data.checked import CatalogueError
from data.cities.city import city

OWN = city().folder / "published"
Change = Callable[[dict[str, Any]], object]


def measure() -> dict[str, Any]:
    path = OWN / "measures" / "life_expectancy_at_birth.yaml"
    found: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return found


def folder(root: Path, content: dict[str, Any], name: str = "life_expectancy_at_birth") -> Path:
    (root / "measures").mkdir()
    for file in ("areas.yaml", "groups.yaml"):
        (root / file).write_text((OWN / file).read_text(encoding="utf-8"), encoding="utf-8")
    text = yaml.safe_dump(content, allow_unicode=True)
    (root / "measures" / f"{name}.yaml").write_text(text, encoding="utf-8")
    return root


def test_a_city_without_areas_has_nothing_published(tmp_path: Path) -> None:
    assert not read_measures(tmp_path).measures


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda m: m["releases"][0].pop("inferred_from"), "inferred years"),
        (lambda m: m["releases"][0].pop("level_percent"), "its level"),
        (lambda m: m["releases"].append(m["releases"][0]), "a period twice"),
        (lambda m: m["releases"][0].update(period="2023/24"), "period"),
        (lambda m: m["releases"][0]["tables"][0].pop("upper"), "one limit"),
        (lambda m: m["releases"][0]["tables"][0].update(margin="m"), "limits and a margin"),
        (lambda m: m["releases"][0]["tables"][0].update(part=["a"]), "part of a whole"),
        (lambda m: m["releases"][0]["tables"][1].update(value="v"), "the same column"),
        (lambda m: m["releases"][0]["tables"][0].update(areas=["county_1"]), "no area"),
        (lambda m: m["releases"][0]["tables"][1]["groups"].update(martian="x"), "no group"),
        (lambda m: m.update(same_as="poverty_150", differs=m["meaning"]), "or different"),
        (lambda m: m.update(name={"en": "Life"}), "name.es"),
        (lambda m: m.update(kind="partly_modelled"), "kind"),
        (lambda m: m.update(color="red"), "color"),
    ],
)
def test_a_contradiction_is_named(tmp_path: Path, change: Change, said: str) -> None:
    content = measure()
    change(content)
    with pytest.raises(CatalogueError, match=said):
        read_measures(folder(tmp_path, content))


def test_the_file_is_called_as_its_measure(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match="the file's name differs"):
        read_measures(folder(tmp_path, measure(), "another"))
