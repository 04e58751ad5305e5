"""Records whose own address gives mail back.

What lives here: that reason to look at a record. What does not: noting that a mail came back (mail/bounces.py), for how
long that is known (retention.py).
"""

from django.db.models import Q

from referrals.models import MailState, OutgoingMail
from services.desk.registry import Reason
from services.freshness import OldestChecks

URGENCY = 8


def gives_mail_back(_edges: OldestChecks) -> Q:
    """Return the condition on providers that mail to the address of their record came back; a new address ends it."""
    returned = OutgoingMail.objects.filter(state=MailState.BOUNCED).exclude(to="").values("to")
    return Q(email__in=returned)


MAIL_RETURNS = Reason("mail-terug", "mail komt terug", URGENCY, gives_mail_back)
