"""Why a record asks for somebody's attention: each reason is a condition on providers, with its words and its urgency.

What lives here: the reasons and the list that they make. What does not: its page (start.py), what is to be done beside
records (start.py), what depends on a record (harm.py). Nothing of it is stored: what is done is gone at once, and what
is due appears by itself.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import cached_property, reduce
from operator import or_
from typing import NamedTuple

from django.db.models import BooleanField, Count, Exists, ExpressionWrapper, F, OuterRef, Q, Value
from django.db.models.functions import Coalesce

from services.catalogue import catalogue
from services.desk import registry
from services.desk.harm import Harm
from services.desk.registry import Reason
from services.desk.spread import due_day, has_its_turn, next_check_on
from services.duplicates.finding import open_pairs
from services.freshness import OldestChecks, oldest_checks
from services.link_checks.links import broken_links
from services.models import ContactAttempt, Draft, Proposal, Provider, ServiceArea, Snooze
from services.practical.capacity import Capacity
from services.querysets import ProviderQuerySet
from services.stewards import without_owner
from services.upkeep.changed import has_changed_since_check

WEEK = timedelta(days=7)
WEEKS_AHEAD = 4
# A record of which the check is due by then may have its turn within those weeks.
FURTHEST = 2 * WEEKS_AHEAD * WEEK
# For so long after its last day a full house or a waiting list is asked about; then nobody expects an answer.
ROOM_ASKED_FOR = 4 * WEEK
# Who has just checked a record saw what it lacks, and could not fill it in: that is asked again after so long.
LACK_ASKED_AGAIN = 4 * WEEK
# So often in vain, and people look for another way.
ATTEMPTS = 3
NEVER = date(1900, 1, 1)
LONGEST_UNCHECKED = (F("last_checked_on").asc(nulls_first=True), "name", "slug")


def _unreached(_edges: OldestChecks) -> Q:
    since = Coalesce(OuterRef("contact_checked_on"), Value(NEVER))
    in_vain = ContactAttempt.objects.filter(provider=OuterRef("pk"), on__gt=since).order_by().values("provider")
    return Q(Exists(in_vain.annotate(number=Count("pk")).filter(number__gte=ATTEMPTS)))


def _proposed(_edges: OldestChecks) -> Q:
    """Return the condition that somebody proposed or reported something of a record, or of one merged into it."""
    about = Q(provider=OuterRef("pk")) | Q(provider__merged_into=OuterRef("pk"))
    return Q(Exists(Proposal.objects.filter(about, state=Proposal.State.OPEN)))


def _not_published(_edges: OldestChecks) -> Q:
    return Q(Exists(Draft.objects.filter(provider=OuterRef("pk"), ended_at=None).exclude(failure="")))


def _area_unknown(_edges: OldestChecks) -> Q:
    return Q(Exists(ServiceArea.objects.filter(provider=OuterRef("pk"), unknown=True)))


def _likely_double(_edges: OldestChecks) -> Q:
    pairs = open_pairs().order_by()
    return Q(pk__in=pairs.values("first")) | Q(pk__in=pairs.values("second"))


def _may_have_room_again(edges: OldestChecks) -> Q:
    """Return the condition that an organisation was full or had a waiting list until a day that has just passed."""
    since = edges.on - ROOM_ASKED_FOR
    return Q(capacity__in=(Capacity.FULL, Capacity.WAITING), capacity_until__gte=since, capacity_until__lt=edges.on)


def _lacking(where: Callable[[OldestChecks], Q]) -> Callable[[OldestChecks], Q]:
    """Return the condition that a record lacks something, and that nobody has just checked all of it all the same."""
    return lambda edges: where(edges) & ~Q(last_checked_on__gt=edges.on - LACK_ASKED_AGAIN)


REASONS = (
    Reason("zwijgt", "geeft steeds geen antwoord", 8, lambda _edges: Q(silent_since__isnull=False)),
    Reason("nooit", "nooit gecontroleerd", 6, lambda _edges: Q(last_checked_on=None, silent_since=None)),
    Reason("te-lang", "te lang niet gecontroleerd", 6, lambda edges: Q(last_checked_on__lt=edges.overdue)),
    Reason("niet-bereikt", "drie keer niet bereikt", 5, _unreached),
    Reason(
        "te-laat",
        "controle is te laat",
        5,
        lambda edges: Q(last_checked_on__gte=edges.overdue, last_checked_on__lt=edges.due),
    ),
    Reason("concept", "geplande wijziging is niet gepubliceerd", 5, _not_published),
    Reason("gemeld", "voorstel of melding", 4, _proposed),
    Reason("link", "een link werkt niet", 4, lambda _edges: Q(pk__in=broken_links().keys())),
    Reason("dubbel", "lijkt op een andere organisatie", 4, _likely_double),
    Reason(
        "binnenkort",
        "binnenkort controleren",
        3,
        lambda edges: Q(last_checked_on__gte=edges.due) & has_its_turn(edges),
    ),
    Reason("telefoon", "geen telefoonnummer", 3, _lacking(lambda _edges: Q(phone=""))),
    Reason("werkgebied", "werkgebied niet bekend", 3, _area_unknown, "desk_work_area"),
    Reason("adres", "geen adres", 2, _lacking(lambda _edges: Q(street="", postcode=""))),
    Reason("plek", "vraag of er weer plek is", 2, _may_have_room_again, "desk_practical"),
    Reason("eigenaar", "geen eigenaar", 2, _lacking(lambda _edges: without_owner())),
    Reason("gewijzigd", "gewijzigd na de controle", 3, lambda _edges: has_changed_since_check()),
    Reason("oud-engels", "Engels ouder dan Nederlands", 1, _lacking(lambda _edges: Q(english_is_older=True))),
    Reason("engels", "geen Engelse tekst", 1, _lacking(lambda _edges: Q(description_en="") & ~Q(description_nl=""))),
    *registry.reasons,
)
BY_CODE: Mapping[str, Reason] = {reason.code: reason for reason in REASONS}


class Item(NamedTuple):
    """A record of the list by its key, with its reasons, the most urgent first."""

    key: int
    reasons: Sequence[Reason]

    @property
    def urgency(self) -> int:
        """Return how urgent its worst reason is."""
        return self.reasons[0].urgency


class WorkList:
    """What some records ask for on a day: one query for the list, one for what waits, and those of `Harm`."""

    def __init__(self, providers: ProviderQuerySet, on: date) -> None:
        self._providers, self._on = providers, on
        self._edges = oldest_checks(on, catalogue().parameters)

    @cached_property
    def harm(self) -> Harm:
        """Return what depends on records."""
        return Harm(self._on)

    @cached_property
    def items(self) -> list[Item]:
        """Return the records with any reason that may not wait: where most depends on it first."""
        found = [item for item in self._asking if item.urgency > self._put_away.get(item.key, 0)]
        return sorted(found, key=lambda item: -self.harm.of(item.key, item.urgency))

    @property
    def waiting(self) -> int:
        """Return how many records with a reason may wait until another day."""
        return len(self._asking) - len(self.items)

    def keys(self, reason: Reason | None = None) -> list[int]:
        """Return the keys of the records in order: all, or those with a reason."""
        return [item.key for item in self.items if reason is None or reason in item.reasons]

    def counts(self) -> list[tuple[Reason, int]]:
        """Return how many records have each reason, of those that any has."""
        numbers = Counter(reason for item in self.items for reason in item.reasons)
        return [(reason, numbers[reason]) for reason in REASONS if numbers[reason]]

    def reasons_of(self, keys: Collection[int]) -> dict[int, Sequence[Reason]]:
        """Return the reasons of these records of the list."""
        return {item.key: item.reasons for item in self.items if item.key in keys}

    def urgencies(self) -> dict[int, int]:
        """Return how urgent the records are that ask for something, whether they wait or not, by key."""
        return {item.key: item.urgency for item in self._asking}

    def forecast(self) -> list[tuple[date, int]]:
        """Return the day on which each of the next weeks begins, and how many records have their turn in it."""
        checked = self._providers.filter(last_checked_on__gte=self._edges.due)
        soon = checked.filter(last_checked_on__lte=self._edges.fresh + FURTHEST).order_by()
        turns = (
            next_check_on(key, due_day(day, self._edges)) for key, day in soon.values_list("pk", "last_checked_on")
        )
        weeks = Counter((turn - self._on).days // WEEK.days for turn in turns if turn > self._on)
        return [(self._on + number * WEEK, weeks[number]) for number in range(WEEKS_AHEAD)]

    @cached_property
    def _put_away(self) -> dict[int, int]:
        """Return how urgent the records were that somebody put away, by key."""
        return dict(Snooze.objects.filter(until__gt=self._on).values_list("provider_id", "urgency"))

    @cached_property
    def _asking(self) -> list[Item]:
        """Return the records with any reason: the longest unchecked first, then by name."""
        return list(self._read())

    def _read(self) -> Iterator[Item]:
        holds = {reason: reason.where(self._edges) for reason in REASONS}
        flags = {
            f"asks_{number}": ExpressionWrapper(where, output_field=BooleanField())
            for number, where in enumerate(holds.values())
        }
        asking = self._providers.filter(reduce(or_, holds.values())).annotate(**flags)
        for key, *held in asking.order_by(*LONGEST_UNCHECKED).values_list("pk", *flags):
            reasons = [reason for reason, is_held in zip(REASONS, held, strict=True) if is_held]
            yield Item(key, sorted(reasons, key=lambda reason: -reason.urgency))


def urgencies_of(keys: Collection[int], on: date) -> dict[int, int]:
    """Return how urgent these records are on a day, by key; 0 where one asks for nothing."""
    return dict.fromkeys(keys, 0) | WorkList(Provider.objects.filter(pk__in=keys), on).urgencies()
