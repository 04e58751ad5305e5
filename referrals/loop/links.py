"""Private links: signed, for one purpose each, and ended by a new key or by time.

What lives here: making and opening them. What does not: mailing them (letters.py), giving a row a new key (actions.py),
the link of a case that was kept (advice/saved_cases.py), which is made in the same way.

A link names a row and the key that the row has at that moment, so whoever has the link needs no account, and a new
key ends every link to the row. Each purpose has a salt of its own: a link opens nothing but its own page. A link says
when it was signed and so ends by itself, and so does a case in which nothing happens any more: neither waits for the
daily command, which only clears up.
"""

from contextlib import suppress
from datetime import datetime, timedelta
from enum import Enum, StrEnum, auto
from typing import Any, NamedTuple

from django.conf import settings
from django.core import signing
from django.db.models import Max, QuerySet
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.crypto import salted_hmac

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


class Confirmed(NamedTuple):
    """A case that was confirmed; `leads_on` says that the link still opens its page."""

    details: CaseDetails
    leads_on: bool


class Ended(Enum):
    """Why a link that worked opens nothing any more.

    There is a newer one, the provider's referral was withdrawn, or nothing is known of the case any more.
    """

    REPLACED = auto()
    WITHDRAWN = auto()
    GONE = auto()


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


def key_after_confirming(key: str) -> str:
    """Return the key that a case gets when it is confirmed, from the one that the link to confirm names.

    So whoever still has that link is led on to the employer's page, until that page gets a new address or the link is
    older than the address of a page may be.
    """
    return salted_hmac("referrals.links.confirmed", key, algorithm="sha256").hexdigest()[:32]


def confirmed_by(token: str) -> "Confirmed | None":
    """Return the case that a link to confirm did its work for before; None where nothing was confirmed by it."""
    try:
        case, key = named_by(token, _salt(Purpose.CONFIRM))
    except LinkRefused:
        return None
    details = CaseDetails.objects.filter(pk=case, confirmed_at__isnull=False).first()
    if details is None or _is_at_rest(case):
        return None
    is_too_old = _is_older(token, Purpose.CONFIRM, _life_of(Purpose.EMPLOYER))
    return Confirmed(details, leads_on=details.key == key_after_confirming(key) and not is_too_old)


def was_ended(purpose: Purpose, token: str) -> "Ended | None":
    """Return how an employer's link, once ours, came to its end; None for one that never was, or still works."""
    try:
        case, key = named_by(token, _salt(purpose))
    except LinkRefused:
        return None
    details = CaseDetails.objects.filter(pk=case).first()
    if details is not None:
        return Ended.REPLACED if details.key != key and not _is_at_rest(case) else None
    return Ended.GONE if ReferredCase.objects.filter(pk=case).exists() else None


def how_ended(token: str) -> "Ended | None":
    """Return how a provider's link, once ours, came to its end; None for one that never was, or is no more than old."""
    named = _named_by_provider(token)
    referral = Referral.objects.filter(pk=named[0]).first() if named else None
    if named is None or referral is None:
        return None
    if _is_at_rest(referral.case_id) or not CaseDetails.objects.filter(pk=referral.case_id).exists():
        return Ended.GONE
    if referral.state == State.WITHDRAWN:
        return Ended.WITHDRAWN
    return Ended.REPLACED if referral.key != named[1] else None


def _named_by_provider(token: str) -> tuple[str, str] | None:
    for purpose in (Purpose.ANSWER, Purpose.PROGRESS):
        with suppress(LinkRefused):
            return named_by(token, _salt(purpose))
    return None


def _open(purpose: Purpose, token: str, rows: QuerySet) -> Any:
    row = row_behind(token, _salt(purpose), rows)
    if _is_at_rest(row.case_id):
        raise LinkRefused
    if _is_older(token, purpose, _life_of(purpose)):
        raise LinkRefused(row)
    return row


def _is_at_rest(case: Any) -> bool:
    return cases_at_rest(timezone.now()).filter(pk=case).exists()


def _is_older(token: str, purpose: Purpose, life: timedelta) -> bool:
    try:
        signing.TimestampSigner(salt=_salt(purpose)).unsign(token, max_age=life)
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
