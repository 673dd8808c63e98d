"""Places: of the city, its census tracts, and the areas beyond it that values are published for."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

from callbacks.api.v1.asked import Visit, cut, no_such
from callbacks.api.v1.directory import Listed
from data.address import understood
from data.api import answers
from data.api.parameters import OfPlaces, OfSearch
from data.atlas.places import place_named
from data.cities.city import city
from data.files.csv_file import place_cell
from data.models import CITY_PLACE, Geography
from data.sentences.words import name_as_title
from layouts import paths


def found_place(visited: Visit, written: str) -> str:
    """The place that was meant, a drawn one too. Raises RefusedError where there is none."""
    place = understood(written, visited.directory.ids) or place_named(
        visited.services.atlas, written
    )
    if place is None:
        no_such(visited, "place", written)
    return place


def places(visited: Visit) -> answers.Places:
    """Places that fit what is asked."""
    asked: OfPlaces = visited.asked
    listed = [
        one
        for one in visited.directory.places.values()
        if not asked.geography or one.geography == asked.geography.value
    ]
    shown = [_place(visited, one) for one in listed[asked.offset : asked.offset + asked.limit]]
    return answers.Places(**cut(visited, "places", shown, len(listed)))


def place(visited: Visit, place: str) -> answers.OnePlace:
    """One place."""
    found = found_place(visited, place)
    listed = visited.directory.places.get(found) or _drawn(visited, found)
    return answers.OnePlace(**visited.head, place=_place(visited, listed))


def _drawn(visited: Visit, place_id: str) -> Listed:
    """An area that a visitor drew: it is on no list."""
    area = visited.services.place.data(place_id).area
    row: dict[Hashable, Any] = {
        "area_id": area.area_id,
        "name": area.name,
        "official_name": None,
        "people_2010": area.people_2010,
        "people_2020": area.people_2020,
        "lon": area.lon,
        "lat": area.lat,
    }
    return Listed(place_id, Geography.OWN.value, row=row)


def search(visited: Visit) -> answers.Found:
    """Places that somebody who typed `q` may mean."""
    asked: OfSearch = visited.asked
    matches = visited.services.place_index.search(asked.q, limit=asked.limit)
    listed = visited.directory.places
    items = tuple(_place(visited, listed[found.place_id]) for found in matches.places)
    return answers.Found(**visited.head, q=asked.q, literal=matches.literal, items=items)


def _place(visited: Visit, found: Listed) -> answers.Place:
    if found.row is None:
        return _area(visited, found)
    row, geography = found.row, Geography(found.geography)
    has_page = geography in (*city().with_page, Geography.OWN)
    official = row["official_name"]
    return answers.Place(
        id=found.place_id,
        geography=found.geography,
        name=_name(visited, found),
        official_name=None if official is None else str(official),
        people_2010=int(row["people_2010"]),
        people_2020=int(row["people_2020"]),
        lon=float(row["lon"]),
        lat=float(row["lat"]),
        inside=_larger(visited, found.place_id),
        address=visited.page(paths.of_place(found.place_id)) if has_page else None,
        estimates=visited.api("estimates", place=found.place_id),
    )


def _area(visited: Visit, found: Listed) -> answers.Place:
    """An area beyond the city: nothing but its name and its residents, where those are known."""
    assert found.area is not None  # the other kind of place has a row
    people = found.area.people
    return answers.Place(
        id=found.place_id,
        geography=found.geography,
        name=_name(visited, found),
        official_name=None,
        people_2010=people.get(2010),
        people_2020=people.get(2020),
        lon=None,
        lat=None,
        inside=(),
        address=None,
        estimates=visited.api("estimates", place=found.place_id),
    )


def _name(visited: Visit, found: Listed) -> str:
    if found.area is not None:
        return found.area.name.get(visited.lang)
    assert found.row is not None  # the other kind of place has an area
    name, area_id = str(found.row["name"]), str(found.row["area_id"])
    geography = Geography(found.geography)
    say = place_cell if geography is Geography.TRACT else name_as_title
    return say(name, area_id, geography, visited.texts)


def _larger(visited: Visit, place_id: str) -> tuple[answers.PlaceHeld, ...]:
    listed = visited.directory.places
    return tuple(
        answers.PlaceHeld(
            id=larger, geography=listed[larger].geography, name=_name(visited, listed[larger])
        )
        for larger in visited.directory.inside.get(place_id, ())
        if larger != CITY_PLACE
    )
