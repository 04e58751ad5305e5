"""Two languages: each public page is whole in Dutch, and whole in English."""

import re
from dataclasses import dataclass
from html.parser import HTMLParser

import pytest
from django.core.management import call_command
from django.http import HttpResponse
from django.urls import reverse
from django.utils import translation

from services.models import Provider
from tests.portal.page import VOID, Page
from tests.referrals.support.journeys import answer_as_employee, walk
from tests.services.providers import ARNHEM, add_provider

pytestmark = pytest.mark.django_db

# Words that a text of a few sentences can hardly do without, and that the other language does not have.
DUTCH = re.compile(
    r"\b(u|uw|wij|niet|voor|een|geen|wordt|worden|zijn|deze|heeft|hebben|ook|kunnen|moet|bij|wie|waar|hoe|nog|dit|dat)\b",
    re.IGNORECASE,
)
ENGLISH = re.compile(r"\b(the|your|which|this|with|who|where|not|and|for|you|are)\b", re.IGNORECASE)

PAGES = [
    "/",
    "/zoeken/",
    "/zoeken/?locatie=6811&rol=curative&sector=bouw",
    "/zoeken/?locatie=Beek",
    "/zoeken/?locatie=Nergenshuizen&rol=x&type=y&q=zonder+antwoord",
    "/organisaties/steunpunt/",
    "/organisaties/gestopt/",
    "/organisaties/steunpunt/fout-gezien/",
    "/organisaties/steunpunt/fout-gezien/bedankt/",
    "/kaart/?gebied=AM07&sector=onbekend",
    "/kaart/?gebied=GM0202",
    "/regios/",
    "/regios/ontbreekt/",
    "/regios/AM07/",
    "/begrippen/",
    "/casus/",
    "/casus/situatie/",
    "/regels/",
    "/regels/R11-collective/",
    "/hulp-in-de-buurt/",
    "/wat-kunt-u-doen/",
    "/stijl/",
    "/toegankelijkheid/",
    "/privacy/",
    "/contact/",
    "/bestaat-niet/",
]
SPOKEN = {"alt", "title", "aria-label", "placeholder"}
# Titles that are the same word in both languages, or a name.
SAME_IN_BOTH = {"Contact", "Privacy", "Steunpunt", "Gestopt"}
STEPS = ["situatie", "plaatsen", "sector", "omvang", "hulp", "blijven", "afstand", "budget", "overleg"]
EMPLOYEE = {"situation": "redundancy", "location": "6811 AB", "end_date": "", "needs": ["training"], "sector": ""}


def is_told(tag: str, attribute: str, value: str) -> bool:
    """Return whether an attribute holds words for people, and no address; our scripts take theirs from `data-` ones."""
    is_read = attribute in SPOKEN or attribute.startswith("data-") or (tag, attribute) == ("meta", "content")
    return is_read and not value.startswith("http://testserver/")


@dataclass
class Reader(HTMLParser):
    """Reads what a page tells in one language: all text outside parts that are marked as another language."""

    language: str

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[tuple[str, bool]] = []
        self.told: list[str] = []

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        language = attributes.get("lang", self.language)
        hears = language == self.language and tag not in ("script", "style") and all(heard for _, heard in self.open)
        if tag not in VOID:
            self.open.append((tag, hears))
        if hears:
            self.told += [value for name, value in attrs if value and is_told(tag, name, value)]

    def handle_startendtag(self, tag, attrs):
        """Take an element that closes itself: it has no text, and closes nothing else."""

    def handle_endtag(self, tag):
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data):
        if len(data.strip()) > 1 and all(heard for _, heard in self.open):  # a letter alone is a sign on a map
            self.told.append(" ".join(data.split()))


@pytest.fixture
def providers():
    """Two organisations of which we know Dutch texts only, one of them gone."""
    add_provider(
        "steunpunt",
        "AM:AM07",
        description_nl="Wij helpen een werknemer die niet verder kan.",
        source="Voorbeeld: deze organisatie bestaat niet.",
        **ARNHEM,
    )
    add_provider("gestopt", "AM:AM07", retired_on="2026-01-01")


@pytest.fixture
def example_directory(settings, capsys):
    """The organisations that the examples of the rules are about."""
    call_command("import_providers", str(settings.EXAMPLES_DIR / "directory.csv"), "--json")
    capsys.readouterr()


def told_in(language: str, response: HttpResponse) -> list[str]:
    """Return every text of a page that counts as this language, names of organisations left out."""
    reader = Reader(language)
    reader.feed(response.content.decode())
    names = "|".join(map(re.escape, Provider.objects.values_list("name", flat=True))) or "(?!)"
    return [re.sub(names, "", text) for text in reader.told]


def foreign(words: re.Pattern[str], texts: list[str]) -> list[str]:
    """Return the texts that hold words of the other language."""
    return [text for text in texts if words.search(text)]


# --- Every page that an address alone leads to ------------------------------------------------------------


@pytest.mark.parametrize("path", PAGES)
def test_an_english_page_holds_no_dutch(client, providers, path):
    response = client.get(f"/en{path}")

    assert Page.read(response).one("html")["lang"] == "en"
    assert foreign(DUTCH, told_in("en", response)) == []


@pytest.mark.parametrize("path", PAGES)
def test_a_dutch_page_holds_no_english(client, providers, path):
    response = client.get(path)

    assert Page.read(response).one("html")["lang"] == "nl"
    assert foreign(ENGLISH, told_in("nl", response)) == []


@pytest.mark.parametrize("path", PAGES)
def test_title_and_heading_are_translated(client, providers, path):
    dutch, english = (Page.read(client.get(address)) for address in (path, f"/en{path}"))

    assert dutch.one("title").text != english.one("title").text
    heading = english.one("h1").text
    assert heading != dutch.one("h1").text or heading in SAME_IN_BOTH


# --- Pages that answer what the visitor filled in ---------------------------------------------------------


def test_the_questions_of_the_case_the_check_and_the_plan_are_english(client, example_directory):
    with translation.override("en"):
        walk(client)
        pages = [reverse("case_step", args=[slug]) for slug in STEPS] + [reverse("case_check"), reverse("case_advice")]

    for page in pages:
        response = client.get(page)
        assert response.status_code == 200
        assert foreign(DUTCH, told_in("en", response)) == [], page


def test_a_kept_case_and_a_link_that_does_not_work_are_english(client, example_directory):
    with translation.override("en"):
        walk(client)
        kept = client.get(client.post(reverse("case_keep"))["Location"])
        refused = client.get(reverse("case_kept", args=["bestaat-niet"]))

    assert "Your saved case" in told_in("en", kept)
    assert foreign(DUTCH, told_in("en", kept)) == []
    assert "This address does not work" in told_in("en", refused)
    assert foreign(DUTCH, told_in("en", refused)) == []


@pytest.mark.parametrize("slug", STEPS)
def test_what_is_wrong_with_an_answer_is_told_in_english(client, slug):
    with translation.override("en"):
        response = client.post(reverse("case_step", args=[slug]), {"p-TOTAL_FORMS": "1", "p-INITIAL_FORMS": "0"})

    assert foreign(DUTCH, told_in("en", response)) == []


@pytest.mark.parametrize("situation", ["prepare", "redundancy", "illness", "on_benefit"])
def test_the_answer_to_an_employee_is_english(client, example_directory, situation):
    response = answer_as_employee(client, "/en", **{**EMPLOYEE, "situation": situation})

    assert "Who helps near you?" in Page.read(response).one("h1").text
    assert foreign(DUTCH, told_in("en", response)) == []


@pytest.mark.parametrize("slug", ["situatie", "laatste-dag", "hulp", "sector"])
def test_each_question_to_an_employee_is_english(client, slug):
    client.post("/en/hulp-in-de-buurt/", EMPLOYEE)

    assert foreign(DUTCH, told_in("en", client.get(f"/en/hulp-in-de-buurt/GM0202/vraag/{slug}/"))) == []


def test_what_holds_for_everybody_in_a_municipality_is_english(client, example_directory):
    response = client.get("/en/hulp-in-de-buurt/GM0202/")

    assert foreign(DUTCH, told_in("en", response)) == []


def test_what_is_wrong_with_an_employees_answer_is_told_in_english(client):
    response = client.post("/en/hulp-in-de-buurt/", {"location": "Nergenshuizen"})

    texts = told_in("en", response)
    assert any("We do not know this place" in text for text in texts)
    assert foreign(DUTCH, texts) == []


def test_a_date_and_a_number_are_written_as_the_english_write_them(client, providers):
    page = Page.read(client.get("/en/organisaties/gestopt/"))

    assert "This organisation stopped on 1 January 2026." in " ".join(page.one("main").text.split())
