"""What `make run` puts in a database: once, and never in production."""

import json
import os
import re
import socket
import subprocess
import sys
import time
from contextlib import suppress
from datetime import timedelta
from http.client import HTTPConnection
from pathlib import Path
from threading import Thread

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth import get_user_model
from django.core.exceptions import ImproperlyConfigured, MiddlewareNotUsed
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from referrals.models import OutgoingMail, Referral, ReferralEvent, ReferredCase
from services.desk.access import Action, may
from services.files.loading import PRETENDED, load_directory
from services.freshness import CheckPart
from services.models import Check, Provider
from services.upkeep.checks import confirm
from services.upkeep.door import versions_of
from tests.services.providers import by_hand
from vwnw_portal.demo import Demo, NoDemoMiddleware, check_demo, is_fit_for_production, standing_demo
from vwnw_portal.models import DemoAccount

ROOT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_var_dir(settings, tmp_path):
    settings.VAR_DIR = tmp_path


def printed_password(capsys) -> str | None:
    line = re.search(r"Demo staff login for /beheer/: beheer / (\S+)", capsys.readouterr().out)
    return line and line[1]


def test_the_demo_login_that_is_printed_leads_to_setting_up_a_second_step(client, capsys):
    call_command("create_demo_staff")

    assert client.login(username="beheer", password=printed_password(capsys))
    assert client.get("/beheer/techniek/")["Location"] == reverse("mfa_index")


def test_the_demo_login_may_do_everything_at_the_desk():
    call_command("create_demo_staff")

    account = get_user_model().objects.get(username="beheer")
    assert all(may(account, action) for action in Action)


def test_the_demo_login_stays_the_same_at_the_next_start(capsys):
    call_command("create_demo_staff")
    first = printed_password(capsys)
    call_command("create_demo_staff")

    assert printed_password(capsys) == first


def test_a_password_that_somebody_changed_is_kept_and_not_printed(client, capsys):
    call_command("create_demo_staff")
    user = get_user_model().objects.get(username="beheer")
    user.set_password("a longer one of my own")
    user.save()
    capsys.readouterr()

    call_command("create_demo_staff")

    assert printed_password(capsys) is None
    assert client.login(username="beheer", password="a longer one of my own")


def test_the_password_is_readable_by_its_owner_only(tmp_path):
    call_command("create_demo_staff")

    assert (tmp_path / "demo_password").stat().st_mode & 0o077 == 0


def test_production_gets_no_demo_login(settings):
    settings.PRODUCTION = True

    with pytest.raises(CommandError, match="createsuperuser"):
        call_command("create_demo_staff")
    assert not get_user_model().objects.exists()


def test_a_demo_account_is_the_demo_account_whatever_it_is_called(client, capsys):
    call_command("create_demo_staff")
    password = printed_password(capsys)
    get_user_model().objects.update(username="iemand", email="iemand@gemeente.test")

    call_command("create_demo_staff")

    assert f"iemand / {password}" in capsys.readouterr().out
    assert get_user_model().objects.count() == 1


def test_an_account_of_somebody_is_not_taken_for_the_demo_account():
    get_user_model().objects.create_superuser("beheer", "beheer@gemeente.test")

    with pytest.raises(CommandError, match="no demo account"):
        call_command("create_demo_staff")
    assert not DemoAccount.objects.exists()


# --- Never in production ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", [["prepare_demo"], ["create_demo_staff"], ["load_directory", "--demo"]])
def test_production_refuses_a_demo_before_anything_is_written(settings, tmp_path, capsys, command):
    settings.PRODUCTION = True

    with pytest.raises(CommandError, match="PRODUCTION") as refusal:
        call_command(*command)

    assert refusal.value.returncode != 0
    assert not Provider.objects.exists()
    assert not get_user_model().objects.exists()
    assert list(tmp_path.iterdir()) == []


def test_production_refuses_the_files_of_the_demo_when_they_are_imported(settings, capsys):
    settings.PRODUCTION = True

    with pytest.raises(SystemExit) as end:
        call_command("import_providers", str(settings.FIXTURES_DIR / "directory/demo/examples.csv"), "--json")

    errors = json.loads(capsys.readouterr().out)["errors"]
    assert end.value.code == 1
    assert {error["column"] for error in errors} == {"email", "website"}
    assert "Dit is een voorbeeldadres" in errors[0]["message"]
    assert not Provider.objects.exists()


def test_production_takes_no_example_from_staff(settings, admin_client):
    load_directory(timezone.localdate())
    settings.PRODUCTION = True
    provider = Provider.objects.filter(sectors=None).first()
    fields = {
        "name": provider.name,
        "type": provider.type_id,
        "areas": "?",
        "source": "Bron",
        "email": "a@sub.Example.com",
        "version": versions_of([provider.pk])[provider.pk],
    }
    inlines = {f"checks-{part}": 0 for part in ("TOTAL_FORMS", "INITIAL_FORMS")}

    page = admin_client.post(f"/beheer/techniek/services/provider/{provider.pk}/change/", fields | inlines)

    assert list(page.context["adminform"].form.errors) == ["email"]


def test_production_loads_what_exists(settings):
    settings.PRODUCTION = True
    call_command("load_directory")
    assert Provider.objects.exists()
    assert standing_demo() == Demo(0, 0)


@pytest.fixture
def demo(capsys):
    call_command("prepare_demo")
    capsys.readouterr()


def ready(client):
    return client.get("/gezond/klaar/")


def test_a_demo_is_ready_to_be_tried(demo, client):
    assert ready(client).status_code == 200


def test_production_is_not_ready_while_a_demo_stands_in_it(demo, client, settings):
    ready(client)
    settings.PRODUCTION = True  # as if the portal had started before

    assert ready(client).status_code == 503
    assert ready(client).json()["no_demo_in_production"] is False
    call_command("remove_demo")
    assert ready(client).status_code == 200


def only_the_account_under_another_name():
    with by_hand():
        Provider.objects.all().delete()
    get_user_model().objects.update(username="j.jansen", email="j.jansen@gemeente.test", is_superuser=False)


def only_an_account_that_is_no_staff():
    with by_hand():
        Provider.objects.all().delete()
    get_user_model().objects.update(is_staff=False)


def only_records_of_which_staff_changed_the_contact_data():
    get_user_model().objects.update(is_active=False)
    with by_hand():
        Provider.objects.update(email="echt@gemeente.test", website="", is_example=False)


def only_records_that_stopped():
    get_user_model().objects.update(is_active=False)
    with by_hand():
        Provider.objects.update(retired_on=timezone.localdate())


def only_a_check_that_nobody_did():
    get_user_model().objects.update(is_active=False)
    kept = Provider.objects.exclude(checks=None).first()
    with by_hand():
        Provider.objects.exclude(pk=kept.pk).delete()
        Provider.objects.update(slug="bestaat-echt", email="echt@gemeente.test", website="", is_example=False)


@pytest.mark.parametrize(
    "left",
    [
        only_the_account_under_another_name,
        only_an_account_that_is_no_staff,
        only_records_of_which_staff_changed_the_contact_data,
        only_records_that_stopped,
        only_a_check_that_nobody_did,
    ],
)
def test_every_rest_of_a_demo_is_seen(demo, settings, left):
    left()
    settings.PRODUCTION = True
    assert [error.id for error in check_demo()] == ["vwnw_portal.E001"]
    assert not is_fit_for_production()
    with pytest.raises(ImproperlyConfigured, match="remove_demo"):
        NoDemoMiddleware(lambda request: HttpResponse())

    call_command("remove_demo")

    assert check_demo() == []
    with pytest.raises(MiddlewareNotUsed):
        NoDemoMiddleware(lambda request: HttpResponse())


def test_what_is_removed_is_the_demo_and_nothing_else(demo, client, capsys, settings):
    real = Provider.objects.exclude(slug__startswith="voorbeeld-")
    names = set(real.values_list("slug", flat=True))
    account = get_user_model().objects.get()
    account.set_password("iets anders dan het was")
    account.save()
    LogEntry.objects.create(user=account, action_flag=2, change_message="Verbeterd.")
    staff = get_user_model().objects.create_superuser("medewerker", "medewerker@gemeente.test", "een lang wachtwoord")

    call_command("remove_demo")

    told = capsys.readouterr().out
    assert "Demo accounts switched off: 1." in told
    assert set(Provider.objects.values_list("slug", flat=True)) == names
    assert not Provider.objects.filter(email__endswith="example.org").exists()
    assert not Provider.objects.filter(is_example=True).exists()
    assert not client.login(username="beheer", password="iets anders dan het was")
    assert client.login(username=staff.username, password="een lang wachtwoord")
    assert LogEntry.objects.exists()

    call_command("remove_demo")
    assert "Demo accounts switched off: 0." in capsys.readouterr().out


def test_a_check_by_people_outlives_the_demo(demo):
    provider = Provider.objects.exclude(slug__startswith="voorbeeld-").exclude(service_areas__unknown=True)[0]
    yesterday = timezone.localdate() - timedelta(days=1)
    with by_hand():
        Check.objects.create(provider=provider, checked_on=yesterday, checked_by="wij", method="phone", contact=True)
    confirm(provider=provider, parts=list(CheckPart), on=timezone.localdate(), by=PRETENDED, method="demo")

    call_command("remove_demo")

    provider.refresh_from_db()
    assert (provider.contact_checked_on, provider.existence_checked_on) == (yesterday, None)
    assert [check.checked_by for check in provider.checks.all()] == ["wij"]


def test_cases_that_went_to_the_demo_go_with_it_and_others_stay(demo, capsys):
    with by_hand():
        Provider.objects.create(slug="echt", name="Echt", type=Provider.objects.first().type, source="De gids")
    for slug in ("voorbeeld-leerwerkloket-arnhem", "echt"):
        case = ReferredCase.objects.create()
        referral = Referral.objects.create(case=case, place=1, provider=Provider.objects.get(slug=slug))
        ReferralEvent.objects.create(referral=referral, what="reminded", actor="portal")
        OutgoingMail.objects.create(case=case, purpose="invite", to="a@example.org", subject="s", text=slug)
    connection.check_constraints()  # as if all of it was committed

    call_command("remove_demo")

    assert "Cases removed that were referred to these: 1." in capsys.readouterr().out
    assert [referral.provider.slug for referral in Referral.objects.all()] == ["echt"]
    assert [mail.text for mail in OutgoingMail.objects.all()] == ["echt"]
    if connection.vendor == "postgresql":
        with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
            ReferralEvent.objects.all().delete()


def test_a_database_that_cannot_be_asked_at_the_start_is_asked_with_each_request(settings, monkeypatch, rf):
    settings.PRODUCTION = True
    account = get_user_model().objects.create_user("demo")
    DemoAccount.objects.create(account=account)

    def start_without_a_database() -> None:
        portals.append(NoDemoMiddleware(lambda request: HttpResponse("pagina")))
        pages.append(portals[0](rf.get("/contact/")))

    portals, pages = [], []
    with monkeypatch.context() as away:
        away.setitem(connection.settings_dict, "NAME", "/nowhere/at/all")
        thread = Thread(target=start_without_a_database)
        thread.start()
        thread.join()

    assert pages[0].content == b"pagina"
    assert portals[0](rf.get("/contact/")).status_code == 503
    assert portals[0](rf.get("/gezond/klaar/")).status_code == 200
    call_command("remove_demo")
    assert portals[0](rf.get("/contact/")).content == b"pagina"


def test_a_second_start_keeps_what_staff_changed(capsys):
    call_command("prepare_demo")
    changed = Provider.objects.first()
    changed.name = "Een andere naam"
    with by_hand():
        changed.save()
    count = Provider.objects.count()

    call_command("prepare_demo")

    changed.refresh_from_db()
    assert changed.name == "Een andere naam"
    assert Provider.objects.count() == count > 0


# --- A portal that starts ------------------------------------------------------------------------------------------

GUNICORN = [sys.executable, "-m", "gunicorn", "--bind", "127.0.0.1:0", "--workers", "1"]
CHECK = [sys.executable, "manage.py", "check", "--deploy"]
IN_PRODUCTION = {
    "PRODUCTION": "1",
    "SECRET_KEY": "kq7Zr-PmV2x_Wc9Tj4Lh8Nb3Ys6Df1Gg5Aa0Ee-Uu2Ii7Oo4Pp9Ll",
    "ALLOWED_HOSTS": "portaal.example",
    "OWNER_NAME": "Stichting Voorbeeld",
    "CONTACT_EMAIL": "beheer@portaal.example",
    "PRIVACY_CONTACT": "privacy@portaal.example",
    "COMPLAINT_WAY": "klacht@portaal.example",
}


def run(command: list[str], folder: Path, **environment: str) -> tuple[int, str]:
    """Return how a command ended and what it said."""
    own = {"VAR_DIR": str(folder), "DATABASE_URL": f"sqlite:///{folder}/portaal.sqlite3", "PRODUCTION": "0"}
    done = subprocess.run(  # noqa: S603 - our own commands
        command,
        cwd=ROOT,
        env=os.environ | own | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=60,
        check=False,
    )
    return done.returncode, done.stdout


def answers(folder: Path, **environment: str) -> bool:
    """Return whether a server that is started on this folder comes to answer; false where it ends by itself."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    own = {"VAR_DIR": str(folder), "DATABASE_URL": f"sqlite:///{folder}/portaal.sqlite3"}
    with subprocess.Popen(  # noqa: S603 - our own command
        [*GUNICORN, "--bind", f"127.0.0.1:{port}"],
        cwd=ROOT,
        env=os.environ | own | environment,
        stderr=subprocess.DEVNULL,
    ) as process:
        try:
            while process.poll() is None:
                with suppress(ConnectionError):
                    server = HTTPConnection("127.0.0.1", port, timeout=20)
                    server.request("GET", "/gezond/")
                    return server.getresponse().status > 0
                time.sleep(0.1)
            return False
        finally:
            process.terminate()


def manage(*command: str) -> list[str]:
    return [sys.executable, "manage.py", *command]


def test_a_portal_in_production_does_not_start_on_the_database_of_a_demo_until_that_is_removed(tmp_path):
    assert run(manage("prepare_demo"), tmp_path)[0] == 0

    for start in (GUNICORN, CHECK):
        status, said = run(start, tmp_path, **IN_PRODUCTION)
        assert status
        assert "demo accounts that can sign in (1)" in said
        assert "python manage.py remove_demo" in said

    assert run(manage("remove_demo"), tmp_path, **IN_PRODUCTION)[0] == 0
    assert run(CHECK, tmp_path, **IN_PRODUCTION)[0] == 0
    assert answers(tmp_path, **IN_PRODUCTION)


@pytest.mark.parametrize("command", [["prepare_demo"], ["create_demo_staff"], ["load_directory", "--demo"]])
def test_production_refuses_a_demo_before_there_is_a_database(tmp_path, command):
    status, said = run(manage(*command), tmp_path, **IN_PRODUCTION)

    assert status
    assert "PRODUCTION" in said
    assert "Traceback" not in said
    assert not (tmp_path / "portaal.sqlite3").exists()


def test_a_portal_in_production_starts_before_its_tables_are_made(tmp_path):
    assert run(CHECK, tmp_path, **IN_PRODUCTION)[0] == 0
    assert answers(tmp_path, **IN_PRODUCTION)
