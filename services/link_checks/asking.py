"""Asking whether there is a page at an address that somebody typed, without being led anywhere else.

What lives here: one question, with its redirects, to the machines that a name stood for when it was looked up. What
does not: which machines may be asked at all (addresses.py), whose turn it is and what follows (queue.py).

A name is looked up once, and the connection goes to what was found: a name that stands for another machine a moment
later leads nowhere. Of an answer its first lines are read, and no page: there or not is all that is asked.
"""

import io
import socket
import ssl
import time
from collections.abc import Callable
from enum import Enum
from http.client import HTTPConnection, HTTPException, HTTPResponse
from threading import Timer
from typing import Any, NamedTuple
from urllib.parse import SplitResult, urljoin, urlsplit

from django.conf import settings
from django.utils.encoding import iri_to_uri

from services.link_checks.addresses import Machine, NoSuchName, NotAsked, machines_of
from services.models.link_checks import LONGEST_NAME

SECONDS = 10
MOST_REDIRECTS = 3
MOST_BYTES = 65_536
PORTS = {"http": 80, "https": 443}
REDIRECTS = (301, 302, 303, 307, 308)
# The page is not there, says who should know. All else may be about the moment, or about who asks.
GONE = (404, 410)

_TLS = ssl.create_default_context()


class Verdict(Enum):
    """What an answer says of a link."""

    WORKS = "works"
    GONE = "gone"
    UNKNOWN = "unknown"
    BUSY = "busy"  # somebody else asks this host: nothing was asked


class Answer(NamedTuple):
    """What came of asking: the verdict, and the status of HTTP or why there is none."""

    verdict: Verdict
    status: str


def ask(url: str, take_turn: Callable[[str], bool]) -> Answer:
    """Ask an address for its page, and where it leads; `take_turn` says whether a host may be asked now."""
    deadline = time.monotonic() + SECONDS
    try:
        for _hop in range(MOST_REDIRECTS + 1):
            parts = _address_to_ask(url)
            if not take_turn(parts.hostname):
                return Answer(Verdict.BUSY, "busy")
            status, location = _first_lines(parts, deadline)
            if status not in REDIRECTS or not location:
                return Answer(_verdict_of(status), str(status))
            url = urljoin(url, location)
    except NoSuchName:
        return Answer(Verdict.GONE, "no_name")
    except NotAsked:
        return Answer(Verdict.UNKNOWN, "not_asked")
    except ssl.SSLError:
        return Answer(Verdict.UNKNOWN, "tls")
    except (OSError, HTTPException, ValueError):
        return Answer(Verdict.UNKNOWN, "timeout" if time.monotonic() >= deadline else "no_answer")
    return Answer(Verdict.UNKNOWN, "redirects")


def host_of(url: str) -> str:
    """Return the host of an address as it is asked, empty where there is none."""
    try:
        return _address_to_ask(url).hostname or ""
    except NotAsked:
        return ""


def _verdict_of(status: int) -> Verdict:
    if status in GONE:
        return Verdict.GONE
    return Verdict.WORKS if 200 <= status < 300 else Verdict.UNKNOWN


def _address_to_ask(url: str) -> SplitResult:
    """Return the parts of an address in the characters of the wire; raise NotAsked where it is not one for all."""
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").encode("idna").decode()
        port = parts.port or PORTS.get(parts.scheme)
    except ValueError as error:
        raise NotAsked from error
    is_of_web = parts.scheme in PORTS and (port in PORTS.values() or settings.LINK_CHECKS_ASK_LOOPBACK)
    if not 0 < len(host) <= LONGEST_NAME or not is_of_web or parts.username or parts.password:
        raise NotAsked
    return parts._replace(netloc=f"[{host}]:{port}" if ":" in host else f"{host}:{port}")


def _first_lines(parts: SplitResult, deadline: float) -> tuple[int, str | None]:
    """Return the status and where the answer leads, of the first machine that can be reached."""
    failure: Exception = NoSuchName()
    for machine in machines_of(parts.hostname, parts.port, deadline - time.monotonic()):
        try:
            return _asked(parts, machine, deadline - time.monotonic())
        except OSError as error:
            failure = error
    raise failure


def _asked(parts: SplitResult, machine: Machine, seconds: float) -> tuple[int, str | None]:
    if seconds <= 0:
        raise TimeoutError
    connection = _PinnedConnection(parts, machine, seconds)
    stopwatch = Timer(seconds, connection.hang_up)
    stopwatch.start()
    try:
        path = f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}"
        connection.request(
            "GET", iri_to_uri(path), headers={"User-Agent": _who_asks(), "Accept": "*/*", "Connection": "close"}
        )
        response = connection.getresponse()
        location = response.getheader("Location")
        return response.status, location and location.encode("latin-1").decode()
    finally:
        stopwatch.cancel()
        connection.close()


def _who_asks() -> str:
    return f"VWNW-portaal link check (+{settings.SITE_URL}/)"


class _FirstBytes(io.RawIOBase):
    """The beginning of an answer; what comes after it is as if it were not sent."""

    def __init__(self, answer: io.BufferedIOBase) -> None:
        super().__init__()
        self._answer, self._left = answer, MOST_BYTES

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        piece = self._answer.read1(min(len(buffer), self._left)) if self._left else b""
        buffer[: len(piece)] = piece
        self._left -= len(piece)
        return len(piece)

    def close(self) -> None:
        self._answer.close()
        super().close()


class _ShortResponse(HTTPResponse):
    def __init__(self, sock: socket.socket, *args: Any, **kwargs: Any) -> None:
        super().__init__(sock, *args, **kwargs)
        self.fp = io.BufferedReader(_FirstBytes(self.fp))


class _PinnedConnection(HTTPConnection):
    """A connection to one machine, in the name of the host that was looked up."""

    response_class = _ShortResponse

    def __init__(self, parts: SplitResult, machine: Machine, seconds: float) -> None:
        super().__init__(parts.hostname, parts.port, timeout=seconds)
        self.default_port = PORTS[parts.scheme]
        self._machine, self._is_secret = machine, parts.scheme == "https"

    def connect(self) -> None:
        """Connect to the machine; the certificate must be that of the host."""
        # Not by `create_connection`, which looks up whatever it gets.
        self.sock = socket.socket(self._machine.family, socket.SOCK_STREAM)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self._machine.place)
        if self._is_secret:
            self.sock = _TLS.wrap_socket(self.sock, server_hostname=self.host, do_handshake_on_connect=False)
            self.sock.do_handshake()

    def hang_up(self) -> None:
        """End the conversation from outside, whatever it waits for: a byte now and then keeps no one waiting."""
        try:
            if self.sock is not None:
                socket.socket.shutdown(self.sock, socket.SHUT_RDWR)
        except OSError:
            pass
