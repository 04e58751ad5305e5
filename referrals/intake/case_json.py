"""A case as a program writes it: JSON in UTF-8.

What lives here: bytes to data, for the endpoint and the command. What does not: what a case may hold (case_reader.py).
"""

import json

# Python reads no longer integer from a text: a count of so many digits is too high, not unreadable.
LONGEST_INTEGER = 4_000


class NotJson(Exception):
    """The bytes are no JSON in UTF-8; the message says why."""


def decode_case(raw: bytes) -> object:
    """Return what the bytes hold, or raise NotJson."""
    try:
        return json.loads(raw.decode(), parse_int=_integer)
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise NotJson(str(error)) from None


def _integer(digits: str) -> int | float:
    return int(digits) if len(digits) <= LONGEST_INTEGER else float(digits)
