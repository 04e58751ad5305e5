"""What of a record was changed after somebody last looked at it: an edit is no check, and leaves the date of one.

What lives here: that question, of many records at once and as a condition. What does not: checks (checks.py), the words
of the history (history.py).

What was taken back is no change: neither the change nor what took it back, unless the check came between the two. Nor
is a municipal merger, which gives a work area other codes for the same places.
"""

from collections import defaultdict
from collections.abc import Collection
from functools import reduce
from operator import or_

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet

from notation.dates import date_in_words
from services.freshness import CheckPart
from services.models import ActingAs, ChangeSet, Check, Provider, RecordChange, Verb
from services.upkeep.values import CHECKED


def has_changed_since_check() -> Q:
    """Return the condition on providers that a part of them was changed after its last check."""
    changed = _that_stand().filter(reduce(or_, map(_after_check, CheckPart)))
    return Q(Exists(changed.filter(provider=OuterRef("pk"))))


def changed_since_check(providers: Collection[Provider]) -> dict[int, dict[CheckPart, str]]:
    """Return of each record, by key, the parts that were changed after their last check, in words; one query."""
    flags = {part.value: ExpressionWrapper(_after_check(part), output_field=BooleanField()) for part in CheckPart}
    changed = _that_stand().filter(provider__in=providers).annotate(**flags).order_by()
    found: dict[int, set[CheckPart]] = defaultdict(set)
    for key, *are_changed in changed.values_list("provider_id", *flags):
        found[key] |= {part for part, is_changed in zip(CheckPart, are_changed, strict=True) if is_changed}
    return {one.pk: {part: _in_words(one, part) for part in CheckPart if part in found[one.pk]} for one in providers}


def _in_words(provider: Provider, part: CheckPart) -> str:
    return f"gewijzigd na de controle van {date_in_words(getattr(provider, part.column))}"


def _that_stand() -> QuerySet[RecordChange]:
    """Return the changes of records by people and files that were not taken back."""
    holds_no_more = ChangeSet.objects.filter(undoes=OuterRef("pk"))
    undoing = ChangeSet.objects.filter(~Exists(holds_no_more), undoes=OuterRef("change_set"))
    of_boundaries = {"change_set__verb": Verb.SET_WORK_AREA, "change_set__acting_as": ActingAs.COMMAND}
    return RecordChange.objects.filter(~Exists(undoing)).exclude(**of_boundaries)


def _after_check(part: CheckPart) -> Q:
    """Return the condition on changes that they changed a part that was checked, and nobody looked at it since.

    A record that was added has nothing before it.
    """
    looked = Check.objects.filter(provider=OuterRef("provider"), undone_by=None, **{part.value: True})
    since_this = looked.filter(created_at__gte=OuterRef("change_set__at"))
    since_what_it_undoes = looked.filter(created_at__gte=OuterRef("change_set__undoes__at"))
    was_checked = Q(**{f"provider__{part.column}__isnull": False}, before__has_any_keys=list(CHECKED[part]))
    is_no_undoing = Q(change_set__undoes=None) | Q(Exists(since_what_it_undoes))
    return was_checked & is_no_undoing & ~Q(Exists(since_this))
