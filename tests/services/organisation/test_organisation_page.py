"""The page of one provider: what is known, what is not, and how sure that is."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from regions.grid import to_grid
from services.freshness import REFERABLE_PARTS, CheckPart
from services.models import Provider, Role
from tests.portal.page import Page
from tests.services.providers import ARNHEM, add_provider, by_hand, days_ago

pytestmark = pytest.mark.django_db

# What an own page says of a record that is not wholly up to date, and what a list says of it.
ASK_FIRST = ("Vraag eerst of dit nog klopt", "Ask first whether this is still correct")
NOT_CHECKED = ("Niet nagegaan: ", "Not checked: ")


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
        "Ontslag komt eraan",
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
    assert "Nog geen ontslag" not in text(page)


def test_what_is_not_known_is_not_made_up(client):
    add_provider("loket", "NL", last_checked_on=None)

    page = page_of(client, "loket")

    assert "Vraag eerst of dit nog klopt" in text(page)
    assert "Bel" not in text(page)
    assert "Wij kennen nog geen adres, telefoonnummer of e-mailadres" in text(page)
    assert "Werkgebied: niet nagegaan" in text(page)
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
def test_the_page_takes_six_queries_whatever_there_is_to_tell(client, number):
    sectors = ("techniek", "bouw", "horeca")[:number]
    areas = ("GM:GM0363", "AM:AM07", "PC:6511-6546")[:number]
    add_provider("loket", *areas, sectors=sectors)
    page_of(client, "loket")

    with CaptureQueriesContext(connection) as queries:
        page_of(client, "loket")

    assert len(queries) == 6


# --- What was checked, and what is not known -----------------------------------------------------------------


def test_the_page_says_of_each_part_when_it_was_checked_and_what_was_not(client):
    add_provider("loket", "NL", last_checked_on=date(2026, 5, 3), contact_checked_on=date(2026, 6, 4))
    with by_hand():
        Provider.objects.update(existence_checked_on=None, roles_checked_on=None)

    told = text(page_of(client, "loket"))

    for fact in [
        "Bestaat nog: niet nagegaan",
        "Contactgegevens: 4 juni 2026",
        "Werkgebied: 3 mei 2026",
        "Rollen en voorwaarden: niet nagegaan",
    ]:
        assert fact in told


def says(client, address: str, words: tuple[str, ...]) -> bool:
    body = client.get(address).content.decode()
    return any(word in body for word in words)


@pytest.mark.parametrize("part", list(CheckPart))
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_a_record_is_never_called_up_to_date_where_a_part_was_not_checked(client, part, prefix):
    add_provider("loket", "NL")
    counts = {"last_checked_on": None} if part in REFERABLE_PARTS else {}
    own, lists = f"{prefix}/organisaties/loket/", (f"{prefix}/zoeken/", f"{prefix}/zoeken/?locatie=Arnhem")
    assert not says(client, own, ASK_FIRST)
    assert not any(says(client, address, NOT_CHECKED) for address in lists)

    with by_hand():
        Provider.objects.update(**{part.column: None}, **counts)

    assert says(client, own, ASK_FIRST)
    assert all(says(client, address, NOT_CHECKED) for address in lists)


def test_a_list_says_which_parts_were_checked_where_others_were_not(client):
    add_provider("loket", "NL", last_checked_on=None, contact_checked_on=date(2026, 5, 3))

    card = " ".join(Page.read(client.get("/zoeken/")).with_id("hit-loket").text.split())

    assert "Gecontroleerd op 3 mei 2026: contactgegevens. " in card
    assert "Niet nagegaan: bestaan, werkgebied, rollen en voorwaarden." in card


def test_where_nobody_knows_where_it_works_the_page_says_so_and_draws_nothing(client):
    add_provider("loket", "?", name="Loket", postcode="6811AB", city="Arnhem", **ARNHEM)

    page = page_of(client, "loket")

    assert "Wij weten niet waar deze organisatie werkt. Vraag het na." in text(page)
    assert page.all("figure") == []
    assert "areaServed" not in linked_data(page)
    assert page.one("meta", name="description")["content"].endswith("Het werkgebied is niet bekend.")
    drawn = client.get("/organisaties/loket/werkgebied/").json()
    assert drawn["words"] == "Wij weten niet waar Loket werkt. Vraag het na."
    assert drawn["codes"] == drawn["points"] == []


@pytest.mark.parametrize(
    ("area", "words"),
    [
        ("AM:AM07", "Werkt in heel Midden-Gelderland, adres niet bekend."),
        ("GM:GM0202", "Werkt in de hele gemeente Arnhem, adres niet bekend."),
        ("NL", "Werkt in heel Nederland, adres niet bekend."),
        ("PC:6811", "Het adres is niet bekend."),
        ("?", "Het adres is niet bekend."),
    ],
)
def test_without_an_address_the_page_says_in_what_area_it_works(client, area, words):
    add_provider("loket", area, phone="026 123 45 67")

    assert words in text(page_of(client, "loket"))


def test_a_town_alone_is_no_address(client):
    add_provider("loket", "AM:AM07", city="Arnhem")

    told = text(page_of(client, "loket"))

    assert "Zit in Arnhem. Het adres is niet bekend." in told
    assert "Adres Arnhem" not in told


def test_who_runs_it_and_when_it_is_open_are_told_where_they_are_known(client):
    add_provider("wel", "NL", run_by="employers_network", opening_hours="ma-vr 9-17 uur")
    add_provider("niet", "NL")

    told, silent = text(page_of(client, "wel")), text(page_of(client, "niet"))

    assert "netwerk van werkgevers" in told
    assert "ma-vr 9-17 uur" in told
    assert "Wie voert het uit" not in silent
    assert "Openingstijden" not in silent


# --- The map, search engines, paper, and what is wrong -------------------------------------------------------


def test_the_work_area_is_on_the_map_and_the_words_hold_without_it(client):
    add_provider("loket", "AM:AM07", **ARNHEM)

    page = page_of(client, "loket")

    assert page.one("use", class_="w1")["href"].endswith("#v-AM07")
    assert "indicatief" in text(page)
    assert "arbeidsmarktregio Midden-Gelderland" in text(page)
    x, y = to_grid(51.98, 5.91)
    assert page.one("g", class_="map-place")["transform"] == f"translate({x:.1f} {y:.1f})"


def test_without_a_work_area_there_is_no_map_and_the_page_says_so(client):
    add_provider("loket")

    page = page_of(client, "loket")

    assert page.all("figure") == []
    assert "Wij kennen het werkgebied nog niet" in text(page)


def linked_data(page: Page) -> dict:
    return page.fact("Organization")


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
    assert facts["telephone"] == "+31261234567"
    assert "email" not in facts


def test_search_engines_read_how_when_and_in_which_language_people_are_helped(client):
    hours = "Mo-Tu 09:00-12:00,13:00-17:00; Fr 09:00-12:00"
    add_provider("loket", "NL", email="a@example.org", phone="026 123 45 67", hours=hours, languages="nl dse")

    assert linked_data(page_of(client, "loket"))["contactPoint"] == {
        "@type": "ContactPoint",
        "telephone": "+31261234567",
        "email": "a@example.org",
        "availableLanguage": ["nl", "dse"],
        "hoursAvailable": [
            {
                "@type": "OpeningHoursSpecification",
                "dayOfWeek": [f"https://schema.org/{day}" for day in ("Monday", "Tuesday", "Friday")],
                "opens": "09:00",
                "closes": "12:00",
            },
            {
                "@type": "OpeningHoursSpecification",
                "dayOfWeek": ["https://schema.org/Monday", "https://schema.org/Tuesday"],
                "opens": "13:00",
                "closes": "17:00",
            },
        ],
    }


def test_search_engines_read_nothing_that_is_not_known(client):
    add_provider("loket", "NL")

    facts = linked_data(page_of(client, "loket"))

    assert not {"contactPoint", "address", "email", "telephone", "url", "alternateName"} & facts.keys()


def test_search_engines_read_no_hours_of_a_provider_that_has_stopped(client):
    add_provider("oud", "NL", phone="026 123 45 67", hours="Mo-Fr 09:00-17:00", retired_on=days_ago(1))

    assert "contactPoint" not in linked_data(page_of(client, "oud"))


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


# --- What one can do next ------------------------------------------------------------------------------------


def links(page: Page) -> dict[str, str]:
    return {" ".join(link.text.split()): link["href"] for link in page.all("a") if link.get("href")}


def buttons(page: Page) -> list[str]:
    return [link.text for link in page.all("a") if "nl-button--primary" in (link.get("class") or "")]


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({}, ["Maak een plan en vraag hulp aan"]),
        ({"type_": "training_fund", "phone": "026 123 45 67"}, ["Bel 026 123 45 67"]),
        ({"type_": "training_fund", "website": "https://fonds.example"}, ["Ga naar de website"]),
        ({"type_": "training_fund"}, []),
        ({"retired_on": days_ago(1)}, []),
    ],
)
def test_there_is_one_main_thing_to_do(client, facts, expected):
    add_provider("loket", "NL", **facts)

    assert buttons(page_of(client, "loket")) == expected


def test_the_first_step_the_cost_and_the_building_stand_there_where_they_are_known(client):
    add_provider("loket", "NL", first_step_nl="Bel ons eerst.", cost="free", wheelchair="partly", languages="nl pl")
    add_provider("weet-niet", "NL")

    told, unknown = text(page_of(client, "loket")), text(page_of(client, "weet-niet"))

    assert "Eerste stap, zegt de organisatie zelf: Bel ons eerst." in told
    for fact in ["Kosten gratis", "Gebouw Deels toegankelijk met een rolstoel", "Talen Nederlands, Pools"]:
        assert fact.replace(" ", "") in told.replace(" ", "")
    for label in ["Eerste stap", "Kosten", "Gebouw"]:
        assert label not in unknown


def test_it_says_until_when_it_is_open(client, time_machine):
    time_machine.move_to("2026-11-26 10:00:00+01:00", tick=False)
    add_provider("loket", "NL", hours="Mo-Fr 09:00-17:00")

    assert "Nu open tot 17.00 uur." in text(page_of(client, "loket"))


@pytest.mark.parametrize(
    ("facts", "to"),
    [
        ({"street": "Plein 1", "city": "Arnhem", **ARNHEM}, "to=51.98%2C5.91"),
        ({"street": "Plein 1", "postcode": "6811AB", "city": "Arnhem"}, "to=Plein+1%2C+6811AB+Arnhem"),
        ({"city": "Arnhem", **ARNHEM}, None),
    ],
)
def test_the_way_there_is_shown_where_an_address_is_known(client, facts, to):
    add_provider("loket", "NL", **facts)

    found = links(page_of(client, "loket")).get("Route op de kaart van OpenStreetMap")

    assert found == (to and f"https://www.openstreetmap.org/directions?{to}")


def test_who_is_full_names_others_of_its_role_at_its_place(client):
    until = days_ago(-7)
    full = {"capacity": "full", "capacity_until": until}
    add_provider("vol", "AM:AM07", type_="mobility_centre", postcode="6811AB", city="Arnhem", **full)
    add_provider("ook-vol", "AM:AM07", type_="mobility_centre", name="Ook vol", **full)
    add_provider("wel", "AM:AM07", type_="mobility_centre", name="Wel plek")
    add_provider("elders", "AM:AM18", type_="mobility_centre", name="Elders")
    add_provider("andere-rol", "AM:AM07", type_="learning_work_desk", name="Andere rol")

    found = links(page_of(client, "vol"))

    assert found["Wel plek"] == "/organisaties/wel/"
    assert not {"Ook vol", "Elders", "Andere rol"} & set(found)
    assert found["Alle organisaties in 6811 AB Arnhem"] == "/zoeken/?locatie=6811+AB+Arnhem&rol=curative"


@pytest.mark.parametrize("facts", [{}, {"capacity": "full", "capacity_until": days_ago(1), "city": "Arnhem"}])
def test_who_has_room_or_said_so_too_long_ago_names_no_others(client, facts):
    add_provider("loket", "NL", **facts)

    assert "U kunt in" not in text(page_of(client, "loket"))


def test_whom_it_followed_is_named(client):
    team = add_provider("team", "NL", name="Het Team")
    add_provider("centrum", "NL", name="Het Centrum", retired_on=date(2023, 1, 1), successor=team)

    assert "Voorheen: Het Centrum (tot 2023)" in text(page_of(client, "team"))
