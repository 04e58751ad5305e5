"""Where the browser of the tests is: None on a machine without one."""

import subprocess

from django.conf import settings

_found = subprocess.run(  # noqa: S603 - a script of our own
    [settings.BASE_DIR / "scripts" / "find_chromium.sh"], check=False, capture_output=True, text=True
)
CHROMIUM = _found.stdout.strip() or None
