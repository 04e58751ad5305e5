"""What an employer has to do this week.

What lives here: tasks that follow from a case and its duties. What does not: the days of the plan (timeline.py).
Information, not legal advice: only what the rules and their sources say.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from referrals.advice.advise import Advice
from referrals.advice.timeline import assumption_of, day_is_over
from referrals.engine.case import Case, Situation
from referrals.engine.findings import write
from referrals.engine.notification import Notification
from referrals.engine.rule_ids import RuleId
from services.language import reader_language

# The first thing to do, which is no task of a rule but the first contact of the plan.
FIRST_CONTACT = "first-contact"
TITLES = {
    FIRST_CONTACT: gettext_lazy("Neem contact op met uw eerste contact"),
    "notify": gettext_lazy("Meld het ontslag schriftelijk bij UWV en bij de vakbonden"),
    "social-plan": gettext_lazy("Kijk in uw cao of u een sociaal plan moet maken"),
    "second-track": gettext_lazy("Zoek voor wie ziek is ook werk bij een ander bedrijf: tweede spoor"),
    "talk": gettext_lazy("Praat met uw medewerkers of hun vertegenwoordigers"),
    "tell": gettext_lazy("Vertel uw medewerkers waar zij hulp vinden"),
    "ask-who-still-looks": gettext_lazy("Vraag wie nog geen ander werk heeft, en zeg wie helpt"),
}


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do; `by` is the last day, where there is one that is still to come.

    `code` says what it is, the same in every language: a kept case remembers by it what is done.
    """

    code: str
    title: str
    explanation: str
    by: date | None = None


def tasks_of(advice: Advice, talks: frozenset[str]) -> list[Task]:
    """Return what to do this week, most pressing first; `talks` names with whom the employer spoke already."""
    return [
        *_tasks_of_duties(advice, talks),
        *_task_of_talking(advice.case, talks),
        *_task_of_the_second_track(advice.case),
        _task_of_telling(advice.case),
    ]


def title_of(code: str) -> str:
    """Return what a task is called; empty where no task has this code any more."""
    return str(TITLES.get("notify" if code.startswith("notify-") else code, ""))


def done_before(done: Iterable[str], tasks: Iterable[Task]) -> list[str]:
    """Return what the tasks are called that were ticked and are asked no more."""
    asked = {FIRST_CONTACT, *(task.code for task in tasks)}
    return [title for code in done if code not in asked and (title := title_of(code))]


def _tasks_of_duties(advice: Advice, talks: frozenset[str]) -> Iterator[Task]:
    for duty in advice.route.duties:
        if duty.notification:
            yield _task_of_notifying(duty.notification, duty.area or "")
        elif duty.finding.rule is RuleId.R12_SOCIAL_PLAN and "social_plan" not in talks:
            yield Task(
                "social-plan",
                title_of("social-plan"),
                _("Vraag het anders aan de vakbond of aan uw brancheorganisatie."),
            )


def _task_of_notifying(notification: Notification, area: str) -> Task:
    code = f"notify-{area}"
    title = title_of(code)
    assumption = assumption_of(notification)
    if notification.is_over:
        still = _("Meldt u vandaag, dan kan het werk op zijn vroegst eindigen op %(day)s. Kies dus een latere dag.")
        day = {"day": write(notification.earliest_end, reader_language())}
        return Task(code, title, " ".join([day_is_over(notification), still % day, assumption]))
    before = _("Doe dit vóór u opzegt, laat ontbinden of een overeenkomst sluit.")
    return Task(code, title, f"{before} {assumption}", notification.last_day)


def _task_of_the_second_track(case: Case) -> Iterator[Task]:
    if any(group.situation is Situation.ILLNESS for group in case.groups):
        yield Task(
            "second-track",
            title_of("second-track"),
            _("Dat moet u als werkgever doen als het in uw eigen bedrijf niet lukt. Hieronder staat wie helpt."),
        )


def _task_of_talking(case: Case, talks: frozenset[str]) -> Iterator[Task]:
    if case.permanent_redundancies and not talks & {"works_council", "union"}:
        yield Task(
            "talk",
            title_of("talk"),
            _("Hebt u een ondernemingsraad of personeelsvertegenwoordiging? Begin daar."),
        )


def _task_of_telling(case: Case) -> Task:
    if case.has_employees:
        code, why = "tell", _("Wie vóór het einde van het werk begint met zoeken, heeft meer kans op ander werk.")
    else:
        code, why = "ask-who-still-looks", _("Na een paar maanden zonder werk wordt ander werk vinden moeilijker.")
    return Task(code, title_of(code), why)
