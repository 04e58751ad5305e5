"""Finding likely doubles among the records, and keeping what people said of them.

What lives here: reading the records, and the verbs that fill the table. What does not: the judgement (scoring.py).
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from regions.models import AreaMembership, Postcode
from regions.validity import valid_on
from regions.writing import lock_directory, verb
from services.catalogue import catalogue
from services.duplicates.blocks import likely_pairs
from services.duplicates.models import DuplicatePair, PairState
from services.duplicates.record import Record, digest_of
from services.models import AreaKind, Provider, ServiceArea
from services.work_area.facts import sectors_of
from services.work_area.parts import AreaPart, parts_by_provider

COLUMNS = ("pk", "name", "type_id", "street", "postcode", "city", "latitude", "longitude", "email", "phone", "website")
BATCH = 1000


class Found(NamedTuple):
    """What a search for doubles changed: new pairs, those asked again, and those that are likely no more."""

    new: int
    asked_again: int
    gone: int


def open_pairs() -> QuerySet[DuplicatePair]:
    """Return the pairs of which nobody has said what they are."""
    return DuplicatePair.objects.filter(state=PairState.OPEN, first__merged_into=None, second__merged_into=None)


def find_duplicates(on: date) -> Found:
    """Bring the table up to the records that had not stopped on a day; safe to repeat.

    A pair of which somebody said that it is not the same is asked again once a field that was compared has changed.
    What is merged stays as it is. Only the writing waits for other writers.
    """
    pairs = [
        DuplicatePair(
            first_id=first.id,
            second_id=second.id,
            score=verdict.score,
            why=[reason.value for reason in verdict.why],
            digest=digest_of(first, second),
        )
        for first, second, verdict in likely_pairs(list(read_records(on)))
    ]
    return _keep(pairs)


@verb
def say_not_the_same(*, pair: DuplicatePair) -> None:
    """Record that two records are two organisations, as far as compared; ValidationError where they changed since."""
    shown = DuplicatePair.objects.filter(pk=pair.pk, digest=pair.digest).exclude(state=PairState.MERGED)
    if not shown.update(state=PairState.NOT_THE_SAME):
        raise ValidationError(_("Deze gegevens zijn intussen veranderd. Bekijk de twee opnieuw."))


@verb
def _keep(pairs: list[DuplicatePair]) -> Found:
    lock_directory()
    present = {(pair.first_id, pair.second_id): pair for pair in DuplicatePair.objects.all()}
    providers = set(Provider.objects.values_list("pk", flat=True))
    new, changed, asked_again, found = [], [], 0, set()
    for pair in pairs:
        key = pair.first_id, pair.second_id
        found.add(key)
        before = present.get(key)
        if before is None:
            if providers.issuperset(key):  # one may be gone since it was read
                new.append(pair)
        elif before.state != PairState.MERGED and _of(before) != _of(pair):
            if before.digest != pair.digest:
                asked_again += before.state != PairState.OPEN
                before.state = PairState.OPEN
            before.score, before.why, before.digest = _of(pair)
            changed.append(before)
    gone = [pair.pk for key, pair in present.items() if pair.state == PairState.OPEN and key not in found]
    DuplicatePair.objects.filter(pk__in=gone).delete()
    DuplicatePair.objects.bulk_create(new, batch_size=BATCH)
    DuplicatePair.objects.bulk_update(changed, ["state", "score", "why", "digest"], batch_size=BATCH)
    return Found(len(new), asked_again, len(gone))


def _of(pair: DuplicatePair) -> tuple[int, list[str], str]:
    return pair.score, pair.why, pair.digest


# --- Records as values -------------------------------------------------------------------------------------


def read_records(on: date) -> Iterator[Record]:
    """Yield what is compared of every record that had not stopped on a day."""
    providers = Provider.objects.published(on)
    types, sectors, parts = (
        catalogue().types_by_id,
        sectors_of(providers.values("pk")),
        parts_by_provider(ServiceArea.objects.all()),
    )
    held_by = _MunicipalitiesHeld(on)
    all_sectors = frozenset[str]()
    for key, name, type_id, street, postcode, city, latitude, longitude, *contact in providers.values_list(*COLUMNS):
        email, phone, website = contact
        areas = parts.get(key, [])
        yield Record(
            id=key,
            name=name,
            type=types[type_id].code,
            sectors=sectors.get(key, all_sectors),
            street=street,
            postcode=postcode,
            city=city,
            position=None if latitude is None else (latitude, longitude),
            email=email,
            phone=phone,
            website=website,
            areas=frozenset(map(repr, areas)),
            municipalities=held_by(areas),
        )


class _MunicipalitiesHeld:
    """The municipalities that (part of) a work area lies in."""

    def __init__(self, on: date) -> None:
        self._of_area: dict[int, set[int]] = defaultdict(set)
        memberships = AreaMembership.objects.filter(valid_on(on)).values_list("area_id", "municipality_id")
        for area, municipality in memberships:
            self._of_area[area].add(municipality)
        self._of_pc4 = dict(Postcode.objects.values_list("pc4", "place__municipality_id"))

    def __call__(self, parts: list[AreaPart]) -> frozenset[int] | None:
        """Return them by key; None where the work area is not known, or the whole country."""
        held: set[int] = set()
        for part in parts:
            match part.kind:
                case AreaKind.AREA:
                    held |= self._of_area[part.area_id]
                case AreaKind.MUNICIPALITY:
                    held.add(part.municipality_id)
                case AreaKind.POSTCODE:
                    held.add(self._of_pc4.get(part.pc4, 0))
                case _:
                    return None
        return frozenset(held) or None
