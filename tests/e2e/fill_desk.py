"""Put something on every page of the desk of a portal that is served, and people who work there.

    python -m tests.e2e.fill_desk        prints as JSON what the addresses of desk_pages.py are about

What lives here: making it, by the verbs that staff use. What does not: the pages (desk_pages.py), what happens there.
"""

import json
import os
import re
from datetime import timedelta
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vwnw_portal.settings")
django.setup()

from django.conf import settings  # noqa: E402 - what follows knows Django
from django.contrib.auth import get_user_model  # noqa: E402
from django.test import Client  # noqa: E402
from django.utils import timezone  # noqa: E402

from referrals.loop import actions  # noqa: E402
from referrals.loop.next_provider import can_be_chosen  # noqa: E402
from referrals.models import OutgoingMail  # noqa: E402
from referrals.status import Actor  # noqa: E402
from regions.boundaries.reading import change_in_words  # noqa: E402
from regions.boundaries.verbs import plan_change  # noqa: E402
from services.desk import staff  # noqa: E402
from services.desk.importing import read_whole  # noqa: E402
from services.duplicates.finding import find_duplicates  # noqa: E402
from services.files.plans import make_plan  # noqa: E402
from services.models import Draft, Proposal, Provider, SelfCheck, Verb  # noqa: E402
from services.public_reports import report  # noqa: E402
from services.self_checks.asking import ask  # noqa: E402
from services.staff_models import Invitation, StaffMember, StaffRole  # noqa: E402
from services.upkeep.attempts import not_reached  # noqa: E402
from services.upkeep.door import change  # noqa: E402
from services.upkeep.door import staff as by_staff  # noqa: E402
from services.upkeep.proposals import propose  # noqa: E402
from tests.e2e.desk_file import MISTAKES, excel_file  # noqa: E402
from tests.referrals.support.referred import advice_on, sent_case  # noqa: E402
from tests.services.desk.colleagues import colleague, record, rights  # noqa: E402
from tests.staff import PASSWORD, sign_in  # noqa: E402

# Of one type, in the region of the colleagues: enough to work through.
RECORDS = 36
SLUG = "werkcentrum-midden-gelderland"


def fill() -> dict[str, Any]:
    """Fill the desk; return the sessions of who looks at it and the keys of what there is."""
    manager, editor = colleague("baas", StaffRole.NATIONAL_MANAGER), colleague("eef")
    regional, _other = (colleague(name, StaffRole.REGIONAL_MANAGER) for name in ("mina", "mark"))
    sessions = {"manager": session_of(manager), "editor": session_of(editor)}
    about = records(manager) | proposals(editor) | files(manager) | invitations(manager) | asked() | referred()
    return about | {"sessions": sessions, "person": regional.pk}


def session_of(member: StaffMember) -> str:
    """Return the session of somebody who took both steps."""
    client = Client()
    sign_in(client, member.user)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def records(manager: StaffMember) -> dict[str, Any]:
    """Make records to work through, one that is there twice, one changed twice, a draft and a municipal change."""
    address = {"street": "Straat 1", "postcode": "1012AB", "phone": "+31201234567"}
    for number in range(RECORDS):
        record(f"proef-{number}", **address)
    twice = record("proef-een", phone="+31201111111")
    same = {"phone": "+31263111111", "email": "loket@example.org", "website": "https://loket.example.org"}
    record("loket-aan-de-markt", **same)
    record("het-loket-aan-de-markt", **same)
    for phone in ("+31202222222", "+31203333333"):
        with change(Verb.EDIT, by=by_staff(manager.user), records=[twice.pk]):
            Provider.objects.filter(pk=twice.pk).update(phone=phone)
    find_duplicates(timezone.localdate())
    one, today = Provider.objects.get(slug=SLUG), timezone.localdate()
    not_reached(provider=one, by=manager.user, on=today, until=today + timedelta(days=1), urgency=3)
    draft = Draft.objects.create(
        provider=one,
        author=manager.user,
        kind=Draft.Kind.DRAFT,
        seen=0,
        typed={"name": ["Werkcentrum met een concept"]},
    )
    merger = change_in_words(["GM0202", "GM0275"], ["GM9999=Rijnstad"], [], "2030-01-01", "CBS")
    return {"draft": draft.pk, "boundary": plan_change(change=merger, today=today).pk}


def proposals(colleague_of_mina: StaffMember) -> dict[str, int]:
    """Have a reader, an organisation and a colleague propose something."""
    one, today = Provider.objects.get(slug=SLUG), timezone.localdate()
    in_words = report(provider=one, what="gone", text="Het loket is verhuisd naar het station.", on=today)
    values = {"phone": "+31263123456", "website": "https://werkcentrum.example.org"}
    of_values = propose(
        provider=one, source=Proposal.Source.COLLEAGUE, on=today, values=values, by=colleague_of_mina.user
    )
    return {"in_words": in_words.pk, "of_values": of_values.pk}


def files(manager: StaffMember) -> dict[str, int]:
    """Send in a file with mistakes, and one without."""
    plans = {
        "wrong_file": make_plan(data=excel_file(MISTAKES), name="met fouten.xlsx", by=manager.user),
        "good_file": make_plan(data=excel_file(), name="goed.xlsx", by=manager.user),
    }
    for plan in plans.values():
        read_whole(plan)
    return {name: plan.pk for name, plan in plans.items()}


def invitations(manager: StaffMember) -> dict[str, Any]:
    """Invite somebody without an account, and somebody who has one."""
    get_user_model().objects.create_user("otto", "otto@example.org", PASSWORD)
    asked = {"invitation": "nieuw@example.org", "invitation_of_account": "otto@example.org"}
    for address in asked.values():
        staff.invite(by=manager, email=address, rights=rights(StaffRole.EDITOR), organisation="UWV")
    tokens = {name: token_mailed_to(address, "uitnodiging") for name, address in asked.items()}
    return tokens | {"invited": Invitation.objects.latest("pk").pk}


def asked() -> dict[str, str]:
    """Ask an organisation by mail whether its record still holds."""
    one = Provider.objects.exclude(email="").exclude(last_checked_on=None)[0]
    ask(one.pk, SelfCheck.Turn.BEFORE, timezone.localdate())
    return {"self_check": token_mailed_to(one.email, "controle")}


def referred() -> dict[str, str]:
    """Refer a case to the first organisation of its advice, and take one to the second back."""
    first, second = (found.candidate.slug for found in can_be_chosen(advice_on())[:2])
    revoked = sent_case(second, email="b@bedrijf.example").referrals.get()
    actions.withdraw(referral=revoked, at=timezone.now(), actor=Actor.STAFF, reason="provider_asks")
    return {"referral": str(sent_case(first).referrals.get().pk), "revoked": str(revoked.pk)}


def token_mailed_to(address: str, page: str) -> str:
    """Return the token of the link in the last mail to an address."""
    return re.search(rf"/{page}/([^/\s]+)/", OutgoingMail.objects.filter(to=address).latest("pk").text)[1]


if __name__ == "__main__":
    print(json.dumps(fill()))
