"""Handing one mail to the mail server, and what its answer means.

What lives here: the conversation with the server. What does not: the queue and what becomes of a mail (outbox.py).

The queue notes that a mail is being handed over as late as can be: the server is connected and took the recipient, and
the message itself comes next. Until then nothing can have left, so whatever breaks, the mail can simply go later.
"""

import logging
import smtplib
from collections.abc import Callable
from enum import Enum, auto
from typing import NamedTuple

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends import smtp

logger = logging.getLogger(__name__)
# Seconds for each thing that is asked of the server.
SECONDS_TO_ANSWER = 60
# What is kept of the words of a mail server.
WORDS_KEPT = 500


class Verdict(Enum):
    """What became of a mail that was offered to the server."""

    ACCEPTED = auto()
    LATER = auto()
    NEVER = auto()
    UNKNOWN = auto()
    UNREACHABLE = auto()
    NOT_OURS = auto()


class Reply(NamedTuple):
    """What came of offering a mail: a verdict, with the server's words where it did not just say yes."""

    verdict: Verdict
    words: str = ""


class TakenByAnother(Exception):
    """Another sender has this mail, or it was withdrawn."""


class LateSMTP(smtplib.SMTP):
    """A conversation that tells when the server took the recipient and gets the message next."""

    before_data: Callable[[], None]

    def data(self, msg: bytes | str) -> tuple[int, bytes]:
        """Send the message, after saying so."""
        self.before_data()
        return super().data(msg)


class SmtpBackend(smtp.EmailBackend):
    """Django's, with the conversation above."""

    connection_class = LateSMTP


class Transport:
    """The connection to settings.MAIL_TRANSPORT, for the mails of one run: opened when needed, closed at the end."""

    def __init__(self) -> None:
        self._backend = get_connection(settings.MAIL_TRANSPORT, timeout=SECONDS_TO_ANSWER)

    def __enter__(self) -> "Transport":
        return self

    def __exit__(self, *exception: object) -> None:
        self._close()

    def hand_over(self, message: EmailMessage, claim: Callable[[], bool]) -> Reply:
        """Offer a mail. `claim` is called when nothing has left yet and the mail comes next; False means: do not."""
        try:
            self._backend.open()
        except (OSError, smtplib.SMTPException) as error:
            reply = Reply(Verdict.UNREACHABLE, one_line(error))
            logger.warning("no mail to the mail server: %s", reply.words)
        else:
            reply = self._offer(message, claim)
        if reply.verdict is not Verdict.ACCEPTED:
            # After trouble the next mail begins with a fresh conversation.
            self._close()
        return reply

    def _offer(self, message: EmailMessage, claim: Callable[[], bool]) -> Reply:
        claimed = False

        def claim_now() -> None:
            nonlocal claimed
            if not claim():
                raise TakenByAnother
            claimed = True

        try:
            if isinstance(self._backend, SmtpBackend):
                self._backend.connection.before_data = claim_now
            else:
                claim_now()
            self._backend.send_messages([message])
        except TakenByAnother:
            return Reply(Verdict.NOT_OURS)
        except (OSError, smtplib.SMTPException) as error:
            return _judge(error, claimed)
        except ValueError as error:  # An address or subject of which no mail can be made.
            return Reply(Verdict.NEVER, one_line(error))
        return Reply(Verdict.ACCEPTED) if claimed else Reply(Verdict.NEVER, "Geen ontvanger.")

    def _close(self) -> None:
        try:
            self._backend.close()
        except (OSError, smtplib.SMTPException):
            # The mails of this conversation have their answer; a goodbye that fails changes nothing.
            self._backend.connection = None


def _judge(error: Exception, claimed: bool) -> Reply:
    """Return what an error means: a refusal of the recipient or the message is final when its code says so (5xx).

    A refusal of the sender (also 5xx) says something about the portal's own set-up and nothing about the recipient:
    the mail waits until that is repaired. Silence after the message began to leave can mean anything.
    """
    match error:
        case smtplib.SMTPRecipientsRefused():
            code, words = next(iter(error.recipients.values()))
            return Reply(Verdict.NEVER if 500 <= code < 600 else Verdict.LATER, _with_code(code, words))
        case smtplib.SMTPDataError() if 400 <= error.smtp_code < 600:
            verdict = Verdict.NEVER if error.smtp_code >= 500 else Verdict.LATER
            return Reply(verdict, _with_code(error.smtp_code, error.smtp_error))
        case smtplib.SMTPNotSupportedError():
            return Reply(Verdict.NEVER, one_line(error))
        case smtplib.SMTPResponseException() if not claimed:
            return Reply(Verdict.LATER, _with_code(error.smtp_code, error.smtp_error))
    return Reply(Verdict.UNKNOWN if claimed else Verdict.LATER, one_line(error))


def _with_code(code: int, words: bytes | str) -> str:
    return one_line(f"{code} {words.decode(errors='replace') if isinstance(words, bytes) else words}")


def one_line(words: object) -> str:
    """Return the words of a mail server as they are kept: in one line, and no more than enough."""
    return " ".join(str(words).split())[:WORDS_KEPT]
