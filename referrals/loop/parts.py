"""Which people of a case a provider helps: all of them, or a part, so that nobody is counted twice.

What lives here: what is left of each group, writing down who takes which part, and telling it to the next. What does
not: saying yes (actions.py), the line (queue.py), counting results (monitor/results.py).
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, Sum

from referrals.loop.consent import HEADCOUNTS, PLACES, groups_in_words
from referrals.models import Referral, ReferralEvent, ReferredCase, TakenOn
from referrals.status import SAID_YES, State

# People of each group, by its number.
People = Mapping[int, int]


class Part(NamedTuple):
    """People of one group as a provider was asked to help them; `who` they are is empty where that is not shared."""

    number: int
    place: str
    people: int
    who: str


def left_of(case: ReferredCase, besides: Referral | None = None) -> dict[int, int]:
    """Return how many people of each group nobody took on as its part, but for one provider."""
    taken = TakenOn.objects.filter(group__case=case, referral__state__in=SAID_YES).exclude(referral=besides)
    by_group = dict(taken.values_list("group__number").annotate(people=Sum("people")))
    return {
        number: people - by_group.get(number, 0) for number, people in case.groups.values_list("number", "headcount")
    }


def asked_of(referral: Referral) -> list[Part]:
    """Return the people that a provider can say yes for: those it was asked for and nobody took on since."""
    shared, left = referral.shared, left_of(referral.case, besides=referral)
    groups = zip(shared.get(PLACES, ()), shared.get(HEADCOUNTS, ()), groups_in_words(shared), strict=True)
    asked = [
        Part(number, place, min(people, left[number]), who)
        for number, (place, people, who) in enumerate(groups, start=1)
    ]
    return [part for part in asked if part.people]


def take_on(referral: Referral, people: People) -> None:
    """Write down which people of each group a provider helps as its part; who helps everybody has no rows."""
    groups = {group.number: group for group in referral.case.groups.all()}
    TakenOn.objects.bulk_create(
        TakenOn(referral=referral, group=groups[number], people=number_of) for number, number_of in people.items()
    )


def is_left(referral: Referral, ending: ReferralEvent) -> bool:
    """Return whether nobody took on the people of a provider since it ended its help."""
    mine = dict(referral.taken_on.values_list("group__number", "people"))
    yes = ReferralEvent.objects.filter(referral=OuterRef("pk"), after=State.ACCEPTED, pk__gt=ending.pk)
    since = referral.case.referrals.filter(Exists(yes), state__in=SAID_YES).exclude(pk=referral.pk)
    if not mine or since.filter(taken_on=None).exists():
        return not since.exists()
    left = left_of(referral.case, besides=referral)
    return all(people <= left[number] for number, people in mine.items())


def taken_by(referral: Referral) -> int:
    """Return how many people a provider that said yes helps; 0 where it is all of them."""
    return referral.taken_on.aggregate(people=Sum("people"))["people"] or 0


def most_of(referral: Referral) -> int:
    """Return how many people a provider that said yes can report on."""
    return taken_by(referral) or referral.case.headcount


def with_people(shared: Mapping[str, Any], left: People) -> dict[str, Any]:
    """Return what is shared, with of each group the people that are left; a group without any is not told."""
    if HEADCOUNTS not in shared:
        return dict(shared)
    return {**shared, HEADCOUNTS: [left[number] for number in range(1, len(shared[HEADCOUNTS]) + 1)]}
