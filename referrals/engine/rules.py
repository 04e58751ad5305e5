"""The rules R1 to R19, each a small function that reads like its row in the rule table.

What lives here: when a rule applies and what it finds, for one provider and one group (a Subject) or for the
whole case. What does not: the sentences (sentences.py), putting the findings together (routing.py).
No database and no clock: a case and its date go in, findings come out.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from dateutil.relativedelta import relativedelta

from referrals.engine.candidates import Traits
from referrals.engine.case import Case, Group, Need, Situation
from referrals.engine.findings import Finding, Outcome, found
from referrals.engine.parameter_codes import UWV_REACH_MONTHS
from referrals.engine.question_ref import QuestionRef
from referrals.engine.rule_ids import RuleId
from services.freshness import Freshness
from services.parameters import ParameterBook
from services.roles import Role
from services.type_codes import TypeCode, helps_healthy_redundant, is_specific

RULES_VERSION = "2026.2"

TRAINING_NEEDS = frozenset({Need.TRAINING, Need.EVC})
FUNDING_NEEDS = TRAINING_NEEDS | {Need.FUNDING}


@dataclass(frozen=True, slots=True)
class Subject:
    """One kind of provider before one group of a case."""

    case: Case
    index: int
    traits: Traits
    parameters: ParameterBook

    @property
    def group(self) -> Group:
        """Return the group itself."""
        return self.case.groups[self.index]

    @property
    def role(self) -> Role | None:
        """Return the role that the group needs (R1)."""
        return role_of(self.group)

    @property
    def has_role(self) -> bool:
        """Return whether the provider has the role that the group needs."""
        return self.role in self.traits.roles

    def question(self, field: str) -> QuestionRef:
        """Return a question that each group has of its own, as this group's."""
        return QuestionRef(field, self.index)


def role_of(group: Group) -> Role | None:
    """R1: the situation decides the role. R15: flexible staff whose work ends need none of their own."""
    if group.is_flexible_redundancy:
        return None
    return {
        Situation.PREPARE: Role.PREVENTIVE,
        Situation.REDUNDANCY: Role.CURATIVE,
        Situation.ILLNESS: Role.REINTEGRATION,
        Situation.ON_BENEFIT: Role.REINTEGRATION,
    }[group.situation]


def uwv_date(group: Group, parameters: ParameterBook, today: date) -> date | None:
    """R6: the first day on which UWV can help this group while still employed; None without an end date.

    The boundary day counts, and a day that the month lacks becomes its last.
    """
    if group.end_date is None:
        return None
    first_day: date = group.end_date - relativedelta(months=parameters.on(today, UWV_REACH_MONTHS).value)
    return first_day


def is_still_employed(group: Group) -> bool:
    """R6 is about people whose work has yet to end: redundant or ill, but not on the flexible shell (R15)."""
    return group.situation in (Situation.REDUNDANCY, Situation.ILLNESS) and not group.is_flexible_redundancy


# --- Why a provider comes into view for a group at all ---------------------------------------------------


def admit(subject: Subject) -> Finding | None:
    """Return why this provider comes into view for this group, or None when it does not."""
    if subject.traits.serves[subject.index] is None or is_ruled_out_by_budget(subject):
        return None
    return next((finding for rule in ADMISSIONS if (finding := rule(subject))), None)


def r10_entry(subject: Subject) -> Finding | None:
    """R10: every case shows an employer service point as general entry."""
    return found(RuleId.R10_ENTRY, "holds") if subject.traits.kind.code == TypeCode.EMPLOYER_SERVICE_POINT else None


def r6_before_dismissal(subject: Subject) -> Finding | None:
    """R6: for people still employed UWV comes into view by its date, not by its role."""
    if not _is_uwv_before_the_end(subject):
        return None
    months = subject.parameters.on(subject.case.today, UWV_REACH_MONTHS).value
    start = uwv_date(subject.group, subject.parameters, subject.case.today)
    if subject.case.far_from_labour_market is False:
        return found(RuleId.R6_FOUR_MONTHS, "near", Outcome.FAILED)
    if start is None and subject.group.situation is Situation.ILLNESS:
        return found(RuleId.R6_FOUR_MONTHS, "no_end", Outcome.FAILED, months=months)
    if start is None:
        return found(RuleId.R6_FOUR_MONTHS, "end_open", Outcome.OPEN, subject.question("end_date"), months=months)
    if subject.case.today < start:
        return found(RuleId.R6_FOUR_MONTHS, "too_early", Outcome.FAILED, date=start)
    month = subject.group.end_month
    if month and subject.case.today < month.last - relativedelta(months=months):
        question = subject.question("end_date")
        return found(RuleId.R6_FOUR_MONTHS, "month_open", Outcome.OPEN, question, months=months, month=month)
    return found(RuleId.R6_FOUR_MONTHS, "within", months=months)


def r6_distance(subject: Subject) -> Finding | None:
    """R6: before the end UWV helps people at a large distance from the labour market."""
    if not _is_uwv_before_the_end(subject):
        return None
    if subject.case.far_from_labour_market is None:
        return found(RuleId.R6_FOUR_MONTHS, "distance_open", Outcome.OPEN, QuestionRef("far_from_labour_market"))
    return found(RuleId.R6_FOUR_MONTHS, "far") if subject.case.far_from_labour_market else None


def _is_uwv_before_the_end(subject: Subject) -> bool:
    return subject.traits.kind.code == TypeCode.UWV and is_still_employed(subject.group)


def r1_role(subject: Subject) -> Finding | None:
    """R1: a provider with the role that the situation asks for."""
    return found(RuleId.R1_ROLE, subject.role) if subject.role and subject.has_role else None


def r9_training(subject: Subject) -> Finding | None:
    """R9: a training question adds the learning-work desk in every role; unanswered, it is possible (R18)."""
    if subject.traits.kind.code != TypeCode.LEARNING_WORK_DESK:
        return None
    if subject.case.needs is None:
        return found(RuleId.R9_TRAINING, "open", Outcome.OPEN, QuestionRef("needs"))
    return found(RuleId.R9_TRAINING, "holds") if subject.case.needs & TRAINING_NEEDS else None


def r9_as_well(subject: Subject) -> Finding | None:
    """R9: a desk that is in view by its role answers the training question too."""
    finding = r9_training(subject)
    return finding if finding and finding.outcome is Outcome.MET else None


def kinds_in_view(case: Case) -> frozenset[TypeCode]:
    """Return the types that may come into view whatever their roles: R6, R9, R10, and the funds of R13."""
    kinds = {TypeCode.EMPLOYER_SERVICE_POINT}
    if case.needs is None or case.needs & FUNDING_NEEDS:
        kinds.add(TypeCode.TRAINING_FUND)
    if case.needs is None or case.needs & TRAINING_NEEDS:
        kinds.add(TypeCode.LEARNING_WORK_DESK)
    if any(is_still_employed(group) for group in case.groups):
        kinds.add(TypeCode.UWV)
    return frozenset(kinds)


def is_ruled_out_by_budget(subject: Subject) -> bool:
    """R14: private providers are shown only when the employer has, or may have, a budget."""
    return subject.traits.kind.is_private and subject.case.budget is False


ADMISSIONS: tuple[Callable[[Subject], Finding | None], ...] = (
    r10_entry,
    r6_before_dismissal,
    r1_role,
    r9_training,
)


# --- What then holds, depends or fails -------------------------------------------------------------------


def r2_area(subject: Subject) -> Finding:
    """R2: the work area holds the place; where only part of it does, the full postcode decides.

    Of a provider whose work area is not known nobody can say; no answer of the employer settles it.
    """
    place = subject.group.place
    if subject.traits.is_area_unknown:
        return found(RuleId.R2_AREA, "unknown", Outcome.OPEN, place=place)
    if subject.traits.serves[subject.index] == "part":
        return found(RuleId.R2_AREA, "part", Outcome.OPEN, subject.question("location"), place=place)
    return found(RuleId.R2_AREA, "holds", place=place)


def r3_sector(subject: Subject) -> Finding | None:
    """R3: a provider with sectors serves those only."""
    if not subject.traits.sectors:
        return None
    names = tuple(sector.name for sector in subject.traits.sectors)
    if subject.case.sector is None:
        return found(RuleId.R3_SECTOR, "open", Outcome.OPEN, QuestionRef("sector"), sectors=names)
    if subject.case.sector in [sector.code for sector in subject.traits.sectors]:
        return found(RuleId.R3_SECTOR, "holds")
    return found(RuleId.R3_SECTOR, "fails", Outcome.FAILED, sectors=names)


def r4_narrow_to_broad(subject: Subject) -> Finding | None:
    """R4: curative help goes from the own sector to wider, the other way round when people want to leave it."""
    if subject.role is not Role.CURATIVE:
        return None
    leaves = subject.case.stay_in_sector is False
    if subject.traits.kind.code == TypeCode.BRANCH_SERVICE_POINT:
        return found(RuleId.R4_NARROW_TO_BROAD, "own_sector_later" if leaves else "own_sector")
    if subject.traits.kind.code in (TypeCode.MOBILITY_CENTRE, TypeCode.GATEKEEPER_CENTRE):
        return found(RuleId.R4_NARROW_TO_BROAD, "across_sectors_first" if leaves else "across_sectors")
    return None


def r5_minimum(subject: Subject) -> Finding | None:
    """R5: below a provider's minimum of permanent dismissals in the company it only informs ("at least")."""
    minimum = subject.traits.min_redundancies
    if minimum is None or subject.role is not Role.CURATIVE:
        return None
    headcount = subject.case.permanent_redundancies
    if headcount >= minimum:
        return found(RuleId.R5_MINIMUM, "reached", minimum=minimum, headcount=headcount)
    return found(RuleId.R5_MINIMUM, "below", Outcome.BELOW, minimum=minimum, headcount=headcount)


def r7_ill(subject: Subject) -> Finding | None:
    """R7: for ill employees the gatekeeper centre comes first."""
    if subject.group.situation is Situation.ILLNESS and subject.traits.kind.code == TypeCode.GATEKEEPER_CENTRE:
        return found(RuleId.R7_ILL, "holds")
    return None


def r8_gatekeeper_redundant(subject: Subject) -> Finding | None:
    """R8: for redundant, healthy staff a gatekeeper centre counts only where it says that it takes them."""
    if subject.traits.kind.code != TypeCode.GATEKEEPER_CENTRE or subject.group.situation is not Situation.REDUNDANCY:
        return None
    if helps_healthy_redundant(subject.traits.kind.code, subject.traits.takes_redundant):
        return found(RuleId.R8_GATEKEEPER_REDUNDANT, "holds")
    sentence = "unsaid" if subject.traits.takes_redundant is None else "fails"
    return found(RuleId.R8_GATEKEEPER_REDUNDANT, sentence, Outcome.FAILED)


def r14_private(subject: Subject) -> Finding | None:
    """R14: a private provider, with the cost indication where one is known."""
    if not subject.traits.kind.is_private:
        return None
    cost = subject.traits.kind.cost
    is_open = subject.case.budget is None
    known, question = (Outcome.OPEN, QuestionRef("budget")) if is_open else (Outcome.MET, None)
    sentence = "open" if is_open else "holds"
    if cost is None:
        return found(RuleId.R14_PRIVATE, sentence, known, question)
    return found(RuleId.R14_PRIVATE, f"{sentence}_with_cost", known, question, cost=cost)


CONDITIONS: tuple[Callable[[Subject], Finding | None], ...] = (
    r2_area,
    r3_sector,
    r4_narrow_to_broad,
    r5_minimum,
    r6_distance,
    r7_ill,
    r8_gatekeeper_redundant,
    r9_as_well,
    r14_private,
)


@lru_cache(maxsize=1024)
def r17_fresh(freshness: Freshness, last_checked_on: date | None) -> Finding:
    """R17: how old the last check of the record is, and what that means."""
    if last_checked_on is None:
        return found(RuleId.R17_FRESH, "silent" if freshness is Freshness.SILENT else "never")
    return found(RuleId.R17_FRESH, freshness, date=last_checked_on)


def closes_gap(traits: Traits, admission: Finding) -> bool:
    """R16: only a provider with the role itself closes a gap: never the general entry, R9's desk or R6's UWV.

    Nor does a private one, or one of which nobody knows where it works (R2).
    """
    is_open_to_all = not (traits.kind.is_private or traits.is_area_unknown)
    return admission.rule is RuleId.R1_ROLE and is_specific(traits.kind.code) and is_open_to_all


def may_change(failure: Finding) -> bool:
    """Return whether one fact that can still change would lift this failure: a date, or an answer that is missing.

    Another sector, or a centre that says no, is no such fact: that provider is no near miss.
    """
    return (failure.rule, failure.sentence) in {
        (RuleId.R6_FOUR_MONTHS, "too_early"),
        (RuleId.R6_FOUR_MONTHS, "no_end"),
        (RuleId.R8_GATEKEEPER_REDUNDANT, "unsaid"),
    }


# --- Order -----------------------------------------------------------------------------------------------

Steps = tuple[tuple[TypeCode, ...], ...]

_CURATIVE: Steps = (
    (TypeCode.BRANCH_SERVICE_POINT,),
    (TypeCode.MOBILITY_CENTRE, TypeCode.GATEKEEPER_CENTRE),
    (TypeCode.EMPLOYER_SERVICE_POINT,),
    (TypeCode.LEARNING_WORK_DESK,),
    (TypeCode.UWV,),
)
_CURATIVE_LEAVING: Steps = (_CURATIVE[1], _CURATIVE[0], *_CURATIVE[2:])
_ILLNESS: Steps = (
    (TypeCode.GATEKEEPER_CENTRE,),
    (TypeCode.BRANCH_SERVICE_POINT,),
    (TypeCode.EMPLOYER_SERVICE_POINT,),
    (TypeCode.LEARNING_WORK_DESK,),
    (TypeCode.UWV,),
)
_ON_BENEFIT: Steps = ((TypeCode.UWV,), *_ILLNESS[:4])
_PREVENTIVE: Steps = (
    (TypeCode.LEARNING_WORK_DESK,),
    (TypeCode.BRANCH_SERVICE_POINT,),
    (TypeCode.EMPLOYER_SERVICE_POINT,),
)


def order_of_types(role: Role | None, case: Case) -> dict[str, int]:
    """Return the place of each type inside a role's block (R4, R7); a type that is not named comes after.

    Help that belongs to no role (R15) follows the curative order.
    """
    if role is Role.PREVENTIVE:
        steps = _PREVENTIVE
    elif role is Role.REINTEGRATION:
        steps = _ILLNESS if _most_are_ill(case) else _ON_BENEFIT
    else:
        steps = _CURATIVE_LEAVING if case.stay_in_sector is False else _CURATIVE
    return {code: place for place, codes in enumerate(steps) for code in codes}


def _most_are_ill(case: Case) -> bool:
    """Return whether the ill are as many as those on benefit, or more: then the order is theirs (R7)."""

    def people(situation: Situation) -> int:
        return sum(group.headcount for group in case.groups if group.situation is situation)

    return people(Situation.ILLNESS) >= people(Situation.ON_BENEFIT)


def roles_of(case: Case) -> tuple[Role, ...]:
    """R1: the roles that a case needs, the one with most people first (tie: curative, reintegration, preventive)."""
    people: dict[Role, int] = {}
    for group in case.groups:
        role = role_of(group)
        if role:
            people[role] = people.get(role, 0) + group.headcount
    ties = (Role.CURATIVE, Role.REINTEGRATION, Role.PREVENTIVE)
    return tuple(sorted(people, key=lambda role: (-people[role], ties.index(role))))
