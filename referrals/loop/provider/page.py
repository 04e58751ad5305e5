"""A referral as its provider sees it: where it stands, what can be done now, and what it may know.

What lives here: choosing and naming what is shown. What does not: the moves (actions.py), markup (templates), opening
a link (links.py).
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import cached_property

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from referrals.loop import links
from referrals.loop.clock import can_be_reopened, is_on_hold
from referrals.loop.consent import HEADCOUNTS, SharedField, asks_session, in_words
from referrals.loop.letters import reference_of
from referrals.loop.links import Purpose
from referrals.loop.parts import Part, asked_of, taken_by
from referrals.loop.pauses import was_extended
from referrals.loop.questions import answer_in_words, question_in_words
from referrals.loop.session import reply_to
from referrals.models import Outcome, Referral
from referrals.status import ANSWERABLE, HELPING, READ, SAID_YES, Actor, DeclineReason, SessionAnswer, State, may_move
from services.language import reader_language
from services.shortage import shortage_of

# For how long somebody can say with one press that it is full.
FULL_FOR_WEEKS = (2, 4, 13)

NOT_SHARED_YET = [_("De werkgever heeft nog niet gezegd dat u deze aanvraag mag zien. U krijgt dan een mail.")]
STILL_OPEN = [_("U kunt nog antwoorden.")]
NOW: Mapping[State, Sequence[str]] = {
    State.DRAFT: NOT_SHARED_YET,
    State.AWAITING_CONFIRMATION: NOT_SHARED_YET,
    State.SENT: STILL_OPEN,
    State.SEEN: STILL_OPEN,
    State.CONSIDERING: STILL_OPEN,
    State.NO_ANSWER: STILL_OPEN,
    State.ACCEPTED: [_("U zei ja. De werkgever weet dat.")],
    State.IN_PROGRESS: [_("U meldde dat de hulp is begonnen.")],
    State.CLOSED: [_("Deze aanvraag is afgerond. Dank u voor uw hulp.")],
    State.DECLINED: [_("U zei nee. De werkgever krijgt uw antwoord en uw reden. U hoeft niets meer te doen.")],
    State.FORWARDED: [
        _(
            "U noemde een andere organisatie. De werkgever beslist of die de aanvraag krijgt. U hoeft niets meer te "
            "doen."
        )
    ],
    State.WITHDRAWN: [
        _("De aanvraag is ingetrokken. U kunt niet meer antwoorden, en u hoeft niets meer te doen."),
        _("Hebt u iets van de aanvraag bewaard? Verwijder dat dan."),
    ],
}


class ProviderPage:
    """Everything that a provider's pages show of one referral, in the reader's language.

    `answer_token` is the one in the reader's own address where that is a link to answer: its time is not begun anew.
    """

    def __init__(self, referral: Referral, answer_token: str) -> None:
        self.referral, self.provider, self.answer_token = referral, referral.provider.stands, answer_token
        self.state = State(referral.state)
        self.reference = reference_of(referral)
        self.answer_by = referral.answer_by
        self.promised_by = referral.promised_by if self.state == State.CONSIDERING else None

    # --- Where it stands ---

    @property
    def now(self) -> Sequence[str]:
        """Return where the referral stands, in sentences."""
        return NOW[self.state]

    @property
    def is_overdue(self) -> bool:
        """Return whether the time to answer is over: an answer is still welcome."""
        return self.state == State.NO_ANSWER

    @property
    def is_withdrawn(self) -> bool:
        """Return whether the employer took it back."""
        return self.state == State.WITHDRAWN

    @property
    def is_passed_on(self) -> bool:
        """Return whether the provider said no, or named another one."""
        return self.state in {State.DECLINED, State.FORWARDED}

    @property
    def is_helping(self) -> bool:
        """Return whether the provider helps now."""
        return self.state in HELPING

    @property
    def has_begun(self) -> bool:
        """Return whether the provider said that the help began, and not that it is over."""
        return self.state == State.IN_PROGRESS

    @property
    def is_closed(self) -> bool:
        """Return whether the provider has finished."""
        return self.state == State.CLOSED

    @property
    def said_yes(self) -> bool:
        """Return whether the provider helps or did: there is something to report on."""
        return self.state in SAID_YES

    # --- What can be done ---

    @property
    def can_answer(self) -> bool:
        """Return whether a yes, a no and another name are possible."""
        return self.state in ANSWERABLE

    @property
    def can_read(self) -> bool:
        """Return whether the case may be on the screen: somebody pressed the button, or silence ended the waiting."""
        return self.can_answer and self.state != State.SENT

    @property
    def can_consider(self) -> bool:
        """Return whether the provider can say by when it answers, for the first time or once more."""
        return self.state == State.SEEN or (self.state == State.CONSIDERING and not was_extended(self.referral))

    @property
    def can_ask(self) -> bool:
        """Return whether the provider can ask the employer something: it did not before."""
        return self.state in READ and not self.questions

    @cached_property
    def parts(self) -> list[Part]:
        """Return the people of each group for whom the provider can say yes."""
        return asked_of(self.referral)

    @property
    def can_take_part(self) -> bool:
        """Return whether there are people enough to help some of them."""
        return self.can_read and sum(part.people for part in self.parts) > 1

    @property
    def others_help(self) -> int:
        """Return how many of the people that were asked for another provider took on meanwhile."""
        asked = sum(self.referral.shared.get(HEADCOUNTS, ()))
        return asked - sum(part.people for part in self.parts) if self.can_read else 0

    @cached_property
    def can_reopen(self) -> bool:
        """Return whether the provider can bring back what it ended."""
        return can_be_reopened(self.referral, Actor.PROVIDER, timezone.now())

    @property
    def undone_until(self) -> datetime | None:
        """Return until when a no can be taken back without anybody knowing; None where that is over."""
        goes_on_at = self.referral.goes_on_at
        return goes_on_at if goes_on_at and goes_on_at > timezone.now() else None

    @property
    def on_hold_until(self) -> date | None:
        """Return the day up to which nothing is asked of the provider; None where it goes on."""
        return self.referral.on_hold_until if is_on_hold(self.referral, timezone.localdate()) else None

    @property
    def can_decline(self) -> bool:
        """Return whether a no is possible, also by handing back."""
        return may_move(self.state, State.DECLINED)

    @property
    def can_hand_back(self) -> bool:
        """Return whether a no would hand back what was accepted."""
        return self.is_helping and self.can_decline

    @property
    def can_begin(self) -> bool:
        """Return whether the help can be said to have begun."""
        return may_move(self.state, State.IN_PROGRESS)

    @property
    def can_close(self) -> bool:
        """Return whether the help can be said to be over."""
        return may_move(self.state, State.CLOSED)

    @cached_property
    def full_until_choices(self) -> list[date]:
        """Return until which days it can say with one press that it is full; none unless it just said that."""
        today = timezone.localdate()
        if self.state != State.DECLINED or shortage_of(self.provider.capacity, self.provider.capacity_until, today):
            return []
        no = self.referral.events.filter(after=State.DECLINED).last()  # an earlier one may have been taken back
        if no is None or no.reason != DeclineReason.NO_CAPACITY:
            return []
        return [today + timedelta(weeks=weeks) for weeks in FULL_FOR_WEEKS]

    # --- What it may know ---

    @cached_property
    def shared(self) -> list[SharedField]:
        """Return what the employer agreed to share."""
        return in_words(self.referral.shared, reader_language())

    @cached_property
    def questions(self) -> list[tuple[str, str]]:
        """Return what the provider asked, each with the answer; that is empty while there is none."""
        return [(question_in_words(one), answer_in_words(one)) for one in self.referral.questions.all()]

    @property
    def waits_for_employer(self) -> bool:
        """Return whether a question was not answered yet."""
        return any(not answer for _question, answer in self.questions)

    @cached_property
    def helps(self) -> int:
        """Return how many people the provider helps; 0 where it said yes for all."""
        return taken_by(self.referral)

    @property
    def asks_session(self) -> bool:
        """Return whether the employer asks for a session at the firm too."""
        return asks_session(self.referral.shared)

    @cached_property
    def session(self) -> SessionAnswer | None:
        """Return what the provider said to that; None where it did not."""
        return reply_to(self.referral)

    @property
    def employer_email(self) -> str:
        """Return how to reach the employer; for who said yes alone."""
        return self.referral.case.details.email

    @cached_property
    def reported(self) -> list[Outcome]:
        """Return what the provider said became of people."""
        return list(self.referral.outcomes.filter(people__gt=0))

    @cached_property
    def progress_token(self) -> str:
        """Return the part of the address that opens the pages after a yes."""
        return links.token_of(Purpose.PROGRESS, self.referral)

    @property
    def progress_url(self) -> str:
        """Return the address of the page after a yes."""
        return reverse("progress", args=[self.progress_token])
