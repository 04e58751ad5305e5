"""Who has the form of a record open: shown to who opens it too, and in nobody's way.

What lives here: what the script of the form says each half minute, and who is there. What does not: the form
(editing.py). Opening a page says nothing: who only looks is not at work. Being there does not lengthen a session.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone

from services.desk.access import Action, desk_page, record_for
from services.models import Presence, Provider

# Who said nothing for so long has gone.
GONE_AFTER = timedelta(minutes=2)


def says_nothing_of_being_there(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Mark a page that a script asks for by itself: it does not show that somebody is there."""
    view.lengthens_session = False  # type: ignore[attr-defined]
    return view


@says_nothing_of_being_there
@desk_page(Action.EDIT, record_for, methods=("POST",))
def presence(request: HttpRequest, provider: Provider) -> HttpResponse:
    """Write down that somebody has a record open, and tell who else has."""
    now = timezone.now()
    Presence.objects.filter(seen_at__lt=now - GONE_AFTER).delete()
    Presence.objects.update_or_create(
        provider=provider,
        user_id=request.user.pk,
        defaults={"seen_at": now},
        create_defaults={"seen_at": now, "since": now},
    )
    return JsonResponse({"others": others_at(provider, request.user)})


def others_at(provider: Provider, user: Any) -> list[str]:
    """Return who else has a record open, in sentences."""
    since = timezone.now() - GONE_AFTER
    there = Presence.objects.filter(provider=provider, seen_at__gte=since).exclude(user_id=user.pk)
    return [
        f"{one.user.get_full_name() or one.user.get_username()} heeft dit open sinds "
        f"{timezone.localtime(one.since):%H.%M}."
        for one in there.select_related("user").order_by("since")
    ]
