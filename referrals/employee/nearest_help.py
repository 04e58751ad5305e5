"""What one employee is told: who helps near by, what to ask the employer for, when UWV can help, what to do first.

What lives here: choosing from the route of a case of one person, in the employee's own words. What does not: the
rules (engine/rules.py), the questions (forms.py), contact data and figures (page.py).
Pure: no database and no clock.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from notation.dates import date_in_words
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
from services.reach import Reach
from services.type_codes import TypeCode
from services.wording import months_in_words

MOST_HELPERS = 8
MOST_MAYBE = 5

# In every type one sentence, whatever the situation; a type that staff add later has its own description.
WHAT_IT_DOES: Mapping[str, object] = {
    TypeCode.LEARNING_WORK_DESK: gettext_lazy(
        "Geeft antwoord op vragen over leren en ander werk. Ook over een bewijs van wat u al kunt (EVC)."
    ),
    TypeCode.MOBILITY_CENTRE: gettext_lazy("Een loket in de regio voor uw vragen over werk en scholing."),
    TypeCode.BRANCH_SERVICE_POINT: gettext_lazy("Helpt u aan werk in uw eigen sector."),
    TypeCode.GATEKEEPER_CENTRE: gettext_lazy("Bedrijven in de regio zoeken hier samen ander werk voor u."),
    TypeCode.UWV: gettext_lazy("Helpt mensen met een uitkering weer aan werk."),
}
UWV_BEFORE_THE_END = gettext_lazy("Kan u soms al helpen voordat uw werk stopt. Wanneer dat is, staat hieronder.")
ONLY_INFORMS = gettext_lazy("Geeft u informatie over ander werk.")

# The quickest way that is known to reach somebody.
CONTACT = {
    Reach.PHONE: gettext_lazy("Bel %(name)s."),
    Reach.MAIL: gettext_lazy("Mail %(name)s."),
    Reach.WEBSITE: gettext_lazy("Ga naar %(name)s."),
    Reach.NONE: gettext_lazy("Ga naar %(name)s."),
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
    steps: tuple[str, ...]


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
        steps=tuple(_steps(case, helpers, maybe, parameters)),
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
    place = {"place": label_of(case.groups[0].location)}
    word = _("Dit is het vaste eerste contact voor %(place)s, ook voor uw werkgever.") % place
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
        return str(ONLY_INFORMS)
    code = recommendation.kind.code
    if code == TypeCode.UWV and rules.is_still_employed(case.groups[0]):
        return str(UWV_BEFORE_THE_END)
    return str(WHAT_IT_DOES.get(code, ""))


def _condition(recommendation: Recommendation, case: Case) -> str:
    if recommendation.level is Level.INFORMATION:
        # The minimum counts dismissals in the whole company (R5), which one employee need not know.
        minimum = recommendation.candidate.traits.min_redundancies or 0
        sentence = ngettext(
            "Helpt verder als bij uw werkgever minstens %(minimum)s vaste medewerker de baan verliest. Vraag hoeveel "
            "het er zijn.",
            "Helpt verder als bij uw werkgever minstens %(minimum)s vaste medewerkers hun baan verliezen. Vraag "
            "hoeveel het er zijn.",
            minimum,
        )
        return sentence % {"minimum": minimum}
    if any(finding.question and finding.question.field == "location" for finding in recommendation.findings):
        sentence = _("Werkt in een deel van %(place)s. Vul uw hele postcode in. Dan weten wij het zeker.")
        return sentence % {"place": label_of(case.groups[0].location)}
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
        return _("Hebt u een uitkering? Dan kan UWV u nu al helpen om weer werk te vinden.")
    day = rules.uwv_date(group, parameters, case.today)
    if group.situation is Situation.PREPARE or day is None:
        sentence = _("Stopt uw werk? Dan kan UWV soms al helpen vanaf %(months)s voor uw laatste werkdag.")
        return sentence % {"months": months_in_words(parameters.on(case.today, UWV_REACH_MONTHS).value)}
    if day <= case.today:
        return _("UWV kan u misschien nu al helpen.")
    return _("UWV kan u misschien helpen vanaf %(day)s.") % {"day": date_in_words(day)}


def _month_in_words(route: Route) -> Iterator[str]:
    """Yield which day the days are counted from, where only the month is known (R18)."""
    for note in route.notes:
        if (note.rule, note.sentence) == (RuleId.R18_UNKNOWN, "month"):
            yield note.text(reader_language())


# --- This week -------------------------------------------------------------------------------------------


def _steps(
    case: Case, helpers: tuple[Helper, ...], maybe: tuple[Helper, ...], parameters: ParameterBook
) -> Iterator[str]:
    """Yield what to do this week, the most urgent first (source: the report, 3.3 and 4.2)."""
    situation = case.groups[0].situation
    if situation is not Situation.PREPARE:
        months = months_in_words(parameters.on(case.today, LABOUR_MARKET_DROP_MONTHS).value)
        yield _("Begin nu. Na %(months)s zonder werk vindt u veel moeilijker ander werk.") % {"months": months}
    if helpers:
        yield f"{_contact(helpers[0])} {_('Vraag wat zij voor u doen.')}"
    elif maybe:
        yield f"{_contact(maybe[0])} {_('Vraag of zij bij u helpen.')}"
    yield from {
        Situation.PREPARE: _steps_while_working,
        Situation.REDUNDANCY: _steps_before_dismissal,
        Situation.ILLNESS: _steps_when_ill,
        Situation.ON_BENEFIT: _steps_on_benefit,
    }[situation]()


def _contact(helper: Helper) -> str:
    return str(CONTACT[helper.candidate.reach]) % {"name": helper.candidate.name}


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
