"""The mail of the desk to its own people.

What lives here: the words. What does not: when one goes (staff.py), how it looks (services/letter.py), its way:
Django's own mail, whose way is the queue.
"""

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.urls import reverse
from django.utils.translation import override

from notation.dates import date_in_words
from services.desk.rights import rights_of
from services.letter import Letter, draw
from services.staff_models import Invitation


def invite(invitation: Invitation, token: str) -> None:
    """Mail the link of an invitation, in the transaction that makes it."""
    rights = rights_of(invitation.scopes.all())
    with override("nl"):
        letter = Letter(
            subject="Werk mee aan het VWNW-portaal",
            before=[
                f"{invitation.by} nodigt u uit om de gegevens van het VWNW-portaal bij te houden.",
                f"U wordt {rights.in_words}.",
            ],
            link_text="Bekijk de uitnodiging",
            link=settings.SITE_URL + reverse("desk_invitation", args=[token]),
            after=[
                f"De link werkt een keer, tot en met {date_in_words(invitation.expires_on)}.",
                "Stuur deze mail niet door: de link is alleen voor u.",
            ],
        )
        _post(letter, invitation.email, "U krijgt deze mail omdat een beheerder dit adres invulde.")


def _post(letter: Letter, to: str, why: str) -> None:
    drawn = draw(letter, why=why)
    mail = EmailMultiAlternatives(subject=letter.subject, body=drawn.text, to=[to])
    mail.attach_alternative(drawn.html, "text/html")
    mail.send()
