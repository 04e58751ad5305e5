"""The walk: every address of the desk, by everybody who may come there, gets the answer that is written down for it."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.db.models import Q
from django.test import Client
from django.urls import URLPattern, reverse
from django.utils import timezone

from referrals.models import OutgoingMail, Referral, ReferredCase
from referrals.status import State
from regions.models import BoundaryChange
from services.desk import staff, urls
from services.duplicates.merging import BLOCKS, merge
from services.duplicates.models import DuplicatePair
from services.files.plans import make_plan, read_on
from services.models import Draft, ImportPlan, Provider
from services.public_reports import report
from services.staff_models import Invitation, StaffEvent, StaffMember, StaffRole, Stewardship
from services.upkeep.door import versions_of
from tests.services.desk.colleagues import OTHER, at_the_desk, colleague, record, region, rights
from tests.services.providers import STAFF
from tests.staff import PASSWORD

pytestmark = pytest.mark.django_db

ANSWERS = tomllib.loads((Path(__file__).parent / "access.toml").read_text())
WHO = tuple(ANSWERS["desk_start"])
METHODS = ("get", "post")
FILE = b"slug,name,type,areas\nloket,Loket,learning_work_desk,AM:AM18\n"
DONE = {200, 302}
TOLD = {"name": "Loket", "type": "learning_work_desk", "areas": "AM:AM07", "source": "test", "first_contact": "nee"}


def pressed() -> dict[str, str | int]:
    """Return how somebody knows that the record holds as they saw it."""
    key = Provider.objects.get(slug="loket").pk
    return {"version": versions_of([key])[key], "method": "phone"}


def merge_form(kept: str, other: str, **chosen: str) -> dict[str, str | int]:
    """Return how somebody lets one record stay of two, as they saw both: all that differs from the one that stays."""
    keys = [Provider.objects.get(slug=slug).pk for slug in (kept, other)]
    versions = versions_of(keys)
    numbered = {f"version_{place}": versions[key] for place, key in enumerate(keys, start=1)}
    return (
        {**{f"whose_{block.name}": kept for block in BLOCKS}, "kept": kept, "reason": "een loket"} | numbered | chosen
    )


# What a page writes where it does as it is asked; for any other answer nothing may differ.
FORMS = {
    "desk_record_owner": lambda: {"owner": "niemand"},
    "desk_invite": lambda: {
        "email": "nieuw@example.org",
        "organisation": "UWV",
        "role": "editor",
        "regions": [region().code],
        "types": ["*"],
    },
    "desk_person_rights": lambda: {"role": "editor", "regions": [region().code], "types": ["uwv"]},
    "desk_person_end": lambda: {"owner": "niemand"},
    "desk_person_hand_over": lambda: {"owner": "niemand"},
    "desk_check": lambda: {"looked_at": "contact", "checked_on": "2026-03-02", **pressed()},
    "desk_still_holds": pressed,
    "desk_referrals_revoke": lambda: {"state": "sent", "reason": "provider_asks"},
    "desk_pair": lambda: merge_form("loket", "dubbel"),
    "desk_not_the_same": lambda: {"digest": "gezien"},
    "desk_work_area": lambda: {"where": "NL", "doe": "bewaar", "version": pressed()["version"]},
    "desk_practical": lambda: {"mo": "9-17", "version": pressed()["version"]},
    "desk_boundary_new": lambda: {
        "predecessors": "Doesburg",
        "successors": "Zevenaar",
        "on": "1-1-2026",
        "source": "raad",
        "doe": "bewaar",
    },
    "desk_edit": lambda: TOLD | {"seen": pressed()["version"]},
    "desk_new": lambda: TOLD | {"slug": "ander"},
    "desk_files": lambda: {"file": SimpleUploadedFile("loket.csv", FILE)},
    "desk_propose": lambda: {"name": "Loket", "text": "Anders", "roles": ["curative"], **pressed()},
    "desk_call": lambda: {
        "name": "Loket",
        "roles": ["curative"],
        "klopt_existence": "ja",
        "klopt_roles": "anders",
        **pressed(),
    },
    "desk_proposal": lambda: {"is_right": "ja", "text": ""},
    "desk_invitation": lambda: {"username": "nieuw", "password1": PASSWORD, "password2": PASSWORD},
}


@pytest.fixture
def addresses(settings) -> dict[str, str]:
    """Return every address of the desk by its name, about a record and people of one region."""
    settings.EMAIL_BACKEND = "referrals.mail.outbox.QueueBackend"
    manager = colleague("uitnodiger", StaffRole.NATIONAL_MANAGER)
    provider, person = record("loket"), colleague("iemand")
    Stewardship.objects.filter(pk=provider.pk).update(owner=person)
    invitation = staff.invite(by=manager, email="gast@example.org", rights=rights(StaffRole.EDITOR))
    plan = make_plan(data=FILE, name="loket.csv", by=manager.user)
    read_on(plan=plan, on=timezone.localdate(), reach=~Q(pk__in=[]), most_records=1)
    proposal = report(provider=provider, what="gone", text="", on=timezone.localdate())
    boundary = BoundaryChange.objects.create(predecessors=["GM0222"], successors=[], on="2030-01-01")
    draft = Draft.objects.create(provider=provider, author=manager.user, kind="draft", seen=0, typed={})
    token = re.search(r"/beheer/uitnodiging/([^/]+)/", OutgoingMail.objects.latest("created_at").text)[1]
    number = versions_of([provider.pk])[provider.pk]
    double, gone = record("dubbel"), record("opgegaan")
    DuplicatePair.objects.create(first=provider, second=double, score=90, why=[], digest="gezien")
    merged = merge(
        kept=double,
        gone=gone,
        values={},
        reason="een loket",
        by=STAFF,
        on=timezone.localdate(),
        seen=versions_of([double.pk, gone.pk]),
    )
    referral = Referral.objects.create(
        case=ReferredCase.objects.create(one_by_one=False),
        provider=record("verwezen"),
        place=1,
        state=State.SENT,
        sent_at=timezone.now(),
        answer_by=timezone.localdate(),
    )
    named = {"slug": provider.slug, "pk": person.pk, "token": token, "number": number, "a": "loket", "b": "dubbel"}
    pages = {pattern.name: pattern for pattern in _patterns()}
    own = {
        "desk_withdraw": reverse("desk_withdraw", args=[invitation.pk]),
        "desk_proposal": reverse("desk_proposal", args=[proposal.pk]),
        "desk_referrals_revoke": reverse("desk_referrals_revoke", args=[referral.pk]),
        "desk_referrals_open": reverse("desk_referrals_open", args=[referral.pk]),
        "desk_unmerge": reverse("desk_unmerge", args=[merged.pk]),
        "desk_draft_away": reverse("desk_draft_away", args=[draft.pk]),
        **{name: reverse(name, args=[plan.pk]) for name in pages if name.startswith("desk_plan")},
        "desk_boundary": reverse("desk_boundary", args=[boundary.pk]),
        "desk_boundary_take_back": reverse("desk_boundary_take_back", args=[boundary.pk]),
    }
    others = {name: pattern for name, pattern in pages.items() if name not in own}
    return own | {
        name: reverse(name, kwargs={key: named[key] for key in pattern.pattern.converters})
        for name, pattern in others.items()
    }


@pytest.fixture
def browsers() -> dict[str, Client]:
    """Return a browser for each who may come to the desk."""
    no_factor, ended = colleague("zonder-stap"), at_the_desk(colleague("weg"))
    by_password = Client()
    by_password.force_login(no_factor.user)
    boss = colleague("baas", StaffRole.NATIONAL_MANAGER)
    sender = colleague("eigen", kind="learning_work_desk")
    ImportPlan.objects.update(by=sender.user)
    staff.end_account(by=boss, member=StaffMember.objects.get(user__username="weg"))
    return {
        "stranger": Client(),
        "no_factor": by_password,
        "no_role": at_the_desk(colleague("rolloos", None)),
        "ended": ended,
        "editor": at_the_desk(sender),
        "editor_elsewhere": at_the_desk(colleague("elders", where=OTHER)),
        "editor_of_other_type": at_the_desk(colleague("ander", kind="uwv")),
        "regional": at_the_desk(colleague("regio", StaffRole.REGIONAL_MANAGER)),
        "regional_elsewhere": at_the_desk(colleague("regio-elders", StaffRole.REGIONAL_MANAGER, where=OTHER)),
        "national": at_the_desk(boss),
        "auditor": at_the_desk(colleague("toets", StaffRole.AUDITOR)),
    }


def _patterns() -> Iterator[URLPattern]:
    return iter(urls.urlpatterns)


def test_every_address_of_the_desk_has_an_expectation():
    assert {pattern.name for pattern in _patterns()} == set(ANSWERS)
    assert all(tuple(by) == WHO for by in ANSWERS.values())


def test_every_page_of_the_desk_says_who_may_open_it():
    assert [pattern.name for pattern in _patterns() if not hasattr(pattern.callback, "desk_action")] == []


def test_everybody_gets_the_answer_that_is_written_down_and_who_is_refused_changes_nothing(addresses, browsers):
    wrong = []
    for name, address in addresses.items():
        for who, browser in browsers.items():
            for method, expected in zip(METHODS, ANSWERS[name][who].split(), strict=True):
                found, has_written = _asked(browser, method, address, FORMS.get(name, dict)())
                is_done = method == "post" and found.status_code == 302 and not _is_refused(found)
                if found.status_code != int(expected) or (has_written and not is_done):
                    wrong.append((name, who, method, found.status_code, expected, has_written))

    assert wrong == []


def test_what_is_neither_read_nor_sent_is_no_way_in(addresses, browsers):
    for name, address in addresses.items():
        for who in ("editor", "national", "auditor"):
            assert browsers[who].put(address).status_code == 405, (name, who)


def test_a_record_out_of_reach_says_whom_to_ask(addresses, browsers):
    page = browsers["editor_elsewhere"].get(addresses["desk_record_owner"]).content.decode()

    assert "valt onder een ander: Midden-Gelderland" in page
    assert "Vraag het aan: iemand" in page


def test_nobody_opens_the_page_of_their_own_rights_to_some_end(browsers):
    boss = StaffMember.objects.get(user__username="baas")
    form = {"role": "editor", "regions": ["NL"], "types": ["*"]}

    page = browsers["national"].post(reverse("desk_person_rights", args=[boss.pk]), form)

    assert "Uw eigen rechten wijzigt een ander" in page.content.decode()
    assert boss.scopes.get().role == StaffRole.NATIONAL_MANAGER


def _asked(browser: Client, method: str, address: str, form: dict) -> tuple:
    """Return the answer, and whether it changed a row; whatever it did is taken back."""
    with transaction.atomic():
        before = _rows()
        answer = getattr(browser, method)(address, form if method == "post" else {})
        has_written = _rows() != before
        transaction.set_rollback(True)
    return answer, has_written


def _rows() -> list:
    """Return all rows that a page of the desk could change."""
    tables = [apps.get_model("auth", "User"), OutgoingMail, Referral, Invitation, *_of_services()]
    return [list(table.objects.order_by("pk").values()) for table in tables]


def _of_services() -> list:
    names = ("StaffMember", "StaffScope", "InvitedScope", "StaffEvent", "Stewardship", "Provider", "Merge")
    return [DuplicatePair, *(apps.get_model("services", name) for name in names)]


def _is_refused(answer) -> bool:
    return answer["Location"].startswith(("/account/login/", "/account/2fa/")) or answer["Location"].endswith(
        "/account/"
    )


def test_the_database_refuses_to_change_what_happened_to_somebody():
    event = StaffEvent.objects.create(what=StaffEvent.What.ENDED)
    with pytest.raises(DatabaseError), transaction.atomic():
        StaffEvent.objects.filter(pk=event.pk).update(what=StaffEvent.What.INVITED)
    assert StaffEvent.objects.get().what == StaffEvent.What.ENDED
