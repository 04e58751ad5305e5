"""What happened to a record, and taking it back: the page, the press, and the offer after a change.

What lives here: those pages, and who may take back what. What does not: the history (upkeep/history.py), the verb
(upkeep/undoing.py).
"""

from datetime import timedelta
from typing import Any, NamedTuple

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from services.desk.access import Action, Refused, desk_page, may, out_of_reach, record_for
from services.models import ChangeSet, Provider
from services.upkeep.door import staff
from services.upkeep.history import field_label, shown, sittings_of
from services.upkeep.undoing import WHOLE_RECORD, undo

# For so long somebody may take back what they did themselves; later, and what others did, a manager.
OWN_DAYS = timedelta(days=30)
LATER = "Dit deed een ander, of het is langer dan 30 dagen geleden. Vraag een beheerder van de regio."


class OneChange(NamedTuple):
    """What one change set did to one record."""

    provider: Provider
    change_set: ChangeSet


@desk_page(Action.READ, record_for)
def history(request: HttpRequest, provider: Provider) -> HttpResponse:
    """Show who changed what of a record, last first, with what its reader may take back."""
    sittings = sittings_of(provider)
    acts = [act for sitting in sittings for act in sitting.acts]
    undoable = {act.change_set.pk for act in acts if _may_undo(request.user, provider, act.change_set)}
    context = {"provider": provider, "sittings": sittings, "undoable": undoable}
    return render(request, "desk/history.html", context)


def change_for(user: Any, action: Action, slug: str, number: int) -> OneChange:
    """Return the change of an address; what its reader may not take back is refused, with whom to ask."""
    provider = record_for(user, Action.READ, slug)
    change_set = get_object_or_404(ChangeSet.objects.select_related("by"), pk=number, records__provider=provider)
    if not may(user, action, provider):
        raise Refused(out_of_reach(provider))
    if not _may_undo(user, provider, change_set):
        raise Refused(LATER)
    return OneChange(provider, change_set)


@desk_page(Action.EDIT, change_for, methods=("POST",))
def take_back(request: HttpRequest, one: OneChange) -> HttpResponse:
    """Take back what a change did to a record; fields that were changed since are asked about."""
    provider, change_set = one
    also = [(provider.slug, name) for name in request.POST.getlist("ook")]
    try:
        undone = undo(
            change_set=change_set, by=staff(request.user), on=timezone.localdate(), slugs=[provider.slug], also=also
        )
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
        return redirect("desk_history", provider.slug)
    if undone.change_set is not None:
        messages.success(request, f"{provider.name}: weer zoals het was.")
    if undone.kept:
        kept = [(one.field, _label(one.field), shown(one.field, one.now)) for one in undone.kept]
        return render(request, "desk/kept.html", {"provider": provider, "number": change_set.pk, "kept": kept})
    if undone.change_set is None:
        messages.info(request, "Er was niets meer ongedaan te maken.")
    is_there = Provider.objects.filter(pk=provider.pk).exists()
    return redirect("desk_history", provider.slug) if is_there else redirect("desk_records")


def offer_to_undo(request: HttpRequest, text: str, provider: Provider, change_set: ChangeSet) -> None:
    """Say on the next page what was done, with a button that takes it back."""
    messages.success(request, text, extra_tags=reverse("desk_take_back", args=[provider.slug, change_set.pk]))


def _may_undo(user: Any, provider: Provider, change_set: ChangeSet) -> bool:
    is_own = change_set.by_id == user.pk and change_set.at > timezone.now() - OWN_DAYS
    return may(user, Action.EDIT if is_own else Action.UNDO_OTHERS, provider)


def _label(field: str) -> str:
    return "de organisatie" if field == WHOLE_RECORD else field_label(field)
