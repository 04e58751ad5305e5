"""A real mail server on loopback, that keeps what it took and can be made to misbehave at any step.

The steps of one mail, in order: connect, ehlo, mail, rcpt, data (the command), message (all of it has come) and
accepted (the mail is the server's now, and the sender has yet to hear so).
"""

import asyncio
import os
import signal
import socket
import time
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, syntax

STEPS = ("connect", "ehlo", "mail", "rcpt", "data", "message", "accepted")


@dataclass(frozen=True)
class Refuse:
    """Answer with these words: `451 later` or `550 never`."""

    words: str


@dataclass(frozen=True)
class Delay:
    """Answer after so many seconds."""

    seconds: float


@dataclass(frozen=True)
class HangUp:
    """Break the connection."""


@dataclass(frozen=True)
class Kill:
    """End the sender, with SIGKILL: it can clean up nothing. `pid` may still be on its way."""

    pid: Future[int]


@dataclass(frozen=True)
class Meanwhile:
    """Do something else before the server answers, in a thread of its own."""

    do: Callable[[], object]


Trouble = Refuse | Delay | HangUp | Kill | Meanwhile


@dataclass(frozen=True)
class Received:
    """A mail that the server took."""

    sender: str
    recipient: str
    message: EmailMessage

    @property
    def number(self) -> str:
        """Return what stands before the @ of its Message-ID."""
        return self.message["Message-ID"].strip("<>").partition("@")[0]


class HungUp(Exception):
    """The server broke the connection off."""


class _Conversation(SMTP):
    """aiosmtpd's, with the two steps that its hooks do not show."""

    async def _handle_client(self) -> None:
        self.event_handler.conversations += 1
        try:
            with suppress(HungUp, ConnectionError):
                await self.event_handler.reach("connect", self)
                await super()._handle_client()
        finally:
            self.event_handler.conversations -= 1

    @syntax("DATA")
    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802 - aiosmtpd's name
        words = await self.event_handler.reach("data", self)
        if words:
            await self.push(words)
        else:
            await super().smtp_DATA(arg)

    async def handle_exception(self, error: Exception) -> str:
        if isinstance(error, HungUp | ConnectionError):
            raise ConnectionResetError
        return await super().handle_exception(error)


@dataclass
class MailServer:
    """The server. `trouble` says what happens at a step, `refused` what it says to an address."""

    port: int = 0
    mails: list[Received] = field(default_factory=list)
    steps: list[str] = field(default_factory=list)
    trouble: dict[str, Trouble] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)
    conversations: int = 0

    def __post_init__(self) -> None:
        self._controller: Controller | None = None
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]

    def start(self) -> None:
        """Listen, on the same port each time."""
        server = self

        class OnLoopback(Controller):
            def factory(self) -> SMTP:
                return _Conversation(server, hostname="loopback", enable_SMTPUTF8=True)

        self._controller = OnLoopback(self, hostname="127.0.0.1", port=self.port)
        self._controller.start()

    def stop(self) -> None:
        """Be gone: connections are refused."""
        if self._controller is not None:
            self._controller.stop(no_assert=True)
            self._controller = None

    def numbers(self) -> list[str]:
        """Return the numbers of what it took."""
        return [mail.number for mail in self.mails]

    def begin_anew(self) -> None:
        """Forget everything."""
        self.wait_until_quiet()
        self.mails.clear(), self.steps.clear(), self.trouble.clear(), self.refused.clear()

    def wait_until_quiet(self) -> None:
        """Let the server finish what a sender that died had said."""
        end = time.monotonic() + 10
        while self.conversations and time.monotonic() < end:
            time.sleep(0.005)

    async def reach(self, step: str, conversation: SMTP) -> str | None:
        """Note a step and make the trouble that was asked for; return the words of a refusal."""
        self.steps.append(step)
        match self.trouble.get(step):
            case Refuse(words):
                return words
            case Delay(seconds):
                await asyncio.sleep(seconds)
            case Kill(pid):
                os.kill(await asyncio.wrap_future(pid), signal.SIGKILL)
            case Meanwhile(do):
                await asyncio.to_thread(do)
            case HangUp():
                conversation.transport.abort()
                raise HungUp
        return None

    async def handle_EHLO(self, server, session, envelope, hostname, responses):  # noqa: N802 - aiosmtpd's name
        words = await self.reach("ehlo", server)
        session.host_name = hostname
        return [words] if words else responses

    async def handle_HELO(self, server, session, envelope, hostname):  # noqa: N802 - aiosmtpd's name
        words = await self.reach("ehlo", server)
        session.host_name = hostname
        return words or "250 loopback"

    async def handle_MAIL(self, server, session, envelope, address, options):  # noqa: N802 - aiosmtpd's name
        words = await self.reach("mail", server)
        if words is None:
            envelope.mail_from = address
        return words or "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802 - aiosmtpd's name
        words = await self.reach("rcpt", server) or self.refused.get(address)
        if words is None:
            envelope.rcpt_tos.append(address)
        return words or "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - aiosmtpd's name
        words = await self.reach("message", server)
        if words:
            return words
        message = message_from_bytes(envelope.content, policy=policy.default)
        self.mails += [Received(envelope.mail_from, address, message) for address in envelope.rcpt_tos]
        return await self.reach("accepted", server) or "250 OK"
