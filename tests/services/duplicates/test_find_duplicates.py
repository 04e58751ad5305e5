"""`find_duplicates`: the list of likely doubles follows the records, and keeps what people said."""

import json
from io import StringIO

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.utils import timezone, translation

from services.duplicates.finding import say_not_the_same
from services.duplicates.models import DuplicatePair, PairState
from services.duplicates.wording import why_in_words
from services.models import Provider
from tests.services.providers import ARNHEM, NIJMEGEN, add_provider, by_hand

pytestmark = pytest.mark.django_db


def find() -> dict:
    out = StringIO()
    call_command("find_duplicates", json=True, stdout=out)
    return json.loads(out.getvalue())


def add_twice() -> tuple[Provider, Provider]:
    first = add_provider("wsp", "AM:AM07", name="Werkgeversservicepunt Arnhem", city="Arnhem", **ARNHEM)
    second = add_provider("wsp-2", "GM:GM0202", name="WSP Arnhem", city="Arnhem", phone="+31263123456", **ARNHEM)
    return first, second


def test_a_pair_is_listed_once_with_its_reasons_however_often_it_is_looked_for():
    add_twice()
    add_provider("nijmegen", "GM:GM0268", name="Werkgeversservicepunt Nijmegen", city="Nijmegen", **NIJMEGEN)

    first, again = find(), find()

    (pair,) = first["pairs"]
    assert (pair["first"], pair["second"]) == ("wsp", "wsp-2")
    assert "name_alike" in pair["why"]
    assert pair["text"].startswith("Gelijk: bijna dezelfde naam")
    assert (first["new"], again["new"], again["open"]) == (1, 0, 1)
    assert again["pairs"] == first["pairs"]


def test_it_is_told_in_words_too_and_in_english():
    add_twice()
    find()
    pair = DuplicatePair.objects.get()
    out = StringIO()

    call_command("find_duplicates", stdout=out)

    assert "Mogelijk dubbel: 1" in out.getvalue()
    assert "wsp / wsp-2" in out.getvalue()
    with translation.override("en"):
        assert why_in_words(pair.reasons).startswith("Shared: nearly the same name")


def test_what_is_not_the_same_is_not_asked_again_until_a_compared_field_changes():
    _first, second = add_twice()
    find()
    say_not_the_same(pair=DuplicatePair.objects.get())

    assert find()["open"] == 0
    with by_hand():
        Provider.objects.filter(pk=second.pk).update(description_nl="Een andere tekst.")
    assert find()["open"] == 0
    with by_hand():
        Provider.objects.filter(pk=second.pk).update(phone="+31263999999")
    found = find()

    assert (found["open"], found["asked_again"]) == (1, 1)


def test_what_is_said_of_records_that_changed_meanwhile_is_refused():
    _first, second = add_twice()
    find()
    shown = DuplicatePair.objects.get()
    with by_hand():
        Provider.objects.filter(pk=second.pk).update(phone="+31263999999")
    find()

    with pytest.raises(ValidationError, match="intussen veranderd"):
        say_not_the_same(pair=shown)
    assert find()["open"] == 1


def test_what_was_said_outlives_a_record_that_is_away_for_a_while():
    _first, second = add_twice()
    find()
    say_not_the_same(pair=DuplicatePair.objects.get())
    with by_hand():
        Provider.objects.filter(pk=second.pk).update(retired_on=timezone.localdate())
    find()
    with by_hand():
        Provider.objects.filter(pk=second.pk).update(retired_on=None)

    assert find()["open"] == 0


def test_a_pair_that_is_likely_no_more_leaves_the_list():
    _first, second = add_twice()
    find()
    with by_hand():
        Provider.objects.filter(pk=second.pk).update(name="Uitzendbureau Vooruit")

    assert find()["gone"] == 1
    assert not DuplicatePair.objects.exists()


def test_a_record_that_stopped_is_no_double_and_what_was_merged_stays_merged():
    _first, second = add_twice()
    find()
    DuplicatePair.objects.update(state=PairState.MERGED)
    assert find()["open"] == 0

    DuplicatePair.objects.all().delete()
    with by_hand():
        Provider.objects.filter(pk=second.pk).update(retired_on=timezone.localdate())
    assert find()["open"] == 0


@pytest.mark.parametrize("turned", [True, False])
def test_the_database_refuses_a_pair_twice_or_turned_round(turned):
    first, second = add_twice()
    find()
    pair = {"first": second, "second": first} if turned else {"first": first, "second": second}

    with pytest.raises(IntegrityError), transaction.atomic():
        DuplicatePair.objects.create(**pair, score=60, why=[], digest="")


def test_finding_changes_no_record():
    add_twice()
    before = list(Provider.objects.order_by("pk").values())

    find()

    assert list(Provider.objects.order_by("pk").values()) == before


def test_the_shipped_directory_holds_no_likely_double():
    call_command("load_directory", verbosity=0, stdout=StringIO())

    assert find()["pairs"] == []
