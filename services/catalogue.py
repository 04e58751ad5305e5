"""The small lists that nearly every page needs: types of providers, sectors and dated values.

What lives here: those lists, read once and cached in the process. What does not: changing them (admin.py), filling
them (files/loading.py).
"""

from dataclasses import dataclass, field
from functools import cached_property

from regions.versions import cached_while_unchanged
from services.language import in_own_language
from services.models import DatedParameter, ProviderType, Role, Sector
from services.parameters import DatedValue, ParameterBook


@dataclass(frozen=True)
class TypeEntry:
    """A type of provider and the roles it has by itself."""

    id: int
    code: str
    name_nl: str
    name_en: str
    description_nl: str
    description_en: str
    roles: frozenset[Role]
    is_private: bool
    needs_sector: bool
    cost_nl: str
    cost_en: str
    source: str

    @property
    def name(self) -> str:
        """Return the name in the reader's language."""
        return in_own_language(self.name_nl, self.name_en)

    @property
    def description(self) -> str:
        """Return what it does, in the reader's language."""
        return in_own_language(self.description_nl, self.description_en)

    @property
    def cost(self) -> str:
        """Return what is known of the cost, in the reader's language; empty where nothing is."""
        return in_own_language(self.cost_nl, self.cost_en)


@dataclass(frozen=True)
class SectorEntry:
    """A branch of industry."""

    id: int
    code: str
    name_nl: str
    name_en: str

    @property
    def name(self) -> str:
        """Return the name in the reader's language."""
        return in_own_language(self.name_nl, self.name_en)


@dataclass(frozen=True)
class Catalogue:
    """All types and sectors in their own order, and every dated value."""

    types: tuple[TypeEntry, ...]
    sectors: tuple[SectorEntry, ...]
    parameters: ParameterBook = field(hash=False)

    @cached_property
    def types_by_id(self) -> dict[int, TypeEntry]:
        """Return the types by database key."""
        return {entry.id: entry for entry in self.types}

    @cached_property
    def types_by_code(self) -> dict[str, TypeEntry]:
        """Return the types by code."""
        return {entry.code: entry for entry in self.types}

    @cached_property
    def sectors_by_id(self) -> dict[int, SectorEntry]:
        """Return the sectors by database key."""
        return {entry.id: entry for entry in self.sectors}

    @cached_property
    def sectors_by_code(self) -> dict[str, SectorEntry]:
        """Return the sectors by code."""
        return {entry.code: entry for entry in self.sectors}


@cached_while_unchanged
def catalogue() -> Catalogue:
    """Return the lists, from memory as long as nobody changed them."""
    return Catalogue(
        types=tuple(_type_entry(row) for row in ProviderType.objects.all()),
        sectors=tuple(SectorEntry(*row) for row in Sector.objects.values_list("id", "code", "name_nl", "name_en")),
        parameters=ParameterBook(
            DatedValue(*row)
            for row in DatedParameter.objects.exclude(approved_at=None).values_list(
                "code", "value", "unit", "valid_from", "source", "valid_until", "checked_by_staff_on", "is_example"
            )
        ),
    )


def _type_entry(row: ProviderType) -> TypeEntry:
    return TypeEntry(
        id=row.pk,
        code=row.code,
        name_nl=row.name_nl,
        name_en=row.name_en,
        description_nl=row.description_nl,
        description_en=row.description_en,
        roles=row.role_flags,
        is_private=row.is_private,
        needs_sector=row.needs_sector,
        cost_nl=row.cost_nl,
        cost_en=row.cost_en,
        source=row.source,
    )
