"""What a dismissal costs as a page shows it: a range, what may be taken off, and what it rests on.

What lives here: those sentences. What does not: the counting (engine/cost.py). Never an amount to the euro, and no fact
that staff did not check.
"""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from referrals.engine.cost import MOST_YEARS, UNEMPLOYMENT, Cost, Range
from referrals.engine.facts import known
from referrals.facts_in_words import FactInWords, ask_uwv, euros, facts_in_words, value_in_words
from services.catalogue import catalogue
from services.parameters import DatedValue
from services.wording import months_in_words

OUTPLACEMENT = "outplacement_agency"


class CostPage:
    """Everything that the page shows of the cost, in the reader's language."""

    def __init__(self, cost: Cost) -> None:
        self._cost = cost
        self.missing = _missing(cost)
        self.facts: list[FactInWords] = facts_in_words(facts_of(cost))
        self.has_wage = cost.wage is not None
        self.has_people = bool(cost.counted)

    @property
    def payment(self) -> str:
        """Return the range of the transition payment; empty where it cannot be counted."""
        return range_in_words(self._cost.payment, self._cost.counted) if self._cost.payment else ""

    @property
    def uncounted(self) -> str:
        """Return how many people are not in the range."""
        people = self._cost.uncounted
        sentence = ngettext(
            "Van %(people)s medewerker weten wij niet hoe lang die in dienst is. Die telt hier niet mee.",
            "Van %(people)s medewerkers weten wij niet hoe lang zij in dienst zijn. Zij tellen hier niet mee.",
            people,
        )
        return sentence % {"people": people} if people else ""

    @property
    def assumption(self) -> str:
        """Return what the range takes for granted."""
        sentence = _(
            "Aanname: iedereen verdient het gemiddelde, en niemand is langer dan %(years)s jaar in dienst. "
            "Alleen vaste medewerkers tellen mee."
        )
        return sentence % {"years": MOST_YEARS}

    @property
    def rule(self) -> str:
        """Return how the payment is counted, and its maximum, as far as these are known."""
        part, told = self._cost.year_part, []
        if part:
            sentence = _(
                "Per jaar in dienst is dat %(part)s maandloon, vanaf de eerste werkdag. "
                "Een deel van een jaar telt voor een deel mee."
            )
            told.append(sentence % {"part": value_in_words(part)})
        for maximum in self._cost.maxima:
            sentence = _("Ten hoogste is het %(amount)s, of een jaarloon als dat hoger is.")
            told.append(sentence % {"amount": euros(maximum.value)})
        return " ".join(told)

    @property
    def deduction(self) -> str:
        """Return what may be taken off for help from work to work, and when; empty where that is not known."""
        if not (self._cost.deduction and self._cost.deduction.value):
            return ""
        return _(
            "Kosten van hulp naar ander werk mag u soms van de transitievergoeding aftrekken. Meld ze dan vooraf op "
            "papier, post voor post. En uw medewerker moet er vooraf op papier mee instemmen."
        )

    @property
    def outplacement(self) -> str:
        """Return the one figure of outplacement that the report has; it names its source itself."""
        agency = catalogue().types_by_code.get(OUTPLACEMENT)
        return agency.cost if agency else ""

    @property
    def unemployment(self) -> str:
        """Return how long unemployment benefit lasts; empty where that is not known for these ends."""
        if not self._cost.unemployment:
            return ""
        years, part, least, most = self._cost.unemployment
        sentence = _(
            "De eerste %(years)s jaar werk tellen elk voor een maand WW. Jaren daarna tellen voor %(part)s maand, en "
            "soms voor een hele. Vraag dat na bij UWV. Iemand krijgt ten minste %(least)s en ten hoogste %(most)s WW."
        )
        return sentence % {
            "years": years.value,
            "part": value_in_words(part),
            "least": months_in_words(least.value),
            "most": months_in_words(most.value),
        }


def _missing(cost: Cost) -> list[str]:
    """Return what must be asked of UWV; the numbers of unemployment benefit are one question."""
    asked = [ask_uwv(code) for code in cost.missing if code not in UNEMPLOYMENT]
    return asked if cost.unemployment else [*asked, _("Hoe lang iemand WW krijgt: vraag dit na bij UWV.")]


def facts_of(cost: Cost) -> tuple[DatedValue, ...]:
    """Return every fact that is told of the cost."""
    return known([cost.year_part, *cost.maxima, cost.deduction, *cost.unemployment])


def range_in_words(payment: Range, people: int) -> str:
    """Return a range in words."""
    low, high = euros(payment.low), euros(payment.high) if payment.high is not None else ""
    if not high:
        sentence = ngettext(
            "Ongeveer %(low)s of meer voor %(people)s vaste medewerker.",
            "Ongeveer %(low)s of meer voor %(people)s vaste medewerkers samen.",
            people,
        )
    elif payment.low:
        sentence = ngettext(
            "Ongeveer tussen %(low)s en %(high)s voor %(people)s vaste medewerker.",
            "Ongeveer tussen %(low)s en %(high)s voor %(people)s vaste medewerkers samen.",
            people,
        )
    else:
        sentence = ngettext(
            "Ten hoogste ongeveer %(high)s voor %(people)s vaste medewerker.",
            "Ten hoogste ongeveer %(high)s voor %(people)s vaste medewerkers samen.",
            people,
        )
    return sentence % {"low": low, "high": high, "people": people}
