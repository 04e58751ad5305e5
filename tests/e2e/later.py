"""Run commands of the portal as if a number of days had passed.

    python -m tests.e2e.later        each line of its input is a number of days and a command: 14 followup --force

What each printed comes back as a line of JSON. What lives here: moving the clock of one process. What does not: the
days themselves (the tests).
"""

import io
import json
import os
import sys
from datetime import UTC, datetime, timedelta

import django
import time_machine
from django.apps import apps
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, connections

ROWS = ("OutgoingMail", "ReferredCase", "Attempt")


def main() -> None:
    """Run the commands, until there are no more lines."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vwnw_portal.settings")
    django.setup()
    for line in sys.stdin:
        days, *command = line.split()
        print(json.dumps(printed_by(command, int(days))), flush=True)


def printed_by(command: list[str], days: int) -> str:
    """Return what a command prints on a later day."""
    printed = io.StringIO()
    with time_machine.travel(datetime.now(UTC) + timedelta(days=days)):
        if command == ["begin_anew"]:
            begin_anew()
        else:
            call_command(*command, stdout=printed)
    connections.close_all()  # as at the end of a command's process
    return printed.getvalue()


def begin_anew() -> None:
    """Remove every case and mail, and what counts how often somebody asked: rows refuse to be deleted one by one."""
    tables = [model._meta.db_table for name in ROWS if (model := apps.get_model("referrals", name))]
    connection.ops.execute_sql_flush(connection.ops.sql_flush(no_style(), tables, allow_cascade=True))


if __name__ == "__main__":
    main()
