"""What may stand in a log: no part of an address that opens somebody's case.

What lives here: taking it out. What does not: which logs there are (settings.py).
"""

import logging
import re

# Addresses that end in a secret, or go on after it: a kept case, a referred one, a provider's answer and its progress.
SECRET = re.compile(r"/(casus/bewaard|casus/aanvraag|aanvraag|voortgang)/[^/\s]+")


class WithoutSecrets(logging.Filter):
    """Writes `...` where an address holds a secret, in every line that passes."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let the line pass without its secrets."""
        record.msg, record.args = SECRET.sub(r"/\1/...", record.getMessage()), ()
        return True
