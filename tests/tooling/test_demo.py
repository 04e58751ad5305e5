"""What `make run` puts in a database: once, and never in production."""

import re

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.urls import reverse

from services.models import Provider

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
    assert client.get("/beheer/")["Location"] == reverse("mfa_index")


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


def test_a_second_start_keeps_what_staff_changed(capsys):
    call_command("prepare_demo")
    changed = Provider.objects.first()
    changed.name = "Een andere naam"
    changed.save()
    count = Provider.objects.count()

    call_command("prepare_demo")

    changed.refresh_from_db()
    assert changed.name == "Een andere naam"
    assert Provider.objects.count() == count > 0
