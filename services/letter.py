"""A letter: a mail in words, drawn as text and as a page, with what stands under each mail of the portal.

What lives here: the shape of it, and the way of the desk's letters: Django's own mail, whose backend is the queue. What
does not: what letters say (each beside what it is about), the way of letters about a case (referrals/mail/letter.py),
the looks (templates/mail/).
"""

from collections.abc import Sequence
from typing import NamedTuple

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse


class Letter(NamedTuple):
    """A mail in words: what comes before the one link in it, the link, and what comes after. Text, no markup."""

    subject: str
    before: Sequence[str]
    link_text: str = ""
    link: str = ""
    after: Sequence[str] = ()


class Drawn(NamedTuple):
    """A letter as it is mailed."""

    text: str
    html: str


def draw(letter: Letter, *, why: str, examples: Sequence[str] = (), reference: str = "") -> Drawn:
    """Draw a letter in the language that is on; under it stands `why` its reader gets it."""
    contact = settings.SITE_URL + reverse("contact")
    shown = {"letter": letter, "why": why, "examples": examples, "reference": reference, "contact": contact}
    text, html = (render_to_string(f"mail/letter.{form}", shown) for form in ("txt", "html"))
    return Drawn(text.strip() + "\n", html)


def post(letter: Letter, to: str, *, why: str) -> None:
    """Mail a letter to one address, in the transaction that it is about."""
    drawn = draw(letter, why=why)
    mail = EmailMultiAlternatives(subject=letter.subject, body=drawn.text, to=[to])
    mail.attach_alternative(drawn.html, "text/html")
    mail.send()
