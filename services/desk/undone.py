"""What happened to a record, and taking it back: the page, the press, and the offer after a change.

What lives here: those pages, and who may take back what. What does not: the history (upkeep/history.py), the verb
(upkeep/undoing.py).
"""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any, NamedTuple

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from services.desk.access import Action, Refused, desk_page, may, out_of_reach, record_for
from services.desk.forms import back_to_list
from services.models import ChangeSet, Provider
from services.upkeep.door import staff
from services.upkeep.history import field_label, shown, sittings_of
from services.upkeep.undoing import OF_MERGING, Kept, undo

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
    may_undo = _who_may_undo(request.user, provider)
    own = [act.change_set for act in acts if act.slug == provider.slug and act.change_set.verb not in OF_MERGING]
    undoable = {change_set.pk for change_set in own if may_undo(change_set)}
    context = {"provider": provider, "sittings": sittings, "undoable": undoable}
    return render(request, "desk/history.html", context)


def change_for(user: Any, action: Action, slug: str, number: int) -> OneChange:
    """Return the change of an address; what its reader may not take back is refused, with whom to ask."""
    provider = record_for(user, Action.READ, slug)
    change_set = get_object_or_404(ChangeSet.objects.select_related("by"), pk=number, records__provider=provider)
    if not may(user, action, provider):
        raise Refused(out_of_reach(provider))
    if not _who_may_undo(user, provider)(change_set):
        raise Refused(LATER)
    return OneChange(provider, change_set)


@desk_page(Action.EDIT, change_for, methods=("POST",))
def take_back(request: HttpRequest, one: OneChange) -> HttpResponse:
    """Take back what a change did to a record; fields that were changed since are asked about."""
    provider, change_set = one
    try:
        undone = undo(
            change_set=change_set,
            by=staff(request.user),
            on=timezone.localdate(),
            slugs=[provider.slug],
            also=chosen_of_kept(request),
        )
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
        return redirect("desk_history", provider.slug)
    if undone.change_set is not None:
        messages.success(request, f"{provider.name}: weer zoals het was.")
    if undone.kept:
        return ask_about_kept(request, provider.name, undone.kept, back=reverse("desk_history", args=[provider.slug]))
    if undone.change_set is None:
        messages.info(request, "Er was niets meer ongedaan te maken.")
    if "terug" in request.POST:
        return redirect(back_to_list(request))
    is_there = Provider.objects.filter(pk=provider.pk).exists()
    return redirect("desk_history", provider.slug) if is_there else redirect("desk_records")


def offer_to_undo(request: HttpRequest, text: str, provider: Provider, change_set: ChangeSet) -> None:
    """Say on the next page what was done, with a button that takes it back."""
    messages.success(request, text, extra_tags=reverse("desk_take_back", args=[provider.slug, change_set.pk]))


def tell_taken_down(request: HttpRequest, provider: Provider, change_set: ChangeSet | None) -> None:
    """Say on the next page that answers about a record were taken down; None: they said nothing new."""
    if change_set is None:
        messages.info(request, f"{provider.name}: er was niets vast te leggen.")
    else:
        offer_to_undo(request, f"{provider.name}: vastgelegd.", provider, change_set)


def ask_about_kept(request: HttpRequest, what: str, kept: Sequence[Kept], *, back: str) -> HttpResponse:
    """Show what stayed, since it was changed after what was taken back; the choice is sent to the same page."""
    names = dict(Provider.objects.filter(slug__in={one.slug for one in kept}).values_list("slug", "name"))
    fields = [
        (f"{one.slug}.{one.field}", names.get(one.slug, one.slug), field_label(one.field), shown(one.field, one.now))
        for one in kept
    ]
    return render(request, "desk/kept.html", {"what": what, "kept": fields, "back": back})


def chosen_of_kept(request: HttpRequest) -> list[tuple[str, str]]:
    """Return the fields that go back although they were changed since: record and field."""
    chosen = (text.partition(".") for text in request.POST.getlist("ook"))
    return [(slug, name) for slug, _dot, name in chosen]


def _who_may_undo(user: Any, provider: Provider) -> Callable[[ChangeSet], bool]:
    """Return whether somebody may take back a change of a record, as a function: asked of each, looked up once."""
    own, others = may(user, Action.EDIT, provider), may(user, Action.UNDO_OTHERS, provider)
    since = timezone.now() - OWN_DAYS
    return lambda change_set: own if change_set.by_id == user.pk and change_set.at > since else others
