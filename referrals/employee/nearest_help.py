"""What one employee is told: who helps near by, what to ask the employer for, when UWV can help, what to do first.

What lives here: choosing from the route of a case of one person, in the employee's own words. What does not: the
rules (engine/rules.py), the questions (forms.py), contact data and figures (page.py).
Pure: no database and no clock.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from referrals.engine import rules
from referrals.engine.candidates import Candidate
from referrals.engine.case import Case, Group, Need, Situation
from referrals.engine.findings import Level
from referrals.engine.parameter_codes import UWV_REACH_MONTHS
from referrals.engine.route import Gap, Recommendation, Route
from services.parameters import ParameterBook

MOST_HELPERS = 8

# In every type one sentence, whatever the situation; a type that staff add later has its own description.
WHAT_IT_DOES = {
    rules.LEARNING_WORK_DESK: gettext_lazy(
        "Geeft antwoord op vragen over leren en ander werk. Ook over een bewijs van wat u al kunt (EVC)."
    ),
    rules.MOBILITY_CENTRE: gettext_lazy("Een loket in de regio voor uw vragen over werk en scholing."),
    rules.BRANCH_SERVICE_POINT: gettext_lazy("Helpt u aan werk in uw eigen sector."),
    rules.GATEKEEPER_CENTRE: gettext_lazy("Bedrijven in de regio zoeken hier samen ander werk voor u."),
    rules.UWV: gettext_lazy("Helpt mensen met een uitkering weer aan werk."),
}
UWV_BEFORE_THE_END = gettext_lazy("Kan u soms al helpen voordat uw werk stopt. Wanneer dat is, staat hieronder.")
ONLY_INFORMS = gettext_lazy("Geeft u informatie over ander werk.")


@dataclass(frozen=True, slots=True)
class Helper:
    """A provider that helps this person: what it does for them, and what that hangs on (empty where on nothing)."""

    candidate: Candidate
    distance_km: float | None
    what: str
    condition: str


@dataclass(frozen=True, slots=True)
class Told:
    """The whole answer. `sector_points` counts those for one sector only, while the sector was not given."""

    helpers: tuple[Helper, ...]
    more_helpers: int
    sector_points: int
    gap: Gap | None
    has_employer: bool
    employer_entry: Candidate | None
    training_funds: tuple[str, ...]
    uwv: str
    steps: tuple[str, ...]


def case_of_one(group: Group, today: date, sector: str | None, needs: frozenset[Need] | None) -> Case:
    """Return the case of one employee: an employee pays for nothing, so private help stays out (R14)."""
    return Case(today=today, groups=(group,), sector=sector, needs=needs, budget=False)


def tell(case: Case, route: Route, parameters: ParameterBook) -> Told:
    """Return what the employee of this case is told, from the route that the rules found for it."""
    fitting = [one for one in route.recommendations if not _is_left_out(one, case)]
    helpers = tuple(_helper(one, case) for one in fitting[:MOST_HELPERS])
    has_employer = case.groups[0].situation is not Situation.ON_BENEFIT
    return Told(
        helpers=helpers,
        more_helpers=len(fitting) - len(helpers),
        sector_points=sum(_hangs_on_sector(one, case) for one in route.recommendations),
        gap=next(iter(route.gaps), None),
        has_employer=has_employer,
        employer_entry=next((one.candidate for one in route.recommendations if _is_for_employers(one)), None),
        training_funds=_training_funds(route),
        uwv=uwv_in_words(case, parameters),
        steps=tuple(_steps(case.groups[0].situation, helpers)),
    )


# --- Who helps -------------------------------------------------------------------------------------------


def _is_left_out(one: Recommendation, case: Case) -> bool:
    return _is_for_employers(one) or _hangs_on_sector(one, case)


def _is_for_employers(one: Recommendation) -> bool:
    """The employer service point answers employers only: an employee can only point the employer to it (4.3.3)."""
    return one.candidate.traits.kind.code == rules.EMPLOYER_SERVICE_POINT


def _hangs_on_sector(one: Recommendation, case: Case) -> bool:
    """Nine points of which one may fit would bury the others: without a sector they are counted, not listed."""
    return case.sector is None and bool(one.candidate.traits.sectors)


def _helper(one: Recommendation, case: Case) -> Helper:
    return Helper(one.candidate, one.distance_km, _what(one, case), _condition(one, case))


def _what(one: Recommendation, case: Case) -> str:
    """Return what the provider does for this person; empty where its type has no sentence here."""
    if one.level is Level.INFORMATION:
        return str(ONLY_INFORMS)
    code = one.candidate.traits.kind.code
    if code == rules.UWV and rules.is_still_employed(case.groups[0]):
        return str(UWV_BEFORE_THE_END)
    return str(WHAT_IT_DOES.get(code, ""))


def _condition(one: Recommendation, case: Case) -> str:
    if one.level is Level.INFORMATION:
        # The minimum counts dismissals in the whole company (R5), which one employee need not know.
        sentence = _(
            "Helpt verder als uw werkgever minstens %(minimum)s vaste mensen ontslaat. Vraag hoeveel het er zijn."
        )
        return sentence % {"minimum": one.candidate.traits.min_redundancies}
    if any(finding.question.endswith(".location") for finding in one.reasons):
        sentence = _("Werkt in een deel van %(place)s. Vul uw hele postcode in. Dan weten wij het zeker.")
        return sentence % {"place": case.groups[0].location.label}
    return ""


def _training_funds(route: Route) -> tuple[str, ...]:
    """Return the funds that may pay part of a training (R13)."""
    named = (dict(note.values)["funds"] for note in route.notes if note.rule == "R13-training-fund")
    return next((tuple(map(str, funds)) for funds in named if isinstance(funds, tuple)), ())


# --- UWV -------------------------------------------------------------------------------------------------


def uwv_in_words(case: Case, parameters: ParameterBook) -> str:
    """Return what UWV can do for this person, and from which day (R6)."""
    group = case.groups[0]
    if group.situation is Situation.ON_BENEFIT:
        return _("Hebt u een uitkering? Dan kan UWV u nu al helpen om weer werk te vinden.")
    day = rules.uwv_date(group, parameters, case.today)
    if group.situation is Situation.PREPARE or day is None:
        sentence = _("Stopt uw werk? Dan kan UWV soms al helpen vanaf %(months)s maanden voor uw laatste werkdag.")
        return sentence % {"months": parameters.on(case.today, UWV_REACH_MONTHS).value}
    if day <= case.today:
        return _("UWV kan u misschien nu al helpen.")
    return _("UWV kan u misschien helpen vanaf %(day)s.") % {"day": date_format(day, "j F Y")}


# --- This week -------------------------------------------------------------------------------------------


def _steps(situation: Situation, helpers: tuple[Helper, ...]) -> Iterator[str]:
    """Give what to do this week, the most urgent first (source: the report, 3.3 and 4.2)."""
    if situation is not Situation.PREPARE:
        yield _("Begin nu. Na drie maanden zonder werk vindt u veel moeilijker ander werk.")
    if helpers:
        yield _("Neem contact op met %(name)s. Vraag wat zij voor u doen.") % {"name": helpers[0].candidate.name}
    yield from {
        Situation.PREPARE: _steps_while_working,
        Situation.REDUNDANCY: _steps_before_dismissal,
        Situation.ILLNESS: _steps_when_ill,
        Situation.ON_BENEFIT: _steps_on_benefit,
    }[situation]()


def _steps_while_working() -> Iterator[str]:
    yield _("Bedenk wat u wilt leren. Vraag uw werkgever of dat kan.")
    yield _("Komt er toch ontslag? Wacht dan niet. Kom meteen terug op deze pagina.")


def _steps_before_dismissal() -> Iterator[str]:
    yield _("Vraag uw werkgever om tijd om te solliciteren.")
    yield _("Vraag uw werkgever welke bedrijven mensen zoeken. Dat hielp andere werknemers ook.")
    yield _("Vraag hulp bij het schrijven van uw brief. Dat hielp andere werknemers het meest.")


def _steps_when_ill() -> Iterator[str]:
    yield _("Praat met uw werkgever over werk bij een ander bedrijf. Dat heet het tweede spoor.")
    yield _("Schrijf op welk werk u nog wel kunt doen. Neem dat mee naar elk gesprek.")


def _steps_on_benefit() -> Iterator[str]:
    yield _("Vraag hulp bij het schrijven van uw brief. Dat hielp andere werknemers het meest.")
    yield _("Bedenk of een opleiding of cursus u helpt. Vraag wie dat betaalt.")
