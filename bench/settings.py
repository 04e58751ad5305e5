"""The portal's settings, with one more page to compare with: the bare view."""

from vwnw_portal.settings import *  # noqa: F403 - the portal's settings as they are

ROOT_URLCONF = "bench.urls"
