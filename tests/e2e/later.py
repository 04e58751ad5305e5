"""Run a command of the portal as if a number of days had passed.

    python -m tests.e2e.later 14 followup

What lives here: moving the clock of one process. What does not: the days themselves (the tests).
"""

import os
import sys
from datetime import UTC, datetime, timedelta

import django
import time_machine
from django.core.management import call_command


def main(days: int, command: str) -> None:
    """Run the command on a later day."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vwnw_portal.settings")
    with time_machine.travel(datetime.now(UTC) + timedelta(days=days)):
        django.setup()
        call_command(command)


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])
