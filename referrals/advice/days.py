"""The days of a plan counted back and forward, as its page shows them and as one line each.

What lives here: those days in words, with what they assume and the facts behind them. What does not: the counting
(engine/days.py), all that happens on a line of time (timeline.py). Information, not legal advice.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from notation.dates import date_in_words
from referrals.engine.case import Service
from referrals.engine.days import Assumption, BandDays, Chain, Day, Days, Step
from referrals.facts_in_words import FactInWords, ask_uwv, facts_in_words, value_in_words

SERVICES = {
    Service.UNDER_5: gettext_lazy("korter dan 5 jaar"),
    Service.FROM_5: gettext_lazy("5 tot 10 jaar"),
    Service.FROM_10: gettext_lazy("10 tot 15 jaar"),
    Service.FROM_15: gettext_lazy("15 jaar of langer"),
}
STEPS = {
    Step.APPLY: gettext_lazy("Laatste dag om ontslagvergunning te vragen bij UWV"),
    Step.GIVE_NOTICE: gettext_lazy("Laatste dag om op te zeggen"),
    Step.EARLIEST_END: gettext_lazy("Vroegste einde van het werk, als u vandaag begint"),
    Step.TELL_TEMPORARY: gettext_lazy("Laatste dag om schriftelijk te zeggen dat een tijdelijk contract stopt"),
    Step.TELL_TEMPORARY_NOW: gettext_lazy("Zeg vandaag nog schriftelijk dat een tijdelijk contract stopt"),
}
# The same for who has been employed for so long, short enough for the first screen.
BRIEFLY = {
    Step.APPLY: gettext_lazy("Uiterlijk naar UWV: %(service)s in dienst"),
    Step.GIVE_NOTICE: gettext_lazy("Uiterlijk opzeggen: %(service)s in dienst"),
    Step.EARLIEST_END: gettext_lazy("Vroegste einde: %(service)s in dienst"),
}
ASSUMPTIONS = {
    Assumption.BY_LAW: gettext_lazy(
        "Aanname: u vraagt UWV om een vergunning. U zegt op tegen het einde van een maand. En in cao of contract staat "
        "niets anders."
    ),
    Assumption.FULL_NOTICE: gettext_lazy(
        "Aanname: de hele opzegtermijn geldt. Vraag UWV of de tijd van de procedure eraf mag."
    ),
    Assumption.WHILE_WAITING: gettext_lazy(
        "Aanname: UWV behandelt uw aanvraag al in de wachttijd na de melding. Vraag UWV wat daarvoor nodig is."
    ),
    Assumption.FIRST_OF_MONTH: gettext_lazy(
        "U gaf alleen de maand. Wij rekenen met de vroegste dag, en dus met de veiligste."
    ),
    Assumption.FROM_TODAY: gettext_lazy("Aanname: u begint vandaag, en UWV heeft niet meer tijd nodig."),
    Assumption.HALF_A_YEAR: gettext_lazy(
        "Aanname: het contract was voor zes maanden of langer, en stopt op een vaste dag."
    ),
    Assumption.LONGEST_NOTICE: gettext_lazy(
        "Wij weten niet hoe lang uw mensen in dienst zijn. Wij rekenen met de langste opzegtermijn, en dus met de "
        "veiligste dag."
    ),
}

TOO_LATE = gettext_lazy("Die dag haalt u niet meer voor iedereen.")


@dataclass(frozen=True, slots=True)
class Row:
    """One band of a chain. `instead` stands in the place of days that are not known."""

    service: str
    people: str
    notice: str
    apply_by: str
    notice_by: str
    earliest_end: str
    instead: str = ""


@dataclass(frozen=True, slots=True)
class ChainInWords:
    """The bands of all whose work should end on one day, and what their days assume."""

    title: str
    rows: list[Row]
    assumptions: list[str]


class DaysPage:
    """Everything that the page shows of the days, in the reader's language."""

    def __init__(self, days: Days) -> None:
        self._days = days
        self.chains = [_chain(chain) for chain in days.chains]
        self.telling = [f"{date_in_words(day.day)}: {title_of(day)}. {explanation_of(day)}" for day in days.telling]
        self.telling_assumptions = _assumptions(days.telling)
        self.missing = [ask_uwv(code) for code in days.missing]
        self.facts: list[FactInWords] = facts_in_words(days.facts)
        self.leaves_out_the_ill = days.leaves_out_the_ill

    @property
    def has_any(self) -> bool:
        """Return whether there is anything to show."""
        return bool(self.chains or self.telling or self.leaves_out_the_ill)

    @property
    def permit_use(self) -> str:
        """Return how soon a permit must be used; empty where that is not known."""
        value = self._days.permit_use
        return _("Zeg op binnen %(weeks)s na de vergunning.") % {"weeks": value_in_words(value)} if value else ""


def title_of(day: Day) -> str:
    """Return what is done or reached on a day."""
    return str(STEPS[day.step])


def brief_of(day: Day) -> str:
    """Return what is done or reached on a day by or for whom, in a few words; empty where that is not by service."""
    if day.people is None or day.service is None:
        return ""
    return str(BRIEFLY[day.step]) % {"service": SERVICES[day.service]}


def explanation_of(day: Day) -> str:
    """Return for whom a day is, if that is known."""
    if day.people is None:
        return ""  # its assumption says so
    if day.service is None:
        return ngettext("Voor %(people)s medewerker.", "Voor %(people)s medewerkers.", day.people) % {
            "people": day.people
        }
    sentence = ngettext(
        "Voor %(people)s medewerker die %(service)s in dienst is.",
        "Voor %(people)s medewerkers die %(service)s in dienst zijn.",
        day.people,
    )
    return sentence % {"people": day.people, "service": SERVICES[day.service]}


def assumptions_of(day: Day) -> list[str]:
    """Return what a day takes for granted."""
    return [str(ASSUMPTIONS[assumption]) for assumption in day.assumptions]


def _chain(chain: Chain) -> ChainInWords:
    title = _("Nog zonder laatste werkdag")
    if chain.end:
        title = _("Laatste werkdag: %(end)s") % {"end": date_in_words(chain.end_month or chain.end)}
    if chain.is_too_soon:
        title = f"{title}. {TOO_LATE}"
    shown = [day for band in chain.bands for day in (band.apply_by, band.notice_by, band.earliest_end) if day]
    return ChainInWords(title, [_row(band) for band in chain.bands], _assumptions(shown))


def _assumptions(days: Iterable[Day]) -> list[str]:
    return [str(ASSUMPTIONS[one]) for one in dict.fromkeys(one for day in days for one in day.assumptions)]


def _row(band: BandDays) -> Row:
    out_of_reach = _("haalt u niet meer") if band.is_met is False else ""
    return Row(
        service=str(SERVICES[band.service]),
        people=str(band.people) if band.people else _("weten wij niet"),
        notice=value_in_words(band.months) if band.months else "",
        apply_by=out_of_reach or _day(band.apply_by),
        notice_by=out_of_reach or _day(band.notice_by),
        earliest_end=_day(band.earliest_end),
        instead="" if band.months else _("Vraag de opzegtermijn na bij UWV."),
    )


def _day(day: Day | None) -> str:
    return date_in_words(day.day) if day else _("niet bekend")
