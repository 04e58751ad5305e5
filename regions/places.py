"""From what a person typed to a place on the map, with every division it lies in on a date.

What lives here: reading, best match first. What does not: the rows (models.py), filling them (loading.py), the
names in memory (entries.py, gazetteer.py), the divisions of a date (divisions.py).
"""

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import Literal

from rapidfuzz import process
from rapidfuzz.distance import OSA, Indel

from regions import names
from regions.divisions import Divisions, Periods
from regions.entries import Entries, Entry, Kind
from regions.gazetteer import AreaRow, Gazetteer, read_gazetteer
from regions.versions import cached_while_unchanged

KINDS_OF_NAMES: tuple[Kind, ...] = ("place", "municipality", "former_municipality", "area")

SHORT_NAME = 6  # letters: in such a name the first one is right, or another name is meant
LETTERS_PER_ERROR = 4
MAX_ERRORS = 3
MAX_NEAR = 20


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
class Located:
    """All that a text may name, best first; `kind` is that of the best.

    `guessed` says that nothing is called so, and these are the nearest names. `reason` says more of what is unknown.
    """

    query: str
    kind: Kind
    matches: tuple[Location, ...]
    guessed: bool = False
    reason: "Reason" = ""


@dataclass(frozen=True, slots=True)
class Found:
    """One location that is called so."""

    location: Location


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """Several locations of the same rank carry this name."""

    candidates: tuple[Location, ...]


@dataclass(frozen=True, slots=True)
class Guessed:
    """Nothing is called so; these are the locations that are called nearly so. A guess is asked, never taken."""

    candidates: tuple[Location, ...]


# Why nothing is called so: it lies abroad, or it looks like a postcode that is not among those where people work.
Reason = Literal["", "abroad", "postcode"]


@dataclass(frozen=True, slots=True)
class Unknown:
    """Nothing is called so, nor nearly so."""

    text: str
    reason: Reason = field(default="", compare=False)


Answer = Found | Ambiguous | Guessed | Unknown


def find_place(text: str, on: date) -> Answer:
    """Return the one location that `text` names on the date, the several it may be or may mean, or that it is none."""
    located = locate(text, on)
    if not located.matches:
        return Unknown(text, located.reason)
    if located.guessed:
        return Guessed(located.matches)
    # Areas of one name (the province and the region Friesland) are one area to a reader: the widest holds.
    if located.kind == "area" or len(located.matches) == 1:
        return Found(located.matches[0])
    return Ambiguous(located.matches)


def locate(text: str, on: date) -> Located:
    """Return everything that `text` may name on the date, best match first."""
    return atlas().locate(text, on)


def suggest_places(text: str, limit: int = 8) -> list[str]:
    """Return up to `limit` names that begin as `text` does, biggest first, each of which `find_place` finds."""
    return atlas().suggest(text, limit)


def municipality_with(code: str, on: date) -> Location | None:
    """Return the municipality with this code; a former one leads to the one that took it over, if there is just one."""
    return atlas().municipality_with(code, on)


def area_names(location: Location, scheme: str) -> list[str]:
    """Return the names of the areas of one division that a location lies in: several where it is split over them."""
    return atlas().area_names(location, scheme)


@cached_while_unchanged
def atlas() -> "Atlas":
    """Return all names and divisions in memory; ask once where many texts are read in a row."""
    return Atlas(read_gazetteer())


class Atlas:
    """Every name that can be typed, and the locations they lead to on a date."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._periods = Periods(gazetteer)
        self._entries = _entries_by_key(gazetteer)
        self._keys = sorted(self._entries)
        self._maps: dict[Divisions, _PeriodMap] = {}

    def locate(self, text: str, on: date) -> Located:
        """Return everything that `text` may name on the date, best match first."""
        return self._map_of(on).locate(text)

    def suggest(self, text: str, limit: int) -> list[str]:
        """Return up to `limit` names of today that begin as `text` does, biggest first."""
        return self._map_of(self._gazetteer.today).suggest(text, limit)

    def municipality_with(self, code: str, on: date) -> Location | None:
        """Return the municipality with this code, or the only one that took it over."""
        return self._map_of(on).municipality_with(code)

    def area_names(self, location: Location, scheme: str) -> list[str]:
        """Return the names of the areas of one division that a location lies in."""
        codes = location.areas.get(scheme, ())
        own = [self._gazetteer.areas[area_id] for area_id in location.area_ids]
        return [
            area.name for area in own if area.code in codes and self._gazetteer.schemes[area.scheme_id].code == scheme
        ]

    def _map_of(self, on: date) -> "_PeriodMap":
        divisions = self._periods.on(on)
        if divisions not in self._maps:
            self._maps[divisions] = _PeriodMap(self._gazetteer, divisions, self._entries, self._keys)
        return self._maps[divisions]


def _entries_by_key(gazetteer: Gazetteer) -> dict[str, list[Entry]]:
    entries: dict[str, list[Entry]] = {}
    for entry in Entries(gazetteer):
        for key in {names.key_of(entry.name), entry.bare_key}:
            entries.setdefault(key, []).append(entry)
    for everyday, official in gazetteer.everyday_names:
        entries.setdefault(everyday, []).extend(entries.get(official, ()))
    return entries


class _PeriodMap:
    """The names and their locations in one period, in which no division changes."""

    def __init__(
        self, gazetteer: Gazetteer, divisions: Divisions, entries: dict[str, list[Entry]], keys: list[str]
    ) -> None:
        self._gazetteer = gazetteer
        self._divisions = divisions
        self._entries = entries
        self._keys = keys
        self._locations: dict[Entry | str, Location] = {}

    def locate(self, text: str) -> Located:
        """Return everything that `text` may name, best match first."""
        folded = names.fold(text)
        for typed in names.typed_postcodes(folded):
            if self._exists(typed):
                return Located(text, "postcode", (self._at_postcode(typed),))
        words = names.words_of(folded)
        exact = self._named(words) or self._named(names.without_town_part(words))
        key = "".join(words)
        if not exact and (reason := self._reason(folded, key)):
            return Located(text, "unknown", (), reason=reason)
        entries = exact or self._named_almost(key)
        if not entries:
            return Located(text, "unknown", ())
        matches = tuple(self._location(entry) for entry in entries)
        return Located(text, matches[0].kind, matches, guessed=not exact)

    def suggest(self, text: str, limit: int) -> list[str]:
        """Return up to `limit` names that begin as `text` does, biggest first."""
        key = names.key_of(text)
        if not key:
            return []
        if key.isdigit():
            starting = (pc4 for pc4 in self._gazetteer.postcodes if pc4.startswith(key))
            return [self._postcode_label(pc4) for pc4 in islice(starting, limit)]
        begin, end = (bisect_left(self._keys, edge) for edge in (key, key + "~"))
        entries = {entry for name in self._keys[begin:end] for entry in self._best_first(self._entries[name])}
        biggest = sorted(entries, key=lambda entry: (-len(self._pc4s_of(entry)), entry.id))
        return list(dict.fromkeys(self._label(entry) for entry in biggest))[:limit]

    def municipality_with(self, code: str) -> Location | None:
        """Return the municipality with this code, or the only one that took it over."""
        coded = [row.id for row in self._gazetteer.municipalities.values() if row.code == code]
        today = [key for key in coded if not self._gazetteer.has_ended(key)]
        heirs = today or [heir for key in coded for heir in self._gazetteer.heirs_of(key)]
        if len(heirs) != 1:
            return None
        named = self._entries[names.key_of(self._gazetteer.municipalities[heirs[0]].name)]
        found = (entry for entry in named if entry.kind == "municipality" and entry.id == heirs[0])
        return next((self._location(entry) for entry in found if self._pc4s_of(entry)), None)

    # --- From words to entries ---------------------------------------------------------------------------

    def _exists(self, typed: names.TypedPostcode) -> bool:
        """Return whether the postcode exists, and lies in the place that was typed beside it, if any.

        Four digits alone may be a house number: inside an address they count only beside the place that they lie in.
        """
        if typed.pc4 not in self._gazetteer.postcodes:
            return False
        if typed.behind and not self._lies_in(typed.pc4, typed.behind):
            return False
        if not typed.before:
            return True
        is_place = bool(self._entries.get(names.key_of(typed.before)))
        if is_place or not (typed.letters or typed.behind):
            return self._lies_in(typed.pc4, typed.before)
        return True

    def _lies_in(self, pc4: str, name: str) -> bool:
        municipality = self._gazetteer.municipality_of(pc4)
        return any(entry.municipality == municipality for entry in self._entries.get(names.key_of(name), ()))

    def _reason(self, folded: str, key: str) -> Reason:
        """Return why a text that names nothing is not guessed at."""
        if key in self._gazetteer.names_abroad:
            return "abroad"
        return "postcode" if any(not typed.before for typed in names.typed_postcodes(folded)) else ""

    def _named(self, words: tuple[str, ...]) -> list[Entry]:
        """Return what is called so, also with a province, municipality or kind before or behind the name."""
        found = list(self._entries.get("".join(words), ()))
        if any(entry.kind == "place" for entry in found):
            return self._best_first(found)
        for cut in range(1, len(words)):
            head, tail = "".join(words[:cut]), "".join(words[cut:])
            for name, qualifier in ((head, tail), (tail, head)):
                found += [entry for entry in self._entries.get(name, ()) if qualifier in entry.qualifiers]
        return self._best_first(found)

    def _named_almost(self, key: str) -> list[Entry]:
        """Return what is called nearly so: the names with the fewest typing errors."""
        if not key.isalpha():
            return []
        near = process.extract(key, self._keys, scorer=OSA.distance, score_cutoff=_allowed_errors(key), limit=MAX_NEAR)
        by_errors: dict[tuple[int, int], list[Entry]] = {}
        for other, errors, _index in near:
            if len(key) > SHORT_NAME or other[0] == key[0]:
                # At as many errors a letter too few or too many is likelier than a wrong one.
                by_errors.setdefault((errors, Indel.distance(key, other)), []).extend(self._entries[other])
        by_likelihood = (self._best_first(by_errors[errors]) for errors in sorted(by_errors))
        return next(filter(None, by_likelihood), [])

    def _best_first(self, entries: Iterable[Entry]) -> list[Entry]:
        """Return the entries worth naming: places first, and a municipality only where no place lies in it."""
        ranked = sorted(
            {entry for entry in entries if self._pc4s_of(entry)},
            key=lambda entry: (not entry.is_namesake, -len(self._pc4s_of(entry)), entry.id),
        )
        of_kind = {kind: [entry for entry in ranked if entry.kind == kind] for kind in KINDS_OF_NAMES}
        if of_kind["area"] and not of_kind["municipality"] and not of_kind["former_municipality"]:
            # A village called as an area but as no municipality gives way: Zeeland is the province first.
            return of_kind["area"] + of_kind["place"]
        chosen: list[Entry] = []
        for kind in KINDS_OF_NAMES[:-1]:
            covered = frozenset().union(*(entry.covers for entry in chosen))
            chosen += [entry for entry in of_kind[kind] if not entry.covers & covered]
        return chosen

    # --- From entries to locations -----------------------------------------------------------------------

    def _at_postcode(self, typed: names.TypedPostcode) -> Location:
        if typed.letters:
            return self._new_postcode(typed)
        if typed.pc4 not in self._locations:
            self._locations[typed.pc4] = self._new_postcode(typed)
        return self._locations[typed.pc4]

    def _new_postcode(self, typed: names.TypedPostcode) -> Location:
        postcode = self._gazetteer.postcodes[typed.pc4]
        municipality = self._gazetteer.municipality_of(typed.pc4)
        areas = self._divisions.areas_of(typed.pc4, typed.letters)
        return Location(
            kind="postcode",
            label=self._postcode_label(typed.pc4, typed.letters),
            postcode=typed.pc4 + typed.letters,
            place=self._gazetteer.places[postcode.place_id].name,
            municipality_code=municipality.code,
            municipality=municipality.name,
            latitude=postcode.latitude,
            longitude=postcode.longitude,
            areas=_by_scheme(self._divisions, areas),
            area_ids=tuple(area.id for area in areas),
            municipality_ids=(municipality.id,),
            pc4s=(typed.pc4,),
            letters=typed.letters,
        )

    def _location(self, entry: Entry) -> Location:
        if entry not in self._locations:
            self._locations[entry] = self._new_location(entry)
        return self._locations[entry]

    def _new_location(self, entry: Entry) -> Location:
        """Return a place, municipality or area: the sum of its postcodes, at the mean of their centres."""
        pc4s = self._pc4s_of(entry)
        centres = [self._gazetteer.postcodes[pc4] for pc4 in pc4s]
        own_area = self._gazetteer.areas[entry.id] if entry.kind == "area" else None
        areas = {area.id: area for pc4 in pc4s for area in self._divisions.areas_of(pc4)}
        if own_area:  # a postcode on its edge lies in a neighbour too
            areas = {i: a for i, a in areas.items() if a == own_area or a.scheme_id != own_area.scheme_id}
        return Location(
            kind=entry.kind,
            label=self._label(entry),
            postcode=None,
            place=entry.name if entry.kind == "place" else None,
            municipality_code=entry.municipality.code if entry.municipality else None,
            municipality=entry.municipality.name if entry.municipality else None,
            latitude=round(sum(centre.latitude for centre in centres) / len(centres), 6),
            longitude=round(sum(centre.longitude for centre in centres) / len(centres), 6),
            areas=_by_scheme(self._divisions, areas.values()),
            area_ids=tuple(sorted(areas)),
            municipality_ids=tuple(sorted({self._gazetteer.municipality_of(pc4).id for pc4 in pc4s})),
            pc4s=tuple(pc4s),
            scheme=self._divisions.schemes[own_area.scheme_id].code if own_area else None,
            area_code=own_area.code if own_area else None,
        )

    def _pc4s_of(self, entry: Entry) -> list[str]:
        """Return the postcodes of an entry; none for an area whose division is not in force."""
        if entry.kind == "area":
            return self._divisions.pc4s_of(entry.id)
        if entry.kind == "place":
            return self._gazetteer.pc4s_of_place.get(entry.id, [])
        return self._gazetteer.pc4s_of_municipality.get(entry.municipality.id, [])

    # --- Labels, each of which can be typed again --------------------------------------------------------

    def _postcode_label(self, pc4: str, letters: str = "") -> str:
        place = self._gazetteer.places[self._gazetteer.postcodes[pc4].place_id]
        return " ".join(filter(None, [pc4, letters, place.name]))

    def _label(self, entry: Entry) -> str:
        """Return a name that tells this from all others: "Arnhem", "Beek (gemeente Montferland)"."""
        alike = self._best_first(self._entries[names.key_of(entry.name)])
        if entry.kind == "area":
            scheme = self._divisions.schemes[self._gazetteer.areas[entry.id].scheme_id]
            return entry.name if alike[0] is entry else f"{scheme.name} {entry.name}"
        municipality = entry.municipality.name.replace("(", "").replace(")", "")
        if entry.kind == "former_municipality":
            return f"{entry.name} (nu gemeente {municipality})"
        if entry.kind == "municipality":
            return f"gemeente {entry.name}"
        return entry.name if alike == [entry] else f"{entry.name} (gemeente {municipality})"


def _by_scheme(divisions: Divisions, areas: Iterable[AreaRow]) -> dict[str, tuple[str, ...]]:
    """Return the area codes a division, in the order of the divisions."""
    codes: dict[str, list[str]] = {scheme.code: [] for scheme in divisions.schemes.values()}
    for area in areas:
        codes[divisions.schemes[area.scheme_id].code].append(area.code)
    return {scheme: tuple(sorted(held)) for scheme, held in codes.items() if held}


def _allowed_errors(key: str) -> int:
    """Return how many letters of a name may be wrong; below four letters none."""
    return min(len(key) // LETTERS_PER_ERROR, MAX_ERRORS)
