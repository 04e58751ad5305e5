"""How providers answer: measured from what happened, shown before choosing, and counted for R17.

What lives here: figures from the events. What does not: showing them, taking back checks (services/upkeep/checks.py).
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import takewhile
from statistics import median
from typing import NamedTuple
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from referrals.models import ReferralEvent
from referrals.status import WAITING, State
from referrals.working_days import midnight, working_days_between
from services.models import Provider

ANSWERS = frozenset({State.ACCEPTED, State.DECLINED, State.FORWARDED})


@dataclass(frozen=True, slots=True)
class ResponseFigures:
    """How a provider ended the waiting of those who asked it.

    `referrals` counts those that it answered or let pass in silence, `answered` and `declined` those that it answered
    in time, and `median_working_days` is the middle of the times that took; None where it answered none.
    """

    referrals: int
    answered: int
    declined: int
    median_working_days: float | None


class Ending(NamedTuple):
    """How the waiting of one referral ended, and after how many working days."""

    state: State
    working_days: int


def response_figures(provider_ids: Collection[int] | None = None) -> dict[int, ResponseFigures]:
    """Return the figures of those of the providers (None: of all) that were asked often enough to tell, in one query.

    A referral counts once its waiting ended by an answer or by silence; withdrawn while waiting, it does not. An answer
    that came after the silence leaves it a silence, and one that is reopened counts as it first ended.
    """
    endings: dict[int, dict[UUID, Ending]] = defaultdict(dict)
    ended = ReferralEvent.objects.filter(before__in=WAITING, after__in=[*ANSWERS, State.NO_ANSWER])
    if provider_ids is not None:
        ended = ended.filter(referral__provider_id__in=provider_ids)
    rows = ended.values_list("referral__provider_id", "referral_id", "referral__sent_at", "at", "after")
    for provider, referral, sent_at, at, after in rows:
        days = working_days_between(timezone.localdate(sent_at), timezone.localdate(at))
        endings[provider].setdefault(referral, Ending(State(after), days))
    return {
        provider: _figures(of_provider.values())
        for provider, of_provider in endings.items()
        if len(of_provider) >= settings.RESPONSES_TO_SHOW
    }


def silences_in_a_row(provider: Provider, since_check: date | None) -> int:
    """Return how many referrals in a row, up to now, the provider let pass in silence; any answer begins anew.

    With a day, only what happened after it: a check of the record forgives what was before. It counts no further than
    SILENCES_IN_A_ROW, since more makes no difference.
    """
    events = ReferralEvent.objects.filter(referral__provider=provider, after__in=[*ANSWERS, State.NO_ANSWER])
    if since_check:
        events = events.filter(at__gte=midnight(since_check + timedelta(days=1)))
    last_first = events.order_by("-at", "-pk").values_list("after", flat=True)[: settings.SILENCES_IN_A_ROW]
    return sum(1 for _silence in takewhile(lambda after: after == State.NO_ANSWER, last_first))


def _figures(endings: Iterable[Ending]) -> ResponseFigures:
    all_endings = list(endings)
    answers = [ending for ending in all_endings if ending.state in ANSWERS]
    return ResponseFigures(
        referrals=len(all_endings),
        answered=len(answers),
        declined=sum(ending.state == State.DECLINED for ending in answers),
        median_working_days=median(ending.working_days for ending in answers) if answers else None,
    )
