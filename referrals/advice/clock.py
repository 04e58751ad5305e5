"""Where a kept case is in time: long before the last working day, the last months, that day, and the months after.

What lives here: those parts of each end, in words, with the one that it is now. What does not: which people are on
benefit by now (intake/going_on.py), the days of the plan (timeline.py), how long a case is kept (saved_cases.py).
Information, not legal advice: only what the rules and their sources say.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from notation.dates import When, date_in_words, first_day, last_day
from referrals.advice.advise import Advice
from referrals.engine.case import Contract
from referrals.engine.parameter_codes import LABOUR_MARKET_DROP_MONTHS, UWV_REACH_MONTHS
from referrals.intake.going_on import End
from services.catalogue import catalogue
from services.wording import months_in_words


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the time around an end: what it is called, when it is, and what helps then."""

    title: str
    when: str
    what_helps: str
    is_now: bool


@dataclass(frozen=True, slots=True)
class Clock:
    """The parts of time around one end. `is_over` tells that the months after it have passed too."""

    title: str
    parts: list[Part]
    is_over: bool


@dataclass(frozen=True, slots=True)
class ClockPage:
    """The clocks of a case, the earliest end first."""

    clocks: list[Clock]
    count_the_gone: bool

    @property
    def note(self) -> str:
        """Return what a plan leaves out of a collective dismissal once some of its people are gone."""
        if not self.count_the_gone:
            return ""
        return _(
            "Voor een melding van collectief ontslag tellen ook de mensen mee die kort geleden weggingen. Dit plan "
            "telt hen niet meer mee. Vraag UWV hoe dat voor u zit."
        )


def clock_page_of(ends: Iterable[End], advice: Advice) -> ClockPage:
    """Return where a case with these ends is in time, on the day of its advice."""
    together: dict[When, list[End]] = {}
    for end in ends:
        together.setdefault(end.when, []).append(end)
    clocks = [_clock(when, together[when], advice.case.today) for when in sorted(together, key=last_day)]
    return ClockPage(clocks, bool(advice.gone and advice.case.permanent_redundancies))


def _clock(when: When, ends: list[End], today: date) -> Clock:
    parameters = catalogue().parameters
    reach = parameters.on(today, UWV_REACH_MONTHS).value
    drop = parameters.on(today, LABOUR_MARKET_DROP_MONTHS).value
    people = sum(end.people for end in ends)
    title = ngettext("%(people)s medewerker: einde %(end)s", "%(people)s medewerkers: einde %(end)s", people)
    words = _Words(when, reach, drop, reaches_uwv=any(end.contract is Contract.PERMANENT for end in ends))
    return Clock(
        title % {"people": people, "end": date_in_words(when)},
        list(words.parts(today)),
        is_over=today > max(words.after_until, last_day(when)),
    )


class _Words:
    """The parts around one end, in words. Of a month the earliest day counts, as everywhere in a plan."""

    def __init__(self, when: When, reach: int, drop: int, *, reaches_uwv: bool) -> None:
        self._when, self._reach, self._drop, self._reaches_uwv = when, reach, drop, reaches_uwv
        self._from: date = first_day(when) - relativedelta(months=reach)
        self.after_until: date = first_day(when) + relativedelta(months=drop)

    def parts(self, today: date) -> Iterator[Part]:
        """Yield the four parts, each with whether it is now."""
        first, last, end = self._from, last_day(self._when), date_in_words(self._when)
        day_after, until = date_in_words(last + timedelta(days=1)), date_in_words(self.after_until)
        before = _("Vóór %(day)s") % {"day": date_in_words(first)}
        yield Part(_("Ruim vóór het einde"), before, self._early, today < first)
        reaching = _("Vanaf %(day)s") % {"day": date_in_words(first)}
        last_months = _("De laatste %(months)s") % {"months": months_in_words(self._reach)}
        is_the_end = first_day(self._when) <= today <= last
        yield Part(last_months, reaching, self._last_months, first <= today < first_day(self._when))
        yield Part(_("Het einde"), end, self._end, is_the_end)
        after = _("De %(months)s erna") % {"months": months_in_words(self._drop)}
        period = _("Van %(first)s tot en met %(last)s") % {"first": day_after, "last": until}
        yield Part(after, period, self._after, last < today <= self.after_until)

    @property
    def _early(self) -> str:
        return _("Zoek nu al samen naar ander werk. Er is nog tijd voor scholing, en voor een andere oplossing.")

    @property
    def _last_months(self) -> str:
        if not self._reaches_uwv:
            return _("Vertel uw mensen over het algemene loket en, voor scholing, over het leerwerkloket.")
        return _("UWV kan nu helpen als ander werk moeilijk te vinden is. Bijvoorbeeld als een opleiding nodig is.")

    @property
    def _end(self) -> str:
        return _(
            "Wie nog geen ander werk heeft, vraagt op tijd een WW-uitkering aan. Wie ziek is, vraagt UWV wat geldt."
        )

    @property
    def _after(self) -> str:
        told = _(
            "Wie nog zoekt, krijgt hulp van UWV en van wie mensen met een uitkering helpt. Na %(months)s zonder werk "
            "wordt ander werk vinden duidelijk moeilijker."
        )
        return told % {"months": months_in_words(self._drop)}
