"""The page behind the link of an invitation: who has no account makes one, who has one takes the rights on with it.

What lives here: those two pages. What does not: the verbs (staff.py), setting up the second step, to which the desk
itself leads whoever has none. Opening a page changes nothing: mail programs open links by themselves.
"""

from django.contrib import messages
from django.contrib.auth import get_user, login
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from services.desk import staff
from services.desk.access import account_page, open_page
from services.desk.forms import JoinForm, sent
from services.desk.rights import rights_of
from services.desk.staff import InvitationRefused, NoSuchInvitation
from services.staff_models import Invitation


@open_page
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Ask who was invited for a name and a password; who has an account is led to sign in with it."""
    try:
        found = staff.open_invitation(token)
        if get_user(request).is_authenticated:
            return redirect("desk_invitation_account", token)
        if staff.account_invited(found):
            return render(request, "desk/invitation_account.html", _about(found) | {"token": token})
        form = JoinForm(sent(request), email=found.email)
        if request.method == "POST" and form.is_valid():
            chosen = form.cleaned_data
            try:
                account = staff.join_anew(token=token, name=chosen["username"], password=chosen["password1"])
            except ValidationError as error:
                form.add_error("username", error)
            else:
                login(request, account)
                return redirect("desk_start")
    except InvitationRefused as refused:
        return _refuse(request, refused)
    return render(request, "desk/invitation.html", _about(found) | {"form": form})


@account_page
def invitation_account(request: HttpRequest, token: str) -> HttpResponse:
    """Ask who is signed in whether they take the invitation on."""
    try:
        found = staff.open_invitation(token)
        if request.method == "POST":
            staff.join_with(token=token, account=request.user)
            messages.success(request, "Welkom bij het beheer.")
            return redirect("desk_start")
        if request.user.email.lower() != found.email.lower():
            raise InvitationRefused("Deze uitnodiging is voor een ander adres dan dat van uw account.")
    except InvitationRefused as refused:
        return _refuse(request, refused)
    return render(request, "desk/invitation_take.html", _about(found))


def _about(found: Invitation) -> dict[str, object]:
    return {"invitation": found, "rights": rights_of(found.scopes.all())}


def _refuse(request: HttpRequest, refused: InvitationRefused) -> HttpResponse:
    status = 404 if isinstance(refused, NoSuchInvitation) else 410
    return render(request, "desk/invitation_refused.html", {"why": str(refused)}, status=status)
