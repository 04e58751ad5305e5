"""Reads a case from input: the same door for the command, the page and the endpoint.

What lives here: what may be given, and a clear message for each thing that is wrong. What does not: forms and
their labels, judging the case.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from notation.dates import Month, When, date_in_words, is_over, read_iso, refuse_far_dates
from referrals.engine.case import (
    MOST_PEOPLE,
    OTHER_SECTOR,
    Case,
    Contract,
    Group,
    Need,
    Service,
    Situation,
    Wage,
    ends_of,
)
from referrals.engine.question_ref import WHOLE_CASE, QuestionRef
from regions.places import Ambiguous, Found, Guessed, Location, Unknown, find_place
from regions.wording import WHY_UNKNOWN
from services.catalogue import catalogue

YES_OR_NO_KEYS = ("stay_in_sector", "far_from_labour_market", "budget")
# Asked beside the plan alone: a receipt has them only where they were answered, so that it stays what it was without.
WAGE, SERVICE = "month_wage", "service"
CASE_KEYS = ("today", "sector", "employees_total", "needs", *YES_OR_NO_KEYS, "groups", WAGE)
GROUP_KEYS = ("location", "headcount", "contract", "reason", "end_date", SERVICE)
MOST_GROUPS = 50


# What to do about an end date that has passed: a program gives another code, a person another answer.
USE_ON_BENEFIT = gettext_lazy("Geef dan als reason on_benefit.")
CHOOSE_ON_BENEFIT = gettext_lazy("Kies dan bij vraag 1 ‘Mensen hebben al een uitkering’.")


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: where, and a message; a second one where a person needs other words than a program."""

    where: QuestionRef
    message: str
    for_people: str = ""

    @property
    def on_page(self) -> str:
        """Return the message for who answered questions on pages."""
        return self.for_people or self.message

    def __str__(self) -> str:
        return f"{self.where.path}: {self.message}" if self.where.path else self.message


class InvalidCase(ValueError):
    """A case that cannot be read; `problems` holds every reason."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


def read_case(data: object, default_today: date) -> Case:
    """Return the case in `data` (decoded JSON or TOML), or raise InvalidCase with every problem at once.

    A missing or null answer is unknown; `today` defaults to the day given.
    """
    return _CaseReader(data, default_today).read()


def digest_of(case_input: Mapping[str, Any], today: date) -> str:
    """Return the SHA-256 of the input after defaults, keys sorted, no spaces: the receipt of a route."""
    return hashlib.sha256(
        json.dumps(with_defaults(case_input, today), sort_keys=True, separators=(",", ":")).encode()
    ).hexdigest()


def with_defaults(case_input: Mapping[str, Any], today: date) -> dict[str, Any]:
    """Return the input with every key present, and dates as text; those beside the plan only where they are given."""
    groups = [_with_keys(GROUP_KEYS, group) for group in case_input["groups"]]
    answers = _with_keys(CASE_KEYS, case_input)
    return {**answers, "today": answers["today"] or today.isoformat(), "groups": groups}


def _with_keys(keys: Sequence[str], given: Mapping[str, Any]) -> dict[str, Any]:
    return {key: _plain(given.get(key)) for key in keys if key not in (WAGE, SERVICE) or given.get(key)}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | Month) else value


class _CaseReader:
    """Reads one input and gathers its problems."""

    def __init__(self, data: object, default_today: date) -> None:
        self.data = data
        self.default_today = default_today
        self.problems: list[Problem] = []

    def read(self) -> Case:
        """Return the case, or raise with all that is wrong."""
        if not isinstance(self.data, Mapping):
            raise InvalidCase([Problem(WHOLE_CASE, _("Een casus is een object met ten minste de sleutel ‘groups’."))])
        self.refuse_unknown_keys(self.data, CASE_KEYS)
        today = self.day(self.data, "today", self.default_today) or self.default_today
        sector = self.sector(self.data)
        employees_total = self.count(self.data, "employees_total")
        needs = self.needs(self.data)
        answers = {key: self.yes_or_no(self.data, key) for key in YES_OR_NO_KEYS}
        wage = self.one_of(self.data, WAGE, tuple(Wage))
        groups = tuple(self.groups(self.data, today))
        self.refuse_more_people_than_employees(groups, employees_total)
        if self.problems:
            raise InvalidCase(self.problems)
        return Case(
            today=today,
            groups=groups,
            sector=sector,
            employees_total=employees_total,
            needs=needs,
            month_wage=Wage(wage) if wage else None,
            **answers,
        )

    # --- parts ---

    def groups(self, data: Mapping[str, Any], today: date) -> Iterator[Group]:
        """Yield the groups that can be read."""
        rows = data.get("groups")
        if not isinstance(rows, list) or not rows:
            self.wrong(QuestionRef("groups"), _("Geef ten minste één groep mensen op."))
            return
        if len(rows) > MOST_GROUPS:
            self.wrong(QuestionRef("groups"), _("Geef ten hoogste %(most)s groepen op.") % {"most": MOST_GROUPS})
            return
        for index, row in enumerate(rows):
            group = self.group(row, index, today)
            if group:
                yield group

    def group(self, row: object, index: int, today: date) -> Group | None:
        """Return one group, or None when something in it is wrong."""
        if not isinstance(row, Mapping):
            self.wrong(
                QuestionRef(group=index), _("Een groep is een object met location, headcount, contract en reason.")
            )
            return None
        before = len(self.problems)
        self.refuse_unknown_keys(row, GROUP_KEYS, index)
        place = self.place(row, index, today)
        headcount = self.count(row, "headcount", index, required=True)
        contract = self.choice(row, "contract", index, Contract)
        situation = self.choice(row, "reason", index, Situation)
        end = self.end(row, index, today, situation)
        service = self.service(row, index, headcount)
        if place is None or headcount is None or len(self.problems) > before:
            return None
        location, is_guessed = place
        group = Group(
            row["location"].strip(),
            location,
            headcount,
            contract,
            situation,
            corrected=is_guessed,
            service=service,
            **ends_of(end, today),
        )
        if service and not group.is_permanent_redundancy:
            self.wrong(QuestionRef(SERVICE, index), _("Dienstjaren horen alleen bij vaste mensen die u ontslaat."))
            return None
        return group

    def service(self, row: Mapping[str, Any], group: int, headcount: int | None) -> tuple[tuple[Service, int], ...]:
        """Return how many people of a group have been employed how long; who is not counted is unknown."""
        given = row.get(SERVICE)
        if given is None:
            return ()
        where = QuestionRef(SERVICE, group)
        bands = tuple(band.value for band in Service)
        if not isinstance(given, Mapping) or not set(given) <= set(bands):
            message = _("Geef een object met alleen: %(known)s.") % {"known": ", ".join(bands)}
            self.wrong(where, message)
            return ()
        counted = []
        for band in Service:
            people = given.get(band.value)
            if people is None:
                continue
            if not isinstance(people, int) or isinstance(people, bool) or not 0 <= people <= MOST_PEOPLE:
                message = _("Vul een heel aantal mensen in van 0 tot en met %(most)s.") % {"most": MOST_PEOPLE}
                self.wrong(QuestionRef(f"{SERVICE}.{band.value}", group), message)
            elif people:
                counted.append((band, people))
        if headcount is not None and sum(people for _band, people in counted) > headcount:
            self.wrong(where, _("Dit zijn meer mensen dan er in de groep zijn: %(people)s.") % {"people": headcount})
        return tuple(counted)

    def place(self, row: Mapping[str, Any], group: int, today: date) -> tuple[Location, bool] | None:
        """Return the place of a group, and whether it was read through a typing error.

        One postcode, place or municipality, not a whole region. A page asks before it takes a guess; a program gets a
        note that says how its place was read.
        """
        text = row.get("location")
        where = QuestionRef("location", group)
        if not isinstance(text, str) or not text.strip():
            self.wrong(where, _("Vul een postcode of plaats in, bijvoorbeeld 6811 AB of Arnhem."))
            return None
        match find_place(text, today):
            case Found(location) | Guessed((location,)) if location.kind == "area":
                message = _("‘%(text)s’ is een regio. Vul een postcode of plaats in.") % {"text": location.label}
            case Found(location):
                return location, False
            case Guessed((location,)):
                return location, True
            case Ambiguous(candidates) | Guessed(candidates):
                names = "; ".join(candidate.label for candidate in candidates)
                message = _("‘%(text)s’ kan op meer plaatsen slaan: %(names)s. Vul een van deze of een postcode in.")
                message %= {"text": text.strip(), "names": names}
            case Unknown(reason=reason):
                message = str(WHY_UNKNOWN[reason])
        self.wrong(where, message)
        return None

    def end(self, row: Mapping[str, Any], group: int, today: date, situation: Situation | None) -> When | None:
        """Return the day or month in which the work ends; one that has passed means that people are on benefit."""
        when = self.when(row, "end_date", today, group)
        if when and is_over(when, today) and situation is not Situation.ON_BENEFIT:
            over = _("%(day)s is al voorbij. Is het werk al gestopt?") % {"day": date_in_words(when)}
            self.wrong(
                QuestionRef("end_date", group),
                f"{over} {USE_ON_BENEFIT}",
                for_people=f"{over} {CHOOSE_ON_BENEFIT}",
            )
            return None
        return when

    def sector(self, data: Mapping[str, Any]) -> str | None:
        """Return a sector that the portal knows, or `other`."""
        known = (*catalogue().sectors_by_code, OTHER_SECTOR)
        return self.one_of(data, "sector", known)

    def needs(self, data: Mapping[str, Any]) -> frozenset[Need] | None:
        """Return what would help; an empty list means nothing of these."""
        value = data.get("needs")
        if value is None:
            return None
        known = [need.value for need in Need]
        if not isinstance(value, list) or any(need not in known for need in value):
            self.wrong(QuestionRef("needs"), _("Geef een lijst met: %(known)s.") % {"known": ", ".join(known)})
            return None
        return frozenset(Need(need) for need in value)

    # --- values ---

    def yes_or_no(self, data: Mapping[str, Any], key: str) -> bool | None:
        """Return true, false or None."""
        value = data.get(key)
        if value is None or isinstance(value, bool):
            return value
        self.wrong(QuestionRef(key), _("Geef true, false of null (weet ik niet)."))
        return None

    def count(self, data: Mapping[str, Any], key: str, group: int | None = None, required: bool = False) -> int | None:
        """Return a number of people of 1 or more."""
        value = data.get(key)
        if value is None and not required:
            return None
        message = _("Vul een heel aantal mensen in van 1 of meer, bijvoorbeeld 12.")
        if isinstance(value, int) and not isinstance(value, bool) and value >= 1:
            if value <= MOST_PEOPLE:
                return value
            message = _("Vul een aantal van ten hoogste %(limit_value)s in.") % {"limit_value": MOST_PEOPLE}
        self.wrong(QuestionRef(key, group), message)
        return None

    def day(self, data: Mapping[str, Any], key: str, today: date) -> date | None:
        """Return a day of the calendar."""
        when = self.when(data, key, today)
        if isinstance(when, Month):
            self.wrong(QuestionRef(key), _("Dit is een maand. Schrijf jaar-maand-dag, bijvoorbeeld 2027-04-01."))
            return None
        return when

    def when(self, data: Mapping[str, Any], key: str, today: date, group: int | None = None) -> When | None:
        """Return a day or month of the calendar, not long before or after today."""
        value = data.get(key)
        if value is None:
            return None
        when = read_iso(value) if isinstance(value, str) else value
        if not (isinstance(when, Month) or type(when) is date):
            message = _("Deze datum klopt niet. Schrijf jaar-maand-dag, bijvoorbeeld 2027-04-01.")
            self.wrong(QuestionRef(key, group), message)
            return None
        try:
            refuse_far_dates(when, today)
        except ValidationError as refusal:
            self.wrong(QuestionRef(key, group), str(refusal.message))
            return None
        return when

    def choice(self, data: Mapping[str, Any], key: str, group: int, choices: type[StrEnum]) -> Any:
        """Return a member of the choices."""
        value = self.one_of(data, key, tuple(choice.value for choice in choices), group, required=True)
        return choices(value) if value is not None else None

    def one_of(
        self,
        data: Mapping[str, Any],
        key: str,
        known: tuple[str, ...],
        group: int | None = None,
        required: bool = False,
    ) -> str | None:
        """Return one of the known words."""
        value = data.get(key)
        if value is None and not required:
            return None
        if isinstance(value, str) and value in known:
            return value
        self.wrong(QuestionRef(key, group), _("Kies een van: %(known)s.") % {"known": ", ".join(known)})
        return None

    # --- problems ---

    def refuse_unknown_keys(self, data: Mapping[str, Any], known: tuple[str, ...], group: int | None = None) -> None:
        """Add a problem for each key that means nothing here."""
        for key in data:
            if key not in known:
                message = _("Deze sleutel kennen wij niet. Wel: %(known)s.") % {"known": ", ".join(known)}
                self.wrong(QuestionRef(str(key), group), message)

    def refuse_more_people_than_employees(self, groups: tuple[Group, ...], employees: int | None) -> None:
        """Add a problem when the groups hold more people than the company."""
        people = sum(group.headcount for group in groups)
        if employees is not None and people > employees:
            message = _("U noemt samen %(people)s mensen. Dat is meer dan in uw hele bedrijf werken: %(employees)s.")
            self.wrong(QuestionRef("employees_total"), message % {"people": people, "employees": employees})

    def wrong(self, where: QuestionRef, message: str, for_people: str = "") -> None:
        """Add a problem."""
        self.problems.append(Problem(where, message, for_people))
