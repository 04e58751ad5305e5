"""The portal as gunicorn serves it behind a proxy: what the proxy says counts, and nothing that a visitor says."""

import os
import re
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator

import pytest
from django.conf import settings

from tests.tooling.test_settings import SAFE, SENDER

BY_TLS = "X-Forwarded-Proto: https"
# It needs no database and no collected files to say that it is not for reading.
ADDRESS, ANSWERED = "/api/v1/route", 405


@pytest.fixture
def served(tmp_path) -> Iterator[Callable]:
    """Return what serves a portal on a public server with these settings, and gives what asks it with headers."""
    running = []

    def serve(**environment: str) -> Callable[..., int]:
        door = socket.create_server(("127.0.0.1", 0))
        door.set_inheritable(True)
        port = door.getsockname()[1]
        command = [sys.executable, "-m", "gunicorn", "--bind", f"fd://{door.fileno()}", "--workers", "1"]
        own = {"VAR_DIR": str(tmp_path), "DATABASE_URL": f"sqlite:///{tmp_path / 'db.sqlite3'}"}
        running.append(
            subprocess.Popen(  # noqa: S603 - every word is ours
                command,
                cwd=settings.BASE_DIR,
                env=os.environ | SAFE | SENDER | own | environment,
                pass_fds=[door.fileno()],
            )
        )
        door.close()
        return lambda *headers: status_of(port, *headers)

    yield serve
    for process in running:
        process.terminate()
        process.wait(timeout=20)


def status_of(port: int, *headers: str) -> int:
    lines = [f"GET {ADDRESS} HTTP/1.1", "Host: example.org", *headers]
    with socket.create_connection(("127.0.0.1", port), timeout=30) as client:
        client.sendall("\r\n".join([*lines, "", ""]).encode())
        answer = client.recv(4096).decode()
    return int(re.match(r"HTTP/1\.1 (\d{3})", answer)[1])


def test_a_visitor_who_says_to_come_by_https_does_not_where_no_proxy_is_believed(served):
    ask = served()

    assert [ask(), ask(BY_TLS)] == [301, 301]


@pytest.mark.parametrize("header", ["X-Forwarded-For", "X-Real-IP"])
def test_only_what_the_proxy_says_in_its_own_header_is_a_network(served, header):
    ask = served(BEHIND_TLS_PROXY="1", CLIENT_ADDRESS_HEADER=header)

    assert ask(BY_TLS, f"{header}: 192.0.2.1") == ANSWERED
    assert ask(BY_TLS, f"{header}: verzonnen", f"{header}: 192.0.2.1") == ANSWERED
    assert ask(BY_TLS, f"{header}: 203.0.113.9", f"{header}: verzonnen") == 400
    for other in ("Forwarded: for=192.0.2.1", f"{header.replace('-', '_')}: 192.0.2.1", "Client-IP: 192.0.2.1"):
        assert ask(BY_TLS, other) == 400
