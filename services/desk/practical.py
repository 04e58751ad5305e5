"""The page of what one wants to know before going somewhere.

What lives here: that page. What does not: its form (practical_form.py), what readers see of it (organisation/).
"""

from collections.abc import Sequence

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from services.desk.access import GET_OR_POST, Action, desk_page, record_for
from services.desk.check_forms import BIGGEST_VERSION
from services.desk.forms import sent
from services.desk.practical_form import PracticalForm
from services.desk.undone import offer_to_undo
from services.models import ChangeSet, Provider, Verb
from services.upkeep.door import MovedSinceSeen, change, staff, versions_of
from services.upkeep.history import told_changes
from services.upkeep.record import write


class PageForm(PracticalForm):
    """The form by itself, with the version of the record that it shows."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=BIGGEST_VERSION)


@desk_page(Action.EDIT, record_for, methods=GET_OR_POST)
def practical(request: HttpRequest, provider: Provider) -> HttpResponse:
    """Ask for room, hours, languages, where referrals go, and documents."""
    form = PageForm(sent(request), initial=PageForm.values_of(provider))
    if not form.is_valid():
        return _asked(request, provider, form)
    key = provider.pk
    seen = {key: form.cleaned_data["version"]}
    try:
        with change(Verb.EDIT, by=staff(request.user), records=[key], seen=seen) as door:
            write(provider, form.record_fields, on=timezone.localdate())
    except MovedSinceSeen as moved:
        return _asked(request, provider, form, moved=told_changes(moved.moved[key]))
    if ChangeSet.objects.filter(pk=door.change_set.pk).exists():
        offer_to_undo(request, f"{provider.name}: bewaard.", provider, door.change_set)
    else:
        messages.info(request, f"{provider.name}: er is niets gewijzigd.")
    return redirect("desk_record", provider.slug)


def _asked(
    request: HttpRequest, provider: Provider, form: PageForm, moved: Sequence[str] | None = None
) -> HttpResponse:
    is_new_form = moved is not None or not form.is_bound
    context = {
        "form": form,
        "provider": provider,
        "version": versions_of([provider.pk])[provider.pk] if is_new_form else form["version"].value(),
        "moved": moved,
    }
    return render(request, "desk/practical.html", context, status=409 if moved else 200)
