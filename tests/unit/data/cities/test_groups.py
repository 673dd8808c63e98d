"""Files of groups: what is wrong in one is said with its file and field."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from data.checked import CatalogueError
from data.cities.city import CITY_FILE, city, read_city
from data.cities.groups import read_groups
from data.models import Geography

TEXT = {"en": "Said so.", "es": "Se dice."}
GROUP: dict[str, Any] = {
    "id": "elm-park",
    "name": {"en": "Elm Park", "es": "Parque Elm"},
    "members": ["1", "2"],
    "basis": TEXT,
    "caveat": TEXT,
    "sources": [{"citation": "A map"}],
}


def written(folder: Path, name: str, /, **changes: Any) -> Path:
    folder.mkdir(exist_ok=True)
    said = {key: part for key, part in {**GROUP, **changes}.items() if part is not None}
    (folder / f"{name}.yaml").write_text(yaml.safe_dump(said), encoding="utf-8")
    return folder


def test_a_group_is_read(tmp_path: Path) -> None:
    found = read_groups(written(tmp_path, "elm-park", also_called={"en": ["The Elms"]}))
    assert found["elm-park"].members == ("1", "2")
    assert found["elm-park"].also_called.get("en") == ("The Elms",)
    assert found["elm-park"].also_called.get("es") == ()


def test_no_folder_is_no_group(tmp_path: Path) -> None:
    assert dict(read_groups(tmp_path / "groups")) == {}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"members": ["1", "2", "1"]}, "members: 1 is named twice"),
        ({"members": ["1"]}, "members: Tuple should have at least 2"),
        ({"members": None}, "members: Field required"),
        ({"name": {"en": "Elm Park"}}, r"name\.es: Field required"),
        ({"caveat": {"es": "Se dice."}}, r"caveat\.en: Field required"),
        ({"caveat": None}, "caveat: Field required"),
        ({"sources": []}, "sources: Tuple should have at least 1"),
        ({"sources": [{"citation": "A", "url": "a.org"}]}, r"sources\.0\.url"),
        ({"also_called": {"fr": ["Parc"]}}, r"also_called\.fr: Extra inputs"),
        ({"id": "Elm Park"}, "id: String should match"),
        ({"id": "oak-park"}, "the file's name differs"),
        ({"polygon": "x"}, "polygon: Extra inputs"),
    ],
)
def test_what_is_wrong_is_said(tmp_path: Path, change: dict[str, Any], said: str) -> None:
    with pytest.raises(CatalogueError, match=rf"elm-park\.yaml: .*{said}"):
        read_groups(written(tmp_path, "elm-park", **change))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"name": {"en": "Other", "es": "Otro"}}, "id: 'elm-park' is also in .*elm-park.yaml"),
        ({"id": "elms"}, "name: 'Elm Park' is also in .*elm-park.yaml"),
    ],
)
def test_two_files_do_not_say_the_same(tmp_path: Path, change: dict[str, Any], said: str) -> None:
    written(tmp_path, "elm-park")
    with pytest.raises(CatalogueError, match=rf"elms\.yaml: {said}"):
        read_groups(written(tmp_path, "elms", **change))


def test_groups_and_their_words_go_together(tmp_path: Path) -> None:
    whole = yaml.safe_load((city().folder / CITY_FILE).read_text(encoding="utf-8"))
    (tmp_path / CITY_FILE).write_text(yaml.safe_dump(whole, sort_keys=False), encoding="utf-8")
    with pytest.raises(CatalogueError, match="layers has groups, groups/ is missing"):
        read_city(tmp_path)
    words = whole["layers"].pop("group")
    (tmp_path / CITY_FILE).write_text(yaml.safe_dump(whole, sort_keys=False), encoding="utf-8")
    assert Geography.GROUP not in read_city(tmp_path).layers
    written(tmp_path / "groups", "elm-park")
    with pytest.raises(CatalogueError, match="groups/ has groups, layers: group is missing"):
        read_city(tmp_path)
    whole["layers"] = {"group": words, **whole["layers"]}
    (tmp_path / CITY_FILE).write_text(yaml.safe_dump(whole, sort_keys=False), encoding="utf-8")
    with pytest.raises(CatalogueError, match="group cannot come first"):
        read_city(tmp_path)
