"""A record of the work list as a card: what routing goes by, since when it is known, and why it asks for attention.

What lives here: the cards of one page, in a fixed number of queries. What does not: which records (reasons.py).
"""

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from services.contact import Contact
from services.desk.reasons import Reason, reasons_of
from services.models import Check, Provider, ServiceArea
from services.organisation.profile import parts_in_words
from services.upkeep.door import Version, versions_of
from services.work_area.parts import parts_by_provider


class Card(NamedTuple):
    """One record of the work list. `version` is the record that the card shows: what is confirmed is that one."""

    provider: Provider
    reasons: Sequence[Reason]
    version: Version
    contact: Contact
    work_area: Sequence[str]
    sectors: Sequence[str]
    last_note: str

    @property
    def usual_method(self) -> Check.Method:
        """Return how somebody can look best: who has a number is called."""
        ways = {Check.Method.PHONE: self.provider.phone, Check.Method.WEBSITE: self.provider.website}
        return next((method for method, way in ways.items() if way), Check.Method.MAIL)


def cards_of(providers: Sequence[Provider]) -> list[Card]:
    """Return the cards of these records of a work list; five queries."""
    keys = [provider.pk for provider in providers]
    rows = ServiceArea.objects.filter(provider__in=keys).order_by("pc4", "letters_from", "pk")
    versions, parts = versions_of(keys), parts_by_provider(rows)
    sectors, notes = _sectors_of(keys), _last_notes(keys)
    return [
        Card(
            provider,
            reasons_of(provider),
            versions[provider.pk],
            Contact(provider.email, provider.phone, provider.website, provider.is_example, provider.run_by),
            parts_in_words(parts[provider.pk]),
            sectors[provider.pk],
            notes.get(provider.pk, ""),
        )
        for provider in providers
    ]


def _sectors_of(keys: Sequence[int]) -> dict[int, list[str]]:
    sectors: dict[int, list[str]] = defaultdict(list)
    links = Provider.sectors.through.objects.filter(provider__in=keys).order_by("sector__order")
    for key, name in links.values_list("provider_id", "sector__name_nl"):
        sectors[key].append(name)
    return sectors


def _last_notes(keys: Sequence[int]) -> dict[int, str]:
    """Return the newest note of a check of each of these records, where there is any."""
    rows = Check.objects.filter(provider__in=keys, undone_by=None).exclude(note="").order_by("checked_on", "pk")
    return dict(rows.values_list("provider_id", "note"))
