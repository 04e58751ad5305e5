"""The door through which gunicorn enters."""

import gc
import logging
import os
from typing import Any

from django.core.handlers.wsgi import WSGIRequest
from django.core.wsgi import get_wsgi_application
from django.db import connections
from django.utils.http import parse_header_parameters

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vwnw_portal.settings")


class Request(WSGIRequest):
    """A request that is read as UTF-8; what names another encoding is refused (gate.py).

    Django reads the address in the encoding that a request names, and fails outside every page on some (rot13).
    """

    def _set_content_type_params(self, meta: dict[str, Any]) -> None:
        """Take the kind of content for what it is; one that cannot be read is none."""
        try:
            self.content_type, self.content_params = parse_header_parameters(meta.get("CONTENT_TYPE", ""))
        except (LookupError, ValueError):
            self.content_type, self.content_params = "", {}


application = get_wsgi_application()
application.request_class = Request

# What was looked up to start (demo.py) leaves no connection behind: requests come in other threads.
connections.close_all()

# What Python warns of goes into the log too, and so past what takes secrets out.
logging.captureWarnings(True)

# An answer makes thousands of short-lived tuples. At the usual threshold (700) each answer would have the collector
# walk all reference data in memory several times; nearly everything an answer makes is freed by its reference count.
gc.set_threshold(200_000, 20, 100)
