"""Two who changed one record from the same beginning: joined by itself where that can be, else somebody chooses.

What lives here: what people tell of a record, the joining, and what a choice makes of it; pure. What does not: which
version somebody began with (door.py), how a choice is asked (desk/clashes.py).
"""

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from services.roles import Role
from services.upkeep.record import Record, Value

# What people tell of a record, by the names that files have for it.
Told = dict[str, Value]

SETS = ("roles", "sectors", "areas")
# An address and its place on the map are one: half of one and half of the other is nowhere.
ADDRESS = "address"
UNITS: dict[str, tuple[str, ...]] = {
    **{name: (name,) for name in ("name", "type", "roles", "sectors", "min_redundancies", "takes_redundant")},
    **{name: (name,) for name in ("run_by", "first_contact", "email", "phone", "website", "opening_hours")},
    ADDRESS: ("street", "postcode", "city", "latitude", "longitude"),
    **{name: (name,) for name in ("areas", "description_nl", "description_en", "source", "retired_on", "successor")},
}
NAMES = tuple(name for names in UNITS.values() for name in names)
# Of a work area these say all by themselves, so they join with nothing.
ALONE = frozenset({"NL", "?"})
WAS, THEIRS, YOURS = "was", "theirs", "yours"
# What somebody types when they are asked to choose.
OWN = "own"


class MemberChange(NamedTuple):
    """One member of a list that one of the two added, or took away."""

    member: str
    is_added: bool
    is_yours: bool

    @property
    def key(self) -> str:
        """Return by what it is chosen."""
        return f"{'+' if self.is_added else '-'}{self.member}"


class Clash(NamedTuple):
    """What both changed, and not alike: as it was, as they made it and as you did. Lists have a change a member."""

    unit: str
    was: Told
    theirs: Told
    yours: Told
    members: Sequence[MemberChange] = ()


class Joined(NamedTuple):
    """A record of two: of a clash it holds what they made of it. `taken_over` is what they alone changed."""

    told: Told
    clashes: Sequence[Clash]
    taken_over: Sequence[str]


# What somebody chose at each clash: one of was, theirs, yours and their own, or of a list the changes to keep.
Choices = Mapping[str, Collection[str]]


def told_of(record: Record) -> Told:
    """Return what people tell of a record; no roles: those of its type."""
    told = {name: record[name] for name in NAMES if name != "roles"}
    return told | {"roles": sorted(role.value for role in Role if record["has_own_roles"] and record[role.value])}


def join(was: Told, theirs: Told, yours: Told) -> Joined:
    """Join what two made of one record: each unit that one of them changed is theirs, and of both there is a clash."""
    told, clashes, taken_over = dict(theirs), [], []
    for unit, names in UNITS.items():
        of_was, of_theirs, of_yours = ({name: one[name] for name in names} for one in (was, theirs, yours))
        is_theirs, is_yours = not _same(of_was, of_theirs), not _same(of_was, of_yours)
        if is_theirs and is_yours and not _same(of_theirs, of_yours):
            clashes.append(_clash(unit, of_was, of_theirs, of_yours))
        elif is_yours:
            told |= of_yours
        elif is_theirs:
            taken_over.append(unit)
    return Joined(told, clashes, taken_over)


def chosen(joined: Joined, choices: Choices, own: Told) -> tuple[Told, list[str]]:
    """Return the record after these choices, and the clashes that have none; `own` is what was typed to choose."""
    told, open_ = dict(joined.told), []
    for clash in joined.clashes:
        if clash.members and clash.unit in choices:
            told |= {clash.unit: _with_members(clash, choices[clash.unit])}
        elif OWN in choices.get(clash.unit, ()):
            told |= {name: own[name] for name in UNITS[clash.unit]}
        elif side := next((side for side in choices.get(clash.unit, ()) if side in (WAS, THEIRS, YOURS)), None):
            told |= getattr(clash, side)
        else:
            open_.append(clash.unit)
    return told, open_


def _clash(unit: str, was: Told, theirs: Told, yours: Told) -> Clash:
    whole = Clash(unit, was, theirs, yours)
    before, of_them, of_you = (frozenset(one[unit] if unit in SETS else ()) for one in (was, theirs, yours))
    if unit not in SETS or ALONE & (before | of_them | of_you):
        return whole
    changed = [
        MemberChange(member, member not in before, is_yours)
        for is_yours, side in ((False, of_them), (True, of_you))
        for member in sorted(before ^ side)
        if not (is_yours and member in before ^ of_them)
    ]
    return whole._replace(members=changed)


def _with_members(clash: Clash, kept: Collection[str]) -> list[str]:
    """Return a list with the changes to it that are kept, of either side."""
    members = set(clash.was[clash.unit])
    for change in clash.members:
        if change.key in kept:
            (members.add if change.is_added else members.discard)(change.member)
    return sorted(members)


def _same(first: Told, second: Told) -> bool:
    return {name: _settled(value) for name, value in first.items()} == {
        name: _settled(value) for name, value in second.items()
    }


def _settled(value: Value) -> Value:
    """Return a text without what no reader sees: a browser ends lines in its own way."""
    return "\n".join(value.split("\r\n")).strip() if isinstance(value, str) else value
