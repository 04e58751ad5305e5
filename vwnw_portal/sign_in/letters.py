"""The mail that tells somebody what changed of their account.

What lives here: the words. What does not: when it goes (changes.py), how a mail looks (templates/mail).
"""

from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from notation.dates import date_in_words
from referrals.mail.letter import post
from referrals.mail.purposes import MailPurpose
from services.letter import Letter

if TYPE_CHECKING:
    from vwnw_portal.sign_in.changes import Change


def tell(change: "Change", address: str) -> None:
    """Put the mail about a change in the queue, in the transaction of that change."""
    now = timezone.localtime()
    letter = Letter(
        subject=_subjects()[change.name],
        before=[_("Dit gebeurde op %(day)s om %(time)s uur.") % {"day": date_in_words(now), "time": f"{now:%H.%M}"}],
        link_text=_("Bekijk uw account"),
        link=settings.SITE_URL + reverse("mfa_index"),
        after=[
            _(
                "Deed u dit niet zelf? Wijzig dan meteen uw wachtwoord, beëindig uw andere sessies en meld het aan de "
                "beheerder van het portaal."
            )
        ],
    )
    post(
        letter,
        purpose=MailPurpose.ACCOUNT,
        to=address,
        language=(get_language() or settings.LANGUAGE_CODE)[:2],
        why=_("U krijgt deze mail omdat dit adres hoort of hoorde bij een account in het VWNW-portaal."),
    )


def _subjects() -> dict[str, str]:
    return {
        "PASSWORD": _("Uw wachtwoord is gewijzigd"),
        "ADDRESS": _("Uw e-mailadres is gewijzigd"),
        "FACTOR_ADDED": _("Uw account heeft er een tweede stap bij"),
        "FACTOR_REMOVED": _("Een tweede stap van uw account is verwijderd"),
        "CODES_MADE": _("Uw account heeft nieuwe herstelcodes"),
        "SESSIONS_ENDED": _("Uw andere sessies zijn beëindigd"),
    }
