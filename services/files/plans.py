"""A file in two steps: what it would change is told and kept, and done later, if nobody changed those records since.

What lives here: making a plan, applying it once. What does not: reading a file and writing records (importing.py),
taking an import back (upkeep/undoing.py), its pages (desk/importing.py).
"""

from collections.abc import Iterable
from datetime import date
from hashlib import sha256

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Q

from regions.writing import lock_directory, verb
from services.files.importing import ImportSummary, import_providers
from services.files.table import FileError
from services.models import ChangeSet, ImportPlan, Provider
from services.stewards import write_down_stewards
from services.upkeep.door import Version, refuse_moved, staff, versions_of

# What somebody may change without asking a manager of the region.
MOST_RECORDS_OF_AN_EDITOR = 200


class PlanRefused(Exception):
    """A plan cannot be applied; the text says why. Nothing was written."""


@verb
def make_plan(*, data: bytes, name: str, by: AbstractBaseUser, on: date, reach: Q, most_records: int) -> ImportPlan:
    """Find out what a file would change, and keep that with the file.

    `reach` is the condition on the records that the person may change: a row for another is an error, and so is a file
    that changes more than `most_records`.
    """
    summary = import_providers(data, on=on, dry_run=True)
    if not summary.errors:
        summary.errors = [*_out_of_reach(summary, reach), *_too_many(summary, most_records)]
    keys = dict(Provider.objects.filter(slug__in=_slugs(summary)).values_list("pk", "slug"))
    return ImportPlan.objects.create(
        by_id=by.pk,
        name=name[:200],
        sha256=sha256(data).hexdigest(),
        data=data,
        told={"changes": [], "warnings": []} | summary.as_json(),
        seen={keys[key]: version for key, version in versions_of(keys).items()},
    )


@verb
def apply_plan(*, plan: ImportPlan, by: AbstractBaseUser, on: date, reach: Q) -> ChangeSet:
    """Do what a plan told, all of it or nothing, and return the change; applied before, return that.

    A record that moved since the plan was made raises MovedSinceSeen; wrong or out of reach: PlanRefused.
    """
    lock_directory()
    plan = ImportPlan.objects.select_for_update().get(pk=plan.pk)
    if plan.change_set is not None:
        return plan.change_set
    if plan.has_errors or not plan.changes_something:
        raise PlanRefused("Dit bestand is niet in te lezen: er staan fouten in, of het verandert niets.")
    slugs = {change["slug"] for change in plan.told["changes"]}
    _refuse_moved(plan, slugs)
    summary = import_providers(bytes(plan.data), on=on, by=staff(by))
    if summary.errors:
        raise PlanRefused("De gebieden of soorten zijn gewijzigd sinds u dit bestand opstuurde. Stuur het opnieuw.")
    write_down_stewards()  # who keeps a new record is settled by the rule before it is asked
    if Provider.objects.filter(slug__in=slugs).exclude(reach).exists():
        raise PlanRefused(
            "Er staat een nieuwe organisatie in die onder een ander valt. Vraag een beheerder van die regio."
        )
    plan.change_set = ChangeSet.objects.latest("pk")
    plan.save(update_fields=["change_set"])
    return plan.change_set


def _refuse_moved(plan: ImportPlan, slugs: Iterable[str]) -> None:
    """Raise MovedSinceSeen where a record was changed, or PlanRefused where one was added or deleted since."""
    keys = dict(Provider.objects.filter(slug__in=slugs).values_list("slug", "pk"))
    if set(keys) != set(plan.seen):
        raise PlanRefused(
            "Er kwam een organisatie bij, of er ging een weg, sinds u dit bestand opstuurde. Stuur het opnieuw."
        )
    seen: dict[int, Version] = {keys[slug]: version for slug, version in plan.seen.items()}
    refuse_moved(seen)


def _slugs(summary: ImportSummary) -> set[str]:
    return {change.slug for change in summary.changes or []}


def _out_of_reach(summary: ImportSummary, reach: Q) -> list[FileError]:
    stored = Provider.objects.filter(slug__in=_slugs(summary))
    theirs = set(stored.exclude(reach).values_list("slug", flat=True))
    lines = {change.slug: change.line for change in summary.changes or [] if change.slug in theirs}
    message = "Deze organisatie valt onder een ander. Haal de regel weg, of vraag het daar."
    return [FileError(line, "slug", message) for line in sorted(lines.values())]


def _too_many(summary: ImportSummary, most: int) -> list[FileError]:
    number = summary.created + summary.updated
    message = "Dit bestand wijzigt %(number)d organisaties. U mag er %(most)d tegelijk wijzigen."
    return [FileError(1, "", message % {"number": number, "most": most})] if number > most else []
