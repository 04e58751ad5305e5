"""One engine for the page, the endpoint and the command: from input to answer.

What lives here: the one road from input to a route with its receipt. What does not: the steps on it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from notation.dates import When, last_day
from referrals.advice.directory import DatabaseDirectory
from referrals.engine.case import Case
from referrals.engine.route import Route
from referrals.engine.routing import route
from referrals.intake.answer_cookie import Answers
from referrals.intake.case_input import input_of
from referrals.intake.case_reader import digest_of, read_case
from referrals.intake.going_on import going_on, gone_in
from services.catalogue import catalogue
from services.parameters import ParameterBook
from services.work_area.as_if import AsIf


@dataclass(frozen=True, slots=True)
class Advice:
    """A case, its route, and the digest of the input that led to it; `gone` are the ends that have passed since."""

    case: Case
    route: Route
    digest: str
    gone: tuple[When, ...] = ()


def advise(case_input: object, default_today: date) -> Advice:
    """Return the advice on the input (decoded JSON, TOML or a form's answers).

    Raise InvalidCase with all that is wrong with it, or UnknownParameter where a dated value of the rules is missing.
    """
    case = read_case(case_input, default_today)
    assert isinstance(case_input, Mapping)  # noqa: S101 - read_case refuses everything else
    return Advice(case, find_route(case), digest_of(case_input, case.today))


def advice_on(answers: Answers, on: date) -> Advice:
    """Return the advice on an employer's answers on a day; raise what `advise` raises."""
    return advise(input_of(answers), on)


def advice_going_on(answers: Answers, on: date) -> Advice:
    """Return the advice on the answers of a kept case, which goes on after its last day; raise what `advise` raises."""
    gone = sorted({end.when for end in gone_in(answers, on)}, key=last_day)
    return replace(advice_on(going_on(answers, on), on), gone=tuple(gone))


def find_route(case: Case, parameters: ParameterBook | None = None, instead: AsIf | None = None) -> Route:
    """Return the route of a case through the providers in the database.

    It reads them from there, and the dated values too where no other ones are given. `instead` takes the place of what
    is stored of a record. Raise UnknownParameter where one that the rules need is missing.
    """
    values = parameters or catalogue().parameters
    return route(case, DatabaseDirectory(case.today, values, instead), values)
