"""Giving rights, handing over and leaving: what may be done, what may not, and what follows."""

from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from referrals.models import OutgoingMail
from services.desk import staff
from services.desk.access import Action, Refused, may
from services.desk.rights import rights_of
from services.models import Provider
from services.staff_models import StaffEvent, StaffMember, StaffRole, Stewardship
from services.stewards import steward_of, without_owner
from tests.portal.page import Page
from tests.services.desk.colleagues import OTHER, at_the_desk, colleague, record, rights
from tests.staff import PASSWORD

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def mail_by_the_queue(settings):
    settings.EMAIL_BACKEND = "referrals.mail.outbox.QueueBackend"


@pytest.fixture
def national() -> StaffMember:
    return colleague("landelijk", StaffRole.NATIONAL_MANAGER)


def fresh(member: StaffMember) -> StaffMember:
    return StaffMember.objects.select_related("user").get(pk=member.pk)


def give_to(member: StaffMember, *records: Provider) -> None:
    Stewardship.objects.filter(pk__in=[one.pk for one in records]).update(owner=member)


def test_an_editor_may_edit_what_lies_in_the_own_region_and_type(national):
    own, elsewhere, other_type = record("loket"), record("elders", where=OTHER), record("kantoor", kind="uwv")
    of_country = record("landelijk", where=None)
    editor = colleague("redacteur", kind="learning_work_desk").user

    assert may(editor, Action.EDIT, own)
    assert not any(may(editor, Action.EDIT, one) for one in (elsewhere, other_type, of_country))
    assert all(may(editor, Action.READ, one) for one in (own, elsewhere, other_type, of_country))
    assert all(may(national.user, Action.EDIT, one) for one in (own, elsewhere, other_type, of_country))


def test_a_superuser_without_a_role_may_do_nothing_at_the_desk():
    superuser = get_user_model().objects.create_superuser("super", "super@example.org", PASSWORD)

    assert not any(may(superuser, action) for action in Action)


def test_new_rights_take_the_place_of_old_ones_and_are_written_down(national):
    editor = colleague("redacteur")

    staff.set_rights(by=national, member=editor, rights=rights(StaffRole.EDITOR, where=OTHER, kind="uwv"))

    assert rights_of(editor.scopes.all()) == rights(StaffRole.EDITOR, where=OTHER, kind="uwv")
    event = StaffEvent.objects.get(what="rights")
    assert (event.by, event.about) == (national.user, editor.user)
    assert event.details["before"]["regions"] == ["Midden-Gelderland"]
    assert event.details["rights"]["regions"] == [OTHER]


def test_nobody_changes_their_own_rights_and_the_last_national_manager_stays(national):
    other = colleague("tweede", StaffRole.NATIONAL_MANAGER)

    with pytest.raises(ValidationError, match="Uw eigen rechten"):
        staff.set_rights(by=national, member=national, rights=rights(StaffRole.EDITOR))
    staff.end_account(by=national, member=other)
    with pytest.raises(ValidationError, match="Uw eigen rechten"):
        staff.end_account(by=national, member=national)
    with pytest.raises(Refused):
        staff.set_rights(by=other, member=national, rights=rights(StaffRole.EDITOR))
    assert fresh(national).scopes.get().role == StaffRole.NATIONAL_MANAGER


def test_a_regional_manager_manages_the_editors_of_the_own_region_only():
    regional = colleague("regio", StaffRole.REGIONAL_MANAGER)
    own, elsewhere = colleague("eigen"), colleague("elders", where=OTHER)
    peer = colleague("naast", StaffRole.REGIONAL_MANAGER)

    staff.set_rights(by=regional, member=own, rights=rights(StaffRole.EDITOR, kind="uwv"))
    for member in (elsewhere, peer):
        with pytest.raises(Refused):
            staff.set_rights(by=regional, member=member, rights=rights(StaffRole.EDITOR))
    with pytest.raises(Refused):
        staff.set_rights(by=regional, member=own, rights=rights(StaffRole.REGIONAL_MANAGER))


def test_who_left_is_out_at_once_with_no_session_no_mail_and_records_without_owner(national):
    editor, kept = colleague("weg"), record("loket")
    give_to(editor, kept)
    client = at_the_desk(editor)
    sessions = Session.objects.count()
    assert steward_of(kept).owner == editor
    OutgoingMail.objects.all().delete()

    staff.end_account(by=national, member=editor)

    assert client.get("/beheer/").status_code == 302
    assert Session.objects.count() == sessions - 1
    assert not may(get_user_model().objects.get(pk=editor.pk), Action.READ)
    assert steward_of(kept).owner is None
    assert Provider.objects.filter(without_owner()).get() == kept
    Client().post(reverse("account_reset_password"), {"email": editor.user.email})
    account = get_user_model().objects.get(pk=editor.pk)
    account.email = "ander@example.org"
    account.set_password(PASSWORD + "!")
    account.save()
    assert not OutgoingMail.objects.exists()


def test_who_left_gets_no_rights_and_leaves_once(national):
    leaver = colleague("weg")
    staff.end_account(by=national, member=leaver)

    for verb in (
        lambda: staff.end_account(by=national, member=leaver),
        lambda: staff.set_rights(by=national, member=leaver, rights=rights(StaffRole.EDITOR)),
    ):
        with pytest.raises(ValidationError, match="al beëindigd"):
            verb()


def test_who_leaves_hands_all_records_over_in_the_same_act(national):
    leaver, taker, (first, second) = colleague("weg"), colleague("blijft"), (record("een"), record("twee"))
    give_to(leaver, first, second)

    page = at_the_desk(national).post(reverse("desk_person_end", args=[leaver.pk]), {"owner": str(taker.pk)})

    assert page.status_code == 302
    assert {steward_of(one).owner for one in (first, second)} == {taker}


def test_records_are_handed_over_as_far_as_the_one_who_does_it_reaches():
    regional = colleague("regio", StaffRole.REGIONAL_MANAGER)
    giver, taker = colleague("van"), colleague("aan")
    own, elsewhere = record("hier"), record("elders", where=OTHER)
    give_to(giver, own, elsewhere)

    assert staff.hand_over(by=regional, giver=giver, taker=taker) == 1
    assert (steward_of(own).owner, steward_of(elsewhere).owner) == (taker, giver)


def test_nobody_gets_records_who_may_not_edit_any(national):
    kept, auditor = record("loket"), colleague("toets", StaffRole.AUDITOR)

    with pytest.raises(ValidationError, match="mag bewerken"):
        staff.give_owner(by=national, provider=kept, owner=auditor)


def test_the_first_manager_is_made_by_command():
    get_user_model().objects.create_user("eerste", "eerste@example.org", PASSWORD)

    call_command("make_national_manager", "eerste")

    member = StaffMember.objects.get(user__username="eerste")
    assert rights_of(member.scopes.all()) == rights(StaffRole.NATIONAL_MANAGER)
    with pytest.raises(CommandError, match="niemand"):
        call_command("make_national_manager", "niemand")


@pytest.mark.parametrize(
    ("form", "field"),
    [
        ({"role": "auditor", "regions": ["AM07"], "types": ["*"]}, "regions"),
        ({"role": "regional_manager", "regions": ["NL"], "types": ["*"]}, "regions"),
        ({"role": "regional_manager", "regions": ["AM07"], "types": ["uwv"]}, "types"),
        ({"role": "editor", "regions": ["NL", "AM07"], "types": ["*"]}, "regions"),
        ({"role": "editor", "regions": [], "types": ["*"]}, "regions"),
        ({"role": "editor", "regions": ["AM99"], "types": ["*"]}, "regions"),
        ({"role": "editor", "regions": ["AM07"], "types": ["*", "uwv"]}, "types"),
        ({"role": "baas", "regions": ["NL"], "types": ["*"]}, "role"),
    ],
)
def test_rights_that_do_not_go_together_are_said_beside_the_field(national, form, field):
    editor = colleague("redacteur")

    page = at_the_desk(national).post(reverse("desk_person_rights", args=[editor.pk]), form)

    assert field in page.context["form"].errors
    assert rights_of(editor.scopes.all()) == rights(StaffRole.EDITOR)


def test_what_else_is_to_do_names_late_invitations_accounts_without_role_and_unused_ones(national, time_machine):
    colleague("rolloos", None)
    unused = colleague("stil")
    staff.invite(by=national, email="laat@example.org", rights=rights(StaffRole.EDITOR))
    get_user_model().objects.filter(pk=unused.pk).update(last_login=timezone.now())
    time_machine.move_to(timezone.now() + timedelta(days=61))

    page = Page.read(at_the_desk(national).get("/beheer/")).one("main").text

    assert "laat@example.org is verlopen" in page
    assert "rolloos heeft een account zonder rol" in page
    assert "stil logde 60 dagen niet in" in page


def test_signing_in_is_written_down_for_who_works_here_and_for_nobody_else(national):
    Client().force_login(national.user)
    Client().force_login(get_user_model().objects.create_user("los", "los@example.org", PASSWORD))

    assert [event.about for event in StaffEvent.objects.filter(what="signed_in")] == [national.user]


def test_superusers_of_before_the_desk_are_national_managers_by_the_migration():
    get_user_model().objects.create_superuser("super", "super@example.org", PASSWORD)
    get_user_model().objects.create_user("staf", "staf@example.org", PASSWORD, is_staff=True)

    import_module("services.migrations.0020_staff_of_the_desk").make_superusers_managers(apps, None)

    member = StaffMember.objects.get()
    assert rights_of(member.scopes.all()) == rights(StaffRole.NATIONAL_MANAGER)
    assert StaffEvent.objects.get().details["why"] == "was superuser"
