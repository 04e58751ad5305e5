"""Organisations side by side: which ones, what is told of each, and the way back."""

from datetime import date
from itertools import takewhile
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from services import reply_times
from services.reply_times import ReplyTime
from tests.portal.page import Page
from tests.services.providers import add_provider, by_hand, days_ago

pytestmark = pytest.mark.django_db


def compare(client, *slugs: str, **query) -> Page:
    response = client.get("/vergelijken/", {"vergelijk": ",".join(slugs), **query})
    assert response.status_code == 200
    return Page.read(response)


def names(page: Page) -> list[str]:
    return [cell.text for cell in page.all("th", scope="col")]


def row(page: Page, label: str) -> list[str]:
    """Return the cells behind a label: the elements of a page stand in their order."""
    cells = [element for element in page.elements if element.tag in ("th", "td")]
    begin = next(n for n, cell in enumerate(cells) if cell.get("scope") == "row" and cell.text == label)
    row = takewhile(lambda cell: cell.tag == "td", cells[begin + 1 :])
    return [" ".join(cell.text.split()) for cell in row]


def text(page: Page) -> str:
    return " ".join(page.one("main").text.split())


def test_the_table_tells_the_same_facts_of_each(client, monkeypatch, time_machine):
    time_machine.move_to("2026-11-26 10:00:00+01:00", tick=False)
    one = add_provider(
        "een", "AM:AM07", name="Een", type_="gatekeeper_centre", sectors=("bouw",), min_redundancies=5, cost="free",
        takes_redundant=True, run_by="employers_network", phone="026 123 45 67", hours="Mo-Th 09:00-17:00",
        capacity="waiting", capacity_until=date(2026, 11, 26), waiting_weeks=3,
    )  # fmt: skip
    add_provider("twee", "?", name="Twee", type_="outplacement_agency")
    monkeypatch.setattr(reply_times, "measures", [lambda: {one.pk: ReplyTime(2, 6)}])

    page = compare(client, "een", "twee")

    assert names(page) == ["Een", "Twee"]
    room = "Wachtlijst van ongeveer 3 weken. Dit geldt tot en met 26 november 2026."
    assert row(page, "Is er plek?") == [room, "niet bekend"]
    assert row(page, "Helpt bij") == ["Ontslag komt eraan, ziek of een uitkering", "Ontslag komt eraan"]
    assert row(page, "Soort organisatie") == ["Poortwachtercentrum", "Outplacementbureau (particulier)"]
    assert row(page, "Wie voert het uit") == ["netwerk van werkgevers", "niet bekend"]
    assert row(page, "Sectoren") == ["Bouw", "alle sectoren"]
    assert row(page, "Werkt in") == ["arbeidsmarktregio Midden-Gelderland", "niet bekend: vraag het na"]
    assert row(page, "Voorwaarde") == [
        "vanaf 5 ontslagen; ook voor gezonde mensen van wie de baan verdwijnt",
        "geen minimum bekend",
    ]
    assert row(page, "Kosten")[0] == "gratis"
    assert row(page, "Kosten")[1].startswith("Eén werkgever betaalde")
    assert row(page, "Openingstijden")[0] == "Nu open tot 17.00 uurMaandag tot en met donderdag: 09.00 tot 17.00 uur"
    assert row(page, "Openingstijden")[1] == "niet bekend"
    assert row(page, "Antwoord") == ["de helft van 6 antwoorden kwam binnen 2 werkdagen", "nog niet gemeten"]
    assert "Werkgebied: 25 november 2026" in row(page, "Nagekeken")[0]
    assert "Werkgebied: niet nagegaan" in row(page, "Nagekeken")[1]
    assert row(page, "Telefoon") == ["026 123 45 67", "niet bekend"]


def test_what_a_form_sends_becomes_one_short_address_that_keeps_the_search(client):
    add_provider("een", "NL")
    add_provider("twee", "NL")

    response = client.get("/vergelijken/?locatie=Arnhem&rol=curative&vergelijk=een&vergelijk=twee&vreemd=1")

    assert response["Location"] == "/vergelijken/?locatie=Arnhem&rol=curative&vergelijk=een,twee"
    page = Page.read(client.get(response["Location"]))
    (back,) = [link for link in page.all("a") if link.text.startswith("Terug naar de lijst")]
    assert urlsplit(back["href"]).path == "/zoeken/"
    assert parse_qs(urlsplit(back["href"]).query) == {
        "locatie": ["Arnhem"],
        "rol": ["curative"],
        "vergelijk": ["een,twee"],
    }


def test_one_can_be_taken_away(client):
    for slug in ("een", "twee"):
        add_provider(slug, "NL", name=slug.capitalize())

    (away,) = [link for link in compare(client, "een", "twee").all("a") if link.text == "Haal weg: Een"]

    assert names(Page.read(client.get("/vergelijken/" + away["href"]))) == ["Twee"]


def test_of_more_than_four_the_first_four_are_compared_and_it_is_said(client):
    slugs = [f"nummer-{i}" for i in range(6)]
    for slug in slugs:
        add_provider(slug, "NL", name=slug)

    page = compare(client, *slugs)

    assert names(page) == slugs[:4]
    assert "U koos er meer dan 4. Dit zijn de eerste 4." in text(page)


def test_what_is_not_known_or_named_twice_is_left_out_with_a_line(client):
    one = add_provider("een", "NL", name="Een")
    merged = add_provider("vroeger", "NL", name="Vroeger")
    with by_hand():
        merged.merged_into, merged.retired_on = one, days_ago(1)
        merged.save()

    page = compare(client, "bestaat-niet", "vroeger", "een")

    assert names(page) == ["Een"]
    assert "Wij kennen 2 organisaties uit dit adres niet" in text(page)


@pytest.mark.parametrize("value", ["", "\x00", ",,,", "x" * 20_000, "<script>", "een\x00twee", "%ud800"])
def test_an_address_that_names_nobody_leads_back_to_the_list(client, value):
    page = compare(client, value)

    assert "U koos nog geen organisaties." in text(page)
    assert page.all("a", href="/zoeken/")


def test_reading_sets_no_cookie_and_is_not_for_search_engines(client):
    add_provider("een", "NL")

    response = client.get("/vergelijken/?vergelijk=een")

    assert not response.cookies
    assert b'content="noindex"' in response.content


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_takes_three_queries_however_many_there_are(client, number):
    for i in range(number):
        add_provider(f"loket-{i}", "AM:AM07", "GM:GM0363", sectors=("bouw", "horeca"))
    slugs = [f"loket-{i}" for i in range(number)]
    compare(client, *slugs)

    with CaptureQueriesContext(connection) as queries:
        compare(client, *slugs)

    assert len(queries) == 4
