"""The ways through the portal that more than one test takes.

What lives here: steps in order. What does not: what is expected on the way.
"""

from time import sleep, time

from tests.e2e.visitor import Visitor
from tests.referrals.support.journeys import YEAR
from tests.staff import code_of_app

# An app shows each code for so long; who sees one end takes the next.
SECONDS_SHOWN, SECONDS_TO_TYPE = 30, 5


def answer_every_question(visitor: Visitor) -> None:
    """Walk through the employer's case, up to the check of the answers: twelve people in Arnhem."""
    visitor.opens("/casus/")
    visitor.follows("Begin")
    visitor.ticks("Mensen worden ontslagen, of hun contract stopt")
    visitor.presses("Volgende")
    visitor.fills("Postcode of plaats waar zij werken", "6811 AB")
    visitor.fills("Vaste medewerkers die u ontslaat", "12")
    visitor.fills("Laatste werkdag", f"01-06-{YEAR}")
    visitor.presses("Volgende")
    visitor.ticks("Techniek")
    visitor.presses("Volgende")
    visitor.fills("Hoeveel mensen werken er in uw hele bedrijf?", "40")
    visitor.presses("Volgende")
    visitor.ticks("Scholing")
    visitor.presses("Volgende")
    for answer in ("Ja", "Nee", "Weet ik niet", "Nog met niemand"):
        visitor.ticks(answer)
        visitor.presses("Volgende")
    visitor.reads_heading("Kloppen uw antwoorden?")


def sets_up_app(member: Visitor) -> str:
    """Set up an app from the page that asks for a second step, up to the codes for when it is lost; return its key."""
    member.follows("Stel een app in")
    secret = member.part("code").inner_text()
    member.fills("Code uit de app", code_in_time(secret))
    member.presses("Zet deze stap aan")
    member.reads_heading("Herstelcodes")
    return secret


def code_in_time(secret: str) -> str:
    """Return what an app shows, with time left to type it."""
    left = SECONDS_SHOWN - time() % SECONDS_SHOWN
    if left < SECONDS_TO_TYPE:
        sleep(left)
    return code_of_app(secret)
