"""A served portal whose database is held by another, or hangs: readers get an answer, and what needs no data goes on.

What lives here: real servers. How a page looks when the database does not answer: test_outages.py.
"""

import http.client
import os
import signal
import sqlite3
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import unquote, urlencode, urlsplit

import psycopg
import pytest
from django.conf import settings

from tests.e2e.conftest import UNTIL_INPUT_ENDS, served_portal

WITH_POSTGRES = settings.BASE_DIR / "scripts" / "with_postgres.sh"
# Shorter than gunicorn gives a worker: a page that hangs until its worker is killed fails here.
PATIENCE = 14


def ask(site: str, method: str, path: str, data: dict[str, str] | None = None) -> http.client.HTTPResponse:
    """Ask for a page as a browser does that has the cookie of forms; return the answer, its body read as `page`."""
    token = "a" * 32
    sent = urlencode({"csrfmiddlewaretoken": token, **(data or {})}) if method == "POST" else None
    headers = {"Cookie": f"csrftoken={token}", "Content-Type": "application/x-www-form-urlencoded"}
    with closing(http.client.HTTPConnection(urlsplit(site).netloc, timeout=PATIENCE)) as conversation:
        conversation.request(method, path, sent, headers)
        answer = conversation.getresponse()
        answer.page = answer.read().decode()
        return answer


def database_folder(url: str) -> str:
    return unquote(urlsplit(url).hostname or "")


# --- Held by another ----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def served():
    with served_portal() as surroundings:
        yield surroundings


@contextmanager
def held(url: str):
    """Hold what a report of a mistake has to wait for: the record on PostgreSQL, the right to write on SQLite."""
    if url.startswith("sqlite"):
        with closing(sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)) as holder:
            holder.execute("BEGIN IMMEDIATE")
            yield
            holder.execute("ROLLBACK")
        return
    with psycopg.connect(url) as holder:
        holder.execute("SELECT id FROM services_provider FOR UPDATE")
        yield
        holder.rollback()


def test_a_form_that_waits_in_vain_is_answered_and_can_be_sent_again(served):
    site, report = served["SITE_URL"], {"what": "contact", "text": "Het nummer klopt niet."}
    slug = ask(site, "GET", "/zoeken/").page.partition("/organisaties/")[2].partition("/")[0]
    path = f"/organisaties/{slug}/fout-gezien/"

    with held(served["DATABASE_URL"]):
        refused = ask(site, "POST", path, report)
        read_meanwhile = [ask(site, "GET", address).status for address in ("/", "/zoeken/", path)]

    assert (refused.status, refused.headers["Retry-After"]) == (503, "30")
    assert "Wat u invulde, staat nog in uw browser." in refused.page
    assert read_meanwhile == [200, 200, 200]
    assert ask(site, "POST", path, report).status == 302


# --- A server that hangs ------------------------------------------------------------------------------------


@pytest.fixture
def on_a_server_of_its_own():
    """Serve a portal on a PostgreSQL that this test may do with as it likes; give what it says of itself."""
    if subprocess.run([WITH_POSTGRES, "--available"], check=False).returncode:  # noqa: S603 - a script of our own
        pytest.skip("no PostgreSQL server on this machine")
    if not Path(settings.ASSETS_DIR, "vwnw.css").exists():
        pytest.skip("the browser's files are not built: make assets")
    serve = 'PORTAL_DATABASE_URL=$DATABASE_URL exec scripts/with_portal.sh sh -c "$0"'
    with subprocess.Popen(  # noqa: S603 - scripts of our own
        [WITH_POSTGRES, "sh", "-c", serve, UNTIL_INPUT_ENDS],
        cwd=settings.BASE_DIR,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ,
    ) as process:
        said = process.stdout.readline().split()
        assert said, "the portal does not start: try scripts/with_portal.sh true"
        yield dict(zip(("SITE_URL", "DATABASE_URL"), said, strict=False))
        process.stdin.close()


def processes_of(url: str) -> list[int]:
    """Return the processes of a PostgreSQL server: the one that was started, and those that it started."""
    server = int(Path(database_folder(url), "data", "postmaster.pid").read_text().split()[0])
    parents = {int(status.parent.name): status.read_text() for status in Path("/proc").glob("[0-9]*/status")}
    return [server, *(pid for pid, status in parents.items() if f"\nPPid:\t{server}\n" in status)]


@contextmanager
def frozen(url: str):
    """Stop the server as it stands: it keeps every connection, and answers none."""
    stopped = processes_of(url)
    for pid in stopped:
        os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        for pid in stopped:
            os.kill(pid, signal.SIGCONT)


def test_a_database_that_hangs_does_not_hang_the_portal(on_a_server_of_its_own):
    site, search = on_a_server_of_its_own["SITE_URL"], "/zoeken/?locatie=Arnhem"
    assert [ask(site, "GET", search).status for _worker in range(8)] == [200] * 8

    with frozen(on_a_server_of_its_own["DATABASE_URL"]), ThreadPoolExecutor(12) as pool:
        searches = [pool.submit(ask, site, "GET", search) for _reader in range(8)]
        pages = [pool.submit(ask, site, "GET", path) for path in ("/", "/privacy/", "/contact/", "/en/")]
        asked = [one.result() for one in searches]
        told = [ask(site, "GET", path) for path in ("/gezond/", "/gezond/klaar/")]

        assert [(answer.status, answer.headers["Retry-After"]) for answer in asked] == [(503, "30")] * 8
        assert [one.result().status for one in pages] == [200] * 4
        assert [answer.status for answer in told] == [503, 503]

    # Who could not connect does not try again for a few seconds.
    for _attempt in range(60):
        if (answer := ask(site, "GET", search)).status == 200:
            break
        time.sleep(0.5)
    assert answer.status == 200
