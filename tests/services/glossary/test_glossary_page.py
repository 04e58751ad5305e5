"""The glossary: every word plain and with its source, and the scheme as staff keep it."""

import re

import pytest
from django.db import connection
from django.template import Context, Template
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from services.glossary.words import glossary
from services.models import ProviderType
from tests.portal.page import Page

pytestmark = pytest.mark.django_db

# The scheme of the source report, 4.3.4: preventive, curative, reintegration.
SCHEME = {
    "Leerwerkloket": ["ja", "nee", "nee"],
    "Mobiliteitscentrum": ["nee", "ja", "nee"],
    "Brancheservicepunt": ["ja", "ja", "ja"],
    "Werkgeversservicepunt": ["ja", "ja", "ja"],
    "Poortwachtercentrum": ["nee", "ja", "ja"],
    "UWV": ["nee", "nee", "ja"],
}
WORDS = {
    "aanzegging": "notice",
    "arbeidsmarktregio": "labour market region",
    "BBL": "learning on the job",
    "boventallig": "redundant",
    "cao": "collective agreement",
    "collectief ontslag": "collective dismissal",
    "collegiale in- en uitleen": "lend staff to each other",
    "CWI": "UWV desk",
    "EVC": "skills learned at work",
    "flexibele schil": "flexible staff",
    "ontslagvergunning": "permit to dismiss",
    "RPA": "regional platform",
    "sociaal plan": "social plan",
    "transitievergoeding": "statutory payment",
    "tweede spoor": "second track",
    "Werkplein": "UWV desk",
    "WMCO-gebied": "WMCO area",
    "WW": "unemployment benefit",
}
PARTIES = ("vakbond", "gemeente", "mobiliteitsbureau", "arbeidspool", "Kamer van Koophandel", "MKB-Nederland")


def page_in(client, prefix: str = "") -> Page:
    response = client.get(f"{prefix}/begrippen/")
    assert response.status_code == 200
    return Page.read(response)


def text_of(page: Page) -> str:
    return " ".join(page.one("main").text.split())


def rows_of(page: Page) -> dict[str, list[str]]:
    """Return the cells of the scheme by the name of the type: one for each role."""
    types, cells = page.all("th", scope="row"), [cell.text for cell in page.all("td")]
    return {one.text: cells[place * 3 : place * 3 + 3] for place, one in enumerate(types)}


def about(page: Page, code: str) -> str:
    """Return the explanation of the type or word with this anchor."""
    terms, explanations = page.all("dt"), page.all("dd")
    (place,) = [place for place, term in enumerate(terms) if term["id"] == code]
    return " ".join(explanations[place].text.split())


def test_the_scheme_is_that_of_the_report_in_words(client):
    rows = rows_of(page_in(client))

    assert {name: cells for name, cells in rows.items() if name in SCHEME} == SCHEME


@pytest.mark.parametrize(
    ("type_", "who"),
    [
        ("mobility_centre", "Publiek: "),
        ("branch_service_point", "Publiek en privaat samen: "),
        ("gatekeeper_centre", "Een netwerk van werkgevers in de regio."),
        ("outplacement_agency", "Privaat: "),
    ],
)
def test_it_is_told_who_runs_a_type(client, type_, who):
    assert f"Van wie is het? {who}" in about(page_in(client), type_)


def test_the_scheme_follows_what_staff_change_and_says_what_is_not_known(client):
    ProviderType.objects.filter(code="uwv").update(curative=True)
    ProviderType.objects.create(code="union", name_nl="Bond", name_en="Union", source="de bond zelf")

    page = page_in(client)

    assert rows_of(page)["UWV"] == ["nee", "ja", "ja"]
    assert rows_of(page)["Bond"] == ["nee", "nee", "nee"]
    assert about(page, "union") == "Van wie is het? Niet bekend. Bron: de bond zelf."


@pytest.mark.parametrize(("dutch", "english"), WORDS.items())
def test_a_word_of_the_field_is_explained_in_both_languages(client, dutch, english):
    assert dutch.casefold() in text_of(page_in(client)).casefold()
    assert english.casefold() in text_of(page_in(client, "/en")).casefold()


def test_parties_without_a_role_are_named_as_such(client):
    text = text_of(page_in(client))

    assert "Geen van deze partijen heeft een rol in het schema." in text
    for party in PARTIES:
        assert party.casefold() in text.casefold()
    assert not {party.code for party in glossary().parties} & set(ProviderType.objects.values_list("code", flat=True))


@pytest.mark.parametrize("word", [*glossary().words, *glossary().parties], ids=lambda word: word.code)
def test_an_explanation_is_short_in_both_languages_and_holds_no_number_of_a_law(word):
    for text in (word.what_nl, word.what_en):
        assert 1 <= len(re.findall(r"[.?!](?:\s|$)", text)) <= 2
        assert not re.search(r"\b\d{1,3}\b", text)


def test_words_stand_in_the_order_of_the_alphabet_of_the_reader(client):
    words = {word.code for word in glossary().words}
    for prefix in ("", "/en"):
        terms = [term.text for term in page_in(client, prefix).all("dt") if term["id"] in words]
        assert terms == sorted(terms, key=str.casefold)
        assert len(terms) == len(words)


def test_a_rule_that_says_more_is_there(client):
    links = {link["href"] for link in page_in(client).all("a") if link["href"].startswith("/regels/")}

    assert reverse("rule", args=["R11-collective"]) in links
    for link in links:
        assert client.get(link).status_code == 200


def test_every_type_of_the_file_is_a_type_of_the_catalogue():
    assert set(glossary().run_by) <= set(ProviderType.objects.values_list("code", flat=True))


def test_every_page_leads_to_the_words(client):
    assert Page.read(client.get("/")).one("a", href="/begrippen/").text == "Begrippen"


def test_a_term_leads_to_its_explanation(client):
    drawn = Template('{% load glossary %}{% term "tweede-spoor" %}').render(Context())

    link = Page.read(drawn).one("a")
    assert link.text == "Wat betekent ‘tweede spoor’?"
    assert page_in(client).with_id(link["href"].partition("#")[2]).text == "Tweede spoor"


def test_a_term_that_is_not_explained_cannot_be_shown():
    with pytest.raises(LookupError, match="onbekend"):
        Template('{% load glossary %}{% term "onbekend" %}').render(Context())


def test_the_page_takes_as_few_queries_whatever_the_number_of_types(client):
    client.get("/begrippen/")
    with CaptureQueriesContext(connection) as queries:
        client.get("/begrippen/")

    assert len(queries) <= 1
