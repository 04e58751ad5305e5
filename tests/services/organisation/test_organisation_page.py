"""The page of one provider: what is known, what is not, and how sure that is."""

import json
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from services.models import Role
from tests.portal.page import Page
from tests.services.providers import ARNHEM, add_provider, days_ago

pytestmark = pytest.mark.django_db


def page_of(client, slug: str) -> Page:
    response = client.get(f"/organisaties/{slug}/")
    assert response.status_code == 200
    return Page.read(response)


def text(page: Page) -> str:
    return " ".join(page.one("main").text.split())


def test_the_page_says_what_it_does_where_and_on_what_terms(client):
    add_provider(
        "punt",
        "AM:AM07",
        "GM:GM0363",
        "PC:6521-6523",
        "PC:6511AA-6511AE",
        type_="branch_service_point",
        roles=frozenset({Role.CURATIVE}),
        name="Punt Techniek",
        sectors=("techniek",),
        min_redundancies=10,
        description_nl="Wij bemiddelen in techniek.",
        source="Rapport, paragraaf 4.3.1",
        last_checked_on=date(2026, 5, 3),
    )

    page = page_of(client, "punt")

    assert page.one("h1").text == "Punt Techniek"
    for fact in [
        "curatief: er komt ontslag",
        "arbeidsmarktregio Midden-Gelderland",
        "gemeente Amsterdam",
        "postcode 6521 tot en met 6523",
        "postcode 6511 AA tot en met 6511 AE",
        "Techniek",
        "vanaf 10 ontslagen",
        "Wij bemiddelen in techniek.",
        "3 mei 2026",
        "Rapport, paragraaf 4.3.1",
    ]:
        assert fact.lower() in text(page).lower()
    assert "preventief:" not in text(page)


def test_what_is_not_known_is_not_made_up(client):
    add_provider("loket", "NL", last_checked_on=None)

    page = page_of(client, "loket")

    assert "Wij kennen nog geen adres, telefoonnummer of e-mailadres" in text(page)
    assert "Nog niet gecontroleerd" in text(page)
    assert "geen minimum bekend" in text(page)
    assert "alle sectoren" in text(page)


def test_known_contact_data_can_be_used(client):
    add_provider(
        "loket", "NL", street="Plein 1", postcode="6811AB", city="Arnhem", phone="026 123 45 67", email="a@example.org"
    )

    page = page_of(client, "loket")

    assert "Plein 1, 6811AB Arnhem" in text(page)
    assert page.one("a", href="tel:+31261234567").text == "026 123 45 67"
    assert page.one("a", href="mailto:a@example.org").text == "a@example.org"


def test_invented_contact_data_are_called_an_example(client):
    add_provider("loket", "NL", email="a@example.org", is_example=True)

    assert "zij zijn verzonnen" in text(page_of(client, "loket"))


@pytest.mark.parametrize(
    ("answer", "words"),
    [(True, "ja, zij zijn welkom"), (False, "nee, alleen mensen die ziek zijn"), (None, "niet bekend")],
)
def test_a_gatekeeper_centre_says_whether_it_takes_healthy_redundant_people(client, answer, words):
    add_provider("centrum", "NL", type_="gatekeeper_centre", takes_redundant=answer)

    assert words in text(page_of(client, "centrum"))


def test_a_provider_that_stopped_leads_on_to_its_successor(client):
    add_provider("werkcentrum", "NL", name="Werkcentrum")
    successor = add_provider("team", "NL", name="Mobiliteitsteam")
    add_provider("oud", "NL", retired_on=days_ago(0), successor=successor)

    page = page_of(client, "oud")

    assert any("Deze organisatie is gestopt op" in paragraph.text for paragraph in page.all("p"))
    assert page.one("a", href="/organisaties/team/").text == "Mobiliteitsteam"


def test_a_provider_that_stopped_without_successor_leads_back_to_searching(client):
    add_provider("oud", "NL", retired_on=days_ago(1))

    page = page_of(client, "oud")

    assert page.one("a", class_="nl-link", href="/zoeken/").text == "Zoek een andere organisatie."


def test_a_provider_that_stops_tomorrow_has_not_stopped(client):
    add_provider("loket", "NL", retired_on=days_ago(-1))

    assert "gestopt" not in text(page_of(client, "loket"))


def test_names_are_text_never_markup(client):
    add_provider("loket", "NL", name="<script>alert(1)</script>", description_nl="<b>vet</b>", source="<i>bron</i>")

    response = client.get("/organisaties/loket/")

    assert b"<script>alert" not in response.content
    assert b"<b>vet" not in response.content
    assert b"<i>bron" not in response.content


def test_an_unknown_organisation_is_not_found(client):
    assert client.get("/organisaties/bestaat-niet/").status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_takes_four_queries_whatever_there_is_to_tell(client, number):
    sectors = ("techniek", "bouw", "horeca")[:number]
    areas = ("GM:GM0363", "AM:AM07", "PC:6511-6546")[:number]
    add_provider("loket", *areas, sectors=sectors)
    page_of(client, "loket")

    with CaptureQueriesContext(connection) as queries:
        page_of(client, "loket")

    assert len(queries) == 4


# --- The map, search engines, paper, and what is wrong -------------------------------------------------------


def test_the_work_area_is_on_the_map_and_the_words_hold_without_it(client):
    add_provider("loket", "AM:AM07", **ARNHEM)

    page = page_of(client, "loket")

    (figure,) = page.all("figure")
    assert figure["data-area"] == "/organisaties/loket/werkgebied/"
    assert "indicatief" in text(page)
    assert "arbeidsmarktregio Midden-Gelderland" in text(page)
    assert json.loads(page.with_id("kaartgegevens").text)["place"]["geometry"]["coordinates"] == [5.91, 51.98]


def test_without_a_work_area_there_is_no_map_and_the_page_says_so(client):
    add_provider("loket")

    page = page_of(client, "loket")

    assert page.all("figure") == []
    assert "Wij kennen het werkgebied nog niet" in text(page)


def linked_data(page: Page) -> dict:
    return json.loads(page.one("script", type="application/ld+json").text)


def test_search_engines_read_the_same_facts(client):
    add_provider(
        "punt",
        "AM:AM07",
        "GM:GM0268",
        name="Punt",
        type_="branch_service_point",
        sectors=("techniek",),
        description_nl="Wij bemiddelen.",
        street="Plein 1",
        postcode="6811AB",
        city="Arnhem",
        phone="026 123 45 67",
    )

    facts = linked_data(page_of(client, "punt"))

    assert facts["@context"] == "https://schema.org"
    assert facts["@id"] == "http://testserver/organisaties/punt/"
    assert facts["name"] == "Punt"
    assert facts["description"] == "Wij bemiddelen."
    assert [area["name"] for area in facts["areaServed"]] == [
        "arbeidsmarktregio Midden-Gelderland",
        "gemeente Nijmegen",
    ]
    assert facts["address"]["streetAddress"] == "Plein 1"
    assert facts["telephone"] == "026 123 45 67"
    assert "email" not in facts


def test_invented_contact_data_are_kept_from_search_engines(client):
    add_provider("loket", "NL", email="a@example.org", street="Plein 1", city="Arnhem", is_example=True)

    assert not {"email", "address", "url", "telephone"} & linked_data(page_of(client, "loket")).keys()


def test_search_engines_read_that_a_provider_has_stopped(client):
    add_provider("oud", "NL", retired_on=date(2026, 1, 31))

    assert linked_data(page_of(client, "oud"))["dissolutionDate"] == "2026-01-31"


def test_a_name_cannot_end_the_linked_data(client):
    add_provider("loket", "NL", name="</script><script>alert(1)</script> 🙂")

    response = client.get("/organisaties/loket/")

    assert b"</script><script>alert" not in response.content
    assert linked_data(Page.read(response))["name"] == "</script><script>alert(1)</script> 🙂"


@pytest.mark.parametrize("contact", ["", "redactie@example.org"])
def test_a_mistake_can_be_reported_whatever_is_known_of_the_operator(client, settings, contact):
    settings.CONTACT_EMAIL = contact
    add_provider("loket-een", "NL")

    page = page_of(client, "loket-een")

    assert page.one("a", href="/organisaties/loket-een/fout-gezien/").text == "Meld wat er niet klopt"
    assert page.with_id("fout").text == "Fout gezien?"
    assert not [link for link in page.all("a") if link["href"].startswith("mailto:")]


def test_a_print_says_where_it_comes_from(client):
    add_provider("loket", "NL")

    assert page_of(client, "loket").one("p", class_="vwnw-print-only").text == "http://testserver/organisaties/loket/"
