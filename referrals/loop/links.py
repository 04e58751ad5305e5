"""Private links: signed, for one purpose each, and ended by a new key or by time.

What lives here: making and opening them. What does not: mailing them (letters.py), giving a row a new key (actions.py),
the link of a case that was kept (advice/saved_cases.py), which is made in the same way.

A link names a row and the key that the row has at that moment, so whoever has the link needs no account, and a new
key ends every link to the row. Each purpose has a salt of its own: a link opens nothing but its own page. A link says
when it was signed and so ends by itself, and so does a case in which nothing happens any more: neither waits for the
daily command, which only clears up.
"""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from django.conf import settings
from django.core import signing
from django.db.models import Max, QuerySet
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone, translation

from referrals.models import CaseDetails, Referral, ReferredCase
from referrals.signed_links import LinkRefused, named_by, row_behind, sign
from referrals.status import State

# A provider that comes back later asks for a new link, which goes to its address on record.
ANSWER_LIFE = timedelta(days=14)


class Purpose(StrEnum):
    """What a link is for."""

    CONFIRM = "confirm"
    EMPLOYER = "employer"
    ANSWER = "answer"
    PROGRESS = "progress"


PAGES = {
    Purpose.CONFIRM: "refer_confirm",
    Purpose.EMPLOYER: "referred",
    Purpose.ANSWER: "answer",
    Purpose.PROGRESS: "progress",
}


def token_of(purpose: Purpose, row: CaseDetails | Referral) -> str:
    """Return the part of the address that opens this row for this purpose."""
    return sign(row, _salt(purpose))


def address_of(purpose: Purpose, row: CaseDetails | Referral, language: str) -> str:
    """Return the whole address of the page in `nl` or `en`; it needs no request."""
    with translation.override(language):
        return settings.SITE_URL + reverse(PAGES[purpose], args=[token_of(purpose, row)])


def open_case(purpose: Purpose, token: str) -> CaseDetails:
    """Return the details of the case behind an employer's link, or raise LinkRefused."""
    return _open(purpose, token, CaseDetails.objects.select_related("case"))


def open_referral(purpose: Purpose, token: str) -> Referral:
    """Return the referral behind a provider's link, or raise LinkRefused.

    A withdrawn referral has no link any more, and every link ends when the details of the case are to go.
    """
    alive = Referral.objects.filter(case__details__isnull=False).exclude(state=State.WITHDRAWN)
    return _open(purpose, token, alive.select_related("case__details", "provider"))


def cases_at_rest(now: datetime) -> QuerySet[ReferredCase]:
    """Return the cases in which nothing happened for so long that their links ended and their details are to go."""
    return ReferredCase.objects.annotate(last_event=Coalesce(Max("referrals__events__at"), "created_at")).filter(
        last_event__lte=now - timedelta(days=settings.CASE_DETAILS_DAYS)
    )


def was_confirmed(token: str) -> bool:
    """Return whether a link to confirm did its work before: confirming ended it, and nothing else is wrong with it."""
    try:
        case, _key = named_by(token, _salt(Purpose.CONFIRM))
    except LinkRefused:
        return False
    return CaseDetails.objects.filter(pk=case, confirmed_at__isnull=False).exists()


def _open(purpose: Purpose, token: str, rows: QuerySet) -> Any:
    row = row_behind(token, _salt(purpose), rows)
    if cases_at_rest(timezone.now()).filter(pk=row.case_id).exists():
        raise LinkRefused
    if _is_too_old(purpose, token):
        raise LinkRefused(row)
    return row


def _is_too_old(purpose: Purpose, token: str) -> bool:
    try:
        signing.loads(token, salt=_salt(purpose), max_age=_life_of(purpose))
    except signing.SignatureExpired:
        return True
    return False


def _life_of(purpose: Purpose) -> timedelta:
    """Return how long a link works at most; who needs one for longer has a new one mailed."""
    return {
        Purpose.CONFIRM: timedelta(days=settings.UNCONFIRMED_CASE_DAYS),
        Purpose.ANSWER: ANSWER_LIFE,
    }.get(purpose, timedelta(days=settings.CASE_DETAILS_DAYS))


def _salt(purpose: Purpose) -> str:
    return f"referrals.links.{purpose}"
