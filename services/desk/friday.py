"""The Friday mail, by choice: what changed this week in somebody's records, what is open, and what falls due.

What lives here: who gets one, when, what it counts, and choosing it. What does not: how a letter looks
(services/letter.py).
"""

from datetime import date

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import override

from regions.writing import verb
from services.desk.access import Action, desk_page, member_of, within
from services.desk.reasons import WEEK, WorkList
from services.letter import Letter, post
from services.mail_addresses import can_be_mailed
from services.models import Provider, RecordChange
from services.staff_models import StaffMember

FRIDAY = 4
# So many reasons a mail names; the list shows them all.
MOST_NAMED = 5


@desk_page(Action.READ, methods=("POST",))
def choose(request: HttpRequest) -> HttpResponse:
    """Take whether somebody wants the mail; pressed twice it says the same."""
    wants = request.POST.get("wil") == "ja"
    StaffMember.objects.filter(pk=member_of(request.user).pk).update(friday_mail=wants)
    messages.success(request, "U krijgt elke vrijdag een mail." if wants else "U krijgt geen mail meer op vrijdag.")
    return redirect("desk_oneself")


def who_gets_one(on: date) -> list[StaffMember]:
    """Return who chose the mail, is at work and did not get it yet; nobody on another day than Friday."""
    if on.weekday() != FRIDAY:
        return []
    chose = StaffMember.objects.filter(friday_mail=True, ended_on=None, user__is_active=True)
    return list(chose.exclude(friday_mailed_on=on).select_related("user").order_by("pk"))


@verb
def mail(member: StaffMember, on: date) -> bool:
    """Mail somebody about the week, once; return whether it went. Who may edit nothing, or left, gets none."""
    member = StaffMember.objects.select_for_update(of=("self",)).select_related("user").get(pk=member.pk)
    mine = Provider.objects.published(on).filter(within(member.user, Action.EDIT))
    is_due = member.is_at_work and member.friday_mail and member.friday_mailed_on != on
    if not is_due or not can_be_mailed(member.user.email) or not mine.exists():
        return False
    member.friday_mailed_on = on
    member.save(update_fields=["friday_mailed_on"])
    with override("nl"):
        why = "U krijgt deze mail omdat u dat koos. Uitzetten kan in het beheer, onder Ik."
        post(_letter(WorkList(mine, on), mine, on), member.user.email, why=why)
    return True


def _letter(work: WorkList, mine: object, on: date) -> Letter:
    changed = RecordChange.objects.filter(provider__in=mine, change_set__at__date__gt=on - WEEK)
    number = changed.values("provider").distinct().count()
    open_ones = [f"{reason.label}: {count}" for reason, count in work.counts()[:MOST_NAMED]]
    (_begins, due), *_later = work.forecast()
    return Letter(
        subject="Uw week in het VWNW-portaal",
        before=[
            f"Deze week gewijzigd of gecontroleerd: {_organisations(number)}.",
            f"Nu in uw lijst: {_organisations(len(work.items))}.",
            *open_ones,
            f"Komende week aan de beurt: {_organisations(due)}.",
        ],
        link_text="Open uw lijst",
        link=settings.SITE_URL + reverse("desk_start"),
    )


def _organisations(number: int) -> str:
    return "1 organisatie" if number == 1 else f"{number} organisaties"
