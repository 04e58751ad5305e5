"""Room, hours, languages, where referrals go and documents: typed at the desk, kept in history, and read."""

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from services.models import ChangeSet, Provider, Verb
from services.staff_models import Stewardship
from services.upkeep.door import change, versions_of
from services.upkeep.history import sittings_of
from services.upkeep.record import as_stored, write
from services.upkeep.records import retire
from services.upkeep.undoing import undo
from tests.services.desk.colleagues import at_the_desk, colleague, region
from tests.services.providers import STAFF, add_provider, days_ago

pytestmark = pytest.mark.django_db

SAID = {
    "capacity": "waiting",
    "capacity_until": "1-3-2027",
    "waiting_weeks": "6",
    "mo": "9-12.30, 13-17",
    "tu": "9-17",
    "languages": ["nl", "tr"],
    "referral_email": "intake@loket.nl",
    "referral_phone": "026 312 34 56",
    "document_0_title_nl": "Folder",
    "document_0_title_en": "Brochure",
    "document_0_url": "https://loket.nl/folder.pdf",
}


@pytest.fixture(autouse=True)
def on_a_thursday():
    with time_machine.travel("2026-11-26 10:00 +0100", tick=False):
        yield


@pytest.fixture
def editor() -> Client:
    return at_the_desk(colleague("loes", kind="learning_work_desk"))


@pytest.fixture
def loket() -> Provider:
    provider = add_provider("loket", "AM:AM07", type_="learning_work_desk", email="info@loket.nl")
    Stewardship.objects.create(provider=provider, region=region())
    return provider


def sent(browser: Client, provider: Provider, **said):
    version = versions_of([provider.pk])[provider.pk]
    return browser.post(reverse("desk_practical", args=[provider.slug]), {"version": version} | said)


def public_page(client: Client, language: str = "nl") -> str:
    return client.get(("/en" if language == "en" else "") + "/organisaties/loket/").content.decode()


def test_what_is_typed_is_kept_shown_and_can_be_taken_back(editor, loket, client):
    before = as_stored([loket.pk])

    answer = sent(editor, loket, **SAID)

    stored = as_stored([loket.pk])[loket.pk]
    assert stored["hours"] == "Mo 09:00-12:30,13:00-17:00; Tu 09:00-17:00"
    assert (stored["languages"], stored["referral_phone"]) == ("nl tr", "+31263123456")
    assert stored["documents"] == [["Folder", "Brochure", "https://loket.nl/folder.pdf"]]
    record = editor.get(answer["Location"])
    again = editor.get(reverse("desk_practical", args=["loket"])).context["form"]
    assert (again["mo"].value(), again["document_0_url"].value()) == (
        "09:00-12:30, 13:00-17:00",
        SAID["document_0_url"],
    )
    told = {field.label: field.became for field in sittings_of(loket)[0].acts[0].fields}
    assert told["talen"] == "Nederlands, Turks"
    assert told["documenten"] == "Folder (https://loket.nl/folder.pdf)"
    editor.post(next(message.extra_tags for message in record.context["messages"]))
    assert as_stored([loket.pk]) == before


def test_the_public_page_says_it_in_both_languages_and_not_where_referrals_go(editor, loket, client):
    sent(editor, loket, **SAID)

    dutch, english = public_page(client), public_page(client, "en")

    for text in (
        "Wachtlijst van ongeveer 6 weken",
        "Nu gesloten.",
        "Maandag: 09.00 tot 12.30 uur en",
        "Turks",
        "Folder",
    ):
        assert text in dutch
    for text in ("Waiting list of about 6 weeks", "Closed now.", "Monday: 09.00 to 12.30 and", "Turkish", "Brochure"):
        assert text in english
    assert "intake@loket.nl" not in dutch
    assert "312 34 56" not in dutch
    with time_machine.travel(
        "2027-03-02 10:00 +0100", tick=False
    ):  # a Tuesday, and the day of the waiting list is over
        assert "Wachtlijst" not in public_page(client)
        assert "Nu open tot 17.00 uur." in public_page(client)


REFUSED = {
    "no last day": ({"capacity": "full"}, "tot en met welke dag"),
    "a day that is over": ({"capacity": "full", "capacity_until": "1-3-2026"}, "Deze dag is voorbij"),
    "no weeks": ({"capacity": "waiting", "capacity_until": "1-3-2027"}, "hoeveel weken"),
    "no time": ({"we": "ochtend"}, "openingstijd"),
    "no address": ({"document_2_title_nl": "Folder", "document_2_url": "javascript:alert(1)"}, "webadres"),
    "no mailbox": ({"referral_email": "root@localhost"}, "geen mail sturen"),
    "far too long": ({"th": "9" * 5000}, "Er passen er 60"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_wrong_is_told_and_what_was_typed_stays(editor, loket, what):
    said, why = REFUSED[what]
    before = as_stored([loket.pk])

    answer = sent(editor, loket, **said)

    page = answer.content.decode()
    assert (answer.status_code, as_stored([loket.pk])) == (200, before)
    assert why in page
    assert all(value in page for value in said.values())


def test_where_the_record_moved_nothing_is_saved_and_what_was_typed_stays(editor, loket):
    old = versions_of([loket.pk])[loket.pk]
    retire(provider=loket, on=days_ago(-90), by=STAFF)

    answer = sent(editor, loket, **SAID | {"version": old})

    assert answer.status_code == 409
    assert answer.context["form"]["mo"].value() == SAID["mo"]
    loket.refresh_from_db()
    assert loket.hours == ""


def say(provider: Provider, **fields) -> ChangeSet:
    with change(Verb.EDIT, by=STAFF, records=[provider.pk]) as door:
        write(Provider.objects.get(pk=provider.pk), fields, on=timezone.localdate())
    return door.change_set


def test_undoing_half_of_an_answer_on_room_leaves_all_of_it_and_says_so(loket):
    first = say(loket, capacity="full", capacity_until="2027-01-01")
    say(loket, capacity="waiting", waiting_weeks=3)

    undone = undo(change_set=first, by=STAFF, on=timezone.localdate())

    assert {one.field for one in undone.kept} == {"capacity", "capacity_until", "waiting_weeks"}
    undo(change_set=first, by=STAFF, on=timezone.localdate(), also=[("loket", "capacity")])
    loket.refresh_from_db()
    assert (loket.capacity, loket.capacity_until, loket.waiting_weeks) == ("", None, None)
