"""A case that an employer chose to keep: its link, what changed since, and how it goes away."""

import re
from datetime import date

import pytest
from django.core.management import call_command
from django.urls import reverse

from referrals.models import SavedCase
from services.models import Provider
from tests.referrals.support.journeys import walk

pytestmark = pytest.mark.django_db


@pytest.fixture
def link(client, example_directory, time_machine):
    """Return the address of a case that was kept on 23 November 2026."""
    time_machine.move_to("2026-11-23 10:00:00+00:00", tick=False)
    walk(client, plaatsen={"p-0-end_date": "01-06-2027"}, afstand={"far_from_labour_market": "yes"})
    address = client.post(reverse("case_keep"))["Location"]
    client.cookies.clear()
    return address


def test_nothing_is_kept_until_it_is_asked_for(client, example_directory):
    walk(client)
    client.get(reverse("case_advice"))
    assert not SavedCase.objects.exists()
    client.post(reverse("case_keep"))
    assert SavedCase.objects.count() == 1


def test_the_link_opens_the_plan_in_any_browser(client, link):
    html = client.get(link).content.decode()
    assert "Voorbeeld brancheservicepunt Techniek" in html
    assert "Er is niets veranderd sinds 23 november 2026." in html
    assert "Dit adres werkt tot 21 februari 2027." in html


def test_an_altered_link_opens_nothing(client, link):
    response = client.get(link[:-6] + "aaaaa/")
    assert response.status_code == 404
    assert "Dit adres werkt niet" in response.content.decode()


def test_an_expired_link_opens_nothing(client, link, time_machine):
    time_machine.move_to("2027-02-20 10:00:00+00:00")
    assert client.get(link).status_code == 200
    time_machine.move_to("2027-02-21 10:00:00+00:00")
    assert client.get(link).status_code == 404


def test_a_later_day_shows_what_changed_and_why(client, link, time_machine):
    Provider.objects.filter(slug="poort-arnhem").update(takes_redundant=False)
    Provider.objects.filter(slug="mobiliteit-arnhem").update(retired_on=date(2027, 1, 1))
    time_machine.move_to("2027-02-03 10:00:00+00:00")
    html = client.get(link).content.decode()
    assert "Veranderd sinds 23 november 2026" in html
    assert "Niet meer in uw plan: Voorbeeld poortwachtercentrum Arnhem" in html
    assert "Dit poortwachtercentrum zegt dat het geen gezonde boventallige mensen helpt." in html
    assert "Niet meer in uw plan: Voorbeeld mobiliteitscentrum Arnhem" in html
    assert "Nieuw: Voorbeeld UWV" in html
    assert "Het werk eindigt binnen 4 maanden." in html


def test_an_end_date_that_has_passed_asks_for_new_answers(client, link, time_machine):
    SavedCase.objects.update(expires_on=date(2028, 1, 1))
    time_machine.move_to("2027-06-02 10:00:00+00:00")
    html = client.get(link).content.decode()
    assert "Uw casus klopt niet meer" in html
    assert "ligt vóór vandaag" in html


def test_a_new_link_ends_the_old_one_and_begins_a_new_period(client, link, time_machine):
    time_machine.move_to("2026-12-23 10:00:00+00:00")
    new = client.post(link + "nieuw-adres/")["Location"]
    assert client.get(link).status_code == 404
    assert "Dit adres werkt tot 23 maart 2027." in client.get(new).content.decode()


def test_deleting_is_at_once_and_for_good(client, link):
    html = client.post(link + "verwijderen/", follow=True).content.decode()
    assert "Uw casus is verwijderd." in html
    assert not SavedCase.objects.exists()
    assert client.get(link).status_code == 404


def test_changing_puts_the_answers_in_the_browser(client, link):
    html = client.post(link + "wijzigen/", follow=True).content.decode()
    assert "Kloppen uw antwoorden?" in html
    assert "6811 AB" in html


@pytest.mark.parametrize("verb", ["nieuw-adres/", "verwijderen/", "wijzigen/"])
def test_opening_an_address_changes_nothing(client, link, verb):
    assert client.get(link + verb).status_code == 405
    assert SavedCase.objects.count() == 1
    assert client.post("/casus/bewaard/verzonnen/" + verb).status_code == 404


def test_keeping_without_answers_goes_back(client):
    assert client.post(reverse("case_keep")).status_code == 302
    assert not SavedCase.objects.exists()


def test_expired_cases_are_deleted_by_the_daily_command(client, link, time_machine, capsys):
    time_machine.move_to("2027-02-21 10:00:00+00:00")
    call_command("retention", "--dry-run")
    assert SavedCase.objects.count() == 1
    call_command("retention")
    call_command("retention")
    assert not SavedCase.objects.exists()
    assert re.findall(r"bewaart: (\d)", capsys.readouterr().out) == ["1", "1", "0"]


def test_the_link_and_answers_under_way_outlive_a_new_secret_key(client, link, settings):
    walk(client)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "n" * 60, [settings.SECRET_KEY]

    assert client.get(link).status_code == 200
    assert client.get(reverse("case_advice")).status_code == 200

    settings.SECRET_KEY_FALLBACKS = []
    assert client.get(link).status_code == 404
    assert client.get(reverse("case_advice")).status_code == 302
