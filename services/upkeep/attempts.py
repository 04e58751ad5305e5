"""On the way to a check: somebody could not be reached, or a record may wait until another day.

What lives here: those verbs, and taking them back. What does not: a check (checks.py), what the list makes of it
(desk/reasons.py). They open no change set: nothing of the record itself changes.
"""

from collections.abc import Collection, Mapping
from datetime import date, timedelta
from typing import Any

from regions.writing import verb
from services.models import Check, ContactAttempt, ImportPlan, Provider, Snooze

A_DAY = timedelta(days=1)
SATURDAY = 5
BATCH = 500


@verb
def not_reached(
    *, provider: Provider, by: Any, on: date, until: date, urgency: int, method: str = "", note: str = ""
) -> ContactAttempt:
    """Record that somebody could not reach an organisation, and let its record wait until a day; return the attempt.

    Of one person on one day it is one attempt. `urgency` is that of the record now: what is worse brings it back.
    """
    attempt, _is_new = ContactAttempt.objects.update_or_create(
        provider=provider, by=by, on=on, defaults={"method": method, "note": note}
    )
    put_away(provider=provider, by=by, until=until, urgency=urgency)
    return attempt


@verb
def none_reached(*, plan: ImportPlan, by: Any, on: date, urgencies: Mapping[int, int]) -> None:
    """Record that by a file somebody called these organisations in vain; their records wait until the next working day.

    `urgencies` is how urgent each record is now, by key. Whom that person could not reach before on that day has an
    attempt already, which is not the file's to take back.
    """
    known = ContactAttempt.objects.filter(provider__in=urgencies, by=by, on=on).values_list("provider_id", flat=True)
    new = urgencies.keys() - set(known)
    ContactAttempt.objects.bulk_create(
        (ContactAttempt(provider_id=key, by=by, on=on, method=Check.Method.PHONE, plan=plan) for key in sorted(new)),
        batch_size=BATCH,
    )
    until = next_working_day(on)
    Snooze.objects.bulk_create(
        (Snooze(provider_id=key, until=until, urgency=urgency, by=by) for key, urgency in sorted(urgencies.items())),
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["provider"],
        update_fields=["until", "urgency", "by"],
    )


@verb
def take_back_of_file(*, plan: ImportPlan, slugs: Collection[str] | None = None) -> int:
    """Forget the attempts that a file told of, of all its records or of these, and what waits with them.

    Return how many they were.
    """
    theirs = plan.attempts.all() if slugs is None else plan.attempts.filter(provider__slug__in=slugs)
    Snooze.objects.filter(provider__in=theirs.values("provider"), by__in=theirs.values("by")).delete()
    forgotten, _of = theirs.delete()
    return forgotten


def next_working_day(day: date) -> date:
    """Return the next day from Monday to Friday."""
    day += A_DAY
    while day.weekday() >= SATURDAY:
        day += A_DAY
    return day


@verb
def put_away(*, provider: Provider, by: Any, until: date, urgency: int) -> None:
    """Let a record wait until a day, unless something more urgent than this comes up."""
    Snooze.objects.update_or_create(provider=provider, defaults={"until": until, "urgency": urgency, "by": by})


@verb
def take_back_attempt(*, provider: Provider, by: Any, number: int) -> bool:
    """Forget an attempt, by who made it, and what waits with it; return whether it was theirs and still there."""
    forgotten, _of = ContactAttempt.objects.filter(provider=provider, by=by, pk=number).delete()
    if forgotten:
        Snooze.objects.filter(provider=provider, by=by).delete()
    return bool(forgotten)


@verb
def bring_back(*, provider: Provider) -> None:
    """Put a record back in the list, whoever put it away."""
    Snooze.objects.filter(provider=provider).delete()
