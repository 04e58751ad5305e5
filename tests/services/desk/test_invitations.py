"""Coming to work at the desk: by invitation, once, for one address, and with a second step."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.utils import timezone

from referrals.models import MailState, OutgoingMail
from services.desk import staff
from services.desk.access import Refused
from services.desk.rights import rights_of
from services.desk.staff import InvitationRefused
from services.staff_models import Invitation, StaffEvent, StaffMember, StaffRole
from tests.portal.page import Page
from tests.services.desk.colleagues import OTHER, at_the_desk, colleague, region, rights
from tests.staff import PASSWORD, sign_in

pytestmark = pytest.mark.django_db

EMAIL = "anna@uwv.example.org"
ANSWERS = {"username": "anna", "password1": PASSWORD, "password2": PASSWORD}


@pytest.fixture(autouse=True)
def mail_by_the_queue(settings):
    settings.EMAIL_BACKEND = "referrals.mail.outbox.QueueBackend"


@pytest.fixture
def manager() -> StaffMember:
    return colleague("manager", StaffRole.NATIONAL_MANAGER)


def invited(manager: StaffMember, email: str = EMAIL, **more) -> str:
    """Invite somebody, and return the address in the mail."""
    staff.invite(by=manager, email=email, rights=more.get("rights", rights(StaffRole.EDITOR)), organisation="UWV")
    mail = OutgoingMail.objects.filter(to=email).latest("created_at")
    return re.search(r"https?://[^/]+(/beheer/uitnodiging/\S+)", mail.text)[1]


def written_down() -> list:
    """Return all that an invitation could change."""
    tables = (Invitation, StaffMember, get_user_model(), StaffEvent)
    return [list(table.objects.order_by("pk").values()) for table in tables]


def test_a_colleague_is_invited_on_a_page_and_the_mail_holds_the_link(manager):
    answer = at_the_desk(manager).post(
        "/beheer/mensen/uitnodigen/",
        {"email": EMAIL, "organisation": "UWV", "role": "editor", "regions": [region().code], "types": ["*"]},
    )

    assert answer.status_code == 302
    (mail,) = OutgoingMail.objects.filter(to=EMAIL)
    assert mail.state == MailState.WAITING
    assert "redacteur: Midden-Gelderland; alle soorten" in mail.text
    assert Invitation.objects.get().expires_on == timezone.localdate() + timedelta(days=14)


def test_who_accepts_gets_an_account_with_these_rights_and_sets_up_a_second_step(manager):
    client, link = Client(), invited(manager)

    assert client.get(link).status_code == 200
    answer = client.post(link, ANSWERS)

    assert (answer.status_code, answer["Location"]) == (302, "/beheer/")
    assert client.get("/beheer/")["Location"] == "/account/2fa/"
    account = get_user_model().objects.get(username="anna")
    assert account.email == EMAIL
    assert rights_of(account.staff_member.scopes.all()) == rights(StaffRole.EDITOR)
    assert account.staff_member.organisation == "UWV"
    sign_in(client, account)
    assert client.get("/beheer/").status_code == 200


def test_opening_the_link_writes_nothing(manager):
    link = invited(manager)
    before = written_down()

    Client().get(link)

    assert written_down() == before


def test_the_link_works_once(manager):
    link = invited(manager)
    Client().post(link, ANSWERS)
    before = written_down()

    again = Client().post(link, {**ANSWERS, "username": "bert"})

    assert again.status_code == 410
    assert "al gebruikt" in again.content.decode()
    assert written_down() == before


def test_a_link_that_is_altered_withdrawn_or_too_old_changes_nothing(manager, time_machine):
    withdrawn, late = invited(manager, "bert@uwv.example.org"), invited(manager)
    staff.withdraw(by=manager, invitation=Invitation.objects.get(email="bert@uwv.example.org"))
    before = written_down()
    time_machine.move_to(timezone.now() + timedelta(days=15))

    answers = [Client().post(link, ANSWERS) for link in (late[:-3] + "xx/", withdrawn, late)]

    assert [answer.status_code for answer in answers] == [404, 410, 410]
    said = " ".join(Page.read(answer).one("main").text for answer in answers)
    assert all(why in said for why in ("klopt niet", "ingetrokken", "verlopen"))
    assert written_down() == before


def test_somebody_else_who_is_signed_in_is_refused(manager):
    link, other = invited(manager), colleague("ander")
    client = at_the_desk(other)
    before = written_down()

    assert client.post(link, ANSWERS)["Location"] == f"{link}account/"
    answers = [client.get(f"{link}account/"), client.post(f"{link}account/")]

    assert {answer.status_code for answer in answers} == {410}
    assert "een ander adres" in answers[0].content.decode()
    assert written_down() == before


def test_who_has_an_account_takes_the_rights_on_with_it_after_signing_in(manager):
    account = get_user_model().objects.create_user("anna", EMAIL.upper(), PASSWORD)
    link, client = invited(manager), Client()

    page = Page.read(client.get(link))
    assert page.all("a", href=f"{link}account/")
    assert "/account/login/" in client.get(f"{link}account/")["Location"]
    sign_in(client, account)
    answer = client.post(f"{link}account/")

    assert answer["Location"] == "/beheer/"
    assert rights_of(account.staff_member.scopes.all()) == rights(StaffRole.EDITOR)
    assert get_user_model().objects.filter(email__iexact=EMAIL).count() == 1


@pytest.mark.parametrize(
    ("answers", "field"),
    [
        ({"password1": "welkom01", "password2": "welkom01"}, "password2"),
        ({"password2": "een andere zin dan deze"}, "password2"),
        ({"username": "MANAGER"}, "username"),
        ({"username": "a b"}, "username"),
    ],
)
def test_a_bad_name_or_password_is_said_beside_the_field_and_the_link_stays_good(manager, answers, field):
    link = invited(manager)

    page = Client().post(link, ANSWERS | answers)

    assert page.status_code == 200
    assert field in page.context["form"].errors
    assert Client().post(link, ANSWERS).status_code == 302


def test_one_address_has_one_open_invitation_and_a_late_one_makes_way(manager, time_machine):
    invited(manager)
    client = at_the_desk(manager)
    asked = {"organisation": "UWV", "role": "editor", "regions": ["NL"], "types": ["*"]}

    again = client.post("/beheer/mensen/uitnodigen/", {**asked, "email": EMAIL.upper()})
    assert "al uitgenodigd" in again.content.decode()
    time_machine.move_to(timezone.now() + timedelta(days=20))
    invited(manager)

    assert Invitation.objects.filter(withdrawn_at=None).count() == 1


@pytest.mark.parametrize(
    "address", ["geen adres", "iemand@localhost", "manager@example.org", "x" * 300 + "@example.org"]
)
def test_an_address_that_cannot_be_invited_is_refused_beside_the_field(manager, address):
    asked = {"email": address, "organisation": "UWV", "role": "editor", "regions": ["NL"], "types": ["*"]}

    page = at_the_desk(manager).post("/beheer/mensen/uitnodigen/", asked)

    assert "email" in page.context["form"].errors
    assert not Invitation.objects.exists()


def test_a_regional_manager_invites_editors_of_the_own_region_only():
    regional = colleague("regio", StaffRole.REGIONAL_MANAGER)
    invited(regional)

    for too_much in (
        rights(StaffRole.EDITOR, where=OTHER),
        rights(StaffRole.AUDITOR),
        rights(StaffRole.EDITOR, where=None),
    ):
        with pytest.raises(Refused):
            staff.invite(by=regional, email="meer@example.org", rights=too_much)
    form = at_the_desk(regional).post(
        "/beheer/mensen/uitnodigen/",
        {"email": "x@example.org", "organisation": "UWV", "role": "auditor", "regions": ["NL"], "types": ["*"]},
    )
    assert {"role", "regions"} <= form.context["form"].errors.keys()


def test_an_invitation_of_somebody_who_may_no_longer_give_these_rights_is_refused(manager):
    regional = colleague("regio", StaffRole.REGIONAL_MANAGER)
    link = invited(regional)
    staff.set_rights(by=manager, member=regional, rights=rights(StaffRole.EDITOR))

    assert Client().post(link, ANSWERS).status_code == 410
    assert not get_user_model().objects.filter(username="anna").exists()


def test_the_secret_of_a_link_stands_in_no_row(manager):
    link = invited(manager)
    key = link.removeprefix("/beheer/uitnodiging/").partition(":")[0]

    assert key not in str(list(Invitation.objects.values()))


def test_who_works_here_already_gets_no_second_set_of_rights(manager):
    link = invited(manager)
    member = colleague("anna")
    member.user.email = EMAIL
    member.user.save()

    with pytest.raises(InvitationRefused, match="al rechten"):
        staff.join_with(token=link.split("/")[3], account=member.user)
