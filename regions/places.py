"""From what a person typed to a place on the map, with every division it lies in on a date.

What lives here: reading, best match first. What does not: the rows (models.py), filling them (loading.py).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

Kind = Literal["postcode", "place", "municipality", "former_municipality", "area", "unknown"]


@dataclass(frozen=True, slots=True)
class Location:
    """A postcode, place, municipality or area, with the divisions it lies in on a date.

    `areas` maps a division's code to area codes: several where the location is split over them. The ids and
    postcodes say the same in database keys, for look-ups of providers. `letters` is filled for a full postcode
    only; a wider location lists every four-digit postcode in it.
    """

    kind: Kind
    label: str
    postcode: str | None
    place: str | None
    municipality_code: str | None
    municipality: str | None
    latitude: float
    longitude: float
    areas: Mapping[str, tuple[str, ...]] = field(hash=False)
    area_ids: tuple[int, ...]
    municipality_ids: tuple[int, ...]
    pc4s: tuple[str, ...]
    letters: str = ""
    scheme: str | None = None
    area_code: str | None = None

    @property
    def is_exact(self) -> bool:
        """Return whether this is a full postcode: nothing narrower could say more."""
        return bool(self.letters)


@dataclass(frozen=True, slots=True)
class Found:
    """One location; `corrected` says that it was read through a typing error."""

    location: Location
    corrected: bool = False


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """Several locations of the same rank carry this name."""

    candidates: tuple[Location, ...]


@dataclass(frozen=True, slots=True)
class Unknown:
    """Nothing is called so."""

    text: str


def find_place(text: str, on: date) -> Found | Ambiguous | Unknown:
    """Return the one location that `text` names on the date, or the several it may be, or that it is none."""
    raise NotImplementedError
