"""The plan in a browser: its first screen and its paper for eight cases, and how soon a first visitor can call.

The time that a person takes to think, aim and type is counted; with HUMAN_SPEED in the environment it is really taken:
    HUMAN_SPEED=1 .venv/bin/pytest -s tests/e2e/test_plan.py -k first_visitor
"""

import os
import re
from datetime import timedelta
from time import monotonic, sleep
from urllib.parse import urlencode

import pytest
from django.utils import timezone
from playwright.sync_api import APIRequestContext, Locator, expect

from tests.e2e.conftest import served_portal
from tests.e2e.test_print import sheets_of
from tests.e2e.visitor import Visitor
from tests.referrals.support.journeys import ARNHEM, YEAR

pytestmark = pytest.mark.browser

SMALL_PHONE, PHONE, DESKTOP = [
    {"width": width, "height": height} for width, height in ((360, 640), (360, 800), (1280, 800))
]
# How long a person takes, by the keystroke-level model (Card, Moran and Newell, 1980): to think of what comes next, to
# point at it and press, and for each key of an average typist.
SECONDS_TO_THINK, SECONDS_TO_AIM, SECONDS_A_KEY = 1.35, 1.1, 0.2
HUMAN_SPEED = "HUMAN_SPEED" in os.environ
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


BY_SERVICE = {"service_under_5": "5", "service_5_to_10": "4", "service_10_to_15": "2", "service_from_15": "1"}
CASES = {
    "one person": {"plaatsen": people(at("6811 AB", permanent="1"))},
    "twelve": {"plaatsen": people(at("6811 AB", permanent="12"))},
    "twelve by service": {"plaatsen": people(at("6811 AB", permanent="12", **BY_SERVICE))},
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

# Where no end of the work is known, fewer days are.
DAYS = {"on benefit": 0, "all unknown": 1}


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
        visitor.opens("/en/casus/advies/")
        holds_on_its_first_screen(visitor, "Send an e-mail", "Ask for help", "Save", "E-mail", "Print")
        visitor.opens("/casus/advies/")
        holds_on_its_first_screen(visitor, "Stuur een mail", "Vraag hulp aan", "Bewaar", "Mail", "Print")
        assert len(days_on_the_first_screen(visitor)) == DAYS.get(case, 3)
        assert len(sheets_of(visitor)) <= 2

        visitor.part(".vwnw-plan-first form button").click()
        visitor.sees("Uw casus is bewaard.")
        holds_on_its_first_screen(visitor, "Stuur een mail", "Vraag hulp aan", "Bewaard", "Mail", "Print")
        assert len(sheets_of(visitor)) <= 2
        assert visitor.complaints() == []


def holds_on_its_first_screen(visitor: Visitor, *buttons: str) -> None:
    """Expect these buttons and the days of the plan above the fold of each screen."""
    first = visitor.part(".vwnw-plan-first")
    expect(first.locator(".nl-button")).to_contain_text(buttons)
    expect(first.locator(".nl-button").first).to_have_attribute("href", re.compile("^(tel|mailto|/|http)"))
    for size in (SMALL_PHONE, PHONE, DESKTOP):
        visitor.page.set_viewport_size(size)
        box = first.bounding_box()
        assert box["y"] >= 0
        assert box["y"] + box["height"] <= size["height"]


def days_on_the_first_screen(visitor: Visitor) -> list[str]:
    return visitor.part(".vwnw-plan-first ol li").all_inner_texts()


class Person:
    """Somebody new here, who thinks, aims and types; `questions` are the pages that asked something.

    The time that this takes is counted, or with HUMAN_SPEED really taken.
    """

    def __init__(self, visitor: Visitor) -> None:
        self.visitor, self.questions, self.counted = visitor, 0, 0.0
        self.began = monotonic()

    def takes(self, seconds: float) -> None:
        if HUMAN_SPEED:
            sleep(seconds)
        else:
            self.counted += seconds

    def aims_at(self, what: Locator) -> None:
        self.takes(SECONDS_TO_THINK + SECONDS_TO_AIM)
        what.click()

    def types(self, label: str, text: str) -> None:
        self.aims_at(self.visitor.page.get_by_label(label).first)
        for sign in text:
            self.takes(SECONDS_A_KEY)
            self.visitor.types(sign)

    def ticks(self, label: str) -> None:
        self.aims_at(self.visitor.page.get_by_label(label, exact=True))

    def follows(self, link: str) -> None:
        self.aims_at(self.visitor.part("main").get_by_role("link", name=link).first)

    def goes_on(self) -> None:
        self.aims_at(self.visitor.page.get_by_role("button", name="Volgende"))
        self.questions += 1

    @property
    def seconds(self) -> float:
        """Return how long it took so far: the portal, and the person."""
        return monotonic() - self.began + self.counted


def test_from_home_to_the_first_call_takes_a_first_visitor_two_minutes_and_ten_questions_at_most(browse):
    with (
        served_portal(".venv/bin/python -m tests.e2e.add_with_phone") as site,
        browse(base_url=site["SITE_URL"]) as visitor,
    ):
        visitor.opens("/")
        person = Person(visitor)

        person.follows("Vraag advies")
        person.follows("Begin")
        person.ticks("Mensen worden ontslagen, of hun contract stopt")
        person.goes_on()
        person.types("Postcode of plaats waar zij werken", "1791 AB")
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
        expect(call).to_have_attribute("href", "tel:+31222123456")
        expect(call).to_be_in_viewport(ratio=1)
        person.aims_at(call)

        print(f"{person.seconds:.0f} seconds, {person.questions} questions")
        assert person.questions <= 10
        assert person.seconds < 120
        assert visitor.complaints() == []
