"""What routing needs of providers, whatever the case.

What lives here: reading that from rows. What does not: where they work (index.py), what is asked of them (serving.py,
sets.py).
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from django.db.models import QuerySet

from services.catalogue import catalogue
from services.models import ROLES_TICKED, Provider, Role, roles_held
from services.reach import Reach, reach_by

COLUMNS = (
    "id",
    "slug",
    "name",
    "type_id",
    "preventive",
    "curative",
    "reintegration",
    "min_redundancies",
    "takes_redundant",
    "last_checked_on",
    "silent_since",
    "latitude",
    "longitude",
    "retired_on",
    "first_contact",
    "capacity",
    "capacity_until",
    "phone",
    "email",
    "website",
)


class ProviderFacts(NamedTuple):
    """What routing needs of one provider, whatever the case."""

    id: int
    slug: str
    name: str
    type_code: str
    roles: frozenset[Role]
    sectors: frozenset[str]
    min_redundancies: int | None
    takes_redundant: bool | None
    last_checked_on: date | None
    silent_since: date | None
    latitude: float | None
    longitude: float | None
    retired_on: date | None
    is_first_contact: bool
    capacity: str
    capacity_until: date | None
    reach: Reach


def facts_of(rows: Sequence[tuple], sectors: dict[int, frozenset[str]]) -> Iterator[ProviderFacts]:
    """Yield providers as the rules want them, from rows of COLUMNS and the codes of their sectors."""
    types, all_sectors = catalogue().types_by_id, frozenset[str]()
    for key, slug, name, type_id, preventive, curative, reintegration, *others, phone, email, website in rows:
        kind = types[type_id]
        roles = roles_held(ROLES_TICKED[preventive, curative, reintegration], kind.roles)
        reach = reach_by(phone, email, website)
        yield ProviderFacts(key, slug, name, kind.code, roles, sectors.get(key, all_sectors), *others, reach)


def sectors_of(providers: Collection[int] | QuerySet) -> dict[int, frozenset[str]]:
    """Return the codes of the sectors of the providers that have any; no query for no providers."""
    known = catalogue().sectors_by_id
    codes: dict[int, set[str]] = defaultdict(set)
    links = Provider.sectors.through.objects.filter(provider_id__in=providers)
    for provider, sector in links.values_list("provider_id", "sector_id"):
        codes[provider].add(known[sector].code)
    return {provider: frozenset(found) for provider, found in codes.items()}
