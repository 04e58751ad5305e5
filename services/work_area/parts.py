"""One part of a work area as plain values, and the same question asked from the other side: what can hold a place.

What lives here: the tuple that files, look-ups and pages share. What does not: which kinds of parts there are
(models.AreaKind), how parts are written (codes.py) or told (in_words.py), how much of a place they hold (holding.py).
"""

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from django.db.models import QuerySet

from regions.places import Location
from services.models import AreaKind, ServiceArea, kind_of

WHOLE_POSTCODE = ("AA", "ZZ")

# What a part of a work area names: its kind and the value in the column of that kind.
Named = tuple[AreaKind, bool | int | str]
COUNTRY: Named = (AreaKind.COUNTRY, True)
NOT_KNOWN: Named = (AreaKind.UNKNOWN, True)


class AreaPart(NamedTuple):
    """One part of a work area, with the very fields of a ServiceArea row but its provider: the columns to read."""

    national: bool = False
    area_id: int | None = None
    municipality_id: int | None = None
    pc4: str = ""
    letters_from: str = ""
    letters_to: str = ""
    unknown: bool = False

    @property
    def kind(self) -> AreaKind:
        """Return which kind of part this is."""
        return kind_of(self)

    @property
    def named(self) -> Named:
        """Return what this part names, without the letters of a postcode."""
        kind = self.kind
        return kind, getattr(self, kind.value)

    @property
    def is_whole_postcode(self) -> bool:
        """Return whether this is a four-digit postcode with all its letters."""
        return (self.letters_from, self.letters_to) == WHOLE_POSTCODE

    def row_for(self, provider_id: int | None) -> ServiceArea:
        """Return the unsaved row that gives this part to a provider, or to none yet."""
        return ServiceArea(provider_id=provider_id, **self._asdict())


def parts_by_provider(rows: QuerySet[ServiceArea]) -> dict[int, list[AreaPart]]:
    """Return the parts in these rows by the key of their provider, in the order of the rows; one query."""
    parts: dict[int, list[AreaPart]] = defaultdict(list)
    for key, *columns in rows.values_list("provider_id", *AreaPart._fields):
        parts[key].append(AreaPart._make(columns))
    return parts


def names_holding(location: Location) -> Iterator[Named]:
    """Yield all that a part of a work area can name to hold (part of) a location, or to leave that open."""
    yield COUNTRY
    yield NOT_KNOWN
    yield from ((AreaKind.AREA, key) for key in location.area_ids)
    yield from ((AreaKind.MUNICIPALITY, key) for key in location.municipality_ids)
    yield from ((AreaKind.POSTCODE, pc4) for pc4 in location.pc4s)
