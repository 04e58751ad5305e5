"""A letter: a mail in words, drawn as text and as a page, with what stands under each mail of the portal.

What lives here: the shape of it, and its way into the queue. What does not: what letters say (loop/letters.py,
vwnw_portal/sign_in/letters.py), the queue (outbox.py), the looks (templates/mail/).
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from referrals.mail import outbox
from referrals.mail.purposes import MailPurpose
from referrals.models import OutgoingMail


class Letter(NamedTuple):
    """A mail in words: what comes before the one link in it, the link, and what comes after. Text, no markup."""

    subject: str
    before: Sequence[str]
    link_text: str = ""
    link: str = ""
    after: Sequence[str] = ()


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
    contact = settings.SITE_URL + reverse("contact")
    shown = {"letter": letter, "why": why, "examples": examples, "reference": reference, "contact": contact}
    return outbox.put(
        purpose=purpose,
        to=to,
        subject=letter.subject,
        text=render_to_string("mail/letter.txt", shown).strip() + "\n",
        html=render_to_string("mail/letter.html", shown),
        language=language,
        **about,
    )
