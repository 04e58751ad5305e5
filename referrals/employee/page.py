"""The employee's answer as a page shows it: with contact data, figures and words for every code.

What lives here: naming what is shown, and the one query for contact data and checks. What does not: what the
employee is told (nearest_help.py), markup (templates/referrals/employee/).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from referrals.advice.advise import find_route
from referrals.employee.forms import SITUATIONS
from referrals.employee.nearest_help import Help, Helper, case_of_one, help_for
from referrals.engine.case import Case, Contract, Group, Situation
from referrals.engine.rule_ids import RuleId
from referrals.engine.sentences import REPORT, RULES
from referrals.evidence.survey_results import SurveyResult, survey_results
from regions.places import Location
from regions.wording import label_of
from services import wording
from services.catalogue import catalogue
from services.contact import Contact, contact_of
from services.freshness import dates_of_checks
from services.models import Provider

# What an employee can ask the employer for, in the employee's words: forms that employees without support named.
ASKS = {
    "guidance": gettext_lazy("Begeleiding naar ander werk, bijvoorbeeld outplacement"),
    "job_search_time": gettext_lazy("Solliciteren onder werktijd"),
    "training": gettext_lazy("Een opleiding of cursus"),
    "income_supplement": gettext_lazy("Aanvulling op uw loon, als u in nieuw werk minder verdient"),
    "secondment": gettext_lazy("Tijdelijk werken bij een ander bedrijf"),
}
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
    def wanted(self) -> SurveyResult:
        """Return what employees without support named: where ASKS comes from."""
        return survey_results()["wanted"]

    @property
    def asks(self) -> list[dict[str, Any]]:
        """Return what to ask the employer for as the rows of a figure, in the employee's words."""
        shares = (share for share in self.wanted.shares if share.code in ASKS)
        return [{"label": ASKS[share.code], "percentage": share.percentage, "parts": share.parts} for share in shares]

    @property
    def uwv_source(self) -> str:
        """Return where the rule about UWV comes from."""
        return RULES[RuleId.R6_FOUR_MONTHS].source

    @property
    def steps_source(self) -> str:
        """Return where the advice for this week comes from."""
        return _("%(report)s, 3.3 en 4.2") % {"report": REPORT}


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
