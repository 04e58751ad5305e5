"""Answers taken down at once: a call with its questions, and ten cards on a page; each of its own version."""

from collections.abc import Sequence

import pytest
from django.urls import reverse
from django.utils import timezone

from services.freshness import CheckPart
from services.models import ChangeSet, Check, ContactAttempt, Provider, Verb
from services.upkeep.door import versions_of
from services.upkeep.records import set_work_area
from services.work_area.codes import WorkAreaReader
from tests.portal.page import Page
from tests.services.desk.colleagues import OTHER, at_the_desk, colleague, record
from tests.services.providers import STAFF, by_hand, checked_on, days_ago

pytestmark = pytest.mark.django_db

TEN = "/beheer/tien/"


@pytest.fixture
def desk():
    return at_the_desk(colleague("eva"))


def old_record(slug: str, **fields) -> Provider:
    """Add a record that was last checked long ago."""
    provider = record(slug, phone="+31263123456", **checked_on(days_ago(900)), **fields)
    areas = WorkAreaReader(timezone.localdate()).read(["GM:GM0202"])
    set_work_area(provider=provider, areas=areas, by=STAFF)
    return provider


def rewrite(provider: Provider, **fields) -> None:
    with by_hand():
        Provider.objects.filter(pk=provider.pk).update(**fields)


# --- A call ------------------------------------------------------------------------------------------------------


def call(client, provider: Provider, version: int | None = None, **answers):
    sent = {
        "name": provider.name,
        "phone": "026 312 34 56",
        "areas": "gemeente Arnhem",
        "roles": ["curative", "preventive"],
    }
    sent["version"] = versions_of([provider.pk])[provider.pk] if version is None else version
    shown = Page.read(client.get(reverse("desk_call", args=[provider.slug])))
    sent["roles"] = [box["value"] for box in shown.all("input", name="roles") if box.get("checked") is not None]
    return client.post(reverse("desk_call", args=[provider.slug]), sent | answers)


def test_the_number_is_there_to_dial_and_each_question_has_the_value_on_record(desk):
    old_record("loket")

    page = Page.read(desk.get(reverse("desk_call", args=["loket"])))

    assert page.one("p", class_="vwnw-desk-number").text.strip() == "026 312 34 56"
    assert page.one("input", name="phone")["value"] == "026 312 34 56"
    assert page.one("textarea", name="areas").text.strip() == "gemeente Arnhem"
    assert [text for text in (heading.text for heading in page.all("h2")) if "Vraag" in text] == [
        f"Vraag {number} van 4" for number in (1, 2, 3, 4)
    ]


def test_the_answers_of_a_call_are_its_check_and_a_new_value_is_written_with_it(desk):
    loket = old_record("loket")

    call(desk, loket, klopt_contact="anders", phone="026 999 88 77", klopt_area="ja", text="Belt na 13 uur")

    loket.refresh_from_db()
    check = Check.objects.get()
    assert loket.phone == "+31269998877"
    assert (check.parts, check.method, check.note) == ({CheckPart.CONTACT, CheckPart.AREA}, "phone", "Belt na 13 uur")
    assert loket.roles_checked_on == days_ago(900), "what was not asked is not known"
    done = ChangeSet.objects.first()
    assert (done.verb, set(done.records.get().after)) >= (Verb.EDIT, {"phone", "checks"})


def test_one_press_takes_a_whole_call_back(desk):
    loket = old_record("loket")
    call(desk, loket, klopt_contact="anders", phone="026 999 88 77")

    desk.post(reverse("desk_take_back", args=["loket", ChangeSet.objects.first().pk]))

    loket.refresh_from_db()
    assert loket.phone == "+31263123456"
    assert not Check.objects.filter(undone_by=None).exists()


@pytest.mark.parametrize(
    ("answers", "hint"),
    [
        ({}, "Beantwoord minstens een vraag."),
        ({"text": "Nette mensen"}, "Leg minstens een antwoord vast"),
        ({"klopt_contact": "ja", "phone": "026 999 88 77"}, "U wijzigde hier iets."),
        ({"klopt_area": "anders", "areas": "Atlantis"}, "Atlantis kennen wij niet"),
    ],
)
def test_a_wrong_answer_of_a_call_is_told_and_nothing_is_written(desk, answers, hint):
    page = call(desk, old_record("loket"), **answers)

    assert hint in page.content.decode()
    assert not Check.objects.exists()


def test_a_call_about_a_record_that_moved_writes_nothing_and_shows_what_is_there_now(desk):
    loket = old_record("loket")
    seen = versions_of([loket.pk])[loket.pk]
    rewrite(loket, phone="+31261112233")

    page = call(desk, loket, version=seen, klopt_contact="ja", klopt_area="ja")

    assert page.status_code == 409
    assert Page.read(page).one("input", name="phone")["value"] == "026 111 22 33"
    assert not Check.objects.exists()


def test_nobody_answers_on_a_day_to_call_back(desk):
    loket, friday = old_record("loket"), timezone.localdate() + timezone.timedelta(days=9)
    address = reverse("desk_not_reached", args=["loket"])

    desk.post(address, {"how": "phone", "note": "Voicemail", "call_back_on": friday.isoformat()})

    attempt = ContactAttempt.objects.get()
    assert (attempt.provider, attempt.method, attempt.note) == (loket, "phone", "Voicemail")
    assert loket.snooze.until == friday


# --- Ten cards ----------------------------------------------------------------------------------------------------


def cards(client, answers: dict[str, dict[str, str]], *, page=None):
    """Send the page of ten with these answers, by record; all else as it is filled in."""
    shown = Page.read(page or client.get(TEN))
    sent: dict[str, object] = {}
    for field in shown.all("input"):
        if field["type"] in ("text", "hidden", "email", "url") and field["name"] != "kaart":
            sent[field["name"]] = field.get("value") or ""
    sent["kaart"] = [field["value"] for field in shown.all("input", name="kaart")]
    for key in sent["kaart"]:
        sent[f"k{key}-areas"] = shown.one("textarea", name=f"k{key}-areas").text.strip()
        sent |= {f"k{key}-answer": "overslaan", f"k{key}-method": "staff"}
        slug = Provider.objects.get(pk=key).slug
        sent |= {f"k{key}-{name}": value for name, value in answers.get(slug, {}).items()}
    return client.post(TEN, sent)


def listed(page) -> Sequence[str]:
    return [heading.text.strip() for heading in Page.read(page).all("h2", class_="nl-heading nl-heading--level-3")]


def test_each_card_is_confirmed_changed_or_skipped_by_itself(desk):
    goed, anders, straks = (old_record(slug) for slug in ("goed", "anders", "straks"))

    asked = cards(desk, {"goed": {"answer": "klopt"}, "anders": {"answer": "veranderd", "phone": "026 999 88 77"}})

    assert Check.objects.get().provider == goed
    assert listed(asked) == ["Anders"], "a changed answer asks once more"
    assert "Telefoonnummer: van 026 312 34 56 in 026 999 88 77" in asked.content.decode()
    anders.refresh_from_db()
    assert anders.phone == "+31263123456"

    done = cards(desk, {"anders": {"answer": "veranderd", "phone": "026 999 88 77", "rest_holds": "on"}}, page=asked)

    assert done.status_code == 302
    anders.refresh_from_db()
    assert (anders.phone, anders.last_checked_on) == ("+31269998877", timezone.localdate())
    straks.refresh_from_db()
    assert straks.last_checked_on == days_ago(900)


def test_who_was_confirmed_today_comes_not_back_whatever_else_is_missing(desk):
    old_record("loket", street="")

    cards(desk, {"loket": {"answer": "klopt"}})

    assert listed(desk.get(TEN)) == []


def test_a_change_alone_is_no_check(desk):
    loket = old_record("loket")
    asked = cards(desk, {"loket": {"answer": "veranderd", "phone": "026 999 88 77"}})
    cards(desk, {"loket": {"answer": "veranderd", "phone": "026 999 88 77"}}, page=asked)

    loket.refresh_from_db()
    assert (loket.phone, Check.objects.count()) == ("+31269998877", 0)


def test_a_card_that_moved_comes_back_and_the_others_are_done(desk):
    goed, weg = old_record("goed"), old_record("weg")
    shown = desk.get(TEN)
    rewrite(weg, phone="+31261112233")

    page = cards(desk, {"goed": {"answer": "klopt"}, "weg": {"answer": "klopt"}}, page=shown)

    assert page.status_code == 409
    assert listed(page) == ["Weg"]
    assert "telefoon van 026 312 34 56 in 026 111 22 33" in page.content.decode()
    assert Check.objects.get().provider == goed
    cards(desk, {"weg": {"answer": "klopt"}}, page=page)
    assert Check.objects.count() == 2


def test_sent_twice_a_card_is_checked_once(desk):
    old_record("loket")
    shown = desk.get(TEN)
    for _time in range(2):
        cards(desk, {"loket": {"answer": "klopt"}}, page=shown)

    assert Check.objects.count() == 1


@pytest.mark.parametrize(
    "answer",
    [
        {"answer": "misschien"},
        {"answer": "veranderd"},
        {"answer": "klopt", "phone": "026 999 88 77"},
        {"answer": "veranderd", "phone": "12"},
        {"answer": "klopt", "version": "x"},
        {"answer": "klopt", "version": "9" * 30},
        {"answer": "klopt", "method": "demo"},
    ],
)
def test_a_wrong_answer_brings_its_card_back(desk, answer):
    old_record("loket")

    assert listed(cards(desk, {"loket": answer})) == ["Loket"]
    assert not Check.objects.exists()


def test_a_card_of_another_region_is_not_taken(desk):
    elsewhere = old_record("elders", where=OTHER)
    sent = {"kaart": [elsewhere.pk, "x", "9" * 40], f"k{elsewhere.pk}-answer": "klopt"}

    desk.post(TEN, sent)

    assert not Check.objects.exists()


@pytest.mark.parametrize("number", [1, 3])
def test_ten_cards_cost_the_same_number_of_queries_for_one_as_for_three(desk, number, django_assert_num_queries):
    for each in range(number):
        old_record(f"loket-{each}")
    desk.get(TEN)

    with django_assert_num_queries(QUERIES):
        assert len(listed(desk.get(TEN))) == number


QUERIES = 21
