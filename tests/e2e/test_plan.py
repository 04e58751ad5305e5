"""The plan in a browser: its first screen and its paper for eight cases, and how soon a first visitor can call."""

import re
from datetime import timedelta
from time import monotonic
from urllib.parse import urlencode

import pytest
from django.utils import timezone
from playwright.sync_api import APIRequestContext, expect

from tests.e2e.test_print import sheets_of
from tests.e2e.visitor import Visitor
from tests.referrals.support.journeys import ARNHEM, YEAR

pytestmark = pytest.mark.browser

PHONE, DESKTOP = {"width": 360, "height": 740}, {"width": 1280, "height": 800}
SOON = (timezone.localdate() + timedelta(days=19)).strftime("%d-%m-%Y")
FIRST_STEP = "/casus/situatie/"
UNKNOWN = {
    "sector": {"sector": "unknown"},
    "omvang": {"employees_total": ""},
    "hulp": {"needs": ["unknown"]},
    "blijven": {"stay_in_sector": "unknown"},
    "afstand": {"far_from_labour_market": "unknown"},
    "budget": {"budget": "unknown"},
    "overleg": {"talks": ["unknown"]},
}


def people(*places: dict[str, str]) -> dict[str, str]:
    """Return the answer to where people work."""
    fields = {f"p-{number}-{name}": text for number, place in enumerate(places) for name, text in place.items()}
    return {"p-TOTAL_FORMS": str(len(places)), "p-INITIAL_FORMS": "0", **fields}


def at(location: str, end: str = f"01-06-{YEAR}", **counts: str) -> dict[str, str]:
    return {"location": location, "end_date": end, **counts}


CASES = {
    "one person": {"plaatsen": people(at("6811 AB", permanent="1"))},
    "twelve": {"plaatsen": people(at("6811 AB", permanent="12"))},
    "22 over two regions": {"plaatsen": people(at("Utrecht", permanent="12"), at("Almere", permanent="10"))},
    "25 too late": {"plaatsen": people(at("6811 AB", end=SOON, permanent="25"))},
    "12 and 1 ill": {
        "situatie": {"situations": ["redundancy", "illness"]},
        "plaatsen": people(at("6811 AB", permanent="12", ill="1")),
    },
    "3 on call": {"plaatsen": people(at("Emmen", on_call="3"))},
    "on benefit": {
        "situatie": {"situations": ["on_benefit"]},
        "plaatsen": people({"location": "6811 AB", "on_benefit": "2"}),
    },
    "all unknown": {"plaatsen": people({"location": "6811 AB", "permanent": "3"}), **UNKNOWN},
}


def answer(browser: APIRequestContext, changes: dict[str, dict]) -> None:
    """Answer every step by its form, as a browser sends it."""
    address = FIRST_STEP
    while "controleren" not in address:
        page = browser.get(address).text()
        hidden = dict(re.findall(r'<input type="hidden" name="(csrfmiddlewaretoken|case)" value="([^"]*)"', page))
        step = address.strip("/").rsplit("/", 1)[-1]
        fields = urlencode({**changes.get(step, ARNHEM[step]), **hidden}, doseq=True)
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        sent = browser.post(address, data=fields, headers=headers, max_redirects=0)
        assert sent.status == 302, step
        address = sent.headers["location"]


@pytest.mark.parametrize("case", CASES)
def test_the_first_screen_holds_call_days_ask_and_keep_and_paper_has_two_sheets(browse, case):
    with browse(viewport=PHONE) as visitor:
        answer(visitor.page.context.request, CASES[case])
        visitor.opens("/casus/advies/")
        first = visitor.part(".vwnw-plan-first")
        for size in (PHONE, DESKTOP):
            visitor.page.set_viewport_size(size)
            assert bottom_of(visitor) <= size["height"]
            for words in ("Vraag hulp aan", "Bewaar", "Mail", "Print"):
                expect(first.locator(".nl-button", has_text=words).first).to_be_in_viewport(ratio=1)
            expect(first.locator(".nl-button").first).to_have_attribute("href", re.compile("^(tel|mailto|/|http)"))
        if case not in ("on benefit", "all unknown"):
            assert 1 <= first.locator("ol li").count() <= 3
        assert len(sheets_of(visitor)) <= 2
        assert visitor.complaints() == []


def bottom_of(visitor: Visitor) -> float:
    """Return how far down the first screen of the plan reaches."""
    box = visitor.part(".vwnw-plan-first").bounding_box()
    return box["y"] + box["height"]


# How long a person takes: for each key, and to find and press something.
SECONDS_A_KEY, SECONDS_A_PRESS = 0.3, 2.5


class Person:
    """Somebody new here, whose keys and presses are counted; `questions` are the pages that asked something."""

    def __init__(self, visitor: Visitor) -> None:
        self.visitor, self.keys, self.presses, self.questions = visitor, 0, 0, 0
        self.began = monotonic()

    def types(self, label: str, text: str) -> None:
        self.visitor.fills(label, text)
        self.keys += len(text)
        self.presses += 1

    def ticks(self, label: str) -> None:
        self.visitor.ticks(label)
        self.presses += 1

    def follows(self, link: str) -> None:
        self.visitor.part("main").get_by_role("link", name=link).first.click()
        self.presses += 1

    def goes_on(self) -> None:
        self.visitor.presses("Volgende")
        self.presses += 1
        self.questions += 1

    @property
    def seconds(self) -> float:
        """Return how long this takes a person: keys and presses at human speed, and what the portal itself took."""
        return monotonic() - self.began + self.keys * SECONDS_A_KEY + self.presses * SECONDS_A_PRESS


def test_from_home_to_the_first_call_takes_a_first_visitor_two_minutes_and_ten_questions_at_most(visitor):
    visitor.opens("/")
    person = Person(visitor)

    person.follows("Vraag advies")
    person.follows("Begin")
    person.ticks("Mensen worden ontslagen, of hun contract stopt")
    person.goes_on()
    person.types("Postcode of plaats waar zij werken", "6811 AB")
    person.types("Vaste medewerkers die u ontslaat", "12")
    person.types("Laatste werkdag", f"01-06-{YEAR}")
    person.goes_on()
    person.ticks("Techniek")
    person.goes_on()
    person.types("Hoeveel mensen werken er in uw hele bedrijf?", "40")
    person.goes_on()
    person.ticks("Scholing")
    person.goes_on()
    for choice in ("Ja", "Nee", "Weet ik niet", "Nog met niemand"):
        person.ticks(choice)
        person.goes_on()
    person.follows("Bekijk uw plan")

    call = visitor.part(".vwnw-plan-first .nl-button").first
    expect(call).to_be_in_viewport(ratio=1)
    assert re.match("(tel|mailto):", call.get_attribute("href"))
    assert person.questions <= 10
    assert person.seconds < 120
