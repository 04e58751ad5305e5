"""The states of a referral in one table: which move may follow which, and who can make it.

What lives here: the fixed lists with their words, and the table. What does not: making a move (loop/actions.py), the
rows (models.py). Pure: no database, no clock; of Django only what ties a word to a code. The database holds the same
table in a trigger; a test compares the two.

A state that comes from a row is text. It equals its member, so `==` and `in` are the way to compare, never `is`.
"""

from collections.abc import Mapping

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class State(TextChoices):
    """Where a referral of one case to one provider stands, in words for the employer."""

    DRAFT = "draft", _("staat klaar")
    AWAITING_CONFIRMATION = "awaiting_confirmation", _("wacht op uw bevestiging")
    SENT = "sent", _("verstuurd")
    SEEN = "seen", _("gelezen")
    CONSIDERING = "considering", _("kijkt ernaar")
    ACCEPTED = "accepted", _("zegt ja")
    DECLINED = "declined", _("zegt nee")
    NO_ANSWER = "no_answer", _("geeft geen antwoord")
    FORWARDED = "forwarded", _("verwijst door")
    WITHDRAWN = "withdrawn", _("ingetrokken")
    IN_PROGRESS = "in_progress", _("is bezig")
    CLOSED = "closed", _("afgerond")


class Actor(TextChoices):
    """Who made something happen. `time` is the daily command."""

    EMPLOYER = "employer", _("de werkgever")
    PROVIDER = "provider", _("de organisatie")
    STAFF = "staff", _("een medewerker")
    TIME = "time", _("de tijd")


class DeclineReason(TextChoices):
    """Why a provider declines: a fixed list, so that no free text about a case is ever stored."""

    NO_CAPACITY = "no_capacity", _("Wij hebben nu geen plek")
    OUTSIDE_AREA = "outside_area", _("Wij werken niet op deze plaats")
    OUTSIDE_SECTOR = "outside_sector", _("Wij werken niet voor deze sector")
    BELOW_MINIMUM = "below_minimum", _("Het gaat om te weinig mensen")
    WRONG_HELP = "wrong_help", _("Wij geven deze hulp niet")
    COULD_NOT_REACH = "could_not_reach", _("Wij konden de werkgever niet bereiken")
    ALREADY_HELPED = "already_helped", _("De mensen zijn al bij ons, of een ander helpt hen al")
    NOT_NEEDED = "not_needed", _("De hulp is niet meer nodig")
    OTHER = "other", _("Een andere reden")


class RevokeReason(TextChoices):
    """Why staff take a referral back: a fixed list too, in words for the desk."""

    EMPLOYER_ASKS = "employer_asks", "De werkgever vraagt erom"
    PROVIDER_ASKS = "provider_asks", "De organisatie vraagt erom"
    WRONG_PROVIDER = "wrong_provider", "Deze organisatie helpt hier niet bij"
    NOBODY_ANSWERS = "nobody_answers", "Niemand bij de organisatie reageert"
    DOUBLE = "double", "Dezelfde aanvraag is er twee keer"


class SessionAnswer(TextChoices):
    """Whether a provider that helps also comes to explain at the firm; who did not say, left it unknown."""

    YES = "yes", _("Ja")
    TO_ARRANGE = "to_arrange", _("Dat spreken wij nog af")
    NO = "no", _("Nee")


class Result(TextChoices):
    """What became of people, from best to unknown: outcomes are numbers of people a result."""

    NEW_WORK = "new_work", _("ander werk gevonden")
    OWN_BUSINESS = "own_business", _("een eigen bedrijf begonnen")
    TRAINING = "training", _("volgt een opleiding")
    KEPT_JOB = "kept_job", _("kon toch blijven")
    NO_WORK_YET = "no_work_yet", _("nog geen werk")
    UNKNOWN = "unknown", _("niet bekend")


# A draft waits its turn in a case that goes to one provider after another. A late answer is still an answer:
# silence ends the waiting, not the provider's right to help. What a provider accepted it can still hand back. Looking
# into it is a state of its own, since the provider names a day; a question, a time on hold and a mistake are marks.
MOVES: Mapping[State, frozenset[State]] = {
    State.DRAFT: frozenset({State.AWAITING_CONFIRMATION, State.SENT, State.WITHDRAWN}),
    State.AWAITING_CONFIRMATION: frozenset({State.SENT, State.WITHDRAWN}),
    State.SENT: frozenset(
        {State.SEEN, State.ACCEPTED, State.DECLINED, State.FORWARDED, State.NO_ANSWER, State.WITHDRAWN}
    ),
    State.SEEN: frozenset(
        {
            State.CONSIDERING,
            State.ACCEPTED,
            State.DECLINED,
            State.FORWARDED,
            State.NO_ANSWER,
            State.WITHDRAWN,
        }
    ),
    State.CONSIDERING: frozenset({State.ACCEPTED, State.DECLINED, State.FORWARDED, State.NO_ANSWER, State.WITHDRAWN}),
    State.NO_ANSWER: frozenset({State.ACCEPTED, State.DECLINED, State.FORWARDED, State.WITHDRAWN}),
    State.ACCEPTED: frozenset({State.IN_PROGRESS, State.DECLINED, State.CLOSED, State.WITHDRAWN}),
    State.IN_PROGRESS: frozenset({State.CLOSED, State.WITHDRAWN}),
    State.DECLINED: frozenset(),
    State.FORWARDED: frozenset(),
    State.WITHDRAWN: frozenset(),
    State.CLOSED: frozenset(),
}

# The way back of what has ended (loop/reopening.py alone): to the question, or to the help that was given.
REOPENINGS: Mapping[State, frozenset[State]] = {
    State.DECLINED: frozenset({State.SENT, State.ACCEPTED}),
    State.WITHDRAWN: frozenset({State.SENT, State.ACCEPTED}),
    State.CLOSED: frozenset({State.IN_PROGRESS}),
}

# The provider has it and has yet to say yes, no or who else.
WAITING = frozenset({State.SENT, State.SEEN, State.CONSIDERING})
# It read the request, and can ask or say that it needs time.
READ = frozenset({State.SEEN, State.CONSIDERING})
# The provider said that it helps.
HELPING = frozenset({State.ACCEPTED, State.IN_PROGRESS})
# It helps, or did: what it can report on.
SAID_YES = HELPING | {State.CLOSED}
# Nothing can follow, unless it is reopened.
ENDED = frozenset(state for state, after in MOVES.items() if not after)
# What a provider can answer to.
ANSWERABLE = frozenset(state for state, after in MOVES.items() if {State.ACCEPTED, State.FORWARDED} <= after)
# The provider still has the case, or can still come back to it.
WITH_PROVIDER = ANSWERABLE | HELPING
# Its links open something: what it can answer, or what it did; all but what was taken back from it.
LINKED = WITH_PROVIDER | {State.DECLINED, State.FORWARDED, State.CLOSED}


def may_move(before: State, after: State, table: Mapping[State, frozenset[State]] = MOVES) -> bool:
    """Return whether a referral may go from one state to another; of itself, or by the table of reopenings."""
    return after in table.get(before, frozenset())
