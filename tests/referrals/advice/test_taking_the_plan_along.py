"""Taking a plan along: by mail, as text, on paper, in an agenda; and what of it is done."""

import re
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import translation
from icalendar import Calendar

from referrals.models import Attempt, OutgoingMail, SavedCase
from tests.portal.page import Page
from tests.referrals.support.journeys import page, walk
from tests.services.providers import add_provider

pytestmark = pytest.mark.django_db

TO = {"email": "lezer@example.org"}
PORTAL, KEPT = "Het adres van het portaal", "Het adres van uw bewaarde casus"


def keep(client) -> str:
    walk(client)
    return client.post(reverse("case_keep"))["Location"]


def words_of(response) -> str:
    return " ".join(Page.read(response).one("main").text.split())


# --- Mail ------------------------------------------------------------------------------------------------


def test_the_mail_tells_what_to_do_when_and_who_helps_and_nothing_of_it_stays(client, example_directory, server):
    walk(client)

    told = client.post(reverse("case_mail"), TO, follow=True)
    call_command("send_mail")

    (mail,) = server.mails
    said = mail.message.get_body(("plain",)).get_content()
    assert mail.recipient == "lezer@example.org"
    for part in (
        "Mail eerst Voorbeeld werkgeversservicepunt Arnhem: ",
        "wsp-arnhem@example.org",
        "- Vertel uw medewerkers waar zij hulp vinden.",
        "Laatste werkdag van 12 medewerkers",
        "12 medewerkers in 6811 AB Arnhem",
        "1. Voorbeeld brancheservicepunt Techniek",
        "geen juridisch advies",
    ):
        assert part in " ".join(said.split())
    assert "/casus/" not in said
    assert "De mail is onderweg. Uw adres bewaren wij niet." in words_of(told)
    assert not OutgoingMail.objects.exists()
    assert not SavedCase.objects.exists()
    assert not Attempt.objects.filter(digest__contains="lezer").exists()


def test_a_kept_plan_is_mailed_with_its_private_address_only_where_that_was_ticked(client, example_directory):
    kept = keep(client)

    client.post(kept + "mailen/", TO)
    client.post(kept + "mailen/", TO | {"with_link": "on"})

    without, with_link = OutgoingMail.objects.order_by("created_at")
    assert "/casus/bewaard/" not in without.text + without.html
    (address,) = re.findall(r"/casus/bewaard/\S+", with_link.text)
    assert "Uw bewaarde casus" in client.get(address).content.decode()


@pytest.mark.parametrize(("typed", "hint"), [("", "Vul uw e-mailadres in."), ("lezer", "Dit is geen e-mailadres.")])
def test_an_address_that_cannot_be_mailed_is_said_beside_the_field(client, example_directory, typed, hint):
    walk(client)

    response = client.post(reverse("case_mail"), {"email": typed})

    assert hint in words_of(response)
    assert not OutgoingMail.objects.exists()


def test_a_network_mails_so_many_plans_a_day_and_hears_so(client, example_directory, settings):
    settings.PLAN_MAILS_PER_ADDRESS = 1
    walk(client)
    client.post(reverse("case_mail"), TO)

    refused = client.post(reverse("case_mail"), {"email": "ander@example.org"})

    assert "kwam vandaag al 1 aanvraag" in words_of(refused)
    assert Page.read(refused).one("input", name="email")["value"] == "ander@example.org"
    assert OutgoingMail.objects.count() == 1


def test_the_english_plan_is_mailed_in_english(client, example_directory):
    walk(client)
    with translation.override("en"):
        client.post(reverse("case_mail"), TO)

    mail = OutgoingMail.objects.get()
    assert (mail.language, mail.subject) == ("en", "Your plan from work to work")
    assert "This week:" in mail.text


# --- Text, paper, agenda ---------------------------------------------------------------------------------


def test_the_plan_stands_on_its_page_as_text_to_copy(client, example_directory):
    walk(client)

    text = Page.read(client.get(reverse("case_advice"))).one("textarea", id="plan-als-tekst").text

    assert text.startswith("Mail eerst Voorbeeld werkgeversservicepunt Arnhem: ")
    assert "\n- Praat met uw medewerkers of hun vertegenwoordigers." in text


def test_paper_leads_to_the_portal_and_to_the_case_only_once_that_is_kept(client, example_directory):
    walk(client)
    assert PORTAL in page(client, "case_advice")
    assert KEPT not in page(client, "case_advice")

    kept = client.post(reverse("case_keep"))["Location"]

    assert KEPT in client.get(kept).content.decode()


def test_an_agenda_reminds_a_week_and_a_day_before_each_day(client, example_directory):
    walk(client)

    for day in Calendar.from_ical(client.get(reverse("case_calendar")).content).events:
        assert [part["trigger"].dt for part in day.walk("VALARM")] == [
            timedelta(days=-7, hours=9),
            timedelta(days=-1, hours=9),
        ]
        assert [str(part["description"]) for part in day.walk("VALARM")] == [str(day["summary"])] * 2


# --- What is done ----------------------------------------------------------------------------------------


def ticked(client, kept: str) -> set[str]:
    boxes = Page.read(client.get(kept)).all("input", name="done")
    return {box["value"] for box in boxes if "checked" in box.attributes}


def test_a_kept_case_remembers_what_was_ticked_and_what_was_ticked_off_again(client, example_directory):
    kept = keep(client)
    assert ticked(client, kept) == set()

    client.post(kept + "afvinken/", {"done": ["first-contact", "tell"]})
    assert ticked(client, kept) == {"first-contact", "tell"}

    client.post(kept + "afvinken/", {"done": ["tell"]})
    assert ticked(client, kept) == {"tell"}


def test_only_tasks_of_the_plan_can_be_ticked(client, example_directory):
    kept = keep(client)

    client.post(kept + "afvinken/", {"done": ["tell", "onbekend", "x" * 10_000]})

    assert SavedCase.objects.get().done == ["tell"]


def test_a_plan_that_is_not_kept_has_nothing_to_tick(client, example_directory):
    walk(client)

    plan = client.get(reverse("case_advice"))

    assert not Page.read(plan).all("input", name="done")
    assert "dan kunt u hier afvinken" in words_of(plan)


# --- The page --------------------------------------------------------------------------------------------


def test_the_first_screen_comes_before_everything_else_and_the_contents_name_every_part(client, example_directory):
    walk(client)
    plan = Page.read(client.get(reverse("case_advice")))
    html = page(client, "case_advice")

    contents = re.search(r'<nav class="vwnw-contents".*?</nav>', html, re.DOTALL)[0]
    parts = [part["id"] for part in plan.all("div", class_="vwnw-fold__body")]

    assert re.findall(r'href="#([\w-]+)"', contents) == parts
    first = html[html.index("vwnw-plan-first ") : html.index("vwnw-contents")]
    for words in ("Mail eerst", "Stuur een mail", "Laatste werkdag", "Vraag hulp aan", "Bewaar", "Mail", "Print"):
        assert words in first


def test_a_list_too_long_to_show_says_how_many_more_there_are_and_names_them(client, example_directory):
    for number in range(5):
        add_provider(
            f"desk-{number}", "NL", name=f"Loket {number}", type_="branch_service_point", sectors=("techniek",)
        )
    walk(client)

    rest = [part.text for part in Page.read(client.get(reverse("case_advice"))).all("details", class_="vwnw-more")]

    assert "Nog 3 organisaties: In uw eigen sector" in rest[0]
    assert "Loket 4" in rest[0]
