"""`send_mail [--watch]`: let lines go on whose hour is over, and send the mails that are due; once, or on and on."""

import signal
import threading
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import DatabaseError, close_old_connections
from django.utils import timezone

from referrals.loop.followup import let_lines_go_on
from referrals.mail.outbox import Sent, send_due

# How long --watch rests between two looks at the queue: people wait for a mail that confirms an address.
SECONDS_BETWEEN = 5


class Command(BaseCommand):
    """Empties the mail queue; may run any number of times at once, and may be stopped at any moment."""

    help = "Verstuurt de mails die aan de beurt zijn."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the endless run."""
        parser.add_argument("--watch", action="store_true", help="Blijf kijken, tot het programma wordt gestopt.")

    def handle(self, *args: Any, watch: bool, **options: Any) -> None:
        """Send once, or until the program is asked to stop; the mail at hand is finished first."""
        asked_to_stop = threading.Event()
        if not watch:
            self._say(self._send(asked_to_stop))
            return
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: asked_to_stop.set())
        while not asked_to_stop.is_set():
            self._look(asked_to_stop)
            asked_to_stop.wait(SECONDS_BETWEEN)

    def _look(self, asked_to_stop: threading.Event) -> None:
        """Send what is due, and say so when there was something."""
        close_old_connections()
        try:
            sent = self._send(asked_to_stop)
        except DatabaseError as error:
            # The queue is in the database: without it there is nothing to send, and nothing is lost.
            self.stderr.write(f"De database antwoordt niet: {error}".strip())
            return
        if any(sent):
            self._say(sent)

    def _send(self, asked_to_stop: threading.Event) -> Sent:
        """Let lines go on whose hour is over, and send batch after batch, until one sends nothing; return the sums."""
        let_lines_go_on(now=timezone.now())
        sums = batch = send_due(now=timezone.now(), should_stop=asked_to_stop.is_set)
        while batch.sent:
            batch = send_due(now=timezone.now(), should_stop=asked_to_stop.is_set)
            sums = Sent(*map(sum, zip(sums, batch, strict=True)))
        return sums

    def _say(self, sent: Sent) -> None:
        self.stdout.write(
            f"Mails verstuurd: {sent.sent}, uitgesteld: {sent.postponed}, "
            f"geweigerd: {sent.failed}, onzeker: {sent.unsure}"
        )
        self.stdout.flush()
