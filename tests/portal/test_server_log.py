"""What gunicorn writes when a worker is killed, when an application fails and when something is no request.

No test here uses the database.
"""

import os
import re
import socket
import subprocess
import sys
from contextlib import contextmanager

import pytest
from django.conf import settings

KILLED = "GET /aanvraag/GEHEIM:x/hangt/ HTTP/1.1\r\nHost: localhost\r\n\r\n"
FAILED = "GET /en/voortgang/GEHEIM:x/ HTTP/1.1\r\nHost: localhost\r\n\r\n"
ESCAPED = "GET /%61anvraag/GEHEIM:x/ HTTP/1.1\r\nHost: localhost\r\n\r\n"
NO_REQUEST = (
    "GET /aanvraag/GEHEIM:x/ NOHTTP\r\n\r\n",
    "GET /ergens/GEHEIM anders HTTP/1.1 nog iets\r\n\r\n",
    "G{T /aanvraag/GEHEIM:x/ HTTP/1.1\r\n\r\n",
    "GET / HTTP/1.1\r\nHost: localhost\r\nCookie GEHEIM\r\n\r\n",
    "GET / HTTP/1.1\r\nHost: localhost\r\nCookie : GEHEIM\r\n\r\n",
)


@contextmanager
def served(*options: str):
    """Serve the failing application as the portal is served; give the port, and the lines once it has stopped."""
    lines: list[str] = []
    with socket.create_server(("127.0.0.1", 0)) as door:
        door.set_inheritable(True)
        command = [sys.executable, "-m", "gunicorn", "--bind", f"fd://{door.fileno()}", "--workers", "1", *options]
        with subprocess.Popen(  # noqa: S603 - every word is ours
            [*command, "tests.portal.failing_app:application"],
            cwd=settings.BASE_DIR,
            env=os.environ | {"GUNICORN_LOG_LEVEL": "debug"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            pass_fds=[door.fileno()],
        ) as process:
            yield door.getsockname()[1], lines
            process.terminate()
            lines += process.stdout


def send(port: int, request: str) -> bytes:
    """Send bytes, and return what is answered until the server hangs up."""
    with socket.create_connection(("127.0.0.1", port), timeout=60) as conversation:
        conversation.sendall(request.encode())
        conversation.shutdown(socket.SHUT_WR)
        answer = b""
        try:
            while part := conversation.recv(4096):
                answer += part
        except ConnectionResetError:
            pass
        return answer


def test_a_worker_that_is_killed_leaves_no_secret_in_the_log():
    with served("--worker-class", "sync", "--threads", "1", "--timeout", "1") as (port, lines):
        send(port, KILLED)

    log = "".join(lines)
    assert "WORKER TIMEOUT" in log
    assert "Error handling request" in log
    assert "GEHEIM" not in log


@pytest.mark.parametrize("request_", [FAILED, ESCAPED])
def test_an_application_that_fails_leaves_no_secret_in_the_log(request_):
    with served() as (port, lines):
        assert b" 500 " in send(port, request_)

    log = "".join(lines)
    assert "Traceback" in log
    assert "GEHEIM" not in log


def test_what_is_no_request_leaves_no_part_of_it_in_the_log():
    with served() as (port, lines):
        answers = [send(port, request) for request in NO_REQUEST]

    log = "".join(lines)
    assert all(b" 400 " in answer for answer in answers)
    assert log.count("Invalid request") == len(NO_REQUEST)
    assert "GEHEIM" not in log
    assert "127.0.0.1" not in "".join(line for line in lines if "Invalid request" in line)


def test_the_server_and_the_site_write_entries_of_one_form():
    with served() as (port, lines):
        send(port, FAILED)

    begin = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d{4} [A-Z]+ gunicorn\.error ")
    assert all(begin.match(line) or line.startswith("    ") for line in lines)
