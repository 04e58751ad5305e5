"""The desk with a real browser: its pages are accessible, and somebody who was invited comes to work there."""

import re
import subprocess
from collections.abc import Iterator
from os import environ
from pathlib import Path
from time import monotonic
from urllib.parse import urlsplit

import pytest
from django.conf import settings as project

from tests.e2e.conftest import LONGEST_WAIT, SCREEN, served_portal
from tests.e2e.inspection import AXE, faults
from tests.e2e.visitor import Visitor
from tests.staff import PASSWORD, code_of_app

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not AXE.exists(), reason="axe is not installed: make assets"),
]

WITH_STAFF = ".venv/bin/python manage.py create_demo_staff >/dev/null"
PAGES = (
    "/beheer/",
    "/beheer/ik/",
    "/beheer/organisaties/?q=Arnhem",
    "/beheer/organisaties/?q=Bergen",
    "/beheer/organisaties/?regio=AM99",
    "/beheer/organisaties/werkcentrum-midden-gelderland/",
    "/beheer/organisaties/werkcentrum-midden-gelderland/eigenaar/",
    "/beheer/organisaties/werkcentrum-midden-gelderland/bellen/",
    "/beheer/organisaties/werkcentrum-midden-gelderland/voorstel/",
    "/beheer/tien/?regio=AM18",
    "/beheer/voorstellen/",
    "/beheer/import/",
    "/beheer/export/",
    "/beheer/belijst/?vorm=print&regio=AM07",
    "/beheer/dubbelen/",
    "/beheer/dubbelen/werkcentrum-midden-gelderland/leerwerkloket-midden-gelderland/",
    "/beheer/doorverwijzingen/",
    "/beheer/handleiding/",
    "/beheer/organisaties/werkcentrum-midden-gelderland/werkgebied/",
    "/beheer/organisaties/werkcentrum-midden-gelderland/praktisch/",
    "/beheer/dekking/?regio=AM07",
    "/beheer/gemeenten/nieuw/",
    "/beheer/organisaties/werkcentrum-midden-gelderland/wijzigen/",
    "/beheer/organisaties/nieuw/",
    "/beheer/concepten/",
    "/beheer/mensen/",
    "/beheer/mensen/uitnodigen/",
)


@pytest.fixture
def served() -> Iterator[dict[str, str]]:
    """Serve a portal with the demo member of staff, who is national manager."""
    with served_portal(WITH_STAFF) as surroundings:
        yield surroundings


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without JavaScript"])
def window(chromium, served, request) -> Iterator:
    """Return a function that opens a window of a browser of its own."""
    contexts = []

    def open_window() -> Visitor:
        context = chromium.new_context(
            base_url=served["SITE_URL"], viewport=SCREEN, locale="nl-NL", java_script_enabled=request.param
        )
        context.set_default_timeout(LONGEST_WAIT)
        contexts.append(context)
        return Visitor(context.new_page())

    open_window.has_scripts = request.param
    yield open_window
    for context in contexts:
        context.close()


def sets_up_app(member: Visitor) -> None:
    member.follows("Stel een app in")
    member.fills("Code uit de app", code_of_app(member.part("code").inner_text()))
    member.presses("Zet deze stap aan")
    member.reads_heading("Herstelcodes")
    member.follows("Verder naar het beheer")


def mail_to(address: str, served: dict[str, str]) -> str:
    """Return the text of the last mail to an address, as it waits in the queue."""
    asked = (
        f"from referrals.models import OutgoingMail as m; print(m.objects.filter(to='{address}').latest('due_at').text)"
    )
    return shell(asked, served)


RECORDS, MOST_ACTIONS = 25, 3
ADD_RECORDS = """
from regions.models import Area
from services.models import Provider, ProviderType, Verb
from services.staff_models import Stewardship
from services.upkeep.door import BY_COMMAND, change
kind, region = ProviderType.objects.get(code="learning_work_desk"), Area.objects.get(code="AM18")
with change(Verb.CREATE, by=BY_COMMAND):
    for number in range({number}):
        named = {{"slug": f"proef-{{number}}", "name": f"Proef {{number}}", "type": kind, "source": "proef"}}
        one = Provider.objects.create(phone="+31201234567", street="Straat 1", postcode="1012AB", **named)
        Stewardship.objects.create(provider=one, region=region)
"""
CHECKED = """
from services.models import Check
print(Check.objects.filter(provider__slug__startswith="proef-", undone_by=None, method="staff").count())
"""


def shell(script: str, served: dict[str, str]) -> str:
    """Run a script beside the portal that is served, and return what it prints."""
    command = [project.BASE_DIR / ".venv/bin/python", project.BASE_DIR / "manage.py", "shell", "-v0", "-c", script]
    return subprocess.run(command, env=environ | served, capture_output=True, text=True, check=True).stdout  # noqa: S603


def confirms_by_keyboard(member: Visitor, served: dict[str, str]) -> None:
    """Confirm the records of a region by keyboard alone, and say how many strokes and seconds that took."""
    shell(ADD_RECORDS.format(number=RECORDS), served)
    member.opens("/beheer/?regio=AM18&reden=nooit&soort=learning_work_desk&eigenaar=niemand")
    card = member.page.locator("[data-work]:focus")
    member.page.locator("[data-work]", has_text="Proef").nth(2).focus()
    for key, position in (("j", 3), ("k", 2), ("k", 1)):
        member.page.keyboard.press(key)
        assert member.page.locator("[data-work]", has_text="Proef").nth(position).locator("[data-fold][open]").count()
        assert member.page.locator("[data-fold][open]").count() == 1
    card.locator("summary").press("Enter")
    assert member.page.locator("[data-fold][open]").count() == 0
    member.page.keyboard.press("1")  # nobody confirms what they do not see: it opens the card
    assert member.page.locator("[data-fold][open]").count() == 1
    assert not member.page.get_by_text(": gecontroleerd.").count()
    member.page.keyboard.press("k")
    for key, told in (("1", ": gecontroleerd."), ("z", ": weer zoals het was.")):
        member.page.keyboard.press(key)
        member.sees(told)

    strokes, since = 0, monotonic()
    while member.page.locator("[data-work]:has-text('Proef')").count():
        name = card.locator("h3").inner_text()
        member.page.keyboard.press("1")
        strokes += 1
        member.sees(f"{name}: gecontroleerd.")
    seconds = monotonic() - since
    confirmed = int(shell(CHECKED, served))
    print(f"{confirmed} records: {strokes} strokes, {seconds:.1f} seconds")
    assert confirmed == RECORDS
    assert strokes <= MOST_ACTIONS * RECORDS


def test_a_manager_finds_records_and_invites_a_colleague_who_comes_to_work(window, served, mistakes_in):
    manager = window()
    manager.opens("/beheer/")
    manager.fills("Gebruikersnaam", "beheer")
    manager.fills("Wachtwoord", Path(served["VAR_DIR"], "demo_password").read_text())
    manager.presses("Inloggen")
    sets_up_app(manager)
    manager.reads_heading("Mijn regio vandaag")
    if window.has_scripts:
        for address in PAGES:
            manager.page.set_viewport_size(SCREEN)
            manager.opens(address)
            found = faults(manager, mistakes_in)
            assert not found, "\n".join([address, *found])
        confirms_by_keyboard(manager, served)

    manager.opens("/beheer/mensen/")
    manager.follows("Nodig een collega uit")
    manager.fills("E-mailadres", "anna@example.org")
    manager.fills("Werkt bij", "UWV")
    manager.ticks("Midden-Gelderland")
    manager.presses("Verstuur de uitnodiging")
    manager.sees("De uitnodiging aan anna@example.org gaat zo per mail weg.")

    link = re.search(r"https?://\S+/beheer/uitnodiging/\S+", mail_to("anna@example.org", served))[0]
    anna = window()
    anna.opens(urlsplit(link).path)
    anna.reads_heading("Werk mee aan het portaal")
    anna.fills("Gebruikersnaam", "anna")
    anna.part("[name=password1]").fill(PASSWORD)
    anna.part("[name=password2]").fill(PASSWORD)
    anna.presses("Maak mijn account")
    sets_up_app(anna)
    anna.reads_heading("Mijn regio vandaag")
    anna.opens("/beheer/ik/")
    anna.sees("redacteur: Midden-Gelderland; alle soorten")
    anna.opens("/beheer/mensen/")
    anna.reads_heading("Dit mag u hier niet")
