"""What may stand in a log: no part of an address that opens somebody's case.

What lives here: taking it out. What does not: which logs there are (settings.py).
"""

import logging
import re

from referrals.private_addresses import BEFORE_A_SECRET

SECRET = re.compile(rf"/({'|'.join(BEFORE_A_SECRET)})/[^/\s]+")


class WithoutSecrets(logging.Filter):
    """Writes `...` where an address holds a secret, in every line that passes."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let the line pass without its secrets."""
        record.msg, record.args = SECRET.sub(r"/\1/...", record.getMessage()), ()
        return True
