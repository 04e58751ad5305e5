"""The whole directory of a day, as the judgement of places wants it: three queries, however many there are.

What lives here: reading it. What does not: where each helps (ground.py), what is made of it (layers.py,
by_municipality.py).
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from services.catalogue import catalogue
from services.coverage.by_region import terms_of
from services.coverage.status import Offer, Terms, offers_of
from services.freshness import oldest_checks
from services.models import Provider, ServiceArea
from services.work_area.facts import COLUMNS, ProviderFacts, facts_of, sectors_of
from services.work_area.parts import AreaPart, parts_by_provider


class Directory(NamedTuple):
    """Everyone in the directory; by key the terms of each, what it offers, and the parts of its work area."""

    providers: Sequence[ProviderFacts]
    terms: Mapping[int, Terms]
    offers: Mapping[int, Sequence[Offer]]
    work_areas: Mapping[int, tuple[AreaPart, ...]]


def directory(on: date) -> Directory:
    """Return the published providers of a day."""
    published = Provider.objects.published(on).order_by()
    providers = list(facts_of(list(published.values_list(*COLUMNS)), sectors_of(published.values("pk"))))
    parts = parts_by_provider(ServiceArea.objects.filter(provider__in=published).order_by("pk"))
    edges = oldest_checks(on, catalogue().parameters)
    terms = {facts.id: terms_of(facts, edges) for facts in providers}
    offers = {key: list(offers_of(one)) for key, one in terms.items()}
    return Directory(providers, terms, offers, {one.id: tuple(parts.get(one.id, ())) for one in providers})
