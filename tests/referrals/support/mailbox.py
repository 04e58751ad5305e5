"""Reading the mail that waits in the queue, and going where its link leads.

What lives here: helpers. What does not: tests.
"""

import re

from django.conf import settings

from referrals.models import OutgoingMail


def newest(purpose: str) -> OutgoingMail:
    """Return the mail of this purpose that was put in the queue last."""
    return OutgoingMail.objects.filter(purpose=purpose).latest("created_at")


def path_in(mail: OutgoingMail) -> str:
    """Return the path of the one link with a token in a mail; it stands in both the text and the HTML."""
    (address,) = set(re.findall(rf"{re.escape(settings.SITE_URL)}(/\S+:\S+/)", mail.text))
    assert address in mail.html
    return address
