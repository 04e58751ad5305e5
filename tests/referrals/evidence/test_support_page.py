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
        "employer_network",
        "staff_lending",
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


def test_every_figure_of_a_form_has_its_own_base_and_its_number_of_answers(client):
    training = card(page_of(client), "training")

    assert "Van de bedrijven die hielpen, gaf 57 procent ‘Scholing’ (74 bedrijven; EIM, tabel 5 en 15)." in training
    assert "Van alles wat werknemers zonder hulp noemden, was 14 procent ‘Scholing’ (354 werknemers" in training
    assert "Van alle vormen die werknemers met hulp noemden, was 11 procent ‘Scholing’ (100 werknemers" in training


def test_a_form_without_figures_shows_none(client):
    assert "procent" not in card(page_of(client), "internal_pool")


def test_few_answers_are_called_few(client):
    page = page_of(client)

    assert "maar 5 antwoorden" in card(page, "guidance")
    assert "minder dan 10 antwoorden" in card(page, "own_business")


def test_money_on_dismissal_is_marked_as_no_way_to_other_work(client):
    page = page_of(client)

    marked = [element["id"] for element in page.all("article") if "niet van werk naar werk" in element.text]

    assert marked == ["severance_pay", "departure_schemes", "part_time"]


def test_part_time_unemployment_benefit_is_only_named_as_gone(client):
    page = page_of(client)

    assert text(page.one("main")).count("Deeltijd-WW") == 1
    assert "Deeltijd-WW bestaat niet meer" in card(page, "part_time")


@pytest.mark.parametrize(
    ("caption", "base", "row"),
    [
        ("Welke hulp bedrijven gaven", "van de bedrijven die hielpen", "Solliciteren onder werktijd 75%"),
        ("zonder hulp hadden gewild", "van alles wat werknemers zonder hulp noemden", "outplacement 24%"),
        ("Welke hulp werknemers kregen", "van alle vormen die werknemers met hulp noemden", "outplacement 33%"),
    ],
)
def test_what_was_given_wanted_and_received_each_has_a_figure_with_its_own_base(client, caption, base, row):
    figure = figure_with(page_of(client), caption)

    assert f"In procenten {base}" in figure
    assert row in figure


def test_only_the_order_of_given_wanted_and_received_is_compared(client):
    page = page_of(client)

    assert [text(item) for item in page.all("ol")][-3:] == [
        "Solliciteren onder werktijdScholingOntslagvergoeding",
        "Mobiliteitscentrum of outplacementSolliciteren onder werktijdScholing",
        "Mobiliteitscentrum of outplacementSolliciteren onder werktijdScholing",
    ]
    assert "Vergelijk alleen de volgorde, niet de percentages." in text(page.one("main"))


@pytest.mark.parametrize(
    ("caption", "parts"),
    [("zonder hulp hadden gewild", ("14", "7", "3")), ("Welke hulp werknemers kregen", ("15", "15", "4"))],
)
def test_who_gave_the_guidance_stands_under_its_row_as_parts_of_it(client, caption, parts):
    figure = figure_with(page_of(client), caption)

    uwv, agency, branch = parts
    under_the_row = (
        f"waarvan via UWV of CWI {uwv}% waarvan via een commercieel bureau {agency}% waarvan via de branche {branch}%"
    )
    assert under_the_row in figure.partition("Mobiliteitscentrum of outplacement")[2]


@pytest.mark.parametrize(
    ("caption", "row", "source"),
    [
        ("Was de hulp een succes", "Succesvol 63%", "tabel 10; {year}. Aantal antwoorden: 100 werknemers"),
        ("Wat het meest hielp", "Hulp bij solliciteren 29%", "paragraaf 3.3; {year}. Aantal antwoorden: 100"),
        ("Wie begon over hulp", "De werknemer 27%", "tabel 10; {year}. Aantal antwoorden: 100 werknemers"),
        ("Welke hulp werknemers kregen", "Scholing 11%", "tabel 10; {year}. Aantal antwoorden: 100 werknemers"),
        ("Waarom bedrijven", "Goedkoper dan gewoon ontslag 41%", "tabel 6 en 15; {year}. Aantal antwoorden: 74"),
        ("geen hulp gaven", "Te duur, geen geld 11%", "tabel 9; {year}. Aantal antwoorden: 354 werknemers"),
        ("in een sociaal plan", "Inkomenssuppletie 34%", "een onderzoek uit 2008. Aantal antwoorden: 151"),
    ],
)
def test_a_figure_names_its_source_its_year_and_its_number_of_answers(client, caption, row, source):
    figure = figure_with(page_of(client), caption)

    assert row in figure
    assert source.format(year="rond 2009 en 2010") in figure


def test_the_page_warns_that_the_figures_are_old(client):
    assert "Het onderzoek is van rond 2009 en 2010. Het rapport noemt geen datum." in text(page_of(client).one("main"))


def test_the_page_says_whom_firms_helped_first_what_a_social_plan_held_and_who_may_know_a_firm(client):
    main = text(page_of(client).one("main"))

    assert "Eerst wie niet snel zelf nieuw werk leek te vinden." in main
    assert "Een sociaal plan is een afspraak tussen werkgever en vakbonden." in main
    assert "Of zij een bedrijf kennen, weten wij niet." in main


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
