"""What the employer's page says of one provider: where it stands, what happens next, and what happened.

What lives here: sentences. What does not: the facts that they tell (entry.py), markup (templates).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from django.conf import settings
from django.utils import timezone
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from notation.dates import date_in_words
from referrals.loop.consent import asks_session
from referrals.loop.employer.entry import BEFORE_SENDING, Entry
from referrals.loop.session import session_in_words
from referrals.models import ReferralEvent
from referrals.status import ENDED, State
from services.catalogue import catalogue

What = ReferralEvent.What


TAG_KINDS = {
    State.ACCEPTED: "ok",
    State.IN_PROGRESS: "ok",
    State.CLOSED: "ok",
    State.SENT: "brand",
    State.SEEN: "brand",
    State.CONSIDERING: "brand",
    State.DECLINED: "warning",
    State.NO_ANSWER: "warning",
}


# A state beside its day is something that happened then: "zei ja op 3 mei".
HAPPENED = {
    State.ACCEPTED: gettext_lazy("zei ja"),
    State.DECLINED: gettext_lazy("zei nee"),
    State.NO_ANSWER: gettext_lazy("gaf geen antwoord"),
    State.FORWARDED: gettext_lazy("verwees door"),
    State.IN_PROGRESS: gettext_lazy("begonnen"),
}


@dataclass(frozen=True, slots=True)
class Happened:
    """One thing that happened to a referral, and its day."""

    day: date
    words: str


class EntryInWords(Entry):
    """One provider of the case, with the sentences that a page says of it."""

    @property
    def state_words(self) -> str:
        """Return the state in words, as what happened where it did."""
        return _("wacht op uw keuze") if self.asks_consent else _state_in_words(self.state)

    @property
    def happened_on(self) -> date | None:
        """Return the day on which that happened; None while it waits."""
        return None if self.state in BEFORE_SENDING else self.since

    @property
    def kind(self) -> str:
        """Return the looks of the label with the state."""
        return TAG_KINDS.get(self.state, "plain")

    @cached_property
    def now(self) -> list[str]:
        """Return where it stands and what happens next, in sentences with days."""
        return SENTENCES[self.state](self)

    @cached_property
    def history(self) -> list[Happened]:
        """Return what happened, the first thing first."""
        moments = ((event, event_in_words(event)) for event in self.events)
        return [Happened(timezone.localdate(event.at), words) for event, words in moments if words]


def event_in_words(event: ReferralEvent) -> str:
    """Return what happened; empty for what the employer did itself, or has no use for."""
    if event.what == What.NEW_LINK or event.after in BEFORE_SENDING:
        return ""
    if event.before in ENDED:
        return _("weer open")
    return _state_in_words(State(event.after)) if event.what == What.MOVED else str(event.get_what_display())


def _state_in_words(state: State) -> str:
    return str(HAPPENED.get(state, state.label))


# --- Of each state ---------------------------------------------------------------------------------------


def _as_draft(entry: Entry) -> list[str]:
    if entry.asks_consent:
        sentence = _("%(name)s verwijst u door naar deze organisatie. Zij weet nog niets: u kiest of wij haar vragen.")
        return [sentence % {"name": entry.forwarder.name if entry.forwarder else ""}, *_cost(entry)]
    if entry.waits_for is None:
        return [_("Deze organisatie weet nog niets.")]
    sentence = _("Staat klaar. Gaat vanzelf weg als %(name)s nee zegt of niet antwoordt.")
    return [sentence % {"name": entry.waits_for.name}]


def _as_unconfirmed(entry: Entry) -> list[str]:
    return [_("Wij versturen niets voordat u per mail bevestigt.")]


def _as_waiting(entry: Entry) -> list[str]:
    sentences = []
    if entry.state == State.CONSIDERING:
        day = {"day": date_in_words(entry.referral.promised_by)}
        sentences.append(_("De organisatie kijkt naar uw aanvraag, en antwoordt uiterlijk op %(day)s.") % day)
    sentences += _on_hold(entry)
    if reminders := entry.coming_reminders:
        days = get_text_list([date_in_words(day) for day in reminders], _("en"))
        sentences.append(_("Wij herinneren de organisatie op %(days)s.") % {"days": days})
    if entry.answer_by:
        following = entry.seen.next_in_line
        if following:
            sentence = _("Komt er tot en met %(day)s geen antwoord? Dan vragen wij vanzelf %(next)s.")
        else:
            sentence = _("Komt er tot en met %(day)s geen antwoord? Dan mailen wij u wie u nog meer kunt vragen.")
        sentences.append(sentence % {"day": date_in_words(entry.answer_by), "next": following})
    return sentences


def _as_accepted(entry: Entry) -> list[str]:
    sentence = _("De organisatie heeft nu uw e-mailadres en neemt contact met u op. U mag ook zelf bellen.")
    return [*_part(entry), sentence, *_session(entry), *_on_hold(entry), *_coming_question(entry)]


def _as_in_progress(entry: Entry) -> list[str]:
    return [_("De hulp is begonnen."), *_part(entry), *_session(entry), *_on_hold(entry), *_coming_question(entry)]


def _as_declined(entry: Entry) -> list[str]:
    sentences = [_("De reden van de organisatie: ‘%(reason)s’.") % {"reason": entry.reason}] if entry.reason else []
    if entry.undone_until:
        words = {"time": f"{timezone.localtime(entry.undone_until):%H:%M}", "next": entry.seen.next_in_line}
        if entry.seen.next_in_line:
            sentence = _("Tot %(time)s uur kan zij dat nog terugdraaien. Daarna vragen wij vanzelf %(next)s.")
        else:
            sentence = _(
                "Tot %(time)s uur kan zij dat nog terugdraaien. Daarna mailen wij u wie u nog meer kunt vragen."
            )
        sentences.append(sentence % words)
    return sentences


def _as_silent(entry: Entry) -> list[str]:
    if entry.is_out_of_reach:
        return [_("Wij konden deze organisatie niet bereiken: onze mail kwam niet aan.")]
    return [_("De organisatie antwoordde niet op tijd. Zij mag nog ja of nee zeggen, zolang u niet intrekt.")]


def _as_forwarded(entry: Entry) -> list[str]:
    sentence = _("De organisatie verwijst u door naar %(name)s.")
    return [sentence % {"name": entry.named.name}] if entry.named else []


def _as_withdrawn(entry: Entry) -> list[str]:
    sentence = _("U verstuurde deze aanvraag per ongeluk. Die telt niet mee in onze cijfers.")
    by_mistake = [sentence] if entry.referral.by_mistake else []
    return [_("Deze aanvraag is ingetrokken. De organisatie kan hem niet meer lezen."), *by_mistake]


def _as_closed(entry: Entry) -> list[str]:
    return [_("De organisatie is klaar en heeft de uitkomst gemeld.")]


SENTENCES: Mapping[State, Callable[[Entry], list[str]]] = {
    State.DRAFT: _as_draft,
    State.AWAITING_CONFIRMATION: _as_unconfirmed,
    State.SENT: _as_waiting,
    State.SEEN: _as_waiting,
    State.CONSIDERING: _as_waiting,
    State.ACCEPTED: _as_accepted,
    State.DECLINED: _as_declined,
    State.NO_ANSWER: _as_silent,
    State.FORWARDED: _as_forwarded,
    State.WITHDRAWN: _as_withdrawn,
    State.IN_PROGRESS: _as_in_progress,
    State.CLOSED: _as_closed,
}


# --- Parts -----------------------------------------------------------------------------------------------


def _cost(entry: Entry) -> list[str]:
    """Return what a private provider may cost: another one named it, so the employer may not know (R14)."""
    kind = catalogue().types_by_id[entry.provider.type_id]
    if not kind.is_private:
        return []
    return [_("Dit is een particuliere organisatie. Vraag vooraf wat het kost."), *([kind.cost] if kind.cost else [])]


def _part(entry: Entry) -> list[str]:
    """Return how many people a provider helps, where that is not everybody."""
    if not entry.part:
        return []
    return [_("De organisatie helpt %(people)s van uw mensen.") % {"people": entry.part}]


def _session(entry: Entry) -> list[str]:
    """Return whether the provider comes to explain at the firm, where the employer asked for that."""
    return [session_in_words(entry.referral)] if asks_session(entry.referral.shared) else []


def _on_hold(entry: Entry) -> list[str]:
    """Return up to which day nobody is asked anything."""
    if not entry.on_hold_until:
        return []
    day = {"day": date_in_words(entry.on_hold_until)}
    return [_("Staat stil tot en met %(day)s. Tot dan vragen en herinneren wij niets.") % day]


def _coming_question(entry: Entry) -> list[str]:
    """Return when both sides are asked how it went, if that is still to come."""
    accepted = entry.day_of(State.ACCEPTED)
    days = [accepted + timedelta(days=number) for number in settings.ASK_OUTCOME_DAYS] if accepted else []
    coming = next((day for day in days if day > entry.seen.today), None)
    if coming is None:
        return []
    return [_("Op %(day)s vragen wij u en de organisatie hoe het ging.") % {"day": date_in_words(coming)}]
