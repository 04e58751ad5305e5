"""From what a person typed to a place on the map, with every division it lies in on a date.

What lives here: reading, best match first. What does not: the rows (models.py), filling them (loading.py), the
names in memory (entries.py, gazetteer.py), the divisions of a date (divisions.py).
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import islice
from typing import Literal

from rapidfuzz import process
from rapidfuzz.distance import OSA, Indel

from regions import names
from regions.divisions import Divisions, Periods
from regions.entries import Entries, Entry, Kind
from regions.gazetteer import AreaRow, Gazetteer, read_gazetteer
from regions.once_a_request import once_a_request
from regions.versions import cached_while_unchanged

KINDS_OF_NAMES: tuple[Kind, ...] = ("place", "municipality", "former_municipality", "area")

SHORT_NAME = 6  # letters: in such a name the first one is right, or another name is meant
LETTERS_PER_ERROR = 4
FEW_ERRORS = 2  # with more, a town that stands in the text without any is likelier to be meant
MAX_ERRORS = 3
MAX_NEAR = 20
MOST_WORDS = 6  # of one name


@dataclass(frozen=True, slots=True)
class Location:
    """A postcode, place, municipality or area, with the divisions it lies in on a date.

    `label` can be typed again and means the same. `called` is the everyday name by which it was asked for ("Den Haag"),
    `english` the name of the place or area in English; both only where it has such a name. `areas` maps a division's
    code to area codes: several where the location is split over them. The ids and postcodes say the same in database
    keys, for look-ups of providers. `letters` is filled for a full postcode only; a wider location lists every
    four-digit postcode in it.
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
    called: str = ""
    english: str = ""

    @property
    def is_exact(self) -> bool:
        """Return whether this is a full postcode: nothing narrower could say more."""
        return bool(self.letters)

    @property
    def label_en(self) -> str:
        """Return the label as an English page shows it."""
        if not self.english:
            return self.label
        if self.kind == "postcode":
            return " ".join(filter(None, [*self.pc4s, self.letters, self.english]))
        return self.english


@dataclass(frozen=True, slots=True)
class Located:
    """All that a text may name, best first; `kind` is that of the best.

    `guessed` says that nothing is called so, and these are the nearest names. `reason` says more of what is unknown.
    `holds_more` says that the place is only a part of the text, such as of an address.
    """

    query: str
    kind: Kind
    matches: tuple[Location, ...]
    guessed: bool = False
    reason: "Reason" = ""
    holds_more: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """One location that is called so. Of a text that holds more, such as an address, it is a part."""

    location: Location
    holds_more: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """Several locations of the same rank carry this name."""

    candidates: tuple[Location, ...]


@dataclass(frozen=True, slots=True)
class Guessed:
    """Nothing is called so; these are the locations that are called nearly so. A guess is asked, never taken."""

    candidates: tuple[Location, ...]


# Why nothing is called so: it lies abroad, it is a postcode that does not exist, one that lies elsewhere than the town
# beside it, or (by its number or the word in front) one of post boxes, where nobody works.
Reason = Literal["", "abroad", "postcode", "elsewhere", "box"]


@dataclass(frozen=True, slots=True)
class Unknown:
    """Nothing is called so, nor nearly so."""

    text: str
    reason: Reason = field(default="", compare=False)


Answer = Found | Ambiguous | Guessed | Unknown


@once_a_request
def find_place(text: str, on: date) -> Answer:
    """Return the one location that `text` names on the date, the several it may be or may mean, or that it is none."""
    located = locate(text, on)
    if not located.matches:
        return Unknown(text, located.reason)
    if located.guessed:
        return Guessed(located.matches)
    # Areas of one name (the province and the region Friesland) are one area to a reader: the widest holds.
    if located.kind == "area" or len(located.matches) == 1:
        return Found(located.matches[0], located.holds_more)
    return Ambiguous(located.matches)


def locate(text: str, on: date) -> Located:
    """Return everything that `text` may name on the date, best match first."""
    return atlas().locate(text, on)


class NoPlacesLoaded(LookupError):
    """There is no place at all, so that none can be called unknown."""

    code = "postcodes"


def require_places() -> None:
    """Raise NoPlacesLoaded where no reference facts are loaded."""
    if not atlas().has_places:
        raise NoPlacesLoaded


def suggest_places(text: str, limit: int = 8, *, with_areas: bool = True) -> list[str]:
    """Return up to `limit` names that begin as `text` does, biggest first, each of which `find_place` finds."""
    return atlas().suggest(text, limit, with_areas)


def municipality_with(code: str, on: date) -> Location | None:
    """Return the municipality with this code; a former one leads to the one that took it over, if there is just one."""
    return atlas().municipality_with(code, on)


def area_names(location: Location, scheme: str) -> list[str]:
    """Return the names of the areas of one division that a location lies in: several where it is split over them."""
    return atlas().area_names(location, scheme)


def area_name(location: Location, scheme: str, code: str) -> str:
    """Return the name of one area that a location lies in."""
    return atlas().area_name(location, scheme, code)


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

    @property
    def has_places(self) -> bool:
        """Return whether any place is known."""
        return bool(self._gazetteer.postcodes)

    def locate(self, text: str, on: date) -> Located:
        """Return everything that `text` may name on the date, best match first."""
        return self._map_of(on).locate(text)

    def suggest(self, text: str, limit: int, with_areas: bool) -> list[str]:
        """Return up to `limit` names of today that begin as `text` does, biggest first."""
        return self._map_of(self._gazetteer.today).suggest(text, limit, with_areas)

    def municipality_with(self, code: str, on: date) -> Location | None:
        """Return the municipality with this code, or the only one that took it over."""
        return self._map_of(on).municipality_with(code)

    def area_names(self, location: Location, scheme: str) -> list[str]:
        """Return the names of the areas of one division that a location lies in."""
        codes = location.areas.get(scheme, ())
        return [area.name for area in self._areas_of(location, scheme) if area.code in codes]

    def area_name(self, location: Location, scheme: str, code: str) -> str:
        """Return the name of one area that a location lies in."""
        return next(area.name for area in self._areas_of(location, scheme) if area.code == code)

    def _areas_of(self, location: Location, scheme: str) -> Iterator[AreaRow]:
        own = (self._gazetteer.areas[area_id] for area_id in location.area_ids)
        return (area for area in own if self._gazetteer.schemes[area.scheme_id].code == scheme)

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
    for everyday in gazetteer.everyday_names:
        named = entries.setdefault(everyday.key, [])
        named += [entry for entry in entries.get(everyday.official_key, ()) if entry not in named]
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
        readings = names.typed_postcodes(folded)
        for typed in readings:
            if found := self._at_typed(typed):
                location, holds_more = found
                return Located(text, "postcode", (location,), holds_more=holds_more)
        words = names.words_of(folded)
        exact = self._named(words) or self._named(names.without_country(words)) or self._town_of_part(words)
        if not exact and (reason := self._reason(folded, words, readings)):
            return Located(text, "unknown", (), reason=reason)
        entries = exact or self._named_nearly(words)
        if not entries:
            return Located(text, "unknown", ())
        matches = tuple(self._location_called(words, entry) for entry in entries)
        return Located(text, matches[0].kind, matches, guessed=not exact)

    def suggest(self, text: str, limit: int, with_areas: bool) -> list[str]:
        """Return up to `limit` names that begin as `text` does, biggest first."""
        key = names.key_of(text)
        if not key:
            return []
        if key.isdigit():
            starting = (pc4 for pc4 in self._gazetteer.postcodes if pc4.startswith(key))
            return [self._postcode_label(pc4) for pc4 in islice(starting, limit)]
        begin, end = (bisect_left(self._keys, edge) for edge in (key, key + "~"))
        sizes: dict[str, int] = {}
        for name in self._keys[begin:end]:
            taken = (entry for entry in self._entries[name] if with_areas or entry.kind != "area")
            for entry in self._best_first(taken):
                everyday = self._gazetteer.everyday_by_key.get(name)
                if everyday and everyday.use == "part":
                    sizes.setdefault(everyday.name, 0)
                else:
                    sizes.setdefault(self._called(name, entry) or self._label(entry), len(self._pc4s_of(entry)))
        return sorted(sizes, key=lambda label: (-sizes[label], label))[:limit]

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

    def _at_typed(self, typed: names.TypedPostcode) -> tuple[Location, bool] | None:
        """Return where a typed postcode lies, and whether more is written around it than its town; None for nowhere.

        A town beside it must be its own. Four digits alone may be a house number: inside an address they count only
        beside that town.
        """
        if typed.pc4 not in self._gazetteer.postcodes or self._goes_on_as_name(typed):
            return None
        in_front, before = self._name_at_end(typed.before)
        after, behind = self._name_at_start(typed.behind)
        if not after and typed.letters:
            after, behind = self._name_at_end(typed.behind)
        towns = [*in_front, *after]
        is_ours = self._lies_in(typed.pc4, towns) if towns else bool(typed.letters) or typed.is_alone
        return (self._at_postcode(typed), bool(before or behind)) if is_ours else None

    def _goes_on_as_name(self, typed: names.TypedPostcode) -> bool:
        """Return whether the letters are the first word of the place: "3731 de bilt" lies in De Bilt."""
        words = (*names.words_of(typed.letters.lower()), *typed.behind)
        entries, _rest = self._name_at_start(words)
        return bool(typed.letters) and self._lies_in(typed.pc4, entries)

    def _lies_in(self, pc4: str, entries: Iterable[Entry]) -> bool:
        """Return whether the postcode lies in what is named, or beside it in the same municipality."""
        municipality = self._gazetteer.municipality_of(pc4)
        return any(entry.municipality == municipality or pc4 in self._pc4s_of(entry) for entry in entries)

    def _name_at_start(self, words: tuple[str, ...]) -> tuple[list[Entry], tuple[str, ...]]:
        """Return what the longest name at the start of the words names, and the words behind it."""
        for size in range(min(len(words), MOST_WORDS), 0, -1):
            if entries := self._entries.get("".join(words[:size])):
                return entries, words[size:]
        return [], words

    def _name_at_end(self, words: tuple[str, ...]) -> tuple[list[Entry], tuple[str, ...]]:
        """Return what the longest name at the end of the words names, and the words before it."""
        for size in range(min(len(words), MOST_WORDS), 0, -1):
            if entries := self._entries.get("".join(words[-size:])):
                return entries, words[:-size]
        return [], words

    def _reason(self, folded: str, words: tuple[str, ...], readings: list[names.TypedPostcode]) -> Reason:
        """Return why a text that names nothing is not guessed at."""
        if names.without_box_number(folded) != names.without_marks_around(folded):
            return "box"
        for typed in readings:
            if typed.pc4 in self._gazetteer.postcodes:
                if typed.letters or typed.is_alone:
                    return "elsewhere"
            elif typed.letters or not typed.before:
                return "box" if typed.may_be_of_boxes else "postcode"
        is_abroad = {"".join(words), *words[-1:]} & self._gazetteer.names_abroad
        return "abroad" if is_abroad else ""

    def _named(self, words: tuple[str, ...]) -> list[Entry]:
        """Return what is called so, also with a province, municipality or kind before or behind the name."""
        found = list(self._entries.get("".join(words), ()))
        if any(entry.kind == "place" for entry in found):
            return self._best_first(found)
        for cut in range(1, len(words)):
            head, tail = "".join(words[:cut]), "".join(words[cut:])
            for name, qualifier in ((head, tail), (tail, head)):
                found += [
                    entry
                    for entry in self._entries.get(name, ())
                    if qualifier in entry.qualifiers or entry in self._entries.get(qualifier, ())
                ]
        return self._best_first(found)

    def _town_of_part(self, words: tuple[str, ...]) -> list[Entry]:
        """Return the town of which a part is named: Amsterdam for "amsterdam zuidoost". A region has no such parts."""
        named = self._entries.get(names.without_town_part("".join(words)), ())
        return self._best_first(entry for entry in named if entry.kind != "area")

    def _named_nearly(self, words: tuple[str, ...]) -> list[Entry]:
        """Return what is called nearly so: with few typing errors, else as the text begins or ends, else with more."""
        key = "".join(words)
        at_ends = [*self._name_at_start(words)[0], *self._name_at_end(words)[0]]
        return (
            self._named_almost(key, FEW_ERRORS)
            or self._best_first(at_ends)
            or self._named_almost(key, MAX_ERRORS)
            or self._named_almost(names.without_town_part(key), FEW_ERRORS)
        )

    def _named_almost(self, key: str, most: int) -> list[Entry]:
        """Return what is called so but for some typing errors: the names with the fewest."""
        if not key.isalpha():
            return []
        allowed = min(len(key) // LETTERS_PER_ERROR, most)
        near = process.extract(key, self._keys, scorer=OSA.distance, score_cutoff=allowed, limit=MAX_NEAR)
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
        place = self._gazetteer.places[postcode.place_id]
        municipality = self._gazetteer.municipality_of(typed.pc4)
        areas = self._divisions.areas_of(typed.pc4, typed.letters)
        return Location(
            kind="postcode",
            label=self._postcode_label(typed.pc4, typed.letters),
            postcode=typed.pc4 + typed.letters,
            place=place.name,
            municipality_code=municipality.code,
            municipality=municipality.name,
            latitude=postcode.latitude,
            longitude=postcode.longitude,
            areas=_by_scheme(self._divisions, areas),
            area_ids=tuple(area.id for area in areas),
            municipality_ids=(municipality.id,),
            pc4s=(typed.pc4,),
            letters=typed.letters,
            english=self._gazetteer.english_names.get(place.name, ""),
        )

    def _location_called(self, words: tuple[str, ...], entry: Entry) -> Location:
        """Return the location of an entry under the name by which it was asked for."""
        location = self._location(entry)
        called = self._called("".join(words), entry)
        return replace(location, label=called, called=called) if called else location

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
            english=self._gazetteer.english_names.get(entry.name, "") if self._label(entry) == entry.name else "",
        )

    def _pc4s_of(self, entry: Entry) -> list[str]:
        """Return the postcodes of an entry; none for an area whose division is not in force."""
        if entry.kind == "area":
            return self._divisions.pc4s_of(entry.id)
        if entry.kind == "place":
            return self._gazetteer.pc4s_of_place.get(entry.id, [])
        if entry.kind == "former_municipality":
            return self._gazetteer.pc4s_of_former(entry.id, entry.municipality.id)
        return self._gazetteer.pc4s_of_municipality.get(entry.municipality.id, [])

    # --- Labels, each of which can be typed again --------------------------------------------------------

    def _postcode_label(self, pc4: str, letters: str = "") -> str:
        place = self._gazetteer.places[self._gazetteer.postcodes[pc4].place_id]
        return " ".join(filter(None, [pc4, letters, place.name]))

    def _called(self, key: str, entry: Entry) -> str:
        """Return the everyday name with this key, where the entry is the only one that it names."""
        everyday = self._gazetteer.everyday_by_key.get(key)
        is_only_one = everyday and everyday.is_whole and self._best_first(self._entries[key]) == [entry]
        return everyday.name if everyday and is_only_one else ""

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
