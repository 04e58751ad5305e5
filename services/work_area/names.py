"""The names of areas and municipalities, by their keys in the database.

What lives here: lists cached in the process. What does not: putting a work area into words (in_words.py).
"""

from dataclasses import dataclass

from regions.models import Area, Municipality
from regions.versions import cached_while_unchanged
from services.language import in_own_language


@dataclass(frozen=True, slots=True)
class AreaEntry:
    """An area with the division that it belongs to."""

    scheme: str
    name: str
    scheme_name_nl: str
    scheme_name_en: str

    @property
    def label(self) -> str:
        """Return the division and the name, as in "arbeidsmarktregio Midden-Gelderland"."""
        return f"{in_own_language(self.scheme_name_nl, self.scheme_name_en)} {self.name}"


@cached_while_unchanged
def areas_by_id() -> dict[int, AreaEntry]:
    """Return every area by its database key, from memory as long as the reference data stay the same."""
    columns = ("pk", "scheme__code", "name", "scheme__name_nl", "scheme__name_en")
    return {key: AreaEntry(*entry) for key, *entry in Area.objects.values_list(*columns)}


@cached_while_unchanged
def municipality_names() -> dict[int, str]:
    """Return the name of every municipality by its database key, cached in the same way."""
    return dict(Municipality.objects.values_list("pk", "name"))
