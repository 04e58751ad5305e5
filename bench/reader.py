"""Readers of a server on this machine: a lone one, or a few at once, bounded in number and in time.

What lives here: sending ready-made requests over loopback and timing the answers. What does not: which requests.
"""

import socket
import threading
import time
from collections.abc import Sequence
from itertools import cycle, islice

HOST = "127.0.0.1"
TIMEOUT_SECONDS = 30


class WrongAnswer(Exception):
    """The server answered something else than the page that is measured."""


def read_once(port: int, request: bytes) -> float:
    """Send one request on a new connection, read the whole answer, and return how long that took in seconds."""
    started = time.perf_counter()
    with socket.create_connection((HOST, port), timeout=TIMEOUT_SECONDS) as connection:
        connection.sendall(request)
        answer = bytearray()
        while piece := connection.recv(65_536):
            answer += piece
    if not answer.startswith(b"HTTP/1.1 200"):
        raise WrongAnswer(f"{request.splitlines()[0]!r}: {bytes(answer[:80])!r}")
    return time.perf_counter() - started


def lone_reader(port: int, requests: Sequence[bytes], count: int) -> list[float]:
    """Return the seconds that each of `count` requests took, one after the other."""
    return [read_once(port, request) for request in islice(cycle(requests), count)]


def requests_per_second(port: int, requests: Sequence[bytes], readers: int, seconds: float) -> float:
    """Return how many requests a second a few readers together get answered, within a time."""
    begin = time.perf_counter()
    answered = [0] * readers
    failures: list[Exception] = []

    def read(reader: int) -> None:
        own = islice(cycle(requests), reader, None)
        try:
            while time.perf_counter() - begin < seconds:
                read_once(port, next(own))
                answered[reader] += 1
        except (OSError, WrongAnswer) as error:
            failures.append(error)

    threads = [threading.Thread(target=read, args=(reader,)) for reader in range(readers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]
    return sum(answered) / (time.perf_counter() - begin)


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
