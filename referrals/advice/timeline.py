"""The days that matter in a plan: as a line with a table, and as a calendar file.

What lives here: days that follow from a case and its route. What does not: the route (engine/routing.py), what to do
this week (tasks.py). Information, not legal advice: only what the rules and their sources say.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import groupby

from dateutil.relativedelta import relativedelta
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from icalendar import Alarm, Calendar, Event

from notation.dates import Month, When, date_in_words, first_day, last_day
from referrals.advice.advise import Advice
from referrals.advice.days import TOO_LATE, assumptions_of, brief_of, explanation_of, title_of
from referrals.engine.case import Case, Situation
from referrals.engine.duties import end_of
from referrals.engine.findings import write
from referrals.engine.notification import Notification, NotificationByService
from referrals.engine.parameter_codes import LABOUR_MARKET_DROP_MONTHS
from referrals.engine.sentences import REPORT, Bilingual
from referrals.facts_in_words import sources_of
from services.catalogue import catalogue
from services.language import reader_language
from services.parameters import ParameterBook
from services.wording import months_in_words

# When an agenda says that a day comes, counted from the midnight it begins at: at nine, a week and a day before.
REMINDERS = (timedelta(hours=9, days=-7), timedelta(hours=9, days=-1))

# How wide the line is drawn, how far its days stay from its ends, and from each other.
WIDTH, RIM, DAY_APART = 640, 30, 30
# The kind of day from which UWV can help before the end: once it is there, a plan names it no more.
FIRST_DAY_OF_UWV = "uwv-helps"


@dataclass(frozen=True, slots=True)
class Moment:
    """One day of the plan, today or later, with what happens on it, what it assumes and the source of that.

    `kind` says what day it is, the same in every language and whatever else is answered; `brief` tells days apart that
    have one title.
    """

    kind: str
    day: date
    title: str
    explanation: str
    source: str
    assumption: str = ""
    source_language: str = "nl"
    month: Month | None = None
    brief: str = ""

    @property
    def when(self) -> str:
        """Return the day in words, or the month where the day in it is not known."""
        return date_in_words(self.month or self.day)


@dataclass(frozen=True, slots=True)
class Timeline:
    """The days that matter, earliest first, and where each stands on the line."""

    moments: list[Moment]

    @property
    def width(self) -> int:
        """Return how wide the line is drawn: wider than usual where so many days would lie over each other."""
        return max(WIDTH, 2 * RIM + DAY_APART * (len(self.moments) - 1))

    @property
    def points(self) -> list[dict[str, int]]:
        """Return where each day stands on the line; days close together are moved apart, and none beyond its ends."""
        first, last = self.moments[0].day, self.moments[-1].day
        days, length = max((last - first).days, 1), self.width - 2 * RIM
        places: list[int] = []
        for moment in self.moments:
            place = RIM + round(length * (moment.day - first).days / days)
            places.append(max(place, places[-1] + DAY_APART) if places else place)
        ends = range(self.width - RIM - DAY_APART * (len(places) - 1), self.width, DAY_APART)
        return [
            {"number": number, "x": min(pair)} for number, pair in enumerate(zip(places, ends, strict=True), start=1)
        ]


def timeline_of(advice: Advice) -> Timeline:
    """Return the days that matter in this case; none where no end date is known."""
    parameters = catalogue().parameters
    moments = [
        *_notifications(advice),
        *_counted_days(advice),
        *_first_days_of_uwv(advice),
        *_ends(advice),
        *_drops(advice, parameters),
    ]
    return Timeline(sorted(moments, key=lambda moment: (moment.day, moment.title)))


def _notifications(advice: Advice) -> Iterator[Moment]:
    for duty in advice.route.duties:
        if duty.notification:
            days = _days_too_late if duty.notification.is_over else _days_in_time
            yield from days(duty.notification, duty.finding.source, duty.area or "")


def _days_in_time(notification: Notification, source: str, area: str) -> Iterator[Moment]:
    """R11: the chain counted back from the first end date."""
    assumption = assumption_of(notification)
    waiting = _("Daarna wacht u %(months)s voordat u mag opzeggen.") % {
        "months": months_in_words(notification.wait_months)
    }
    yield Moment(
        f"notify-{area}",
        notification.last_day,
        _("Laatste dag om te melden bij UWV en de vakbonden"),
        waiting,
        source,
        assumption,
    )
    if isinstance(notification, NotificationByService):
        return  # when to give notice stands by how long people have been employed
    end = {"day": _in_words(end_of(notification))}
    yield Moment(
        f"give-notice-{area}",
        notification.notice_by,
        _("Laatste dag om op te zeggen"),
        _("Dan eindigt het werk op %(day)s.") % end,
        source,
        assumption,
    )


def _days_too_late(notification: Notification, source: str, area: str) -> Iterator[Moment]:
    """R11: the chain counted forward from a notification today, since the first end date is out of reach."""
    assumption = assumption_of(notification)
    yield Moment(
        f"notify-now-{area}",
        notification.today,
        _("Nu melden bij UWV en de vakbonden"),
        day_is_over(notification),
        source,
        assumption,
    )
    waited = _("Dan is de wachttijd van %(months)s voorbij.") % {"months": months_in_words(notification.wait_months)}
    title = _("Vanaf nu mag u opzeggen, als u vandaag meldt")
    yield Moment(f"give-notice-from-{area}", notification.notice_from, title, waited, source)
    if isinstance(notification, NotificationByService):
        return  # so stands the earliest end
    sooner = _("Eerder kan het alleen als de bonden verklaren dat zij zijn geraadpleegd en instemmen.")
    yield Moment(
        f"earliest-end-{area}",
        notification.earliest_end,
        _("Vroegste einde van het werk, als u vandaag meldt"),
        sooner,
        source,
        assumption,
    )


def _counted_days(advice: Advice) -> Iterator[Moment]:
    """Yield the days of who was counted by how long they have been employed, and of temporary staff."""
    for (step, on), same in groupby(advice.route.days.to_keep, key=lambda day: (day.step, day.day)):
        days = list(same)
        yield Moment(
            str(step),
            on,
            title_of(days[0]),
            " ".join(map(explanation_of, days)),
            sources_of([fact for day in days for fact in day.facts]),
            " ".join(dict.fromkeys(told for day in days for told in assumptions_of(day))),
            brief=brief_of(days[0]) if len(days) == 1 else "",
        )


def day_is_over(notification: Notification) -> str:
    """Return in words that the last day to notify has passed, and what counts for who did so in time."""
    days = {"end": _in_words(end_of(notification)), "day": _in_words(notification.last_day)}
    over = _("De laatste dag om te melden voor een einde op %(end)s was %(day)s. Die dag is voorbij.") % days
    return f"{over} {_('Hebt u al gemeld? Dan telt de dag waarop u dat deed.')}"


def assumption_of(notification: Notification) -> str:
    """Return in words what the days of a collective dismissal assume."""
    sentence = _("Aanname: een opzegtermijn van %(months)s. Is de uwe langer, dan schuift deze dag op.")
    if isinstance(notification, NotificationByService):
        sentence = _("Hier telt de opzegtermijn van wie het langst in dienst is: %(months)s.")
    notice = sentence % {"months": months_in_words(notification.notice_months)}
    return f"{notice} {_earliest_day(notification.end)}" if notification.is_end_assumed else notice


def _earliest_day(day: date) -> str:
    """Return in words that days are counted from the earliest day of a month, and why."""
    return _("U gaf alleen de maand. Wij rekenen met %(day)s: de vroegste dag, en dus de veiligste.") % {
        "day": _in_words(day)
    }


def _first_days_of_uwv(advice: Advice) -> Iterator[Moment]:
    is_known = advice.case.far_from_labour_market is not None
    condition = _("Alleen als ander werk moeilijk te vinden is, bijvoorbeeld omdat een opleiding nodig is.")
    unknown = "" if is_known else _("Aanname: ander werk is moeilijk te vinden. U gaf daar geen antwoord op.")
    for key_date in advice.route.dates:
        groups = [advice.case.groups[index] for index in key_date.groups]
        months = [_earliest_day(group.end_date) for group in groups if group.end_month and group.end_date]
        assumption = " ".join(filter(None, [unknown, *months[:1]]))
        yield Moment(
            FIRST_DAY_OF_UWV,
            key_date.day,
            _("UWV kan helpen vóór het werk eindigt"),
            condition,
            key_date.finding.source,
            assumption,
        )


def _ends(advice: Advice) -> Iterator[Moment]:
    for end, day in _ends_to_come(advice.case):
        explanation = ""
        if _is_out_of_reach(day, advice):
            explanation = _("Voor een collectief ontslag haalt u deze dag niet meer.")
        elif any(chain.end == day and chain.is_too_soon for chain in advice.route.days.chains):
            explanation = str(TOO_LATE)
        month = end if isinstance(end, Month) else None
        for ill in (False, True):
            people = sum(
                group.headcount
                for group in advice.case.groups
                if group.end == end and (group.situation is Situation.ILLNESS) is ill
            )
            if people:
                title = _end_in_words(people, ill=ill)
                if month:
                    title = _("%(what)s, dag nog niet bekend") % {"what": title}
                yield Moment(
                    "end-of-the-ill" if ill else "end",
                    day,
                    title,
                    "" if ill else explanation,
                    _("Uw antwoord"),
                    source_language=reader_language(),
                    month=month,
                )


def _end_in_words(people: int, *, ill: bool) -> str:
    if ill:
        title = ngettext(
            "Einde dienstverband van %(people)s zieke medewerker",
            "Einde dienstverband van %(people)s zieke medewerkers",
            people,
        )
    else:
        title = ngettext(
            "Laatste werkdag van %(people)s medewerker", "Laatste werkdag van %(people)s medewerkers", people
        )
    return title % {"people": people}


def _is_out_of_reach(day: date, advice: Advice) -> bool:
    """Return whether this end date of a collective dismissal cannot be met any more."""
    return any(
        duty.notification
        and duty.notification.is_over
        and duty.notification.end <= day < duty.notification.earliest_end
        for duty in advice.route.duties
    )


def _drops(advice: Advice, parameters: ParameterBook) -> Iterator[Moment]:
    today = advice.case.today
    months = parameters.on(today, LABOUR_MARKET_DROP_MONTHS).value
    gone = [(end, first_day(end)) for end in advice.gone]
    for end, day in [*gone, *_ends_to_come(advice.case)]:
        drop: date = day + relativedelta(months=months)
        if drop < today:
            continue
        assumption = _("Aanname: het werk stopt op de dag die u gaf, en er is nog geen ander werk.")
        if isinstance(end, Month):
            assumption = _("Aanname: er is nog geen ander werk.") + " " + _earliest_day(day)
        yield Moment(
            "drop",
            drop,
            _("Na %(months)s zonder werk") % {"months": months_in_words(months)},
            _after_a_drop(is_gone=end in advice.gone),
            f"{REPORT}, 4.2",
            assumption,
        )


def _after_a_drop(*, is_gone: bool) -> str:
    if is_gone:
        return _("Vanaf hier wordt ander werk vinden duidelijk moeilijker. Vraag dus nu wie nog hulp zoekt.")
    return _("Vanaf hier wordt ander werk vinden duidelijk moeilijker. Begin dus vóór het einde.")


def _ends_to_come(case: Case) -> list[tuple[When, date]]:
    """Return each end that is not over, with the day that it counts as, earliest first."""
    ends = {(group.end, group.end_date) for group in case.groups if group.end and group.end_date}
    return sorted(((end, day) for end, day in ends if day >= case.today), key=lambda each: (each[1], last_day(each[0])))


def calendar_of(advice: Advice, *, address: str, made_at: datetime, mark: str) -> bytes:
    """Return the days of the plan as an iCalendar file; it names no company and no people.

    A day is known by what it is, so that a file made later renews the same entry: by its kind and date, and by the
    `mark` of its case. Nobody keeps which files were made: the sequence is the minute of making.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//VWNW-portaal//NL")
    calendar.add("version", "2.0")
    for moment in timeline_of(advice).moments:
        event = Event()
        event.add("uid", f"{moment.kind}-{moment.day:%Y%m%d}-{mark}@vwnw-portaal")
        event.add("dtstamp", made_at.astimezone(UTC))
        event.add("sequence", int(made_at.timestamp()) // 60)
        event.add("dtstart", moment.day)
        event.add("transp", "TRANSPARENT")  # a day to know of, not a day on which one is taken
        event.add("summary", moment.title)
        plan = _("Uw plan: %(address)s") % {"address": address}
        told = [moment.explanation, moment.assumption, moment.source, plan]
        event.add("description", "\n".join(filter(None, told)))
        event.add("url", address)
        for before in REMINDERS:
            event.add_component(_reminder(moment.title, before))
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _reminder(title: str, before: timedelta) -> Alarm:
    """Return what makes an agenda say so beforehand; one of a moment that is over is not said."""
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", title)
    alarm.add("trigger", before)
    return alarm


def _in_words(day: date | Bilingual) -> str:
    return write(day, reader_language())
