"""The door through which gunicorn enters."""

import gc
import logging
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vwnw_portal.settings")

application = get_wsgi_application()

# What Python warns of goes into the log too, and so past what takes secrets out.
logging.captureWarnings(True)

# An answer makes thousands of short-lived tuples. At the usual threshold (700) each answer would have the collector
# walk all reference data in memory several times; nearly everything an answer makes is freed by its reference count.
gc.set_threshold(200_000, 20, 100)
