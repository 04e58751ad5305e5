"""The numbers behind rules and plans, as staff change them: one enters or checks a value, another approves it.

What lives here: staff's pages of dated values. What does not: the rules (engine/rules.py), the directory's records
(services).
"""

from datetime import date
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.views.decorators.http import require_http_methods

from notation.fields import AS_PEOPLE_WRITE
from referrals.engine.parameter_codes import FACTS_OF_LAW
from referrals.rulebook.approval import NotApproved, approve, mark_checked
from referrals.rulebook.preview import fingerprint_of, preview_of
from regions.writing import written_alone
from services.models import DatedParameter
from services.parameters import DatedValue, mistakes

# The button of who looked in the source; the other one approves.
CHECKED = "checked"


class DatedParameterForm(forms.ModelForm):
    """A dated value."""

    class Meta:
        model = DatedParameter
        fields = ["code", "value", "unit", "valid_from", "valid_until", "source"]

    def clean_code(self) -> str:
        """Return the code of a value that the rules know."""
        code = self.cleaned_data["code"]
        known = sorted(set(DatedParameter.objects.values_list("code", flat=True)))
        if code not in known:
            raise forms.ValidationError(f"Kies een van: {', '.join(known)}.")
        return code

    def clean_valid_until(self) -> date | None:
        """Return the last day, which only a fact has that a plan can do without."""
        last_day: date | None = self.cleaned_data["valid_until"]
        if last_day and self.cleaned_data.get("code") not in FACTS_OF_LAW:
            raise forms.ValidationError("Zonder deze waarde werkt het portaal niet. Zij geldt tot een volgende begint.")
        return last_day

    def clean(self) -> None:
        """Hold the value to the others: its unit, the bounds of that, and no other that begins on its day."""
        super().clean()
        if self.errors:
            return
        value = DatedValue(**{name: self.cleaned_data[name] for name in self._meta.fields})
        others = [row.dated_value for row in DatedParameter.objects.exclude(pk=self.instance.pk)]
        for name, message in mistakes(value, others).items():
            self.add_error(name, message)


class DatedParameterAdmin(admin.ModelAdmin):
    """Values from law, source and practice. A change of rules is a new row that begins on its date."""

    form = DatedParameterForm
    formfield_overrides = AS_PEOPLE_WRITE
    list_display = ("code", "value", "unit", "valid_from", "valid_until", "checked_by_staff_on", "state", "source")
    list_filter = ("code", ("approved_at", admin.EmptyFieldListFilter))

    @admin.display(description="goedkeuring")
    def state(self, row: DatedParameter) -> str:
        """Return whether the value holds, or a link to approve it."""
        if row.is_example:
            return "voorbeeld: voor deze demo als nagekeken gezet"
        if row.approved_at:
            return "goedgekeurd"
        waits_for = "wacht op een tweede paar ogen" if row.checked_by_staff_on else "nog niet nagekeken"
        return format_html('<a href="{}">{}</a>', approval_url(row), waits_for)

    def get_queryset(self, request: HttpRequest) -> QuerySet[DatedParameter]:
        """Return every value, the newest of a code first."""
        return super().get_queryset(request).order_by("code", "-valid_from")

    def save_model(self, request: HttpRequest, obj: DatedParameter, form: Any, change: bool) -> None:
        """Record who entered the value, and so looked in its source: it holds once somebody else has approved it."""
        obj.entered_by = obj.checked_by = request.user
        obj.checked_by_staff_on = timezone.localdate()
        super().save_model(request, obj, form, change)

    def response_add(self, request: HttpRequest, obj: DatedParameter, *args: Any, **kwargs: Any) -> HttpResponse:
        """Go on to the preview of what the new value changes."""
        return redirect(approval_url(obj))

    def has_change_permission(self, request: HttpRequest, obj: DatedParameter | None = None) -> bool:
        """Return False for a value that holds: advice was given by it; a new one begins on a new date."""
        return super().has_change_permission(request, obj) and (obj is None or obj.approved_at is None)

    def has_delete_permission(self, request: HttpRequest, obj: DatedParameter | None = None) -> bool:
        """Return False for a value that holds, for the same reason."""
        return super().has_delete_permission(request, obj) and (obj is None or obj.approved_at is None)

    def get_urls(self) -> list[Any]:
        """Add the page where a value is previewed and approved."""
        page = path("<int:pk>/goedkeuren/", self.admin_site.admin_view(self.approve), name="parameter_approval")
        return [page, *super().get_urls()]

    @written_alone
    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the form, and hold what is sent in to the value as it is then: it may have been approved meanwhile."""
        return super().changeform_view(request, *args, **kwargs)

    @written_alone
    def delete_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Ask, and remove a value that still waits then."""
        return super().delete_view(request, *args, **kwargs)

    @written_alone
    def changelist_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the list, and remove those chosen values that still wait then."""
        return super().changelist_view(request, *args, **kwargs)

    @method_decorator(require_http_methods(["GET", "POST"]))
    def approve(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show which examples a value changes; let one member of staff check it in its source, and another approve."""
        row = get_object_or_404(DatedParameter, pk=pk)
        if not super().has_change_permission(request, row):
            raise PermissionDenied
        if request.method != "POST":
            return self._preview(request, row)
        verb = mark_checked if CHECKED in request.POST else approve
        try:
            done = verb(pk=pk, by=request.user, shown=request.POST.get("shown", ""))
        except DatedParameter.DoesNotExist as gone:
            raise Http404 from gone
        except NotApproved as refusal:
            messages.warning(request, str(refusal))
            return self._preview(request, get_object_or_404(DatedParameter, pk=pk), status=409)
        messages.success(request, f"{'Nagekeken' if verb is mark_checked else 'Goedgekeurd'}: {done}.")
        return redirect("admin:services_datedparameter_changelist")

    def _preview(self, request: HttpRequest, row: DatedParameter, status: int = 200) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": f"Wat verandert: {row}",
            "row": row,
            "is_own": request.user.pk in (row.entered_by_id, row.checked_by_id),
            "fingerprint": fingerprint_of(row),
            "preview": preview_of(row),
        }
        return render(request, "admin/services/datedparameter/approve.html", context, status=status)


def approval_url(row: DatedParameter) -> str:
    """Return the address where a value is previewed and approved."""
    return reverse("admin:parameter_approval", args=[row.pk])
