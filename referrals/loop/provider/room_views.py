"""The page on which a provider says whether it has room, behind any link that it has of a referral.

What lives here: requests and responses. What does not: the fields (services/practical/room_form.py), storing it
(actions.py), answering (answer_views.py).
"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from referrals.loop import actions
from referrals.loop.limits import move_counted
from referrals.loop.provider.answer_views import by_link, open_to_answer, show
from services.practical.capacity import ROOM
from services.practical.room_form import RoomForm


@by_link
def room(request: HttpRequest, token: str) -> HttpResponse:
    """Ask whether there is room, and store the answer: employers see it before they choose."""
    page = open_to_answer(token)
    sent = request.POST if request.method == "POST" else None
    form = RoomForm(sent, initial={name: getattr(page.provider, name) for name in ROOM})
    if form.is_valid():
        if form.told:
            with move_counted(request):
                actions.tell_room(referral=page.referral, room=form.told, at=timezone.now())
        messages.success(request, _("Dank u. Dit staat nu bij uw organisatie."))
        return redirect("answer_room", token)
    return show(request, "answer_room", page, form=form)
