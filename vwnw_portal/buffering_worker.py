"""How requests come in: a thread gets one when all of it is there, so that no slow client holds a thread.

What lives here: gathering requests, and letting go of clients after their answer. What does not: reading and answering
HTTP, which gunicorn's threads do; how many of them there are (gunicorn.conf.py).

Left to themselves, gunicorn's threads wait for a head that trickles in, for a body that does not come and for a client
that does not hang up. Here all of those wait in the poller, where they cost a few kilobytes and have a time limit.
"""

import os
import re
import socket
import time
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import suppress
from functools import partial
from selectors import EVENT_READ
from typing import Any

from gunicorn.http import get_parser
from gunicorn.workers.gthread import TConn, ThreadWorker

# What a client gets, in seconds, to send its request, and once more to take its answer.
PATIENCE = 10
# What is gathered of a request, in bytes. No browser sends a longer head. A larger body is for its thread to read or
# refuse (gate.py): only staff may send one.
MOST_HEAD = 32 * 1024
MOST_BODY = 64 * 1024
# An answer that fits in here, in bytes, leaves its thread at once, however slowly it is read: every page does.
MOST_UNREAD = 512 * 1024

END_OF_HEAD = b"\r\n\r\n"
BODY_LENGTH = re.compile(rb"\r\ncontent-length:[ \t]*(\d{1,18})[ \t]*\r\n", re.IGNORECASE)
ASKS_TO_GO_ON = re.compile(rb"\r\nexpect:[ \t]*100-continue", re.IGNORECASE)
GO_ON = b"HTTP/1.1 100 Continue\r\n\r\n"
# As gunicorn says it of a head that is whole.
TOO_LONG = b"HTTP/1.1 431 Request Header Fields Too Large\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"


class Connection(TConn):
    """A client, with what it sent so far."""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, MOST_UNREAD)
        self.data_ready = True
        self.is_answered = False
        self._received = bytearray()
        self._wanted: int | None = None
        self._more_comes = False

    @property
    def is_whole(self) -> bool:
        """Return whether all of the request is here that is waited for."""
        return self._wanted is not None and len(self._received) >= self._wanted

    @property
    def is_too_long(self) -> bool:
        """Return whether more has come in than a head may be, and no end of it."""
        return self._wanted is None and len(self._received) > MOST_HEAD

    def take(self) -> bool:
        """Take what has come in; return whether the client is still there."""
        try:
            data = self.sock.recv(MOST_BODY)
        except BlockingIOError:
            return True
        except OSError:
            return False
        if data and not self.is_answered:
            self._received += data
            if self._wanted is None:
                self._look_for_head()
        return bool(data)

    def init(self) -> None:
        """Let gunicorn read the request from what was gathered, never from a client that keeps it waiting."""
        if self.parser is None:
            self.parser = get_parser(self.cfg, self._chunks(), self.client)
        super().init()
        self.sock.settimeout(PATIENCE)

    def refuse(self) -> None:
        """Say that the head is too long; what still comes of it is read to nowhere, so that the answer arrives."""
        with suppress(OSError):
            self.sock.send(TOO_LONG)
            self.hang_up()

    def hang_up(self) -> None:
        """Say that the answer is complete; the client may need a moment to read it."""
        self.is_answered = True
        self.sock.setblocking(False)
        self.sock.shutdown(socket.SHUT_WR)

    def _look_for_head(self) -> None:
        end = self._received.find(END_OF_HEAD)
        if end < 0:
            return
        self._wanted = end + len(END_OF_HEAD)
        length = BODY_LENGTH.search(self._received, 0, end + 2)
        if length is None:
            return
        self._more_comes = int(length[1]) > MOST_BODY
        if not self._more_comes:
            self._wanted += int(length[1])
            if not self.is_whole and ASKS_TO_GO_ON.search(self._received, 0, end):
                with suppress(OSError):
                    self.sock.send(GO_ON)

    def _chunks(self) -> Iterator[bytes]:
        yield bytes(self._received)
        while self._more_comes and (data := self.sock.recv(MOST_BODY)):
            yield data


class BufferingWorker(ThreadWorker):
    """gunicorn's worker with threads, with a waiting room in front of them."""

    def init_process(self) -> None:
        """Begin with nothing to answer."""
        self._answering: dict[Connection, float] = {}
        super().init_process()

    def notify(self) -> None:
        """Tell gunicorn since when this worker is busy, so that it replaces one that takes too long (`timeout`).

        By itself a worker with threads is alive as long as it accepts, whatever its threads do.
        """
        super().notify()
        since = list(self._answering.values())
        if since:
            os.utime(self.tmp.fileno(), (min(since), min(since)))

    def accept(self, listener: socket.socket) -> None:
        """Show a client to the waiting room."""
        try:
            client, address = listener.accept()
        except OSError:
            return  # It left already, another worker has it, or this one has no room.
        self.nr_conns += 1
        self._wait_for(Connection(self.cfg, client, address, listener.getsockname()))

    def on_pending_socket_readable(self, conn: Connection, client: socket.socket) -> None:
        """Hand a request that is whole to a thread; forget a client that left."""
        is_there = conn.take()
        if conn.is_whole and not conn.is_answered:
            super().on_pending_socket_readable(conn, client)
        elif conn.is_too_long and not conn.is_answered:
            conn.refuse()
        elif not is_there:
            self.poller.unregister(client)
            self.pending_conns.remove(conn)
            self._forget(conn)

    def handle(self, conn: Connection) -> bool:
        """Answer a request, and note since when that takes."""
        self._answering[conn] = time.monotonic()
        try:
            return super().handle(conn)
        finally:
            del self._answering[conn]

    def handle_request(self, req: Any, conn: Connection) -> bool:
        """Answer a request; a client that does not take its answer in time loses it."""
        try:
            return super().handle_request(req, conn)
        except TimeoutError:
            return False

    def finish_request(self, conn: Connection, fs: Future) -> None:
        """Let a client read its answer, without waiting for it."""
        try:
            conn.hang_up()
        except OSError:
            self._forget(conn)
        else:
            self._wait_for(conn)

    def _wait_for(self, conn: Connection) -> None:
        conn.timeout = time.monotonic() + PATIENCE
        self.pending_conns.append(conn)
        self.poller.register(conn.sock, EVENT_READ, partial(self.on_pending_socket_readable, conn))

    def _forget(self, conn: Connection) -> None:
        self.nr_conns -= 1
        conn.close()
