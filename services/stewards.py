"""Which region keeps a record true, and who: as it was written down, or by the rule where it was not yet.

What lives here: the rule, whose a record is, and writing that down. What does not: what a steward may do
(desk/access.py).

The rule: where the work area lies in one region, that one; else the region of the address; else the country. A record
that is new has no row, whoever wrote it; the daily command gives it one, and from then on its work area can change
without it changing hands.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cache
from itertools import chain
from typing import NamedTuple

from django.db.models import Q
from django.utils import timezone

from regions.divisions import LABOUR_MARKET_REGION
from regions.models import Area, AreaMembership, Municipality
from regions.places import Found, Location, find_place, municipality_with
from regions.validity import valid_on
from regions.writing import verb
from services.models import AreaKind, Provider, ServiceArea
from services.querysets import ProviderQuerySet
from services.remembered import remembered
from services.staff_models import StaffMember, Stewardship
from services.work_area.names import areas_by_id
from services.work_area.parts import AreaPart, parts_by_provider

# The region of a record by the rule; None: kept nationally.
Region = int | None
ADDRESS = ("pk", "postcode", "city")
# So many records of somebody a page lists: the rest is counted.
MOST_SHOWN = 50
# So many keys are named in one query: a database takes so many values.
BATCH = 5_000


class Steward(NamedTuple):
    """Whose a record is: a region, or the country where there is none, and an owner who is still at work."""

    region: Area | None
    owner: StaffMember | None

    @property
    def place(self) -> str:
        """Return the region in words."""
        return self.region.name if self.region else "landelijk"


def regions() -> list[Area]:
    """Return the regions that can keep records, by name."""
    return list(Area.objects.filter(scheme__code=LABOUR_MARKET_REGION).order_by("name"))


def steward_of(provider: Provider) -> Steward:
    """Return whose a record is."""
    return stewards_of([provider])[provider.pk]


def stewards_of(providers: Iterable[Provider]) -> dict[int, Steward]:
    """Return whose records are, by key; in a fixed number of queries."""
    keys = [provider.pk for provider in providers]
    written = {row.pk: row for row in Stewardship.objects.filter(pk__in=keys).select_related("region", "owner__user")}
    others = [key for key in keys if key not in written]
    by_rule = regions_by_rule(others) if others else {}
    areas = Area.objects.in_bulk({region for region in by_rule.values() if region}) if by_rule else {}
    return {
        key: Steward(written[key].region, _at_work(written[key].owner))
        if key in written
        else Steward(areas.get(by_rule[key]), None)
        for key in keys
    }


def kept_by(region_ids: Collection[int]) -> Q:
    """Return the condition on providers that one of these regions keeps their record."""
    unwritten = [key for key, region in _unwritten().items() if region in region_ids]
    return Q(stewardship__region__in=region_ids) | Q(stewardship=None, pk__in=unwritten)


def records_of(owner: StaffMember) -> ProviderQuerySet:
    """Return the records that somebody has taken on, by name."""
    return Provider.objects.filter(stewardship__owner=owner).order_by("name", "slug")


def without_owner() -> Q:
    """Return the condition on providers that nobody has taken on their record, or who did has left."""
    owned = Q(stewardship__owner__ended_on=None, stewardship__owner__user__is_active=True)
    return ~(Q(stewardship__owner__isnull=False) & owned)


@verb
def write_down_stewards() -> int:
    """Write down the region of each record that has none yet; return how many that were."""
    found = regions_by_rule(list(Provider.objects.filter(stewardship=None).values_list("pk", flat=True)))
    Stewardship.objects.bulk_create(
        [Stewardship(provider_id=key, region_id=region, is_national=region is None) for key, region in found.items()],
        ignore_conflicts=True,
        batch_size=500,
    )
    return len(found)


def row_to_change(provider: Provider) -> Stewardship:
    """Return the row of a record, made by the rule where there is none; call it in a transaction."""
    region = regions_by_rule([provider.pk])[provider.pk]
    values = {"region_id": region, "is_national": region is None}
    return Stewardship.objects.select_for_update().get_or_create(provider=provider, defaults=values)[0]


def regions_by_rule(keys: Collection[int]) -> dict[int, Region]:
    """Return the region of each of these records by the rule; three queries, and one for each division met."""
    parts: dict[int, list[AreaPart]] = defaultdict(list)
    for some in _in_batches(keys):
        parts |= parts_by_provider(ServiceArea.objects.filter(provider__in=some))
    rule = _Rule()
    addresses = (
        row for some in _in_batches(keys) for row in Provider.objects.filter(pk__in=some).values_list(*ADDRESS)
    )
    return {key: rule.region_of(parts[key], postcode, city) for key, postcode, city in addresses}


def _in_batches(keys: Collection[int]) -> Iterator[list[int]]:
    """Yield keys, so many at a time."""
    listed = list(keys)
    return (listed[start : start + BATCH] for start in range(0, len(listed), BATCH))


def _unwritten() -> Mapping[int, Region]:
    """Return the region by the rule of each record without a row; remembered while nothing changes."""
    without_row = Provider.objects.filter(stewardship=None).values_list("pk", flat=True)
    return remembered("stewards", (timezone.localdate(),), lambda: regions_by_rule(list(without_row)))


def _at_work(owner: StaffMember | None) -> StaffMember | None:
    return owner if owner is not None and owner.is_at_work else None


class _Rule:
    """The rule on one day, with what it found before: many records share a few places."""

    def __init__(self) -> None:
        self._on = timezone.localdate()
        self._regions = {key for key, area in areas_by_id().items() if area.scheme == LABOUR_MARKET_REGION}
        self._codes = dict(Municipality.objects.values_list("pk", "code"))
        self._of_area, self._of_municipality, self._of_text = map(
            cache, (self._look_up_area, self._look_up_municipality, self._look_up_text)
        )

    def region_of(self, parts: Iterable[AreaPart], postcode: str, city: str) -> Region:
        """Return the one region of a work area, else of an address, else none."""
        for held in (self._of_parts(parts), self._of_text(postcode), self._of_text(city)):
            if len(held) == 1:
                return min(held)
        return None

    def _of_parts(self, parts: Iterable[AreaPart]) -> frozenset[int]:
        return frozenset(chain.from_iterable(map(self._of_part, parts)))

    def _of_part(self, part: AreaPart) -> Collection[int]:
        match part.kind:
            case AreaKind.COUNTRY:
                return self._regions
            case AreaKind.AREA:
                return self._of_area(part.area_id)
            case AreaKind.MUNICIPALITY:
                return self._of_municipality(part.municipality_id)
            case AreaKind.POSTCODE:
                return self._of_text(part.pc4 + (part.letters_from if part.letters_from == part.letters_to else ""))
        return ()

    def _look_up_area(self, key: int) -> Collection[int]:
        if key in self._regions:
            return {key}
        members = AreaMembership.objects.filter(valid_on(self._on), area=key).values_list("municipality_id", flat=True)
        return frozenset(chain.from_iterable(map(self._of_municipality, members)))

    def _look_up_municipality(self, key: int) -> Collection[int]:
        return self._inside(municipality_with(self._codes[key], self._on))

    def _look_up_text(self, text: str) -> Collection[int]:
        match find_place(text, self._on) if text else None:
            case Found(location):
                return self._inside(location)
        return ()

    def _inside(self, location: Location | None) -> Collection[int]:
        return self._regions.intersection(location.area_ids) if location else ()
