"""A reader of a server on this machine, bounded in time.

What lives here: sending ready-made requests over loopback. What does not: which requests, what they cost.
"""

import socket
import time

HOST = "127.0.0.1"
TIMEOUT_SECONDS = 60


class WrongAnswer(Exception):
    """The server answered something else than the page that is measured."""


def read_once(port: int, request: bytes) -> None:
    """Send one request on a new connection, and read the whole answer: a page."""
    with socket.create_connection((HOST, port), timeout=TIMEOUT_SECONDS) as connection:
        connection.sendall(request)
        answer = bytearray()
        while piece := connection.recv(65_536):
            answer += piece
    if not answer.startswith(b"HTTP/1.1 200"):
        raise WrongAnswer(f"{request.splitlines()[0]!r}: {bytes(answer[:80])!r}")


def wait_until_it_answers(port: int, seconds: float = 20) -> None:
    """Return as soon as something listens on the port; raise TimeoutError when nothing does in time."""
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        with socket.socket() as probe:
            if probe.connect_ex((HOST, port)) == 0:
                return
        time.sleep(0.05)
    raise TimeoutError(f"nothing listens on port {port} after {seconds} seconds")


def free_port() -> int:
    """Return a port on this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return probe.getsockname()[1]
