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
    "flexibele schil": "flexible shell",
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
    """Return the cells of the scheme by the name of the type: three roles, and who runs it."""
    types, cells = page.all("th", scope="row"), [cell.text for cell in page.all("td")]
    width = len(cells) // len(types)
    return {one.text: cells[place * width : (place + 1) * width] for place, one in enumerate(types)}


def test_the_scheme_is_that_of_the_report_in_words(client):
    rows = rows_of(page_in(client))

    assert {name: cells[:3] for name, cells in rows.items() if name in SCHEME} == SCHEME


def test_the_scheme_says_who_runs_each_type(client):
    rows = rows_of(page_in(client))

    assert rows["Mobiliteitscentrum"][3].startswith("publiek")
    assert rows["Brancheservicepunt"][3].startswith("publiek en privaat samen")
    assert rows["Poortwachtercentrum"][3] == "een netwerk van werkgevers in de regio"
    assert rows["Outplacementbureau"][3].startswith("privaat")
    assert "niet bekend" not in [cells[3] for cells in rows.values()]


def test_the_scheme_follows_what_staff_change_and_says_what_is_not_known(client):
    ProviderType.objects.filter(code="uwv").update(curative=True)
    ProviderType.objects.create(code="union", name_nl="Bond", name_en="Union", source="test")

    rows = rows_of(page_in(client))

    assert rows["UWV"][:3] == ["nee", "ja", "ja"]
    assert rows["Bond"] == ["nee", "nee", "nee", "niet bekend"]


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
