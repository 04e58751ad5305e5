"""A case whose last working day has passed: the people whose work ended are on benefit from then on.

What lives here: which ends a case has, and its answers as they count on a later day. What does not: keeping a case
(advice/saved_cases.py), what its plan says of the time (advice/clock.py). Who found other work nobody told us: a plan
after the end is for who did not.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from notation.dates import When, is_over
from referrals.engine.case import Contract, Situation
from referrals.intake.answer_cookie import PLACES as ROWS
from referrals.intake.answer_cookie import Answers
from referrals.intake.questions import ALL_END_DATES, COUNTS, EXPECTED, PERMANENT, SERVICE, field_of_end
from referrals.intake.steps import PLACES, STEPS, situations_of

SITUATION = STEPS[0].slug
ON_BENEFIT = Situation.ON_BENEFIT.value
NUMBERS = {count for count, _situation, _contract in COUNTS} | SERVICE.keys()

# A place of the case as it is kept: texts by field.
Row = dict[str, Any]


class End(NamedTuple):
    """The last working day, or its month, of a number of people, whom the field `counted_by` of a place counts."""

    when: When
    people: int
    counted_by: str
    contract: Contract


def ends_in(answers: Answers) -> list[End]:
    """Return every end that the answers give; none where their places cannot be read."""
    return [end for _row, ends in _places(answers) for end in ends]


def going_on(answers: Answers, on: date) -> Answers:
    """Return the answers as they count on a day: whose last day has passed is on benefit, the others stay as they were.

    A dismissal that was only expected ends nothing: such answers stay as they are, as do those that nobody can read.
    """
    if not gone_in(answers, on):
        return answers
    rows = _merged(_gone_on(row, [end for end in ends if is_over(end.when, on)]) for row, ends in _places(answers))
    counted = {situation.value for count, situation, _contract in COUNTS for row in rows if count in row}
    situations = [code for code in (*situations_of(answers), ON_BENEFIT) if code in counted]
    return answers.with_step(PLACES.slug, {ROWS: rows}).with_step(SITUATION, {"situations": situations})


def gone_in(answers: Answers, on: date) -> list[End]:
    """Return the ends that have passed on a day, but for those of a dismissal that was only expected."""
    chosen = answers.get(SITUATION, {}).get("situations", [])
    if EXPECTED in chosen and Situation.REDUNDANCY.value not in chosen:
        return []
    return [end for end in ends_in(answers) if is_over(end.when, on)]


# --- Parts -----------------------------------------------------------------------------------------------


def _places(answers: Answers) -> Iterator[tuple[Row, list[End]]]:
    """Yield each place as its form understood it, with its ends; none where one of them cannot be read."""
    if PLACES.slug not in answers:
        return
    form = PLACES.judge(answers, PLACES.as_form_data(answers[PLACES.slug]))
    if form.is_valid():
        for row, place in zip(PLACES.understood(form)[ROWS], filter(None, form.cleaned_data), strict=True):
            yield row, list(_ends_of(place))


def _ends_of(place: Mapping[str, Any]) -> Iterator[End]:
    for count, situation, contract in COUNTS:
        when = place.get(field_of_end(place, count, situation))
        if when and place.get(count):
            yield End(when, place[count], count, contract)


def _gone_on(row: Row, over: list[End]) -> Row:
    """Return a place in which these people are on benefit, without what was asked about nobody else."""
    gone = {end.counted_by for end in over}
    if PERMANENT in gone:
        gone |= SERVICE.keys()
    left = {name: value for name, value in row.items() if name not in gone}
    asked = {field_of_end(left, count, situation) for count, situation, _contract in COUNTS if count in left}
    kept = {name: value for name, value in left.items() if name not in ALL_END_DATES or name in asked}
    return _with_people(kept, {ON_BENEFIT: sum(end.people for end in over)})


def _merged(rows: Iterator[Row]) -> list[Row]:
    """Return the places, each with its last days once: those that are alike now are one."""
    by_key: dict[tuple[str, ...], Row] = {}
    for row in rows:
        key = (row["location"].replace(" ", "").casefold(), *(row.get(name, "") for name in ALL_END_DATES))
        by_key[key] = _with_people(by_key[key], row) if key in by_key else row
    return list(by_key.values())


def _with_people(row: Row, more: Mapping[str, Any]) -> Row:
    """Return a place with these numbers of people added."""
    added = {name: str(int(row.get(name, 0)) + int(more[name])) for name in NUMBERS & more.keys() if int(more[name])}
    return {**row, **added}
