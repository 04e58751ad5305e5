"""One provider of a referred case, as the employer's page knows it.

What lives here: facts of one referral, and of it among the others. What does not: the sentences that tell them
(entry_in_words.py), the page as a whole (case_page.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from referrals.loop.consent import SharedField, in_words
from referrals.models import Outcome, Referral, ReferralEvent
from referrals.status import HELPING, WAITING, State, may_move
from referrals.working_days import add_working_days
from services.contact import Contact, contact_of

BEFORE_SENDING = frozenset({State.DRAFT, State.AWAITING_CONFIRMATION})


@dataclass(slots=True)
class Seen:
    """By whom and when a case is looked at, and all its entries, which know each other through this."""

    language: str
    today: date
    entries: Sequence[Entry] = ()

    @property
    def next_in_line(self) -> str:
        """Return the name of the provider that goes next by itself; empty when nobody does."""
        return next((entry.name for entry in self.entries if entry.stands_in_line), "")


class Entry:
    """One provider that the case went to, waits for, or may go to."""

    def __init__(self, referral: Referral, seen: Seen) -> None:
        self.referral, self.seen = referral, seen
        self.state = State(referral.state)
        self.provider = referral.provider
        self.name = referral.provider.name
        self.url = reverse("organisation", args=[referral.provider.slug])
        self.answer_by = referral.answer_by
        self.events: list[ReferralEvent] = list(referral.events.all())

    # --- The provider ---

    @cached_property
    def shared(self) -> list[SharedField]:
        """Return what this provider may know, in the reader's language; before a yes, what it then would know."""
        source = self.forwarder.referral if self.asks_consent and self.forwarder else self.referral
        return in_words(source.shared, self.seen.language)

    @property
    def contact(self) -> Contact:
        """Return how the employer reaches the provider itself."""
        return contact_of(self.provider)

    @cached_property
    def reports(self) -> list[Outcome]:
        """Return what the provider says became of people."""
        return [outcome for outcome in self.referral.outcomes.all() if outcome.people]

    @property
    def reason(self) -> str:
        """Return the last reason that the provider gave for a no; empty without one."""
        return next((str(event.get_reason_display()) for event in reversed(self.events) if event.reason), "")

    @property
    def is_out_of_reach(self) -> bool:
        """Return whether a mail to the provider never arrived."""
        return bool(self.referral.lost_mails)

    # --- Where it stands ---

    @property
    def is_helping(self) -> bool:
        """Return whether the provider said yes."""
        return self.state in HELPING

    @property
    def can_withdraw(self) -> bool:
        """Return whether the employer can still take this back."""
        return may_move(self.state, State.WITHDRAWN)

    @property
    def asks_consent(self) -> bool:
        """Return whether this waits for a yes of the employer: another provider named it."""
        return self.state == State.DRAFT and self.referral.forwarded_by_id is not None

    @property
    def stands_in_line(self) -> bool:
        """Return whether this gets the case by itself when its turn comes."""
        return self.state == State.DRAFT and not self.asks_consent

    @property
    def is_over(self) -> bool:
        """Return whether nobody needs to wait for this one any more."""
        return self.state not in WAITING | HELPING | BEFORE_SENDING

    @cached_property
    def since(self) -> date | None:
        """Return the day on which it came into this state."""
        return self.day_of(self.state)

    @property
    def ended_without_help_at(self) -> datetime | None:
        """Return when the provider said no, or its time to answer was over."""
        moments = (event.at for event in reversed(self.events) if event.after == self.state)
        return next(moments, None) if self.state in {State.DECLINED, State.NO_ANSWER} else None

    @property
    def coming_reminders(self) -> list[date]:
        """Return the days to come on which the provider is reminded."""
        if self.referral.sent_at is None:
            return []
        sent = timezone.localdate(self.referral.sent_at)
        days = (add_working_days(sent, number) for number in settings.REMINDER_WORKING_DAYS)
        return [day for day in days if day > self.seen.today]

    def day_of(self, state: State) -> date | None:
        """Return the last day on which it came into a state; None where it never did."""
        return next((timezone.localdate(event.at) for event in reversed(self.events) if event.after == state), None)

    # --- Among the others ---

    @cached_property
    def forwarder(self) -> Entry | None:
        """Return the provider that named this one."""
        return next((other for other in self.seen.entries if other.referral.pk == self.referral.forwarded_by_id), None)

    @property
    def named(self) -> Entry | None:
        """Return the provider that this one named."""
        return next((other for other in self.seen.entries if other.referral.forwarded_by_id == self.referral.pk), None)

    @property
    def waits_for(self) -> Entry | None:
        """Return who is just before this one in line and not done with; None where it has nobody to wait for."""
        earlier = [other for other in self.seen.entries if other.referral.place < self.referral.place]
        return next((other for other in reversed(earlier) if not other.is_over), None)
