"""What has a name: places, municipalities, former municipalities and areas, and what tells namesakes apart.

What lives here: the entries, made once from the rows. What does not: finding one by what was typed (places.py).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from regions import names
from regions.gazetteer import AreaRow, Gazetteer, MunicipalityRow, PlaceRow

Kind = Literal["postcode", "place", "municipality", "former_municipality", "area", "unknown"]

# What people call a division, beside its own name.
SPOKEN_SCHEMES = {"labour_market_region": ("regio",)}


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """Something that has a name. `covers` are the municipalities in which no other entry needs naming too."""

    kind: Kind
    id: int
    name: str
    bare_key: str
    qualifiers: frozenset[str]
    municipality: MunicipalityRow | None = None
    covers: frozenset[int] = frozenset()
    is_namesake: bool = False  # a place called as its municipality


class Entries:
    """All that has a name, with the words that may stand beside it to tell it from its namesakes."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._province_of = _provinces(gazetteer)
        self._everyday = gazetteer.everyday_names
        self._place_keys = {(names.key_of(place.name), place.municipality_id) for place in gazetteer.places.values()}

    def __iter__(self) -> Iterator[Entry]:
        for place in self._gazetteer.places.values():
            yield self._place(place)
        for municipality in self._gazetteer.municipalities.values():
            if self._gazetteer.has_ended(municipality.id):
                yield from self._former(municipality)
            else:
                yield self._municipality(municipality)
        for area in self._gazetteer.areas.values():
            yield self._area(area)

    def _place(self, place: PlaceRow) -> Entry:
        municipality = self._gazetteer.municipalities[place.municipality_id]
        bare_key = self._bare_key(place.name, municipality.id)
        if (bare_key, municipality.id) in self._place_keys:  # beside a Harkstede, Harkstede GN is not it
            bare_key = names.key_of(place.name)
        bare_municipality = self._bare_key(municipality.name, municipality.id)
        keys = {names.key_of(municipality.name), bare_municipality}
        return Entry(
            kind="place",
            id=place.id,
            name=place.name,
            bare_key=bare_key,
            qualifiers=frozenset(keys | {f"gemeente{key}" for key in keys} | self._marks(municipality.id)),
            municipality=municipality,
            covers=frozenset({municipality.id}),
            is_namesake=bare_key == bare_municipality,
        )

    def _municipality(self, municipality: MunicipalityRow) -> Entry:
        return Entry(
            kind="municipality",
            id=municipality.id,
            name=municipality.name,
            bare_key=self._bare_key(municipality.name, municipality.id),
            qualifiers=frozenset({"gemeente"} | self._marks(municipality.id)),
            municipality=municipality,
            covers=frozenset({municipality.id}),
        )

    def _former(self, former: MunicipalityRow) -> Iterator[Entry]:
        """Yield a former municipality once for each municipality of today that took it over."""
        heirs = self._gazetteer.heirs_of(former.id)
        for heir in (self._gazetteer.municipalities[heir] for heir in heirs):
            now = f"nugemeente{names.key_of(heir.name)}"
            yield Entry(
                kind="former_municipality",
                id=former.id,
                name=former.name,
                bare_key=names.key_of(former.name),
                qualifiers=frozenset({"gemeente", now} | self._marks(heir.id)),
                municipality=heir,
                covers=frozenset(heirs),
            )

    def _area(self, area: AreaRow) -> Entry:
        scheme = self._gazetteer.schemes[area.scheme_id]
        return Entry(
            kind="area",
            id=area.id,
            name=area.name,
            bare_key=names.key_of(area.name),
            qualifiers=frozenset({names.key_of(scheme.name), *SPOKEN_SCHEMES.get(scheme.code, ())}),
        )

    def _bare_key(self, name: str, municipality_id: int) -> str:
        province = self._province_of.get(municipality_id)
        return names.bare_key_of(name, province.code if province else "")

    def _marks(self, municipality_id: int) -> set[str]:
        """Return the ways to write the municipality's province behind a name."""
        province = self._province_of.get(municipality_id)
        if province is None:
            return set()
        key = names.key_of(province.name)
        everyday = {name.key for name in self._everyday if name.official_key == key}
        return {key, *everyday, *names.PROVINCE_MARKS.get(province.code, ())}


def _provinces(gazetteer: Gazetteer) -> dict[int, AreaRow]:
    """Return the province that each municipality lies in."""
    lies_in = ((row.municipality_id, gazetteer.areas[row.area_id]) for row in gazetteer.memberships)
    return {
        municipality_id: area
        for municipality_id, area in lies_in
        if gazetteer.schemes[area.scheme_id].code == "province"
    }
