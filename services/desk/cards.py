"""A record of the work list as a card: what routing goes by, since when it is known, and why it asks for attention.

What lives here: the cards of one page, in a fixed number of queries. What does not: which records (reasons.py).
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from django.db.models import Q

from notation.dates import date_in_words
from services.contact import Contact, contact_of
from services.desk.reasons import Reason, WorkList
from services.duplicates.finding import open_pairs
from services.freshness import CheckPart
from services.link_checks.links import Broken, broken_links
from services.models import Check, ContactAttempt, Proposal, Provider, ServiceArea
from services.organisation.profile import parts_in_words
from services.upkeep.changed import changed_since_check
from services.upkeep.door import Version, versions_of
from services.work_area.parts import parts_by_provider


class Double(NamedTuple):
    """A record that is likely the same organisation."""

    name: str
    slug: str


class Card(NamedTuple):
    """One record of the work list. `version` is the record that the card shows: what is confirmed is that one."""

    provider: Provider
    reasons: Sequence[Reason]
    harm: str
    version: Version
    contact: Contact
    work_area: Sequence[str]
    sectors: Sequence[str]
    last_note: str
    attempts: str
    proposals: Sequence[int]
    broken_links: Sequence[Broken]
    doubles: Sequence[Double]
    changed: Mapping[CheckPart, str]


def cards_of(work: WorkList, keys: Sequence[int]) -> list[Card]:
    """Return the cards of these records of a work list, in this order; eleven queries."""
    providers = Provider.objects.select_related("type").in_bulk(keys)
    rows = ServiceArea.objects.filter(provider__in=keys).order_by("pc4", "letters_from", "pk")
    versions, parts, reasons = versions_of(keys), parts_by_provider(rows), work.reasons_of(set(keys))
    sectors, notes, attempts = _sectors_of(keys), _last_notes(keys), attempts_of(providers)
    proposals, broken, doubles = _open_proposals(keys), broken_links(keys), _doubles_of(keys)
    changed = changed_since_check(providers.values())
    return [
        Card(
            providers[key],
            reasons.get(key, ()),
            work.harm.in_words(key),
            versions[key],
            contact_of(providers[key]),
            parts_in_words(parts[key]),
            sectors[key],
            notes.get(key, ""),
            attempts.get(key, ""),
            proposals[key],
            broken.get(key, ()),
            doubles[key],
            changed[key],
        )
        for key in keys
        if key in providers
    ]


def attempts_of(providers: Mapping[int, Provider]) -> dict[int, str]:
    """Return of each record how often nobody was reached since its contact data were last checked; one query."""
    tries: dict[int, list[ContactAttempt]] = defaultdict(list)
    for attempt in ContactAttempt.objects.filter(provider__in=providers).order_by("on", "pk"):
        checked_on = providers[attempt.provider_id].contact_checked_on
        if checked_on is None or attempt.on > checked_on:
            tries[attempt.provider_id].append(attempt)
    return {key: _told(found) for key, found in tries.items()}


def _told(attempts: Sequence[ContactAttempt]) -> str:
    last = attempts[-1]
    note = f": {last.note}" if last.note else ""
    return f"{len(attempts)} keer, het laatst op {date_in_words(last.on)}{note}"


def _open_proposals(keys: Sequence[int]) -> dict[int, list[int]]:
    """Return the keys of the proposals for each of these records that wait for a decision, the oldest first."""
    found: dict[int, list[int]] = defaultdict(list)
    waiting = Proposal.objects.filter(provider__in=keys, state=Proposal.State.OPEN).order_by("proposed_on", "pk")
    for key, proposal in waiting.values_list("provider_id", "pk"):
        found[key].append(proposal)
    return found


def _doubles_of(keys: Sequence[int]) -> dict[int, list[Double]]:
    """Return of each of these records the ones that it may be, as long as nobody has said."""
    found: dict[int, list[Double]] = defaultdict(list)
    pairs = open_pairs().filter(Q(first__in=keys) | Q(second__in=keys)).select_related("first", "second")
    for pair in pairs:
        for one, other in ((pair.first, pair.second), (pair.second, pair.first)):
            found[one.pk].append(Double(other.name, other.slug))
    return found


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
