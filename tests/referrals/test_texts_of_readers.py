"""What pages say in the words of their readers, in both languages, and not in the words that stood there before.

What lives here: sentences, page by page. What does not: the patterns behind them, over all texts
(tests/tooling/test_plain_language.py), what is wrong in a form (test_errors_in_words.py).
"""

import pytest
from django.urls import reverse
from django.utils import translation

from referrals.loop.links import Purpose, token_of
from referrals.models import CaseDetails
from referrals.status import State
from tests.portal.page import Page
from tests.referrals.support.journeys import answer, answer_as_employee, step_url, walk
from tests.referrals.support.referred import reachable_directory, referral_in

pytestmark = pytest.mark.django_db

SITUATIONS = {"situations": ["redundancy", "illness", "prepare", "on_benefit"]}
PEOPLE = {"p-0-temporary": "2", "p-0-on_call": "1", "p-0-agency": "3"}
EMPLOYEE = {"situation": "redundancy", "location": "6811 AB", "end_date": "1-2-2027", "needs": ["training"]}


@pytest.fixture(autouse=True)
def directory(example_directory, time_machine):
    """Stop the clock on a Monday, with everybody reachable."""
    time_machine.move_to("2026-11-23 10:00:00+00:00", tick=False)
    reachable_directory()


def at(name, *args, **data):
    """Return a visit to a page, with a form filled in where there are data."""
    if data:
        return lambda client: client.post(reverse(name, args=args), data, follow=True)
    return lambda client: client.get(reverse(name, args=args))


def as_employee(**answers):
    """Return a visit to the employee's way, up to the question that these answers do not answer."""

    def visit(client):
        return answer_as_employee(client, "/en" if translation.get_language() == "en" else "", **answers)

    return visit


def step(slug):
    return lambda client: client.get(step_url(slug))


def plan_for_nine_in_utrecht(client):
    answer(client, "plaatsen", **{"p-0-location": "Utrecht", "p-0-permanent": "9"})
    return client.get(reverse("case_advice"))


def of_request(name, state):
    return lambda client: client.get(
        reverse(name, args=[token_of(Purpose.EMPLOYER, CaseDetails.objects.get(case=referral_in(state).case))])
    )


def of_provider(name, state, purpose=Purpose.ANSWER):
    return lambda client: client.get(reverse(name, args=[token_of(purpose, referral_in(state))]))


PAGES = {
    "home": at("home"),
    "search": lambda client: client.get(reverse("search"), {"locatie": "Utrecht"}),
    "situation": step("situatie"),
    "places": step("plaatsen"),
    "talks": step("overleg"),
    "check": at("case_check"),
    "plan": at("case_advice"),
    "plan below a minimum": plan_for_nine_in_utrecht,
    "mail sent": at("refer_mail_sent"),
    "request, seen": of_request("referred", State.SEEN),
    "request, accepted": of_request("referred", State.ACCEPTED),
    "outcome by the employer": of_request("referred_outcome", State.ACCEPTED),
    "answer": of_provider("answer", State.SENT),
    "outcome by the provider": of_provider("progress_outcome", State.IN_PROGRESS, Purpose.PROGRESS),
    "employee, situation": as_employee(location="6811 AB"),
    "employee, needs": as_employee(**{**EMPLOYEE, "needs": ["none"]}),
    "employee, a wrong date": as_employee(**{**EMPLOYEE, "end_date": "morgen"}),
    "employee, answered": as_employee(**EMPLOYEE),
    "support": at("support"),
    "organisation": at("organisation", "mobiliteit-arnhem"),
}


def words_of(client, page, language):
    """Return all words of a page, after the questions of the case were answered in the language."""
    with translation.override(language):
        walk(client, situatie=SITUATIONS, plaatsen=PEOPLE)
        response = PAGES[page](client)
    assert response.status_code == 200
    return " ".join(Page.read(response).one("main").text.split())


@pytest.mark.parametrize(
    ("page", "now", "before"),
    [
        ("situation", "U mag meer dan één antwoord kiezen.", "U mag er meer kiezen"),
        ("employee, needs", "U mag meer dan één antwoord kiezen.", "U mag er meer kiezen"),
        ("plan", "Praat met uw medewerkers of hun vertegenwoordigers", "met wie hen vertegenwoordigt"),
        ("plan", "Bovenaan staat wie al uw mensen kan helpen.", "Wie volledig helpt, komt eerst"),
        ("plan", "schriftelijk weten dat hun contract stopt.", "Wijs hen op tijd op"),
        ("plan", "6 medewerkers in 6811 AB Arnhem (3 tijdelijk, 3 via een uitzendbureau)", "mensen in 6811"),
        ("mail sent", "Klik op de link in die mail.", "Volg de link"),
        ("request, seen", "gelezen op 23 november 2026", "gelezen sinds"),
        ("request, accepted", "zei ja op 23 november 2026", "zegt ja sinds"),
        ("request, seen", "Trek uw aanvraag bij Voorbeeld brancheservicepunt Techniek in", "Trek in bij"),
        ("outcome by the employer", "Tel iedereen één keer.", "Tel elk mens"),
        ("outcome by the provider", "Tel iedereen één keer.", "Tel elk mens"),
        ("answer", "waar de mensen werken en om hoeveel mensen het gaat", "met hoeveel ze zijn"),
        ("employee, a wrong date", "Deze datum klopt niet. Vul dag, maand en jaar in", "geen dag van de kalender"),
        ("search", "Werkt in", "Waarom hier"),
        ("employee, answered", "Gegevens nagekeken op", "Stand: actueel"),
        ("search", "Ontslag komt eraan", "curatief"),
        ("search", "Voorwaarde", "Vraagt"),
        ("support", "Geld en minder uren", "geen VWNW"),
        ("support", "zonder werk is ander werk vinden veel moeilijker", "minder geschikt voor de arbeidsmarkt"),
        ("organisation", "", "Heet nu meestal Werkcentrum"),
    ],
)
def test_a_dutch_page_speaks_as_its_reader(client, page, now, before):
    words = words_of(client, page, "nl")

    assert now in words
    assert before not in words


@pytest.mark.parametrize(
    ("page", "now", "before"),
    [
        ("places", "Permanent employees losing their job", "whom you dismiss"),
        ("places", "Agency workers whose work ends", "who stop"),
        ("talks", "Who have you talked to?", "Talks"),
        ("check", "Who have you talked to?", "Talks"),
        ("check", "Finding other work", "Chance of other work"),
        ("plan", "This plan is based on information of 23 November 2026.", "This plan holds"),
        ("plan", "Within your own sector", "Inside the own sector"),
        ("plan below a minimum", "Minimum: 10 redundancies", "Asks"),
        ("search", "Minimum10 redundancies", "Asks"),
        ("plan", "receiving benefits", "on benefit"),
        ("mail sent", "No e-mail?", "Did you get no e-mail"),
        ("home", "What you can expect from us", "Look around in peace"),
        ("home", "Find out who can help near you", "Look who helps"),
        ("home", "You see straight away", "You read at once"),
        ("employee, situation", "Which describes you?", "What fits you"),
        ("employee, situation", "I have a job and I am not losing it", "there is no dismissal"),
        ("employee, a wrong date", "Enter a real date", "day of the calendar"),
        ("employee, answered", "Can sometimes help before your job ends", "help you already"),
        ("plan", "Leerwerkloket: advice on training", "Learning-work desk"),
        ("plan", "Poortwachtercentrum: other work for ill employees", "Gatekeeper centre"),
        ("plan", "Brancheservicepunt: help within one sector", "Branch service point"),
        ("plan", "Mobiliteitscentrum: desk for work in the region", "Mobility centre"),
        ("plan", "Source (in Dutch):", "Source: "),
        ("organisation", "Go by the list above.", "The list above holds"),
    ],
)
def test_an_english_page_speaks_as_its_reader(client, page, now, before):
    words = words_of(client, page, "en")

    assert now in words
    assert before not in words
