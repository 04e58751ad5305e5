"""A case that an employer chose to keep: its link, what changed since, and how it goes away."""

import re
from datetime import date

import pytest
from django.core import signing
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from referrals.advice import saved_cases
from referrals.intake.answer_cookie import COOKIE
from referrals.models import CaseDetails, SavedCase
from services.models import Provider
from tests.portal.page import Page
from tests.referrals.support.journeys import YEAR, answer, walk
from tests.referrals.support.referred import reachable_directory
from tests.services.providers import by_hand

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
    assert "Dit adres werkt tot 2 september 2027." in html


def test_an_altered_link_opens_nothing(client, link):
    response = client.get(link[:-6] + "aaaaa/")
    assert response.status_code == 404
    assert "Dit adres werkt niet" in response.content.decode()


def test_an_expired_link_opens_nothing(client, link, time_machine):
    time_machine.move_to("2027-09-01 10:00:00+00:00")
    assert client.get(link).status_code == 200
    time_machine.move_to("2027-09-02 10:00:00+00:00")
    assert client.get(link).status_code == 404


def test_a_later_day_shows_what_changed_and_why(client, link, time_machine):
    with by_hand():
        Provider.objects.filter(slug="poort-arnhem").update(takes_redundant=False)
        Provider.objects.filter(slug="mobiliteit-arnhem").update(retired_on=date(2027, 1, 1))
    time_machine.move_to("2027-02-03 10:00:00+00:00")
    html = client.get(link).content.decode()
    assert "Veranderd sinds 23 november 2026" in html
    assert "Niet meer in uw plan: Voorbeeld poortwachtercentrum Arnhem" in html
    assert "Dit poortwachtercentrum zegt dat het geen gezonde mensen helpt van wie de baan verdwijnt." in html
    assert "Niet meer in uw plan: Voorbeeld mobiliteitscentrum Arnhem" in html
    assert "Nieuw: Voorbeeld UWV" in html
    assert "Het werk eindigt binnen 4 maanden." in html


def test_a_new_link_ends_the_old_one_and_begins_a_new_period(client, link, time_machine):
    time_machine.move_to("2027-08-01 10:00:00+00:00")
    new = client.post(link + "nieuw-adres/")["Location"]
    assert client.get(link).status_code == 404
    assert "Dit adres werkt tot 2 november 2027." in client.get(new).content.decode()


def test_deleting_is_at_once_and_for_good(client, link):
    html = client.post(link + "verwijderen/", follow=True).content.decode()
    assert "Uw casus is verwijderd." in html
    assert not SavedCase.objects.exists()
    assert client.get(link).status_code == 404


def test_changing_puts_the_answers_in_the_browser(client, link):
    html = client.post(link + "wijzigen/", follow=True).content.decode()
    assert "Kloppen uw antwoorden?" in html
    assert "6811 AB" in html


def test_keeping_twice_keeps_once_and_leads_to_the_same_address(client, example_directory, time_machine):
    time_machine.move_to("2026-11-23 10:00:00+00:00", tick=False)
    walk(client)
    fields = keep_fields(client)
    first = client.post(reverse("case_keep"), fields)["Location"]
    assert client.post(reverse("case_keep"), fields)["Location"] == first
    assert client.post(reverse("case_keep"), keep_fields(client))["Location"] == first
    answer(client, "omvang", employees_total="77")
    assert client.post(reverse("case_keep"), keep_fields(client))["Location"] != first


def keep_fields(client):
    """Return what the form on the plan sends along."""
    plan = Page.read(client.get(reverse("case_advice")))
    return {name: plan.all("input", name=name)[0]["value"] for name in ("case", "draft")}


def test_keeping_to_begin_a_new_one_shows_the_address_and_empties_the_browser_also_when_pressed_twice(
    client, example_directory, time_machine
):
    time_machine.move_to("2026-11-23 10:00:00+00:00", tick=False)
    walk(client)
    assert "Bewaar deze en begin een nieuwe" in client.get(reverse("case_advice")).content.decode()
    press = {**keep_fields(client), "then": "new"}

    addresses = {client.post(reverse("case_keep"), press)["Location"] for _twice in range(2)}

    (address,) = addresses
    kept = Page.read(client.get(address))
    assert address in kept.all("code")[0].text
    assert kept.one("a", href=reverse("case"), class_="nl-button nl-button--primary").text == "Begin een nieuwe casus"
    assert "Verder gaan" not in client.get(reverse("case")).content.decode()
    walk(client, omvang={"employees_total": "99"})
    assert client.post(reverse("case_keep"), keep_fields(client))["Location"] != address
    assert SavedCase.objects.count() == 2


def test_a_new_address_asked_for_twice_by_one_page_is_one_address(client, link):
    pages = [Page.read(client.get(link)).one("input", name="next")["value"] for _tab in range(2)]
    renew = link + "nieuw-adres/"

    new = {client.post(renew, {"next": pages[0]})["Location"] for _twice in range(2)}

    assert len(new) == 1
    assert client.get(new.pop()).status_code == 200
    assert client.post(renew, {"next": pages[1]}).status_code == 404
    assert client.get(link).status_code == 404


@pytest.mark.parametrize("forged", ["x", "a:b:c", "other"])
def test_an_address_cannot_be_renewed_to_one_that_we_did_not_make_for_it(client, link, forged):
    other = SavedCase.objects.create(answers={}, seen={}, expires_on=date(2099, 1, 1))
    made = saved_cases.next_token_of(other) if forged == "other" else forged
    assert client.post(link + "nieuw-adres/", {"next": made}).status_code == 404
    assert client.get(link).status_code == 200


def test_deleting_twice_is_no_mistake(client, link):
    for _twice in range(2):
        html = client.post(link + "verwijderen/", follow=True).content.decode()
        assert "Uw casus is verwijderd." in html


def test_an_address_that_was_replaced_deletes_nothing(client, link):
    client.post(link + "nieuw-adres/")
    assert client.post(link + "verwijderen/").status_code == 404
    assert SavedCase.objects.count() == 1


def test_opening_a_kept_case_asks_before_it_replaces_another_one_in_the_browser(client, link):
    walk(client, omvang={"employees_total": "99"})

    asked = client.post(link + "wijzigen/")

    assert asked.status_code == 409
    assert "U bent hier met een andere casus bezig" in asked.content.decode()
    assert "99" in client.get(reverse("case_check")).content.decode()
    form = Page.read(asked).one("form", action=link + "wijzigen/")
    assert client.post(form["action"], {"overwrite": "1"}).status_code == 302
    assert "99" not in client.get(reverse("case_check")).content.decode()


def test_opening_a_kept_case_twice_asks_nothing(client, link):
    for _twice in range(2):
        assert client.post(link + "wijzigen/")["Location"] == reverse("case_check")


@pytest.mark.parametrize("verb", ["nieuw-adres/", "verwijderen/", "wijzigen/", ""])
def test_an_address_that_is_too_old_does_nothing_and_says_what_to_do(client, link, time_machine, verb):
    time_machine.move_to("2027-09-02 10:00:00+00:00")
    before = list(SavedCase.objects.values())
    response = client.post(link + verb) if verb else client.get(link)
    assert response.status_code == 404
    assert "Misschien is het adres te oud" in response.content.decode()
    assert "Begin opnieuw" in response.content.decode()
    assert list(SavedCase.objects.values()) == before


@pytest.mark.parametrize("verb", ["nieuw-adres/", "verwijderen/", "wijzigen/"])
def test_opening_an_address_changes_nothing(client, link, verb):
    assert client.get(link + verb).status_code == 405
    assert SavedCase.objects.count() == 1
    assert client.post("/casus/bewaard/verzonnen/" + verb).status_code == 404


def test_keeping_without_answers_goes_back(client):
    assert client.post(reverse("case_keep")).status_code == 302
    assert not SavedCase.objects.exists()


def test_expired_cases_are_deleted_by_the_daily_command(client, link, time_machine, capsys):
    time_machine.move_to("2027-09-02 10:00:00+00:00")
    call_command("retention", "--dry-run")
    assert SavedCase.objects.count() == 1
    call_command("retention")
    call_command("retention")
    assert not SavedCase.objects.exists()
    assert re.findall(r"werkgever bewaart, .*: (\d)", capsys.readouterr().out) == ["1", "1", "0"]


def calendar_behind(client, link):
    return Calendar.from_ical(client.get(f"{link}agenda.ics").content).events


def test_each_day_in_the_calendar_of_a_kept_case_leads_to_its_link(client, link):
    assert f'href="{link}agenda.ics"' in client.get(link).content.decode()

    days = calendar_behind(client, link)

    assert days
    assert {str(day["url"]) for day in days} == {f"http://testserver{link}"}
    assert all(f"http://testserver{link}" in day["description"] for day in days)


def test_the_same_day_of_two_kept_cases_is_two_days_in_one_agenda(client, link):
    walk(client, plaatsen={"p-0-end_date": "01-06-2027"}, afstand={"far_from_labour_market": "yes"})
    other = client.post(reverse("case_keep"))["Location"]

    marks = [{str(day["uid"]) for day in calendar_behind(client, address)} for address in (link, other)]

    assert len(marks[0]) == len(marks[1])
    assert not marks[0] & marks[1]
    assert {str(day["uid"]) for day in calendar_behind(client, link)} == marks[0]


@pytest.mark.parametrize("far", ["31-12-9999", "9999-12-31", "1-1-0001", "31-12-1989"])
def test_a_day_far_away_that_was_kept_before_days_had_bounds_asks_for_new_answers(client, link, far):
    answers = SavedCase.objects.get().answers
    answers["plaatsen"]["places"][0]["end_date"] = far
    SavedCase.objects.update(answers=answers)

    bounds = "Vul een datum in van 1 januari 1990 tot en met 23 november 2036."
    assert bounds in client.get(link).content.decode()
    assert "BEGIN:VCALENDAR" not in client.get(f"{link}agenda.ics", follow=True).content.decode()

    assert "ten minste één groep" not in client.get(link).content.decode()


def test_the_calendar_of_a_link_that_does_not_work_is_refused(client, link):
    assert client.get(link[:-6] + "aaaaa/agenda.ics").status_code == 404


def test_the_link_and_answers_under_way_outlive_a_new_secret_key(client, link, settings):
    walk(client)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "n" * 60, [settings.SECRET_KEY]

    assert client.get(link).status_code == 200
    assert client.get(reverse("case_advice")).status_code == 200

    settings.SECRET_KEY_FALLBACKS = []
    assert client.get(link).status_code == 404
    assert client.get(reverse("case_advice")).status_code == 302


def test_a_network_keeps_so_many_cases_a_day_and_hears_that_its_answers_are_still_there(
    client, example_directory, settings
):
    settings.KEPT_CASES_PER_ADDRESS = 1
    walk(client)
    draft = Page.read(client.get(reverse("case_advice"))).all("input", name="draft")[0]["value"]
    for _twice in range(2):
        assert client.post(reverse("case_keep"), {"draft": draft}).status_code == 302
    answer(client, "omvang", employees_total="77")

    response = client.post(reverse("case_keep"))

    assert response.status_code == 429
    words = " ".join(Page.read(response).one("main").text.split())
    assert "Vanaf uw netwerk werd vandaag al 1 casus bewaard. Uw antwoorden staan nog in uw browser." in words
    assert int(response["Retry-After"]) > 0
    assert SavedCase.objects.count() == 1
    assert client.get(reverse("case_advice")).status_code == 200
    assert client.post(reverse("case_keep"), REMOTE_ADDR="192.0.2.9").status_code == 302
    english = client.post("/en" + reverse("case_keep"))
    assert Page.read(english).one("h1").text == "You cannot do this right now"


# --- What is kept ----------------------------------------------------------------------------------------

SOMEBODY = "Jan Jansen, 06-12345678"


def answers_stored() -> list:
    """Return the answers of every case that was stored, kept or referred."""
    return [
        *SavedCase.objects.values_list("answers", flat=True),
        *CaseDetails.objects.values_list("answers", flat=True),
    ]


def store(client) -> None:
    """Keep the case in the browser, and refer it too."""
    client.post(reverse("case_keep"))
    client.post(reverse("refer"), {"providers": ["branche-techniek"]})
    sent = {
        one["name"]: one["value"] for one in Page.read(client.get(reverse("refer_consent"))).all("input", type="hidden")
    }
    client.post(reverse("refer_consent"), sent | {"email": "werkgever@bedrijf.example"})


def put_in_browser(client, steps) -> None:
    """Let the browser hold answers that we signed, such as another version of the portal did."""
    client.cookies[COOKIE.name] = signing.dumps(steps, salt=COOKIE.salt)


@pytest.fixture
def reachable(example_directory, settings):
    settings.SECONDS_TO_READ = 0
    reachable_directory()


@pytest.mark.parametrize("field", ["ill", "on_call", "employment_ends", "on_benefit", "opmerking", "location-bedoeld"])
def test_what_was_typed_in_a_field_that_is_not_asked_is_not_stored(client, reachable, field):
    walk(client, situatie={"situations": ["prepare"]}, plaatsen={"p-0-prepare": "12"})
    steps = signing.loads(client.cookies[COOKIE.name].value, salt=COOKIE.salt)
    steps["plaatsen"]["places"][0][field] = SOMEBODY
    put_in_browser(client, steps)

    store(client)

    assert len(answers_stored()) == 2
    assert [stored for stored in answers_stored() if SOMEBODY in str(stored)] == []


@pytest.mark.parametrize(
    "more",
    [{"toelichting": {"text": SOMEBODY}}, {"sector": {"sector": SOMEBODY}}, {"omvang": {"employees_total": SOMEBODY}}],
)
def test_what_no_question_takes_is_not_stored(client, reachable, more):
    walk(client)
    put_in_browser(client, signing.loads(client.cookies[COOKIE.name].value, salt=COOKIE.salt) | more)

    store(client)

    assert len(answers_stored()) == 2
    assert [stored for stored in answers_stored() if SOMEBODY in str(stored)] == []


def test_answers_of_a_situation_that_was_left_are_not_stored(client, reachable):
    walk(client, situatie={"situations": ["redundancy", "illness"]}, plaatsen={"p-0-ill": "7", "p-0-on_call": "9"})
    answer(client, "situatie", situations=["illness"])

    store(client)

    for stored in answers_stored():
        assert stored["plaatsen"]["places"] == [{"location": "6811 AB", "ill": "7"}]
        assert "blijven" not in stored
        assert "overleg" not in stored


def test_the_name_before_a_postcode_is_not_stored_whichever_way_it_comes(client, reachable):
    address = "Jan Jansen, 6811 AB Arnhem"
    as_chosen = {"p-0-location": "x", "p-0-location-gevraagd": "x", "p-0-location-bedoeld": address}
    far_in = {"p-0-location": f"{' ' * 200}{address}"}
    for way in ({"p-0-location": address}, as_chosen, far_in):
        walk(client, plaatsen=way)
        store(client)

    assert answers_stored()
    assert [stored for stored in answers_stored() if "Jansen" in str(stored)] == []


def test_a_kept_case_is_as_short_as_what_was_understood(client, example_directory):
    walk(client, plaatsen={"p-0-location": f"6811 AB{' ' * 20_000}", "p-0-end_date": f" 1  juni {YEAR}"})

    client.post(reverse("case_keep"))

    (stored,) = answers_stored()
    assert stored["plaatsen"]["places"] == [{"location": "6811 AB", "permanent": "12", "end_date": f"1-6-{YEAR}"}]


# --- The same answers are one kept case --------------------------------------------------------------------


def test_answers_that_say_the_same_in_other_signs_are_one_kept_case(client, example_directory):
    walk(client)
    client.post(reverse("case_keep"))
    answer(client, "omvang", employees_total=" 40")
    answer(client, "plaatsen", **{"p-0-end_date": f"1 juni {YEAR}"})
    client.post(reverse("case_keep"))

    assert SavedCase.objects.count() == 1


def test_answers_to_questions_that_are_not_asked_any_more_make_no_other_case(client, example_directory):
    walk(client, situatie={"situations": ["prepare"]}, plaatsen={"p-0-prepare": "12"})
    client.post(reverse("case_keep"))
    answer(client, "overleg")
    client.post(reverse("case_keep"))

    assert SavedCase.objects.count() == 1


@pytest.mark.parametrize(
    "later", ["2026-11-23 10:30:00+00:00", "2026-11-24 10:00:00+00:00", "2027-02-20 10:00:00+00:00"]
)
def test_a_case_that_is_opened_and_kept_again_unchanged_is_the_same_one(client, link, time_machine, later):
    time_machine.move_to(later, tick=False)
    client.post(link + "wijzigen/")

    again = client.post(reverse("case_keep"), keep_fields(client))["Location"]

    assert SavedCase.objects.count() == 1
    assert {client.get(address).status_code for address in (link, again)} == {200}


def test_a_case_that_is_opened_and_kept_again_is_found_when_pressed_twice(client, link):
    client.post(link + "wijzigen/")
    press = keep_fields(client) | {"then": "new"}

    addresses = [client.post(reverse("case_keep"), press)["Location"] for _twice in range(2)]

    assert SavedCase.objects.count() == 1
    assert {client.get(address).status_code for address in addresses} == {200}


def test_a_case_that_is_opened_and_changed_is_another_one(client, link):
    client.post(link + "wijzigen/")
    answer(client, "omvang", employees_total="77")

    assert client.post(reverse("case_keep"), keep_fields(client))["Location"] != link
    assert SavedCase.objects.count() == 2


def test_who_opened_a_link_that_was_replaced_since_is_not_led_to_the_new_one(client, link):
    client.post(link + "wijzigen/")
    press = keep_fields(client)
    new = Client().post(link + "nieuw-adres/")["Location"]

    assert client.post(reverse("case_keep"), press)["Location"] not in (link, new)


def test_two_visitors_with_the_same_answers_keep_a_case_each(example_directory):
    browsers = [Client(), Client()]
    for browser in browsers:
        walk(browser)

    assert len({browser.post(reverse("case_keep"))["Location"] for browser in browsers}) == 2


@pytest.mark.parametrize(
    "draft", ["\0", "é", "0" * 60_000, "0" * 64, "0" * 48, "{" * 48, "\ud800".encode(errors="replace")]
)
def test_a_draft_that_is_not_ours_is_none(client, example_directory, draft):
    walk(client)

    assert client.post(reverse("case_keep"), {"draft": draft}).status_code == 302
    assert SavedCase.objects.count() == 1
