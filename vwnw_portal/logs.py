"""What may stand in a log: no part of an address that opens somebody's case, and nothing that people typed.

What lives here: taking it out of a whole entry, with its traceback, as the last thing before it is written, and
keeping entries apart. What does not: which logs there are (settings.py for Django's, server_log.py for gunicorn's).
"""

import logging
import re
from functools import lru_cache

from referrals.private_addresses import BEFORE_A_SECRET

# Anybody can have a long address logged, so each of these looks at a sign a few times at most.
TAKEN_OUT = (
    # What the server could not read holds anything: a link, a cookie, a network address. What was wrong with it stays.
    (re.compile(r"(Invalid request) from ip=\S*: ([\w ]*).*", re.DOTALL), r"\1: \2"),
    # The database quotes the row that it refuses.
    (re.compile(r"^DETAIL: .*$", re.MULTILINE), "DETAIL: ..."),
    # The secret behind the addresses of private pages, and a signed one wherever it stands.
    (re.compile(rf"/({'|'.join(BEFORE_A_SECRET)})/[^/\s]+"), r"/\1/..."),
    (re.compile(r"(?<![\w.-])[\w.-]{8,}+:[\w-]{4,}+:[\w-]{20,}"), "..."),
    # An address with escapes could spell either.
    (re.compile(r"/[^\s'\"]*+"), lambda address: "/..." if ESCAPE.search(address[0]) else address[0]),
)
ESCAPE = re.compile("%[0-9A-Fa-f]{2}")


# Before each line of an entry but the first, so that none can pass for an entry.
GOES_ON = "\n    "


class WithoutSecrets(logging.Formatter):
    """Writes `...` where an entry holds a secret, and a code where it holds a sign that is not seen."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the entry without its secrets."""
        entry = super().format(record).rstrip("\n")
        for secret, instead in TAKEN_OUT:
            entry = secret.sub(instead, entry)
        return "".join(map(_visible, entry))


@lru_cache(maxsize=1000)
def _visible(sign: str) -> str:
    if sign == "\n":
        return GOES_ON
    return sign if sign.isprintable() else sign.encode("unicode_escape").decode()
