"""Mailing a plan to an address of one's own: it is used once, and not kept.

What lives here: what is asked, and the words of the mail. What does not: the pages around it (views.py,
saved_case_views.py), how often somebody may (referrals/mail/used_once.py). What is mailed holds nothing that a stranger
typed: places are named as we know them.
"""

from django import forms
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from referrals.advice.as_text import lines_of
from referrals.advice.page import AdvicePage
from referrals.mail.letter import post
from referrals.mail.purposes import MailPurpose
from referrals.mail.used_once import AddressForm, is_mailed
from referrals.rate_limits import Thing
from services.language import reader_language
from services.letter import Letter


class KeptPlanMailForm(AddressForm):
    """Where a kept plan is mailed, and whether the address that opens it goes along: who has it reads the case."""

    with_link = forms.BooleanField(
        label=gettext_lazy("Zet het geheime adres van mijn casus in de mail"),
        help_text=gettext_lazy("Wie de mail leest, kan dan uw casus lezen."),
        required=False,
    )


def is_plan_mailed(form: AddressForm, page: AdvicePage, *, kept_at: str, network: str) -> bool:
    """Mail the plan as the form asks; False where that was done too often, which the form then says.

    `kept_at` is the address that opens the kept case; empty where there is none.
    """
    link = kept_at if form.cleaned_data.get("with_link") else ""
    return is_mailed(
        form,
        thing=Thing.PLAN,
        alike=Thing.SAME_PLAN,
        what=f"{page.digest} {reader_language()} {link}",
        network=network,
        post=lambda to: _post(page, to, link),
    )


def _post(page: AdvicePage, to: str, link: str) -> None:
    letter = Letter(
        subject=_("Uw plan van werk naar werk"),
        before=lines_of(page),
        link_text=_("Open uw plan") if link else _("Naar het portaal"),
        link=link or settings.SITE_URL + reverse("home"),
    )
    why = _("U krijgt deze mail omdat iemand dit adres invulde bij een plan. Wij bewaren het adres niet.")
    post(letter, purpose=MailPurpose.PLAN, to=to, language=reader_language(), why=why)
