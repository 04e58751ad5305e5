"""By choice a mail asks the employer of a kept case how it went: once, after the end, and the answer counts once."""

from datetime import date

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from referrals.advice import afterwards
from referrals.loop import actions
from referrals.models import Afterwards, CaseDetails, OutgoingMail, SavedCase, WithoutReferral
from tests.portal.page import Page
from tests.referrals.support.journeys import answer, walk
from tests.referrals.support.referred import reachable_directory

pytestmark = pytest.mark.django_db

READER = "werkgever@bedrijf.example"
ASKED_ON = "2027-07-31"


@pytest.fixture
def kept(client, example_directory, time_machine):
    """Return the address of a case of twelve people who leave on 1 June 2027, kept on 23 November 2026."""
    time_machine.move_to("2026-11-23 10:00:00+00:00", tick=False)
    walk(client, plaatsen={"p-0-end_date": "01-06-2027"})
    address = client.post(reverse("case_keep"))["Location"]
    client.cookies.clear()
    return address


@pytest.fixture
def chosen(client, kept):
    """Choose to be asked, and return the address of the case."""
    client.post(kept + "hoe-ging-het/", {"email": READER})
    return kept


@pytest.fixture
def question(client, chosen, time_machine, capsys):
    """Let the day of asking come, and return the address in the mail."""
    return link_mailed_on(ASKED_ON, time_machine)


def link_mailed_on(day: str, time_machine) -> str:
    time_machine.move_to(f"{day} 10:00:00+00:00", tick=False)
    call_command("followup")
    mail = OutgoingMail.objects.get(purpose="ask_how_it_went")
    return "/casus/hoe-ging-het/" + mail.text.partition("/casus/hoe-ging-het/")[2].split()[0]


def words(response) -> str:
    return " ".join(Page.read(response).one("main").text.split())


def counted() -> dict[str, tuple[int, int]]:
    return {row.result: (row.cases, row.people) for row in WithoutReferral.objects.all()}


def addresses_kept() -> list[str]:
    return [*Afterwards.objects.exclude(email="").values_list("email", flat=True)]


# --- Choosing -------------------------------------------------------------------------------------------------


def test_the_employer_chooses_it_and_reads_when_it_will_be_asked(client, kept):
    assert "Vraag mij later per mail hoe het ging" in words(client.get(kept))
    assert "Op 31 juli 2027" in words(client.get(kept + "hoe-ging-het/"))

    told = words(client.post(kept + "hoe-ging-het/", {"email": READER}, follow=True))

    assert "Op 31 juli 2027 vragen wij u per mail hoe het ging." in told
    assert "Vraag mij later per mail hoe het ging" not in told
    assert addresses_kept() == [READER]


def test_it_is_withdrawn_in_one_press_and_the_address_goes_at_once(client, chosen, time_machine):
    told = client.post(chosen + "niet-vragen/", follow=True).content.decode()
    assert "Wij vragen niet hoe het ging. Uw adres is gewist." in told
    assert not Afterwards.objects.exists()
    time_machine.move_to(f"{ASKED_ON} 10:00:00+00:00", tick=False)
    call_command("followup")
    assert not OutgoingMail.objects.exists()


@pytest.mark.parametrize(
    ("typed", "hint"), [("", "Vul uw e-mailadres in."), ("geen adres", "Dit is geen e-mailadres.")]
)
def test_an_address_that_cannot_be_mailed_is_said_beside_the_field(client, kept, typed, hint):
    page = client.post(kept + "hoe-ging-het/", {"email": typed})
    assert hint in words(page)
    assert not Afterwards.objects.exists()


def test_another_address_takes_the_place_of_the_first(client, chosen):
    client.post(chosen + "hoe-ging-het/", {"email": "ander@bedrijf.example"})
    assert addresses_kept() == ["ander@bedrijf.example"]


@pytest.mark.parametrize("end", ["", "01-06-2030"])
def test_a_case_without_an_end_or_gone_by_then_cannot_be_asked_about(client, example_directory, time_machine, end):
    time_machine.move_to("2026-11-23 10:00:00+00:00", tick=False)
    walk(client, plaatsen={"p-0-end_date": end})
    address = client.post(reverse("case_keep"))["Location"]

    assert "Vraag mij later per mail hoe het ging" not in words(client.get(address))
    assert "Dat kan nu niet." in words(client.post(address + "hoe-ging-het/", {"email": READER}))
    assert not Afterwards.objects.exists()


def test_a_network_chooses_so_often_a_day_and_hears_so(client, kept, settings):
    settings.PLAN_MAILS_PER_ADDRESS = 1
    client.post(kept + "hoe-ging-het/", {"email": READER})
    client.post(kept + "hoe-ging-het/", {"email": READER})
    refused = client.post(kept + "hoe-ging-het/", {"email": "ander@bedrijf.example"})
    assert refused.status_code == 200
    assert addresses_kept() == [READER]


# --- Asking ---------------------------------------------------------------------------------------------------


def test_it_is_asked_once_on_the_day_and_the_address_is_forgotten(client, chosen, time_machine, server):
    time_machine.move_to("2027-07-30 10:00:00+00:00", tick=False)
    call_command("followup")
    assert not OutgoingMail.objects.exists()

    link_mailed_on(ASKED_ON, time_machine)
    assert addresses_kept() == []
    call_command("followup")
    assert OutgoingMail.objects.count() == 1
    call_command("send_mail")

    (mail,) = server.mails
    told = mail.message.get_body().get_content()
    assert "Vertel hoe het ging" in told
    assert "medewerkers" not in told
    assert chosen not in told
    assert not OutgoingMail.objects.exists()


def test_it_is_asked_in_the_language_in_which_it_was_chosen(client, kept, time_machine):
    client.post("/en" + kept + "hoe-ging-het/", {"email": READER})
    link_mailed_on(ASKED_ON, time_machine)
    assert OutgoingMail.objects.get().subject == "How did it go for your people?"


def test_the_address_goes_with_the_case(client, chosen, time_machine):
    client.post(chosen + "verwijderen/")
    assert not Afterwards.objects.exists()


def test_the_address_goes_with_a_case_that_is_past_its_period(chosen, time_machine):
    time_machine.move_to("2027-09-02 10:00:00+00:00", tick=False)
    call_command("followup")
    assert not OutgoingMail.objects.exists()
    call_command("retention")
    assert not Afterwards.objects.exists()


def test_another_last_day_moves_the_mail_and_the_case_as_it_was_asks_no_more(client, chosen, time_machine):
    client.post(chosen + "wijzigen/")
    answer(client, "plaatsen", **{"p-0-end_date": "01-08-2027"})
    plan = Page.read(client.get(reverse("case_advice")))
    sent = {name: plan.all("input", name=name)[0]["value"] for name in ("case", "draft")}
    moved = {client.post(reverse("case_keep"), sent)["Location"] for _twice in range(2)}.pop()

    assert "Op 30 september 2027 vragen wij u per mail hoe het ging." in words(client.get(moved))
    assert addresses_kept() == [READER]
    client.post(chosen + "hoe-ging-het/", {"email": READER})
    assert addresses_kept() == [READER]
    time_machine.move_to(f"{ASKED_ON} 10:00:00+00:00", tick=False)
    call_command("followup")
    assert not OutgoingMail.objects.exists()
    link_mailed_on("2027-09-30", time_machine)


def test_a_last_day_that_is_taken_away_takes_the_address_away(client, chosen):
    client.post(chosen + "wijzigen/")
    answer(client, "plaatsen", **{"p-0-end_date": ""})
    client.post(reverse("case_keep"))
    assert SavedCase.objects.count() == 2
    assert not Afterwards.objects.exists()


# --- Counting -------------------------------------------------------------------------------------------------


def test_the_answer_counts_people_once_and_of_no_case_by_itself(client, question):
    assert "Uw casus gaat over 12 medewerkers." in words(client.get(question))

    for _twice in range(2):
        told = client.post(question, {"new_work": "7", "no_work_yet": "2"}, follow=True)

    assert "Uw antwoord is geteld" in words(told)
    assert counted() == {"": (1, 12), "new_work": (1, 7), "no_work_yet": (1, 2), "unknown": (1, 3)}
    client.post(question, {"new_work": "12"})
    assert counted()["new_work"] == (1, 7)


@pytest.mark.parametrize(
    ("numbers", "hint"),
    [
        ({}, "Vul ten minste één aantal in."),
        ({"new_work": "10", "no_work_yet": "3"}, "Samen is dit 13, maar uw casus gaat over 12 medewerkers."),
        ({"new_work": "veel"}, "heel aantal"),
    ],
)
def test_numbers_that_cannot_be_are_said_beside_their_field(client, question, numbers, hint):
    page = client.post(question, numbers)
    assert hint in words(page)
    assert all(Page.read(page).one("input", name=name)["value"] == typed for name, typed in numbers.items())
    assert counted() == {}


def test_nobody_who_found_work_is_an_answer_too(client, question):
    client.post(question, {"new_work": "0", "no_work_yet": "12"})
    assert counted() == {"": (1, 12), "no_work_yet": (1, 12)}


def test_the_link_of_the_mail_opens_the_question_and_not_the_case(client, question, chosen):
    assert "6811" not in client.get(question).content.decode()
    assert client.get(question[:-6] + "aaaaa/").status_code == 404
    client.post(chosen + "nieuw-adres/")
    assert client.get(question).status_code == 200
    SavedCase.objects.all().delete()
    assert client.get(question).status_code == 404


# --- A case in which somebody is asked for help ----------------------------------------------------------------


def ask_for_help(client, kept: str) -> CaseDetails:
    """Ask an organisation for help with a kept case; it is not confirmed yet."""
    reachable_directory()
    client.post(kept + "wijzigen/", {"to": "refer", "overwrite": "1"})
    first = Page.read(client.get(reverse("refer"))).all("input", name="providers")[0]["value"]
    client.post(reverse("refer"), {"providers": [first]})
    hidden = Page.read(client.get(reverse("refer_consent"))).all("input", type="hidden")
    sent = {one["name"]: one["value"] for one in hidden}
    client.post(reverse("refer_consent"), sent | {"email": READER, "order": "at_once"})
    return CaseDetails.objects.get()


@pytest.fixture
def reading_takes_no_time(settings):
    settings.SECONDS_TO_READ = -1  # the clock stands still


def test_a_case_with_a_request_is_asked_there_and_not_here(client, chosen, reading_takes_no_time):
    request = ask_for_help(client, chosen)
    assert request.kept == SavedCase.objects.get()
    assert addresses_kept() == [READER]

    actions.confirm(details=request, at=timezone.now())

    assert addresses_kept() == []
    assert CaseDetails.objects.get().kept is None
    assert "Daar vragen wij hoe het ging." in words(client.get(chosen + "hoe-ging-het/"))
    client.post(chosen + "hoe-ging-het/", {"email": READER})
    assert addresses_kept() == []


def test_an_answer_after_a_request_counts_nothing(client, question, chosen, reading_takes_no_time):
    actions.confirm(details=ask_for_help(client, chosen), at=timezone.now())
    assert "Vertel op de pagina van die aanvraag hoe het ging." in words(client.get(question))
    client.post(question, {"new_work": "7"})
    assert counted() == {}


def test_day_and_people_of_a_case_are_those_of_its_last_end(kept):
    saved = SavedCase.objects.get()
    assert afterwards.day_of_asking(saved) == date(2027, 7, 31)
    assert afterwards.people_of(saved) == 12
