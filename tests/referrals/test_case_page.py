"""The page where an employer describes a case and reads the advice."""

import pytest
from django.urls import reverse

pytestmark = pytest.mark.django_db

ARNHEM = {
    "groups-TOTAL_FORMS": "1",
    "groups-INITIAL_FORMS": "0",
    "groups-0-location": "6811 AB",
    "groups-0-headcount": "12",
    "groups-0-reason": "redundancy",
    "groups-0-contract": "permanent",
    "groups-0-end_date": "01-06-2099",
    "sector": "techniek",
    "employees_total": "40",
    "needs": ["training"],
    "budget": "no",
}


def post(client, **changes):
    return client.post(reverse("case"), {**ARNHEM, **changes})


def test_the_form_opens_with_one_empty_group(client):
    page = client.get(reverse("case")).content.decode()
    assert page.count("<h1") == 1
    assert "Groep 1" in page
    assert "Groep 2" not in page


def test_twelve_redundancies_in_arnhem_in_techniek_get_an_advice_with_reasons_and_sources(client, example_directory):
    page = post(client).content.decode()
    assert "Voorbeeld brancheservicepunt Techniek" in page
    assert "R3-sector, EIM" in page
    assert "Voorbeeld leerwerkloket Arnhem" in page
    assert "Deze passen net niet" in page
    assert "Voorbeeld brancheservicepunt Zorg en Welzijn" in page


def test_the_advice_is_complete_in_english(client, example_directory):
    page = client.post("/en" + reverse("case"), ARNHEM).content.decode()
    assert "This organisation serves your sector." in page
    assert '<html lang="en">' in page


def test_a_question_left_open_is_asked_with_how_many_providers_hang_on_it(client, example_directory):
    page = post(client, sector="", budget="").content.decode()
    assert "in welke sector werkt u? Daarvan hangen 2 organisaties af." in page
    assert "hebt u budget voor particuliere hulp? Daarvan hangt 1 organisatie af." in page


def test_nothing_typed_is_lost_when_a_group_is_added(client):
    page = post(
        client, add_group="1", **{"groups-0-headcount": "tw", "groups-0-end_date": "30-02-2027"}
    ).content.decode()
    assert "Groep 2" in page
    assert 'value="6811 AB"' in page
    assert 'value="tw"' in page
    assert 'value="30-02-2027"' in page
    assert "utrecht-form-field--invalid" not in page


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("groups-0-location", "Verweggistan", "Wij kennen ‘Verweggistan’ niet"),
        ("groups-0-location", "1234 AB", "Wij kennen ‘1234 AB’ niet"),
        ("groups-0-location", "Laren", "kan op meer plaatsen slaan"),
        ("groups-0-location", "Twente", "is een regio"),
        ("groups-0-headcount", "0", "Vul een aantal van 1 of meer in"),
        ("groups-0-headcount", "twaalf", "Vul een heel aantal in"),
        ("groups-0-end_date", "30-02-2027", "geen dag van de kalender"),
        ("groups-0-end_date", "01-01-2020", "ligt vóór vandaag"),
        ("employees_total", "5", "Dat is meer dan het hele bedrijf"),
    ],
)
def test_a_wrong_answer_is_explained_beside_its_field_and_the_rest_is_kept(client, field, value, message):
    response = post(client, **{field: value})
    page = response.content.decode()
    assert response.status_code == 200
    assert message in page
    assert f'aria-describedby="id_{field}_' in page or f"id_{field}_error" in page
    assert f'value="{value}"' in page
    assert ('value="6811 AB"' in page) == (field != "groups-0-location")
    assert "vwnw-error-summary" in page


@pytest.mark.parametrize("total", ["", "-1", "0", "99999999", "x"])
def test_a_tampered_form_is_refused_without_breaking(client, total):
    assert post(client, **{"groups-TOTAL_FORMS": total}).status_code == 200
    assert post(client, add_group="1", **{"groups-TOTAL_FORMS": total}).status_code == 200


def test_the_advice_is_never_kept_by_a_cache(client, example_directory):
    assert "no-store" in post(client)["Cache-Control"]


def test_the_advice_costs_the_same_few_queries_for_one_provider_and_for_many(
    client, example_directory, django_assert_max_num_queries
):
    post(client)
    with django_assert_max_num_queries(8) as one_place:
        post(client, sector="bouw", **{"groups-0-location": "Enschede"})
    with django_assert_max_num_queries(8) as many:
        post(client)
    assert len(many) <= len(one_place)
