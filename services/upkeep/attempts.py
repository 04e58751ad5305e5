"""On the way to a check: somebody could not be reached, or a record may wait until another day.

What lives here: those verbs, and taking them back. What does not: a check (checks.py), what the list makes of it
(desk/reasons.py). They open no change set: nothing of the record itself changes.
"""

from datetime import date
from typing import Any

from regions.writing import verb
from services.models import ContactAttempt, Provider, Snooze


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
