"""The fields of a record that people are asked about, as values: by the part of a check that they belong to.

What lives here: which fields, reading them of a record, and what follows from values that are told. What does not: a
whole record and storing it (record.py, records.py), how people type a value (services/proposed_values.py).
"""

from collections.abc import Collection, Mapping

from regions.centres import centre_of
from services.catalogue import catalogue
from services.example_contact import is_example_contact
from services.freshness import CheckPart
from services.models import Provider, Role
from services.upkeep.record import ENGLISH_IS_OLDER, Record, Value, as_stored

# What can be asked or proposed, by the part of a check that it belongs to. "roles" stands for four columns.
PROPOSABLE: Mapping[CheckPart, tuple[str, ...]] = {
    CheckPart.EXISTENCE: ("name", "retired_on"),
    CheckPart.CONTACT: ("email", "phone", "website", "street", "postcode", "city", "opening_hours"),
    CheckPart.AREA: ("areas",),
    CheckPart.ROLES: ("roles", "sectors", "min_redundancies"),
}
# The columns that a check of each part is about.
CHECKED: Mapping[CheckPart, tuple[str, ...]] = {
    **PROPOSABLE,
    CheckPart.ROLES: ("type", "has_own_roles", *Role.values, "sectors", "min_redundancies", "takes_redundant"),
}

Position = tuple[float | None, float | None]
NOWHERE: Position = (None, None)


def is_about(part: CheckPart, fields: Collection[str]) -> bool:
    """Return whether a check of a part is about one of these fields of a record."""
    return any(name in fields for name in CHECKED[part])


def values_of(provider: Provider) -> Record:
    """Return the fields of a stored record that can be proposed, as history tells values; seven queries."""
    return proposable(as_stored([provider.pk])[provider.pk])


def proposable(record: Record) -> Record:
    """Return the fields of a record that can be proposed; its roles are those that it has, its own or its type's."""
    names = [name for names in PROPOSABLE.values() for name in names if name != "roles"]
    own = record if record["has_own_roles"] else _of_type(record["type"])
    return {name: record[name] for name in names} | {"roles": sorted(role for role in Role if own[role])}


def fields_told(told: Mapping[str, Value], provider: Provider) -> Record:
    """Return the fields to store of a record of which people tell these values, with what follows from them.

    `provider` is the record as it is, or an empty one. No roles: those of its type. Another postcode is elsewhere,
    where no position is told. Other contact data decide anew whether they are examples. English that stays beside
    another Dutch text is older than that, unless it is told that it is not.
    """

    def became(name: str) -> Value:
        return told.get(name, getattr(provider, name))

    def is_other(*names: str) -> bool:
        return any(became(name) != getattr(provider, name) for name in names)

    fields = {name: value for name, value in told.items() if name != "roles"}
    if "roles" in told:
        fields["has_own_roles"] = bool(told["roles"])
        fields |= {role.value: role in told["roles"] for role in Role}
    is_placed = bool({"latitude", "longitude"} & told.keys())
    if is_placed or is_other("postcode"):
        given = (became("latitude"), became("longitude")) if is_placed else NOWHERE
        fields["latitude"], fields["longitude"] = position_of(became("postcode"), given)
    if is_other("email", "website"):
        fields["is_example"] = is_example_contact(became("email"), became("website"))
    if is_other("description_nl", "description_en") and ENGLISH_IS_OLDER not in told:
        fields[ENGLISH_IS_OLDER] = bool(became("description_en")) and not is_other("description_en")
    return fields


def position_of(postcode: str, given: Position = NOWHERE) -> Position:
    """Return the position that is given, else the centre of a postcode, else nothing."""
    return given if given != NOWHERE else centre_of(postcode) or NOWHERE


def _of_type(code: str) -> dict[str, Value]:
    roles = catalogue().types_by_code[code].roles
    return {role: role in roles for role in Role}
