"""Reporting a mistake in a record: without an account or address, once, not endlessly, and nothing of it in a log."""

import pytest
from django.test import Client
from django.urls import reverse

from referrals.models import Attempt
from services.models import Proposal
from tests.portal.page import Page
from tests.services.providers import add_provider

pytestmark = pytest.mark.django_db

FORM, THANKS = "/organisaties/loket/fout-gezien/", "/organisaties/loket/fout-gezien/bedankt/"
WORDS = {"what": "other", "text": "De naam is veranderd."}


@pytest.fixture(autouse=True)
def provider():
    return add_provider("loket", "NL", name="Het Loket")


def words_of(response) -> str:
    return " ".join(Page.read(response).one("main").text.split())


def test_the_form_asks_what_is_wrong_and_not_who_says_so(client):
    page = Page.read(client.get(FORM))

    assert {field["name"] for field in page.all("input")} == {"csrfmiddlewaretoken", "what", "email"}
    assert "required" not in page.one("input", name="email").attributes
    assert [field["name"] for field in page.all("textarea")] == ["text"]
    assert page.one("textarea")["maxlength"] == "500"
    assert "Fout gezien bij Het Loket?" in page.one("h1").text


def test_a_report_is_kept_for_staff_and_thanked_for(client, provider, time_machine):
    time_machine.move_to("2026-11-23 10:00:00+00:00", tick=False)

    response = client.post(FORM, WORDS, follow=True)

    assert response.redirect_chain == [(THANKS, 302)]
    assert "Wij kijken na wat u over Het Loket meldt." in words_of(response)
    assert "Wij wissen uw melding na 365 dagen." in words_of(response)
    report = Proposal.objects.get()
    assert (report.provider, report.what, report.text) == (provider, "other", "De naam is veranderd.")
    assert (str(report.proposed_on), report.state, report.email) == ("2026-11-23", "open", "")


@pytest.mark.parametrize("what", ["contact", "work_area", "gone"])
def test_a_choice_that_speaks_for_itself_needs_no_words(client, what):
    assert client.post(FORM, {"what": what}).status_code == 302
    assert Proposal.objects.get().what == what


@pytest.mark.parametrize(
    ("sent", "hint"),
    [
        ({}, "Kies wat er niet klopt."),
        ({"what": "geen"}, "Kies wat er niet klopt."),
        ({"what": "other"}, "Schrijf in een paar woorden op wat er niet klopt."),
        ({"what": "other", "text": "  "}, "Schrijf in een paar woorden op wat er niet klopt."),
        ({"what": "contact", "text": "x" * 501}, "Schrijf hooguit 500 tekens."),
        ({"what": "contact", "text": "Bel jan op 06-12345678"}, "Dit lijkt een telefoonnummer."),
        ({"what": "other", "text": "Mail jan@example.org"}, "Dit lijkt een e-mailadres."),
        ({"what": "other", "text": "BSN 111222333"}, "Dit lijkt een burgerservicenummer."),
        ({"what": "gone", "email": "lezer"}, "Dit is geen e-mailadres."),
        ({"what": "gone", "email": "lezer@localhost.local"}, "Naar dit adres kunnen wij geen mail sturen."),
    ],
)
def test_what_is_missing_too_long_or_about_a_person_is_refused_with_a_reason(client, sent, hint):
    response = client.post(FORM, sent)

    assert response.status_code == 200
    assert hint in words_of(response)
    assert not Proposal.objects.exists()


def test_an_end_of_line_counts_once_as_in_the_browser(client):
    text = "regel\r\n" * 83 + "nu"

    assert client.post(FORM, {"what": "other", "text": text}).status_code == 302
    assert len(Proposal.objects.get().text) == 500


def test_the_longest_text_of_any_script_can_be_kept(client):
    assert client.post(FORM, {"what": "other", "text": "🧰" * 500}).status_code == 302
    assert Proposal.objects.get().text == "🧰" * 500


def test_pressing_twice_counts_once_and_thanks_twice(client):
    for _time in range(2):
        assert client.post(FORM, WORDS).headers["Location"] == THANKS

    assert Proposal.objects.count() == 1
    assert Attempt.objects.count() == 1


def test_another_thing_another_record_and_another_day_count_apart(client, time_machine):
    add_provider("ander", "NL")
    time_machine.move_to("2026-11-23 10:00:00+00:00", tick=False)
    client.post(FORM, WORDS)
    client.post(FORM, {"what": "gone"})
    client.post("/organisaties/ander/fout-gezien/", WORDS)
    time_machine.move_to("2026-11-24 10:00:00+00:00", tick=False)
    client.post(FORM, WORDS)

    assert Proposal.objects.count() == 4


def test_one_network_reports_only_so_much_a_day_and_hears_so(client, settings):
    settings.REPORTS_PER_ADDRESS = 2
    for what in ("contact", "gone"):
        client.post(FORM, {"what": what})

    response = client.post(FORM, {"what": "work_area"})

    assert "Vanaf uw netwerk kwamen vandaag al 2 meldingen." in words_of(response)
    assert Proposal.objects.count() == 2
    assert client.post(FORM, {"what": "gone"}).headers["Location"] == THANKS
    assert client.post(FORM, WORDS, REMOTE_ADDR="192.0.2.9").status_code == 302


def test_a_form_of_another_site_is_refused():
    response = Client(enforce_csrf_checks=True).post(FORM, WORDS)

    assert response.status_code == 403
    assert not Proposal.objects.exists()


def test_the_form_works_with_the_cookie_of_its_page_alone():
    client = Client(enforce_csrf_checks=True)
    token = Page.read(client.get(FORM)).one("input", name="csrfmiddlewaretoken")["value"]

    assert client.post(FORM, WORDS | {"csrfmiddlewaretoken": token}).headers["Location"] == THANKS
    assert set(client.cookies) == {"csrftoken"}


def test_reading_about_the_organisation_or_the_thanks_sets_no_cookie(client):
    assert not client.get("/organisaties/loket/").cookies
    assert not client.get(THANKS).cookies


@pytest.mark.parametrize("path", ["/organisaties/geen/fout-gezien/", "/organisaties/geen/fout-gezien/bedankt/"])
def test_a_record_that_is_not_there_cannot_be_reported(client, path):
    assert client.get(path).status_code == 404
    assert client.post(path, WORDS).status_code in (404, 405)


def test_nothing_of_a_report_stands_in_an_address_a_log_or_a_search_engine(client, caplog):
    with caplog.at_level("DEBUG"):
        response = client.post(FORM, {"what": "other", "text": "MERKTEKEN"})

    assert "MERKTEKEN" not in response.headers["Location"]
    assert "MERKTEKEN" not in "".join(line.getMessage() for line in caplog.records if line.name != "django.db.backends")
    assert Page.read(client.get(FORM)).one("meta", name="robots")["content"] == "noindex"
    assert "no-store" in client.get(FORM).headers["Cache-Control"]


def test_a_mark_up_in_a_name_stays_text(client):
    add_provider("raar", "NL", name="<b>Raar</b> & Co")

    for name in ("report_mistake", "mistake_reported"):
        assert b"<b>Raar" not in client.get(reverse(name, args=["raar"])).content
