"""A website for tests: a real server on this machine, which answers as told and keeps who asked.

What lives here: the server. What does not: tests.
"""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Reply = Callable[[BaseHTTPRequestHandler], None]


class Website:
    """Answers by path: with a status, to where a redirect leads, or in a way of its own."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.replies: dict[str, int | str | Reply] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.most_at_once = self._waiting = 0
        self._lock = threading.Lock()

    def url(self, path: str = "/", host: str = "127.0.0.1") -> str:
        """Return the address of a page."""
        return f"http://{host}:{self.port}{path}"

    @property
    def paths(self) -> list[str]:
        """Return what was asked for, in order."""
        return [path for path, _headers in self.asked]

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        """Answer a request."""
        self.asked.append((request.path, dict(request.headers)))
        self._answer(request, self.replies.get(request.path, 200))

    def slowly(self, request: BaseHTTPRequestHandler) -> None:
        """Answer after a moment in which somebody else could ask, and count who waits; no more once one is answered."""
        with self._lock:
            self._waiting += 1
            self.most_at_once = max(self.most_at_once, self._waiting)
        time.sleep(0.05)
        with self._lock:
            self._waiting -= 1
        self._answer(request, 200)

    def _answer(self, request: BaseHTTPRequestHandler, reply: int | str | Reply) -> None:
        if callable(reply):
            reply(request)
            return
        request.send_response(reply if isinstance(reply, int) else 302)
        if isinstance(reply, str):
            request.send_header("Location", reply)
        request.send_header("Set-Cookie", "gezien=ja")
        request.end_headers()


def for_ever(request: BaseHTTPRequestHandler) -> None:
    """Send a header that does not end, as fast as it is taken."""
    request.send_response(200)
    request.flush_headers()
    try:
        while True:
            request.wfile.write(b"X-Veel: " + b"x" * 1_000 + b"\r\n")
    except OSError:
        pass


def byte_by_byte(request: BaseHTTPRequestHandler) -> None:
    """Send a byte now and then, so that no wait for one is long."""
    try:
        while True:
            request.wfile.write(b"H")
            time.sleep(0.05)
    except OSError:
        pass


@contextmanager
def website() -> Iterator[Website]:
    """Serve a website on a port of this machine."""
    site: Website

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            site.answer(self)

        def log_message(self, *args: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        site = Website(server.server_port)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        yield site
        server.shutdown()
