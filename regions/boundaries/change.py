"""A municipal change as a value, and what it makes of places and areas: pure, and safe to repeat.

What lives here: the change and its effect on facts. What does not: reading one (reading.py), what is wrong with one
(refusals.py), writing (verbs.py).

The same function makes a change of the database and of the rows of the reference files: files that do not know it yet
are loaded as if they did, so that loading them never undoes a change.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from regions.facts import Facts, MembershipFact, MembershipKey, MunicipalityFact, Pair
from regions.models import AreaScheme, BoundaryChange
from regions.validity import is_valid_on


class Successor(NamedTuple):
    """A municipality that takes over: a new one has a name, one that exists has none.

    Without postcodes it takes over all, which only a single successor can. `areas` are the codes of those that a new
    one lies in, as in PV:PV28, where its predecessors lie in different ones.
    """

    code: str
    name: str = ""
    postcodes: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()

    @property
    def is_new(self) -> bool:
        """Return whether the municipality begins with the change."""
        return bool(self.name)


class Change(NamedTuple):
    """Municipalities that end on a day, and those that take them over."""

    predecessors: tuple[str, ...]
    successors: tuple[Successor, ...]
    on: date
    source: str = ""

    @property
    def codes(self) -> frozenset[str]:
        """Return the codes of all municipalities in it."""
        return frozenset([*self.predecessors, *(successor.code for successor in self.successors)])

    def heir_of(self, pc4: str) -> str | None:
        """Return the municipality that takes over a postcode of those that end; None where the change names none."""
        if len(self.successors) == 1 and not self.successors[0].postcodes:
            return self.successors[0].code
        return next((one.code for one in self.successors if pc4 in one.postcodes), None)

    def as_stored(self) -> dict[str, Any]:
        """Return the parts of it that are stored as JSON."""
        return {"predecessors": list(self.predecessors), "successors": [one._asdict() for one in self.successors]}


def change_of(row: BoundaryChange) -> Change:
    """Return the change that is stored in a row."""
    successors = tuple(
        Successor(one["code"], one["name"], tuple(one["postcodes"]), tuple(one["areas"])) for one in row.successors
    )
    return Change(tuple(row.predecessors), successors, row.on, row.source)


def changes_made() -> list[Change]:
    """Return the changes that have been made, in the order of their days."""
    return [change_of(row) for row in BoundaryChange.objects.filter(state=BoundaryChange.State.APPLIED)]


class Scheme(NamedTuple):
    """A division: the prefix of its areas in files, its code, and the day since which it is no longer in force."""

    prefix: str
    code: str
    valid_until: date | None

    def is_to_come(self, on: date) -> bool:
        """Return whether it is in force on a day or later."""
        return self.valid_until is None or self.valid_until > on


def read_schemes() -> list[Scheme]:
    """Return the divisions."""
    return [Scheme(*row) for row in AreaScheme.objects.values_list("prefix", "code", "valid_until")]


def changed(facts: Facts, change: Change, schemes: Iterable[Scheme]) -> Facts:
    """Return the facts as they are once the change has been made; those that have it already stay as they are."""
    heirs = list(_heirs(facts, change))
    municipalities, memberships = dict(facts.municipalities), dict(facts.memberships)
    for code in change.predecessors:
        if code in municipalities and municipalities[code].valid_until is None:
            municipalities[code] = municipalities[code]._replace(valid_until=change.on)
    for one in change.successors:
        if one.is_new:
            known = municipalities.get(one.code, MunicipalityFact(one.name, None, None))
            municipalities[one.code] = known._replace(valid_from=change.on)
            memberships = dict(_begun(memberships, one.code, change.on))
    for scheme in schemes:
        if scheme.is_to_come(change.on):
            memberships |= _memberships(facts, change, heirs, scheme)
    places, postcodes = dict(facts.places), dict(facts.postcodes)
    for pc4, fact in facts.postcodes.items():
        if fact.municipality not in change.predecessors:
            continue
        heir = change.heir_of(pc4)
        if heir is None:  # one that the files got later: nobody has said yet where it went
            del postcodes[pc4]
            continue
        places.setdefault((fact.place, heir), ())
        postcodes[pc4] = fact._replace(municipality=heir)
    return Facts(municipalities, {**facts.successors, **dict.fromkeys(heirs, ())}, places, postcodes, memberships)


class AreaMoved(NamedTuple):
    """What was of one municipality lies in another area of a division than before: who serves that area serves it."""

    former: str
    heir: str
    scheme: str
    before: tuple[str, ...]
    after: tuple[str, ...]


def areas_moved(before: Facts, after: Facts, change: Change, schemes: Iterable[Scheme]) -> Iterator[AreaMoved]:
    """Yield where postcodes come to lie in another area, in divisions in which both municipalities have their own."""
    for former, heir in _heirs(before, change):
        for scheme in schemes:
            was, is_now = (
                tuple(
                    sorted(
                        {
                            key.area
                            for key in facts.memberships
                            if key.scheme == scheme.code and key.municipality == code
                        }
                    )
                )
                for facts, code in ((before, former), (after, heir))
            )
            if scheme.is_to_come(change.on) and was and is_now and was != is_now:
                yield AreaMoved(former, heir, scheme.code, was, is_now)


def _heirs(facts: Facts, change: Change) -> Iterator[Pair]:
    """Yield who ends with each that takes over some of its postcodes, in the order of the change."""
    for former in change.predecessors:
        given = {change.heir_of(pc4) for pc4 in facts.postcodes_of(former)}
        yield from ((former, one.code) for one in change.successors if one.code in given)


def _begun(
    memberships: Mapping[MembershipKey, MembershipFact], code: str, on: date
) -> Iterator[tuple[MembershipKey, MembershipFact]]:
    """Yield memberships, those of a new municipality from its first day: files say "as long as the division"."""
    for key, fact in memberships.items():
        yield (key._replace(valid_from=on) if key.municipality == code and key.valid_from is None else key), fact


def _memberships(
    facts: Facts, change: Change, heirs: Collection[Pair], scheme: Scheme
) -> dict[MembershipKey, MembershipFact]:
    """Return what the change makes of the memberships of one division.

    A new municipality lies where the change says, else where all of its predecessors lie. Where they lie in different
    areas each postcode stays in that of its predecessor (divisions.py), and so their memberships go on.
    """
    made: dict[MembershipKey, MembershipFact] = {}
    ours = [key for key in facts.memberships if key.scheme == scheme.code]
    settled = {key.municipality for key in ours}
    for one in change.successors:
        area = _area_of(one, facts, change, heirs, scheme) if one.is_new else None
        if area is not None:
            made[MembershipKey(scheme.code, area, one.code, "", change.on)] = MembershipFact("", None)
            settled.add(one.code)
    for key in ours:
        taken_over_by = {heir for former, heir in heirs if former == key.municipality}
        if taken_over_by and taken_over_by <= settled and _is_running(facts, key, change.on):
            made[key] = facts.memberships[key]._replace(valid_until=change.on)
    return made


def _area_of(one: Successor, facts: Facts, change: Change, heirs: Collection[Pair], scheme: Scheme) -> str | None:
    """Return the area of a division that a new municipality lies in as a whole; None where that is not known."""
    for area in one.areas:
        prefix, _colon, code = area.partition(":")
        if prefix == scheme.prefix:
            return code
    found = [
        {
            (key.area, key.postcode_from)
            for key in facts.memberships
            if (key.scheme, key.municipality) == (scheme.code, former) and _is_running(facts, key, change.on)
        }
        for former, heir in heirs
        if heir == one.code
    ]
    areas = set().union(*found)
    if len(areas) != 1 or not all(found):
        return None
    area, first_postcode = areas.pop()
    return None if first_postcode else area


def _is_running(facts: Facts, key: MembershipKey, on: date) -> bool:
    """Return whether a membership began before a day and holds on it."""
    return key.valid_from != on and is_valid_on(on, key.valid_from, facts.memberships[key].valid_until)
