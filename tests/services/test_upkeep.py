"""The verbs that keep a record true: only a check makes it fresh, and one that stops names its successor."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from services.models import Check, Provider, ProviderType
from services.upkeep import confirm, retire, take_back_checks

pytestmark = pytest.mark.django_db

MARCH, APRIL = date(2026, 3, 1), date(2026, 4, 1)


@pytest.fixture
def provider() -> Provider:
    return make("loket")


def make(slug: str) -> Provider:
    return Provider.objects.create(slug=slug, name=slug, type=ProviderType.objects.get(code="uwv"), source="proef")


def test_a_check_is_kept_and_moves_the_date_forward(provider):
    confirm(provider=provider, on=MARCH, by="medewerker", method="phone", note="Nummer klopt")

    provider.refresh_from_db()
    assert provider.last_checked_on == MARCH
    assert Check.objects.get().note == "Nummer klopt"


def test_an_older_check_is_kept_but_does_not_turn_back_time(provider):
    confirm(provider=provider, on=APRIL, by="medewerker", method="phone")

    confirm(provider=provider, on=MARCH, by="medewerker", method="mail")

    provider.refresh_from_db()
    assert provider.last_checked_on == APRIL
    assert provider.checks.count() == 2


def test_a_check_in_the_future_is_refused(provider):
    with pytest.raises(ValidationError, match="toekomst"):
        confirm(provider=provider, on=timezone.localdate() + timedelta(days=1), by="x", method="phone")

    assert not Check.objects.exists()


def test_silence_takes_back_every_check_until_somebody_looks_again(provider):
    confirm(provider=provider, on=MARCH, by="medewerker", method="phone")

    take_back_checks(provider=provider, on=APRIL)

    provider.refresh_from_db()
    assert (provider.last_checked_on, provider.silent_since) == (None, APRIL)
    assert provider.checks.count() == 1

    confirm(provider=provider, on=MARCH, by="medewerker", method="mail")
    provider.refresh_from_db()
    assert (provider.last_checked_on, provider.silent_since) == (None, APRIL)

    confirm(provider=provider, on=APRIL, by="de organisatie", method="provider")
    provider.refresh_from_db()
    assert (provider.last_checked_on, provider.silent_since) == (APRIL, None)


def test_an_edit_makes_nothing_fresh(provider):
    provider.name = "Nieuwe naam"
    provider.save()

    provider.refresh_from_db()
    assert provider.last_checked_on is None


def test_a_provider_that_stops_leaves_the_directory_and_names_its_successor(provider):
    successor = make("opvolger")

    retire(provider=provider, on=APRIL, successor=successor)

    provider.refresh_from_db()
    assert provider.successor == successor
    assert list(Provider.objects.published(APRIL)) == [successor]
    assert provider in Provider.objects.published(APRIL - timedelta(days=1))


def test_successors_cannot_go_round_in_a_circle(provider):
    middle, last = make("midden"), make("laatste")
    retire(provider=provider, on=APRIL, successor=middle)
    retire(provider=middle, on=APRIL, successor=last)

    with pytest.raises(ValidationError, match="opvolger"):
        retire(provider=last, on=APRIL, successor=provider)
    with pytest.raises(ValidationError, match="opvolger"):
        retire(provider=last, on=APRIL, successor=last)
