"""A portal whose mail goes to a real server, and the commands that its machine runs, on any day.

What lives here: serving it and reading its mail. What does not: moving the clock (later.py), the server
(tests/referrals/support/smtp.py).
"""

import json
import os
import subprocess
import sys
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.conf import settings as project

from tests.e2e.conftest import served_portal
from tests.referrals.support.smtp import MailServer, Received


@dataclass
class Post:
    """The mail of the portal: what it sends goes to a real server, and each mail is read once."""

    server: MailServer
    environment: dict[str, str]
    commands: subprocess.Popen
    known: Collection[str] = ()

    def run(self, command: str, days: int = 0) -> str:
        """Run a command of the portal, as if so many days had passed; return what it printed."""
        self.commands.stdin.write(f"{days} {command}\n")
        self.commands.stdin.flush()
        return json.loads(self.commands.stdout.readline())

    def begin_anew(self) -> None:
        """Forget every case and mail, so that the next test finds a portal that nobody used."""
        self.run("begin_anew")
        self.server.begin_anew()

    def mail_to(self, address: str | None = None) -> Received:
        """Send what waits, also what waits for later days; return the next mail to an address, or to nobody known."""
        self.run("send_mail", days=60)
        is_wanted = (lambda one: one.recipient == address) if address else (lambda one: one.recipient not in self.known)
        number = next(number for number, one in enumerate(self.server.mails) if is_wanted(one))
        return self.server.mails.pop(number)


@contextmanager
def portal_with_post(prepare: str = "true", *, known: Collection[str] = (), **settings: str) -> Iterator[Post]:
    """Serve a portal after a shell command, with settings of its own, that mails through a server on loopback."""
    server = MailServer()
    server.start()
    mail = {"EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": str(server.port)}
    with served_portal(prepare, **mail, **settings) as surroundings:
        environment = os.environ | surroundings
        with subprocess.Popen(
            [sys.executable, "-m", "tests.e2e.later"],
            cwd=project.BASE_DIR,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        ) as commands:
            yield Post(server, environment, commands, known)
            commands.stdin.close()
    server.stop()
