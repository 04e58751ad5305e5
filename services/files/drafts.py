"""A record as it will be after an import, as plain values that a plan keeps, and back.

What lives here: that. What does not: making a draft from a row, and storing it (importing.py).
"""

from datetime import date
from typing import Any

from services.files.importing import Draft
from services.freshness import CheckPart
from services.models import Provider
from services.work_area.parts import AreaPart

_COLUMNS = {field.attname: field for field in Provider._meta.concrete_fields}


def kept_of(draft: Draft) -> dict[str, Any]:
    """Return the values of a draft: `draft_of` makes the same draft of them, while the small lists stay the same."""
    return {
        "provider": {name: getattr(draft.provider, name) for name in _COLUMNS},
        "sectors": sorted(draft.sectors),
        "areas": sorted(draft.areas, key=repr),
        "forgets_area_check": draft.forgets_area_check,
        "checked_parts": sorted(draft.checked_parts),
        "checked_on": draft.checked_on,
        "answer": draft.answer,
    }


def draft_of(kept: dict[str, Any]) -> Draft:
    """Return the draft of these values."""
    return Draft(
        Provider(**{name: _COLUMNS[name].to_python(value) for name, value in kept["provider"].items()}),
        sectors=frozenset(kept["sectors"]),
        areas=frozenset(AreaPart(*part) for part in kept["areas"]),
        forgets_area_check=kept["forgets_area_check"],
        checked_parts=frozenset(map(CheckPart, kept["checked_parts"])),
        checked_on=date.fromisoformat(kept["checked_on"]) if kept["checked_on"] else None,
        answer=kept["answer"],
    )
