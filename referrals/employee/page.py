"""The employee's answer as a page shows it: with contact data, figures and words for every code.

What lives here: naming what is shown, and the one query for contact data and checks. What does not: what the
employee is told (nearest_help.py), which steps protect (protecting_steps.py), markup (templates/referrals/employee/).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.urls import reverse
from django.utils.http import urlencode

from notation.dates import date_in_words
from referrals.advice.advise import find_route
from referrals.employee.forms import SITUATIONS
from referrals.employee.nearest_help import Help, Helper, case_of_one, help_for
from referrals.employee.protecting_steps import ProtectingStep, steps_in
from referrals.employee.sentences import say
from referrals.engine.case import Case, Contract, Group, Situation
from referrals.engine.rule_ids import RuleId
from referrals.engine.sentences import REPORT, RULES
from referrals.evidence.forms_of_support import forms_of_support
from referrals.evidence.survey_results import survey_results
from regions.places import Location
from regions.wording import label_of
from services import wording
from services.catalogue import catalogue
from services.contact import Contact, contact_of
from services.freshness import dates_of_checks
from services.models import Provider

# What an employee can ask the employer for: forms that employees without support named, in the order of how often.
ASKS = ("guidance", "job_search_time", "training", "income_supplement", "secondment")
# The part of the general answer for each situation. Readers see it behind the # of an address; no server does.
SECTIONS = {
    Situation.PREPARE: "werk",
    Situation.REDUNDANCY: "ontslag",
    Situation.ILLNESS: "ziekte",
    Situation.ON_BENEFIT: "uitkering",
}

# How many organisations the sheet for employees names: it is one page, in two languages.
MOST_ON_A_SHEET = 4


@dataclass(frozen=True, slots=True)
class HelperCard:
    """One provider that helps, or may."""

    name: str
    url: str
    what: str
    condition: str
    first_contact: str
    town: str
    distance: str
    contact: Contact
    check: str
    checked_on: str


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do first: its one link or number, whether it was checked, and where and when it was read."""

    title: str
    why: str
    link_text: str
    url: str
    note: str = ""
    source: str = ""
    read: str = ""


@dataclass(frozen=True, slots=True)
class Ask:
    """One form of help to ask the employer for; `figure` says how often others wanted it."""

    title: str
    what: str
    figure: str


def pages_for(cases: Sequence[Case]) -> list["EmployeePage"]:
    """Return the answer to each case; contact data and checks of all of them come in one query."""
    answers = [help_for(case, find_route(case), catalogue().parameters) for case in cases]
    shown = {helper.candidate.slug for answer in answers for helper in (*answer.helpers, *answer.maybe)}
    records = Provider.objects.in_bulk(shown, field_name="slug")
    return [EmployeePage(case, answer, records) for case, answer in zip(cases, answers, strict=True)]


def every_case_in(place: Location, today: date) -> list[Case]:
    """Return the case of somebody of whom nothing is known but the municipality, in each situation."""
    return [_anybody(place, situation, today) for situation in SECTIONS]


def sheet_for(place: Location, today: date) -> list[HelperCard]:
    """Return the first of those who help anybody in the municipality whose work ends, as many as a sheet holds."""
    (page,) = pages_for([_anybody(place, Situation.REDUNDANCY, today)])
    return page.cards[:MOST_ON_A_SHEET]


def _anybody(place: Location, situation: Situation, today: date) -> Case:
    place = replace(place, label=place.municipality or place.label)
    group = Group(place.label, place, 1, Contract.PERMANENT, situation, None)
    return case_of_one(group, today, sector=None, needs=None)


class EmployeePage:
    """Everything that the answer to one case shows, in the reader's language."""

    def __init__(self, case: Case, answer: Help, records: Mapping[str, Provider]) -> None:
        self.case, self.help = case, answer
        self.group = case.groups[0]
        self.cards = [_card(helper, records[helper.candidate.slug]) for helper in answer.helpers]
        self.maybe = [_card(helper, records[helper.candidate.slug]) for helper in answer.maybe]

    @property
    def section(self) -> str:
        """Return the id of the part of the general answer that this is."""
        return SECTIONS[self.group.situation]

    @property
    def situation(self) -> str:
        """Return the situation in the words in which it was chosen."""
        return dict(SITUATIONS)[self.group.situation]

    @property
    def place(self) -> str:
        """Return the place as a page in this language names it."""
        return label_of(self.group.location)

    @property
    def search_url(self) -> str:
        """Return the search for all providers at the place: only the place, as an address is no place for illness."""
        return f"{reverse('search')}?{urlencode({'locatie': self.group.location.label})}"

    @property
    def nearest(self) -> dict[str, str] | None:
        """Return the nearest provider that would close the gap, with its page and distance; None where none would."""
        gap = self.help.gap
        if gap is None or gap.nearest is None:
            return None
        return {
            "name": gap.nearest.name,
            "url": _url(gap.nearest.slug),
            "distance": wording.distance_in_words(gap.distance_km),
        }

    @property
    def employer_entry(self) -> dict[str, str] | None:
        """Return whom the employee can point the employer to."""
        entry = self.help.employer_entry if self.help.has_employer else None
        return {"name": entry.name, "url": _url(entry.slug)} if entry else None

    @property
    def steps(self) -> list[Step]:
        """Return the five things that protect this person, the most dangerous one to miss first."""
        return [*map(_step, steps_in(self.group.situation)), self._last_step()]

    def _last_step(self) -> Step:
        """Return whom to contact, and why now; where nobody is known, where to look."""
        why = [self.help.begin_now]
        if self.cards or self.maybe:
            first = (self.cards or self.maybe)[0]
            why.append(say("steps.helper.why" if self.cards else "steps.helper.why_maybe"))
            return _contact_step(first, " ".join(filter(None, why)))
        entry = self.employer_entry
        why.append(say("steps.helper.why_employer" if entry else "steps.helper.why_nobody"))
        return Step(
            title=say("steps.helper.visit", name=entry["name"]) if entry else say("steps.helper.look"),
            why=" ".join(filter(None, why)),
            link_text=entry["name"] if entry else say("steps.helper.look_link"),
            url=entry["url"] if entry else self.search_url,
        )

    @property
    def asks(self) -> list[Ask]:
        """Return what to ask the employer for: what this person said would help comes first."""
        wanted = self.case.needs or frozenset()
        forms = {form.code: form for form in forms_of_support()}
        in_order = sorted(ASKS, key=lambda code: not forms[code].needs & wanted)
        return [
            Ask(say(f"employer.{code}.title"), say(f"employer.{code}.what"), forms[code].wanted) for code in in_order
        ]

    @property
    def funds(self) -> str:
        """Return the funds that may pay part of a training."""
        return ", ".join(self.help.training_funds)

    @property
    def years_of_figures(self) -> str:
        """Return when the people were asked whom the figures are about."""
        return survey_results()["wanted"].fieldwork

    @property
    def uwv_source(self) -> str:
        """Return where the rule about UWV comes from."""
        return RULES[RuleId.R6_FOUR_MONTHS].source

    @property
    def steps_source(self) -> str:
        """Return where the advice for this week comes from."""
        return say("answer.report_sections", report=REPORT)


def _step(step: ProtectingStep) -> Step:
    channel, checked_on = step.channel, step.checked_by_staff_on
    return Step(
        title=say(f"steps.{step.code}.title"),
        why=say(f"steps.{step.code}.why"),
        link_text=say("steps.go_to", channel=channel.name),
        url=channel.url,
        note=(
            say("steps.checked", day=date_in_words(checked_on))
            if checked_on
            else say("steps.ask_them", channel=channel.name)
        ),
        source=step.source,
        read=say("steps.read", day=date_in_words(step.read_on)),
    )


def _contact_step(card: HelperCard, why: str) -> Step:
    """Return the step to contact one organisation: by the quickest way that is known."""
    contact = card.contact
    if contact.phone_link:
        number = contact.phone_shown
        return Step(
            say("steps.helper.call", name=card.name),
            why,
            say("steps.helper.call_link", number=number),
            contact.phone_link,
        )
    if contact.email:
        link = say("steps.helper.mail_link", address=contact.email)
        return Step(say("steps.helper.mail", name=card.name), why, link, f"mailto:{contact.email}")
    return Step(say("steps.helper.visit", name=card.name), why, card.name, contact.website or card.url)


def _card(helper: Helper, record: Provider) -> HelperCard:
    candidate, checked = helper.candidate, dates_of_checks(record)
    kind = catalogue().types_by_code[candidate.traits.kind.code]
    return HelperCard(
        name=candidate.name,
        url=_url(candidate.slug),
        what=helper.what or kind.description,
        condition=helper.condition,
        first_contact=helper.first_contact,
        town=record.city,
        distance=wording.distance_in_words(helper.distance_km),
        contact=contact_of(record),
        check=wording.check_in_words(candidate.last_checked_on, candidate.freshness, checked),
        checked_on=wording.checked_on_in_words(candidate.last_checked_on, candidate.freshness, checked),
    )


def _url(slug: str) -> str:
    return reverse("organisation", args=[slug])
