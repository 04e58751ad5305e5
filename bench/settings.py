"""The portal's settings, with one more page to compare with: the bare view."""

from vwnw_portal.settings import *  # noqa: F403 - the portal's settings as they are

ROOT_URLCONF = "bench.urls"
TEMPLATES[0]["DIRS"].append(BASE_DIR / "bench" / "templates")  # noqa: F405 - from the portal's settings
