"""What a reader chose on the search page, in words, and what would be left without each of those choices.

What lives here: the choices that are in force. What does not: reading them (question.py), their addresses (views.py).
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from services.catalogue import catalogue
from services.models import Role
from services.search.facets import ANY, Facets
from services.search.question import PLACE, ProviderFilter


@dataclass(frozen=True, slots=True)
class Chosen:
    """A choice: its key in the address, and how many providers there would be without it; None for the place."""

    field: str
    text: str
    without: int | None


def chosen_filters(question: ProviderFilter, facets: Facets) -> Iterator[Chosen]:
    """Give the choices in force, in the order of the form."""
    choices, known = question.choices, catalogue()
    if question.location:
        yield Chosen(PLACE, _("Plaats: %(name)s") % {"name": question.location.label}, None)
    if choices.role:
        yield Chosen("rol", _("Situatie: %(name)s") % {"name": Role(choices.role).label}, facets.roles[ANY])
    if choices.type:
        yield Chosen("type", _("Soort: %(name)s") % {"name": known.types_by_code[choices.type].name}, facets.types[ANY])
    if choices.sector:
        sector = known.sectors_by_code[choices.sector].name
        yield Chosen("sector", _("Sector: %(name)s") % {"name": sector}, facets.sectors[ANY])
    if choices.words:
        yield Chosen("q", _("Woorden: %(words)s") % {"words": " ".join(choices.words)}, facets.without_words)
