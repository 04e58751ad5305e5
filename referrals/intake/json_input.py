"""Reads JSON strictly: a text that can be read in two ways is refused, not guessed.

What lives here: from bytes to plain values, for the endpoint and the command alike. What does not: what a case may hold
(case_reader.py).
"""

import json
import re
from collections import Counter
from collections.abc import Iterator
from typing import NoReturn

from django.utils.translation import gettext as _

from referrals.engine.question_ref import WHOLE_CASE, QuestionRef
from referrals.intake.case_reader import InvalidCase, Problem

# A case is an object with a list of objects with a list at most. The decoder recurses, so it never gets much more.
MOST_NESTED = 16
# Python reads no longer integer from a text: a count of so many digits is too high, not unreadable.
LONGEST_INTEGER = 4_000

# A string as a whole, so that brackets in it do not count; one that does not end takes all that is left.
BRACKET_OR_STRING = re.compile(r'"(?:[^"\\]++|\\.)*+"?|[][{}]', re.DOTALL)


def read_json(raw: bytes) -> object:
    """Return what a JSON text in UTF-8 says, or raise InvalidCase with what is wrong with it."""
    try:
        text = raw.decode("utf-8-sig")
        if _depth(text) > MOST_NESTED:
            _refuse(_("Deze JSON is te diep genest."))
        value = json.loads(
            text, object_pairs_hook=_Object, parse_int=_whole_number, parse_constant=_refuse_what_is_no_number
        )
    except UnicodeDecodeError:
        _refuse(_("Dit is geen tekst in UTF-8."))
    except json.JSONDecodeError as error:
        where = {"line": error.lineno, "column": error.colno}
        _refuse(_("Dit is geen geldige JSON: kijk bij regel %(line)s, teken %(column)s.") % where)
    repeated = [Problem(QuestionRef(path), _("Deze sleutel staat er meer dan één keer.")) for path in _repeated(value)]
    if repeated:
        raise InvalidCase(repeated)
    return value


class _Object(dict[str, object]):
    """An object, that remembers which keys stood in it more than once."""

    def __init__(self, pairs: list[tuple[str, object]]) -> None:
        super().__init__(pairs)
        self.repeated = [key for key, times in Counter(key for key, _value in pairs).items() if times > 1]


def _repeated(value: object, path: str = "") -> Iterator[str]:
    """Yield where a key stands that its object has twice."""
    if isinstance(value, list):
        for index, part in enumerate(value):
            yield from _repeated(part, f"{path}[{index}]")
    if isinstance(value, _Object):
        inside = f"{path}." if path else ""
        yield from (f"{inside}{key}" for key in value.repeated)
        for key, part in value.items():
            yield from _repeated(part, f"{inside}{key}")


def _depth(text: str) -> int:
    """Return how many lists and objects stand in one another at the deepest point."""
    depth = deepest = 0
    for found in BRACKET_OR_STRING.finditer(text):
        if found[0] in "[{":
            depth += 1
            deepest = max(deepest, depth)
        elif found[0] in "]}":
            depth -= 1
    return deepest


def _whole_number(digits: str) -> int | float:
    """Return a whole number; one that is too long is no count of anything, and refused as such where it stands."""
    return int(digits) if len(digits) <= LONGEST_INTEGER else float(digits)


def _refuse_what_is_no_number(name: str) -> NoReturn:
    _refuse(_("%(name)s is geen getal in JSON.") % {"name": name})


def _refuse(message: str) -> NoReturn:
    raise InvalidCase([Problem(WHOLE_CASE, message)])
