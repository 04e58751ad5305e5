"""What the log keeps to itself."""

import logging
import os
import subprocess
import sys
from datetime import datetime

import pytest
from django.conf import settings
from django.urls import get_resolver

from tests.portal.log_lines import lines_of


@pytest.fixture
def lines():
    """Return the lines that the log of the site has written so far, as they are written."""
    with lines_of("django.request") as written:
        yield written


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address",
    [
        "/casus/bewaard/GEHEIM:x/",
        "/casus/aanvraag/GEHEIM:x/",
        "/casus/aanvraag/GEHEIM:x/intrekken/",
        "/aanvraag/GEHEIM:x/nee/",
        "/voortgang/GEHEIM:x/",
        "/en/aanvraag/GEHEIM:x/",
    ],
)
def test_a_link_that_does_not_work_is_logged_without_its_secret(client, lines, address):
    assert client.get(address).status_code == 404

    assert lines
    assert "GEHEIM" not in "".join(lines)
    assert "/..." in lines[-1]


def addresses_with_a_token(patterns, before=""):
    """Give an address for each pattern that holds a token, however deep it stands."""
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            yield from addresses_with_a_token(pattern.url_patterns, route)
        elif "<str:token>" in route:
            yield "/" + route.replace("<str:token>", "GEHEIM:x")


@pytest.mark.parametrize("address", sorted(addresses_with_a_token(get_resolver().url_patterns)))
def test_no_address_with_a_token_is_logged_with_its_secret(lines, address):
    logging.getLogger("django.request").warning("Not Found: %s", address)

    assert "/..." in lines[-1]
    assert "GEHEIM" not in lines[-1]


@pytest.mark.parametrize(
    "line",
    [
        "Not Found: /en/account/password/reset/key/1-GEHEIM/",
        "Not Found: /account/confirm-email/MQ:1vNOne:GEHEIM/",
        "Error handling request /en/%61anvraag/GEHEIM/",
        "Error handling request /aanvraag%2FGEHEIM/",
        "Not Found: /ergens/WyJGEHEIM:1vNOne:GEHEIMGEHEIMGEHEIMGEHEIM-GEHEIM_GEHEIM/",
        "Invalid request from ip=GEHEIM: Invalid Request Line 'GEHEIM'",
        "Invalid request from ip=GEHEIM: Invalid HTTP Header: 'GEHEIM\nGEHEIM'",
        "duplicate key\nDETAIL:  Key (email)=(GEHEIM) already exists.",
    ],
)
def test_a_secret_is_taken_out_wherever_it_stands(lines, line):
    logging.getLogger("django.request").warning("%s", line)

    assert "GEHEIM" not in lines[-1]


def test_what_was_wrong_stays_readable(lines):
    logging.getLogger("django.request").warning("Invalid request from ip=1.2.3.4: Invalid Request Line 'x'")

    assert "Invalid request: Invalid Request Line" in lines[-1]


def test_a_secret_in_a_traceback_is_taken_out(lines):
    try:
        raise RuntimeError("/aanvraag/GEHEIM:x/")
    except RuntimeError:
        logging.getLogger("django.request").exception("It went wrong")

    assert "Traceback" in lines[-1]
    assert "GEHEIM" not in lines[-1]


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n", "\x0b", "\x0c", "\x1c", "\x85", "\u2028", "\u2029"])
def test_what_somebody_sent_cannot_pass_for_an_entry_of_its_own(lines, end):
    logging.getLogger("django.request").warning("Not Found: %s", f"x{end}django.request made up")

    first, *others = lines[-1].splitlines()
    assert first.startswith("django.request Not Found: x")
    assert all(line.startswith("    ") for line in others)
    assert "made up" in lines[-1]


@pytest.mark.parametrize("sign", ["\x1b[2J", "\x00", "\x08", "\x9b", "\u202e", "\ufeff"])
def test_what_a_screen_would_carry_out_or_hide_is_written_as_a_code(lines, sign):
    logging.getLogger("django.request").warning("Not Found: %s", f"a{sign}b")

    assert lines[-1].isprintable()
    assert lines[-1].startswith("django.request Not Found: a\\")


def test_each_entry_says_when_with_its_distance_to_utc():
    write = "import logging, vwnw_portal.wsgi; logging.getLogger('ergens').warning('Iets')"
    told = subprocess.run(  # noqa: S603 - our own code
        [sys.executable, "-c", write], cwd=settings.BASE_DIR, capture_output=True, text=True, check=True
    )

    when, rest = told.stderr.splitlines()[-1].split(" ", 1)
    assert datetime.fromisoformat(when).utcoffset() is not None
    assert rest == "WARNING ergens Iets"


EVERY_HANDLER = """
import logging
import vwnw_portal.wsgi
logs = [logging.root, *(log for log in logging.root.manager.loggerDict.values() if isinstance(log, logging.Logger))]
handlers = [handler for log in logs for handler in log.handlers if not isinstance(handler, logging.NullHandler)]
print(sorted({type(handler.formatter).__name__ for handler in handlers}))
"""


@pytest.mark.parametrize("debug", ["0", "1"])
def test_every_handler_of_the_site_takes_secrets_out(debug):
    environment = os.environ | {"DEBUG": debug}
    told = subprocess.run(  # noqa: S603 - our own code
        [sys.executable, "-c", EVERY_HANDLER],
        cwd=settings.BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )

    assert told.stdout.strip() == "['WithoutSecrets']"
