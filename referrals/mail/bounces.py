"""Mail that comes back: which mail of ours it was, and whether it is undeliverable for good.

What lives here: reading one returned mail and noting it. What does not: fetching returned mail (the mail server hands
it to the command `record_bounce`). The returned mail itself is not kept.
"""

import re
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import NamedTuple
from uuid import UUID

from referrals.mail.transport import one_line
from referrals.models import MailState, OutgoingMail

# A mail that waits, failed or was withdrawn cannot have come back.
CAN_COME_BACK = (MailState.HANDING_OVER, MailState.SENT, MailState.UNSURE)
# The number of a mail of ours (outbox.py) is a UUID.
MAIL_NUMBER = re.compile(r"message-id:\s*<([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})@", re.IGNORECASE)


class Returned(NamedTuple):
    """Why a mail is undeliverable, in the words of the mail server, and the numbers it may have."""

    why: str
    numbers: list[UUID]


def record(raw: bytes) -> OutgoingMail | None:
    """Note that a mail came back for good; return it, or None when nothing is known to have failed for good.

    A mail that is only late, an out-of-office reply and anything else change nothing.
    """
    returned = read(raw)
    if returned is None:
        return None
    for mail in OutgoingMail.objects.filter(pk__in=returned.numbers):
        came_back = OutgoingMail.objects.filter(pk=mail.pk, state__in=CAN_COME_BACK)
        if came_back.update(state=MailState.BOUNCED, error=returned.why):
            mail.refresh_from_db()
            return mail
    return None


def read(raw: bytes) -> Returned | None:
    """Read a returned mail; None when it does not say that delivery has failed for good."""
    message = message_from_bytes(raw, policy=policy.default)
    why = _failure(message)
    if why is None:
        return None
    return Returned(why, [UUID(number) for number in MAIL_NUMBER.findall(_all_text(message, raw))])


def _failure(message: EmailMessage) -> str | None:
    """Return why delivery failed for good, by a delivery report (RFC 3464) or by the header that Exim gives."""
    for part in message.walk():
        if part.get_content_type() == "message/delivery-status":
            for block in part.walk():
                if str(block.get("Action", "")).strip().lower() == "failed":
                    words = f"{block.get('Status', '')} {block.get('Diagnostic-Code', '')}"
                    return one_line(words) or "De mailserver zegt niet waarom."
    if message.get("X-Failed-Recipients"):
        return "De mailserver van de ontvanger geeft de mail terug."
    return None


def _all_text(message: EmailMessage, raw: bytes) -> str:
    """Return the mail as it came and the text of its parts: the original's headers may be encoded."""
    texts = [part.get_payload(decode=True) for part in message.walk() if not part.is_multipart()]
    return b"\n".join([raw, *(text for text in texts if text)]).decode("utf-8", errors="replace")
