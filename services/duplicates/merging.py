"""Two records that are one organisation become one: the verbs that merge them and take that back.

What lives here: those verbs, when they are refused, and what of two records can be chosen. What does not: finding pairs
(finding.py), who may (the desk).

Merging moves nothing. The record that goes keeps its row, its address, its checks, its history and its referrals; it
has stopped, and points to the one that stays. So taking it back can lose nothing.
"""

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet

from regions.writing import lock_directory, verb
from services.duplicates.models import DuplicatePair, Merge, PairState
from services.models import ChangeSet, Provider, Role, Verb
from services.upkeep.door import Actor, MovedSinceSeen, Version, change, changes_since
from services.upkeep.history import field_label
from services.upkeep.record import ENGLISH_IS_OLDER, TOLD, Record, Value, write
from services.upkeep.records import set_work_area
from services.upkeep.undoing import take_back
from services.work_area.codes import NOT_KNOWN, WorkAreaReader

COUNTRY = "NL"
# What says one thing together is chosen together.
GROUPS: Mapping[str, tuple[str, ...]] = {
    "soort en rollen": ("type", "has_own_roles", *Role),
    "adres": ("street", "postcode", "city", "latitude", "longitude"),
    "beschrijving": ("description_nl", "description_en"),
}
CONTACT = ("email", "phone", "website")
# Follows from the contact data and texts that are chosen, or from merging itself.
NEVER_ASKED = ("is_example", ENGLISH_IS_OLDER, "retired_on")
SETS = ("sectors", "areas")


class Block(NamedTuple):
    """What of two records is chosen at once: its name, what people call it, and its fields."""

    name: str
    label: str
    fields: tuple[str, ...]

    @property
    def can_be_joined(self) -> bool:
        """Return whether what both records say can be kept together."""
        return self.name in SETS


def _blocks() -> Iterator[Block]:
    grouped = {name for fields in GROUPS.values() for name in fields}
    alone = [name for name in (*TOLD, *SETS) if name not in grouped and name not in NEVER_ASKED]
    yield from (Block(fields[0], label, fields) for label, fields in GROUPS.items())
    yield from (Block(name, field_label(name), (name,)) for name in alone)


BLOCKS = tuple(_blocks())


def blocks_that_differ(one: Record, other: Record) -> list[Block]:
    """Return what two records say differently, and so has to be chosen."""
    return [block for block in BLOCKS if any(one[name] != other[name] for name in block.fields)]


def values_taken(kept: Record, gone: Record, taken: Collection[str], joined: Collection[str]) -> Record:
    """Return the fields of `kept` that change where these blocks are taken from `gone`, and these of both joined."""
    values: Record = {name: gone[name] for block in BLOCKS if block.name in taken for name in block.fields}
    values |= {name: _joined(name, kept[name], gone[name]) for name in joined}
    sources = {name: gone if name in taken else kept for name in CONTACT}
    values["is_example"] = any(source["is_example"] and source[name] for name, source in sources.items())
    values[ENGLISH_IS_OLDER] = (gone if "description_nl" in taken else kept)[ENGLISH_IS_OLDER]
    return {name: value for name, value in values.items() if value != kept[name]}


def _joined(name: str, one: list[str], other: list[str]) -> list[str]:
    """Return two lists as one: no sectors are all of them, and the country holds all areas."""
    if name == "sectors" and not (one and other):
        return []
    both = {*one, *other} - {NOT_KNOWN} or {NOT_KNOWN}
    return [COUNTRY] if COUNTRY in both else sorted(both)


@verb
def merge(
    *,
    kept: Provider,
    gone: Provider,
    values: Mapping[str, Value],
    reason: str,
    by: Actor,
    on: date,
    seen: Mapping[int, Version],
) -> Merge:
    """Let `kept` stand for `gone` too, with these fields of it changed; `gone` stops today, if it had not.

    `seen` are the versions of both that somebody looked at: MovedSinceSeen where one has another by now. What cannot be
    merged raises ValidationError. Nothing is moved or deleted, and nothing becomes fresher.
    """
    refuse_merge(kept, gone, on)
    with change(Verb.MERGE, by=by, records=[kept.pk, gone.pk], seen=seen, reason=reason) as door:
        kept, gone = Provider.objects.get(pk=kept.pk), Provider.objects.get(pk=gone.pk)
        refuse_merge(kept, gone, on)
        write(kept, {name: value for name, value in values.items() if name != "areas"}, on=on)
        if "areas" in values:
            set_work_area(provider=kept, areas=WorkAreaReader(on).read(values["areas"]), by=by)
        _refuse_without_sector(kept)
        gone.merged_into = kept
        gone.retired_on = gone.retired_on if _has_stopped(gone, on) else on
        gone.save(update_fields=["merged_into", "retired_on", "updated_at"])
        _pair_of(kept, gone).update(state=PairState.MERGED)
        return Merge.objects.create(kept=kept, gone=gone, change_set=door.change_set)


@verb
def unmerge(*, merge: Merge, by: Actor, on: date) -> ChangeSet:
    """Take a merge back: both records are as they were; return the change, that of before where it was taken back.

    A record that was changed since raises MovedSinceSeen: what would be lost is named.
    """
    lock_directory()
    merge = Merge.objects.select_related("change_set", "undone_by").get(pk=merge.pk)
    if merge.undone_by is not None:
        return merge.undone_by
    keys = (merge.kept_id, merge.gone_id)
    if moved := {key: rows for key in keys if (rows := changes_since(key, merge.change_set_id))}:
        raise MovedSinceSeen(moved)
    with change(Verb.UNMERGE, by=by, records=keys, undoes=merge.change_set) as door:
        take_back(list(merge.change_set.records.order_by("pk")), door.change_set, on=on)
        merge.undone_by = door.change_set
        merge.save(update_fields=["undone_by"])
        _pair_of(merge.kept, merge.gone).update(state=PairState.OPEN)
    return merge.undone_by


def merges_of(provider: Provider) -> list[Merge]:
    """Return the merges that hold in which a record took part, last first."""
    held = Merge.objects.filter(Q(kept=provider) | Q(gone=provider), undone_by=None)
    return list(held.select_related("kept", "gone", "change_set__by"))


def refuse_merge(kept: Provider, gone: Provider, on: date) -> None:
    """Raise ValidationError where two records cannot become one in this direction."""
    if kept.pk == gone.pk:
        raise ValidationError("Dit is twee keer dezelfde organisatie. Kies een andere.")
    for record in (gone, kept):
        if record.merged_into is not None:
            raise ValidationError(
                f"{record.name} is al samengevoegd met {record.merged_into.name}. Voeg samen met die organisatie."
            )
    if _has_stopped(kept, on):
        raise ValidationError(f"{kept.name} is gestopt en kan dus niet blijven. Kies de andere als wie blijft.")


def _refuse_without_sector(kept: Provider) -> None:
    if kept.type.needs_sector and not kept.sectors.exists():
        raise ValidationError(f"Kies sectoren: '{kept.type}' werkt altijd voor eigen sectoren.")


def _has_stopped(provider: Provider, on: date) -> bool:
    return provider.retired_on is not None and provider.retired_on <= on


def _pair_of(one: Provider, other: Provider) -> QuerySet[DuplicatePair]:
    first, second = sorted((one.pk, other.pk))
    return DuplicatePair.objects.filter(first=first, second=second)
