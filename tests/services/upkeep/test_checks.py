"""The verbs that keep a record true: only a check makes it fresh, and one that stops names its successor."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from services.freshness import CheckPart
from services.models import Check, Provider, ProviderType
from services.upkeep.checks import confirm, parts_of_record, take_back_checks
from services.upkeep.door import BY_PROVIDER
from services.upkeep.records import retire, set_work_area
from services.work_area.codes import WorkAreaReader
from tests.services.providers import STAFF, add_provider, by_hand

pytestmark = pytest.mark.django_db

MARCH, APRIL = date(2026, 3, 1), date(2026, 4, 1)
EXISTENCE, CONTACT, AREA, ROLES = CheckPart
EVERYTHING = frozenset(CheckPart)


@pytest.fixture
def provider() -> Provider:
    return make("loket")


def make(slug: str) -> Provider:
    with by_hand():
        return Provider.objects.create(slug=slug, name=slug, type=ProviderType.objects.get(code="uwv"), source="proef")


def dates_of(provider: Provider) -> dict[str, date | None]:
    """Return the stored date of the last check of each part."""
    stored = Provider.objects.get(pk=provider.pk)
    return {part.value: getattr(stored, part.column) for part in CheckPart}


def test_a_check_is_kept_and_moves_the_date_forward(provider):
    confirm(provider=provider, parts=EVERYTHING, on=MARCH, by=STAFF, method="phone", note="Nummer klopt")

    provider.refresh_from_db()
    assert provider.last_checked_on == MARCH
    assert Check.objects.get().note == "Nummer klopt"


def test_an_older_check_is_kept_but_does_not_turn_back_time(provider):
    confirm(provider=provider, parts=EVERYTHING, on=APRIL, by=STAFF, method="phone")

    confirm(provider=provider, parts=EVERYTHING, on=MARCH, by=STAFF, method="mail")

    provider.refresh_from_db()
    assert provider.last_checked_on == APRIL
    assert provider.checks.count() == 2


def test_a_check_in_the_future_is_refused(provider):
    with pytest.raises(ValidationError, match="toekomst"):
        confirm(
            provider=provider, parts=EVERYTHING, on=timezone.localdate() + timedelta(days=1), by="x", method="phone"
        )

    assert not Check.objects.exists()


def test_silence_takes_back_every_check_until_somebody_looks_again(provider):
    confirm(provider=provider, parts=EVERYTHING, on=MARCH, by=STAFF, method="phone")

    take_back_checks(provider=provider, on=APRIL, by=STAFF)

    provider.refresh_from_db()
    assert (provider.last_checked_on, provider.silent_since) == (None, APRIL)
    assert provider.checks.count() == 1

    confirm(provider=provider, parts=EVERYTHING, on=MARCH, by=STAFF, method="mail")
    provider.refresh_from_db()
    assert (provider.last_checked_on, provider.silent_since) == (None, APRIL)

    confirm(provider=provider, parts=EVERYTHING, on=APRIL, by=BY_PROVIDER, method="provider")
    provider.refresh_from_db()
    assert (provider.last_checked_on, provider.silent_since) == (APRIL, None)


def test_a_check_says_what_was_looked_at_and_moves_the_dates_of_those_parts_only(provider):
    check = confirm(provider=provider, parts=[CONTACT, ROLES], on=MARCH, by=STAFF, method="phone")

    assert Check.objects.get(pk=check.pk).parts == {CONTACT, ROLES}
    assert dates_of(provider) == {"existence": None, "contact": MARCH, "area": None, "roles": MARCH}


def test_a_check_of_no_parts_is_refused(provider):
    with pytest.raises(ValidationError, match="Kies wat u hebt gecontroleerd"):
        confirm(provider=provider, parts=[], on=MARCH, by=STAFF, method="phone")

    assert not Check.objects.exists()


@pytest.mark.parametrize("parts", [[CONTACT], [AREA], [EXISTENCE, ROLES], [EXISTENCE, CONTACT, ROLES]])
def test_a_record_of_which_contact_or_work_area_was_never_checked_does_not_count_as_checked(provider, parts):
    confirm(provider=provider, parts=parts, on=MARCH, by=STAFF, method="phone")

    provider.refresh_from_db()
    assert provider.last_checked_on is None


@pytest.mark.parametrize(("contact", "area"), [(MARCH, APRIL), (APRIL, MARCH)])
def test_the_older_of_contact_and_work_area_is_the_check_that_counts(provider, contact, area):
    confirm(provider=provider, parts=[CONTACT], on=contact, by=STAFF, method="phone")
    confirm(provider=provider, parts=[AREA], on=area, by=STAFF, method="website")

    provider.refresh_from_db()
    assert provider.last_checked_on == MARCH


def test_each_part_keeps_its_newest_check(provider):
    confirm(provider=provider, parts=[CONTACT], on=APRIL, by=STAFF, method="phone")

    confirm(provider=provider, parts=[CONTACT, AREA], on=MARCH, by=STAFF, method="website")

    assert dates_of(provider) == {"existence": None, "contact": APRIL, "area": MARCH, "roles": None}


def test_after_a_silence_a_check_of_one_part_brings_back_that_part_only(provider):
    confirm(provider=provider, parts=EVERYTHING, on=MARCH, by=STAFF, method="phone")
    take_back_checks(provider=provider, on=APRIL, by=STAFF)
    assert set(dates_of(provider).values()) == {None}

    confirm(provider=provider, parts=[CONTACT], on=APRIL, by=STAFF, method="mail")

    provider.refresh_from_db()
    assert dates_of(provider) == {"existence": None, "contact": APRIL, "area": None, "roles": None}
    assert (provider.silent_since, provider.last_checked_on) == (None, None)


def test_a_work_area_that_is_no_longer_known_is_no_longer_checked(provider):
    confirm(provider=provider, parts=EVERYTHING, on=MARCH, by=STAFF, method="phone")

    set_work_area(provider=provider, areas=WorkAreaReader(MARCH).read(["?"]), by=STAFF)

    provider.refresh_from_db()
    assert dates_of(provider) == {"existence": MARCH, "contact": MARCH, "area": None, "roles": MARCH}
    assert provider.last_checked_on is None


def test_who_finds_a_whole_record_true_has_looked_at_what_it_says():
    assert parts_of_record(add_provider("vol", "NL", phone="026 123 45 67")) == EVERYTHING
    assert parts_of_record(add_provider("zonder-contact", "NL")) == EVERYTHING - {CONTACT}
    assert parts_of_record(add_provider("zonder-gebied", "?", email="a@example.org")) == EVERYTHING - {AREA}


def test_an_edit_makes_nothing_fresh(provider):
    provider.name = "Nieuwe naam"
    with by_hand():
        provider.save()

    provider.refresh_from_db()
    assert provider.last_checked_on is None


def test_a_provider_that_stops_leaves_the_directory_and_names_its_successor(provider):
    successor = make("opvolger")

    retire(provider=provider, on=APRIL, successor=successor, by=STAFF)

    provider.refresh_from_db()
    assert provider.successor == successor
    assert list(Provider.objects.published(APRIL)) == [successor]
    assert provider in Provider.objects.published(APRIL - timedelta(days=1))


def test_successors_cannot_go_round_in_a_circle(provider):
    middle, last = make("midden"), make("laatste")
    retire(provider=provider, on=APRIL, successor=middle, by=STAFF)
    retire(provider=middle, on=APRIL, successor=last, by=STAFF)

    with pytest.raises(ValidationError, match="opvolger"):
        retire(provider=last, on=APRIL, successor=provider, by=STAFF)
    with pytest.raises(ValidationError, match="opvolger"):
        retire(provider=last, on=APRIL, successor=last, by=STAFF)
