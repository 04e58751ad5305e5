"""Processes that are killed with SIGKILL at a chosen step.

What lives here: the steps, the process that forks a child for each chore (`python -m tests.referrals.support.killing`),
and a web application that dies at a step of a request. What does not: the chores (chores.py), the tests
(loop/test_kills.py).

A step is: just before and just after an SQL statement or a commit, and each time something was said to the mail server
or heard from it; the message itself goes in two halves with a step in between. Every chore is a child of its own, so
whatever it knew is gone when it dies: what stays is the database and what the mail server took.
"""

import json
import os
import signal
import smtplib
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime, timedelta
from importlib import import_module
from unittest.mock import patch

import time_machine
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.urls import get_resolver
from django.utils import timezone

# Loads everything once, for all children.
portal = get_wsgi_application()
CHORES = import_module("tests.referrals.support.chores").CHORES

# --- Dying ---------------------------------------------------------------------------------------------------


class Steps:
    """Counts steps, and kills the process at one of them."""

    def __init__(self, kill_at: int | str | None) -> None:
        self.count, self.kill_at = 0, kill_at

    def step(self, name: str = "") -> None:
        """Take one step, which may be the last: by its number, or by its name."""
        self.count += 1
        if self.kill_at and self.kill_at in (self.count, name):
            os.kill(os.getpid(), signal.SIGKILL)

    def around(self, function: Callable, name: str = "") -> Callable:
        """Return the function with a step before and after it, named where the function has a name."""

        def stepping(*args, **kwargs):
            self.step(name and f"before the {name}")
            result = function(*args, **kwargs)
            self.step(name and f"after the {name}")
            return result

        return stepping

    def in_halves(self, send: Callable) -> Callable:
        """Return smtplib's `send`, with a step halfway what is long enough to be a message."""

        def sending(conversation, words):
            if len(words) > 500:
                half = len(words) // 2
                send(conversation, words[:half])
                self.step()
                words = words[half:]
            send(conversation, words)
            self.step()

        return sending


@contextmanager
def counted(kill_at: int | str | None) -> Iterator[Steps]:
    """Count the steps of what happens inside, and die at `kill_at`."""
    steps = Steps(kill_at)
    with ExitStack() as stack:
        stack.enter_context(connection.execute_wrapper(lambda execute, *args: steps.around(execute)(*args)))
        stack.enter_context(patch.object(connection, "_commit", steps.around(connection._commit, "commit")))
        stack.enter_context(patch.object(smtplib.SMTP, "send", steps.in_halves(smtplib.SMTP.send)))
        stack.enter_context(patch.object(smtplib.SMTP, "getreply", steps.around(smtplib.SMTP.getreply)))
        yield steps


# --- The process that forks ----------------------------------------------------------------------------------


def do_chore(order: dict) -> dict:
    """Do one chore at its moment; return what it gave and how many steps it took."""
    moment = datetime.fromisoformat(order["at"]) if order["at"] else timezone.now()
    with time_machine.travel(moment + timedelta(minutes=order["later"])), counted(order["kill_at"]) as steps:
        result = CHORES[order["chore"]](**order["args"])
    return {"result": result, "steps": steps.count}


def in_child(order: dict, answer_to: int) -> None:
    """Do a chore and write down what came of it, as the last thing that this process does."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    try:
        answer = do_chore(order)
    except BaseException:
        answer = {"error": traceback.format_exc()}
    with os.fdopen(answer_to, "w") as stream:
        json.dump(answer, stream, default=str)
    os._exit(0)


def serve() -> None:
    """Fork a child for every order on standard input; tell its number first, and how it ended after."""
    get_resolver().url_patterns  # noqa: B018 - loaded once, for all children
    for line in sys.stdin:
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(reading)
            in_child(json.loads(line), writing)
        os.close(writing)
        print(json.dumps({"pid": child}), flush=True)
        with os.fdopen(reading) as stream:
            answer = stream.read()
        _child, status = os.waitpid(child, 0)
        killed = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
        print(json.dumps({"killed": killed, **(json.loads(answer) if answer and not killed else {})}), flush=True)


# --- A web application that dies -----------------------------------------------------------------------------


def application(environ: dict, start_response: Callable) -> object:
    """Answer a request, and die at the step that its header names; a last step lies before the answer leaves."""
    kill_at = int(environ.get("HTTP_X_KILL_AT", 0)) or None
    with counted(kill_at) as steps:
        response = portal(
            environ,
            lambda status, headers: start_response(status, [*headers, ("X-Steps", str(steps.count + 1))]),
        )
        steps.step()
    return response


if __name__ == "__main__":
    serve()
