"""What one employee is told: who helps near by, what to ask the employer for, when UWV can help, what to do first.

What lives here: choosing from the route of a case of one person. What does not: the words (sentences.py), the rules
(engine/rules.py), the questions (forms.py), contact data, figures and the steps that protect (page.py).
Pure: no database and no clock.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from notation.dates import date_in_words
from referrals.employee.sentences import is_known, say, say_count
from referrals.engine import rules
from referrals.engine.candidates import Candidate
from referrals.engine.case import Case, Group, Need, Situation
from referrals.engine.findings import Level
from referrals.engine.parameter_codes import LABOUR_MARKET_DROP_MONTHS, UWV_REACH_MONTHS
from referrals.engine.route import Gap, Recommendation, Route
from referrals.engine.rule_ids import RuleId
from regions.wording import label_of
from services.language import reader_language
from services.parameters import ParameterBook
from services.type_codes import TypeCode
from services.wording import months_in_words

MOST_HELPERS = 8
MOST_MAYBE = 5

# What helped others, by the name of its sentence (source: the report, 3.3 and 4.2).
TIPS = {
    Situation.PREPARE: ("return",),
    Situation.REDUNDANCY: ("time", "firms", "letter"),
    Situation.ILLNESS: ("second_track", "can_do"),
    Situation.ON_BENEFIT: ("letter", "who_pays"),
}


@dataclass(frozen=True, slots=True)
class Helper:
    """A provider that helps this person, or may: what it does for them, and what that depends on.

    `first_contact` says that it is the one that staff marked for this place (R19). Empty where there is nothing to say.
    """

    candidate: Candidate
    distance_km: float | None
    what: str
    condition: str
    first_contact: str


@dataclass(frozen=True, slots=True)
class Help:
    """The whole answer. `sector_points` counts those for one sector only, while the sector was not given.

    Of the `maybe` nobody knows whether they work at the place (R2). `employer_entry` is whom the employer's own plan
    names first. `counted_from` says which day the days are counted from, where only the month of the end is known.
    `begin_now` says why not to wait; empty for somebody who keeps their work.
    """

    helpers: tuple[Helper, ...]
    more_helpers: int
    maybe: tuple[Helper, ...]
    more_maybe: int
    sector_points: int
    gap: Gap | None
    has_employer: bool
    employer_entry: Candidate | None
    training_funds: tuple[str, ...]
    uwv: str
    counted_from: str
    begin_now: str
    tips: tuple[str, ...]


def case_of_one(group: Group, today: date, sector: str | None, needs: frozenset[Need] | None) -> Case:
    """Return the case of one employee: an employee pays for nothing, so private help stays out (R14)."""
    return Case(today=today, groups=(group,), sector=sector, needs=needs, budget=False)


def help_for(case: Case, route: Route, parameters: ParameterBook) -> Help:
    """Return what the employee of this case is told, from the route that the rules found for it."""
    fitting = [recommendation for recommendation in route.recommendations if not _is_left_out(recommendation, case)]
    known = _first_contact_first([each for each in fitting if not each.candidate.traits.is_area_unknown], case, route)
    unknown = [each for each in fitting if each.candidate.traits.is_area_unknown]
    helpers = tuple(_helper(each, case, route) for each in known[:MOST_HELPERS])
    maybe = tuple(_helper(each, case, route) for each in unknown[:MOST_MAYBE])
    has_employer = case.groups[0].situation is not Situation.ON_BENEFIT
    return Help(
        helpers=helpers,
        more_helpers=len(known) - len(helpers),
        maybe=maybe,
        more_maybe=len(unknown) - len(maybe),
        sector_points=sum(_depends_on_sector(recommendation, case) for recommendation in route.recommendations),
        gap=next(iter(route.gaps), None),
        has_employer=has_employer,
        employer_entry=next((first.candidate for first in route.first_contacts), None),
        training_funds=_training_funds(route),
        uwv=uwv_in_words(case, parameters),
        counted_from=" ".join(_month_in_words(route)),
        begin_now=_begin_now(case, parameters),
        tips=tuple(say(f"tips.{tip}") for tip in TIPS[case.groups[0].situation]),
    )


# --- Who helps -------------------------------------------------------------------------------------------


def _is_left_out(recommendation: Recommendation, case: Case) -> bool:
    return _is_for_employers(recommendation) or _depends_on_sector(recommendation, case)


def _is_for_employers(recommendation: Recommendation) -> bool:
    """The employer service point answers employers only: an employee can only point the employer to it (4.3.3)."""
    return recommendation.kind.code == TypeCode.EMPLOYER_SERVICE_POINT


def _depends_on_sector(recommendation: Recommendation, case: Case) -> bool:
    """Nine points of which one may fit would bury the others: without a sector they are counted, not listed."""
    return case.sector is None and bool(recommendation.candidate.traits.sectors)


def _first_contact_first(helping: list[Recommendation], case: Case, route: Route) -> list[Recommendation]:
    """Return those who help, led by the one that staff marked for the place: the employer's plan leads with it (R19).

    It has to help this person in full, and somebody who is ill begins at the gatekeeper centre (R7).
    """
    first = helping[0] if helping else None
    is_ill = case.groups[0].situation is Situation.ILLNESS
    if first and is_ill and first.kind.code == TypeCode.GATEKEEPER_CENTRE and first.level is Level.FULL:
        return helping
    return sorted(helping, key=lambda each: each.level is not Level.FULL or not _is_first_contact(each, route))


def _is_first_contact(recommendation: Recommendation, route: Route) -> bool:
    """Return whether staff marked this provider as the first contact for the place (R19)."""
    candidate = recommendation.candidate
    return candidate.is_first_contact and any(first.candidate is candidate for first in route.first_contacts)


def _helper(recommendation: Recommendation, case: Case, route: Route) -> Helper:
    word = say("helpers.first_contact", place=label_of(case.groups[0].location))
    return Helper(
        recommendation.candidate,
        recommendation.distance_km,
        _what(recommendation, case),
        _condition(recommendation, case),
        word if _is_first_contact(recommendation, route) else "",
    )


def _what(recommendation: Recommendation, case: Case) -> str:
    """Return what the provider does for this person; empty where its type has no sentence here."""
    if recommendation.level is Level.INFORMATION:
        return say("helpers.only_informs")
    code = recommendation.kind.code
    if code == TypeCode.UWV and rules.is_still_employed(case.groups[0]):
        return say("helpers.what.uwv_before_the_end")
    name = f"helpers.what.{code}"
    return say(name) if is_known(name) else ""


def _condition(recommendation: Recommendation, case: Case) -> str:
    if recommendation.level is Level.INFORMATION:
        # The minimum counts dismissals in the whole company (R5), which one employee need not know.
        minimum = recommendation.candidate.traits.min_redundancies or 0
        return say_count("helpers.minimum", minimum)
    if any(finding.question and finding.question.field == "location" for finding in recommendation.findings):
        return say("helpers.part_of_place", place=label_of(case.groups[0].location))
    return ""


def _training_funds(route: Route) -> tuple[str, ...]:
    """Return the funds that may pay part of a training (R13); none where that hangs on a sector not given."""
    named = (dict(note.values).get("funds") for note in route.notes if note.rule is RuleId.R13_TRAINING_FUND)
    return tuple(str(fund) for funds in named if isinstance(funds, tuple) for fund in funds)


# --- UWV -------------------------------------------------------------------------------------------------


def uwv_in_words(case: Case, parameters: ParameterBook) -> str:
    """Return what UWV can do for this person, and from which day (R6)."""
    group = case.groups[0]
    if group.situation is Situation.ON_BENEFIT:
        return say("uwv.on_benefit")
    day = rules.uwv_date(group, parameters, case.today)
    if group.situation is Situation.PREPARE or day is None:
        months = months_in_words(parameters.on(case.today, UWV_REACH_MONTHS).value)
        return say("uwv.before_the_end", months=months)
    if day <= case.today:
        return say("uwv.now")
    return say("uwv.from_day", day=date_in_words(day))


def _month_in_words(route: Route) -> Iterator[str]:
    """Yield which day the days are counted from, where only the month is known (R18)."""
    for note in route.notes:
        if (note.rule, note.sentence) == (RuleId.R18_UNKNOWN, "month"):
            yield note.text(reader_language())


# --- This week -------------------------------------------------------------------------------------------


def _begin_now(case: Case, parameters: ParameterBook) -> str:
    """Return why not to wait (source: the report, 4.2)."""
    if case.groups[0].situation is Situation.PREPARE:
        return ""
    months = months_in_words(parameters.on(case.today, LABOUR_MARKET_DROP_MONTHS).value)
    return say("steps.helper.now", months=months)
