"""An organisation is asked by mail whether its record still holds, twice at most, and answers behind a link, once."""

import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.core import mail
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from referrals.retention import remove_expired
from services.catalogue import catalogue
from services.desk import staff
from services.freshness import DUE_DAYS, CheckPart
from services.models import ActingAs, ChangeSet, Check, Proposal, Provider, SelfCheck
from services.staff_models import StaffRole
from services.upkeep.records import retire
from tests.portal.page import Page
from tests.services.desk.colleagues import colleague, rights
from tests.services.providers import STAFF, add_provider, by_hand, days_ago

pytestmark = pytest.mark.django_db


def due_days() -> int:
    return catalogue().parameters.on(timezone.localdate(), DUE_DAYS).value


def organisation(slug: str = "loket", *, due_in: int = 20, **fields) -> Provider:
    """Add a record of which the check is due in so many days."""
    filled = {"email": f"info@{slug}.example.org", "phone": "+31263123456", "name": slug.title()}
    return add_provider(slug, "AM:AM18", last_checked_on=days_ago(due_days() - due_in), **filled | fields)


def asked() -> list:
    """Ask who is due, as each day, and return the mails that went."""
    before = len(mail.outbox)
    call_command("ask_organisations")
    return mail.outbox[before:]


def link_in(letter) -> str:
    return urlsplit(re.search(r"https?://\S+/controle/\S+", letter.body)[0]).path


@pytest.fixture
def link() -> str:
    organisation()
    return link_in(asked()[0])


def filled(client, link: str, **changes) -> dict:
    """Return the form as it is filled in already, with these answers."""
    page = Page.read(client.get(link))
    sent = {
        field["name"]: field.get("value") or ""
        for kind in ("text", "email", "url", "hidden")
        for field in page.all("input", type=kind)
    }
    sent["roles"] = [box["value"] for box in page.all("input", name="roles") if box.get("checked") is not None]
    sent["areas"] = page.one("textarea", name="areas").text.strip()
    return sent | changes


ALL = {f"klopt_{part.value}": "ja" for part in CheckPart}

# --- Who is asked, and when ----------------------------------------------------------------------------------


def test_each_organisation_is_asked_at_its_own_address_and_nobody_elses():
    organisation("loket")
    organisation("ander")

    letters = asked()

    assert sorted((letter.to[0], letter.subject) for letter in letters) == [
        ("info@ander.example.org", "Kloppen de gegevens van Ander nog?"),
        ("info@loket.example.org", "Kloppen de gegevens van Loket nog?"),
    ]
    assert not any(letter.cc or letter.bcc for letter in letters)


def test_who_is_not_due_has_no_address_stopped_or_was_never_checked_is_not_asked():
    organisation("later", due_in=31)
    organisation("geen-adres", email="")
    organisation("geen-mail", email="info@[127.0.0.1]")
    retire(provider=organisation("gestopt"), on=days_ago(1), by=STAFF)
    add_provider("nooit", "?", email="nooit@example.org", last_checked_on=None)

    assert asked() == []


def test_it_is_asked_before_and_after_and_never_a_third_time(time_machine):
    organisation(due_in=30)
    days = []
    for day in range(120):
        time_machine.move_to(timezone.now() + timedelta(days=1) if day else timezone.now())
        days += [day] * len(asked())

    assert days == [0, 44], "30 days before it is due, and 14 after"


def test_who_answered_is_not_asked_again(client, link, time_machine):
    client.post(link, filled(client, link, klopt_existence="ja"))
    time_machine.move_to(timezone.now() + timedelta(days=40))

    assert asked() == []


# --- The answer ------------------------------------------------------------------------------------------------


def test_opening_the_link_changes_nothing(client, link):
    for _time in range(2):
        assert client.get(link).status_code == 200

    assert not Check.objects.exists()
    assert SelfCheck.objects.get().answered_at is None


def test_what_holds_is_a_check_by_the_organisation_itself(client, link):
    answer = client.post(link, filled(client, link, **ALL), follow=True)

    assert answer.redirect_chain == [(reverse("self_check_thanks"), 302)]
    check = Check.objects.get()
    assert (check.parts, check.method, check.checked_by) == (set(CheckPart), "provider", "de organisatie zelf")
    assert ChangeSet.objects.first().acting_as == ActingAs.PROVIDER
    assert Provider.objects.get().last_checked_on == timezone.localdate()
    assert not Proposal.objects.exists()


def test_another_value_is_a_proposal_and_only_what_holds_is_checked(client, link):
    sent = filled(client, link, klopt_contact="anders", phone="026 999 88 77", klopt_area="ja", wants_answer="on")
    client.post(link, sent)

    provider, proposal = Provider.objects.get(), Proposal.objects.get()
    assert (provider.phone, Check.objects.get().parts) == ("+31263123456", {CheckPart.AREA})
    assert dict(proposal.fields.values_list("field", "new")) == {"phone": "+31269998877"}
    assert (proposal.source, proposal.email) == ("provider", "info@loket.example.org")


@pytest.mark.parametrize(
    ("answers", "hint"),
    [
        ({}, "Beantwoord minstens een vraag."),
        ({"klopt_contact": "ja", "phone": "026 999 88 77"}, "U wijzigde hier iets."),
        ({"klopt_contact": "anders"}, "Wijzig wat anders moet"),
        ({"klopt_contact": "misschien"}, "Fout:"),
        ({"klopt_area": "anders", "areas": "Atlantis"}, "Atlantis kennen wij niet"),
        ({"klopt_contact": "anders", "phone": "9" * 5000}, "Dit is te lang"),
        ({**ALL, "version": "x"}, ""),
    ],
)
def test_a_wrong_answer_is_told_and_nothing_is_kept(client, link, answers, hint):
    page = client.post(link, filled(client, link) | answers)

    assert page.status_code in (200, 409)
    assert hint in page.content.decode()
    assert not Check.objects.exists()
    assert not Proposal.objects.exists()
    assert SelfCheck.objects.get().answered_at is None


def test_nothing_is_confirmed_that_was_not_seen(client, link):
    sent = filled(client, link, **ALL)
    with by_hand():
        Provider.objects.update(phone="+31261112233")

    page = client.post(link, sent)

    assert page.status_code == 409
    assert Page.read(page).one("input", name="phone")["value"] == "026 111 22 33"
    assert not Check.objects.exists()
    client.post(link, filled(client, link, **ALL))
    assert Check.objects.get().parts == set(CheckPart)


# --- The link --------------------------------------------------------------------------------------------------


def test_the_link_is_good_once(client, link):
    sent = filled(client, link, **ALL)
    client.post(link, sent)

    for again in (client.get(link), client.post(link, sent)):
        assert again.status_code == 410
        assert "al geantwoord. Dank u wel." in again.content.decode()
    assert Check.objects.count() == 1


def test_the_link_is_good_for_thirty_days(client, link, time_machine):
    now = timezone.now()
    time_machine.move_to(now + timedelta(days=30))
    assert client.get(link).status_code == 200
    time_machine.move_to(now + timedelta(days=31))
    late = client.get(link)

    assert late.status_code == 410
    assert "Deze link werkte tot en met" in late.content.decode()


def test_a_link_for_another_purpose_leads_nowhere_and_this_one_lets_nobody_in(client, link):
    token = link.rstrip("/").rpartition("/")[2]
    staff.invite(
        by=colleague("baas", StaffRole.NATIONAL_MANAGER), email="gast@example.org", rights=rights(StaffRole.EDITOR)
    )
    invited = re.search(r"/beheer/uitnodiging/([^/]+)/", mail.outbox[-1].body)[1]

    for wrong in (invited, token[:-1], f"{token}x", "bestaat-niet"):
        assert client.get(reverse("self_check", args=[wrong])).status_code == 404
    assert client.get(reverse("desk_invitation", args=[token])).status_code == 404


def test_the_page_is_there_in_english(client, link):
    page = client.get(f"/en{link}").content.decode()

    assert "Is the information about Loket still correct?" in page
    assert "labour market region Groot Amsterdam" in page


def test_what_was_asked_goes_after_a_year(link):
    now = timezone.now()
    for days, left in ((364, 1), (366, 0)):
        remove_expired(now=now + timedelta(days=days), force=True)
        assert SelfCheck.objects.count() == left


# --- Room ----------------------------------------------------------------------------------------------------


def test_what_it_says_of_its_room_stands_at_once(client, link):
    client.post(link, filled(client, link, capacity="full", capacity_until=f"{timezone.localdate():%d-%m-%Y}") | ALL)

    assert Provider.objects.get(slug="loket").capacity == "full"
    assert "Vol tot en met" in client.get("/organisaties/loket/").content.decode()


def test_half_an_answer_about_room_keeps_all_that_was_filled_in(client, link):
    page = client.post(link, filled(client, link, capacity="full", text="Wij zijn verhuisd.") | ALL)

    assert "Vul in tot en met welke dag dit geldt." in page.content.decode()
    assert "Wij zijn verhuisd." in page.content.decode()
    assert not Check.objects.filter(method=Check.Method.PROVIDER).exists()
    assert Provider.objects.get(slug="loket").capacity == ""
