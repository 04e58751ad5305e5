"""How often somebody may do something in a day, without keeping who it was.

What lives here: counting tries, and what the limits of a case and of a forgotten password are. What does not: the
numbers (settings), the limit on new links (loop/provider/answer_views.py).
"""

from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import ngettext_lazy

from referrals.mail.addresses import mailbox_of
from referrals.models import Attempt

A_DAY = timedelta(days=1)
# What one connection of a household or an office gets: an address of its own for each try would be no limit.
IPV6_NETWORK = 64

TOO_MANY_FROM_NETWORK = ngettext_lazy(
    "Vanaf uw netwerk kwam vandaag al %(most)s aanvraag. Probeer het morgen opnieuw.",
    "Vanaf uw netwerk kwamen vandaag al %(most)s aanvragen. Probeer het morgen opnieuw.",
    "most",
)
TOO_MANY_TO_MAILBOX = ngettext_lazy(
    "Naar dit adres ging vandaag al %(most)s mail. Kijk in uw mail, of probeer het morgen opnieuw.",
    "Naar dit adres gingen vandaag al %(most)s mails. Kijk in uw mail, of probeer het morgen opnieuw.",
    "most",
)


def count_case(*, network: str, mailbox: str, at: datetime) -> str:
    """Count a case for the network and the mailbox that it comes from; return why it is one too many, or nothing."""
    return _count(
        ("case_address", network, settings.CASES_PER_ADDRESS, TOO_MANY_FROM_NETWORK),
        ("case_mailbox", mailbox_of(mailbox), settings.CASES_PER_MAILBOX, TOO_MANY_TO_MAILBOX),
        at=at,
    )


def count_reset(*, network: str, mailbox: str, at: datetime) -> str:
    """Count a forgotten password, of whoever has an account or none; return why it is one too many, or nothing."""
    return _count(
        ("reset_address", network, settings.RESETS_PER_ADDRESS, TOO_MANY_FROM_NETWORK),
        ("reset_mailbox", mailbox_of(mailbox), settings.RESETS_PER_MAILBOX, TOO_MANY_TO_MAILBOX),
        at=at,
    )


def _count(*limits: tuple[str, str, int, Any], at: datetime) -> str:
    for kind, who, most, sentence in limits:
        if not allow(kind=kind, who=who, most=most, at=at):
            return sentence % {"most": most}
    return ""


def take_back_case(*, network: str, mailbox: str, at: datetime) -> None:
    """Let a case that was counted at this moment, and came to nothing, not count."""
    take_back(kind="case_address", who=network, at=at)
    take_back(kind="case_mailbox", who=mailbox_of(mailbox), at=at)


def take_back(*, kind: str, who: str, at: datetime) -> None:
    """Let a try of this moment, which came to nothing, not count."""
    Attempt.objects.filter(digest=_digests(kind, who, at)[0], at=at).delete()


def case_refused(*, network: str, at: datetime) -> str:
    """Return why no case can come from this network any more today, before anything is asked; empty where it can."""
    most = settings.CASES_PER_ADDRESS
    return TOO_MANY_FROM_NETWORK % {"most": most} if times(kind="case_address", who=network, at=at) >= most else ""


def times(*, kind: str, who: str, at: datetime) -> int:
    """Return how often `who` did this in the day before."""
    return Attempt.objects.filter(digest__in=_digests(kind, who, at), at__gt=at - A_DAY).count()


def allow(*, kind: str, who: str, most: int, at: datetime) -> bool:
    """Return whether `who` (an address or mailbox) did this fewer than `most` times in the day before, and record it.

    Kept is a digest under the secret key with the day in it, so that the tries of two days cannot be laid side by side.
    Written first and counted then: of two tries at once both may be refused, but never one too many allowed.
    """
    attempt = Attempt.objects.create(digest=_digests(kind, who, at)[0], at=at)
    if times(kind=kind, who=who, at=at) <= most:
        return True
    attempt.delete()
    return False


def address_of_request(request: HttpRequest) -> str:
    """Return the network address that a request came from, as far as a limit is concerned.

    Behind our own proxy that is the last address it was told of; what stands before it the visitor may have made up.
    """
    address = request.META.get("REMOTE_ADDR", "")
    if settings.SECURE_PROXY_SSL_HEADER:
        address = request.headers.get("X-Forwarded-For", address).rpartition(",")[2].strip()
    try:
        found = ip_address(address)
    except ValueError:
        return address
    return str(ip_network((found, IPV6_NETWORK), strict=False)) if isinstance(found, IPv6Address) else str(found)


def _digests(kind: str, who: str, at: datetime) -> list[str]:
    """Return what the tries of today and of the day before are kept under."""
    today = timezone.localdate(at)
    return [_digest(kind, who, day.isoformat()) for day in (today, today - A_DAY)]


def _digest(kind: str, who: str, day: str) -> str:
    return salted_hmac(f"referrals.limits.{kind}.{day}", who.strip().casefold(), algorithm="sha256").hexdigest()
