"""The first page of the desk, with what else is to be done, and the page about oneself.

What lives here: those pages. What does not: signing in, factors and sessions, which have pages of their own.
"""

from datetime import timedelta
from itertools import pairwise
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from services import stewards
from services.coverage.dependence import COUNTRY, counted
from services.desk.access import Action, desk_page, may, member_of, people_within, scopes_for, within
from services.desk.cards import cards_of
from services.desk.check_forms import METHODS
from services.desk.finding import kept_as_chosen
from services.desk.forms import WorkForm
from services.desk.harm import municipalities
from services.desk.reasons import BY_CODE, WorkList
from services.desk.rights import rights_of
from services.desk.staff import expired_invitations, without_rights
from services.models import Draft, Provider, Role
from services.staff_models import Invitation, InvitedScope, StaffMember
from services.stewards import MOST_SHOWN, records_of

# Who did not sign in for so long may have left without a word.
DAYS_UNUSED = 60
PAGE_SIZE = 25
HELP = {
    Role.PREVENTIVE: "preventieve hulp",
    Role.CURATIVE: "curatieve hulp",
    Role.REINTEGRATION: "re-integratie",
}


@desk_page(Action.READ)
def start(request: HttpRequest) -> HttpResponse:
    """Show where to begin, and what is to be done beside the records."""
    context = {"to_do": _of_people(request.user) if may(request.user, Action.MANAGE_STAFF) else []}
    context["to_do"] += _of_new_records(request.user)
    if may(request.user, Action.EDIT):
        context |= _work_of(request)
        context["to_do"] += _of_gaps(request.user, context["form"])
    return render(request, "desk/start.html", context)


def _work_of(request: HttpRequest) -> dict[str, Any]:
    """Return the records that ask for attention, of those that somebody may edit, with the numbers above them."""
    today, form = timezone.localdate(), WorkForm(request.GET)
    chosen = form.cleaned_data if form.is_valid() else {}
    mine = kept_as_chosen(Provider.objects.published(today).filter(within(request.user, Action.EDIT)), chosen)
    work = WorkList(mine, today)
    page = Paginator(work.keys(BY_CODE.get(chosen.get("reden", ""))), PAGE_SIZE).get_page(request.GET.get("pagina"))
    keys = list(page.object_list)
    return {
        "form": form,
        "counts": work.counts(),
        "forecast": work.forecast(),
        "page": page,
        "waiting": work.waiting,
        "cards": cards_of(work, keys),
        "opened": next((key for key in keys if str(key) == request.GET.get("open")), keys[0] if keys else None),
        "following": dict(pairwise(keys)),
        "methods": METHODS,
    }


def _of_new_records(user: Any) -> list[dict[str, str]]:
    """Return the new records of somebody that were to be published and were not; of others the work list tells."""
    failed = Draft.objects.filter(author_id=user.pk, provider=None, ended_at=None).exclude(failure="")
    new = reverse("desk_new")
    return [
        {"text": f"{one.name} is niet gepubliceerd: {one.failure}", "url": f"{new}?concept={one.pk}"} for one in failed
    ]


def _of_gaps(user: Any, form: WorkForm) -> list[dict[str, str]]:
    """Return where nobody is known in a role: in each region that somebody edits, or in the one that they look at.

    Of who edits everywhere it is one line for each role, until they choose a region.
    """
    scopes = [scope for scope, _reach in scopes_for(user, Action.EDIT)]
    everywhere, held = any(scope.everywhere for scope in scopes), {scope.region_id for scope in scopes}
    chosen = form.cleaned_data.get("regio", "") if form.is_valid() else ""
    mine = [area for area in stewards.regions() if everywhere or area.pk in held]
    if chosen:
        mine = [area for area in mine if area.code == chosen]
    places = [(area.code, f" van {area.name}") for area in mine] if chosen or not everywhere else [(COUNTRY, "")]
    gaps, address = counted(timezone.localdate()).gaps, reverse("desk_coverage")
    return [
        {
            "text": f"In {municipalities(gaps[code, role])}{of} kennen wij niemand voor {help_}.",
            "url": f"{address}?regio={code}",
        }
        for code, of in places
        for role, help_ in HELP.items()
        if gaps[code, role]
    ]


def _of_people(user: object) -> list[dict[str, str]]:
    """Return what somebody who manages people has to do, each in words with where it is done."""
    mine = people_within(user, Action.MANAGE_STAFF)
    since = timezone.now() - timedelta(days=DAYS_UNUSED)
    at_work = StaffMember.objects.filter(mine, ended_on=None, user__is_active=True).select_related("user")
    unused = at_work.filter(user__last_login__lt=since)
    expired = Invitation.objects.filter(expired_invitations(), people_within(user, Action.MANAGE_STAFF, InvitedScope))
    people = reverse("desk_people")
    return [
        *({"text": f"De uitnodiging aan {one.email} is verlopen.", "url": people} for one in expired),
        *(
            {"text": f"{one} heeft een account zonder rol.", "url": reverse("desk_person", args=[one.pk])}
            for one in without_rights().filter(mine)
        ),
        *(
            {
                "text": f"{one} logde {DAYS_UNUSED} dagen niet in.",
                "url": reverse("desk_person", args=[one.pk]),
            }
            for one in unused
        ),
    ]


@desk_page(Action.READ)
def oneself(request: HttpRequest) -> HttpResponse:
    """Show somebody their own rights, and where they change how they sign in."""
    member = member_of(request.user)
    context = {
        "member": member,
        "rights": rights_of(member.scopes.all()),
        "records": records_of(member)[:MOST_SHOWN],
        "number": records_of(member).count(),
    }
    return render(request, "desk/oneself.html", context)
