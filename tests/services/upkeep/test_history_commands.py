"""The history of a record can be read, and undone, from the command line."""

import json

import pytest
from django.core.management import CommandError, call_command

from notation.dates import date_in_words
from services.models import ChangeSet, Provider
from services.upkeep.records import retire
from tests.services.providers import STAFF, add_provider, days_ago

pytestmark = pytest.mark.django_db


def told(capsys, *command: str) -> str:
    call_command(*command)
    return capsys.readouterr().out


def test_the_history_says_who_changed_what_from_what_to_what(capsys, admin_user):
    loket = add_provider("loket", "AM:AM18")
    retire(provider=loket, on=days_ago(1), by=STAFF._replace(account_id=admin_user.pk))

    newest, oldest = json.loads(told(capsys, "record_history", "loket", "--json"))

    assert newest["who"] == admin_user.get_username()
    assert newest["changes"][0]["fields"] == [
        {"field": "retired_on", "was": "niet ingevuld", "became": date_in_words(days_ago(1))}
    ]
    assert {"field": "areas", "was": "niet ingevuld", "became": "AM:AM18"} in oldest["changes"][0]["fields"]
    assert "gestopt op: niet ingevuld ->" in told(capsys, "record_history", "loket")


def test_a_change_is_undone_by_its_number(capsys):
    loket = add_provider("loket", "AM:AM18")
    retire(provider=loket, on=days_ago(1), by=STAFF)
    number = str(ChangeSet.objects.first().pk)

    assert "loket: gestopt op is weer als eerst." in told(capsys, "undo_change", number)
    assert Provider.objects.get().retired_on is None
    assert "niets meer" in told(capsys, "undo_change", number)


@pytest.mark.parametrize(
    "command",
    [
        ("record_history", "onbekend"),
        ("undo_change", "999999"),
        ("undo_change", "{number}", "--record", "onbekend"),
        ("undo_change", "{number}", "--also", "geenveld"),
    ],
)
def test_what_does_not_exist_is_named_and_nothing_happens(command):
    add_provider("loket", "AM:AM18")
    number = ChangeSet.objects.first().pk

    with pytest.raises(CommandError):
        call_command(*(part.format(number=number) for part in command))

    assert ChangeSet.objects.count() == 1
