"""The door through which gunicorn enters."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vwnw_portal.settings")

application = get_wsgi_application()
