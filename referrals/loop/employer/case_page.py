"""A referred case as its employer sees it: for each provider where it stands, what was shared and what comes next.

What lives here: choosing and naming what is shown. What does not: the moves (actions.py), markup (templates).
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property

from django.conf import settings
from django.db.models import Prefetch
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from referrals.engine.route import Recommendation
from referrals.loop.consent import SharedField, in_words
from referrals.loop.next_provider import next_best, shared_before
from referrals.mail.outbox import NEVER_ARRIVED
from referrals.models import CaseDetails, Outcome, OutgoingMail, Referral, ReferralEvent
from referrals.status import HELPING, WAITING, State, may_move
from referrals.working_days import add_working_days
from services.catalogue import catalogue
from services.contact import Contact
from services.language import reader_language

TAG_KINDS = {
    State.ACCEPTED: "ok",
    State.IN_PROGRESS: "ok",
    State.CLOSED: "ok",
    State.SENT: "brand",
    State.SEEN: "brand",
    State.DECLINED: "warning",
    State.NO_ANSWER: "warning",
}
BEFORE_SENDING = {State.DRAFT, State.AWAITING_CONFIRMATION}


@dataclass(frozen=True, slots=True)
class Happened:
    """One thing that happened to a referral, and its day."""

    day: date
    words: str


class Entry:
    """One provider that the case went to, waits for, or may go to."""

    def __init__(self, referral: Referral, page: "ReferredPage") -> None:
        self.referral, self.page = referral, page
        self.state = State(referral.state)
        self.provider = referral.provider
        self.name = referral.provider.name
        self.url = reverse("organisation", args=[referral.provider.slug])
        self.events: list[ReferralEvent] = list(referral.events.all())

    @property
    def state_words(self) -> str:
        """Return the state in words, on its own."""
        if self.asks_consent:
            return _("wacht op uw keuze")
        return str(self.referral.get_state_display())

    @property
    def kind(self) -> str:
        """Return the looks of the label with the state."""
        return TAG_KINDS.get(self.state, "plain")

    @cached_property
    def shared(self) -> list[SharedField]:
        """Return what this provider may know, in the reader's language; before a yes, what it then would know."""
        source = self.forwarder.referral if self.asks_consent and self.forwarder else self.referral
        return in_words(source.shared, self.page.language)

    @property
    def contact(self) -> Contact:
        """Return how the employer reaches the provider itself."""
        one = self.provider
        return Contact(one.email, one.phone, one.website, one.is_example)

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

    @cached_property
    def forwarder(self) -> "Entry | None":
        """Return the provider that named this one."""
        return next((one for one in self.page.entries if one.referral.pk == self.referral.forwarded_by_id), None)

    @property
    def ended_without_help_at(self) -> datetime | None:
        """Return when the provider said no, or its time to answer was over."""
        moments = (event.at for event in reversed(self.events) if event.after == self.state)
        return next(moments, None) if self.state in {State.DECLINED, State.NO_ANSWER} else None

    @cached_property
    def history(self) -> list[Happened]:
        """Return what happened, the first thing first."""
        moments = ((event, self._in_words(event)) for event in self.events)
        return [Happened(_day(event), words) for event, words in moments if words]

    @cached_property
    def since(self) -> date | None:
        """Return the day on which it came into this state."""
        return self._day_of(self.state)

    @cached_property
    def reports(self) -> list[Outcome]:
        """Return what the provider says became of people."""
        return [one for one in self.referral.outcomes.all() if one.people]

    @cached_property
    def now(self) -> list[str]:
        """Return where it stands and what happens next, in sentences with days."""
        return {
            State.DRAFT: self._as_draft,
            State.AWAITING_CONFIRMATION: lambda: [_("Wij versturen niets voordat u per mail bevestigt.")],
            State.SENT: self._as_waiting,
            State.SEEN: self._as_waiting,
            State.ACCEPTED: self._as_helping,
            State.IN_PROGRESS: self._as_helping,
            State.DECLINED: self._as_declined,
            State.NO_ANSWER: self._as_silent,
            State.FORWARDED: self._as_forwarded,
            State.WITHDRAWN: lambda: [_("Deze aanvraag is ingetrokken. De organisatie kan hem niet meer lezen.")],
            State.CLOSED: lambda: [_("De organisatie is klaar en heeft de uitkomst gemeld.")],
        }[self.state]()

    # --- Sentences of a state ---

    def _as_draft(self) -> list[str]:
        if self.asks_consent:
            sentence = _(
                "%(name)s verwijst u door naar deze organisatie. Zij weet nog niets: u kiest of wij haar vragen."
            )
            return [sentence % {"name": self.forwarder.name if self.forwarder else ""}, *self._cost()]
        before = [one for one in self.page.entries if one.referral.place < self.referral.place and not one.is_over]
        if not before:
            return [_("Deze organisatie weet nog niets.")]
        sentence = _("Staat klaar. Gaat vanzelf weg als %(name)s nee zegt of niet antwoordt.")
        return [sentence % {"name": before[-1].name}]

    def _cost(self) -> list[str]:
        """Return what a private provider may cost: another one named it, so the employer may not know (R14)."""
        kind = catalogue().types_by_id[self.provider.type_id]
        if not kind.is_private:
            return []
        return [
            _("Dit is een particuliere organisatie. Vraag vooraf wat het kost."),
            *([kind.cost] if kind.cost else []),
        ]

    def _as_waiting(self) -> list[str]:
        sentences = []
        if reminders := self._coming_reminders():
            days = get_text_list([_written(day) for day in reminders], _("en"))
            sentences.append(_("Wij herinneren de organisatie op %(days)s.") % {"days": days})
        if self.referral.answer_by:
            day = {"day": _written(self.referral.answer_by), "next": self.page.next_in_line}
            if self.page.next_in_line:
                sentence = _("Komt er tot en met %(day)s geen antwoord? Dan vragen wij vanzelf %(next)s.")
            else:
                sentence = _("Komt er tot en met %(day)s geen antwoord? Dan mailen wij u wie u nog meer kunt vragen.")
            sentences.append(sentence % day)
        return sentences

    def _as_helping(self) -> list[str]:
        sentences = [_("De organisatie heeft nu uw e-mailadres en neemt contact met u op. U mag ook zelf bellen.")]
        if self.state == State.IN_PROGRESS:
            sentences = [_("De hulp is begonnen.")]
        accepted = self._day_of(State.ACCEPTED)
        days = [accepted + timedelta(days=number) for number in settings.ASK_OUTCOME_DAYS] if accepted else []
        coming = next((day for day in days if day > self.page.today), None)
        if coming:
            sentences.append(_("Op %(day)s vragen wij u en de organisatie hoe het ging.") % {"day": _written(coming)})
        return sentences

    def _as_declined(self) -> list[str]:
        reason = next((event.get_reason_display() for event in reversed(self.events) if event.reason), "")
        return [_("De reden van de organisatie: ‘%(reason)s’.") % {"reason": reason}] if reason else []

    def _as_silent(self) -> list[str]:
        if self.referral.lost_mails:
            return [_("Wij konden deze organisatie niet bereiken: onze mail kwam niet aan.")]
        return [_("De organisatie antwoordde niet op tijd. Zij mag nog ja of nee zeggen, zolang u niet intrekt.")]

    def _as_forwarded(self) -> list[str]:
        other = next((one for one in self.page.entries if one.referral.forwarded_by_id == self.referral.pk), None)
        if other is None:
            return []
        return [_("De organisatie verwijst u door naar %(name)s.") % {"name": other.name}]

    # --- Parts ---

    @property
    def is_over(self) -> bool:
        """Return whether nobody needs to wait for this one any more."""
        return self.state not in WAITING | HELPING | BEFORE_SENDING

    def _coming_reminders(self) -> list[date]:
        if self.referral.sent_at is None:
            return []
        sent = timezone.localdate(self.referral.sent_at)
        days = (add_working_days(sent, number) for number in settings.REMINDER_WORKING_DAYS)
        return [day for day in days if day > self.page.today]

    def _day_of(self, state: State) -> date | None:
        return next((_day(event) for event in reversed(self.events) if event.after == state), None)

    def _in_words(self, event: ReferralEvent) -> str:
        if event.what == ReferralEvent.What.MOVED:
            return "" if event.after in BEFORE_SENDING else str(event.get_after_display())
        if event.what == ReferralEvent.What.NEW_LINK:
            return ""
        return str(event.get_what_display())


class ReferredPage:
    """Everything that the employer's own page shows, in the reader's language."""

    def __init__(self, details: CaseDetails) -> None:
        self.details, self.case = details, details.case
        self.language = reader_language()
        self.today = timezone.localdate()

    @cached_property
    def entries(self) -> list[Entry]:
        """Return every provider of the case, in its order."""
        lost = OutgoingMail.objects.filter(state__in=NEVER_ARRIVED).only("referral_id")
        rows = self.case.referrals.select_related("provider").order_by("place")
        rows = rows.prefetch_related("events", "outcomes", Prefetch("mails", lost, to_attr="lost_mails"))
        return [Entry(row, self) for row in rows]

    @cached_property
    def headcount(self) -> int:
        """Return how many people the case is about."""
        return self.case.headcount

    @cached_property
    def next_in_line(self) -> str:
        """Return the name of the provider that goes next by itself; empty when nobody does."""
        waiting = (one for one in self.entries if one.state == State.DRAFT and not one.asks_consent)
        return next((one.name for one in waiting), "")

    @cached_property
    def withdrawable(self) -> list[Entry]:
        """Return what can still be taken back."""
        return [one for one in self.entries if one.can_withdraw]

    @cached_property
    def forwards(self) -> list[Entry]:
        """Return what waits for a yes of the employer: a provider named another one."""
        return [one for one in self.entries if one.asks_consent]

    @cached_property
    def is_going_on(self) -> bool:
        """Return whether somebody has the case, helps, stands in line or has finished."""
        return any(not one.is_over or one.state == State.CLOSED for one in self.entries)

    @cached_property
    def disappointed_by(self) -> Entry | None:
        """Return the provider that did not help, with nobody asked since; None when there is none."""
        latest = max((one for one in self.entries if one.ended_without_help_at), key=_end_of, default=None)
        if latest is None:
            return None
        others = [one.referral.sent_at for one in self.entries if one is not latest and one.referral.sent_at]
        return None if any(sent_at >= _end_of(latest) for sent_at in others) else latest

    @cached_property
    def offer(self) -> "Offer | None":
        """Return whom to ask next, when a provider did not help and nobody follows by itself, or nobody is left."""
        nobody_follows = not self.next_in_line and not self.forwards
        if not nobody_follows or (self.is_going_on and not self.disappointed_by):
            return None
        found = next_best(self.case, self.today)
        return Offer(found, self) if found else None

    @cached_property
    def reports(self) -> list[Outcome]:
        """Return what the employer itself said became of people."""
        return [one for one in self.case.outcomes.filter(referral=None) if one.people]

    @property
    def reported(self) -> dict[str, int]:
        """Return the employer's own numbers by result, to change them."""
        return {one.result: one.people for one in self.case.outcomes.filter(referral=None)}

    @property
    def keeps_days(self) -> int:
        """Return after how many days without news the details go."""
        return settings.CASE_DETAILS_DAYS

    @cached_property
    def examples(self) -> bool:
        """Return whether contact data of examples are shown."""
        return any(one.provider.is_example for one in self.entries)


class Offer:
    """The provider that the employer can ask next with one press, and why it is this one."""

    def __init__(self, found: Recommendation, page: ReferredPage) -> None:
        self.slug, self.name = found.candidate.slug, found.candidate.name
        self.url = reverse("organisation", args=[self.slug])
        self.reasons = [finding.text(page.language) for finding in found.reasons]
        self.shared = in_words(shared_before(page.case), page.language)
        self.why_now = _why_now(page.disappointed_by)


def _why_now(by: Entry | None) -> str:
    if by is None:
        return _("Niemand heeft uw aanvraag nu, of krijgt hem nog.")
    sentence = _("%(name)s zegt nee.") if by.state == State.DECLINED else _("%(name)s gaf geen antwoord.")
    return sentence % {"name": by.name}


def _end_of(entry: Entry) -> datetime:
    """Return when an entry that ended without help did so."""
    assert entry.ended_without_help_at  # noqa: S101 - the callers look at those only
    return entry.ended_without_help_at


def _day(event: ReferralEvent) -> date:
    return timezone.localdate(event.at)


def _written(day: date) -> str:
    return date_format(day, "j F Y")
