"""The pages of what is kept for later: what a script keeps while somebody types, the list of drafts, throwing one away.

What lives here: those pages, and whose a draft is. What does not: the verbs (saving.py), the form (editing.py).
"""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from services.desk.access import Action, desk_page, record_for, within
from services.desk.edit_form import Token, typed_in
from services.desk.saving import Asked, autosave, discard
from services.models import Draft, Provider
from services.upkeep.door import NO_VERSION

PAGE_SIZE = 25


def in_reach(user: Any) -> QuerySet[Draft]:
    """Return the drafts that somebody may go on with: their own, and what others kept of records that they may edit."""
    theirs = Q(provider__in=Provider.objects.filter(within(user, Action.EDIT)))
    of_others = theirs & ~Q(kind=Draft.Kind.AUTOSAVE)
    open_ = Draft.objects.filter(ended_at=None).filter(Q(author_id=user.pk) & (Q(provider=None) | theirs) | of_others)
    return open_.select_related("author", "provider")


def draft_for(user: Any, _action: Action, pk: int) -> Draft:
    """Return the draft of an address; one out of reach, or that has ended, is not there."""
    return get_object_or_404(in_reach(user), pk=pk)


def drafts_about(provider: Provider) -> QuerySet[Draft]:
    """Return what is kept for later of a record."""
    kept = Draft.objects.filter(provider=provider, ended_at=None).exclude(kind=Draft.Kind.AUTOSAVE)
    return kept.select_related("author", "provider")


@desk_page(Action.EDIT)
def drafts(request: HttpRequest) -> HttpResponse:
    """List what is kept for later."""
    page = Paginator(in_reach(request.user), PAGE_SIZE).get_page(request.GET.get("pagina"))
    return render(request, "desk/drafts.html", {"page": page})


@desk_page(Action.EDIT, draft_for, methods=("POST",))
def throw_away(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Throw a draft away."""
    discard(draft)
    messages.success(request, f"{draft.name}: het concept is weggegooid.")
    if draft.kind != Draft.Kind.AUTOSAVE:
        return redirect("desk_drafts")
    return redirect(reverse("desk_edit", args=[draft.provider.slug]) if draft.provider else reverse("desk_new"))


@desk_page(Action.EDIT, record_for, methods=("POST",))
def keep_typed(request: HttpRequest, provider: Provider) -> HttpResponse:
    """Keep what somebody is typing about a record."""
    return _kept(request, provider)


@desk_page(Action.EDIT, methods=("POST",))
def keep_typed_new(request: HttpRequest) -> HttpResponse:
    """Keep what somebody is typing about a new record."""
    return _kept(request, None)


def _kept(request: HttpRequest, provider: Provider | None) -> HttpResponse:
    seen = Token(request.POST).read("seen") or NO_VERSION
    autosave(Asked(typed_in(request.POST), seen, request.user, timezone.localdate()), provider)
    return HttpResponse(status=204)
