"""Each mail about records goes to whom it is about, with two of everybody around; who left gets none.

The mail of referrals has its own test of this: tests/referrals/loop/test_letters.py.
"""

import ast
from pathlib import Path

import pytest
from django.conf import settings
from django.core import mail
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from services.desk import staff
from services.models import Proposal, Provider
from services.staff_models import StaffMember, StaffRole
from services.upkeep.proposals import propose
from tests.services.desk.colleagues import OTHER, at_the_desk, colleague, record, rights
from tests.services.desk.test_proposals import decide
from tests.services.self_checks.test_self_check import organisation

pytestmark = pytest.mark.django_db

FRIDAY = "2026-11-27 10:00:00+01:00"
# Where letters about records are mailed, each tried below.
MAILED_FROM = {"desk/friday.py", "desk/letters.py", "self_checks/asking.py"}
OTHER_PHONES = {"loket": "+31263123457", "kantoor": "+31263123458"}


@pytest.fixture(autouse=True)
def a_friday(time_machine):
    time_machine.move_to(FRIDAY, tick=False)


@pytest.fixture
def eva() -> StaffMember:
    return colleague("eva")


def addressed() -> dict[str, str]:
    """Return what was mailed to whom, and that nobody got two."""
    letters = {letter.to[0]: f"{letter.subject}\n{letter.body}" for letter in mail.outbox}
    assert len(letters) == len(mail.outbox)
    assert all(len(letter.to) == 1 and not letter.cc and not letter.bcc for letter in mail.outbox)
    return letters


def leave(member: StaffMember) -> None:
    """End an account as a manager does."""
    staff.end_account(by=colleague("landelijk", StaffRole.NATIONAL_MANAGER), member=member)
    mail.outbox.clear()


def proposed_for(provider: Provider, **more) -> Proposal:
    """Propose another phone number for a record."""
    today, values = timezone.localdate(), {"phone": OTHER_PHONES[provider.slug]}
    return propose(provider=provider, on=today, values=values, **more)


def test_no_letter_is_mailed_from_where_this_is_not_tried():
    services = Path(settings.BASE_DIR) / "services"
    mails = {
        str(path.relative_to(services))
        for path in services.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "post"
    }
    assert mails == MAILED_FROM


def test_each_organisation_is_asked_about_its_own_record_only():
    organisation("loket")
    organisation("kantoor")

    call_command("ask_organisations")

    letters = addressed()
    assert letters.keys() == {"info@loket.example.org", "info@kantoor.example.org"}
    for own, other in (("loket", "kantoor"), ("kantoor", "loket")):
        letter = letters[f"info@{own}.example.org"]
        assert own.title() in letter
        assert other.title() not in letter


def test_an_invitation_goes_to_who_is_invited(eva):
    manager = colleague("baas", StaffRole.REGIONAL_MANAGER)
    for email in ("een@example.org", "twee@example.org"):
        staff.invite(by=manager, email=email, rights=rights(StaffRole.EDITOR), organisation="UWV")

    assert addressed().keys() == {"een@example.org", "twee@example.org"}


def test_each_proposer_hears_of_the_own_proposal_only(eva):
    readers = {"loket": "lezer@example.org", "kantoor": "ander@example.org"}
    for slug, email in readers.items():
        proposal = proposed_for(record(slug), source=Proposal.Source.PUBLIC, email=email)
        decide(at_the_desk(eva), proposal, phone="over")

    letters = addressed()
    assert {email: slug.title() in letters[email] for slug, email in readers.items()} == dict.fromkeys(letters, True)


def test_a_colleague_who_left_does_not_hear_what_became_of_a_proposal(eva):
    proposers = {"loket": colleague("jan"), "kantoor": colleague("weg")}
    proposals = [
        proposed_for(record(slug), source=Proposal.Source.COLLEAGUE, by=member.user, email=member.user.email)
        for slug, member in proposers.items()
    ]
    leave(proposers["kantoor"])

    for proposal in proposals:
        decide(at_the_desk(eva), proposal, phone="over")

    assert addressed().keys() == {"jan@example.org"}


def test_the_friday_mail_goes_to_who_is_at_work_about_the_own_records(eva):
    nora, gone = colleague("nora", where=OTHER), colleague("weg")
    record("loket")
    record("kantoor", where=OTHER)
    record("kantoor-twee", where=OTHER)
    StaffMember.objects.update(friday_mail=True)
    leave(gone)

    call_command("friday_mail")

    letters = addressed()
    assert letters.keys() == {eva.user.email, nora.user.email}
    assert "Nu in uw lijst: 1 organisatie." in letters[eva.user.email]
    assert "Nu in uw lijst: 2 organisaties." in letters[nora.user.email]


def test_an_ended_account_gets_no_link_for_a_new_password(client, eva):
    gone = colleague("weg")
    leave(gone)

    for member in (eva, gone):
        client.post(reverse("account_reset_password"), {"email": member.user.email})

    assert addressed().keys() == {eva.user.email}
