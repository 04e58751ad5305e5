"""The way of a letter into the queue.

What lives here: putting it there. What does not: the shape of a letter (services/letter.py), what letters say
(loop/letters.py, vwnw_portal/sign_in/letters.py), the queue (outbox.py).
"""

from collections.abc import Sequence
from typing import Any

from referrals.mail import outbox
from referrals.mail.purposes import MailPurpose
from referrals.models import OutgoingMail
from services.letter import Letter, draw


def post(
    letter: Letter,
    *,
    purpose: MailPurpose,
    to: str,
    language: str,
    why: str,
    examples: Sequence[str] = (),
    reference: str = "",
    **about: Any,
) -> OutgoingMail:
    """Put a letter in the queue, drawn in the language that is on; under it stands `why` its reader gets it.

    `about` are the case and the referral, for the queue. Call it inside the transaction that the mail is about.
    """
    drawn = draw(letter, why=why, examples=examples, reference=reference)
    return outbox.put(
        purpose=purpose,
        to=to,
        subject=letter.subject,
        text=drawn.text,
        html=drawn.html,
        language=language,
        **about,
    )
