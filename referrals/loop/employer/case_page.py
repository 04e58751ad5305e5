"""A referred case as its employer sees it: every provider in its order, and whom to ask next.

What lives here: choosing what is shown of the whole case. What does not: one provider (entry.py), the moves
(actions.py), markup (templates).
"""

from datetime import datetime
from functools import cached_property

from django.conf import settings
from django.db.models import Prefetch, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from referrals.engine.route import Recommendation
from referrals.loop.consent import in_words
from referrals.loop.employer.entry import BEFORE_SENDING, Seen
from referrals.loop.employer.entry_in_words import EntryInWords
from referrals.loop.next_provider import next_best, shared_before
from referrals.loop.parts import left_of, with_people
from referrals.mail.outbox import NEVER_ARRIVED
from referrals.models import CaseDetails, Outcome, OutgoingMail, Referral, ReferredCase
from referrals.status import State
from services.language import reader_language


class ReferredPage:
    """Everything that the employer's own page shows, in the reader's language."""

    def __init__(self, details: CaseDetails) -> None:
        self.details, self.case = details, details.case
        self.seen = Seen(reader_language(), timezone.localdate(), left=left_of(self.case))
        self.entries = self.seen.entries = [EntryInWords(row, self.seen) for row in _rows_of(self.case)]

    @cached_property
    def headcount(self) -> int:
        """Return how many people the case is about."""
        return self.case.headcount

    @property
    def good(self) -> list[EntryInWords]:
        """Return who helps, or did: that stands above everything."""
        return [entry for entry in self.entries if entry.is_good_news]

    @property
    def others(self) -> list[EntryInWords]:
        """Return the rest: first who has to answer, then who may follow, and last who does not help."""
        rest = [entry for entry in self.entries if not entry.is_good_news]
        return sorted(rest, key=lambda entry: (entry.is_over, entry.state in BEFORE_SENDING and not entry.asks_consent))

    @property
    def asking(self) -> list[EntryInWords]:
        """Return who waits for an answer of the employer."""
        return [entry for entry in self.entries if entry.asked]

    @cached_property
    def withdrawable(self) -> list[EntryInWords]:
        """Return what can still be taken back."""
        return [entry for entry in self.entries if entry.can_withdraw]

    @cached_property
    def holdable(self) -> list[EntryInWords]:
        """Return what can be put on hold and is not."""
        return [entry for entry in self.entries if entry.can_hold]

    @cached_property
    def on_hold(self) -> list[EntryInWords]:
        """Return what is on hold now."""
        return [entry for entry in self.entries if entry.on_hold_until]

    @cached_property
    def forwards(self) -> list[EntryInWords]:
        """Return what waits for a yes of the employer: a provider named another one."""
        return [entry for entry in self.entries if entry.asks_consent]

    @cached_property
    def is_going_on(self) -> bool:
        """Return whether somebody has the case, helps, stands in line or has finished."""
        return any(not entry.is_over or entry.is_good_news or entry.undone_until for entry in self.entries)

    @cached_property
    def turned_down_by(self) -> EntryInWords | None:
        """Return the provider that did not help, with nobody asked since; None when there is none."""
        latest = max((entry for entry in self.entries if entry.ended_without_help_at), key=_end_of, default=None)
        if latest is None:
            return None
        sent = (entry.referral.sent_at for entry in self.entries if entry is not latest)
        return None if any(sent_at and sent_at >= _end_of(latest) for sent_at in sent) else latest

    @cached_property
    def offer(self) -> "Offer | None":
        """Return whom to ask next, when a provider did not help and nobody follows by itself, or nobody is left.

        Not where each of the people is helped.
        """
        nobody_follows = not self.seen.next_in_line and not self.forwards and any(self.seen.left.values())
        if not nobody_follows or (self.is_going_on and not self.turned_down_by):
            return None
        found = next_best(self.case, self.seen.today)
        return Offer(found, self) if found else None

    @cached_property
    def reports(self) -> list[Outcome]:
        """Return what the employer itself said became of people."""
        return list(self.case.outcomes.filter(referral=None, people__gt=0))

    @property
    def reported(self) -> dict[str, int]:
        """Return the employer's own numbers by result, to change them."""
        return {outcome.result: outcome.people for outcome in self.reports}

    @property
    def keeps_days(self) -> int:
        """Return after how many days without news the details go."""
        return settings.CASE_DETAILS_DAYS


def _rows_of(case: ReferredCase) -> QuerySet[Referral]:
    """Return every referral of the case in its order, with what happened and which mails never arrived."""
    lost = OutgoingMail.objects.filter(state__in=NEVER_ARRIVED).only("referral_id")
    rows = case.referrals.select_related("provider", "session_reply").order_by("place")
    return rows.prefetch_related(
        "events", "outcomes", "questions", "taken_on", Prefetch("mails", lost, to_attr="lost_mails")
    )


class Offer:
    """The provider that the employer can ask next with one press, and why it is this one."""

    def __init__(self, found: Recommendation, page: ReferredPage) -> None:
        self.slug, self.name = found.candidate.slug, found.candidate.name
        self.url = reverse("organisation", args=[self.slug])
        self.reasons = [finding.text(page.seen.language) for finding in found.reasons]
        self.shared = in_words(with_people(shared_before(page.case), page.seen.left), page.seen.language)
        self.why_now = _why_now(page.turned_down_by)


def _why_now(by: EntryInWords | None) -> str:
    if by is None:
        return _("Niemand heeft uw aanvraag nu, of krijgt hem nog.")
    if by.is_good_news:
        return _("%(name)s helpt een deel van uw mensen. De anderen hebben nog geen hulp.") % {"name": by.name}
    sentence = _("%(name)s zei nee.") if by.state == State.DECLINED else _("%(name)s gaf geen antwoord.")
    return sentence % {"name": by.name}


def _end_of(entry: EntryInWords) -> datetime:
    """Return when an entry that ended without help did so."""
    assert entry.ended_without_help_at  # noqa: S101 - the callers look at those only
    return entry.ended_without_help_at
