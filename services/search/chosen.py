"""What a reader chose on the search page, in words, and what would be left without each of those question.

What lives here: the choices that are in force. What does not: reading them (question.py), their addresses (views.py).
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from regions.wording import label_of
from services.catalogue import catalogue
from services.models import Role
from services.search.facets import Facets
from services.search.question import ANY, PLACE, Question
from services.wording import situation


@dataclass(frozen=True, slots=True)
class Chosen:
    """A choice: its key in the address, and how many providers there would be without it; None for the place."""

    field: str
    text: str
    without: int | None


def chosen_filters(question: Question, facets: Facets) -> Iterator[Chosen]:
    """Yield the choices in force, in the order of the form."""
    known = catalogue()
    if question.location:
        yield Chosen(PLACE, _("Plaats: %(name)s") % {"name": label_of(question.location)}, None)
    if question.role:
        yield Chosen("rol", _("Situatie: %(name)s") % {"name": situation(Role(question.role))}, facets.roles[ANY])
    if question.type:
        yield Chosen(
            "type", _("Soort: %(name)s") % {"name": known.types_by_code[question.type].name}, facets.types[ANY]
        )
    if question.sector:
        sector = known.sectors_by_code[question.sector].name
        yield Chosen("sector", _("Sector: %(name)s") % {"name": sector}, facets.sectors[ANY])
    if question.words:
        yield Chosen("q", _("Woorden: %(words)s") % {"words": question.words}, facets.without_words)
