"""Ten questions of an owner of a small firm, asked of the portal in a browser: how many presses, and what it answers.

Run by hand: scripts/with_portal.sh .venv/bin/python scripts/ten_tasks.py. It prints each question, the presses and
typed answers it took, and the words on the screen; it fails when a question finds no answer.

What lives here: the questions and the way to each answer. What does not: what pages must say (tests/).
"""

import os
import subprocess
import sys
from collections.abc import Callable

from playwright.sync_api import Locator, Page, sync_playwright


class Owner:
    """Somebody at the portal, of whom every press, choice and typed answer counts."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.presses = self.typed = 0

    def begins(self, address: str = "/") -> None:
        """Open the portal; that counts for nothing."""
        self.page.goto(os.environ["PORTAL_URL"] + address)
        self.presses = self.typed = 0

    def types(self, label: str, text: str) -> None:
        """Fill a field."""
        self.page.get_by_label(label).first.fill(text)
        self.typed += 1

    def chooses(self, label: str, option: str) -> None:
        """Choose from a list by the beginning of its words."""
        field = self.page.get_by_label(label, exact=True)
        words = field.locator("option", has_text=option).first.inner_text()
        field.select_option(label=words)
        self.presses += 1

    def presses_on(self, thing: Locator) -> None:
        """Press a link, a button or a box, and wait for the page."""
        thing.click()
        self.page.wait_for_load_state()
        self.presses += 1

    def presses_button(self, name: str) -> None:
        """Press a button of the page itself."""
        self.presses_on(self.page.locator("main").get_by_role("button", name=name).first)

    def follows(self, name: str) -> None:
        """Follow a link of the page itself."""
        self.presses_on(self.page.locator("main").get_by_role("link", name=name).first)

    def looks_in(self, place: str) -> None:
        """Search a place from the start page."""
        self.begins()
        self.types("Postcode of plaats van het werk", place)
        self.presses_button("Zoek organisaties")

    def reads(self, selector: str, at_most: int = 3) -> str:
        """Return the words in sight of the first things on the page that fit."""
        found = self.page.locator(selector)
        words = [found.nth(number).inner_text() for number in range(min(found.count(), at_most))]
        return "\n---\n".join(" | ".join(one.split("\n")) for one in words)


CARDS = "#resultaten ~ .vwnw-cards article"


def who_helps_in_zwolle(owner: Owner) -> str:
    owner.looks_in("Zwolle")
    owner.chooses("Situatie", "Ontslag komt eraan")
    owner.chooses("Sector", "Bouw")
    owner.presses_button("Zoeken")
    return owner.reads(CARDS)


def whom_to_call_about_illness(owner: Owner) -> str:
    owner.looks_in("Arnhem")
    owner.chooses("Situatie", "Ziek of een uitkering")
    owner.presses_button("Zoeken")
    return owner.reads(f"{CARDS} .vwnw-card__ways")


def who_advises_on_training(owner: Owner) -> str:
    owner.looks_in("Arnhem")
    owner.follows("Scholing")
    return owner.reads(CARDS, 1)


def who_runs_them(owner: Owner) -> str:
    owner.looks_in("Arnhem")
    for number in range(2):
        owner.presses_on(owner.page.locator("input[name=vergelijk]").nth(number))
    owner.presses_button("Vergelijk wat u aanvinkte")
    return owner.reads("tr:has(th:text-is('Wie voert het uit')), thead tr")


def mail_me_the_list(owner: Owner) -> str:
    owner.looks_in("Arnhem")
    owner.presses_on(owner.page.locator("input[name=vergelijk]").first)
    owner.presses_button("Vergelijk wat u aanvinkte")
    owner.follows("Mail dit naar mijzelf")
    owner.types("Uw e-mailadres", "eigenaar@example.org")
    owner.presses_button("Verstuur de mail")
    return owner.reads("h1")


def what_does_it_cost(owner: Owner) -> str:
    owner.looks_in("Arnhem")
    owner.chooses("Soort organisatie", "Outplacementbureau")
    owner.presses_button("Zoeken")
    return owner.reads("article dd, #resultaten", 6)


def which_desk_for_my_sector(owner: Owner) -> str:
    owner.looks_in("Arnhem")
    owner.presses_on(owner.page.locator(".vwnw-desks summary").first)
    owner.presses_on(owner.page.locator(".vwnw-desks .vwnw-card__tags a").first)
    return owner.reads(f"{CARDS}:has(dt:text-is('Alleen voor')) :is(h3, dt:text-is('Alleen voor') + dd)", 4)


def how_to_get_there(owner: Owner) -> str:
    owner.looks_in("Arnhem")
    owner.presses_on(owner.page.locator("article h3 a").first)
    return owner.reads("#contact ~ dl dd, a[href*=directions]", 3)


def ask_for_help(owner: Owner) -> str:
    owner.looks_in("Arnhem")
    owner.presses_on(owner.page.locator("article h3 a").first)
    owner.follows("Maak een plan en vraag hulp aan")
    return owner.reads("main form > p", 1)


def from_how_many_people(owner: Owner) -> str:
    owner.looks_in("Arnhem")
    return owner.reads(f"{CARDS}:has(dt:text-is('Voorwaarde')) :is(h3, dt:text-is('Voorwaarde') + dd)", 4)


TASKS: dict[str, Callable[[Owner], str]] = {
    "Wie helpt in Zwolle bij 6 ontslagen in de bouw, en wie neemt op?": who_helps_in_zwolle,
    "Mijn medewerker in Arnhem is lang ziek. Wie kan ik bellen of mailen?": whom_to_call_about_illness,
    "Wie geeft in Arnhem advies over scholing?": who_advises_on_training,
    "Wie van deze twee is van de overheid?": who_runs_them,
    "Kan ik dit lijstje naar mijzelf mailen?": mail_me_the_list,
    "Wat kost outplacement?": what_does_it_cost,
    "Is er een loket voor mijn sector?": which_desk_for_my_sector,
    "Waar zit het eerste loket, en hoe kom ik er?": how_to_get_there,
    "Hoe vraag ik deze organisatie om hulp?": ask_for_help,
    "Vanaf hoeveel ontslagen helpen zij?": from_how_many_people,
}


def main() -> int:
    """Ask every question; return 1 where one found no answer."""
    find = subprocess.run(["scripts/find_chromium.sh"], capture_output=True, text=True, check=True)  # noqa: S607
    unanswered = 0
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find.stdout.strip(), args=["--no-sandbox"])
        for number, (question, task) in enumerate(TASKS.items(), start=1):
            owner = Owner(browser.new_page(viewport={"width": 1280, "height": 800}))
            owner.page.set_default_timeout(10_000)
            answer = task(owner)
            unanswered += not answer
            print(f"{number}. {question}\n   {owner.presses} x gedrukt, {owner.typed} x getypt")
            print(f"{answer or 'GEEN ANTWOORD'}\n")
            owner.page.close()
        browser.close()
    return int(unanswered > 0)


if __name__ == "__main__":
    sys.exit(main())
