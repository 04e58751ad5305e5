"""Who works where, in memory: read by parts of the country, and cached for as long as no provider of a part changes.

What lives here: the service areas and the providers of the parts that somebody asked about. What does not: how much
of a place a work area holds (holding.py), which of the providers matter (serving.py), providers as sets (sets.py).

The database renews a version with every change of a provider (migration 0004), and every request compares it: what
is cached can be old for the length of one request, and no longer. What changed since is then read anew (changed.py),
and nothing else: a crowded region is read once, not once a case nor once an edit.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cached_property
from itertools import chain
from operator import itemgetter

from django.db.models import Q, QuerySet

from regions.places import Location
from regions.versions import Versions, current_versions
from services.models import AreaKind, Provider, ServiceArea
from services.work_area.changed import changed_between
from services.work_area.facts import COLUMNS, ProviderFacts, facts_of, sectors_of
from services.work_area.parts import AreaPart, Named, names_holding
from services.work_area.sets import Sets

# So many providers are cached at most: the whole country has some thousands, and each takes about a kilobyte.
MAX_CACHED = 150_000

# A provider's key with one part of its work area.
HeldPart = tuple[int, AreaPart]
_KEY = itemgetter(0)


def providers_holding(locations: Sequence[Location]) -> tuple[list[HeldPart], dict[int, ProviderFacts]]:
    """Return the parts of work areas that may hold (part of) a location, and their providers by key.

    Three queries for what is not in memory yet, and none for what is. A part that holds other letters of a full
    postcode is among them: how much is held, holding.py says.
    """
    index = _current_index()
    parts = index.named(chain.from_iterable(map(names_holding, locations)))
    return [row for part in parts.values() for row in part.rows], index.providers


def parts_holding(location: Location) -> "tuple[dict[Named, Part], dict[int, ProviderFacts]]":
    """Return the same of one location by what is named, the providers as sets too; what nobody names is left out."""
    index = _current_index()
    return index.named(names_holding(location)), index.providers


class Part:
    """The providers of which the work area names one thing, and their rows. What it holds never changes."""

    def __init__(self, rows: Iterable[HeldPart], providers: Mapping[int, ProviderFacts]) -> None:
        self.rows = [row for row in rows if row[0] in providers]
        self._providers = providers

    @cached_property
    def sets(self) -> Sets:
        """Return its providers as sets, made when somebody asks."""
        return Sets([self._providers[key] for key in dict.fromkeys(key for key, _part in self.rows)])

    def holds_any(self, keys: frozenset[int]) -> bool:
        """Return whether it holds one of these providers."""
        if "sets" in self.__dict__:
            return any(key in self.sets.numbers for key in keys)
        return not keys.isdisjoint(map(_KEY, self.rows))

    def rows_of(self, keys: Collection[int]) -> "Iterable[HeldPart]":
        """Return its rows of these providers. Where each has one, it stands where its number in the sets says."""
        numbers = self.sets.numbers
        if len(numbers) == len(self.rows):
            return [self.rows[numbers[key]] for key in keys if key in numbers]
        return [row for row in self.rows if row[0] in keys]

    def renewed(
        self, changed: Collection[int], rows: Sequence[HeldPart], providers: Mapping[int, ProviderFacts]
    ) -> "Part":
        """Return the part when some providers changed, with their rows of now. Its sets are made anew only if it must.

        Who was in it and still is keeps its place, and its number in the sets.
        """
        own: dict[int, list[HeldPart]] = defaultdict(list)
        for row in rows:
            own[row[0]].append(row)
        before = {key for key, _area in self.rows if key in changed}
        stayed = before == own.keys()
        kept: list[HeldPart] = []
        for row in self.rows:
            kept += own.pop(row[0], ()) if row[0] in before else [row]
        part = Part([*kept, *chain.from_iterable(own.values())], providers)
        if stayed and "sets" in self.__dict__:
            part.sets = self.sets.edited([providers[key] for key in before])
        return part


class _Index:
    """What was read so far of one version of the data.

    Threads share it: parts appear in it after their providers did, and nothing in it changes or goes.
    """

    def __init__(self, versions: Versions) -> None:
        self.versions = versions
        self.blocks: set[Named] = set()
        self.parts: dict[Named, Part] = {}
        self.providers: dict[int, ProviderFacts] = {}

    def read(self, blocks: Collection[Named]) -> None:
        """Read the service areas that name anything in these blocks, and the providers that have them."""
        held = ServiceArea.objects.filter(_in_blocks(blocks))
        rows = self._read_rows(held)
        self._read_providers(held.values("provider_id"))
        self.parts.update({name: Part(own, self.providers) for name, own in rows.items()})
        self.blocks |= blocks

    def named(self, names: Iterable[Named]) -> dict[Named, Part]:
        """Return the parts of these names, read now where they were not; what nobody names is not among them."""
        names = list(dict.fromkeys(names))
        unread = {block_of(name) for name in names} - self.blocks
        if unread:
            self.read(unread)
        return {name: self.parts[name] for name in names if name in self.parts}

    def renewed(self, versions: Versions, changed: frozenset[int]) -> "_Index":
        """Return what was read of it as it is at a later version, between which only these providers changed.

        What holds none of them is shared with this one.
        """
        index = _Index(versions)
        index.providers = self.providers.copy()  # not dict(): that is slow where one of many went
        for key in changed - index._read_providers(changed):
            index.providers.pop(key, None)
        rows = self._read_rows(ServiceArea.objects.filter(provider__in=changed))
        index.blocks, index.parts = set(self.blocks), dict(self.parts)
        held = {name for name, part in self.parts.items() if part.holds_any(changed)}
        for name in held | {name for name in rows if block_of(name) in index.blocks}:
            before = self.parts.get(name) or Part([], {})
            index.parts[name] = before.renewed(changed, rows.get(name, ()), index.providers)
        return index

    def _read_rows(self, areas: QuerySet[ServiceArea]) -> dict[Named, list[HeldPart]]:
        rows: dict[Named, list[HeldPart]] = defaultdict(list)
        same: dict[AreaPart, AreaPart] = {}  # thousands name the same region
        for provider, *columns in areas.values_list("provider_id", *AreaPart._fields):
            part = AreaPart._make(columns)
            part = same.setdefault(part, part)
            rows[part.named].append((provider, part))
        return rows

    def _read_providers(self, keys: Collection[int] | QuerySet) -> set[int]:
        """Read these providers; return the keys of those that there are."""
        providers = Provider.objects.filter(pk__in=keys).values_list(*COLUMNS)
        read = {facts.id: facts for facts in facts_of(list(providers), sectors_of(keys))}
        self.providers.update(read)
        return set(read)


_cached = _Index(Versions(None, None))


def _current_index() -> _Index:
    """Return the index of the data as they are: where they changed, with what changed read anew."""
    global _cached  # noqa: PLW0603 - the one thing that this process caches here
    versions, index = current_versions(), _cached
    if index.versions != versions or len(index.providers) > MAX_CACHED:
        # Another thread may be replacing it too, by one of another version: this one goes on with its own.
        index = _cached = _renewed(index, versions)
    return index


def _renewed(index: _Index, versions: Versions) -> _Index:
    """Return the index at these versions: an empty one where too much changed or is cached, or nobody can tell what.

    One that another thread renewed since this request began is as good: it knows more.
    """
    if index.versions.reference != versions.reference or len(index.providers) > MAX_CACHED:
        return _Index(versions)
    before, now = index.versions.directory, versions.directory
    changed = changed_between(before, now)
    if changed is not None:
        return index.renewed(versions, changed)
    return _Index(versions) if changed_between(now, before) is None else index


def block_of(name: Named) -> Named:
    """Return what is read at once with a name: all municipalities, and the postcodes with the same first two digits.

    A region is a block by itself. So a place that nobody asked for before seldom has anything to read.
    """
    match name:
        case (AreaKind.MUNICIPALITY, _):
            return AreaKind.MUNICIPALITY, True
        case (AreaKind.POSTCODE, str(pc4)):
            return AreaKind.POSTCODE, pc4[:2]
    return name


def _in_blocks(blocks: Iterable[Named]) -> Q:
    """Return the condition on service areas that they name anything in these blocks."""
    either = Q()
    for kind, value in blocks:
        match kind:
            case AreaKind.MUNICIPALITY:
                either |= Q(municipality_id__isnull=False)
            case AreaKind.POSTCODE:
                either |= Q(pc4__gte=f"{value}00", pc4__lte=f"{value}99")
            case _:
                either |= Q(**{kind.value: value})
    return either
