"""The page where somebody sees where they are signed in, and ends it there.

What lives here: that page. What does not: sessions themselves (vwnw_portal/sessions.py).
"""

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from vwnw_portal.sessions import end_sessions, open_sessions
from vwnw_portal.sign_in.changes import Change, follow_up


@require_http_methods(["GET", "POST"])
@reauthentication_required(allow_get=True)
def sessions(request: HttpRequest) -> HttpResponse:
    """List the sessions of who is signed in; end one of the others, or all of them, for who shows again who they are.

    Somebody at a desk that was left open would else keep its owner out.
    """
    if request.method == "GET":
        listed = open_sessions(request.user.pk, request.session.session_key)
        return render(request, "account/sessions.html", {"sessions": listed})
    if "name" in request.POST:
        end_sessions(request.user.pk, name=request.POST["name"], keep=request.session.session_key)
        messages.success(request, _("Die sessie is beëindigd."))
    else:
        follow_up(Change.SESSIONS_ENDED, request.user)
        messages.success(request, _("Uw andere sessies zijn beëindigd."))
    return redirect("account_sessions")
