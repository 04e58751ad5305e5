"""The page on which a reader mails a comparison to an address of their own: it is used once, and not kept.

What lives here: requests and responses, and the words of the mail. What does not: what is compared
(services/organisation/comparison.py), how often somebody may (referrals/mail/used_once.py). It stands above the apps
because it joins organisations with the mail of the portal. What is mailed holds nothing that a stranger typed.
"""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from referrals.decorators import anonymous, read_or_send
from referrals.mail.letter import post
from referrals.mail.purposes import MailPurpose
from referrals.mail.used_once import AddressForm, is_mailed
from referrals.networks import network_of
from referrals.rate_limits import Thing
from services import compared, wording
from services.language import reader_language
from services.letter import Letter
from services.organisation.comparison import Compared, comparison_of


@anonymous
@read_or_send
def mail_comparison(request: HttpRequest) -> HttpResponse:
    """Ask for an address, and mail it the organisations that this page's own address names."""
    found = comparison_of(compared.slugs_in(request.GET)[: compared.MOST], timezone.localdate())
    query = compared.address(one.slug for one in found)
    if not found:
        return redirect("compare")
    form = AddressForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _is_mailed(request, found, form):
        return redirect(reverse("comparison_mailed") + query)
    breadcrumb = [
        {"label": _("Zoeken"), "url": reverse("search")},
        {"label": _("Vergelijken"), "url": reverse("compare") + query},
        {"label": _("Mail dit naar mijzelf")},
    ]
    context = {"compared": found, "form": form, "query": query, "breadcrumb": breadcrumb}
    return render(request, "portal/mail_comparison.html", context)


@login_not_required
@require_safe
def comparison_mailed(request: HttpRequest) -> HttpResponse:
    """Say that the mail is on its way, and lead back to the comparison."""
    query = compared.address(compared.slugs_in(request.GET)[: compared.MOST])
    return render(request, "portal/comparison_mailed.html", {"query": query})


def _is_mailed(request: HttpRequest, found: list[Compared], form: AddressForm) -> bool:
    return is_mailed(
        form,
        thing=Thing.COMPARISON,
        alike=Thing.SAME_COMPARISON,
        what=" ".join(one.slug for one in found),
        network=network_of(request),
        post=lambda to: _post(found, to),
    )


def _post(found: list[Compared], to: str) -> None:
    letter = Letter(
        subject=_("Organisaties die u vergeleek"),
        before=[_("U vergeleek deze organisaties:"), *map(_in_words, found)],
        link_text=_("Bekijk ze naast elkaar"),
        link=settings.SITE_URL + reverse("compare") + compared.address(one.slug for one in found),
    )
    post(
        letter,
        purpose=MailPurpose.COMPARISON,
        to=to,
        language=reader_language(),
        why=_("U krijgt deze mail omdat dit adres werd ingevuld bij een vergelijking. Wij bewaren het niet."),
    )


def _in_words(one: Compared) -> str:
    """Return an organisation in one line: its name, whom it helps, its conditions and how to reach it."""
    contact, example = one.profile.contact, _("voorbeeld") if one.profile.provider.is_example else ""
    told = [
        wording.labelled(_("helpt bij"), one.situations.lower()) if one.situations else "",
        one.conditions,
        contact.phone_shown,
        contact.email,
        contact.website,
        example,
    ]
    return f"{one.name}: {'; '.join(filter(None, told))}"
