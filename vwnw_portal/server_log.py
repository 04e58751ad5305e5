"""The log of gunicorn, which writes before and beside Django: of a worker that is killed, of what is no request.

What lives here: giving its handlers our formatter and form. What does not: what the formatter takes out (logs.py).
"""

from typing import Any

from gunicorn.glogging import Logger

from vwnw_portal.logs import WithoutSecrets


class ServerLog(Logger):
    """Gunicorn's own log, without secrets, in entries of the form that Django's have (settings.py)."""

    error_fmt = "%(asctime)s %(levelname)s %(name)s %(message)s"
    datefmt = "%Y-%m-%dT%H:%M:%S%z"

    def setup(self, cfg: Any) -> None:
        """Set the handlers up as gunicorn does, each with our formatter."""
        super().setup(cfg)
        formats = ((self.error_log, self.error_fmt), (self.access_log, self.access_fmt))
        for log, line in formats:
            for handler in log.handlers:
                handler.setFormatter(WithoutSecrets(line, self.datefmt))
