"""Staff's list of referrals: find one by its reference or its provider, and see what happened to it.

What lives here: the list, read-only. What does not: what an employer told or shared, and how to reach it: staff need
that for nothing, and it is gone after its period (retention.py).
"""

from django.contrib import admin
from django.db.models import CharField, QuerySet
from django.db.models.functions import Cast
from django.http import HttpRequest

from referrals.loop.letters import reference_of
from referrals.models import Referral, ReferralEvent

SHOWN = ("reference", "provider", "state", "place", "forwarded_by", "sent_at", "answer_by")


class ReadOnly:
    """Nothing is added, changed or deleted here: only the verbs of actions.py move a referral."""

    def has_add_permission(self, request: HttpRequest, obj: object | None = None) -> bool:
        """Return False."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: object | None = None) -> bool:
        """Return False."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object | None = None) -> bool:
        """Return False."""
        return False


class EventInline(ReadOnly, admin.TabularInline):
    """Everything that happened, in order."""

    model = ReferralEvent
    fields = readonly_fields = ("at", "what", "actor", "before", "after", "reason")
    extra = 0


class ReferralAdmin(ReadOnly, admin.ModelAdmin):
    """Referrals as staff may see them."""

    list_display = ("reference", "provider", "state", "sent_at", "answer_by")
    list_filter = ("state",)
    list_select_related = ("provider",)
    ordering = ("-sent_at", "pk")
    search_fields = ("provider__name",)
    search_help_text = "Een kenmerk uit een mail, of de naam van een organisatie"
    fields = readonly_fields = SHOWN
    inlines = (EventInline,)

    @admin.display(description="kenmerk")
    def reference(self, referral: Referral) -> str:
        """Return what stands in the mails to the provider."""
        return reference_of(referral)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Referral], search_term: str
    ) -> tuple[QuerySet[Referral], bool]:
        """Find by the reference too: the first signs of the key, however a database writes the rest."""
        found, may_have_duplicates = super().get_search_results(request, queryset, search_term)
        if term := search_term.strip():
            by_reference = queryset.annotate(key_as_text=Cast("id", CharField()))
            found |= queryset.filter(pk__in=by_reference.filter(key_as_text__istartswith=term).values("pk"))
        return found, may_have_duplicates
