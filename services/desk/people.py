"""The pages about people: who works here with which rights, inviting, giving rights, handing over, ending.

What lives here: those pages. What does not: the verbs (staff.py), the page behind an invitation (invitations.py).
"""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from services.desk import staff
from services.desk.access import (
    GET_OR_POST,
    Action,
    desk_page,
    invitation_for,
    may,
    member_for,
    member_of,
    people_within,
)
from services.desk.forms import InviteForm, OwnerForm, RightsForm, sent
from services.desk.rights import rights_of
from services.staff_models import Invitation, InvitedScope, StaffMember
from services.stewards import MOST_SHOWN, records_of


@desk_page(Action.SEE_STAFF)
def people(request: HttpRequest) -> HttpResponse:
    """List who works at the desk, and who was invited, as far as that is for the reader."""
    members = (
        StaffMember.objects.filter(people_within(request.user, Action.SEE_STAFF))
        .select_related("user")
        .prefetch_related("scopes")
        .annotate(number_of_records=Count("records"))
    )
    invitations = Invitation.objects.filter(
        people_within(request.user, Action.SEE_STAFF, InvitedScope), accepted_at=None, withdrawn_at=None
    )
    context = {
        "members": [{"member": one, "rights": rights_of(one.scopes.all())} for one in members],
        "invitations": [
            {"invitation": one, "rights": rights_of(one.scopes.all())}
            for one in invitations.select_related("by__user").prefetch_related("scopes")
        ],
        "expired": set(invitations.filter(staff.expired_invitations()).values_list("pk", flat=True)),
        "may_manage": may(request.user, Action.MANAGE_STAFF),
    }
    return render(request, "desk/people.html", context)


@desk_page(Action.SEE_STAFF, member_for)
def person(request: HttpRequest, member: StaffMember) -> HttpResponse:
    """Show one person: rights, records, and what happened to their place here."""
    mine = StaffMember.objects.filter(people_within(request.user, Action.MANAGE_STAFF), pk=member.pk)
    context = {
        "member": member,
        "rights": rights_of(member.scopes.all()),
        "records": records_of(member)[:MOST_SHOWN],
        "number": records_of(member).count(),
        "events": member.user.staff_events.select_related("by")[:20],
        "may_manage": member.pk != request.user.pk and mine.exists(),
    }
    return render(request, "desk/person.html", context)


@desk_page(Action.MANAGE_STAFF, methods=GET_OR_POST)
def invite(request: HttpRequest) -> HttpResponse:
    """Ask whom to invite, and for what."""
    form = InviteForm(sent(request), by=member_of(request.user))

    def save() -> str:
        chosen = form.cleaned_data
        staff.invite(
            by=member_of(request.user),
            email=chosen["email"],
            organisation=chosen["organisation"],
            rights=form.rights,
        )
        return f"De uitnodiging aan {chosen['email']} gaat zo per mail weg."

    context = {"title": "Nodig een collega uit", "submit": "Verstuur de uitnodiging"}
    return _ask(request, form, save, reverse("desk_people"), context, field="email")


@desk_page(Action.MANAGE_STAFF, invitation_for, methods=GET_OR_POST)
def withdraw(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    """Ask whether an invitation is taken back."""
    form = Form(sent(request))

    def save() -> str:
        try:
            staff.withdraw(by=member_of(request.user), invitation=invitation)
        except staff.InvitationRefused as refused:
            raise ValidationError(str(refused)) from None
        return f"De uitnodiging aan {invitation.email} werkt niet meer."

    context = {
        "title": f"Trek de uitnodiging aan {invitation.email} in",
        "submit": "Trek in",
        "text": "De link in de mail werkt dan niet meer.",
    }
    return _ask(request, form, save, reverse("desk_people"), context)


@desk_page(Action.MANAGE_STAFF, member_for, methods=GET_OR_POST)
def rights(request: HttpRequest, member: StaffMember) -> HttpResponse:
    """Ask which rights somebody gets in the place of those they have."""
    form = RightsForm(sent(request), by=member_of(request.user), rights=rights_of(member.scopes.all()))

    def save() -> str:
        staff.set_rights(by=member_of(request.user), member=member, rights=form.rights)
        return f"De rechten van {member} zijn gewijzigd."

    context = {"title": f"Welke rechten krijgt {member}?", "submit": "Bewaar"}
    return _ask(request, form, save, reverse("desk_person", args=[member.pk]), context)


@desk_page(Action.MANAGE_STAFF, member_for, methods=GET_OR_POST)
def end(request: HttpRequest, member: StaffMember) -> HttpResponse:
    """Ask whether somebody's place at the desk ends."""
    form = OwnerForm(sent(request), but=member)
    form.fields["owner"].label = "Wie neemt de organisaties over?"

    def save() -> str:
        staff.end_account(by=member_of(request.user), member=member, taker=form.chosen)
        return f"Het account van {member} is beëindigd."

    context = {
        "title": f"Beëindig het account van {member}",
        "submit": "Beëindig het account",
        "text": "Deze collega kan dan niet meer inloggen, heeft geen rechten meer en krijgt geen mail meer. "
        "Neemt niemand de organisaties over? Dan staan zij zonder eigenaar in de lijst.",
    }
    return _ask(request, form, save, reverse("desk_people"), context, field="owner")


@desk_page(Action.MANAGE_STAFF, member_for, methods=GET_OR_POST)
def hand_over(request: HttpRequest, member: StaffMember) -> HttpResponse:
    """Ask who takes over all records of somebody."""
    form = OwnerForm(sent(request), but=member)

    def save() -> str:
        count = staff.hand_over(by=member_of(request.user), giver=member, taker=form.chosen)
        return f"Overgedragen aan {form.chosen or 'niemand'}: {count}."

    context = {"title": f"Wie neemt de organisaties van {member} over?", "submit": "Draag over"}
    return _ask(request, form, save, reverse("desk_person", args=[member.pk]), context, field="owner")


def _ask(
    request: HttpRequest,
    form: Form,
    save: Callable[[], str],
    back: str,
    context: dict[str, Any],
    *,
    field: str | None = None,
) -> HttpResponse:
    """Show a form, and do what it asks; what a verb finds wrong stands beside the field, and nothing typed is lost."""
    if request.method == "POST" and form.is_valid():
        try:
            done = save()
        except ValidationError as error:
            form.add_error(field, error)
        else:
            messages.success(request, done)
            return redirect(back)
    return render(request, "desk/form.html", {"form": form, "back": back, **context})
