"""Staff's list of mails that did not simply arrive, and the one thing to do about them.

What lives here: the list, read-only, and its action. What does not: sending (outbox.py). Neither the words of a mail
are shown nor its address: they hold links that only its reader may use, and say who an employer is.
"""

from typing import Any

from django.contrib import admin, messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from referrals.mail import outbox
from referrals.mail.purposes import MailPurpose
from referrals.models import MailState, OutgoingMail

SHOWN = ("state", "kind", "provider", "referral", "created_at", "due_at", "attempts", "handled_at", "answer")


class OutgoingMailAdmin(admin.ModelAdmin):
    """Mails that failed, came back, may not have arrived, or wait after trouble with the mail server."""

    list_display = ("kind", "provider", "state", "created_at", "attempts", "handled_at", "answer")
    list_filter = ("state",)
    list_select_related = ("referral__provider",)
    search_fields = ("referral__provider__name",)
    fields = SHOWN
    readonly_fields = SHOWN
    actions = ("requeue",)

    @admin.display(description="soort", ordering="purpose")
    def kind(self, mail: OutgoingMail) -> str:
        """Return what the mail is for."""
        return dict(MailPurpose.choices).get(mail.purpose, mail.purpose)

    @admin.display(description="over organisatie", ordering="referral__provider__name")
    def provider(self, mail: OutgoingMail) -> str:
        """Return which organisation the mail is to, or about."""
        return mail.referral.provider.name if mail.referral else ""

    @admin.display(description="antwoord van de mailserver")
    def answer(self, mail: OutgoingMail) -> str:
        """Return what the mail server said, without the addresses that it repeats."""
        return " ".join("[adres]" if "@" in word else word for word in mail.error.split())

    def get_queryset(self, request: HttpRequest) -> QuerySet[OutgoingMail]:
        """Return the mails that staff may have to do something about."""
        ended_badly = Q(state__in=[*outbox.NEVER_ARRIVED, MailState.UNSURE])
        held_up = Q(state=MailState.WAITING, attempts__gt=0)
        return super().get_queryset(request).filter(ended_badly | held_up)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Return False: the portal writes its mail itself."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: OutgoingMail | None = None) -> bool:
        """Return False: a mail is sent as it was written."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: OutgoingMail | None = None) -> bool:
        """Return False: mails go when their period has passed (retention.py)."""
        return False

    def has_requeue_permission(self, request: HttpRequest) -> bool:
        """Return whether this member of staff may let a mail go again."""
        return request.user.has_perm("referrals.change_outgoingmail")

    @admin.action(description="Opnieuw versturen (alleen geweigerde en onzekere mails)", permissions=["requeue"])
    def requeue(self, request: HttpRequest, mails: QuerySet[OutgoingMail]) -> None:
        """Put the chosen mails back in the queue, and say of how many that cannot be done."""
        chosen = list(mails)
        again = [mail for mail in chosen if mail.state in outbox.CAN_GO_AGAIN]
        count = outbox.requeue(OutgoingMail.objects.filter(pk__in=[mail.pk for mail in again]), at=timezone.now())
        for mail in again:
            self.log_change(request, mail, "Opnieuw in de wachtrij gezet.")
        if count:
            messages.success(request, f"Weer in de wachtrij: {count}.")
        if count < len(chosen):
            messages.warning(
                request,
                f"Niet opnieuw te versturen: {len(chosen) - count}. Een teruggekomen mail heeft eerst een ander adres "
                "nodig, en een wachtende mail gaat vanzelf.",
            )

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """Show the list, with what an unsure mail is."""
        context = {
            "subtitle": "Onzeker: het versturen brak af. Vraag de ontvanger of de mail er is voordat u hem opnieuw "
            "verstuurt, anders komt hij misschien twee keer."
        }
        return super().changelist_view(request, context | (extra_context or {}))
