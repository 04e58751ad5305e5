"""What people tell of a record, in words: the name of each thing that can be told, and what it says.

What lives here: words for codes. What does not: the history, which keeps codes (upkeep/history.py), and what both of
two changed (clashes.py).
"""

from collections.abc import Collection, Iterable
from datetime import date

from django.core.exceptions import ValidationError
from django.utils import timezone

from notation.dates import date_in_words
from services import phone_numbers
from services.catalogue import catalogue
from services.models import Provider, Role, RunBy
from services.organisation.profile import parts_in_words
from services.upkeep.history import field_label, shown
from services.upkeep.joining import ADDRESS, UNITS, Told
from services.work_area.codes import WorkAreaReader

LABELS = {ADDRESS: "adres", "roles": "eigen rollen"}
NOTHING = "niet ingevuld"
# The unit that each field of a record is told by.
UNIT_OF = {name: unit for unit, names in UNITS.items() for name in names}
UNIT_OF |= dict.fromkeys(("has_own_roles", *Role.values), "roles")


def unit_label(unit: str) -> str:
    """Return what people call something that is told of a record."""
    return LABELS.get(unit) or field_label(unit)


def units_of(fields: Iterable[str]) -> list[str]:
    """Return what was told anew where these fields of a record changed, in the order of the form."""
    changed = {UNIT_OF[name] for name in fields if name in UNIT_OF}
    return [unit for unit in UNITS if unit in changed]


def unit_in_words(unit: str, told: Told) -> str:
    """Return what is told, as people read it."""
    value = told.get(unit)
    if unit == ADDRESS:
        place = f"{told['postcode']} {told['city']}".strip()
        position = "" if told["latitude"] is None else f"({told['latitude']}, {told['longitude']})"
        return ", ".join(filter(None, (told["street"], place, position))) or NOTHING
    if isinstance(value, list):
        return "; ".join(members_in_words(unit, value).values()) or NOTHING
    match unit:
        case "type":
            return catalogue().types_by_code[value].name_nl
        case "run_by" if value:
            return str(RunBy(value).label)
        case "phone" if value:
            return phone_numbers.shown(value)
        case "retired_on" if value:
            return date_in_words(date.fromisoformat(value))
        case "successor" if value:
            return Provider.objects.filter(slug=value).values_list("name", flat=True).first() or value
    return shown(unit, value)


def members_in_words(unit: str, members: Collection[str]) -> dict[str, str]:
    """Return members of a list that is told, each as people read it."""
    if unit == "roles":
        return {code: str(Role(code).label) for code in members}
    if unit == "sectors":
        return {code: catalogue().sectors_by_code[code].name_nl for code in members}
    if not members:
        return {}
    reader = WorkAreaReader(timezone.localdate())
    return {code: _area_in_words(reader, code) for code in members}


def _area_in_words(reader: WorkAreaReader, code: str) -> str:
    try:
        return ", ".join(parts_in_words(sorted(reader.read([code]))))
    except ValidationError:  # an area that has ended since
        return code
