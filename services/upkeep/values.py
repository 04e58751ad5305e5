"""The fields of a record that people are asked about, as values: by the part of a check that they belong to.

What lives here: which fields, reading them of a record and writing them. What does not: a whole record
(record.py), how people type a value (services/proposed_values.py).
"""

from collections.abc import Mapping
from datetime import date

from regions.centres import centre_of
from services.catalogue import catalogue
from services.example_contact import is_example_contact
from services.freshness import CheckPart
from services.models import Provider, Role
from services.upkeep.record import Record, Value, as_stored, write

# What can be asked or proposed, by the part of a check that it belongs to. "roles" stands for four columns.
PROPOSABLE: Mapping[CheckPart, tuple[str, ...]] = {
    CheckPart.EXISTENCE: ("name", "retired_on"),
    CheckPart.CONTACT: ("email", "phone", "website", "street", "postcode", "city", "opening_hours"),
    CheckPart.AREA: ("areas",),
    CheckPart.ROLES: ("roles", "sectors", "min_redundancies"),
}


def values_of(provider: Provider) -> Record:
    """Return the fields of a stored record that can be proposed, as history tells values; seven queries."""
    return proposable(as_stored([provider.pk])[provider.pk])


def proposable(record: Record) -> Record:
    """Return the fields of a record that can be proposed; its roles are those that it has, its own or its type's."""
    names = [name for names in PROPOSABLE.values() for name in names if name != "roles"]
    own = record if record["has_own_roles"] else _of_type(record["type"])
    return {name: record[name] for name in names} | {"roles": sorted(role for role in Role if own[role])}


def write_values(provider: Provider, values: Record, *, on: date) -> None:
    """Store values of a record, and what follows from them: where a postcode is, whether contact data are examples."""
    columns = _columns(values)
    if {"email", "website"} & values.keys():
        email, website = (values.get(name, getattr(provider, name)) for name in ("email", "website"))
        columns["is_example"] = is_example_contact(email, website)
    write(provider, columns, on=on)


def _columns(values: Record) -> Record:
    """Return values as columns: of roles four, and beside a postcode where it is."""
    columns = {name: value for name, value in values.items() if name != "roles"}
    if "roles" in values:
        columns |= {"has_own_roles": True} | {str(role): role in values["roles"] for role in Role}
    if "postcode" in values:
        columns["latitude"], columns["longitude"] = centre_of(values["postcode"]) or (None, None)
    return columns


def _of_type(code: str) -> dict[str, Value]:
    roles = catalogue().types_by_code[code].roles
    return {role: role in roles for role in Role}
