"""From a case to its route: every provider before every group, then order, gaps, notes and open questions.

What lives here: putting the rules' findings together. What does not: the rules (rules.py, duties.py), reading
providers (advice/directory.py). Pure: the same case, directory and values give the same answer.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain
from math import inf
from typing import NamedTuple

from notation.dates import is_over
from referrals.engine import rules
from referrals.engine.candidates import Candidate, Directory, Traits
from referrals.engine.case import Case, Situation
from referrals.engine.cost import cost_of
from referrals.engine.days import days_of
from referrals.engine.duties import duties_of, flexible_staff, notification_of, undated_dismissals
from referrals.engine.findings import Finding, Level, Outcome, fill, found, level_of
from referrals.engine.parameter_codes import SMALL_FIRM_LIMIT
from referrals.engine.question_ref import QuestionRef
from referrals.engine.route import Exclusion, FirstContact, Gap, KeyDate, OpenQuestion, Path, Recommendation, Route
from referrals.engine.rule_ids import RuleId
from referrals.engine.rules import Subject
from referrals.engine.sentences import (
    FIRST_STEPS,
    GAIN_BY_ANSWER,
    GAIN_BY_YES,
    GAINED_BY_YES,
    QUESTIONS,
    ROLE_NAMES,
    Bilingual,
)
from services.parameters import ParameterBook
from services.roles import Role
from services.type_codes import TypeCode


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the rules say of one kind of provider for one group: `level` is None where a rule keeps it out."""

    group: int
    findings: tuple[Finding, ...]
    level: Level | None
    closes_gap: bool

    @property
    def failures(self) -> tuple[Finding, ...]:
        """Return the findings that keep the provider out."""
        return tuple(finding for finding in self.findings if finding.outcome is Outcome.FAILED)


class Judged(NamedTuple):
    """Candidates with equal traits, and what the rules say of each of them."""

    candidates: Sequence[Candidate]
    verdicts: tuple[Verdict, ...]


def route(case: Case, directory: Directory, parameters: ParameterBook) -> Route:
    """Return the route of a case: who helps, on what condition, what must be done by when, and what lacks.

    `directory` gives the providers that serve the places and, for a gap, those nearest outside; `parameters`
    gives the dated values. Source of the order: the report, 5.2.3 and annex III, and R4, R7, R14, R17.
    """
    everyone = tuple(directory.serving(case))
    judged = judge_all(everyone, case, parameters)
    recommendations = recommend(judged, case, order_of(case))
    open_questions = count_open_questions(recommendations)
    first_contacts = first_contacts_of(case, everyone)
    duties = duties_of(case, parameters)
    days = days_of(case, [notification_of(group, duties) for group in case.groups], parameters)
    return Route(
        rules=rules.RULES_VERSION,
        today=case.today,
        roles=rules.roles_of(case),
        recommendations=recommendations,
        paths=paths_of(case, judged, recommendations),
        duties=duties,
        dates=tuple(dates_of(case, parameters)),
        notes=tuple(notes_of(case, everyone, first_contacts, open_questions, parameters)),
        excluded=exclude(judged),
        gaps=tuple(find_gaps(case, judged, directory, parameters)),
        open_questions=open_questions,
        first_contacts=first_contacts,
        days=days,
        cost=cost_of(case, days, parameters),
    )


# --- Verdicts --------------------------------------------------------------------------------------------


def judge_all(candidates: Iterable[Candidate], case: Case, parameters: ParameterBook) -> tuple[Judged, ...]:
    """Return the candidates that come into view for some group, with their verdicts.

    Equal traits are judged once, however many share them.
    """
    alike: dict[Traits, list[Candidate]] = {}
    for candidate in candidates:
        alike.setdefault(candidate.traits, []).append(candidate)
    judged = (Judged(sharing, judge(traits, case, parameters)) for traits, sharing in alike.items())
    return tuple(each for each in judged if each.verdicts)


def judge(traits: Traits, case: Case, parameters: ParameterBook) -> tuple[Verdict, ...]:
    """Return a verdict for each group for which this kind of provider comes into view."""
    verdicts = (judge_for_group(Subject(case, index, traits, parameters)) for index in range(len(case.groups)))
    return tuple(verdict for verdict in verdicts if verdict)


def judge_for_group(subject: Subject) -> Verdict | None:
    """Return the verdict for one group, or None when the provider does not come into view for it."""
    admission = rules.admit(subject)
    if admission is None:
        return None
    conditions = (condition(subject) for condition in rules.CONDITIONS)
    findings = (admission, *(finding for finding in conditions if finding))
    fails = any(finding.outcome is Outcome.FAILED for finding in findings)
    return Verdict(
        group=subject.index,
        findings=findings,
        level=None if fails else level_of(findings),
        closes_gap=not fails and rules.closes_gap(subject.traits, admission),
    )


# --- Recommendations, and who is kept out ---------------------------------------------------------------------

Order = Callable[[Recommendation], tuple[bool, int, bool, bool, int, int, int, float, str]]


def recommend(judged: Iterable[Judged], case: Case, order: Order) -> tuple[Recommendation, ...]:
    """Return one recommendation for each provider that helps some group, in this order."""
    recommendations = chain.from_iterable(_recommendations(alike, case) for alike in judged)
    return name_fuller_help(sorted(recommendations, key=order))


def paths_of(case: Case, judged: Sequence[Judged], recommendations: tuple[Recommendation, ...]) -> tuple[Path, ...]:
    """Return a path for the people in each situation.

    By role in the order of the route, then most people first (tie: the ill); flexible staff last (R15).
    """
    groups: dict[tuple[Role | None, Situation], list[int]] = {}
    for index, group in enumerate(case.groups):
        groups.setdefault((rules.role_of(group), group.situation), []).append(index)
    roles = (*rules.roles_of(case), None)

    def place(path: Path) -> tuple[int, int, bool]:
        people = sum(case.groups[index].headcount for index in path.groups)
        return roles.index(path.role), -people, path.situation is not Situation.ILLNESS

    if len(groups) == 1:
        [((role, situation), everybody)] = groups.items()
        return (Path(role, situation, tuple(everybody), recommendations),)
    paths = (Path(*key, tuple(theirs), _recommended_to(theirs, case, judged)) for key, theirs in groups.items())
    return tuple(sorted(paths, key=place))


def _recommended_to(groups: Sequence[int], case: Case, judged: Iterable[Judged]) -> tuple[Recommendation, ...]:
    """Return who helps these groups, judged and ordered as if they were the whole case."""
    alone = replace(case, groups=tuple(case.groups[index] for index in groups))
    of_theirs = (
        Judged(alike.candidates, tuple(verdict for verdict in alike.verdicts if verdict.group in groups))
        for alike in judged
    )
    return recommend(of_theirs, case, order_of(alone))


def _recommendations(alike: Judged, case: Case) -> Iterator[Recommendation]:
    """Yield the recommendation of each of these candidates; none where a rule keeps them out for every group."""
    levels = {verdict.group: verdict.level for verdict in alike.verdicts if verdict.level is not None}
    if not levels:
        return
    groups = tuple(levels)
    needed = {rules.role_of(case.groups[group]) for group in groups}
    roles = tuple(role for role in rules.roles_of(case) if role in needed)
    level, findings = min(levels.values()), _findings(alike.verdicts)
    for candidate in alike.candidates:
        freshness = rules.r17_fresh(candidate.freshness, candidate.last_checked_on)
        yield Recommendation(candidate, roles, groups, level, _distance(candidate, groups), findings, freshness)


def _distance(candidate: Candidate, groups: Iterable[int]) -> float | None:
    """Return the kilometres to the nearest of these groups; None without a position."""
    return min((km for group in groups if (km := candidate.distances[group]) is not None), default=None)


def _findings(verdicts: Iterable[Verdict]) -> tuple[Finding, ...]:
    """Return each finding once: all of the groups that are helped, and what keeps it from the others."""
    findings = (
        finding
        for verdict in verdicts
        for finding in (verdict.findings if verdict.level is not None else verdict.failures)
    )
    return tuple(dict.fromkeys(findings))


def exclude(judged: Iterable[Judged]) -> tuple[Exclusion, ...]:
    """Return who is in view for some group, and kept out of every one by R3, R6 or R8."""
    misses = (
        Exclusion(candidate, failures)
        for alike in judged
        # Of one with an unknown work area nobody knows that it serves the place at all (R2).
        if not alike.candidates[0].traits.is_area_unknown and (failures := _kept_out_by(alike.verdicts))
        for candidate in alike.candidates
    )
    # Another sector is the plainest reason: what comes closer to a match stands before it.
    return tuple(sorted(misses, key=lambda miss: (miss.reasons[0].rule is RuleId.R3_SECTOR, miss.candidate.slug)))


def _kept_out_by(verdicts: Iterable[Verdict]) -> tuple[Finding, ...]:
    """Return the failures that keep a provider out of every group; none where it helps one."""
    if any(verdict.level is not None for verdict in verdicts):
        return ()
    return tuple(dict.fromkeys(failure for verdict in verdicts for failure in verdict.failures))


def order_of(case: Case) -> Order:
    """Return the key by which the route is ordered.

    Private last, level, unknown work area last, referable first, who said to have no room last, role, type, distance,
    slug.

    The page prints this order in words.
    """
    blocks: dict[Role | None, int] = {role: place for place, role in enumerate(rules.roles_of(case))}
    types = {role: rules.order_of_types(role, case) for role in (*blocks, None)}

    def key(recommendation: Recommendation) -> tuple[bool, int, bool, bool, int, int, int, float, str]:
        role = recommendation.roles[0] if recommendation.roles else None
        candidate, kind = recommendation.candidate, recommendation.kind
        return (
            kind.is_private,
            recommendation.level,
            candidate.traits.is_area_unknown,
            not candidate.is_referable,
            candidate.shortage,
            blocks.get(role, len(blocks)),
            types[role].get(kind.code, len(types[role])),
            _far(recommendation.distance_km),
            candidate.slug,
        )

    return key


def _far(distance_km: float | None) -> float:
    """Return the kilometres to order by: what is nowhere comes after what is somewhere."""
    return inf if distance_km is None else distance_km


def name_fuller_help(ordered: Sequence[Recommendation]) -> tuple[Recommendation, ...]:
    """R5: beside a provider that only informs, name the first one that helps one of its groups in full."""
    fuller: dict[int, list[Recommendation]] = {}
    for recommendation in ordered:
        if recommendation.level is Level.FULL:
            for group in recommendation.groups:
                fuller.setdefault(group, []).append(recommendation)
    return tuple(
        _with_fuller(recommendation, fuller) if _is_below(recommendation) else recommendation
        for recommendation in ordered
    )


def _is_below(recommendation: Recommendation) -> bool:
    return any(finding.outcome is Outcome.BELOW for finding in recommendation.findings)


def _with_fuller(recommendation: Recommendation, fuller: Mapping[int, Sequence[Recommendation]]) -> Recommendation:
    """Return the recommendation with the name of another that helps in full, where there is one."""
    others = (
        other for group in recommendation.groups for other in fuller.get(group, ())[:2] if other is not recommendation
    )
    other = next(others, None)
    if other is None:
        return recommendation
    return recommendation._replace(
        findings=tuple(_naming(finding, other.candidate.name) for finding in recommendation.findings)
    )


def _naming(finding: Finding, name: str) -> Finding:
    if finding.outcome is not Outcome.BELOW:
        return finding
    return replace(finding, sentence="below_with_next", values=(*finding.values, ("next", name)))


# --- Whom to contact first -------------------------------------------------------------------------------


def first_contacts_of(case: Case, everyone: Iterable[Candidate]) -> tuple[FirstContact, ...]:
    """R19: for each place the record that staff marked as first contact, else the general entry; most people first."""
    people: dict[Bilingual, list[int]] = {}
    for index, group in enumerate(case.groups):
        people.setdefault(group.place, []).append(index)
    known = [candidate for candidate in everyone if not candidate.traits.is_area_unknown]
    headcounts = {place: sum(case.groups[index].headcount for index in groups) for place, groups in people.items()}
    places = sorted(people, key=lambda place: -headcounts[place])
    contacts = (_first_contact(place, people[place], headcounts[place], known) for place in places)
    return tuple(contact for contact in contacts if contact)


def _first_contact(
    place: Bilingual, groups: Sequence[int], headcount: int, known: Sequence[Candidate]
) -> FirstContact | None:
    here = [candidate for candidate in known if any(candidate.traits.serves[group] for group in groups)]
    entries = [each for each in here if each.traits.kind.code == TypeCode.EMPLOYER_SERVICE_POINT]
    for sentence, candidates in (("marked", [each for each in here if each.is_first_contact]), ("entry", entries)):
        if candidates:
            best = min(candidates, key=lambda each: (not each.is_referable, _far(_distance(each, groups)), each.slug))
            return FirstContact(best, place, headcount, found(RuleId.R19_SMALL_FIRM, sentence, place=place))
    return None


# --- Dates, notes, questions, gaps -----------------------------------------------------------------------


def dates_of(case: Case, parameters: ParameterBook) -> Iterator[KeyDate]:
    """R6: the days from which UWV can help groups that it cannot help yet, earliest first."""
    if case.far_from_labour_market is False:
        return
    groups: dict[date, list[int]] = {}
    for index, group in enumerate(case.groups):
        day = rules.uwv_date(group, parameters, case.today) if rules.is_still_employed(group) else None
        if day and day > case.today:
            groups.setdefault(day, []).append(index)
    for day in sorted(groups):
        yield KeyDate(found(RuleId.R6_FOUR_MONTHS, "date"), day, tuple(groups[day]))


def notes_of(
    case: Case,
    everyone: Sequence[Candidate],
    first_contacts: Sequence[FirstContact],
    open_questions: Sequence[OpenQuestion],
    parameters: ParameterBook,
) -> Iterator[Finding]:
    """Return what else the employer should know, from how a place was read to the question that settles most."""
    notes = (
        *_corrections(case),
        *_months(case),
        _small_firm(case, first_contacts, parameters),
        flexible_staff(case, case.groups, parameters),
        *_training_funds(case, everyone),
        undated_dismissals(case, parameters),
        _question_that_settles_most(case, open_questions),
    )
    return (note for note in notes if note)


def _corrections(case: Case) -> Iterator[Finding]:
    for group in case.groups:
        if group.corrected:
            yield found(RuleId.R2_AREA, "corrected", typed=group.location_text, place=group.place)


def _months(case: Case) -> Iterator[Finding]:
    """R18: of people of whom only the month is known, say which day the days are counted from."""
    for end_month, day in dict.fromkeys((group.end_month, group.end_date) for group in case.groups):
        if end_month and day and not is_over(end_month, case.today):
            yield found(RuleId.R18_UNKNOWN, "month", month=end_month, day=day)


def _small_firm(case: Case, first_contacts: Sequence[FirstContact], parameters: ParameterBook) -> Finding | None:
    """R19: name one party to contact first, and how; an unknown size may be small (R18)."""
    limit = parameters.on(case.today, SMALL_FIRM_LIMIT).value
    people = sum(group.headcount for group in case.groups)
    if max(case.employees_total or 0, people) >= limit:
        return None
    sentence = "open" if case.employees_total is None else "note"
    if not first_contacts:
        return found(RuleId.R19_SMALL_FIRM, sentence, limit=limit)
    first, *elsewhere = first_contacts
    others = [other for other in elsewhere if other.candidate.slug != first.candidate.slug]
    step = first_step(first)
    if not others:
        return found(RuleId.R19_SMALL_FIRM, f"{sentence}_with_first", limit=limit, first=step)
    named = tuple(
        fill(Bilingual("{name} ({place})", "{name} ({place})"), {"name": other.candidate.name, "place": other.place})
        for other in others
    )
    return found(RuleId.R19_SMALL_FIRM, f"{sentence}_with_others", limit=limit, first=step, others=named)


def first_step(contact: FirstContact) -> Bilingual:
    """R19: what to do first, by how the party can be reached: call only where a phone number is known."""
    return fill(FIRST_STEPS[contact.candidate.reach], {"name": contact.candidate.name})


def _training_funds(case: Case, everyone: Iterable[Candidate]) -> Iterator[Finding]:
    """R13: name the funds that fit the sector and serve a place; what is not known may still fit (R18, R2)."""
    if not (case.needs is None or case.needs & rules.FUNDING_NEEDS):
        return
    funds = [candidate for candidate in everyone if candidate.traits.kind.code == TypeCode.TRAINING_FUND]
    fitting = [fund for fund in funds if _fits_sector(fund.traits, case.sector)]
    if here := _names_of(fund for fund in fitting if not fund.traits.is_area_unknown):
        yield found(RuleId.R13_TRAINING_FUND, "open" if case.needs is None else "holds", funds=here)
    if somewhere := _names_of(fund for fund in fitting if fund.traits.is_area_unknown):
        yield found(RuleId.R13_TRAINING_FUND, "area_unknown", funds=somewhere)
    if case.sector is None and len(fitting) < len(funds):
        yield found(RuleId.R13_TRAINING_FUND, "sector_open")


def _fits_sector(traits: Traits, sector: str | None) -> bool:
    return not traits.sectors or sector in [named.code for named in traits.sectors]


def _names_of(candidates: Iterable[Candidate]) -> tuple[str, ...]:
    return tuple(sorted(candidate.name for candidate in candidates))


def count_open_questions(recommendations: Iterable[Recommendation]) -> tuple[OpenQuestion, ...]:
    """R18: for each unanswered question the providers that depend on it, the question that settles most first."""
    depending = Counter(
        question
        for recommendation in recommendations
        if recommendation.level is Level.POSSIBLE
        for question in {finding.question for finding in recommendation.findings if finding.question}
    )
    return tuple(
        OpenQuestion(question, providers)
        for question, providers in sorted(depending.items(), key=lambda item: (-item[1], item[0].path))
    )


def _question_that_settles_most(case: Case, open_questions: Sequence[OpenQuestion]) -> Finding | None:
    """R18: name the one question that settles most, and what its answer may bring."""
    if not open_questions:
        return None
    question, gain = question_text(case, open_questions[0].question), gain_of(open_questions[0])
    asked = Bilingual(f"{question.nl} {gain.nl}", f"{question.en} {gain.en}")
    return found(RuleId.R18_UNKNOWN, "ask", asked=asked)


def question_text(case: Case, question: QuestionRef) -> Bilingual:
    """Return a question in words; one that each group has of its own names the place of the group."""
    text = QUESTIONS[question.field]
    return text if question.group is None else fill(text, {"place": case.groups[question.group].place})


def gain_of(asked: OpenQuestion) -> Bilingual:
    """Return what the answer to a question may bring."""
    gain = GAIN_BY_YES if asked.question.field in GAINED_BY_YES else GAIN_BY_ANSWER
    return fill(gain, {"providers": asked.providers})


def find_gaps(case: Case, judged: Iterable[Judged], directory: Directory, parameters: ParameterBook) -> Iterator[Gap]:
    """R16: the groups whose role no specific provider serves, with the nearest one that would."""
    closed = {
        verdict.group
        for alike in judged
        for verdict in alike.verdicts
        if verdict.closes_gap and verdict.level in (Level.FULL, Level.POSSIBLE)
    }
    for index, group in enumerate(case.groups):
        role = rules.role_of(group)
        if role and index not in closed:
            nearest = _nearest_that_closes(case, index, role, directory, parameters)
            yield _gap(case, index, role, nearest)


def _nearest_that_closes(
    case: Case, index: int, role: Role, directory: Directory, parameters: ParameterBook
) -> Candidate | None:
    for candidate in directory.nearest_outside(case, index, role):
        verdict = judge_for_group(Subject(case, index, candidate.traits, parameters))
        if verdict and verdict.closes_gap and verdict.level in (Level.FULL, Level.POSSIBLE):
            return candidate
    return None


def _gap(case: Case, index: int, role: Role, nearest: Candidate | None) -> Gap:
    place = case.groups[index].place
    distance = nearest.distances[index] if nearest else None
    if nearest is None or distance is None:
        finding = found(RuleId.R16_NO_PROVIDER, "gap", place=place, role=ROLE_NAMES[role])
    else:
        finding = found(
            RuleId.R16_NO_PROVIDER,
            "gap_with_nearest",
            place=place,
            role=ROLE_NAMES[role],
            nearest=nearest.name,
            distance=distance,
        )
    return Gap(finding, role, index, nearest, distance)
