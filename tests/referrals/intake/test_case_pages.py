"""The pages on which an employer describes a case: one question each, nothing lost, nothing kept."""

import re
from datetime import date

import pytest
from django.core import signing
from django.urls import reverse

from notation.dates import Month
from referrals.intake.answer_cookie import COOKIE, MARK
from referrals.intake.steps import STEPS
from tests.portal.page import Page
from tests.referrals.support.journeys import ARNHEM, YEAR, answer, page, step_url, walk

pytestmark = pytest.mark.django_db


def test_the_case_asks_at_most_ten_questions_with_one_topic_a_page(client):
    asked = walk(client)
    assert asked == list(ARNHEM)
    assert len(asked) <= 10


def test_the_first_page_sets_no_cookie_and_says_what_happens_with_the_answers(client):
    response = client.get(reverse("case"))
    assert not response.cookies
    assert "alleen in uw eigen browser" in response.content.decode()


def test_progress_is_told_in_words_and_as_a_figure(client):
    answer(client, "situatie")
    html = client.get(step_url("plaatsen")).content.decode()
    assert "Vraag 2 van 9" in html
    assert '<progress value="2" max="9"' in html


def test_steps_that_do_not_apply_are_skipped(client):
    asked = walk(
        client,
        situatie={"situations": ["on_benefit"]},
        plaatsen={"p-0-on_benefit": "3"},
    )
    assert asked == ["situatie", "plaatsen", "sector", "omvang", "hulp", "budget"]


def test_a_changed_first_answer_keeps_all_the_others(client):
    walk(client)
    answer(client, "situatie", situations=["redundancy", "illness"], return_to="check")
    check = page(client, "case_check")
    place = "6811 AB Arnhem (gemeente Arnhem, regio Midden-Gelderland)"
    assert f"{place}; Vaste medewerkers die u ontslaat: 12; Laatste werkdag: 1 juni {YEAR}" in check
    for kept in ("Techniek", "40", "Scholing", "Nog met niemand"):
        assert kept in check


def test_a_dismissal_that_is_expected_asks_what_an_announced_one_asks(client, example_directory):
    assert "Er komt waarschijnlijk ontslag, maar dat is nog niet besloten" in page_of(client, "situatie")
    assert walk(client, situatie={"situations": ["expected"]}) == list(ARNHEM)
    assert "Van werk naar werk, vóór het ontslag" in page(client, "case_advice")


def test_the_last_working_day_is_not_asked_of_who_is_ill(client, example_directory):
    ill = {"p-0-permanent": "", "p-0-ill": "1", "p-0-end_date": "", "p-0-employment_ends": f"01-03-{YEAR}"}
    walk(client, situatie={"situations": ["illness"]}, plaatsen=ill)
    html = page_of(client, "plaatsen")
    assert "Laatste werkdag" not in html
    assert "Wanneer stopt het dienstverband van wie ziek is?" in html
    assert f"Wanneer stopt het dienstverband van wie ziek is? 1 maart {YEAR}" in page(client, "case_check")
    assert "Einde dienstverband van 1 zieke" in page(client, "case_advice")


def test_the_redundant_and_the_ill_of_one_place_have_each_their_own_end(client, example_directory):
    both = {"p-0-ill": "1", "p-0-employment_ends": "01-01-2020"}
    answer(client, "situatie", situations=["redundancy", "illness"])
    html = answer(client, "plaatsen", **both).content.decode()
    assert "is al voorbij. Is het werk al gestopt? Kies dan bij vraag 1 ‘Mensen hebben al een uitkering’." in html
    assert 'href="#id_p-0-employment_ends"' in html
    assert 'href="#id_p-0-end_date"' not in html


def test_on_call_staff_is_counted_by_itself(client, example_directory):
    walk(client, plaatsen={"p-0-permanent": "", "p-0-on_call": "3"})
    assert "Oproepkrachten en nulurencontracten: 3" in page(client, "case_check")
    assert "Uitzendkrachten die stoppen" in page_of(client, "plaatsen")
    group = client.get(reverse("case_advice")).context["advice"].case.groups[0]
    assert (group.headcount, group.contract) == (3, "temporary")


def page_of(client, step):
    return client.get(step_url(step)).content.decode()


def test_an_answer_of_a_skipped_step_is_kept_but_not_used(client, example_directory):
    walk(client)
    answer(client, "situatie", situations=["on_benefit"], return_to="check")
    assert "In de sector blijven" not in page(client, "case_check")
    answer(client, "situatie", situations=["redundancy"], return_to="check")
    check = page(client, "case_check")
    assert "In de sector blijven" in check
    assert "Nog niet beantwoord" not in check


def test_back_and_refresh_show_what_was_answered(client):
    walk(client)
    for _twice in range(2):
        assert 'value="6811 AB"' in client.get(step_url("plaatsen")).content.decode()
        assert re.findall(r'value="([\w-]+)"[^>]* checked', client.get(step_url("sector")).content.decode()) == [
            "techniek"
        ]


def test_two_tabs_do_not_overwrite_each_other(client):
    walk(client)
    answer(client, "sector", sector="bouw")
    answer(client, "omvang", employees_total="33")
    check = page(client, "case_check")
    assert "Bouw" in check
    assert "33" in check
    assert "6811 AB" in check


def test_every_question_can_be_answered_with_i_do_not_know(client, example_directory):
    walk(
        client,
        plaatsen={"p-0-end_date": ""},
        sector={"sector": "unknown"},
        omvang={"employees_total": ""},
        hulp={"needs": ["unknown"]},
        blijven={"stay_in_sector": "unknown"},
        afstand={"far_from_labour_market": "unknown"},
        budget={"budget": "unknown"},
        overleg={"talks": ["unknown"]},
    )
    plan = page(client, "case_advice")
    assert "Met uw antwoord passen er misschien 3 organisaties meer." in plan
    assert "Mogelijk, als..." in plan


def test_an_open_question_is_answered_on_the_plan_itself(client, example_directory):
    walk(client, budget={"budget": "unknown"})
    assert "Mogelijk, als u geld hebt voor particuliere hulp" in page(client, "case_advice")
    response = answer(client, "budget", budget="no", return_to="advice")
    assert response["Location"] == reverse("case_advice")
    assert "Mogelijk, als u geld hebt voor particuliere hulp" not in page(client, "case_advice")


def test_another_place_is_added_and_taken_away_without_losing_what_was_typed(client):
    answer(client, "situatie")
    typed = {"p-0-permanent": "tw", "p-0-end_date": "30-02-2027"}
    html = answer(client, "plaatsen", add_place="1", **typed).content.decode()
    assert "Plaats 2" in html
    for value in ("6811 AB", "tw", "30-02-2027"):
        assert f'value="{value}"' in html
    assert "utrecht-form-field--invalid" not in html
    two = {"p-TOTAL_FORMS": "2", "p-1-location": "Zwolle", "p-1-permanent": "3", "remove_place": "0"}
    html = answer(client, "plaatsen", **two).content.decode()
    assert "Plaats 2" not in html
    assert 'value="Zwolle"' in html
    assert 'value="6811 AB"' not in html


@pytest.mark.parametrize(
    ("step", "changes", "message"),
    [
        ("situatie", {"situations": []}, "Kies wat er aan de hand is"),
        ("plaatsen", {"p-0-location": ""}, "Vul een postcode of plaats in"),
        ("plaatsen", {"p-0-location": "Verweggistan"}, "Deze plaats kennen wij niet. Vul een postcode of plaatsnaam"),
        ("plaatsen", {"p-0-location": "1234 AB"}, "Deze postcode kennen wij niet. Kijk of hij klopt"),
        ("plaatsen", {"p-0-location": "6800"}, "Dit lijkt een postbus."),
        ("plaatsen", {"p-0-location": "Berlin"}, "Deze plaats ligt in het buitenland."),
        ("plaatsen", {"p-0-location": "Duisburg"}, "Dit portaal kent alleen plaatsen in Nederland."),
        ("plaatsen", {"p-0-location": "IJmuidn"}, "Bedoelt u IJmuiden (gemeente Velsen)?"),
        ("plaatsen", {"p-0-location": "Laren"}, "Er zijn meer plaatsen die ‘Laren’ heten."),
        ("plaatsen", {"p-0-location": "a" * 60_000}, "80"),
        ("plaatsen", {"p-0-location": "Twente"}, "is een regio"),
        ("plaatsen", {"p-0-location": "123456782"}, "Dit lijkt een burgerservicenummer"),
        ("plaatsen", {"p-0-location": "jan@example.org"}, "Dit lijkt een e-mailadres"),
        ("plaatsen", {"p-0-location": "06 12345678"}, "Dit lijkt een telefoonnummer"),
        ("plaatsen", {"p-0-permanent": "123456782"}, "Dit lijkt een burgerservicenummer"),
        ("plaatsen", {"p-0-permanent": "0"}, "om hoeveel mensen het gaat"),
        ("plaatsen", {"p-0-permanent": ""}, "om hoeveel mensen het gaat"),
        ("plaatsen", {"p-0-permanent": "-1"}, "Vul een aantal van 0 of meer in"),
        ("plaatsen", {"p-0-permanent": "twaalf"}, "Vul een heel aantal in"),
        ("plaatsen", {"p-0-permanent": "12,0"}, "1.000 is duizend"),
        ("plaatsen", {"p-0-permanent": "12.5"}, "1.000 is duizend"),
        ("plaatsen", {"p-0-permanent": "100001"}, "Vul een aantal van ten hoogste 100000 in"),
        ("plaatsen", {"p-0-permanent": "1" * 5000}, "Dit is te lang voor een aantal"),
        ("omvang", {"employees_total": "12,0"}, "1.000 is duizend"),
        ("plaatsen", {"p-0-end_date": "30-02-2027"}, "Bedoelt u 28 februari 2027?"),
        ("plaatsen", {"p-0-end_date": "1-4-27"}, "Schrijf het jaar met vier cijfers: 1-4-2027."),
        ("plaatsen", {"p-0-end_date": "morgen"}, "Deze datum klopt niet. Vul dag, maand en jaar in"),
        ("plaatsen", {"p-0-end_date": "31-12-9999"}, "Vul een datum in van 1 januari 1990 tot en met"),
        ("plaatsen", {"p-0-end_date": "1-1-0001"}, "Vul een datum in van 1 januari 1990 tot en met"),
        ("plaatsen", {"p-0-end_date": "01-01-2020"}, "1 januari 2020 is al voorbij."),
        ("plaatsen", {"p-0-end_date": "januari 2020"}, "januari 2020 is al voorbij."),
        ("plaatsen", {"p-0-agency_ends": "1-4-2027"}, "Vul ook in om hoeveel van deze mensen het gaat"),
        ("sector", {"sector": "visserij"}, "Kies een antwoord uit de lijst."),
        ("omvang", {"employees_total": "11"}, "Dat is meer dan in uw hele bedrijf werken: 11"),
        ("hulp", {"needs": ["none", "training"]}, "spreken elkaar tegen"),
        ("hulp", {"needs": []}, "‘Weet ik niet’ mag ook"),
        ("budget", {"budget": ""}, "‘Weet ik niet’ mag ook"),
        ("overleg", {"talks": ["unknown", "union"]}, "spreken elkaar tegen"),
    ],
)
def test_a_wrong_answer_is_explained_beside_its_field_and_nothing_is_lost(client, step, changes, message):
    walk(client)
    response = answer(client, step, **changes)
    html = response.content.decode()
    assert response.status_code == 200
    assert message in html
    assert "vwnw-error-summary" in html
    assert "Fout:" in html
    assert "Techniek" in page(client, "case_check")


def test_the_same_place_with_the_same_last_day_is_refused_and_with_another_day_is_not(client):
    walk(client)
    two = {"p-TOTAL_FORMS": "2", "p-1-location": "6811ab", "p-1-permanent": "3", "p-1-end_date": f"01-06-{YEAR}"}
    assert "Deze plaats staat er al" in answer(client, "plaatsen", **two).content.decode()
    assert answer(client, "plaatsen", **{**two, "p-1-end_date": f"01-07-{YEAR}"}).status_code == 302


def test_every_place_that_is_wrong_is_told_at_once(client):
    walk(client)
    two = {"p-0-location": "Verweggistan", "p-TOTAL_FORMS": "2", "p-1-location": "Nergenshuizen", "p-1-permanent": "3"}
    told = Page.read(answer(client, "plaatsen", **two))
    for number in (0, 1):
        assert "Deze plaats kennen wij niet" in told.with_id(f"id_p-{number}-location_error").text
        assert "Deze plaats kennen wij niet" in told.one("a", href=f"#id_p-{number}-location").text


# --- Counts and dates ------------------------------------------------------------------------------------


def groups_advised(client):
    return client.get(reverse("case_advice")).context["advice"].case.groups


@pytest.mark.parametrize("written", ["1.000", "1 000", "1\u202f000", "1000", "１０００"])
def test_a_thousand_people_is_a_thousand_however_it_is_written(client, example_directory, written):
    walk(client, plaatsen={"p-0-permanent": written}, omvang={"employees_total": written})
    assert [group.headcount for group in groups_advised(client)] == [1000]
    assert "Vaste medewerkers die u ontslaat: 1000;" in page(client, "case_check")
    assert "Meld het ontslag schriftelijk bij UWV en bij de vakbonden" in page(client, "case_advice")


@pytest.mark.parametrize("written", [f"1-6-{YEAR}", f"1 juni {YEAR}", f"1 June {YEAR}", f"0106{YEAR}", f"{YEAR}-06-01"])
def test_a_last_day_is_the_same_however_it_is_written(client, example_directory, written):
    walk(client, plaatsen={"p-0-end_date": written})
    assert [group.end_date for group in groups_advised(client)] == [date(YEAR, 6, 1)]
    assert f"Laatste werkdag: 1 juni {YEAR}" in page(client, "case_check")
    assert Page.read(client.get(step_url("plaatsen"))).with_id("id_p-0-end_date")["value"] == written


def test_counts_and_dates_are_text_fields_with_a_keypad_on_which_they_can_be_typed(client):
    answer(client, "situatie", situations=["redundancy", "illness", "prepare", "on_benefit"])
    asked = Page.read(client.get(step_url("plaatsen")))
    for name in ("permanent", "temporary", "on_call", "agency", "prepare", "ill", "on_benefit"):
        field = asked.with_id(f"id_p-0-{name}")
        assert (field["type"], field["inputmode"]) == ("text", "numeric")
    for name in ("end_date", "employment_ends", "temporary_ends", "on_call_ends", "agency_ends"):
        field = asked.with_id(f"id_p-0-{name}")
        assert (field["type"], field.get("inputmode")) == ("text", None)


def test_each_kind_of_contract_can_end_on_a_day_of_its_own(client, example_directory):
    people = {"p-0-temporary": "3", "p-0-on_call": "2", "p-0-agency": "1"}
    own = {"p-0-temporary_ends": f"1-3-{YEAR}", "p-0-agency_ends": f"februari {YEAR}"}
    walk(client, plaatsen=people | own)
    assert [(group.headcount, group.end) for group in groups_advised(client)] == [
        (12, date(YEAR, 6, 1)),
        (3, date(YEAR, 3, 1)),
        (2, date(YEAR, 6, 1)),
        (1, Month(YEAR, 2)),
    ]
    assert f"Laatste werkdag van de tijdelijke medewerkers: 1 maart {YEAR}" in page(client, "case_check")


def test_a_day_of_one_kind_that_is_over_is_told_beside_that_day_and_stands_open(client):
    walk(client)
    told = Page.read(answer(client, "plaatsen", **{"p-0-agency": "1", "p-0-agency_ends": "1-1-2020"}))
    assert "1 januari 2020 is al voorbij." in told.with_id("id_p-0-agency_ends_error").text
    _service, ends = told.all("details")[:2]
    assert "open" in ends.attributes
    assert all("open" not in one.attributes for one in Page.read(client.get(step_url("plaatsen"))).all("details"))


def test_a_month_is_an_answer_and_is_never_shown_as_a_day(client, example_directory):
    walk(client, plaatsen={"p-0-permanent": "25", "p-0-end_date": f"juni {YEAR}"})
    assert f"Laatste werkdag: juni {YEAR}" in page(client, "case_check")
    plan = Page.read(client.get(reverse("case_advice"))).one("main").text
    assert f"Wij rekenen met 1 juni {YEAR}: de vroegste dag" in plan
    assert f"Meld uiterlijk op 1 april {YEAR}" in plan
    assert f"Laatste werkdag: juni {YEAR}." in plan
    for after in re.findall(rf"\b1 juni {YEAR}(.{{20}})", plan):
        assert after.startswith((": de vroegste dag", " (de vroegste dag"))


# --- Places that are not certain -------------------------------------------------------------------------

BERGEN_AND_IJMUIDEN = {
    "p-TOTAL_FORMS": "2",
    "p-0-location": "Bergen",
    "p-1-location": "IJmuidn",
    "p-1-permanent": "3",
    "p-1-end_date": f"01-07-{YEAR}",
}


def test_each_place_that_is_not_certain_is_asked_under_its_own_field_and_nothing_is_lost(client):
    walk(client)
    asked = Page.read(answer(client, "plaatsen", **BERGEN_AND_IJMUIDEN))

    for number, choices in enumerate([["Bergen (NH)", "Bergen L"], ["IJmuiden"]]):
        radios = asked.all("input", type="radio", name=f"p-{number}-location-bedoeld")
        assert [radio["value"] for radio in radios] == choices
        assert asked.all("a", href=f"#{radios[0]['id']}")
        assert asked.all("label", for_=radios[0]["id"])
    legends = [legend.text.strip() for legend in asked.all("legend")]
    assert legends == ["Plaats 1", "Welke plaats bedoelt u?", "Plaats 2", "Bedoelt u deze plaats?"]
    for name, typed in BERGEN_AND_IJMUIDEN.items():
        assert asked.one("input", name=name)["value"] == typed
    assert "6811 AB" in page(client, "case_check")


def test_an_answer_for_each_place_goes_on_and_the_check_shows_the_places(client):
    walk(client)
    answers = {
        "p-0-location-gevraagd": "Bergen",
        "p-0-location-bedoeld": "Bergen L",
        "p-1-location-gevraagd": "IJmuidn",
        "p-1-location-bedoeld": "IJmuiden",
    }
    assert answer(client, "plaatsen", **BERGEN_AND_IJMUIDEN, **answers).status_code == 302

    check = page(client, "case_check")
    assert "Bergen L (gemeente Bergen L., regio Noord-Limburg); Vaste medewerkers die u ontslaat: 12" in check
    assert "IJmuiden (gemeente Velsen, regio Zuid-Kennemerland en IJmond); Vaste" in check
    assert 'value="Bergen L"' in client.get(step_url("plaatsen")).content.decode()


def test_enter_goes_on_and_takes_no_place_away(client):
    walk(client)
    asked = Page.read(answer(client, "plaatsen", **BERGEN_AND_IJMUIDEN))

    first = asked.all("button")[0]  # what Enter presses
    assert first.text == "Volgende"
    assert first.get("name") is None


def test_a_place_is_added_with_the_answers_kept(client):
    answer(client, "situatie")
    chosen = {"p-0-location-gevraagd": "Bergen", "p-0-location-bedoeld": "Bergen L"}
    shown = Page.read(answer(client, "plaatsen", add_place="1", **{**BERGEN_AND_IJMUIDEN, **chosen}))

    kept = [shown.with_id(f"id_p-{number}-location").get("value") for number in range(3)]
    assert kept == ["Bergen L", "IJmuidn", None]


def test_the_check_shows_a_place_as_it_was_understood_beside_what_was_typed(client):
    walk(client, plaatsen={"p-0-location": "Den Haag"})

    assert "Den Haag (gemeente &#x27;s-Gravenhage, regio Haaglanden); Vaste" in page(client, "case_check")
    assert 'value="Den Haag"' in client.get(step_url("plaatsen")).content.decode()


def test_a_part_of_a_town_is_read_back_beside_the_town(client):
    walk(client, plaatsen={"p-0-location": "Scheveningen"})

    assert "&#x27;s-Gravenhage (gemeente &#x27;s-Gravenhage, regio Haaglanden), u typte ‘Scheveningen’; Vaste" in page(
        client, "case_check"
    )


def test_of_an_address_the_case_keeps_the_postcode_alone(client):
    walk(client, plaatsen={"p-0-location": "Kerkstraat 12, 6811 AB Arnhem"})

    assert 'value="6811 AB Arnhem"' in client.get(step_url("plaatsen")).content.decode()
    assert "Kerkstraat" not in page(client, "case_check")


def test_a_place_is_asked_in_english(client):
    asked = Page.read(client.post(f"/en{step_url('plaatsen')}", {**ARNHEM["plaatsen"], "p-0-location": "IJmuidn"}))

    assert "Do you mean IJmuiden (municipality of Velsen)?" in asked.with_id("id_p-0-location_error").text
    assert "Do you mean this place?" in [legend.text.strip() for legend in asked.all("legend")]


def test_more_people_than_the_company_has_is_told_on_the_check_with_a_way_to_change_it(client):
    walk(client)
    html = answer(client, "plaatsen", **{"p-0-permanent": "5000"}, return_to="check")
    assert html.status_code == 302
    check = page(client, "case_check")
    assert "U noemt samen 5000 mensen. Dat is meer dan in uw hele bedrijf werken: 40." in check
    assert "Bekijk uw plan" not in check
    assert client.get(reverse("case_advice"))["Location"] == reverse("case_check")


def test_an_old_or_altered_cookie_is_told_and_the_answer_just_given_is_kept(client):
    client.cookies[COOKIE.name] = signing.dumps({"sector": {"sector": "bouw"}}, salt="something else")
    html = client.get(reverse("case_advice"), follow=True).content.decode()
    assert "Uw antwoorden zijn er niet meer" in html
    assert answer(client, "sector", sector="bouw").status_code == 302
    assert "Bouw" in page(client, "case_check")


def test_an_answer_that_a_question_refuses_today_is_told_on_the_check(client):
    walk(client)
    kept = signing.loads(client.cookies[COOKIE.name].value, salt=COOKIE.salt)
    kept["omvang"]["employees_total"] = "12,0"
    client.cookies[COOKIE.name] = signing.dumps(kept, salt=COOKIE.salt, compress=True)

    told = Page.read(client.get(reverse("case_check"))).one("main").text
    assert "1.000 is duizend" in told
    assert "Wijzig: Uw bedrijf" in " ".join(told.split())


@pytest.mark.parametrize("far", ["31-12-9999", "9999-12-31", "1-1-0001", "31-12-1989"])
@pytest.mark.parametrize("name", ["case_advice", "case_calendar"])
def test_a_day_far_away_in_a_cookie_of_an_older_portal_is_told_with_the_bounds(client, far, name):
    walk(client)
    kept = signing.loads(client.cookies[COOKIE.name].value, salt=COOKIE.salt)
    kept["plaatsen"]["places"][0]["end_date"] = far
    client.cookies[COOKIE.name] = signing.dumps(kept, salt=COOKIE.salt, compress=True)

    told = Page.read(client.get(reverse(name), follow=True))
    assert told.one("h1").text == "Kloppen uw antwoorden?"
    assert "Vul een datum in van 1 januari 1990 tot en met" in told.one("main").text
    assert "ten minste één groep" not in told.one("main").text


def test_answers_end_after_two_hours(client, time_machine):
    time_machine.move_to("2026-11-23 10:00:00+00:00", tick=False)
    walk(client)
    time_machine.shift(2 * 60 * 60 + 1)
    assert "Uw antwoorden zijn er niet meer" in client.get(reverse("case_check"), follow=True).content.decode()


def test_stopping_wipes_everything(client):
    walk(client)
    html = client.post(reverse("case_stop"), follow=True).content.decode()
    assert "Al uw antwoorden zijn gewist." in html
    assert not client.cookies[COOKIE.name].value
    assert client.get(reverse("case_stop")).status_code == 405


@pytest.mark.parametrize("step", ARNHEM)
def test_every_page_has_one_heading_a_way_back_and_a_way_to_stop(client, step):
    walk(client)
    html = client.get(step_url(step)).content.decode()
    assert html.count("<h1") == 1
    assert "Stoppen en alles wissen" in html
    assert "Vorige vraag" in html or "Terug naar het begin" in html


def test_an_unknown_step_is_not_found(client):
    assert client.get(step_url("verzonnen")).status_code == 404


def test_the_cookie_cannot_be_read_by_scripts_and_holds_few_bytes(client):
    many = {"p-TOTAL_FORMS": "10"} | {
        key: value
        for index, pc4 in enumerate([*range(6811, 6817), *range(6821, 6825)])
        for key, value in {
            f"p-{index}-location": f"{pc4} AB",
            f"p-{index}-permanent": "1",
            f"p-{index}-end_date": f"01-06-{YEAR}",
        }.items()
    }
    walk(client, plaatsen=many)
    cookie = client.cookies[COOKIE.name]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert len(cookie.value) < 3800
    assert set(signing.loads(cookie.value, salt=COOKIE.salt)) == {*ARNHEM, MARK}


@pytest.mark.parametrize("total", ["", "-1", "0", "99999999", "x", "²"])
def test_a_tampered_form_is_refused_without_breaking(client, total):
    answer(client, "situatie")
    assert answer(client, "plaatsen", **{"p-TOTAL_FORMS": total}).status_code == 200
    assert answer(client, "plaatsen", add_place="1", **{"p-TOTAL_FORMS": total}).status_code == 200


@pytest.mark.parametrize("slug", [step.slug for step in STEPS])
def test_the_question_is_the_one_heading_and_the_title_of_its_page(client, slug):
    for response, mark in ((client.get(step_url(slug)), ""), (client.post(step_url(slug), {}), "Fout: ")):
        if response.status_code == 200:
            shown = Page.read(response)
            asked = shown.one("h1").text
            assert asked.endswith("?")
            assert shown.one("title").text.startswith(f"{mark}{asked} - ")
