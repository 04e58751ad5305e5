"""The page where an employee answers a few questions and reads who helps near by."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from dateutil.relativedelta import relativedelta
from django.apps import apps
from django.core import signing
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from referrals.advice.advise import find_route
from referrals.employee import protecting_steps
from referrals.employee.questions import ANSWERS
from referrals.engine.case import Case, Contract, Group, Situation
from regions.places import find_place
from services.models import Provider
from services.upkeep.record import DATE_COLUMNS
from services.upkeep.records import set_work_area
from services.work_area.parts import AreaPart
from tests.portal.page import Page
from tests.referrals.support.journeys import YEAR, answer_as_employee
from tests.services.providers import STAFF, by_hand, checked_on

pytestmark = pytest.mark.django_db

ARNHEM = {"situation": "redundancy", "location": "6811 AB", "end_date": "", "sector": ""}


@pytest.fixture
def helpers(example_directory):
    """Let every example organisation be checked today, and give one of them contact data."""
    with by_hand():
        Provider.objects.update(**checked_on(timezone.localdate()), email="", phone="", website="")
        Provider.objects.filter(slug="mobiliteit-arnhem").update(
            phone="026 000 0000", email="arnhem@example.org", website="https://example.org/arnhem"
        )


def post(client, **answers):
    """Answer the questions one by one, and return the page that this leads to."""
    return answer_as_employee(client, **{**ARNHEM, **answers})


def text_of(response):
    return text_of_page(Page.read(response))


def text_of_page(page):
    return " ".join(page.one("main").text.split())


def asked(client, slug):
    """Return the page of a question after the place was answered."""
    return Page.read(client.get(reverse("employee_question", args=["GM0202", slug])))


def test_the_first_page_asks_where_and_offers_english(client):
    page = Page.read(client.get(reverse("employee")))

    assert page.one("h1").text == "Hulp bij u in de buurt"
    assert page.one("form", id="vragen")["method"] == "post"
    assert "Vraag 1 van 5" in page.one("main").text
    link = next(link for link in page.all("a") if link.text == "Read this in English")
    assert link["href"] == "/en/hulp-in-de-buurt/"


# --- Each situation --------------------------------------------------------------------------------------


def test_who_gets_dismissed_reads_who_helps_what_it_does_and_how_far_it_is(client, helpers):
    response = post(client)

    text = text_of(response)
    assert "Voorbeeld mobiliteitscentrum Arnhem" in text
    assert "Een loket in de regio voor uw vragen over werk en scholing." in text
    assert "minder dan 1 km" in text
    assert f"Gegevens nagekeken op{date_format(timezone.localdate(), 'j F Y')}" in text
    assert "Voorbeeld poortwachtercentrum Arnhem" in text


def test_who_has_work_is_led_to_the_learning_work_desk(client, helpers):
    text = text_of(post(client, situation="prepare"))

    assert "Voorbeeld leerwerkloket Arnhem" in text
    assert "Bedenk wat u wilt leren." in text
    assert "Voorbeeld mobiliteitscentrum Arnhem" not in text


def test_who_is_ill_finds_the_gatekeeper_centre_first(client, helpers):
    response = post(client, situation="illness")

    cards = [heading.text for heading in Page.read(response).all("h3")]
    assert cards[0] == "Voorbeeld poortwachtercentrum Arnhem"
    assert "tweede spoor" in text_of(response)


def test_who_is_on_benefit_finds_uwv_first_and_has_no_employer_to_ask(client, helpers):
    response = post(client, situation="on_benefit")

    assert helpers_on(response)[0].text == "Voorbeeld UWV"
    assert "Wat kunt u uw werkgever vragen?" not in text_of(response)


# --- What else is said -----------------------------------------------------------------------------------


def test_a_provider_can_be_reached_in_one_tap(client, helpers):
    page = Page.read(post(client))

    addresses = [link["href"] for link in page.all("a")]
    assert {"tel:+31260000000", "mailto:arnhem@example.org", "https://example.org/arnhem"} <= set(addresses)


def test_a_provider_without_contact_data_says_so(client, helpers):
    text = text_of(post(client, situation="prepare"))

    assert "Wij weten nog geen nummer of e-mailadres dat klopt." in text


def test_a_record_that_was_never_checked_says_so(client, example_directory):
    with by_hand():
        Provider.objects.update(**dict.fromkeys(DATE_COLUMNS))

    assert "Nog niet gecontroleerd." in text_of(post(client))


def test_made_up_contact_data_are_called_examples_on_the_page(client):
    call_command("load_directory", "--demo", verbosity=0)

    assert Page.read(post(client)).one("aside", class_="vwnw-examples")


def test_the_loket_for_employers_stands_with_what_to_ask_the_employer_and_not_with_who_helps(client, helpers):
    response = post(client)

    assert "Voorbeeld werkgeversservicepunt Arnhem" not in [h.text for h in Page.read(response).all("h3")]
    assert "Het eerste contact voor werkgevers is: Voorbeeld werkgeversservicepunt Arnhem" in text_of(response)


def test_what_to_ask_the_employer_comes_as_cards_with_old_figures_folded(client, helpers):
    page = Page.read(post(client))
    folded = [" ".join(one.text.split()) for one in page.all("details")]

    assert "Iemand helpt u zoeken. Dat heet ook outplacement." in text_of_page(page)
    (figure,) = [text for text in folded if "24 procent" in text]
    assert figure.startswith("Hoe vaak vroegen anderen dit? Cijfers van rond 2009 en 2010")
    assert "(354 werknemers; EIM, tabel 9)" in figure
    assert "Deze cijfers zijn oud." in figure


def test_what_somebody_said_would_help_comes_first_of_what_to_ask(client, helpers):
    def titles(page):
        named = [heading.text for heading in page.all("h3")]
        return [name for name in named if not name.startswith("Voorbeeld")]

    assert titles(Page.read(post(client)))[0] == "Begeleiding naar ander werk"
    assert titles(Page.read(post(client, needs=["training"])))[0] == "Een opleiding of cursus"


def test_uwv_helps_from_four_months_before_the_last_working_day(client, helpers):
    last_day = timezone.localdate() + timedelta(days=400)

    text = text_of(post(client, end_date=last_day.strftime("%d-%m-%Y")))

    assert f"helpen vanaf {date_format(last_day - relativedelta(months=4), 'j F Y')}." in text


def test_a_sector_adds_its_own_service_point_and_its_fund(client, helpers):
    without, with_sector = text_of(post(client)), text_of(post(client, sector="techniek", needs=["training"]))

    assert "organisaties die maar één sector helpen" in without
    assert "Voorbeeld brancheservicepunt Techniek" not in without
    assert "Voorbeeld brancheservicepunt Techniek" in with_sector
    assert "Misschien betaalt een fonds mee: Voorbeeld opleidingsfonds Techniek" in with_sector


def test_where_nobody_helps_the_gap_is_named_with_the_nearest_outside(client, helpers):
    text = text_of(post(client, location="Maastricht", sector="bouw"))

    assert "Wij kennen voor Maastricht geen organisatie die u zeker helpt aan ander werk." in text
    assert "Hieronder staat wie u wel een stuk op weg helpt." in text
    assert "Het dichtst bij u, op ongeveer" in text
    assert "Vraag daar of zij u toch kunnen helpen." in text


def plan_for(text, **answers):
    """Return the route of the employer's case of the same one person."""
    place = find_place(text, timezone.localdate()).location
    group = Group(text, place, 1, Contract.PERMANENT, answers["situation"], None)
    return find_route(Case(today=timezone.localdate(), groups=(group,), budget=False))


@pytest.mark.parametrize("place", ["Zwolle", "Arnhem", "Maastricht"])
@pytest.mark.parametrize("situation", list(Situation))
def test_a_person_gets_no_worse_answer_than_in_the_plan_of_the_employer(client, helpers, place, situation):
    route = plan_for(place, situation=situation)
    helping = [each.candidate for each in route.recommendations if not each.candidate.traits.sectors]

    text = text_of(post(client, situation=situation, location=place))

    assert "Wij vonden niemand" not in text or not helping
    # Who is on benefit has no employer to send to the general entry for employers.
    not_for_them = "employer_service_point" if situation == Situation.ON_BENEFIT else ""
    assert all(one.name in text for one in helping if one.traits.kind.code != not_for_them)


def test_who_is_ill_in_zwolle_reads_who_helps_with_the_gatekeeper_centre_first(client, helpers):
    cards = [heading.text for heading in Page.read(post(client, situation="illness", location="Zwolle")).all("h3")]

    assert cards[0] == "Voorbeeld poortwachtercentrum Zwolle"


def test_who_works_nobody_knows_where_is_asked_in_a_group_of_its_own(client, helpers):
    set_work_area(provider=Provider.objects.get(slug="poort-zwolle"), areas=[AreaPart(unknown=True)], by=STAFF)

    page = Page.read(post(client, situation="illness", location="Zwolle"))

    text = " ".join(page.one("main").text.split())
    assert "Vraag na of zij bij u helpen" in text
    assert "Voorbeeld poortwachtercentrum Zwolle" in [heading.text for heading in page.all("h4")]
    assert "Wij weten niet waar zij werken. Vraag of zij in Zwolle helpen." in text


def test_where_only_the_loket_for_employers_is_known_the_way_leads_over_the_employer(client, helpers):
    with by_hand():
        Provider.objects.exclude(slug="wsp-enschede").update(retired_on=timezone.localdate())

    text = text_of(post(client, location="Enschede"))

    assert "Wij vonden niemand" not in text
    assert "Er is wel een eerste contact voor uw werkgever: Voorbeeld werkgeversservicepunt Enschede." in text


def test_an_empty_directory_gives_an_honest_answer(client):
    response = post(client)

    assert response.status_code == 200
    assert "Wij vonden niemand bij u in de buurt" in text_of(response)
    assert "Zoek hulp bij u in de buurt." in text_of(response)


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_a_place_with_a_typing_error_is_asked_and_nobody_is_named_before_the_answer(client, helpers, prefix):
    asked = Page.read(client.post(f"{prefix}/hulp-in-de-buurt/", {**ARNHEM, "location": "Arnhm"}))

    assert asked.with_id("id_location")["value"] == "Arnhm"
    assert asked.one("input", type="radio", name="location-bedoeld")["value"] == "Arnhem"
    assert "Voorbeeld mobiliteitscentrum Arnhem" not in asked.one("main").text
    answer = {"location": "Arnhm", "location-gevraagd": "Arnhm", "location-bedoeld": "Arnhem"}
    assert "Voorbeeld mobiliteitscentrum Arnhem" in text_of(post(client, **answer))


def test_a_name_with_markup_is_shown_as_text(client, helpers):
    with by_hand():
        Provider.objects.filter(slug="mobiliteit-arnhem").update(name="<b>Wij & 🙂</b>")

    assert "<b>Wij & 🙂</b>" in text_of(post(client))


# --- Wrong answers ---------------------------------------------------------------------------------------


def test_an_ambiguous_place_gives_the_places_to_choose_from_and_the_choice_wins(client, helpers):
    asked = Page.read(post(client, location="Beek"))
    choices = [choice["value"] for choice in asked.all("input", type="radio", name="location-bedoeld")]

    assert asked.with_id("id_location")["value"] == "Beek"
    assert "Beek (gemeente Montferland)" in choices
    assert "Er zijn meer plaatsen die ‘Beek’ heten." in asked.one("a", href="#id_location-bedoeld_0").text
    chosen = {"location-gevraagd": "Beek", "location-bedoeld": "Beek (gemeente Montferland)"}
    assert "PlaatsBeek (gemeente Montferland)" in text_of(post(client, location="Beek", **chosen))


def test_the_question_about_a_place_is_taken_along_to_english(client, helpers):
    dutch = Page.read(post(client, location="Beek"))
    (other,) = [form for form in dutch.all("form") if form["action"].startswith("/en/")]
    taken = {hidden["name"]: hidden["value"] for hidden in dutch.all("input", type="hidden")}

    english = Page.read(client.post(other["action"], taken))

    assert "Which place do you mean?" in english.one("main").text
    assert english.with_id("id_location")["value"] == "Beek"


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("situation", "", "Kies wat bij u past."),
        ("situation", "lottery", "Kies een antwoord uit de lijst."),
        ("location", "", "Vul een postcode of plaats in, bijvoorbeeld 6811 AB of Arnhem."),
        ("location", "Verweggistan", "Deze plaats kennen wij niet."),
        ("location", "Duisburg", "Deze plaats ligt in het buitenland."),
        ("location", "1234 AB", "Deze postcode kennen wij niet. Kijk of hij klopt"),
        ("location", "6800", "Dit lijkt een postbus."),
        ("location", "Twente", "‘Twente’ is een regio."),
        ("location", "jan@example.org", "Dit lijkt een e-mailadres."),
        ("location", "x" * 60_000, "80"),
        ("location", "\x00", "een teken dat wij niet kunnen lezen"),
        ("end_date", "30-02-2027", "Bedoelt u 28 februari 2027?"),
        ("end_date", "1-4-27", "Schrijf het jaar met vier cijfers: 1-4-2027."),
        ("end_date", "31-12-9999", "Vul een datum in van 1 januari 1990 tot en met"),
        ("end_date", "1-1-0001", "Vul een datum in van 1 januari 1990 tot en met"),
        ("end_date", "01-01-2020", "Deze dag is al voorbij."),
        ("needs", "gold", "Kies een of meer antwoorden uit de lijst."),
        ("sector", "piraterij", "Kies een antwoord uit de lijst."),
    ],
)
def test_a_wrong_answer_is_explained_beside_its_field_and_on_top_and_is_kept(client, field, value, message):
    response = post(client, **{"location": "6811 AB", field: value})

    page = Page.read(response)
    assert response.status_code == 200
    assert message in page.with_id(f"id_{field}_error").text
    assert message in page.one("div", class_="vwnw-error-summary").text
    assert page.one("title").text.startswith("Fout:")
    if field in ("location", "end_date") and value and "\x00" not in value:
        assert page.with_id(f"id_{field}")["value"] == value


def test_what_was_answered_before_a_mistake_is_kept(client):
    post(client, end_date="30-02-2027")

    assert Page.read(client.get(reverse("employee"))).with_id("id_location")["value"] == "6811 AB"
    assert "checked" in asked(client, "situatie").one("input", type="radio", value="redundancy").attributes


def test_who_keeps_work_is_not_asked_for_a_last_day_and_the_day_comes_back_with_the_dismissal(client):
    post(client, end_date=f"1-6-{YEAR}")
    client.post(reverse("employee_question", args=["GM0202", "situatie"]), {"situation": "prepare"})

    away = client.get(reverse("employee_question", args=["GM0202", "laatste-dag"]))
    assert away["Location"] == IN_ARNHEM
    assert "Vraag 2 van 4" in text_of_page(asked(client, "situatie"))
    client.post(reverse("employee_question", args=["GM0202", "situatie"]), {"situation": "redundancy"})
    assert asked(client, "laatste-dag").with_id("id_end_date")["value"] == f"1-6-{YEAR}"


def test_an_answer_that_is_left_open_again_is_forgotten(client):
    post(client, needs=["training"])
    client.post(reverse("employee_question", args=["GM0202", "hulp"]), {})

    assert not [box for box in asked(client, "hulp").all("input") if box.get("checked") is not None]


@pytest.mark.parametrize(
    "written", [f"1-6-{YEAR}", f"01/06/{YEAR}", f"1 jun. {YEAR}", f"1 June {YEAR}", f"{YEAR}-06-01", f"0106{YEAR}"]
)
def test_the_last_day_may_be_written_as_people_write_it(client, written):
    assert f"helpen vanaf 1 februari {YEAR}." in text_of(post(client, end_date=written))


@pytest.mark.parametrize(
    ("name", "field", "value", "now"),
    [
        ("Plaats", "location", "Utrecht", "/hulp-in-de-buurt/GM0344/"),
        ("Wat past bij u", "situation", "illness", "/hulp-in-de-buurt/GM0202/"),
        ("Sector", "sector", "bouw", "/hulp-in-de-buurt/GM0202/"),
    ],
)
def test_one_answer_can_be_changed_and_leads_back_to_the_whole(client, helpers, name, field, value, now):
    page = Page.read(post(client, end_date=f"1-6-{YEAR}", needs=["training"]))
    (change,) = (link["href"] for link in page.all("a") if link.text == f"Wijzig: {name}")

    form = Page.read(client.get(change)).one("form", id="vragen")
    sent = client.post(form["action"], {field: value, "return_to": "antwoord"})

    assert sent["Location"] == now
    assert PERSONAL in text_of(client.get(now))


def test_a_question_leads_back_to_the_one_before_and_past_the_rest(client):
    post(client)

    links = {link.text: link["href"] for link in asked(client, "hulp").all("a")}
    assert links["Vorige vraag"] == "/hulp-in-de-buurt/GM0202/vraag/laatste-dag/"
    assert links["Bekijk nu al wie u helpt"] == IN_ARNHEM


def test_a_question_that_is_no_question_is_not_found(client):
    post(client)

    assert client.get("/hulp-in-de-buurt/GM0202/vraag/loterij/").status_code == 404


def test_an_answer_after_two_hours_is_not_lost_and_the_place_is_asked_again(client, helpers):
    question = reverse("employee_question", args=["GM0202", "situatie"])

    again = client.post(question, {"situation": "illness"}, follow=True)

    assert "Uw antwoorden zijn weg: na twee uur wissen wij ze." in text_of(again)
    assert again.redirect_chain == [(reverse("employee"), 302)]
    client.post(reverse("employee"), {"location": "6811 AB"})
    assert "checked" in asked(client, "situatie").one("input", type="radio", value="illness").attributes


# --- The steps that protect ------------------------------------------------------------------------------


def steps_on(response):
    """Return the pieces of the page that are a step, each as a page of its own."""
    listed = response.content.decode().split('<ol class="vwnw-first-steps">')[1].split("</ol>")[0]
    return [Page.read(f"<li>{step}") for step in listed.split("<li>")[1:]]


@pytest.mark.parametrize("situation", list(Situation))
def test_five_steps_come_first_each_with_one_link_or_number(client, helpers, situation):
    response = post(client, situation=situation)

    assert Page.read(response).all("h2")[0].text == "Doe eerst deze vijf dingen"
    assert [len(step.all("a")) for step in steps_on(response)] == [1] * 5


def test_the_most_dangerous_step_comes_first_and_the_last_is_whom_to_call(client, helpers):
    first, *_between, last = steps_on(post(client))

    assert first.one("strong").text == "Teken nog niets."
    assert first.one("a")["href"] == "https://www.juridischloket.nl/"
    assert last.one("strong").text == "Bel Voorbeeld mobiliteitscentrum Arnhem."
    assert last.one("a")["href"] == "tel:+31260000000"


def test_a_step_that_no_member_of_staff_checked_says_to_ask_and_a_checked_one_says_when(client, monkeypatch):
    unchecked = text_of(post(client))
    sign, *rest = protecting_steps.protecting_steps()
    checked = (replace(sign, checked_by_staff_on=date(2026, 11, 20)), *rest)
    monkeypatch.setattr(protecting_steps, "protecting_steps", lambda: checked)

    said = text_of(client.get(IN_ARNHEM))

    note = "Vraag dit na bij Het Juridisch Loket. Wij keken het nog niet na."
    assert note in unchecked
    assert note not in said
    assert "Nagekeken op 20 november 2026." in said


def test_every_step_says_where_and_when_it_was_read(client):
    folded = [" ".join(one.text.split()) for one in Page.read(post(client)).all("details")]

    (sources,) = [text for text in folded if text.startswith("Waar komt dit vandaan?")]
    assert sources.count("Gelezen op 26 november 2026.") == 4


# --- An address of its own -------------------------------------------------------------------------------

IN_ARNHEM = "/hulp-in-de-buurt/GM0202/"
PERSONAL, GENERAL = "Kom gerust terug op deze pagina.", "Dit geldt voor iedereen in de gemeente Arnhem."


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_the_answer_has_an_address_that_tells_the_municipality_and_nothing_of_the_person(client, helpers, prefix):
    typed = {**ARNHEM, "situation": "illness", "location": "6826 QX", "end_date": f"1-6-{YEAR}", "needs": ["evc"]}

    response = answer_as_employee(client, prefix, **typed)

    assert response.request["PATH_INFO"] == prefix + IN_ARNHEM
    assert not response.request["QUERY_STRING"]


def test_the_answer_can_be_refreshed_left_and_come_back_to(client, helpers):
    first = text_of(post(client, situation="illness", end_date=f"1-6-{YEAR}"))
    client.get(reverse("search"))

    assert text_of(client.get(IN_ARNHEM)) == first
    assert PERSONAL in first


def test_sending_the_questions_twice_gives_the_same_answer(client, helpers):
    assert text_of(post(client, situation="illness")) == text_of(post(client, situation="illness"))


def test_the_questions_still_hold_what_was_filled_in_after_going_back(client, helpers):
    post(client, situation="illness", location="6826 QX", end_date=f"1-6-{YEAR}", needs=["evc"])

    page = Page.read(client.get(reverse("employee")))
    asked_again = [asked(client, slug) for slug in ("situatie", "hulp")]

    assert page.with_id("id_location")["value"] == "6826 QX"
    assert asked(client, "laatste-dag").with_id("id_end_date")["value"] == f"1-6-{YEAR}"
    boxes = [box for question in asked_again for box in question.all("input")]
    assert [box["value"] for box in boxes if box.get("checked") is not None] == ["illness", "evc"]
    assert page.one("a", href=IN_ARNHEM).text == "Bekijk uw antwoord"
    assert not page.one("title").text.startswith("Fout:")


def test_whoever_gets_the_address_reads_what_holds_for_everybody_there(client, helpers):
    post(client, situation="illness", location="6826 QX")

    page = Page.read(type(client)().get(IN_ARNHEM))

    text = " ".join(page.one("main").text.split())
    assert GENERAL in text
    assert PERSONAL not in text
    assert "6826" not in text
    sections = [heading["id"] for heading in page.all("h2") if heading.get("id")]
    assert sections == ["werk", "ontslag", "ziekte", "uitkering"]
    assert {f"#{section}" for section in sections} <= {link["href"] for link in page.all("a")}


@pytest.mark.parametrize("situation", list(Situation))
def test_the_general_answer_names_whom_the_answer_to_a_person_of_that_situation_names(client, helpers, situation):
    personal = {h.text for h in Page.read(post(client, situation=situation, location="Arnhem")).all("h3")}

    general = {h.text for h in Page.read(type(client)().get(IN_ARNHEM)).all("h3")}

    assert {name for name in personal if name.startswith("Voorbeeld")} <= general


def test_the_address_of_another_municipality_gives_what_holds_for_everybody_there(client, helpers):
    post(client)

    assert "Dit geldt voor iedereen in de gemeente Utrecht." in text_of(client.get("/hulp-in-de-buurt/GM0344/"))
    assert PERSONAL in text_of(client.get(IN_ARNHEM))


def test_answers_that_are_two_hours_old_are_gone_and_the_address_still_works(client, helpers, time_machine):
    time_machine.move_to("2026-11-23 10:00:00+00:00", tick=False)
    post(client)
    time_machine.shift(timedelta(hours=2, seconds=1))

    assert GENERAL in text_of(client.get(IN_ARNHEM))


def test_answers_that_hold_no_more_the_next_day_give_the_general_answer(client, helpers, time_machine):
    time_machine.move_to("2026-11-23 22:30:00+00:00", tick=False)
    post(client, end_date="23-11-2026")
    time_machine.shift(timedelta(hours=1))

    assert GENERAL in text_of(client.get(IN_ARNHEM))
    assert "Bekijk uw antwoord" not in text_of(client.get(reverse("employee")))


def test_a_cookie_that_was_altered_is_no_answer(client, helpers):
    post(client)
    client.cookies[COOKIE] = client.cookies[COOKIE].value[:-3] + "aaa"

    assert GENERAL in text_of(client.get(IN_ARNHEM))


def test_a_former_municipality_leads_to_the_one_that_took_it_over(client):
    assert client.get("/hulp-in-de-buurt/GM0370/")["Location"] == "/hulp-in-de-buurt/GM0439/"


@pytest.mark.parametrize("code", ["GM9999", "Arnhem", "gm0202", "GM0202x", "x" * 500, "%00", "illness"])
def test_an_address_without_a_municipality_is_not_found(client, code):
    assert client.get(f"/hulp-in-de-buurt/{code}/").status_code == 404


def test_the_general_answer_takes_as_many_queries_as_a_personal_one(client, helpers, django_assert_num_queries):
    post(client)
    client.get(IN_ARNHEM)
    with django_assert_num_queries(2):
        client.get(IN_ARNHEM)
    client.cookies.clear()
    client.get(IN_ARNHEM)
    with django_assert_num_queries(2):
        assert GENERAL in text_of(client.get(IN_ARNHEM))


# --- Nothing stays behind --------------------------------------------------------------------------------

COOKIE = "vwnw_werknemer"


def test_nothing_is_stored_and_no_cache_keeps_it(client, helpers):
    def rows():
        return {model: model._default_manager.count() for model in apps.get_models()}

    before = rows()
    responses = [client.get(reverse("employee")), post(client, situation="illness"), post(client, location="")]

    assert rows() == before
    assert all("no-store" in response["Cache-Control"] for response in responses)


def test_no_cookie_is_set_before_somebody_asks_for_an_answer(client, helpers):
    client.get(reverse("employee"))
    client.get(IN_ARNHEM)
    post(client, location="")

    assert not client.cookies


def test_the_answers_stay_in_one_cookie_that_scripts_cannot_read_and_that_ends_after_two_hours(client, helpers):
    post(client, situation="illness")

    (cookie,) = client.cookies.values()
    assert (cookie.key, cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (COOKIE, True, "Lax", 7200)


def test_wiping_leaves_nothing_and_may_be_done_twice(client, helpers):
    wipe = Page.read(post(client, situation="illness")).one("form", action="/hulp-in-de-buurt/wissen/")["action"]
    assert client.get(wipe).status_code == 405
    for _twice in range(2):
        assert "Al uw antwoorden zijn gewist." in text_of(client.post(wipe, follow=True))
    assert not client.cookies[COOKIE].value
    assert GENERAL in text_of(client.get(IN_ARNHEM))


def test_what_was_sent_beside_the_answers_is_not_kept(client, helpers):
    junk = "".join(str(number) for number in range(1000))
    beside = {"location-x": "Jan Jansen", "needs_too": junk, "location-bedoeld": junk, "location-gevraagd": "elders"}

    post(client, **beside, location=f"Jan Jansen, 6811 AB Arnhem{' ' * 20_000}", needs=["training"] * 500)

    kept = signing.loads(client.cookies[COOKIE].value, salt=ANSWERS.salt)
    assert kept == {"situation": ["redundancy"], "location": ["6811 AB Arnhem"], "needs": ["training"]}


def test_no_address_on_the_page_tells_the_situation(client, helpers):
    page = Page.read(post(client, situation="illness", location="Haarlem"))

    links = [element["href"] for element in page.all("a")] + [form["action"] for form in page.all("form")]
    assert not [link for link in links if "illness" in link or "reintegration" in link]


def test_answers_in_the_address_are_not_read(client, helpers):
    page = Page.read(client.get(reverse("employee"), ARNHEM))

    assert page.one("h1").text == "Hulp bij u in de buurt"
    assert "value" not in page.with_id("id_location").attributes


def test_the_form_works_where_cookies_are_refused(helpers, client):
    strict = type(client)(enforce_csrf_checks=True)
    question = strict.post(reverse("employee"), ARNHEM)["Location"]

    assert "Voorbeeld mobiliteitscentrum Arnhem" in text_of(type(client)().get(question, follow=True))


# --- English, and cost -----------------------------------------------------------------------------------


def test_the_answer_can_be_read_in_english_without_filling_it_in_again(client, helpers):
    dutch = Page.read(post(client, needs=["training", "evc"]))
    (link,) = (link for link in dutch.all("a") if link.text == "Read this in English")

    english = Page.read(client.get(link["href"]))

    assert link["href"] == f"/en{IN_ARNHEM}"
    assert english.one("html")["lang"] == "en"
    names = [[h.text for h in page.all("h3") if h.text.startswith("Voorbeeld")] for page in (dutch, english)]
    assert names[0] == names[1]
    assert "Training or a course, Proof of what I can already do (EVC)" in text_of_page(english)


def test_enter_in_the_form_presses_its_own_button(client):
    page = Page.read(post(client, location="Beek"))

    assert not [button for button in page.all("button") if button.get("form")]


def test_three_helpers_cost_as_many_queries_as_one(client, helpers, django_assert_num_queries):
    post(client)
    others = Provider.objects.filter(slug__in=["poort-arnhem", "leerwerk-arnhem"])
    with by_hand():
        Provider.objects.filter(slug="uwv").update(retired_on=timezone.localdate())
        others.update(retired_on=timezone.localdate())
    client.get(IN_ARNHEM)  # what a change costs is read once, for all pages
    with django_assert_num_queries(2):
        assert len(helpers_on(client.get(IN_ARNHEM))) == 1
    with by_hand():
        others.update(retired_on=None)
    client.get(IN_ARNHEM)

    with django_assert_num_queries(2):
        assert len(helpers_on(client.get(IN_ARNHEM))) == 3


def helpers_on(response):
    return [h for h in Page.read(response).all("h3") if h.text.startswith("Voorbeeld")]


def test_a_month_is_an_answer_and_says_which_day_is_counted_from(client):
    text = text_of(post(client, end_date=f"juni {YEAR}"))
    assert f"UWV kan u misschien helpen vanaf 1 februari {YEAR}." in text
    assert f"juni {YEAR}. Wij rekenen met 1 juni {YEAR}: de vroegste dag, en dus de veiligste." in text


def test_the_last_day_has_a_keyboard_with_hyphens_and_letters(client):
    post(client)
    field = asked(client, "laatste-dag").with_id("id_end_date")
    assert (field["type"], field.get("inputmode")) == ("text", None)
