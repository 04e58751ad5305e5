"""Add to a portal that is served an organisation that can be called, since the demo knows no phone numbers.

    python -m tests.e2e.add_with_phone        it works on Texel, where it is whom an employer calls first

What lives here: adding it. What does not: the tests.
"""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vwnw_portal.settings")
django.setup()

from tests.services.providers import add_provider  # noqa: E402 - what it adds knows Django

if __name__ == "__main__":
    name = "Werkgeversservicepunt Texel"
    add_provider("werkgeversservicepunt-texel", "GM:GM0448", name=name, phone="0222 123456")
