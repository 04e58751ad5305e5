"""The numbers behind the rules, as staff change them: one enters a value, another approves it.

What lives here: staff's pages of dated values. What does not: the rules (engine/rules.py), the directory's records
(services).
"""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.views.decorators.http import require_http_methods

from notation.fields import AS_PEOPLE_WRITE
from referrals.rulebook.preview import changed_examples
from services.models import DatedParameter
from services.parameters import DatedValue

# More would be a slip of the finger, and more months would leave the calendar.
HIGHEST_VALUE = 100_000
MOST_MONTHS = 120


class DatedParameterForm(forms.ModelForm):
    """A dated value."""

    class Meta:
        model = DatedParameter
        fields = ["code", "value", "unit", "valid_from", "source"]

    def clean_code(self) -> str:
        """Return the code of a value that the rules know."""
        code = self.cleaned_data["code"]
        known = sorted(set(DatedParameter.objects.values_list("code", flat=True)))
        if code not in known:
            raise forms.ValidationError(f"Kies een van: {', '.join(known)}.")
        return code

    def clean_value(self) -> int:
        """Return the value, which is no slip of the finger."""
        value = self.cleaned_data["value"]
        if value > HIGHEST_VALUE:
            raise forms.ValidationError(f"Vul een getal in tot en met {HIGHEST_VALUE}.")
        return value

    def clean(self) -> None:
        """Refuse more months than a rule can count back from a day."""
        super().clean()
        if self.cleaned_data.get("unit") == "maanden" and self.cleaned_data.get("value", 0) > MOST_MONTHS:
            self.add_error("value", f"Vul ten hoogste {MOST_MONTHS} maanden in.")


class DatedParameterAdmin(admin.ModelAdmin):
    """Values from law, source and practice. A change of rules is a new row that begins on its date."""

    form = DatedParameterForm
    formfield_overrides = AS_PEOPLE_WRITE
    list_display = ("code", "value", "unit", "valid_from", "state", "source")
    list_filter = ("code", ("approved_at", admin.EmptyFieldListFilter))

    @admin.display(description="goedkeuring")
    def state(self, row: DatedParameter) -> str:
        """Return whether the value holds, or a link to approve it."""
        if row.approved_at:
            return "goedgekeurd"
        return format_html('<a href="{}">wacht op een tweede paar ogen</a>', approval_url(row))

    def get_queryset(self, request: HttpRequest) -> QuerySet[DatedParameter]:
        """Return every value, the newest of a code first."""
        return super().get_queryset(request).order_by("code", "-valid_from")

    def save_model(self, request: HttpRequest, obj: DatedParameter, form: Any, change: bool) -> None:
        """Record who entered the value: it holds only when somebody else has approved it."""
        obj.entered_by = request.user
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

    @method_decorator(require_http_methods(["GET", "POST"]))
    def approve(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show which examples a value changes, and let a second member of staff approve it."""
        row = get_object_or_404(DatedParameter, pk=pk)
        if not super().has_change_permission(request, row):
            raise PermissionDenied
        may_approve = row.approved_at is None and row.entered_by_id != request.user.pk
        if request.method != "POST":
            return self._preview(request, row, may_approve)
        if row.approved_at and row.approved_by_id == request.user.pk:  # pressed twice
            return redirect("admin:services_datedparameter_changelist")
        if not may_approve:
            raise PermissionDenied
        row.approved_by, row.approved_at = request.user, timezone.now()
        row.save()
        messages.success(request, f"Goedgekeurd: {row}.")
        return redirect("admin:services_datedparameter_changelist")

    def _preview(self, request: HttpRequest, row: DatedParameter, may_approve: bool) -> HttpResponse:
        value = DatedValue(row.code, row.value, row.unit, row.valid_from, row.source)
        context = {
            **self.admin_site.each_context(request),
            "title": f"Wat verandert: {row}",
            "row": row,
            "may_approve": may_approve,
            "changes": changed_examples(value),
        }
        return render(request, "admin/services/datedparameter/approve.html", context)


def approval_url(row: DatedParameter) -> str:
    """Return the address where a value is previewed and approved."""
    return reverse("admin:parameter_approval", args=[row.pk])
