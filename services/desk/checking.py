"""The pages on which somebody says that a record still holds: one record with all its parts, or a press in the list.

What lives here: those pages. What does not: the verb (upkeep/checks.py), what asks for a check (reasons.py).
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from services.desk.access import GET_OR_POST, Action, desk_page, record_for
from services.desk.check_forms import PressedForm, RecordCheckForm
from services.desk.forms import back_to_list, sent
from services.desk.undone import offer_to_undo
from services.models import Provider, Verb
from services.organisation.profile import profile_of
from services.upkeep.checks import confirm, parts_of_record
from services.upkeep.door import MovedSinceSeen, change, staff, versions_of
from services.upkeep.history import told_changes


@desk_page(Action.EDIT, record_for, methods=GET_OR_POST)
def check(request: HttpRequest, provider: Provider) -> HttpResponse:
    """Ask which parts of a record somebody looked at, with what is on record beside them."""
    form = RecordCheckForm(sent(request), initial={"checked_on": timezone.localdate()})
    if form.is_valid():
        return _confirmed(request, provider, form, back=reverse("desk_record", args=[provider.slug]))
    return _asked(request, provider, form)


@desk_page(Action.EDIT, record_for, methods=("POST",))
def still_holds(request: HttpRequest, provider: Provider) -> HttpResponse:
    """Take the press in the list: somebody looked at all that the card showed, and all of it holds."""
    form = PressedForm(request.POST, parts=parts_of_record(provider))
    if form.is_valid():
        return _confirmed(request, provider, form, back=back_to_list(request))
    return _asked(request, provider, form.as_record_check())


def _confirmed(
    request: HttpRequest, provider: Provider, form: RecordCheckForm | PressedForm, *, back: str
) -> HttpResponse:
    """Record the check, of what its form showed; where the record is another by now, show it again."""
    said = form.cleaned_data
    by = staff(request.user)
    try:
        with change(Verb.CONFIRM, by=by, records=[provider.pk], seen={provider.pk: said["version"]}) as door:
            confirm(
                provider=provider,
                parts=form.parts,
                on=said["checked_on"],
                by=by,
                method=said["method"],
                note=said["note"],
            )
    except MovedSinceSeen as moved:
        provider.refresh_from_db()
        return _asked(request, provider, form.as_record_check(), moved=told_changes(moved.moved[provider.pk]))
    offer_to_undo(request, f"{provider.name}: gecontroleerd.", provider, door.change_set)
    return redirect(back)


def _asked(
    request: HttpRequest, provider: Provider, form: RecordCheckForm, moved: list[str] | None = None
) -> HttpResponse:
    context = {
        "form": form,
        "provider": provider,
        "profile": profile_of(provider, timezone.localdate()),
        "version": versions_of([provider.pk])[provider.pk],
        "moved": moved,
    }
    return render(request, "desk/check.html", context, status=409 if moved else 200)
