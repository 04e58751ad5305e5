"""One provider of a referred case, as the employer's page knows it.

What lives here: facts of one referral, and of it among the others. What does not: the sentences that tell them
(entry_in_words.py), the page as a whole (case_page.py).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property

from django.urls import reverse
from django.utils import timezone

from referrals.loop.clock import holds_to, is_on_hold, reminder_days
from referrals.loop.consent import SharedField, in_words
from referrals.loop.parts import with_people
from referrals.loop.questions import answer_in_words, question_in_words
from referrals.models import AskedQuestion, Outcome, Referral, ReferralEvent
from referrals.status import HELPING, SAID_YES, WAITING, State, may_move
from services.contact import Contact, contact_of

BEFORE_SENDING = frozenset({State.DRAFT, State.AWAITING_CONFIRMATION})


@dataclass(slots=True)
class Seen:
    """By whom and when a case is looked at, and all its entries, which know each other through this."""

    language: str
    today: date
    entries: Sequence[Entry] = ()
    left: Mapping[int, int] = field(default_factory=dict)

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
        shared = with_people(source.shared, self.seen.left) if self.state in BEFORE_SENDING else source.shared
        return in_words(shared, self.seen.language)

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
        declined = (event for event in reversed(self.events) if event.after == State.DECLINED)
        return next((str(event.get_reason_display()) for event in declined), "")

    @property
    def asked(self) -> list[AskedQuestion]:
        """Return what the provider asked and the employer can still answer."""
        can_answer = self.state in WAITING | {State.NO_ANSWER}
        return [one for one in self.referral.questions.all() if can_answer and not one.answer]

    @property
    def told(self) -> list[tuple[str, str]]:
        """Return what the provider asked and the employer answered, in words."""
        rows = self.referral.questions.all()
        return [(question_in_words(one), answer_in_words(one)) for one in rows if one.answer]

    @property
    def part(self) -> int:
        """Return how many people the provider helps where that is not everybody; 0 where it is."""
        return sum(one.people for one in self.referral.taken_on.all()) if self.state in SAID_YES else 0

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
    def is_good_news(self) -> bool:
        """Return whether the provider helps, or did."""
        return self.state in SAID_YES

    @property
    def on_hold_until(self) -> date | None:
        """Return the day up to which nothing is asked of the provider; None where it goes on."""
        return self.referral.on_hold_until if is_on_hold(self.referral, self.seen.today) else None

    @property
    def can_hold(self) -> bool:
        """Return whether the employer can put this on hold."""
        return holds_to(self.referral) and not self.on_hold_until

    @property
    def undone_until(self) -> datetime | None:
        """Return until when the provider can take back its no unheard; None where it cannot."""
        goes_on_at = self.referral.goes_on_at if self.state == State.DECLINED else None
        return goes_on_at if goes_on_at and goes_on_at > timezone.now() else None

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
        """Return when the provider said no for good, its time was over, or it took a part: others need help."""
        moments = (event.at for event in reversed(self.events) if event.after == self.state)
        nobody_has_it = not any(other.state in WAITING for other in self.seen.entries)
        leaves_others = self.part and any(self.seen.left.values()) and nobody_has_it
        without_help = self.state in {State.DECLINED, State.NO_ANSWER} and not self.undone_until
        return next(moments, None) if without_help or leaves_others else None

    @property
    def coming_reminders(self) -> list[date]:
        """Return the days to come on which the provider is reminded."""
        return [day for day in reminder_days(self.referral) if day > self.seen.today]

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
