"""What every test may count on: the reference facts are loaded, and pages render without collected files.

What lives here: shared fixtures. What does not: rows that only one app's tests need.
"""

import gc

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import translation
from hypothesis import settings as hypothesis_settings

from services.models import ChangeSet
from tests.referrals.support.smtp import MailServer
from tests.staff import sign_in

# A slow machine is no fault: nothing is judged by how long it takes.
hypothesis_settings.register_profile("portal", deadline=None)
hypothesis_settings.load_profile("portal")


def pytest_collection_finish() -> None:
    """Set what was loaded so far apart from what is collected: it stays, and was gone through time and again."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Put the reference facts in the test database once a session: every test begins with them."""
    with django_db_blocker.unblock():
        call_command("load_reference", verbosity=0)


@pytest.fixture(autouse=True)
def facts_after_a_flush(request):
    """Load the reference facts anew for a test with real transactions: the one before it emptied the tables."""
    marker = request.node.get_closest_marker("django_db")
    has_real_transactions = marker is not None and marker.kwargs.get("transaction", False)
    is_flushed = has_real_transactions or {"transactional_db", "live_server"} & set(request.fixturenames)
    if is_flushed:
        request.getfixturevalue("transactional_db")
        call_command("load_reference", verbosity=0)
    yield
    if is_flushed and connection.vendor == "sqlite":
        with connection.constraint_checks_disabled():  # without a change set stored, SQLite lets records be deleted
            ChangeSet.objects.all()._raw_delete(connection.alias)


@pytest.fixture(scope="session")
def no_collected_files(tmp_path_factory):
    """An empty folder: the portal goes through all collected files for every client of a test, which takes longest."""
    return tmp_path_factory.mktemp("static")


@pytest.fixture(autouse=True)
def plain_static_files(settings, no_collected_files):
    """Name static files as they are: a test needs no `make assets` and no collectstatic."""
    settings.STATIC_ROOT = no_collected_files
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


@pytest.fixture(autouse=True)
def quick_passwords(settings):
    """Keep passwords under a quick hash: the slow one of a real portal takes a third of a second for each account."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def server(settings):
    """A mail server that the portal sends to."""
    server = MailServer()
    server.start()
    settings.MAIL_TRANSPORT = "referrals.mail.transport.SmtpBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    yield server
    server.stop()


@pytest.fixture(autouse=True)
def in_dutch():
    """Begin every test in Dutch: a request under /en/ leaves its language behind in the thread."""
    with translation.override("nl"):
        yield


@pytest.fixture
def admin_client(client, admin_user):
    """Give a client in which the first administrator signed in, with a second step."""
    sign_in(client, admin_user)
    return client
