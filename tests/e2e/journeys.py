"""The ways through the portal that more than one test takes.

What lives here: steps in order. What does not: what is expected on the way.
"""

from tests.e2e.visitor import Visitor
from tests.referrals.support.journeys import YEAR


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
