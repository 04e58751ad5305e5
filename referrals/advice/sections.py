"""The sections of the plan below its first screen, in the order of the page: one list for the contents and the page.

What lives here: which sections there are, what they are called and how many things they hold. What does not: what a
section shows (page.py), its markup (templates/referrals/advice/sections/).
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from referrals.advice.page import AdvicePage
from referrals.advice.phases import Block


class Section(NamedTuple):
    """A part of the page that folds. `anchor` is where it is linked to, `holds` how many things are in it, if told."""

    anchor: str
    title: str
    template: str
    holds: int = 0
    is_open: bool = False
    is_printed: bool = True
    block: Block | None = None

    @property
    def file(self) -> str:
        """Return the template that draws it."""
        return f"referrals/advice/{self.template}.html"


def sections_of(page: AdvicePage, questions: list[dict[str, Any]]) -> list[Section]:
    """Return the sections of this plan; what has nothing to say is left out."""
    return [*_what_to_do(page, questions), *_who_helps(page), *_what_else(page)]


def _what_to_do(page: AdvicePage, questions: list[dict[str, Any]]) -> Iterator[Section]:
    yield Section("deze-week", _("Deze week"), "sections/week", is_open=True)
    if page.has_employees:
        yield Section("tekenen", _("Voordat u tekent of het vertelt"), "sections/before_signing", is_printed=False)
        title = _("Kan het anders?")
        yield Section("anders", title, "sections/alternatives", len(page.alternatives), is_printed=False)
    if page.duties:
        yield Section("plichten", _("Wat u moet doen"), "sections/duties", len(page.duties))
    if page.timeline.moments:
        yield Section("dagen", _("Wanneer"), "sections/days_that_matter", len(page.timeline.moments))
    if page.days.has_any:
        yield Section("terug-en-vooruit", _("Opzeggen: van vandaag tot de laatste werkdag"), "sections/days")
    if page.cost:
        yield Section("kosten", _("Wat ontslag kost, ongeveer"), "sections/cost")
    if page.has_employees:
        yield Section("wegen", _("Wegen naar ontslag"), "sections/roads", is_printed=False)
    if questions:
        yield Section(
            "vragen", _("Beantwoord dit, dan weten wij meer"), "sections/questions", len(questions), is_printed=False
        )


def _who_helps(page: AdvicePage) -> Iterator[Section]:
    for number, block in enumerate(page.blocks, start=1):
        yield Section(f"groep-{number}", block.title, "block", block.number, block=block)
    yield Section("vraag-hulp", _("Vraag hulp aan"), "sections/ask", is_printed=False)
    if page.gaps:
        yield Section("gaten", _("Waar hulp ontbreekt"), "sections/gaps", len(page.gaps))


def _what_else(page: AdvicePage) -> Iterator[Section]:
    if page.has_employees:
        yield Section("medewerkers", _("Voor uw medewerkers"), "sections/for_employees", is_printed=False)
    if page.forms_of_support:
        title = _("Vormen van hulp die passen")
        yield Section("vormen", title, "sections/forms_of_support", len(page.forms_of_support), is_printed=False)
    if page.notes:
        yield Section("weten", _("Goed om te weten"), "sections/notes", len(page.notes))
    if page.near_misses:
        title = _("Deze organisaties vallen nu af, en waarom")
        yield Section("net-niet", title, "sections/near_misses", page.number_of_near_misses, is_printed=False)
    yield Section("meenemen", _("Bewaren, mailen en printen"), "sections/take_along", is_printed=False)
    yield Section("waarom", _("Zo kwam dit plan tot stand"), "sections/why", is_printed=False)
