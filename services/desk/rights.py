"""Rights as one value: a role, in which regions, for which types. Rows hold one of each; people think of all of them.

What lives here: that value, from rows and to rows, and in words. What does not: what a role may do (access.py).
"""

from collections.abc import Iterable, Iterator
from itertools import product
from typing import Any, NamedTuple

from services.catalogue import catalogue
from services.staff_models import OF_THE_COUNTRY, InvitedScope, StaffRole, StaffScope
from services.work_area.names import areas_by_id

# Said outright, where a list that is empty would be a mistake.
EVERYWHERE: tuple[int | None, ...] = (None,)
ALL_TYPES: tuple[int | None, ...] = (None,)


class Rights(NamedTuple):
    """A role in some regions for some types, by their keys; None stands for all of them."""

    role: StaffRole
    regions: tuple[int | None, ...] = EVERYWHERE
    types: tuple[int | None, ...] = ALL_TYPES

    @property
    def in_words(self) -> str:
        """Return the rights as a page says them."""
        if self.role in OF_THE_COUNTRY:
            return str(self.role.label)
        regions, types = areas_by_id(), catalogue().types_by_id
        where = ", ".join(sorted(regions[key].name if key else "heel Nederland" for key in self.regions))
        kinds = ", ".join(types[key].name_nl if key else "alle soorten" for key in self.types)
        return f"{self.role.label}: {where}; {kinds}"

    def rows(self, model: type[StaffScope] | type[InvitedScope], **whose: Any) -> Iterator[Any]:
        """Yield the unsaved rows that hold these rights."""
        for region, kind in product(self.regions, self.types):
            yield model(
                role=self.role,
                everywhere=region is None,
                region_id=region,
                all_types=kind is None,
                type_id=kind,
                **whose,
            )

    @property
    def as_codes(self) -> dict[str, Any]:
        """Return the rights as an event keeps them: with codes, which outlive keys."""
        regions, types = areas_by_id(), catalogue().types_by_id
        return {
            "role": str(self.role),
            "regions": [regions[key].name if key else "NL" for key in self.regions],
            "types": [types[key].code if key else "*" for key in self.types],
        }


def rights_of(scopes: Iterable[StaffScope | InvitedScope]) -> Rights | None:
    """Return what these rows say together; None where there are none."""
    rows = list(scopes)
    if not rows:
        return None
    return Rights(
        StaffRole(rows[0].role),
        tuple(dict.fromkeys(row.region_id for row in rows)),
        tuple(dict.fromkeys(row.type_id for row in rows)),
    )
