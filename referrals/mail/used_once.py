"""A mail that a reader has us send to an address of their own: the address is used for that mail, and not kept.

What lives here: asking for the address, and that it goes once and not too often. What does not: what is mailed (each
beside what it is about), that the mail is deleted once it left (NOT_KEPT in purposes.py).
"""

from collections.abc import Callable

from django import forms
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy

from referrals import rate_limits
from referrals.rate_limits import Thing, TooOften
from services.mail_addresses import mailbox_of, refuse_unmailable


class AddressForm(forms.Form):
    """Where it is mailed."""

    email = forms.EmailField(
        label=gettext_lazy("Uw e-mailadres"),
        help_text=gettext_lazy("Alleen voor deze ene mail. Daarna wissen wij het adres."),
        max_length=254,
        validators=[refuse_unmailable],
        error_messages={"required": gettext_lazy("Vul uw e-mailadres in.")},
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


def is_mailed(
    form: AddressForm, *, thing: Thing, alike: Thing, what: str, network: str, post: Callable[[str], None]
) -> bool:
    """Mail it, unless that was done just now; say so on the form, and return False, where it was done too often.

    `what` is the same text for the same mail, and `alike` how often that may go; `post` puts it in the queue for an
    address.
    """
    to, at = form.cleaned_data["email"], timezone.now()
    letter = f"{mailbox_of(to)} {what}"
    try:
        rate_limits.look(alike, letter=letter, at=at)
    except TooOften:
        return True  # pressed twice
    try:
        with (
            rate_limits.counted(alike, letter=letter, at=at),
            rate_limits.counted(thing, network=network, mailbox=to, at=at),
            transaction.atomic(),
        ):
            post(to)
    except TooOften as too_often:
        form.add_error(None, too_often.sentence)
        return False
    return True
