"""The page on which an organisation says whether its own record still holds, behind the link in its mail.

What lives here: that page and its thanks. What does not: the verbs (answering.py). Opening it changes nothing: mail
programs open links by themselves. What it shows is public already.
"""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from services.language import reader_language
from services.models import SelfCheck
from services.practical.capacity import ROOM
from services.practical.room_form import RoomForm
from services.proposed_values import Beside
from services.self_checks.answering import LinkRefused, open_link, take_answer
from services.self_checks.forms import SelfCheckForm
from services.upkeep.door import MovedSinceSeen


def by_link(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Open a page to whoever has its link, kept nowhere; say it kindly where the link holds no more."""

    @login_not_required
    @never_cache
    @sensitive_post_parameters()
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def page(request: HttpRequest, token: str) -> HttpResponse:
        try:
            return view(request, token)
        except LinkRefused as refused:
            status = 410 if refused.is_known else 404
            return render(request, "services/self_checks/refused.html", {"why": str(refused)}, status=status)

    return page


@by_link
def self_check(request: HttpRequest, token: str) -> HttpResponse:
    """Ask an organisation about its own record, and take the answer."""
    asked = open_link(token)
    provider = asked.provider
    form = SelfCheckForm(sent_in(request), provider=provider, beside=Beside.of([provider.pk], timezone.localdate()))
    room = RoomForm(sent_in(request), initial={name: getattr(provider, name) for name in ROOM})
    has_moved = form.has_moved
    if not has_moved and form.is_valid() & room.is_valid():
        try:
            _take(asked, form, room)
        except ValidationError as refused:
            form.add_error(None, refused)
        except MovedSinceSeen:  # while this was under way
            has_moved = True
        else:
            return redirect("self_check_thanks")
    context = {
        "form": form.shown_anew() if has_moved else form,
        "room": room,
        "provider": provider,
        "has_moved": has_moved,
    }
    return render(request, "services/self_checks/page.html", context, status=409 if has_moved else 200)


def sent_in(request: HttpRequest) -> QueryDict | None:
    """Return what was sent in; None where the page is asked for."""
    return request.POST if request.method == "POST" else None


def _take(asked: SelfCheck, form: SelfCheckForm, room: RoomForm) -> None:
    said = form.cleaned_data
    take_answer(
        asked,
        holds=form.holds,
        values=form.proposed,
        room=room.told,
        text=said["text"],
        seen=said["version"],
        at=timezone.now(),
        wants_answer=said["wants_answer"],
        language=reader_language(),
    )


@login_not_required
@require_safe
def thanks(request: HttpRequest) -> HttpResponse:
    """Thank for an answer, and say what happens with it."""
    return render(request, "services/self_checks/thanks.html")
