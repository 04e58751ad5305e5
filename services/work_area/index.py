"""Who works where, in memory: read by parts of the country, and cached for as long as no provider changes.

What lives here: the service areas and the providers of the parts that somebody asked about. What does not: how much
of a place a work area holds (holding.py), which of the providers matter (serving.py).

The database renews a version with every change of a provider (migration 0004), and every request compares it: what
is cached can be old for the length of one request, and no longer. A crowded region is then read once, not once a case.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from functools import reduce
from itertools import chain
from operator import or_
from typing import NamedTuple

from django.db.models import Q, QuerySet

from regions.places import Location
from regions.versions import Versions, current_versions
from services.catalogue import catalogue
from services.models import ROLES_TICKED, Provider, Role, ServiceArea, roles_held
from services.reach import Reach, reach_by
from services.work_area.parts import AreaPart, Named, names_holding

# So many providers are cached at most: the whole country has some thousands, and each takes less than a kilobyte.
MAX_CACHED = 50_000

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
    "phone",
    "email",
    "website",
)

# A provider's key with one part of its work area.
HeldPart = tuple[int, AreaPart]


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
    reach: Reach


def providers_holding(locations: Sequence[Location]) -> tuple[list[HeldPart], dict[int, ProviderFacts]]:
    """Return the parts of work areas that may hold (part of) a location, and their providers by key.

    Three queries for what is not in memory yet, and none for what is. A part that holds other letters of a full
    postcode is among them: how much is held, holding.py says.
    """
    index = _current_index()
    names = list(dict.fromkeys(chain.from_iterable(map(names_holding, locations))))
    unread = [name for name in names if name not in index.parts]
    if unread:
        index.read(unread)
    return [part for name in names for part in index.parts[name]], index.providers


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


class _Index:
    """What was read so far of one version of the data.

    Threads share it: parts appear in it after their providers did, and nothing in it changes or goes.
    """

    def __init__(self, versions: Versions) -> None:
        self.versions = versions
        self.parts: dict[Named, list[HeldPart]] = {}
        self.providers: dict[int, ProviderFacts] = {}

    def read(self, names: Collection[Named]) -> None:
        """Read the service areas that name one of these, and the providers that have them."""
        parts: dict[Named, list[HeldPart]] = {name: [] for name in names}
        held = ServiceArea.objects.filter(_naming(names))
        for provider, *columns in held.values_list("provider_id", *AreaPart._fields):
            part = AreaPart._make(columns)
            parts[part.named].append((provider, part))
        providers = Provider.objects.filter(pk__in=held.values("provider_id")).values_list(*COLUMNS)
        for facts in facts_of(list(providers), sectors_of(held.values("provider_id"))):
            self.providers[facts.id] = facts
        self.parts.update(parts)


_cached = _Index(Versions(None, None))


def _current_index() -> _Index:
    """Return the index of the data as they are: a new one where they changed, or where too much is cached."""
    global _cached  # noqa: PLW0603 - the one thing that this process caches here
    versions, index = current_versions(), _cached
    if index.versions != versions or len(index.providers) > MAX_CACHED:
        # Another thread may be replacing it too, by one of another version: this one goes on with its own.
        index = _cached = _Index(versions)
    return index


def _naming(names: Iterable[Named]) -> Q:
    """Return the condition on service areas that they name one of these."""
    values = defaultdict(list)
    for kind, value in names:
        values[kind].append(value)
    return reduce(or_, (Q(**{f"{kind.value}__in": found}) for kind, found in values.items()))
