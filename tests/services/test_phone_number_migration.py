"""An older database: phone numbers become E.164 where they are one; the others stay, and are named."""

from importlib import import_module

import pytest
from django.apps import apps

from services.models import Provider
from tests.services.providers import add_provider, by_hand

pytestmark = pytest.mark.django_db

migration = import_module("services.migrations.0010_phone_numbers_as_e164")


def test_a_number_is_rewritten_and_what_is_none_stays_and_is_named(capsys):
    stored = {
        "goed": "026-123 45 67",
        "kort": "14 026",
        "al": "+31612345678",
        "leeg": "",
        "toestel": "020 123 45 67 tst. 3",
        "tekst": "bel nooit meer 12",
        "beschadigd": "201234567",
    }
    for slug, phone in stored.items():
        add_provider(slug, "NL", phone=phone)

    with by_hand():
        migration.rewrite(apps, None)

    assert dict(Provider.objects.values_list("slug", "phone")) == stored | {
        "goed": "+31261234567",
        "kort": "+3114026",
    }
    told = capsys.readouterr().out
    assert all(f"  {slug}: telefoon niet gewijzigd." in told for slug in ("toestel", "tekst", "beschadigd"))
    assert not any(slug in told for slug in ("goed", "kort", "al:", "leeg"))
