"""The page of one provider: what is known, what is not, and how sure that is."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from services.models import Role
from tests.portal.page import Page
from tests.services.providers import add_provider, days_ago

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
    assert page.one("a", href="tel:0261234567").text == "026 123 45 67"
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
