"""Which links are asked today, one at a time for each host, and what an answer makes of one.

What lives here: the rows as a queue, their turns, and patience. What does not: asking (asking.py), the rows themselves
(services/models/link_checks.py). Any number of processes may work on the queue at once, and each may be killed.

A turn is a row that holds the name of a host, which the database lets stand once. Who was killed holds it no longer
than a minute.
"""

from collections import Counter
from datetime import date, timedelta
from functools import partial
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from services.link_checks.asking import Answer, Verdict, ask, host_of
from services.link_checks.links import Link, links_of
from services.models import Provider
from services.models.link_checks import DAYS_UNTIL_BROKEN, LinkCheck, LinkState

# Longer than a question with all its redirects takes (asking.SECONDS).
TURN = timedelta(minutes=1)
# A page that is there stays for a while. Of others an answer is looked for each week, or each day where one more
# decides.
DAYS_WHEN_WORKING, DAYS_WHEN_NOT, DAYS_IN_DOUBT = 28, 7, 1
BATCH = 1000
NOBODYS = {"leased_host": None, "leased_until": None}


def follow_records(on: date) -> None:
    """Bring the queue in line with the records: what changed begins anew, and what is not shown is not asked.

    A website at a domain for examples is none. A link that is being asked is left for the next time.
    """
    shown = Provider.objects.published(on).filter(is_example=False).order_by("pk")
    rows = shown.exclude(website="", documents=[]).values_list("pk", "website", "documents")
    standing = dict.fromkeys(link for row in rows for link in links_of(*row))
    kept = {Link(*columns): key for key, *columns in LinkCheck.objects.values_list("pk", *Link._fields)}
    outdated = [key for link, key in kept.items() if link not in standing]
    for start in range(0, len(outdated), BATCH):
        LinkCheck.objects.filter(pk__in=outdated[start : start + BATCH], leased_host=None).delete()
    new = (link for link in standing if link not in kept)
    LinkCheck.objects.bulk_create(
        (LinkCheck(**link._asdict(), host=host_of(link.url), next_on=on) for link in new),
        batch_size=BATCH,
        ignore_conflicts=True,
    )


def ask_due(*, limit: int) -> Counter[Verdict]:
    """Ask the links whose day has come, the longest waiting first; return how many gave which verdict."""
    today = timezone.localdate()
    due = LinkCheck.objects.filter(next_on__lte=today).order_by("next_on", "pk")
    verdicts: Counter[Verdict] = Counter()
    for key in list(due.values_list("pk", flat=True)[:limit]):
        LinkCheck.objects.filter(leased_until__lte=timezone.now()).update(**NOBODYS)
        link = due.filter(pk=key, **NOBODYS).first()
        if link is not None:
            verdicts[_ask_in_turn(link)] += 1
    return verdicts


def _ask_in_turn(link: LinkCheck) -> Verdict:
    answer = ask(link.url, partial(_take_turn, link))
    _as_held(link).update(**NOBODYS, **_what_follows(link, answer, timezone.localdate()))
    return answer.verdict


def _take_turn(link: LinkCheck, host: str) -> bool:
    """Take the turn of a host, giving back the one that the link has; return False where somebody else has it."""
    turn = {"leased_host": host, "leased_until": timezone.now() + TURN}
    try:
        with transaction.atomic():
            taken = _as_held(link).update(**turn) == 1
    except IntegrityError:
        return False
    if taken:
        link.leased_host, link.leased_until = turn.values()
    return taken


def _as_held(link: LinkCheck) -> QuerySet[LinkCheck]:
    """Return the row, unless somebody else took it since: who was slower than a turn has nothing to say any more."""
    held = {"leased_host": link.leased_host, "leased_until": link.leased_until}
    return LinkCheck.objects.filter(pk=link.pk, next_on=link.next_on, **held)


def _what_follows(link: LinkCheck, answer: Answer, today: date) -> dict[str, Any]:
    """Return the columns that an answer changes."""
    if answer.verdict is Verdict.BUSY:
        return {}
    told = {"last_status": answer.status}
    if answer.verdict is Verdict.WORKS:
        next_on = today + timedelta(DAYS_WHEN_WORKING)
        return told | {"state": LinkState.WORKS, "failed_days": 0, "last_failed_on": None, "next_on": next_on}
    failed_days = link.failed_days
    if answer.verdict is Verdict.GONE:
        failed_days += link.last_failed_on != today
        told["last_failed_on"] = today
    # An answer that says nothing takes nothing back either.
    state = LinkState.BROKEN if failed_days >= DAYS_UNTIL_BROKEN else LinkState.UNKNOWN
    is_in_doubt = 0 < failed_days < DAYS_UNTIL_BROKEN
    next_on = today + timedelta(DAYS_IN_DOUBT if is_in_doubt else DAYS_WHEN_NOT)
    return told | {"failed_days": failed_days, "state": state, "next_on": next_on}
