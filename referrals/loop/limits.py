"""How often something may be sent behind the private links of a referred case.

What lives here: counting it for whoever sends a request. What does not: the numbers and the counting
(rate_limits.py), the limit on new cases (employer/send_views.py).
"""

from contextlib import AbstractContextManager

from django.http import HttpRequest
from django.utils import timezone

from referrals import rate_limits
from referrals.models import CaseDetails, Referral
from referrals.networks import network_of
from referrals.rate_limits import Thing


def move_counted(request: HttpRequest) -> AbstractContextManager[None]:
    """Count the move that is made inside, and mails somebody.

    Withdrawing is no such move: it is never refused, and is told only to who got a mail that was counted.
    """
    return rate_limits.counted(Thing.MOVE, network=network_of(request), at=timezone.now())


def new_link_counted(request: HttpRequest, row: CaseDetails | Referral, mailbox: str) -> AbstractContextManager[None]:
    """Count the new link to a row that is mailed inside."""
    return rate_limits.counted(Thing.NEW_LINK, **_who_asks(request, row, mailbox), at=timezone.now())


def new_link_refused(request: HttpRequest, row: CaseDetails | Referral, mailbox: str) -> str:
    """Return why no new link to a row can be mailed now; nothing where one can."""
    return rate_limits.refused(Thing.NEW_LINK, **_who_asks(request, row, mailbox), at=timezone.now())


def _who_asks(request: HttpRequest, row: CaseDetails | Referral, mailbox: str) -> dict[str, str]:
    return {"network": network_of(request), "row": str(row.pk), "mailbox": mailbox}
