"""The page with the forms of support: what each is, what it asks, and how sure the figures are."""

import pytest

from referrals.engine.parameter_codes import LABOUR_MARKET_DROP_MONTHS
from services.models import DatedParameter
from tests.portal.page import Page

pytestmark = pytest.mark.django_db


def page_of(client, address: str = "/wat-kunt-u-doen/") -> Page:
    response = client.get(address)
    assert response.status_code == 200
    return Page.read(response)


def text(element) -> str:
    return " ".join(element.text.split())


def card(page: Page, code: str) -> str:
    return text(page.with_id(code))


def figure_with(page: Page, caption: str) -> str:
    (figure,) = (figure for figure in page.all("figure") if caption in figure.text)
    return text(figure)


def test_the_page_names_the_months_after_which_work_is_hard_to_find_as_the_rules_count_them(client):
    assert "Na 3 maanden zonder werk" in text(page_of(client).one("main"))

    DatedParameter.objects.filter(code=LABOUR_MARKET_DROP_MONTHS).update(value=5)

    assert "Na 5 maanden zonder werk" in text(page_of(client).one("main"))
    assert "After 5 months without work" in text(page_of(client, "/en/wat-kunt-u-doen/").one("main"))


def test_every_form_of_the_report_has_a_card(client):
    page = page_of(client)

    assert [element.get("id") for element in page.all("article")] == [
        "guidance",
        "training",
        "secondment",
        "internal_pool",
        "external_pool",
        "own_business",
        "job_search_time",
        "income_supplement",
        "moving_costs",
        "severance_pay",
        "departure_schemes",
        "part_time",
    ]


def test_a_form_says_what_it_is_when_it_fits_and_what_it_asks(client):
    training = card(page_of(client), "training")

    assert "De werknemer leert iets voor ander werk" in training
    assert "Dit past bij mensen die voor nieuw werk iets moeten leren." in training
    assert "Vraag uw opleidingsfonds of het meebetaalt" in training
    assert "Bron: EIM" in training


def test_every_figure_of_a_form_has_its_number_of_answers(client):
    training = card(page_of(client), "training")

    assert "Geboden: 57% (74 werkgevers)." in training
    assert "Gewenst: 14% (354 werknemers zonder hulp)." in training
    assert "Gekregen: 11% (100 werknemers met hulp)." in training


def test_a_form_without_figures_shows_none(client):
    assert "Geboden" not in card(page_of(client), "internal_pool")


def test_few_answers_are_called_few(client):
    page = page_of(client)

    assert "maar 5 antwoorden" in card(page, "guidance")
    assert "minder dan 10 antwoorden" in card(page, "own_business")


def test_money_on_dismissal_is_marked_as_no_way_to_other_work(client):
    page = page_of(client)

    marked = [element["id"] for element in page.all("article") if "geen VWNW" in element.text]

    assert marked == ["severance_pay", "departure_schemes", "part_time"]


def test_part_time_unemployment_benefit_is_only_named_as_gone(client):
    page = page_of(client)

    assert text(page.one("main")).count("Deeltijd-WW") == 1
    assert "Deeltijd-WW bestaat niet meer" in card(page, "part_time")


def test_what_employers_offer_and_employees_want_stands_side_by_side(client):
    page = page_of(client)

    figure = figure_with(page, "Wat werkgevers boden en wat werknemers wilden")

    assert "Solliciteren onder werktijd 75% 18%" in figure
    assert "Mobiliteitscentrum of outplacement 9% 24%" in figure
    assert "tabel 5 (74 werkgevers die hielpen) en tabel 9 (354 werknemers zonder hulp)" in figure
    assert "maar werknemers willen vooral een mobiliteitscentrum of outplacement" in text(page.one("main"))


@pytest.mark.parametrize(
    ("caption", "row", "source"),
    [
        ("Was de hulp een succes", "Succesvol 63%", "tabel 10. Aantal antwoorden: 100"),
        ("Wat het meest hielp", "Hulp bij solliciteren 29%", "paragraaf 3.3. Aantal antwoorden: 100"),
        ("Welke hulp werknemers kregen", "Scholing en ontwikkeling 11%", "tabel 10. Aantal antwoorden: 100"),
        ("Waarom werkgevers hulp gaven", "Goedkoper dan gewoon ontslag 41%", "tabel 6. Aantal antwoorden: 74"),
        ("Waarom werkgevers geen hulp gaven", "Te duur, geen geld 11%", "tabel 9. Aantal antwoorden: 354"),
    ],
)
def test_a_figure_names_its_source_and_its_number_of_answers(client, caption, row, source):
    figure = figure_with(page_of(client), caption)

    assert row in figure
    assert source in figure


def test_the_page_warns_that_the_figures_are_old(client):
    assert "Het onderzoek is van rond 2010." in text(page_of(client).one("main"))


def test_the_page_leads_to_advice_and_to_searching(client):
    page = page_of(client)

    assert page.one("a", class_="nl-button nl-button--primary")["href"] == "/casus/"
    assert page.one("a", class_="nl-button nl-button--secondary")["href"] == "/zoeken/"


def test_the_data_speak_english_on_the_english_page(client):
    page = page_of(client, "/en/wat-kunt-u-doen/")

    assert "The employee may apply for jobs during working hours." in card(page, "job_search_time")
    assert "Cheaper than plain dismissal 41%" in text(page.one("main"))


def test_the_page_asks_the_database_only_whether_the_dated_values_changed(client, django_assert_num_queries):
    page_of(client)
    with django_assert_num_queries(1):
        page_of(client)
